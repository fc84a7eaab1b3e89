"""What attributes do, measured: the network answers them before it has learned, and learns only what is left."""

from typing import Any

import pytest
import torch

from engine.generation.denoiser import FORM, Denoiser
from engine.generation.weights import words
from engine.training import effects, objective
from engine.training.data import gathered
from engine.vocabulary.attributes import ATTRIBUTES, CONDITION_INDEX
from engine.vocabulary.categories import CATEGORIES
from engine.vocabulary.slots import CHANNEL, SLOT

CAR = list(CATEGORIES).index("car")


@pytest.fixture(scope="module")
def fitted() -> Denoiser:
    torch.manual_seed(0)
    network = Denoiser(**words(), width=32, depth=1, heads=2, condition_width=16, rank=256)
    normal = objective.normal_of(gathered(1, 512).tokens)
    network.mean.copy_(torch.from_numpy(normal.mean))
    network.std.copy_(torch.from_numpy(normal.std))
    effects.fit(network, 0, 2)
    return network.requires_grad_(False)


def answer(network: Denoiser, category: int, **said: float) -> torch.Tensor:
    """The clean tokens expected at pure noise, normalised."""
    values, mask = torch.zeros(1, len(CONDITION_INDEX)), torch.zeros(1, len(CONDITION_INDEX))
    for name, value in said.items():
        values[0, CONDITION_INDEX[name]], mask[0, CONDITION_INDEX[name]] = value, 1.0
    noise = torch.zeros(1, *network.mean.shape)
    return network(noise, torch.ones(1), torch.tensor([category]), torch.tensor([-1]), values, mask)


def test_an_untrained_network_already_answers_each_attribute_as_the_grammar(fitted: Denoiser) -> None:
    truth = effects.measured(fitted, CAR, 5, 6)             # other dice than it was fitted on
    for attribute in (a.key for a in list(CATEGORIES.values())[CAR].attributes if a.key != "count"):
        real = truth[ATTRIBUTES.index(attribute)]
        found = (answer(fitted, CAR, **{attribute: 0.5}) - answer(fitted, CAR, **{attribute: -0.5})).flatten()
        assert torch.cosine_similarity(found, real, dim=0) > 0.7, attribute
        assert 0.6 < float(found @ real / (real @ real)) < 1.4, attribute


def test_longer_cars_are_longer_and_what_is_not_said_does_nothing(fitted: Denoiser) -> None:
    size = CHANNEL["log_size"]
    longer = (answer(fitted, CAR, length=1.0) - answer(fitted, CAR, length=-1.0))[0, SLOT["body"], size]
    assert longer[2] > 0.5
    assert longer[2] > 5.0 * longer[0].abs()
    assert torch.equal(answer(fitted, CAR), answer(fitted, CAR + 1))        # no value, no code


def test_chance_is_what_no_attribute_says(fitted: Denoiser) -> None:
    """Little is left open in a car; what is, is as in other objects of it."""
    assert float((fitted.chance < 0.01).float().mean()) > 0.9
    other = effects.chance(fitted, CAR, 5, 6)
    size = [channel - FORM.start for channel in range(CHANNEL["log_size"].start, CHANNEL["log_size"].stop)]
    assert float(other[SLOT["body"], size].max()) < 1e-3
    assert float(other.max()) > 0.05
    free = (other > 0.05).flatten()
    assert float((fitted.chance[CAR].flatten()[free] > 0.0).float().mean()) > 0.5


def test_what_has_effects_keeps_them_and_new_codes_are_fitted_to_them(fitted: Denoiser) -> None:
    before, effect = fitted.code.weight.clone(), fitted.effect.clone()
    effects.fit(fitted, 0, 2)
    assert torch.equal(fitted.code.weight, before)
    row = (CAR + 1) * len(ATTRIBUTES) + ATTRIBUTES.index("length")
    fitted.code.weight[row] = 0.0
    effects.fit(fitted, 0, 2)
    assert torch.equal(fitted.effect, effect)
    torch.testing.assert_close(fitted.code.weight[row] @ effect, before[row] @ effect, atol=2e-2, rtol=0)


def test_the_response_is_1_where_nothing_changes_and_0_at_the_truth() -> None:
    clean: Any = torch.randn(6, 32, 83, generator=torch.Generator().manual_seed(0))
    still = objective.shared(clean.clone(), 3)
    assert 0.99 < float(objective.response(still, clean, 3)) <= 1.0
    assert float(objective.response(clean + 5.0, clean, 3)) < 1e-6      # what twins share does not matter to it
