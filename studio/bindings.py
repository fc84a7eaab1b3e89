"""What every command does: the rows of studio.commands tied to the parts of the studio.

In     the assembled studio (studio.app.Studio).   Out   nothing: its commands are bound.
Raises nothing.  Knows nothing of how a part does its work.
"""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QWidget

from engine.client import log_file
from engine.document.edits import Group, SetNode
from engine.vocabulary.slots import ROLES
from studio.cleaning import cleaned, needed
from studio.graph import changes
from studio.popup import ask_text
from studio.search import Search

if TYPE_CHECKING:
    from studio.app import Studio


def bind(studio: Studio) -> None:
    """Binds every command."""
    for part in (_files, _edits, _graph, _time, _view, _help):
        part(studio, studio.window.commands.bind)
    missing = studio.window.commands.unbound
    if missing:
        raise KeyError(f"commands without a deed: {', '.join(sorted(missing))}")


def within(widget: QWidget) -> bool:
    """Whether the keyboard is in this panel."""
    focus = QApplication.focusWidget()
    return focus is not None and (focus is widget or widget.isAncestorOf(focus))


Bind = Callable[..., None]


def _files(s: Studio, bind: Bind) -> None:
    def has_objects() -> bool:
        return any(node.kind == "object" for node in s.session.scene.nodes)

    bind("new", s.files.new)
    bind("open", s.files.open)
    bind("save", s.files.save)
    bind("save as", s.files.save_as)
    bind("import", lambda: s.imports.choose())
    bind("start page", s.show_start_page)
    for kind in ("glb", "usd", "fbx", "frames", "textures", "image", "film"):
        bind(f"export {kind}", lambda kind=kind: s.export(kind), has_objects)
    bind("live link", s.ask_link)
    bind("stop live link", s.link.stop, lambda: s.link.on)
    bind("quit", s.window.close)


