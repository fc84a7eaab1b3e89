"""The two palettes can be read; the families of relations all have a colour."""

import pytest

from engine.vocabulary.relations import FAMILIES
from studio import icons, theme


@pytest.mark.parametrize("name", sorted(theme.TOKENS))
@pytest.mark.parametrize("token", theme.READ)
def test_every_text_token_reads_on_every_ground(name, token):
    tokens = theme.TOKENS[name]
    for ground in theme.GROUNDS:
        assert theme.contrast(tokens[token], tokens[ground]) >= 4.5, (token, ground)


@pytest.mark.parametrize("name", sorted(theme.TOKENS))
def test_the_primary_button_reads(name):
    tokens = theme.TOKENS[name]
    assert theme.contrast(tokens["on accent"], tokens["accent"]) >= 4.5


def test_both_themes_have_the_same_tokens_and_every_family_a_colour():
    assert set(theme.TOKENS["dark"]) == set(theme.TOKENS["light"])
    assert theme.FAMILIES == FAMILIES
    for name in theme.TOKENS:
        assert len(set(theme.RELATION_COLOURS[name].values())) == len(FAMILIES)


def test_contrast_is_that_of_the_standard():
    assert theme.contrast("#000000", "#ffffff") == pytest.approx(21)
    assert theme.contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


def test_the_bundled_face_is_worn(qapp):
    from PySide6.QtGui import QFontInfo

    for name in ("light", "dark"):
        theme.apply(qapp, name)
        assert qapp.palette().window().color().name() == theme.TOKENS[name]["panel"]
        assert QFontInfo(theme.font()).family() == "Inter"


def test_an_icon_wears_the_token(qapp):
    theme.apply(qapp, "dark")
    image = icons.pixmap("play", 32, "accent").toImage()
    seen = [image.pixelColor(x, y) for x in range(32) for y in range(32) if image.pixelColor(x, y).alpha() > 250]
    assert seen
    assert max(c.red() for c in seen) - min(c.red() for c in seen) <= 2
    assert seen[0].name() == theme.TOKENS["dark"]["accent"]
