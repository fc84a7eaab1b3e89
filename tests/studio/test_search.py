"""Typing finds: what begins with it first, then words, then letters in order."""

from PySide6.QtCore import Qt

from studio.search import Choice, Search, found

ROWS = [Choice("tablelamp", "Table lamp"), Choice("lamp", "Lamp", words="light tall"),
        Choice("cup", "Cup", "containers"), Choice("off", "Lamp off", enabled=False)]


def test_the_best_answer_comes_first():
    assert [c.key for c in found(ROWS, "lamp")] == ["lamp", "off", "tablelamp"]
    assert [c.key for c in found(ROWS, "cont")] == ["cup"]
    assert [c.key for c in found(ROWS, "tlp")] == ["tablelamp"]
    assert found(ROWS, "zebra") == []
    assert [c.key for c in found(ROWS, " ")] == [c.key for c in ROWS]


def test_return_takes_what_is_lit_and_skips_what_cannot_be(qtbot):
    search = Search(ROWS, "Find")
    qtbot.addWidget(search)
    search.open_at(search.pos())
    search.field.setText("lamp")
    qtbot.keyClick(search.field, Qt.Key.Key_Down)
    with qtbot.waitSignal(search.chosen, timeout=2000) as told:
        qtbot.keyClick(search.field, Qt.Key.Key_Return)
    assert told.args == ["tablelamp"]
