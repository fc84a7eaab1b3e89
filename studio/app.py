"""The studio: every part made once and tied to the others. It wires, and decides nothing.

In     a scene's path or nothing.   Out   the window, working.
Raises nothing once made: what fails is told in the window.  Never imports torch.

The window is shown before the engine answers and before the viewport's renderer is loaded: both come while the artist
already reads the window.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication, QLabel, QVBoxLayout, QWidget

from engine import messages
from engine.bake.clip import Clip
from engine.vocabulary.formats import FORMATS
from studio import theme
from studio.bindings import bind
from studio.commands import Manners
from studio.door import Door, Job
from studio.files import Files
from studio.flow import Flow
from studio.graph.panel import GraphPanel
from studio.importing import Imports
from studio.inspector.panel import Inspector
from studio.jobs.status import StatusBar, device_words
from studio.live_link import LiveLink
from studio.mending import Mending
from studio.pictures import Pictures
from studio.reference import SUFFIXES, References
from studio.retopology import Retopology
from studio.rigging import Rigging
from studio.session import Session
from studio.settings import Settings
from studio.timeline.panel import Timeline
from studio.variations import Variations
from studio.window import Window

if TYPE_CHECKING:
    from studio.viewport.panel import Viewport

SEEN, UNSEEN = 30, 1500           # ms between looks whether the window is there; ms until that is taken for granted


class Studio(QObject):
    def __init__(self, app: QApplication, *, settings: Settings | None = None, device: str | None = None,
                 engine: list[str] | None = None, recovery: Path | None = None) -> None:
        super().__init__()
        self.app = app
        self.settings = settings or Settings(parent=self)
        self.door = Door(device or self.settings.device, command=engine, parent=self)
        self.door.open()                 # first: torch takes longer to import than everything here
        theme.apply(app, self.settings.theme)
        self.session = Session(parent=self)
        self.flow = Flow(self.session, self.door, self)
        self.flow.bakes = self.settings.bakes
        self.pictures = Pictures(self.session, self)
        self.variations = Variations(self.session, self.door, self.flow, self.pictures, self)
        self.window = Window(self.settings)
        self.files = Files(self.session, self.settings, self.window, recovery=recovery)
        self.link = LiveLink(self.session, self.door, self.settings, self)
        self.graph = GraphPanel(self.session)
        self.timeline = Timeline(self.session)
        self.inspector = Inspector(self.session)
        self.status = StatusBar(self.session, self.door)
        self.viewport: Viewport | None = None
        self._framed = False
        self._clashes: list[str] = []
        self.window.lay_out(self.graph, _ground("Loading the viewport"), self.timeline, self.inspector, self.status)
        self._manners = Manners()
        app.installEventFilter(self._manners)
        bind(self)
        self._wire_words()
        self._wire_document()
        self._wire_engine()
        self._wire_link()
        self._show_title()
        self._fill_recent()

    # ---- wiring ----------------------------------------------------------------------------------

    def _wire_words(self) -> None:
        prompt = self.window.prompt
        prompt.written.connect(self.flow.read_prompt)
        prompt.compose_wanted.connect(self.flow.compose)
        self.flow.read.connect(lambda text, spans, _: prompt.show_spans(text, spans))
        self.flow.read.connect(lambda text, _, words: self.window.not_understood.show_words(
            words if text == prompt.text else ()))
        self.flow.said.connect(lambda sentence, more: self.window.banner.tell(sentence, detail=more))

    def _wire_document(self) -> None:
        session, window = self.session, self.window
        self.graph.menu_commands = window.commands.context
        self.timeline.said.connect(self.status.say)
        self.flow.noted.connect(self.status.say)
        window.may_close = self.files.may_close
        window.closing.connect(self.close)
        self.references = References(self.session, self.door, window)
        self.references.said.connect(lambda sentence: window.banner.tell(sentence, "violated"))
        self.inspector.picture_wanted.connect(self.references.choose)
        self.imports = Imports(self.session, self.door, self.settings, window)
        self.imports.said.connect(lambda sentence: window.banner.tell(sentence, "violated"))
        self.imports.opened.connect(self.files.adopt)
        self.files.foreign.connect(self.imports.open)
        self.imports.told.connect(lambda sentence, more: window.banner.tell(sentence, "good", more))
        self.inspector.file_wanted.connect(self.imports.choose)
        self.mending = Mending(self.session, self.door, window)
        self.mending.said.connect(lambda sentence: window.banner.tell(sentence, "violated"))
        self.mending.told.connect(lambda sentence, more: window.banner.tell(sentence, "good", more))
        self.imports.faulty.connect(lambda node: window.banner.offers("Repair…", lambda: self.mending.choose(node)))
        self.inspector.repair_wanted.connect(self.mending.choose)
        self.retopology = Retopology(self.session, self.door, window)
        self.retopology.said.connect(lambda sentence: window.banner.tell(sentence, "violated"))
        self.retopology.told.connect(lambda sentence, more: window.banner.tell(sentence, "good", more))
        self.inspector.retopology_wanted.connect(self.retopology.choose)
        self.rigging = Rigging(self.session, self.door, window)
        self.rigging.said.connect(lambda sentence: window.banner.tell(sentence, "violated"))
        self.rigging.told.connect(lambda sentence, more: window.banner.tell(sentence, "good", more))
        self.rigging.given_up.connect(self.flow.without_bones)
        self.inspector.rig_wanted.connect(self.rigging.rig)
        window.dropped = self._dropped
        self.files.told.connect(lambda sentence: window.banner.tell(sentence, "violated"))
        self.files.said.connect(self.status.say)
        self.files.saved.connect(self.status.note_saved)
        self.files.picture = self._viewport_image
        session.opened.connect(self._opened)
        session.file_changed.connect(lambda _: self._file_changed())
        session.dirty_changed.connect(lambda _: self._show_title())
        for signal in (session.changed, session.selection_changed, session.history_changed, session.playing_changed):
            signal.connect(lambda *_: window.commands.refresh())
        self.app.focusChanged.connect(self._focus_changed)
        self.settings.changed.connect(self._setting_changed)

    def _wire_engine(self) -> None:
        flow, pictures = self.flow, self.pictures
        flow.clip.connect(self._clip_came)
        flow.complete.connect(lambda _: self._first_view())
        flow.clip_gone.connect(pictures.forget)
        flow.clips_gone.connect(lambda: pictures.forget())
        self.session.changed.connect(lambda scene: setattr(self, "_framed", self._framed and bool(scene.nodes)))
        flow.working.connect(self.graph.view.show_working)
        self.inspector.edited.connect(lambda _: flow.settle())
        self.door.stopped.connect(lambda sentence: self.window.banner.tell(sentence))
        self.door.restarted.connect(lambda sentence: self.window.banner.tell(sentence))
        self.door.ended.connect(self._job_ended)
        self.variations.shown.connect(self.inspector.variations.set_images)
        self.inspector.taken.connect(self.variations.take)
        self.inspector.variations.show_share(self.variations.share)
        self.inspector.variations.ranged.connect(self.variations.set_share)
        self.inspector.variations.wanted.connect(self.variations.renew)
        self.door.wrote.connect(self._wrote)
        self.session.observed_changed.connect(self._tell_clashes)

    def _wire_link(self) -> None:
        link, window = self.link, self.window
        self.files.saved.connect(link.refresh)
        link.told.connect(lambda sentence, more: window.banner.tell(sentence, "violated", more))
        link.said.connect(self.status.say)
        link.changed.connect(self._show_link)
        self.session.file_changed.connect(lambda _: self._show_link())
        self.status.link.clicked.connect(lambda: window.commands.run("live link"))
        self._show_link()

    def _show_link(self) -> None:
        self.status.show_link(self.link.words(), self.link.tip(), stale=self.link.state == "stale")
        self.window.commands.refresh()

    # ---- the viewport ----------------------------------------------------------------------------

    def load_viewport(self) -> None:
        """Loads the renderer and puts the viewport in its place; without OpenGL a sentence stands there."""
        if self.viewport is not None:
            return
        try:
            from studio.viewport.panel import Viewport

            viewport = Viewport(self.session)
        except Exception as error:    # any driver may fail here in its own way; everything else works without it
            self.window.put_viewport(_ground(f"There is no 3D view on this display: {error}"))
            return
        self.viewport = viewport
        viewport.light_by(self.settings.lights)
        viewport.set_aspect(self.settings.picture)
        self.window.put_viewport(viewport)
        viewport.ready.connect(self.pictures.begin)
        viewport.ready.connect(self._first_view)
        viewport.noted.connect(self.status.say)
        self.flow.clip_gone.connect(viewport.remove_clip)
        self.flow.clips_gone.connect(viewport.clear)
        self.flow.reshaping.connect(viewport.hold)
        self.door.jobs_changed.connect(self._tell_viewport)
        for node, clip in self.flow.clips.items():
            viewport.show_clip(node, clip)

    def _dropped(self, name: str) -> None:
        """A scene is opened, a mesh becomes an object, a picture is a reference for the selected object."""
        path = Path(name)
        if path.suffix.lower() in FORMATS:
            self.imports.take(path)
        elif path.suffix.lower() in SUFFIXES:
            self.references.drop(path)
        else:
            self.files.open(path)

    def _tell_viewport(self) -> None:
        """While the first objects are made, the empty view says so; while a file is read, any."""
        if self.viewport is not None:
            made = any(node.kind == "object" for node in self.session.scene.nodes)
            jobs = [job for job in self.door.open_jobs if job.kind in ("Generate", "Play", "Preview")]
            first = next(iter(jobs), None) if made and not self.flow.clips else next(
                (job for job in self.door.open_jobs if job.kind == "Import"), None)
            self.viewport.show_message(None if first is None else first.note or first.title)

    def _clip_came(self, node: str, clip: Clip, quality: str) -> None:
        if self.viewport is not None:
            self.viewport.show_clip(node, clip, quality)
            self._tell_viewport()
        self.pictures.show_clip(node, clip, quality)
        if quality == "baked" and "error_worst" in clip.report:
            self.status.note_error(node, float(clip.report["error_worst"]))

    def _viewport_image(self) -> QImage | None:
        return self.viewport.image() if self.viewport is not None else None

    def _first_view(self) -> None:
        """A new document is seen whole, as it is at the playhead."""
        whole = len(self.flow.clips) == sum(n.kind == "object" and not n.hidden for n in self.session.scene.nodes)
        if not self._framed and whole and self.flow.clips and self.viewport is not None and self.viewport.canvas:
            self._framed = True
            self.viewport.canvas.frame(tuple(self.flow.clips))

    def frame_viewport(self, *, selected: bool) -> None:
        if self.viewport is not None:
            self.viewport.frame(selected=selected)

    def look_through(self) -> None:
        if self.viewport is not None:
            self.viewport.look_through()

    def change_lights(self) -> None:
        self.settings.lights = "studio" if self.settings.lights == "scene" else "scene"
        if self.settings.lights == "scene" and not any(
                node.kind == "light" and not node.hidden for node in self.session.scene.nodes):
            self.status.say("The scene has no light that is shown: until one is added, the studio’s shine on")

    def set_tool(self, tool: str) -> None:
        if self.viewport is not None:
            self.viewport.set_tool(tool)

    # ---- what happens ----------------------------------------------------------------------------

    def _opened(self) -> None:
        """Another document: its prompt is read at once, before its objects are generated."""
        self._framed = False
        self.window.not_understood.show_words(())
        self.window.prompt.set_text(self.session.scene.prompt)

    def _file_changed(self) -> None:
        self._show_title()
        self._fill_recent()

    def _focus_changed(self, *_: object) -> None:
        self.window.commands.refresh()

    def _show_title(self) -> None:
        name = self.session.path.name if self.session.path else "untitled"
        self.window.setWindowTitle(f"{name}[*] – Chronoform")
        self.window.setWindowModified(self.session.dirty)

    def _fill_recent(self) -> None:
        menu = self.window.recent
        menu.clear()
        for path in self.settings.recent:
            action = menu.addAction(path.name, lambda path=path: self.files.open(path))
            action.setToolTip(str(path))
        menu.setEnabled(bool(self.settings.recent))
        if self.settings.recent:
            menu.addSeparator()
            menu.addAction("Forget these", self.settings.forget_recent)

    def _setting_changed(self, name: str) -> None:
        if name == "theme":
            theme.apply(self.app, self.settings.theme)
        elif name == "device":
            self.door.set_device(self.settings.device)
        elif name == "picture" and self.viewport is not None:
            self.viewport.set_aspect(self.settings.picture)
        elif name == "lights" and self.viewport is not None:
            self.viewport.light_by(self.settings.lights)
        elif name == "bakes":
            self.flow.bakes = self.settings.bakes
        elif name == "recent":
            self._fill_recent()

    def change_theme(self) -> None:
        self.settings.theme = "dark" if self.settings.theme == "light" else "light"

    def _job_ended(self, job: Job) -> None:
        if job.state == "failed" and not self.link.owns(job.id) and job.kind in ("Export", "Render", "Compose"):
            self.window.banner.tell(job.note, "violated", job.detail)

    def _tell_clashes(self) -> None:
        """Relations that cannot all hold are told once, in the engine's own sentences."""
        told = list(self.session.unsatisfied)
        if told and told != self._clashes:
            more = f"  (+{len(told) - 1} more)" if len(told) > 1 else ""
            self.window.banner.tell(told[0] + more, "warn", "\n".join(told))
        self._clashes = told

    def _wrote(self, message: messages.Wrote) -> None:
        if self.link.owns(message.job):
            return
        size = message.size / 1e6
        words = f"Wrote {Path(message.path).name} ({size:.1f} MB)"
        if message.remarks:
            words += f". {message.remarks[0]}"
        if len(message.remarks) > 1:
            words += f" (+{len(message.remarks) - 1} more)"
        more = "\n".join([message.path, *message.remarks])
        self.window.banner.tell(words, "good", more)
        if any("frames" in bake for bake in message.report.get("bakes", {}).values()):
            self.window.banner.offers("Error…", lambda: self.show_measured(message))
            self.show_measured(message)

    def show_measured(self, message: messages.Wrote) -> None:
        """The chart of what an export measured, beside the window."""
        from studio.measured import MeasuredDialog, measured

        dialog = MeasuredDialog(measured(message.report), Path(message.path), self.window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.chose.connect(self.session.set_time)
        dialog.show()

    # ---- dialogs ---------------------------------------------------------------------------------

    def focus_prompt(self) -> None:
        self.window.prompt.line.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.window.prompt.line.selectAll()

    def export(self, kind: str) -> None:
        """Asks for the file and its options, then the engine for the file."""
        if kind in ("image", "film"):
            self._shoot("still" if kind == "image" else "film")
            return
        from studio.exporting import ExportDialog

        dialog = ExportDialog(kind, self.session, self.door, self.settings.folder, self.window,
                              blender=self.settings.blender)
        if dialog.exec():
            self.settings.folder = dialog.file().parent
            self.door.ask(dialog.request(), f"Exporting {dialog.file().name}")

    def _shoot(self, layout: str) -> None:
        from studio.shooting import PictureDialog

        dialog = PictureDialog(layout, self.session, self.settings.folder, self.window, lights=self.settings.lights,
                               size=self.settings.picture)
        if dialog.exec():
            self.settings.folder = dialog.file().parent
            if dialog.layout_key in ("still", "film", "numbered"):
                self.settings.picture = dialog.size()
            self.door.ask(dialog.request(), f"Exporting {dialog.file().name}")

    def ask_link(self) -> None:
        """Asks for the live link's folder and profile."""
        from studio.linking import LinkDialog

        dialog = LinkDialog(self.settings, self.window)
        if dialog.exec():
            self.link.start(dialog.folder(), dialog.profile())

    def show_preferences(self) -> None:
        from studio.preferences import Preferences

        note = self.door.engine.note if self.door.engine is not None else ""
        Preferences(self.settings, self.window, device_note=note).exec()

    def show_start_page(self) -> None:
        from studio.library.start import StartPage

        page = StartPage(self.settings.recent, self.window)
        page.chosen.connect(self.files.open)
        page.exec()

    def offer_recovery(self) -> None:
        """Asks about scenes of studios that ended badly."""
        from studio.recovery import offer

        for found in self.files.left_behind()[:1]:
            offer(self.window, self.files, found)

    def facts(self) -> list[tuple[str, str]]:
        """What the engine runs on, for the About box."""
        hello = self.door.engine
        if hello is None:
            return [("Engine", "is starting")]
        engine = f"{device_words(hello.device)}, {hello.dtype}"
        rows = [("Engine", engine), ("Weights", hello.weights), ("", hello.note)]
        return [(title, value) for title, value in rows if value]

    # ---- showing, grabbing, closing --------------------------------------------------------------

    def show(self) -> None:
        """The window first, then what takes longer."""
        self.window.restore_layout()
        self.window.show()
        self.window.prompt.line.setFocus(Qt.FocusReason.OtherFocusReason)
        QTimer.singleShot(SEEN, self._seen)

    def _seen(self, waited: int = SEEN) -> None:
        """Once the window has been painted, the renderer: its thread would keep the first paint waiting."""
        handle = self.window.windowHandle()
        if waited < UNSEEN and (handle is None or not handle.isExposed()):
            QTimer.singleShot(SEEN, lambda: self._seen(waited + SEEN))
        else:
            QTimer.singleShot(SEEN, self.load_viewport)

    def grab(self) -> QImage:
        """The window as it is on the screen, with the viewport's own framebuffer."""
        image = self.window.grab().toImage()
        if self.viewport is not None and (inner := self.viewport.image()) is not None:
            painter = QPainter(image)
            corner = self.viewport.mapTo(self.window, self.viewport.rect().topLeft())
            painter.drawImage(corner, inner)
            painter.end()
        return image

    def close(self) -> None:
        self.session.set_playing(False)
        self.files.close()
        self.settings.write()
        self.pictures.close()
        self.door.close()
        self.app.removeEventFilter(self._manners)
        self.app.focusChanged.disconnect(self._focus_changed)


def _ground(words: str) -> QWidget:
    """A plain panel with one sentence."""
    panel = QWidget()
    panel.setProperty("role", "well")
    panel.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    label = QLabel(words)
    label.setProperty("role", "hint")
    label.setAlignment(Qt.AlignmentFlag.AlignCenter)
    label.setWordWrap(True)
    column = QVBoxLayout(panel)
    column.setContentsMargins(24, 24, 24, 24)
    column.addWidget(label)
    return panel
