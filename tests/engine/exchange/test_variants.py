import numpy as np

from engine.exchange.variants import recoloured
from engine.vocabulary.categories import CATEGORIES
from engine.vocabulary.palettes import outfits

OWN = {"main": (0.48, 0.31, 0.18), "accent": (0.94, 0.90, 0.82)}
OTHER = {"main": (0.2, 0.5, 0.3), "accent": (0.9, 0.5, 0.2)}
MAIN, ACCENT = (np.array([colours[key] for colours in (OWN, OTHER)]) for key in ("main", "accent"))


def in_other_colours(*texels):
    palette = np.full((1, len(texels), 4), 90, np.uint8)
    palette[0, :, :3] = np.round(np.array(texels) * 255.0)
    out = recoloured(palette, OWN, OTHER)
    assert (out[..., 3] == 90).all()
    return out[0, :, :3] / 255.0


def test_mixes_and_tones_of_the_two_are_the_same_mixes_and_tones_of_the_others():
    asked = [(share, tone) for share in (0.0, 0.3, 1.0) for tone in (0.8, 1.0)]
    before, after = ([tone * (main + share * (accent - main)) for share, tone in asked]
                     for main, accent in zip(MAIN, ACCENT))
    assert np.abs(in_other_colours(*before) - np.array(after)).max() < 0.02


def test_what_has_a_colour_of_its_own_keeps_it():
    own = np.array([(0.055, 0.05, 0.06), (0.1, 0.2, 0.9), (1.0, 0.1, 0.6)])
    assert np.abs(in_other_colours(*own) - own).max() < 0.01


def test_outfits_are_different_and_not_its_own():
    for row in CATEGORIES.values():
        own = {"main": row.mains[0], "accent": row.mains[0]}
        found = outfits(row.mains, row.seconds, own, 3)
        mains = [own["main"], *(each["main"] for each in found)]
        assert len(set(mains)) == len(mains)
        assert set(mains) <= set(row.mains)
