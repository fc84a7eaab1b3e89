"""Objective: what one training step asks of the denoiser.

In     a batch of grammar samples; a seeded torch.Generator.
Out    masked conditions, noisy tokens, and the loss of a prediction.
Raises nothing.   Knows nothing of optimisers, files or processes.

Straight paths (Lipman et al. 2023, eq. 22) with clean-token prediction, each error divided by time squared, which
makes it the velocity's loss (Salimans and Ho 2022, sec. 4). Times are logit-normal (Esser et al. 2024, eq. 19), and
some pure noise.

Twins (engine.training.data) share everything but one said thing: its noise, its time, what is left open. What the
prediction changes between them is asked to be what the grammar changes (`response`): an attribute's effect is a
thousandth of all that varies, and this term is the only one in which it stands alone. At pure noise it has the minimum
of the plain loss; it is control variates (Owen 2013, ch. 8.9) on a difference.

An artist mostly says little, so half the samples keep a random share of their values and the others nearly all;
a colour is said or left open as a whole.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch

from engine.generation.denoiser import PURE, UNUSED
from engine.training.data import Batch
from engine.vocabulary.attributes import ATTRIBUTES, CONDITION, GROUPS
from engine.vocabulary.categories import CATEGORIES
from engine.vocabulary.slots import CHANNEL

OPEN_VALUE, OPEN_ALL, OPEN_VERB = 0.05, 0.10, 0.08
BIT_WEIGHT = 2.0
"""Of exists, parent, symmetry and count: counts must come out exactly."""
MOST_EMPHASIS = 12.0
NO_CHANGE = 1.0
"""Squared change, summed over an object, below which twins count as alike."""
SHORTEST_TIME = 0.2
MIDDLE_TIME = 0.8
"""Logit of the median time: counts and colours are decided early on the way from noise, so that part is seen more."""
PURE_NOISE = 0.25
"""Share of the samples that are nothing but noise: what is expected there is held to the end (generation.holding)."""


@dataclass(frozen=True)
class Normal:
    """What the denoiser's buffers are set to: mean and std [slot, channel]."""

    mean: np.ndarray
    std: np.ndarray


def normal_of(tokens: np.ndarray) -> Normal:
    """Mean and spread of each channel of each slot over the samples that use the slot. Bits are left as they are.

    The floor keeps a channel that never varies in one slot from drowning in noise smaller than its meaning.
    """
    used = tokens[:, :, 0] > 0
    everywhere = tokens[used]
    centre, spread = everywhere.mean(0), everywhere.std(0)
    mean, std = np.zeros(tokens.shape[1:], np.float32), np.ones(tokens.shape[1:], np.float32)
    for slot in range(tokens.shape[1]):
        rows = tokens[used[:, slot], slot]
        enough = len(rows) >= 8
        mean[slot] = rows.mean(0) if enough else centre
        std[slot] = np.maximum(rows.std(0) if enough else spread, np.maximum(0.25 * spread, 0.02))
    bits = slice(0, CHANNEL["count"].stop)
    mean[:, bits], std[:, bits] = 0.0, 1.0
    return Normal(mean, std)


def said(batch: Batch, dice: torch.Generator) -> dict[str, torch.Tensor]:
    """Conditions with parts left open: category, verb, values, mask, as Denoiser takes them."""
    size = len(batch.category)
    category, verb = torch.from_numpy(batch.category), torch.from_numpy(batch.verb)
    share = torch.rand(size, 1, generator=dice)
    share = torch.where(torch.rand(size, 1, generator=dice) < 0.5, share, OPEN_VALUE)
    groups = torch.rand(size, len(GROUPS), generator=dice) >= share
    twins = len(batch.changed)
    groups[size - 2 * twins:].scatter_(1, torch.from_numpy(batch.changed).repeat_interleave(2)[:, None], True)
    mask = shared(groups, twins)[:, _GROUP_OF].float() * torch.from_numpy(_HAS)[category]
    everything = torch.rand(size, generator=dice) < OPEN_ALL
    everything[size - 2 * twins:] = False
    mask[everything] = 0.0
    verb = torch.where(everything | shared(torch.rand(size, generator=dice) < OPEN_VERB, twins), -1, verb)
    return {"category": torch.where(everything, -1, category), "verb": verb,
            "values": torch.from_numpy(batch.values) * mask, "mask": mask}


