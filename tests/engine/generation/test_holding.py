"""Holding, on the shipped weights: an object shows as much of what was said as the condition alone lets expect."""

import numpy as np
import pytest
import torch

from engine.conditioning.condition import of_values
from engine.generation.generator import Generator
from engine.generation.holding import FORM, Held
from engine.vocabulary.categories import CATEGORIES

LAMP = list(CATEGORIES).index("lamp")


@pytest.fixture(scope="module")
def generator() -> Generator:
    return Generator(device="cpu")


def excess(generator: Generator, values: dict[str, float], attribute: str, seed: int) -> float:
    """How much more of an attribute an object shows than the condition alone lets expect, in units of its value."""
    network, wish = generator.pipeline.denoiser, of_values(LAMP, 0, values)
    objects = [generator.sample(wish, seed=seed, steps=steps, guidance=1.0) for steps in (6, 1)]
    made, expected = (network.normalise(torch.from_numpy(tokens)).numpy() for tokens in objects)
    index = [list(network.config["values"])[i] for i in network.attributes].index(attribute)
    effect = network.effects(LAMP)[index].numpy() * (expected[:, :1] > 0)
    return float((effect * (made - expected))[:, FORM].sum() / (effect[:, FORM] ** 2).sum())


def test_a_said_attribute_is_as_expected_and_an_open_one_is_free(generator, monkeypatch):
    seeds = range(6)
    said = [excess(generator, {"height": 0.7}, "height", seed) for seed in seeds]
    other = [excess(generator, {"width": 0.7}, "height", seed) for seed in seeds]
    assert np.abs(said).max() < 0.02
    assert np.abs(other).max() > 0.2
    monkeypatch.setattr(Held, "_obedient", lambda self, clean, sigma, plain: clean)
    assert np.abs([excess(generator, {"height": 0.7}, "height", seed) for seed in seeds]).max() > 0.05


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
