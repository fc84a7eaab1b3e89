"""Properties and sockets in the inspector: a line each, typed as on the command line, undone as one step."""

from engine.document.scene import Socket
from studio.inspector.attached import Line, Properties, Sockets


def typed(line, text):
    line.refresh()
    line.field.setText(text)
    line.field.editingFinished.emit()


def test_a_property_is_written_changed_and_taken_away(session, qtbot):
    fresh = Line(Properties(session, "lamp"), "")
    qtbot.addWidget(fresh)
    typed(fresh, "health = 3")
    assert dict(session.scene.node("lamp").properties) == {"health": "3"}
    line = Line(Properties(session, "lamp"), "health")
    qtbot.addWidget(line)
    line.refresh()
    assert line.field.text() == "3"
    typed(line, "4")
    assert dict(session.scene.node("lamp").properties) == {"health": "4"}
    typed(line, "")
    assert dict(session.scene.node("lamp").properties) == {}
    session.undo()
    assert dict(session.scene.node("lamp").properties) == {"health": "4"}


def test_a_socket_is_written_changed_and_taken_away(session, qtbot):
    fresh = Line(Sockets(session, "lamp"), "")
    qtbot.addWidget(fresh)
    typed(fresh, "grip@neck=0,0.1,0")
    assert session.scene.node("lamp").sockets == (Socket("grip", "neck", (0.0, 0.1, 0.0)),)
    line = Line(Sockets(session, "lamp"), "grip")
    qtbot.addWidget(line)
    line.refresh()
    assert line.field.text() == "grip@neck=0, 0.1, 0"
    typed(line, "top@neck=0, 0.2, 0")
    assert [socket.name for socket in session.scene.node("lamp").sockets] == ["top"]
    session.undo()
    assert [socket.name for socket in session.scene.node("lamp").sockets] == ["grip"]


def test_what_cannot_be_read_stays_and_says_why(session, qtbot):
    line = Line(Sockets(session, "lamp"), "")
    qtbot.addWidget(line)
    typed(line, "grip=1,2")
    assert session.scene.node("lamp").sockets == ()
    assert line.field.text() == "grip=1,2"
    assert "three numbers" in line.field.toolTip()
    line = Line(Properties(session, "lamp"), "")
    qtbot.addWidget(line)
    typed(line, "chronoform=1")
    assert "chronoform" in line.field.toolTip()


def test_the_page_shows_a_line_for_each_and_one_more(session, inspector, qtbot):
    session.select("lamp")
    for text in ("a=1", "b=2"):
        line = next(row for row in inspector.page.findChildren(Line) if row.field.placeholderText() == "name = value")
        typed(line, text)
        qtbot.wait(30)
    shown = {row.field.accessibleName() for row in inspector.page.findChildren(Line)}
    assert {"a", "b", "New property", "New socket"} <= shown
