"""Cameras and lights in the viewport: they stand where pictures and files have them, can be picked, moved and looked
through."""

import sys
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QMouseEvent

sys.path.insert(0, str(Path(__file__).parents[2] / "engine" / "picture"))
from moving_clips import ball, creature

from engine.document.edits import Group, SetNode
from engine.document.scene import Key, Node, Placement, Scene, Track
from engine.picture.camera import Camera
from engine.seeing import Seeing
from studio import theme
from studio.session import Session
from studio.start import application
from studio.viewport import sights

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
EYE = Node("eye", kind="camera", name="Eye", settings={"field of view": 30.0}, placement=Placement((0.0, 1.5, 6.0)),
           tracks=(Track("position.x", (Key(0.0, -2.0, "linear"), Key(2.0, 2.0, "linear"))),))
LAMPS = tuple(Node(name, kind="light", name=name, settings={"spread": spread}, placement=Placement(place))
              for name, spread, place in (("sun", 0.0, (-1.0, 2.6, 0.0)), ("spot", 50.0, (0.6, 2.6, 0.0)),
                                          ("bulb", 360.0, (1.6, 1.4, 0.5))))


@pytest.fixture(scope="module")
def app():
    app = application()
    theme.apply(app)
    return app


@pytest.fixture
def viewport(app, qtbot):
    from studio.viewport.panel import Viewport

    session = Session(Scene(nodes=(Node(id="creature", category="cat"), Node(id="ball", category="mug"), EYE, *LAMPS)))
    viewport = Viewport(session)
    qtbot.addWidget(viewport)
    viewport.resize(640, 480)
    viewport.show()
    qtbot.waitUntil(lambda: viewport.canvas is not None or bool(viewport.said), timeout=30000)
    if QGuiApplication.platformName() == "offscreen":
        pytest.skip("no display: an OpenGL surface needs one")
    viewport.show_clip("creature", creature(swing=0.5, turns=12))
    viewport.show_clip("ball", ball(radius=0.4, path=lambda t: (-1.3, 0.0, 0.2), turns=12))
    qtbot.waitUntil(lambda: viewport.canvas._uploaded is not None, timeout=10000)
    viewport.canvas.camera = Camera(yaw=1.0, pitch=0.25, distance=15.0, target=(0.0, 1.4, 2.0))
    viewport.canvas._aimed = True
    viewport.canvas.hurry()
    return viewport


def seeing(viewport):
    return Seeing(viewport.session.scene, list(viewport._clips.values()))


def size(viewport):
    return viewport.canvas.width(), viewport.canvas.height()


def pixels(viewport):
    image = viewport.image().convertToFormat(viewport.image().Format.Format_RGB888)
    raw = np.frombuffer(bytes(image.constBits()), np.uint8).reshape(image.height(), image.bytesPerLine())
    return raw[:, :image.width() * 3].reshape(image.height(), -1, 3).astype(int)


def spot(viewport, node):
    """Somewhere on its lines."""
    glyph = next(g for g in viewport.canvas._glyphs() if g.node == node)
    line = max(glyph.lines, key=lambda line: np.ptp(line, axis=0).max())
    return QPoint(*(round(float(v)) for v in line[:2].mean(0)))


def drag(viewport, start, end):
    for kind, at, button in ((QEvent.Type.MouseButtonPress, start, LEFT), (QEvent.Type.MouseMove, end, LEFT),
                             (QEvent.Type.MouseButtonRelease, end, LEFT)):
        moved = kind == QEvent.Type.MouseMove
        QGuiApplication.sendEvent(viewport.canvas, QMouseEvent(
            kind, QPointF(at), viewport.canvas.mapToGlobal(QPointF(at)),
            Qt.MouseButton.NoButton if moved else button, button, NONE))


