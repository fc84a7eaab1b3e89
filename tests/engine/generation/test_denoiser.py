"""The denoiser's scale, its way back, and whether anything in it sits on the wrong device."""

import numpy as np
import torch

from engine.form.parts import Slot, encode
from engine.generation.denoiser import DISCRETE, UNUSED, Denoiser
from engine.generation.pipeline import TokenPipeline
from engine.generation.scheduler import flow_scheduler
from engine.vocabulary.slots import CHANNEL, SLOT_COUNT, TOKEN_WIDTH


def small(seed: int = 0) -> Denoiser:
    torch.manual_seed(seed)
    network = Denoiser(["cube", "ball"], ["still", "hop"], ["height", "width", "red"], width=32, depth=1, heads=2,
                       condition_width=16, rank=8)
    for parameter in network.parameters():
        torch.nn.init.normal_(parameter, std=0.1)
    return network.eval()


def conditions(batch: int, device: str = "cpu") -> dict[str, torch.Tensor]:
    return {"category": torch.zeros(batch, dtype=torch.long, device=device),
            "verb": torch.ones(batch, dtype=torch.long, device=device),
            "values": torch.full((batch, 3), 0.5, device=device), "mask": torch.ones(batch, 3, device=device)}


def test_natural_undoes_normalise() -> None:
    network = small()
    network.mean[:, DISCRETE.stop:] = 0.3
    network.std[:, DISCRETE.stop:] = 0.7
    slots = [Slot(0, symmetry="one"), Slot(9, parent=0, symmetry="quad", count=4, attach=(0.5, -1.0, 0.5))]
    tokens = torch.from_numpy(encode(slots))
    back = network.natural(network.normalise(tokens))
    assert torch.allclose(back, tokens, atol=1e-6)
    assert torch.equal(back[..., DISCRETE], tokens[..., DISCRETE])


def test_natural_gives_exact_bits_for_any_numbers() -> None:
    network = small()
    tokens = network.natural(torch.randn(4, SLOT_COUNT, TOKEN_WIDTH, generator=torch.Generator().manual_seed(1)))
    used = tokens[..., 0] > 0
    assert set(tokens[used][:, DISCRETE].unique().tolist()) == {-1.0, 1.0}
    assert ((tokens[used][:, CHANNEL["symmetry"]] > 0).sum(-1) == 1).all()
    assert not tokens[~used][:, 1:].any()


def test_what_a_part_would_be_is_told_from_what_is_expected_of_one_that_may_be_absent() -> None:
    """The loss's own minimum [eq. of the module's docstring]: the presence p, and the channels' weighted mean."""
    network, there, part = small(), torch.tensor([0.1, 0.5, 0.9, 1.0]), torch.randn(4, TOKEN_WIDTH - 1)
    least = there / (there + UNUSED * (1.0 - there))
    supposed = network.supposed(torch.cat([2.0 * there[:, None] - 1.0, least[:, None] * part], dim=1))
    torch.testing.assert_close(supposed[:, 1:], part)
    torch.testing.assert_close(network.weighed(supposed)[:, 1:], there[:, None] * part)
    rare = network.supposed(torch.cat([torch.full((1, 1), -1.3), part[:1]], dim=1))
    assert torch.isfinite(rare).all()
    assert not network.weighed(rare)[:, 1:].any()


def test_a_batch_row_sees_only_its_own_condition() -> None:
    network, both = small(), conditions(2)
    both["category"] = torch.tensor([0, 1])
    x = torch.randn(1, SLOT_COUNT, TOKEN_WIDTH, generator=torch.Generator().manual_seed(2)).repeat(2, 1, 1)
    together = network(x, torch.tensor([0.5, 0.5]), **both)
    alone = network(x[:1], torch.tensor([0.5]), **conditions(1))
    assert torch.allclose(together[0], alone[0], atol=1e-5)
    assert not torch.allclose(together[0], together[1])


def test_everything_runs_on_another_device() -> None:
    """On `meta` any tensor left on the CPU raises."""
    pipeline = TokenPipeline(small().to("meta"), flow_scheduler())
    known = (torch.zeros(SLOT_COUNT, dtype=torch.bool, device="meta"),
             torch.zeros(SLOT_COUNT, TOKEN_WIDTH, device="meta"))
    noise = torch.zeros(1, SLOT_COUNT, TOKEN_WIDTH, device="meta")
    tokens = pipeline(conditions(1, "meta"), noise, steps=3, guidance=1.5, known=known)
    assert tokens.device.type == "meta"
    assert tokens.shape == noise.shape


def test_guidance_one_is_the_plain_prediction() -> None:
    pipeline = TokenPipeline(small(), flow_scheduler())
    noise = torch.randn(1, SLOT_COUNT, TOKEN_WIDTH, generator=torch.Generator().manual_seed(3))
    plain = pipeline(conditions(1), noise, guidance=1.0)
    nearly = pipeline(conditions(1), noise, guidance=1.0 + 1e-7)
    assert np.allclose(plain[..., DISCRETE.stop:], nearly[..., DISCRETE.stop:], atol=1e-3)
    assert not torch.allclose(plain, pipeline(conditions(1), noise, guidance=4.0), atol=1e-3)
