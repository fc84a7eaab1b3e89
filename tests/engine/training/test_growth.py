"""Bare weights go on: in a larger vocabulary they answer as before, and a run begins from them anew."""

from pathlib import Path
from typing import Any

import pytest
import torch

from engine.generation.denoiser import Denoiser
from engine.generation.weights import pack, words
from engine.training.growth import grow
from engine.training.train import Plan, train

SMALL: dict[str, Any] = {"width": 32, "depth": 1, "heads": 2, "condition_width": 16, "rank": 8}


def network(**more: Any) -> Denoiser:
    sizes: dict[str, Any] = {**words(), **SMALL, **more}
    made = Denoiser(**sizes)
    for parameter in made.parameters():
        torch.nn.init.normal_(parameter, std=0.2)
    return made


def test_what_was_known_is_answered_as_before_in_a_larger_vocabulary() -> None:
    torch.manual_seed(0)
    known = words()
    # fewer words, and in the middle of the values: what stays must be found by name
    before = network(categories=known["categories"][:5], verbs=known["verbs"][:3],
                     values=[*known["values"][:4], *known["values"][6:9]])
    before.chance.copy_(torch.rand(before.chance.shape))
    after = network()
    grow(after, before)
    assert torch.equal(after.chance[:5], before.chance)
    assert (after.chance[5:] == 1.0).all()      # not measured yet
    noisy, time = torch.randn(2, 32, before.config["channels"]), torch.tensor([0.3, 0.9])
    category, verb = torch.tensor([4, -1]), torch.tensor([2, -1])
    said, mask = torch.randn(2, 7), torch.tensor([[1.0] * 7, [0.0] * 7])
    wide, wide_mask = torch.zeros(2, len(known["values"])), torch.zeros(2, len(known["values"]))
    places = [0, 1, 2, 3, 6, 7, 8]
    wide[:, places], wide_mask[:, places] = said, mask
    torch.testing.assert_close(after(noisy, time, category, verb, wide, wide_mask),
                               before(noisy, time, category, verb, said, mask))
    wide_mask[:, 5] = 1.0                       # a value it did not know says nothing yet
    torch.testing.assert_close(after(noisy, time, category, verb, wide, wide_mask),
                               before(noisy, time, category, verb, said, mask))
    with pytest.raises(ValueError, match="depth"):
        grow(network(depth=2), before)


def test_a_run_goes_on_from_bare_weights_with_a_warm_up(tmp_path: Path) -> None:
    torch.manual_seed(1)
    weights = tmp_path / "weights.safetensors"
    trained = network()
    trained.chance.fill_(0.25)
    weights.write_bytes(pack(trained))
    plan = Plan(batch=4, fresh=4, warm=10**9, normal_samples=64, effect_twins=1, pairs=1, network=SMALL)
    facts = train(tmp_path / "run", steps=2, resume=weights, device="cpu", plan=plan)
    from engine.generation.weights import read

    begun, ended = read(weights.read_bytes(), "begun"), read(Path(facts["weights"]).read_bytes(), "ended")
    assert facts["steps"] == 2
    for name, value in begun.state_dict().items():          # so long a warm-up has hardly left the weights
        torch.testing.assert_close(ended.state_dict()[name], value, atol=2e-3, rtol=0)