def shared(rows: torch.Tensor, twins: int) -> torch.Tensor:
    """`rows` [batch, ...] in which the second of each of the last `twins` pairs is as the first."""
    if twins:
        rows[-2 * twins + 1::2] = rows[-2 * twins::2]
    return rows


def times(size: int, dice: torch.Generator) -> torch.Tensor:
    """Noise levels [batch] in 0..1."""
    time = torch.sigmoid(torch.randn(size, generator=dice) * 1.2 + MIDDLE_TIME)
    return torch.where(torch.rand(size, generator=dice) < PURE_NOISE, torch.ones(size), time)


def noised(clean: torch.Tensor, time: torch.Tensor, noise: torch.Tensor) -> torch.Tensor:
    """Tokens on the straight path; at pure noise, where nothing is to be seen, none (see Denoiser)."""
    share = time[:, None, None]
    return ((1.0 - share) * clean + share * noise) * (share < PURE)


def emphasis_of(batch: Batch, std: np.ndarray) -> np.ndarray:
    """Weights [slot, channel] by which small differences within a category count as much as those between categories.

    `std` [slot, channel] is the spread over all categories, by which the tokens are normalised. What an attribute
    changes is small beside it: without this it is learned last.
    """
    square, number = np.zeros(std.shape), np.zeros(std.shape[0])
    for category in np.unique(batch.category):
        mine = batch.tokens[batch.category == category]
        for slot in np.flatnonzero((mine[:, :, 0] > 0).sum(0) >= 8):
            rows = mine[mine[:, slot, 0] > 0, slot]
            square[slot] += rows.var(0) * len(rows)
            number[slot] += len(rows)
    within = np.sqrt(square / np.maximum(number, 1.0)[:, None])
    weight = np.clip((std / np.maximum(within, 1e-3)) ** 2, 1.0, MOST_EMPHASIS)
    weight[number == 0] = 1.0
    weight[:, :CHANNEL["count"].stop] = 1.0
    return weight.astype(np.float32)


def loss(expected: torch.Tensor, clean: torch.Tensor, time: torch.Tensor,
         emphasis: torch.Tensor | None = None) -> torch.Tensor:
    """Mean weighted squared error over the batch, a scalar; `clean` is normalised; `emphasis` [slot, channel]."""
    used = (clean[..., :1] > 0).to(clean.dtype)
    weight = UNUSED + (1.0 - UNUSED) * used.expand_as(clean)
    weight = torch.cat([torch.ones_like(clean[..., :1]), weight[..., 1:]], dim=-1)
    bits = CHANNEL["count"].stop
    weight = torch.cat([BIT_WEIGHT * weight[..., :bits], weight[..., bits:]], dim=-1)
    if emphasis is not None:
        weight = weight * emphasis
    error = (expected - clean).square() * weight
    return (error.sum((1, 2)) / time.clamp_min(SHORTEST_TIME).square()).sum() / weight.sum()


def response(expected: torch.Tensor, clean: torch.Tensor, twins: int) -> torch.Tensor:
    """How far what changes between twins is from what should, as a share of what should: a scalar, 1 for no answer."""
    guess, truth = (x[-2 * twins + 1::2] - x[-2 * twins::2] for x in (expected, clean))
    return ((guess - truth).square().sum((1, 2)) / (truth.square().sum((1, 2)) + NO_CHANGE)).mean()


_GROUP_OF = [next(k for k, (_, members) in enumerate(GROUPS) if index in members) for index in range(len(CONDITION))]
_HAS = np.array([[float(name not in ATTRIBUTES or any(a.key == name for a in row.attributes)) for name in CONDITION]
                 for row in CATEGORIES.values()], np.float32).reshape(len(CATEGORIES), len(CONDITION))
