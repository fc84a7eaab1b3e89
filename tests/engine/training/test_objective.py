"""What one training step asks: normalisation, open conditions, noise, loss."""

import numpy as np
import torch

from engine.generation.denoiser import UNUSED
from engine.training import objective
from engine.training.data import Batch, drawn, gathered
from engine.vocabulary.attributes import CONDITION_INDEX
from engine.vocabulary.categories import CATEGORIES
from engine.vocabulary.slots import CHANNEL

BATCH = gathered(3, 96)


def dice(seed: int = 0) -> torch.Generator:
    return torch.Generator().manual_seed(seed)


def test_normalisation_brings_used_slots_to_unit_scale_and_leaves_bits() -> None:
    normal = objective.normal_of(BATCH.tokens)
    bits = slice(0, CHANNEL["count"].stop)
    assert not normal.mean[:, bits].any()
    assert (normal.std[:, bits] == 1.0).all()
    assert (normal.std >= 0.02 - 1e-6).all()
    root = ((BATCH.tokens - normal.mean) / normal.std)[:, 0, bits.stop:]
    assert np.abs(root.mean(0)).max() < 1e-3
    assert root.std(0).max() < 1.0 + 1e-3


def test_colours_are_open_as_a_whole_and_foreign_attributes_always() -> None:
    wish = objective.said(BATCH, dice())
    mask = wish["mask"].numpy()
    for colour in ("main", "accent"):
        three = mask[:, [CONDITION_INDEX[f"{colour} {x}"] for x in "rgb"]]
        assert (three == three[:, :1]).all()
    for row, category in zip(mask, BATCH.category):
        own = {a.key for a in list(CATEGORIES.values())[category].attributes}
        assert not any(row[CONDITION_INDEX[key]] for key in ("boxiness", "count") if key not in own)
    assert not wish["values"].numpy()[mask == 0].any()
    assert 0.2 < mask.mean() < 0.9
    everything = wish["category"] == -1
    assert everything.any()
    assert (wish["verb"][everything] == -1).all()
    assert not mask[everything.numpy()].any()


def test_the_same_dice_give_the_same_step() -> None:
    first, second = objective.said(BATCH, dice(4)), objective.said(BATCH, dice(4))
    assert all(torch.equal(first[key], second[key]) for key in first)
    assert torch.equal(objective.times(64, dice(5)), objective.times(64, dice(5)))


def test_times_cover_the_path_and_noise_ends_it() -> None:
    time = objective.times(4000, dice())
    assert 0.0 < float(time.min()) < 0.1
    assert 0.2 < float((time == 1.0).float().mean()) < 0.3
    clean, noise = torch.ones(2, 3, 4), torch.full((2, 3, 4), 5.0)
    ends = objective.noised(clean, torch.tensor([0.0, 1.0]), noise)
    assert torch.equal(ends, torch.stack([clean[0], torch.zeros(3, 4)]))
    half = objective.noised(clean, torch.tensor([0.5, 0.75]), noise)
    torch.testing.assert_close(half, torch.stack([torch.full((3, 4), 3.0), torch.full((3, 4), 4.0)]))


def test_loss_is_zero_at_the_truth_and_mild_on_unused_slots() -> None:
    clean = torch.from_numpy(BATCH.tokens[:4])
    clean = torch.cat([clean[..., :1], clean[..., 1:] * (clean[..., :1] > 0)], dim=-1)
    time = torch.full((4,), 0.5)
    assert float(objective.loss(clean, clean, time)) == 0.0
    used = clean[..., :1] > 0
    last = torch.zeros_like(clean)
    last[..., -1] = 1.0
    on_used = objective.loss(clean + last * used, clean, time) / used.sum()
    on_unused = objective.loss(clean + last * ~used, clean, time) / (~used).sum()
    assert torch.isclose(on_unused, UNUSED * on_used)
    assert float(objective.loss(clean + 1.0, clean, time * 0.5)) > float(objective.loss(clean + 1.0, clean, time))


def test_emphasis_weighs_what_varies_little_within_a_category_and_leaves_bits_alone() -> None:
    rows = [drawn(4, index, category) for category in (0, 3, 8, 10) for index in range(16)]
    batch = Batch(np.array([r[0] for r in rows]), np.array([r[1] for r in rows]), np.stack([r[2] for r in rows]),
                  np.stack([r[3] for r in rows]))
    normal = objective.normal_of(batch.tokens)
    weight = objective.emphasis_of(batch, normal.std)
    assert weight.shape == normal.std.shape
    assert (weight >= 1.0).all()
    assert (weight <= objective.MOST_EMPHASIS).all()
    assert (weight[:, :CHANNEL["count"].stop] == 1.0).all()
    assert weight.max() > 2.0
    one = Batch(np.zeros_like(batch.category), batch.verb, batch.values, batch.tokens)
    assert objective.emphasis_of(one, normal.std).mean() < weight.mean()      # nothing lies between categories
