"""The prompt: one line, underlined as it was read, composed by Return."""

from PySide6.QtCore import QMimeData, Qt

from studio import theme
from studio.prompt import NotUnderstood, Prompt, token_of, underlined


def _prompt(qtbot):
    prompt = Prompt()
    prompt.resize(800, 32)
    qtbot.addWidget(prompt)
    prompt.show()
    qtbot.waitExposed(prompt)
    return prompt


def test_return_composes_and_an_empty_line_does_not(qtbot):
    prompt = _prompt(qtbot)
    with qtbot.assertNotEmitted(prompt.compose_wanted):
        prompt.submit()
    assert not prompt.button.isEnabled()
    prompt.line.insertPlainText("a red fish")
    with qtbot.waitSignal(prompt.compose_wanted, timeout=2000) as told:
        qtbot.keyClick(prompt.line, Qt.Key.Key_Return)
    assert told.args == ["a red fish"]
    assert prompt.text == "a red fish"


def test_letters_are_told_once_after_a_pause(qtbot):
    prompt, told = _prompt(qtbot), []
    prompt.written.connect(told.append)
    for letter in "a fish":
        prompt.line.insertPlainText(letter)
    qtbot.waitUntil(lambda: bool(told), timeout=3000)
    assert told == ["a fish"]


def test_words_are_underlined_in_the_colour_of_what_they_became(qtbot):
    prompt = _prompt(qtbot)
    prompt.line.insertPlainText("fish orbits lamp")
    prompt.show_spans("another line", [[0, 4, "object"]])
    assert prompt.line.spans == []
    prompt.show_spans("fish orbits lamp", [[0, 4, "object"], [5, 11, "move"]])
    image = prompt.line.grab().toImage()
    colours = {image.pixelColor(x, y).name() for x in range(image.width()) for y in range(image.height())}
    assert theme.hexed("move") in colours
    assert theme.hexed(token_of("object")) in colours
    assert theme.hexed("change") not in colours


def test_an_article_is_not_underlined_and_nothing_twice():
    spans = [[0, 10, "object"], [2, 5, "object"], [11, 17, "move"], [18, 29, "object"]]
    assert underlined("a red fish orbits a tall lamp", spans) == [
        (2, 10, "object"), (11, 17, "move"), (20, 29, "object")]


def test_pasted_lines_become_one(qtbot):
    prompt, data = _prompt(qtbot), QMimeData()
    data.setText("a fish\norbits\n a lamp\n")
    prompt.line.insertFromMimeData(data)
    assert prompt.text == "a fish orbits a lamp"


def test_every_family_has_its_colour():
    assert all(token_of(family) == family for family in theme.FAMILIES)
    assert token_of("nonsense") == "dim"


def test_what_was_not_understood_is_shown_or_nothing_is(qtbot):
    row = NotUnderstood(_prompt(qtbot))
    qtbot.addWidget(row)
    row.show_words(["quickly", "gloomy"])
    assert row.isVisibleTo(None) or not row.isHidden()
    assert row.words == ("quickly", "gloomy")
    row.show_words([])
    assert row.isHidden()
