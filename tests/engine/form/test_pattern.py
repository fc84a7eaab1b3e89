import numpy as np
import pytest

from engine.form import pattern
from engine.form.parts import Slot, encode, expand, gauge
from engine.vocabulary.materials import MATERIAL, MATERIAL_KEYS, PATTERN, PATTERN_KEYS

SHAPES = {"ball": (0.0, 0.0), "box": (0.9, 0.9), "can": (0.0, 0.9)}
WHITE, BLACK = (1.0, 1.0, 1.0), (0.0, 0.0, 0.0)


def part(exponents, name="plain", material="matte", grain=0.3):
    return expand(encode([Slot(0, size=(0.2, 0.25, 0.4), exponents=exponents, colour=WHITE, second=BLACK, grain=grain,
                               pattern=PATTERN[name], material=MATERIAL[material])]))


def on_it(exponents, count=3000):
    directions = np.random.default_rng(3).normal(size=(count, 3))
    return directions / gauge(directions, np.asarray(exponents))[:, None]


def test_every_pattern_of_the_vocabulary_can_be_drawn_and_every_tone_has_a_material():
    assert set(pattern.PATTERNS) == set(PATTERN_KEYS)
    assert set(pattern.TONES) <= set(MATERIAL_KEYS)


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("material", ["matte", "fur"])
@pytest.mark.parametrize("name", [key for key in PATTERN_KEYS if key != "plain"])
def test_both_colours_are_seen_on_every_shape(shape, material, name):
    parts, points = part(SHAPES[shape], name, material), on_it(SHAPES[shape])
    share = pattern.share(parts, 0, points, texel=0.002)
    assert share.min() >= 0.0
    assert share.max() <= 1.0
    assert 0.08 < share.mean() < 0.85
    assert share.std() > 0.1
    assert np.array_equal(share[::7], pattern.share(parts, 0, points[::7], texel=0.002))


@pytest.mark.parametrize("name", ["checks", "scales"])
def test_what_goes_round_closes(name):
    parts = part(SHAPES["ball"], name)
    height, angle = np.linspace(-0.8, 0.8, 200), np.pi - 1e-9
    ends = [np.stack([np.sqrt(1 - height**2) * np.sin(a), height, np.sqrt(1 - height**2) * np.cos(a)], 1)
            for a in (angle, -angle)]
    first, last = (pattern.share(parts, 0, points, texel=0.002) for points in ends)
    assert np.allclose(first, last, atol=1e-4)


def test_a_plain_part_of_an_even_material_keeps_its_colour_and_grain_is_about_it():
    points = on_it((0.0, 0.0))
    assert (pattern.colours(part((0.0, 0.0)), 0, points, texel=0.002) == 1.0).all()
    for key in pattern.TONES:
        tone = pattern.tone(part((0.0, 0.9), material=key), 0, points, texel=0.002)
        assert 0.85 < tone.mean() < 1.08
        assert tone.std() > 0.005


def test_what_is_finer_than_a_texel_fades_to_the_mean():
    points = on_it((0.0, 0.0))
    share = pattern.share(part((0.0, 0.0), "stripes", grain=0.01), 0, points, texel=0.05)
    assert np.abs(share - 0.5).max() < 0.05