def test_they_stand_where_files_have_them(viewport, qtbot):
    """Each glyph's origin is where the exporter's key is, at another time too; the lines are in the picture."""
    session = viewport.session
    for time in (0.0, 1.0):
        session.set_time(time)
        glyphs = {g.node: g for g in viewport.canvas._glyphs()}
        assert set(glyphs) == {"eye", "sun", "spot", "bulb"}
        for sight in (*seeing(viewport).cameras(), *seeing(viewport).lights()):
            place = sights.place_at(sight, time)[:3, 3]
            at = viewport.canvas.camera.project(place, size(viewport))[:2]
            name = "eye" if sight.name == "Eye" else sight.name
            points = np.concatenate(glyphs[name].lines)
            assert np.linalg.norm(points - at, axis=1).min() < 60.0
            assert (points.min(0) - 1.0 <= at).all()
            assert (at <= points.max(0) + 1.0).all()
    qtbot.wait(50)
    at, ratio = spot(viewport, "eye"), viewport.canvas.devicePixelRatio()
    seen = pixels(viewport)[int(at.y() * ratio) - 2:int(at.y() * ratio) + 3,
                            int(at.x() * ratio) - 2:int(at.x() * ratio) + 3].reshape(-1, 3)
    assert (seen[:, 2] - seen[:, 0]).max() > 80                      # blue


def test_a_click_on_the_lines_selects(viewport, qtbot):
    for node in ("eye", "bulb", "sun", "spot"):
        qtbot.mouseClick(viewport.canvas, LEFT, NONE, spot(viewport, node))
        assert viewport.session.selection == (node,)


def test_a_hidden_one_goes(viewport):
    session = viewport.session
    session.apply(SetNode("sun", "hidden", True), "Hide")
    assert {g.node for g in viewport.canvas._glyphs()} == {"eye", "spot", "bulb"}


def test_the_gizmo_moves_a_light_and_one_step_takes_it_back(viewport):
    session, canvas = viewport.session, viewport.canvas
    session.select("bulb")
    canvas.set_tool("move")
    handle = next(h for h in canvas._handles() if h.axis == "y")
    at = QPoint(*(int(v) for v in handle.points[0] * 0.4 + handle.points[1] * 0.6))
    drag(viewport, at, at - QPoint(0, 30))
    placed = session.scene.node("bulb").placement
    assert placed.position[1] > 1.5
    assert placed.position[0] == pytest.approx(1.6)
    assert placed.rotation is None
    assert sights.place_at(canvas.looking.sights["bulb"], 0.0)[:3, 3] == pytest.approx(placed.position)
    session.undo()
    assert sights.place_at(canvas.looking.sights["bulb"], 0.0)[:3, 3] == pytest.approx((1.6, 1.4, 0.5))
    canvas.set_tool("scale")
    assert canvas._handles() == []


def test_framing_one_shows_it(viewport):
    canvas = viewport.canvas
    for nodes in (("bulb",), ("eye", "bulb"), ("eye", "creature")):
        viewport.session.select(*nodes)
        viewport.frame(selected=True)
        for glyph in canvas._glyphs():
            if glyph.node in nodes:
                points = np.concatenate(glyph.lines)
                assert (points > -20.0).all()
                assert (points < np.array(size(viewport)) + 20.0).all()
    viewport.session.select("bulb")
    viewport.frame(selected=True)
    assert canvas.camera.target == pytest.approx((1.6, 1.4, 0.5))


def test_looking_through_is_what_the_render_takes(viewport, qtbot):
    """Every point lies in the border where the picture has it, as the camera moves and the window is another."""
    session, canvas = viewport.session, viewport.canvas
    own = canvas.camera
    viewport.look_through()
    assert canvas.looking.through == "eye"
    points = np.array([[0.0, 0.5, 0.0], [-1.3, 0.4, 0.2], [0.4, 0.0, -0.5]])
    for shape in ((640, 480), (400, 500), (900, 300)):
        viewport.resize(*shape)
        for time in (0.0, 1.0):
            session.set_time(time)
            qtbot.waitUntil(lambda: abs(canvas.camera.eye()[0] - (-2.0 + 2.0 * session.time)) < 1e-6)
            qtbot.waitUntil(lambda shape=shape: canvas.width() == shape[0])
            canvas.camera = canvas.looking.seen(time, canvas.camera, size(viewport))
            box = sights.border(size(viewport), 16 / 9)
            assert box.width() / box.height() == pytest.approx(16 / 9)
            assert box.width() <= shape[0]
            assert box.height() <= shape[1]
            taken = seeing(viewport).through(EYE)(time).project(points, (1280, 720))[:, :2] / (1280, 720)
            shown = canvas.camera.project(points, size(viewport))[:, :2]
            assert np.abs((shown - (box.left(), box.top())) / (box.width(), box.height()) - taken).max() < 1e-3
    assert "eye" not in {g.node for g in canvas._glyphs()}
    viewport.look_through()
    assert (canvas.looking.through, canvas.camera) == ("", own)


