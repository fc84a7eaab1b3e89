"""Training the network that reads roles (engine.recovery.network), on the grammar alone.

In     how many steps and objects; a seed; maybe weights to go on from.
Out    the network (a running mean of its weights); how often what is read of found parts is right.
Raises what `on_progress` raises.
Knows nothing of documents or files but the weights'.

FIRST objects are scanned before the first step, and each step adds one, so that every scan is looked at a few times,
each time from another side. Then it reads objects that it has not seen, and learns from what the fit makes of its votes
what hangs on what (engine.training.hosts). Matrices are multiplied in bfloat16 where the processor can.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import nn

from engine.recovery.network import NOTHING, PLACES, RolesNetwork
from engine.training import hosts
from engine.training.roles_data import Found, Scan, batched, found, scanned
from engine.vocabulary.categories import CATEGORIES
from engine.vocabulary.slots import ROLES

BATCH, FIRST = 16, 2000
UNSEEN = 70_000
"""Added to the seed of objects that no training sees: it draws from lower ones."""
STEPS, ASKED = 12_000, 40
"""Of the network that ships: steps; objects that it is tried on."""
SHOWN, APART = 2400, 40_000
"""Objects from which it learns what hangs on what; added to the seed of these, whose points no step has looked at."""
RATE, WARM, MEMORY = 2e-3, 200, 0.998


@dataclass(frozen=True)
class Right:
    """How often what is read is right, 0..1, over `parts` parts of `objects` objects; joints: how far they are off, in
    the mean, as a share of the diagonal.
    """

    role: float
    parent: float
    category: float
    joint: float
    parts: int
    objects: int


def taught(*, steps: int = STEPS, objects: int = FIRST, shown: int = SHOWN, seed: int = 0,
           on_progress: Callable[[float, str], None] | None = None) -> tuple[RolesNetwork, Right]:
    """The network that ships, and how often it is right on objects it has not seen: some hours of one core."""
    def show(share: float, note: str, *_: object) -> None:
        if on_progress:
            on_progress(share, note)

    network = trained(steps=steps, seed=seed, first=objects, on_progress=show)
    network.hosts = hosts.trained(_read(APART + seed, shown, network, show), seed=seed, on_progress=show)
    return network, right(_read(UNSEEN + seed, ASKED, network, show))


def _read(seed: int, count: int, network: RolesNetwork, show: Callable[[float, str], None]) -> list[Found]:
    out = []
    for index in range(count):
        show(index / count, f"object {index} of {count} read")
        out.append(found(seed, index, network))
    return out


def trained(*, steps: int, seed: int = 0, start: RolesNetwork | None = None, first: int = FIRST,
            scans: Sequence[Scan] = (), rate: float = RATE,
            on_progress: Callable[[float, str, RolesNetwork], None] | None = None) -> RolesNetwork:
    """The network after `steps` steps, from `start` or anew; `first` objects are there at the first, beside `scans`.

    `on_progress(share, note, network)` may raise to stop.
    """
    torch.manual_seed(seed)
    network = copy.deepcopy(start).requires_grad_(True) if start else RolesNetwork()
    network.train()
    mean = copy.deepcopy(network).requires_grad_(False)
    optimiser = torch.optim.AdamW(network.parameters(), rate, betas=(0.9, 0.98), weight_decay=0.02)
    hanging = _Hanging()
    pool = [hanging.add(scan) for scan in (*scans, *(scanned(seed, index) for index in range(first)))]
    for step in range(steps):
        pool.append(hanging.add(scanned(seed, first + step)))
        dice = np.random.default_rng([seed, 2, step])
        for group in optimiser.param_groups:
            group["lr"] = rate * min(1.0, (step + 1) / WARM) * (1.0 - step / steps)
        value = loss(network, batched([pool[index] for index in dice.integers(len(pool), size=BATCH)], dice))
        optimiser.zero_grad()
        value.backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimiser.step()
        with torch.no_grad():
            torch._foreach_lerp_(list(mean.parameters()), list(network.parameters()),
                                 1.0 - min(MEMORY, step / (step + 10)))
        if on_progress and step % 20 == 0:
            hanging.tell(mean)
            on_progress(step / steps, f"step {step} of {steps}, loss {value.item():.3f}", mean)
    hanging.tell(mean)
    return mean.eval()


class _Hanging:
    """What a part of each role hangs on, counted over scans [category, role, role + 1]."""

    def __init__(self) -> None:
        self.count = np.zeros((len(CATEGORIES), len(ROLES), NOTHING + 1))

    def add(self, scan: Scan) -> Scan:
        first = np.unique(scan.part, return_index=True)[1]
        np.add.at(self.count[scan.category], (scan.role[first], scan.above[first]), 1.0)
        return scan

    def tell(self, network: RolesNetwork) -> None:
        """Shares, where anything was counted."""
        total = self.count.sum(2, keepdims=True)
        known, shares = torch.from_numpy(total > 0), torch.from_numpy(self.count / np.maximum(total, 1.0))
        network.hangs.copy_(torch.where(known, shares.float(), network.hangs))


def loss(network: RolesNetwork, batch: dict[str, np.ndarray]) -> torch.Tensor:
    """Mean over the points of what is missed in role, what is above, and places; over the objects, in category."""
    asked = {name: torch.from_numpy(value) for name, value in batch.items()}
    with torch.autocast("cpu", torch.bfloat16):
        told = network(asked["points"], asked["normals"])
    cross = nn.functional.cross_entropy
    return (cross(told["role"].float().flatten(0, 1), asked["role"].flatten())
            + cross(told["above"].float().flatten(0, 1), asked["above"].flatten())
            + sum(nn.functional.smooth_l1_loss(told[name].float(), asked[name]) for name in PLACES)
            + 0.3 * cross(told["category"].float(), asked["category"], label_smoothing=0.05))


def right(asked: Sequence[Found]) -> Right:
    """A parent counts as right where it is any piece of the true part that the part ought to hang on."""
    role = [each.reading.role == each.role for each in asked]
    parent = [np.where(each.reading.parent < 0, -1, each.truth[each.reading.parent]) == each.above for each in asked]
    joint = [np.linalg.norm(each.reading.joint - each.joint, axis=1) / each.size for each in asked]
    mean = [float(np.concatenate(x).mean()) for x in (role, parent, joint)]
    return Right(mean[0], mean[1], float(np.mean([each.category for each in asked])), mean[2], sum(map(len, role)),
                 len(asked))
