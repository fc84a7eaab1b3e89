"""The error of an export, measured by a real engine: asked for in the dialog, drawn by key, saved as a table."""

import csv
import json
from pathlib import Path

import numpy as np
import pytest
import trimesh
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from engine import messages
from engine.document.scene import Node, Scene
from engine.exchange.importing import import_file
from studio.door import Door
from studio.exporting import ExportDialog
from studio.measured import MeasuredDialog, as_csv, as_json, measured
from studio.session import Session

WHY = "one mesh from 0.00 s to 1.00 s is off"
TIMES = [0.0, 0.25, 0.5, 0.75, 1.0]
BAKES = {"mug": {"cuts": [[0.4, 1.0, WHY]], "frames": {
    "times": TIMES, "chamfer": [0.01, 0.02, 0.2, 0.03, 0.01], "hausdorff": [0.1, 0.2, 0.9, 0.3, 0.1],
    "stretch": [1.0, 1.1, 1.5, 1.2, 1.0], "stretch_worst": [1.0, 2.0, 4.0, 3.0, 1.0], "flipped": [0, 0, 0.01, 0, 0]}},
    "duck": {"frames": {"times": TIMES, "stretch": [1.0] * 5, "stretch_worst": [1.0] * 5, "flipped": [0.0] * 5,
                        "unmeasured": "errors: it is the imported mesh itself, in its own animation"}}}


@pytest.fixture
def dialog(qtbot, tmp_path):
    made = MeasuredDialog(BAKES, tmp_path / "it.glb", None)
    qtbot.addWidget(made)
    made.show()
    return made


def test_a_chart_begins_at_the_worst_key_and_the_arrows_lead_on(dialog, qtbot):
    assert dialog.chart.key == 2
    assert "0.50 s: off by 0.2 % of its size in the mean, nowhere by more than 0.9 %" in dialog.readout.text()
    assert f"1: another mesh from 0.40 s to 1.00 s: {WHY}." in dialog.notes.text()
    with qtbot.waitSignal(dialog.chose) as chose:
        QTest.keyClick(dialog.chart, Qt.Key.Key_Right)
    assert chose.args == [0.75]
    assert dialog.readout.text().startswith("0.75 s")
    QTest.keyClick(dialog.chart, Qt.Key.Key_Home)
    QTest.keyClick(dialog.chart, Qt.Key.Key_Left)
    assert dialog.chart.key == 0
    drawn = {column: plot.listDataItems()[0].getData() for column, plot in dialog.chart.plots.items()}
    assert list(drawn) == ["chamfer", "hausdorff", "stretch", "flipped"]
    assert np.allclose(drawn["hausdorff"], [TIMES, BAKES["mug"]["frames"]["hausdorff"]])
    assert np.allclose(drawn["flipped"], [TIMES, [0, 0, 1.0, 0, 0]])


def test_a_click_goes_to_the_nearest_key(dialog, qtbot):
    qtbot.waitExposed(dialog)
    ground = dialog.chart.plots["stretch"].getViewBox()
    ground.setRange(xRange=(0.0, 1.2), padding=0)
    scene_point = ground.mapViewToScene(ground.viewRect().center())         # at 0.6 s
    dialog.chart.go(0)
    with qtbot.waitSignal(dialog.chose) as chose:
        QTest.mouseClick(dialog.chart.viewport(), Qt.MouseButton.LeftButton,
                         pos=dialog.chart.mapFromScene(scene_point))
    assert chose.args == [0.5]


def test_what_was_not_measured_says_why_and_has_no_plot(dialog):
    assert dialog.objects.isVisible()
    dialog.objects.setCurrentText("duck")
    assert len(dialog.chart.plots) == 2
    assert "There are no errors: it is the imported mesh itself" in dialog.notes.text()
    assert "off by" not in dialog.readout.text()


def test_the_figures_are_saved_as_they_are(dialog, tmp_path):
    dialog.save(tmp_path / "error.csv")
    rows = list(csv.DictReader((tmp_path / "error.csv").open()))
    assert len(rows) == 10
    assert [float(row["Hausdorff, % of size"]) for row in rows[:5]] == BAKES["mug"]["frames"]["hausdorff"]
    assert [row["another mesh begins"] for row in rows] == ["", "", WHY, *[""] * 7]
    assert {row["Chamfer, % of size"] for row in rows[5:]} == {""}
    dialog.save(tmp_path / "error.json")
    mug, duck = json.loads((tmp_path / "error.json").read_text())["objects"]
    assert mug["cuts"] == [{"start": 0.4, "end": 1.0, "why": WHY}]
    assert {key: mug[key] for key in BAKES["mug"]["frames"]} == BAKES["mug"]["frames"]
    assert "imported" in duck["unmeasured"]
    assert dialog.problem.isHidden()
    dialog.save(tmp_path / "no" / "error.csv")
    assert "Choose a place you may write to" in dialog.problem.text()
    assert dialog.problem.isVisible()


def test_a_real_export_measures_every_key_where_that_is_asked(qtbot, tmp_path):
    session, door = Session(), Door("cpu")
    door.open()
    try:
        path = Path(tmp_path / "ball.ply")
        trimesh.creation.icosphere(1).export(path)
        read = import_file(path)
        ball = Node("ball", name="Ball", imported=read.imported(session.keep(read.data)))
        twin = Node("twin", name="Ball", imported=ball.imported)
        session.open(Scene(nodes=(ball, twin), duration=0.5, rate=4), session.blobs)
        dialog = ExportDialog("usd", session, door, tmp_path, None)
        qtbot.addWidget(dialog)
        assert "report" not in dialog.request().options
        dialog.report.click()
        assert dialog.request().options["report"] is True
        assert "report" not in dialog.preflight().options
        wrote = []
        door.wrote.connect(wrote.append)
        with qtbot.waitSignal(door.ended, timeout=60000, check_params_cb=lambda job: job.kind == "Export") as ended:
            door.ask(dialog.request())
        assert ended.args[0].state == "done"
        assert isinstance(wrote[0], messages.Wrote)
        found = measured(wrote[0].report)
        assert set(found) == {"Ball (ball)", "Ball (twin)"}
        assert found["Ball (ball)"]["frames"]["times"] == [0.0, 0.25, 0.5]
        assert "imported" in found["Ball (ball)"]["frames"]["unmeasured"]
        assert as_csv(found).count("\n") == 7
        assert len(json.loads(as_json(found))["objects"]) == 2
    finally:
        door.close()