def _edits(s: Studio, bind: Bind) -> None:
    session = s.session

    def either(in_timeline: Callable[[], object], otherwise: Callable[[], object]) -> Callable[[], object]:
        return lambda: in_timeline() if within(s.timeline) else otherwise()

    def delete() -> None:
        if within(s.timeline) and s.timeline.holds:
            s.timeline.delete()
        elif session.selection:
            s.graph.delete()

    def name_branch() -> None:
        place = s.window.mapToGlobal(QPoint(s.window.width() // 2 - 120, 120))
        ask_text(s.window, "Name this point", "what if", place, session.branch)

    bind("undo", session.undo, lambda: session.can_undo)
    bind("redo", session.redo, lambda: session.can_redo)
    bind("branch", name_branch)
    bind("copy", either(s.timeline.copy, s.graph.copy))
    bind("paste", either(s.timeline.paste, s.graph.paste))
    bind("duplicate", s.graph.duplicate, lambda: bool(session.selected_nodes))
    bind("delete", delete, lambda: bool(session.selection) or within(s.timeline))
    bind("select all", either(s.timeline.choose_all, lambda: session.select(*(n.id for n in session.scene.nodes))))
    bind("rename", lambda: s.graph.rename(session.selected_nodes[-1].id), lambda: bool(session.selected_nodes))
    bind("preferences", s.show_preferences)


def _graph(s: Studio, bind: Bind) -> None:
    session = s.session

    def chosen() -> bool:
        return any(node.category for node in session.selected_nodes)

    def relate() -> None:
        a, b = session.selected_nodes[-2:]
        s.graph.relate(a.id, b.id, s.graph.view.viewport().mapToGlobal(s.graph.view.viewport().rect().center()))

    def hide() -> None:
        nodes = session.selected_nodes
        hidden = not all(node.hidden for node in nodes)
        session.apply(Group(tuple(SetNode(node.id, "hidden", hidden) for node in nodes), "Hide" if hidden else "Show"))

    bind("prompt", s.focus_prompt)
    bind("compose", s.window.prompt.submit, lambda: bool(s.window.prompt.text.strip()))
    bind("add", lambda: s.graph.add())
    bind("relate", relate, lambda: len(session.selected_nodes) == 2)
    bind("arrange", s.graph.arrange, lambda: bool(session.scene.nodes))
    bind("regenerate", lambda: session.apply(changes.reseeded(session.scene, session.selection)), chosen)
    bind("clean up", lambda: session.apply(cleaned(session.selected_nodes, session.blobs)),
         lambda: bool(needed(session.selected_nodes, session.blobs)))
    bind("lock", lambda: session.apply(changes.locked(session.scene, session.selection, tuple(ROLES))), chosen)
    bind("hide", hide, lambda: bool(session.selected_nodes))


def _time(s: Studio, bind: Bind) -> None:
    session = s.session

    def switch(name: str) -> None:
        setattr(session, name, not getattr(session, name))
        session.range_changed.emit(*session.range)

    bind("play", lambda: session.set_playing(not session.playing))
    bind("next frame", lambda: session.step(1))
    bind("previous frame", lambda: session.step(-1))
    bind("to start", lambda: session.set_time(session.range[0]))
    bind("to end", lambda: session.set_time(session.range[1]))
    bind("next key", lambda: s.timeline.to_key(forwards=True))
    bind("previous key", lambda: s.timeline.to_key(forwards=False))
    bind("insert key", s.timeline.show_insert_menu, lambda: bool(session.selected_nodes))
    bind("auto key", lambda: switch("auto_key"), checked=lambda: session.auto_key)
    bind("loop", lambda: switch("loop"), checked=lambda: session.loop)
    bind("range in", lambda: session.set_range(low=session.time))
    bind("range out", lambda: session.set_range(high=session.time))
    bind("range clear", lambda: session.set_range())


def _view(s: Studio, bind: Bind) -> None:
    def frame(selected: bool) -> None:
        if within(s.graph):
            s.graph.view.frame(selected=selected)
        elif within(s.timeline):
            s.timeline.frame_all()
        else:
            s.frame_viewport(selected=selected)

    bind("frame", lambda: frame(True))
    bind("frame all", lambda: frame(False))
    bind("look through", s.look_through, lambda: any(n.kind == "camera" for n in s.session.scene.nodes))
    bind("scene lights", s.change_lights, checked=lambda: s.settings.lights == "scene")
    for tool in ("select", "move", "rotate", "scale"):
        bind(tool, lambda tool=tool: s.set_tool(tool))
    for name in ("graph", "timeline", "inspector"):
        bind(f"show {name}", lambda name=name: s.window.toggle(name),
             checked=lambda name=name: s.window.panels[name].isVisible())
    def to_panel(step: int) -> None:
        places = [place for place in (s.window.prompt.line, s.graph.view, s.window.panels["viewport"], s.timeline,
                                      s.inspector) if place.isVisible()]
        here = next((i for i, place in enumerate(places) if within(place)), -1 if step > 0 else 0)
        there = places[(here + step) % len(places)]
        there.setFocus(Qt.FocusReason.ShortcutFocusReason)
        if not within(there):            # a panel that takes no keys itself: its first control does
            first = next((child for child in there.findChildren(QWidget) if child.isVisible() and child.isEnabled()
                          and child.focusPolicy() & Qt.FocusPolicy.TabFocus), None)
            if first is not None:
                first.setFocus(Qt.FocusReason.ShortcutFocusReason)

    bind("next panel", lambda: to_panel(1))
    bind("previous panel", lambda: to_panel(-1))
    bind("reset layout", s.window.reset_layout)
    bind("theme", s.change_theme, checked=lambda: s.settings.theme == "light")


def _help(s: Studio, bind: Bind) -> None:
    def palette() -> None:
        search = Search(s.window.commands.choices(), "Search commands", s.window, width=440)
        search.chosen.connect(s.window.commands.run)
        search.open_at(s.window.mapToGlobal(QPoint((s.window.width() - 440) // 2, 64)))

    bind("palette", palette)
    bind("shortcuts", lambda: _about().shortcuts(s.window).exec())
    bind("engine log", lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(log_file()))))
    bind("restart engine", s.door.restart)
    bind("about", lambda: _about().about(s.window, s.facts()).exec())


def _about() -> ModuleType:
    from studio import about  # when it is asked for: no start waits for it

    return about
