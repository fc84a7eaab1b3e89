"""Steering: hybrids, variations, what to lead away from, seeds between seeds; a tiny network of random weights."""

from pathlib import Path

import numpy as np
import pytest
import torch
from small_models import ship, small_network

from engine.conditioning.condition import of_values
from engine.form.parts import read
from engine.generation.generator import Generator, draw

ONE, OTHER = of_values(0, 0, {"height": 0.5}), of_values(1, 1, {"height": -0.5})


@pytest.fixture(scope="module")
def generator(tmp_path_factory: pytest.TempPathFactory) -> Generator:
    return Generator(ship(tmp_path_factory.mktemp("models"), small_network()), device="cpu")


def test_a_hybrid_ends_in_its_two_conditions(generator: Generator) -> None:
    alone, other = generator.sample(ONE, seed=3), generator.sample(OTHER, seed=3)
    first = generator.sample([(ONE, 1.0), (OTHER, 0.0)], seed=3)
    last = generator.sample([(ONE, 0.0), (OTHER, 2.0)], seed=3)
    between = generator.sample([(ONE, 0.5), (OTHER, 0.5)], seed=3)
    np.testing.assert_allclose(first, alone, atol=1e-4)
    np.testing.assert_allclose(last, other, atol=1e-4)
    assert not np.allclose(between, alone, atol=1e-2)
    assert not np.allclose(between, other, atol=1e-2)
    with pytest.raises(ValueError, match="weights must not be negative"):
        generator.sample([(ONE, -1.0), (OTHER, 1.0)], seed=3)


def test_a_variation_of_full_strength_keeps_nothing(generator: Generator) -> None:
    kept = generator.sample(ONE, seed=3)
    assert generator.sample(ONE, seed=4, near=(kept, 0.3)).tobytes() != generator.sample(ONE, seed=4).tobytes()
    assert generator.sample(ONE, seed=4, near=(kept, 1.0)).tobytes() == generator.sample(ONE, seed=4).tobytes()
    for strength in (0.0, 1.5):
        with pytest.raises(ValueError, match="strength"):
            generator.sample(ONE, seed=4, near=(kept, strength))


def test_leading_away_changes_what_comes_and_needs_guidance(generator: Generator) -> None:
    plain = generator.sample(ONE, seed=3)
    assert not np.allclose(plain, generator.sample(ONE, seed=3, avoid=OTHER), atol=1e-3)
    unguided = generator.sample(ONE, seed=3, guidance=1.0)
    assert unguided.tobytes() == generator.sample(ONE, seed=3, guidance=1.0, avoid=OTHER).tobytes()


def test_between_two_seeds_lies_noise_of_the_same_strength() -> None:
    first, last = draw(5), draw(6)
    assert torch.equal(draw(5.0), first)
    middle = draw(5.5)
    assert abs(float(middle.std()) - 1.0) < 0.05
    to_first, to_last = (float(torch.nn.functional.cosine_similarity(middle.flatten(), end.flatten(), 0))
                         for end in (first, last))
    assert to_first == pytest.approx(to_last, abs=0.05)
    near = draw(5.01)
    assert float((near - first).abs().max()) < 0.1


def test_every_steered_sample_is_an_object(generator: Generator) -> None:
    kept = generator.sample(ONE, seed=1)
    which = np.zeros(len(kept), bool)
    which[:3] = True
    made = generator.sample([(ONE, 1.0), (OTHER, 1.0)], seed=2.5, near=(kept, 0.6), avoid=OTHER, locked=(which, kept))
    assert read(made)
    assert made[which].tobytes() == kept[which].tobytes()


def test_a_generator_is_read_from_a_folder(tmp_path: Path) -> None:
    assert Generator(ship(tmp_path, small_network()), device="cpu").revision.startswith("tiny.")
