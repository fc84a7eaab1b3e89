"""What is left open is chosen by the seed: evenly, the same again, and without a jump between two seeds."""

import numpy as np
import pytest

from engine.conditioning.condition import nothing, of_values, whole
from engine.generation.generator import Generator
from engine.vocabulary.attributes import CONDITION_INDEX
from engine.vocabulary.categories import CATEGORIES
from engine.vocabulary.choosing import REACH, chosen

MUG = list(CATEGORIES).index("mug")
OWN = [CONDITION_INDEX[a.key] for a in CATEGORIES["mug"].attributes]


def test_what_is_said_stays_and_only_the_category_s_own_attributes_are_chosen() -> None:
    wish = of_values(MUG, 0, {"height": 0.9, "main r": -0.5})
    full = whole(wish, 3)
    assert full.values[CONDITION_INDEX["height"]] == np.float32(0.9)
    assert full.mask[OWN].all()
    others = [k for k in range(len(wish.mask)) if k not in OWN]
    np.testing.assert_array_equal(full.mask[others], wish.mask[others])
    assert not whole(nothing(), 3).mask.any()
    np.testing.assert_array_equal(whole(wish, 3).values, full.values)
    assert (whole(wish, 4).values != full.values).sum() == len(OWN) - 1


@pytest.mark.parametrize("category", ["mug", "dog", "table"])
def test_values_are_even_within_reach_and_counts_are_whole(category: str) -> None:
    drawn = [chosen(CATEGORIES[category], seed) for seed in range(400)]
    for attribute in CATEGORIES[category].attributes:
        values = np.array([row[attribute.key] for row in drawn])
        if attribute.key == "count":
            steps = attribute.high - attribute.low
            share = (values + 1.0) / 2.0 * steps
            np.testing.assert_allclose(share, share.round(), atol=1e-4)
            assert len(set(share.round())) == steps + 1
        else:
            assert np.abs(values).max() <= REACH
            assert abs(float(np.median(values))) < 0.12 * REACH
    height = np.abs([row["height"] for row in drawn])
    assert abs(float((height < 0.5 * REACH).mean()) - 0.5) < 0.1


def test_values_move_evenly_from_one_seed_to_the_next() -> None:
    def at(seed: float) -> list[float]:
        return [value for key, value in chosen(CATEGORIES["mug"], seed).items() if key != "count"]

    path = np.array([at(5 + share) for share in np.linspace(0.0, 1.0, 41)])
    np.testing.assert_array_equal(path[0], at(5))
    np.testing.assert_allclose(path[-1], at(6), atol=1e-6)
    assert np.abs(np.diff(path, axis=0)).max() < 0.2


def test_saying_what_was_chosen_changes_nothing() -> None:
    generator, wish = Generator(device="cpu"), of_values(MUG, 0, {})
    said = of_values(MUG, 0, {"height": chosen(CATEGORIES["mug"], 4)["height"]})
    np.testing.assert_array_equal(generator.sample(wish, seed=4), generator.sample(said, seed=4))
