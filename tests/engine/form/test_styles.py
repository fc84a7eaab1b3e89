import numpy as np
import pytest

from engine.form.matching import match
from engine.form.morph import Morph, MorphError
from engine.form.pieces import components
from engine.form.styles import LATEST, STYLES, shares
from engine.form.way import Way
from engine.vocabulary.relations import MORPH_STYLE
from tests.engine.form.shapes import chair_slots, dog_slots, mug_slots, parts_of

ENDS = match(parts_of(chair_slots()), parts_of(dog_slots()))


def test_every_style_has_a_word_and_every_word_a_style():
    assert tuple(STYLES) == MORPH_STYLE.choices
    with pytest.raises(MorphError, match="no style of morphing 'sideways'"):
        Morph(*ENDS, style="sideways")


@pytest.mark.parametrize("style", STYLES)
def test_a_style_begins_and_ends_at_the_objects_and_has_no_jumps(style):
    morph = Morph(*ENDS, style=style)
    assert morph.at(0.0) is ENDS[0]
    assert morph.at(1.0) is ENDS[1]
    made = [morph.at(share) for share in np.linspace(0.0, 1.0, 201).tolist()]
    steps = [np.abs(b.centre - a.centre).max() for a, b in zip(made, made[1:])]
    assert max(steps) < 0.04
    assert all(np.allclose(np.linalg.det(parts.rotation), 1.0) for parts in made)
    if STYLES[style].whole:
        assert np.mean([components(parts) == 1 for parts in made[::8]]) > 0.9
    else:
        assert components(made[100]) > 3


def test_styles_do_what_they_are_called():
    middle = {style: Morph(*ENDS, style=style).at(0.5) for style in STYLES}

    def height(style: str) -> float:
        return float(np.ptp(middle[style].centre[:, 1]))

    def volume(style: str) -> float:
        return float(middle[style].size.prod(1).sum())

    assert height("melt") < 0.7 * height("direct")
    assert volume("inflate") > 1.5 * volume("direct")
    assert np.ptp(middle["explode and assemble"].centre) > 1.5 * np.ptp(middle["direct"].centre)
    assert np.abs(middle["twist"].rotation - middle["direct"].rotation).max() > 0.5


@pytest.mark.parametrize("style", [style for style, row in STYLES.items() if row.bends])
def test_a_surface_is_bent_as_all_space_is_so_that_nothing_passes_through_anything(style):
    """Near any point, three ways that were right-handed stay so; by nothing at the ends, nothing is bent."""
    parts, bends = ENDS[0], STYLES[style].bends
    low, high = (parts.centre - parts.size).min(0), (parts.centre + parts.size).max(0)
    points = np.random.default_rng(0).uniform(low, high, (4000, 3))
    assert np.allclose(bends(parts, 0.0, points), points, atol=1e-12)
    step = 1e-6 * np.eye(3)
    for much in (0.3, 1.0):
        ways = np.stack([bends(parts, much, points + each) - bends(parts, much, points - each) for each in step], 2)
        assert (np.linalg.det(ways / 2e-6) > 0.1).mean() > 0.999
    assert np.abs(bends(parts, 1.0, points) - points).max() > 0.1 * np.ptp(points)


def test_a_twist_keeps_heights_and_a_swelling_makes_parts_larger():
    parts = ENDS[0]
    points = np.random.default_rng(1).normal(size=(100, 3))
    assert np.allclose(STYLES["twist"].bends(parts, 1.0, points)[:, 1], points[:, 1])
    for centre, size in zip(parts.centre, parts.size):
        about = centre + 0.2 * size.min() * np.concatenate([np.eye(3), -np.eye(3)])
        swollen = STYLES["inflate"].bends(parts, 1.0, about)
        assert np.ptp(swollen, axis=0).min() > 1.1 * np.ptp(about, axis=0).min()


def test_parts_set_out_one_after_the_other_and_all_arrive():
    late = np.array([0.0, 0.5, 1.0])
    assert shares(late, 0.0).tolist() == [0.0, 0.0, 0.0]
    assert shares(late, 1.0).tolist() == [1.0, 1.0, 1.0]
    assert shares(late, LATEST)[2] == 0.0
    assert (np.diff(shares(late, 0.6)) < 0.0).all()
    early = Morph(*ENDS, style="wipe upwards").at(0.4)
    gone, far = (np.linalg.norm(parts.size - ENDS[0].size, axis=1) for parts in (early, ENDS[1]))
    done = gone / np.maximum(far, 1e-9)
    low, high = np.argsort(0.5 * (ENDS[0].centre + ENDS[1].centre)[:, 1])[[0, -1]]
    assert done[low] > done[high]


def test_a_way_of_several_morphs_passes_its_stops_at_one_pace():
    stops = [parts_of(make()) for make in (chair_slots, dog_slots, mug_slots)]
    way = Way(stops)
    assert way.reached[[0, -1]].tolist() == [0.0, 1.0]
    assert 0.2 < way.reached[1] < 0.8
    for reached, stop in zip(way.reached.tolist(), stops):
        made = way.at(reached)
        own = made.size.max(1) > 0.01 * stop.size.max()
        assert np.allclose(sorted(made.size[own].prod(1)), sorted(stop.size.prod(1)))
