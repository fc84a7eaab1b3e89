"""Holding, on the shipped weights: an object shows as much of what was said as the condition alone lets expect."""

import numpy as np
import pytest
import torch

from engine.conditioning.condition import Condition, of_values
from engine.generation.denoiser import FORM
from engine.generation.generator import Generator
from engine.generation.holding import Held, _Filter
from engine.training.grammar import condition, draw
from engine.vocabulary.attributes import CONDITION_INDEX
from engine.vocabulary.categories import CATEGORIES
from engine.vocabulary.verbs import VERB_KEYS

LAMP, CAR, DOG = (list(CATEGORIES).index(key) for key in ("lamp", "car", "dog"))
DRIVE, WALK = (VERB_KEYS.index(key) for key in ("drive", "walk"))


@pytest.fixture(scope="module")
def generator() -> Generator:
    return Generator(device="cpu")


def excess(generator: Generator, wish: Condition, attribute: str, objects: list[np.ndarray]) -> np.ndarray:
    """How much more of an attribute each object shows than the condition alone lets expect, in units of its value."""
    network = generator.pipeline.denoiser
    expected, *made = (network.normalise(torch.from_numpy(tokens)).numpy()
                       for tokens in (generator.sample(wish, seed=0, steps=1, guidance=1.0), *objects))
    index = network.attributes.index(CONDITION_INDEX[attribute])
    effect = (network.effects(wish.category)[index].numpy() * (expected[:, :1] > 0))[:, FORM]
    return np.array([(effect * (one - expected)[:, FORM]).sum() / (effect**2).sum() for one in made])


def drawn(wish: Condition, seed: int) -> np.ndarray:
    """The grammar's object of a condition: what is not said, it throws dice for."""
    dice = np.random.default_rng([4, seed])
    values = condition(dice, wish.category)[1]
    return draw(wish.category, wish.verb, np.where(wish.mask > 0, wish.values, values), dice)


@pytest.mark.parametrize(("category", "verb"), [(CAR, DRIVE), (DOG, WALK)])
def test_objects_stray_from_what_was_said_no_more_than_the_grammar(generator, monkeypatch, category, verb):
    wish = of_values(category, verb, {"height": 0.7})

    def spread(objects: list[np.ndarray]) -> float:
        return float(excess(generator, wish, "height", objects).std())

    def made() -> list[np.ndarray]:
        return generator.batch([wish] * 24, range(24))

    grammar = spread([drawn(wish, seed) for seed in range(40)])
    assert spread(made()) < 1.1 * grammar
    monkeypatch.setattr(_Filter, "__call__", lambda self, clean: clean)
    assert spread(made()) > 1.4 * grammar


def test_what_was_left_open_stays_free(generator):
    wish = of_values(LAMP, 0, {"width": 0.7})
    assert np.abs(excess(generator, wish, "height", generator.batch([wish] * 6, range(6)))).max() > 0.2


def test_with_everything_said_only_chance_is_left(generator):
    """Objects of one condition differ by no more than what the grammar leaves to its dice."""
    network = generator.pipeline.denoiser
    wish = of_values(LAMP, 0, {a.key: 0.3 for a in CATEGORIES["lamp"].attributes})
    made = network.normalise(torch.from_numpy(np.stack(generator.batch([wish] * 6, range(6)))))
    apart = (made[1:] - made[0])[..., FORM].abs().amax(0) * (made[..., :1] > 0).all(0)
    free = network.chance[LAMP]
    assert float((free < 0.01).float().mean()) > 0.9
    assert float(apart[free < 0.01].max()) < 0.1
    assert float(apart[free > 0.1].max()) > 0.1


def test_several_at_once_do_as_one_by_one(generator):
    wishes = [of_values(LAMP, 0, {"height": 0.7}), of_values(0, 0, {"width": -0.4})]
    together = generator.batch(wishes, [3, 4])
    for wish, seed, tokens in zip(wishes, (3, 4), together):
        np.testing.assert_allclose(generator.sample(wish, seed=seed), tokens, atol=1e-4)


def test_what_is_locked_says_nothing_of_the_rest(generator):
    """A locked part that is far from what is expected does not draw the free ones after it."""
    wish = of_values(LAMP, 0, {"height": 0.7})
    first = generator.sample(wish, seed=5)
    which = np.zeros(len(first), bool)
    which[0] = True
    kept = first.copy()
    kept[0, FORM.start:FORM.start + 9] += 0.4
    made = generator.sample(wish, seed=5, locked=(which, kept))
    np.testing.assert_array_equal(made[0], kept[0])
    held = Held(generator.pipeline.denoiser, wish, fixed=torch.from_numpy(which))
    expected = generator.pipeline.denoiser.normalise(torch.from_numpy(first))[None]
    held(expected, 1.0, expected)
    moved = expected.clone()
    moved[:, 0] += 1.0
    torch.testing.assert_close(held(moved, 0.5, moved)[:, 1:], expected[:, 1:], atol=1e-5, rtol=0)