def test_orbiting_leaves_from_where_the_camera_is(viewport, qtbot):
    canvas = viewport.canvas
    viewport.look_through()
    qtbot.waitUntil(lambda: abs(canvas.camera.eye()[2] - 6.0) < 1e-6)
    eye = canvas.camera.eye()
    drag(viewport, QPoint(320, 240), QPoint(326, 240))
    assert canvas.looking.through == ""
    assert np.linalg.norm(canvas.camera.eye() - eye) < 0.5
    qtbot.wait(60)
    assert np.linalg.norm(canvas.camera.eye() - eye) < 0.5


def test_the_selected_camera_is_looked_through_and_goes_with_it(viewport):
    session, canvas = viewport.session, viewport.canvas
    session.apply(SetNode("eye", "hidden", True), "Hide")
    said = []
    viewport.noted.connect(said.append)
    viewport.look_through()
    assert "Shift+A" in said[0]
    session.undo()
    session.select("eye")
    viewport.look_through()
    assert canvas.looking.through == "eye"
    session.apply(SetNode("eye", "hidden", True), "Hide")
    assert canvas.looking.through == ""


def test_the_scenes_lights_light_the_viewport_as_they_light_pictures(viewport, qtbot):
    """The finest picture of the viewport is the one that a render takes from there, but for rounding."""
    from engine.picture.studio import Studio
    from studio.viewport.canvas import SAMPLES

    canvas = viewport.canvas
    canvas.looking.sights = {}
    qtbot.waitUntil(lambda: viewport.settled, timeout=60000)
    by_studio = pixels(viewport)
    viewport.light_by("scene")
    canvas.looking.sights = {}
    qtbot.waitUntil(lambda: viewport.settled, timeout=60000)
    by_scene = pixels(viewport)
    assert np.abs(by_scene - by_studio).mean() > 5.0
    studio = Studio(by_scene.shape[1::-1])
    studio.set_clips(viewport._clips)
    studio.light_by(seeing(viewport).lamps())
    taken = studio.draw(0.0, canvas.camera, quality="fine", samples=SAMPLES)[..., :3].astype(int)
    studio.delete()
    middle = (slice(100, 400), slice(120, 420))        # without the tools and figures that lie on it
    assert np.abs(by_scene[middle] - taken[middle]).max() <= 2
    viewport.session.apply(Group(tuple(SetNode(lamp.id, "hidden", True) for lamp in LAMPS)), "Hide")
    assert canvas.looking.lamps is None
    viewport.session.undo()
    viewport.light_by("studio")
    canvas.looking.sights = {}
    qtbot.waitUntil(lambda: viewport.settled, timeout=60000)
    assert np.array_equal(pixels(viewport)[middle], by_studio[middle])


def test_lines_behind_the_eye_are_not_drawn():
    view = Camera(yaw=0.0, pitch=0.0, distance=1.0, target=(0.0, 0.0, 0.0))        # stands at z = 1
    assert sights._seen(np.array([[0.0, 0, 2], [0.0, 1, 3]]), view, (100, 100)) == []
    (piece,) = sights._seen(np.array([[0.0, 0, 0], [0.0, 0.0, 3]]) + [0.1, 0, 0], view, (100, 100))
    assert np.isfinite(piece).all()
    whole = sights._seen(np.array([[0.0, 0, 0], [0.1, 0.1, 0]]), view, (100, 100))
    assert np.allclose(whole[0], view.project(np.array([[0.0, 0, 0], [0.1, 0.1, 0]]), (100, 100))[:, :2])
