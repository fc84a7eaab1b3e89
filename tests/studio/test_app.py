"""The whole window over a real child process; and what starting it may import."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from engine import messages
from engine.document.scene import Contents, Cue, Imported, Node, Relation, Scene, Take
from engine.document.storage import Blobs, save
from studio.commands import CONTEXT, MENUS, ROWS
from studio.settings import Settings
from studio.start import application

ROOT = Path(__file__).resolve().parents[2]
SCENE = Scene(prompt="fish lamp", nodes=(Node("fish", name="Fish", category="fish"), Node("lamp", category="lamp")),
              relations=(Relation("r1", "orbits", "fish", "lamp", 0.0, 3.0),))


def _fresh(code):
    env = {**os.environ, "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1"}
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=120, env=env, cwd=ROOT)


def test_the_studio_imports_no_torch_and_no_renderer_before_it_is_shown():
    done = _fresh("import sys, studio.app, studio.start, studio.__main__\n"
                  "late = ('torch', 'diffusers', 'pyrender', 'pyqtgraph', 'scipy')\n"
                  "print(sorted(n for n in late if n in sys.modules))")
    assert done.stdout.strip() == "[]", done.stdout + done.stderr


def test_without_a_display_one_sentence_and_exit_code_1(monkeypatch, capsys):
    from studio.__main__ import main

    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    assert main(["open"]) == 1
    assert "no display" in capsys.readouterr().err


@pytest.fixture(scope="module")
def opened(qapp, tmp_path_factory):
    """One window for all of these tests: each begins with an empty scene in it."""
    from studio.app import Studio

    folder = tmp_path_factory.mktemp("studio")
    peer = [sys.executable, str(Path(__file__).with_name("peer.py")), str(folder / "died")]
    made = Studio(application(), settings=Settings(folder / "s.ini"), engine=peer, recovery=folder / "recovery")
    made.window.resize(1400, 860)
    made.window.show()
    yield made
    made.window.may_close = lambda: True
    made.window.close()
    made.window.deleteLater()
    made.deleteLater()
    qapp.processEvents()


@pytest.fixture
def studio(opened, qtbot):
    qtbot.waitExposed(opened.window)
    opened.session.open(Scene())
    opened.window.prompt.set_text("")
    opened.window.banner.hide()
    return opened


def test_every_command_does_something_and_is_in_one_menu(studio):
    assert studio.window.commands.unbound == set()
    shown = [name for names in MENUS.values() for name in names if name not in ("-", "recent")]
    assert len(shown) == len(set(shown))
    assert set(shown) == set(ROWS)
    assert all(name in ROWS for names in CONTEXT.values() for name in names if name != "-")
    keys = [key for row in ROWS.values() for key in row.keys]
    assert len(keys) == len(set(keys)), "one key, one command"
    assert all(row.tip for row in ROWS.values() if not row.id.startswith("rename"))


def test_a_sentence_becomes_cards_and_can_be_undone(studio, qtbot):
    studio.window.prompt.line.insertPlainText("fish lamp")
    with qtbot.waitSignal(studio.flow.complete, timeout=20000):
        qtbot.keyClick(studio.window.prompt.line, Qt.Key.Key_Return)
    assert set(studio.graph.view.cards) == {"fish", "lamp"}
    assert studio.window.isWindowModified()
    assert "2 objects" in studio.graph.count.text()
    studio.window.commands.run("undo")
    assert studio.graph.view.cards == {}


def test_a_file_opens_with_its_prompt_and_is_clean(studio, qtbot, tmp_path):
    path = save(tmp_path / "a.chrono", SCENE, Blobs())
    with qtbot.waitSignal(studio.flow.complete, timeout=20000):
        assert studio.files.load(path)
    assert studio.window.prompt.text == "fish lamp"
    assert "a.chrono" in studio.window.windowTitle()
    assert not studio.window.isWindowModified(), "generating what a file asks for is no change to it"


def test_delete_over_a_chosen_change_of_animation_leaves_the_object(studio, qtbot):
    fox = Imported("2" * 64, "fox.glb", cues=(Cue(2.0, 1),),
                   contents=Contents(takes=(Take("Walk", 1.0), Take("Run", 1.0))))
    studio.session.open(Scene(nodes=(Node("fox", imported=fox),)))
    studio.window.activateWindow()
    studio.timeline.sheet.setFocus()
    qtbot.waitUntil(studio.timeline.sheet.hasFocus)
    studio.session.choose_cue("fox", 0)
    studio.window.commands.run("delete")
    assert studio.session.scene.node("fox").imported.cues == ()
    studio.session.choose_cue()
    studio.timeline.sheet.clearFocus()
    studio.window.commands.run("delete")
    assert studio.session.scene.nodes == ()


def test_commands_work_on_the_selection(studio, qtbot):
    studio.session.open(SCENE)
    run = studio.window.commands.run
    studio.session.select("lamp")
    run("duplicate")
    assert [n.id for n in studio.session.scene.nodes] == ["fish", "lamp", "lamp-2"]
    run("hide")
    assert studio.session.scene.node("lamp-2").hidden
    run("delete")
    assert [n.id for n in studio.session.scene.nodes] == ["fish", "lamp"]
    run("select all")
    run("delete")
    assert studio.session.scene.nodes == ()
    run("next frame")
    assert studio.session.time == pytest.approx(1 / 30)
    for _ in range(4):
        run("undo")
    assert studio.session.scene == SCENE


def test_letters_typed_into_the_prompt_run_no_command(studio, qtbot):
    with qtbot.waitSignal(studio.flow.complete, timeout=20000):
        studio.session.open(SCENE)
    before = studio.session.scene
    studio.session.select("lamp")
    studio.window.activateWindow()
    line = studio.window.prompt.line
    line.selectAll()
    line.setFocus()
    qtbot.waitUntil(line.hasFocus, timeout=3000)
    qtbot.keyClicks(line, "x g i f")
    assert line.toPlainText() == "x g i f"
    assert studio.session.scene == before
    assert not studio.session.playing


def test_the_keyboard_reaches_every_panel_and_comes_back(studio, qtbot):
    from studio.bindings import within

    studio.session.open(SCENE)
    studio.window.activateWindow()
    studio.focus_prompt()
    qtbot.waitUntil(lambda: within(studio.window.prompt.line), timeout=3000)
    seen = []
    for _ in range(3):
        studio.window.commands.run("next panel")
        panels = {"graph": studio.graph, "timeline": studio.timeline, "inspector": studio.inspector}
        seen += [name for name, panel in panels.items() if within(panel)]
    assert set(seen) >= {"graph", "timeline"}
    for _ in range(3):
        studio.window.commands.run("previous panel")
    assert within(studio.window.prompt.line)


def test_the_layout_is_remembered(studio, qtbot):
    studio.window._whole.setSizes([900, 400])
    studio.window.keep_layout()
    sizes = studio.window._whole.sizes()
    studio.window.reset_layout()
    assert studio.window._whole.sizes() != sizes
    studio.window.restore_layout()
    assert studio.window._whole.sizes() == sizes


def test_a_dead_engine_is_told_in_the_window(studio, qtbot):
    qtbot.waitUntil(lambda: studio.door.ready, timeout=15000)
    studio.door._client._process.kill()
    with qtbot.waitSignal(studio.door.restarted, timeout=15000):
        pass
    assert studio.window.banner.words.text() == "The engine stopped and was restarted; nothing was lost."
    assert studio.window.banner.isVisible()


def test_the_light_theme_is_worn_at_once(studio, qapp):
    from studio import theme

    studio.window.commands.run("theme")
    assert theme.active() == "light"
    assert qapp.palette().window().color().name() == theme.TOKENS["light"]["panel"]
    studio.window.commands.run("theme")
    assert theme.active() == "dark"


def test_a_measured_export_shows_its_chart_and_a_bad_import_offers_a_repair(studio, qtbot, tmp_path):
    from studio.measured import MeasuredDialog

    with qtbot.waitSignal(studio.door.wrote, timeout=15000):
        studio.door.ask(messages.Export(path=str(tmp_path / "a.glb"), options={"profile": "web", "report": True}))
    banner = studio.window.banner
    assert banner.offer.text() == "Error…"
    for _ in range(2):                   # by itself, and once more at a click
        dialog = studio.window.findChild(MeasuredDialog)
        assert dialog.isVisible()
        dialog.chose.emit(1.0)
        assert studio.session.time == 1.0
        with qtbot.waitSignal(dialog.destroyed):
            dialog.close()
        banner.offer.click()
    studio.window.findChild(MeasuredDialog).close()
    with qtbot.waitSignal(studio.imports.faulty, timeout=15000):
        studio.imports.take(Path("holed.glb"))
    assert banner.offer.text() == "Repair…"
    banner.offer.click()
    qtbot.waitUntil(studio.mending.dialog.go.isEnabled, timeout=15000)
    studio.mending.dialog.accept()
    assert studio.session.history.undo_name == "Repair Holed"
    assert banner.offer.isHidden()


def test_relations_that_clash_are_told_once(studio):
    studio.session.open(SCENE)
    sentence = "Fish is left of Lamp and Lamp is left of Fish: this cannot all be at once."
    studio.session.observe((), (sentence, "another"))
    assert studio.window.banner.words.text() == sentence + "  (+1 more)"
    assert "another" in studio.window.banner.words.toolTip()
    studio.window.banner.hide()
    studio.session.observe((), (sentence, "another"))
    assert not studio.window.banner.isVisible()
