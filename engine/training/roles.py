"""Training the network that reads roles (engine.recovery.roles), on the grammar alone.

In     how many steps; a seed; maybe weights to go on from, and fitted objects to learn from beside perturbed ones.
Out    the network (a running mean of its weights); how often it is right.
Raises what `on_progress` raises.
Knows nothing of documents or files but the weights'.

A step looks at BATCH of the last POOL objects, of about as many parts each, so that little is padding; FIRST are there
at the beginning, and each step adds FRESH. With really fitted objects a step takes its batch from those with the chance
FITTED.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import nn

from engine.recovery.roles import RolesNetwork, partners, tree
from engine.training.roles_data import Example, batched, fitted, perturbed

BATCH, FRESH, FIRST, POOL = 32, 4, 128, 6000
FITTED = 0.5
ANEW = 10_000_000
"""Number of the first object that a network sees that goes on from another."""
STEPS, REFINED, OBJECTS, ASKED = 5000, 1500, 600, 50
"""Of the network that ships: steps on perturbed objects, more with fitted ones, how many of these, how many unseen."""
RATE, WARM, MEMORY = 2e-3, 150, 0.998


@dataclass(frozen=True)
class Right:
    """How often the network is right, 0..1, over `parts` parts of `objects` objects; joints: how far they are off, in
    the mean, as a share of the diagonal.
    """

    role: float
    parent: float
    mirror: float
    category: float
    joint: float
    parts: int
    objects: int


def taught(*, steps: int = STEPS, refined: int = REFINED, objects: int = OBJECTS, seed: int = 0,
           on_progress: Callable[[float, str], None] | None = None) -> tuple[RolesNetwork, Right]:
    """The network that ships, and how often it is right on fitted objects it has not seen: some hours of one core.

    `steps` on perturbed objects alone, then `refined` with `objects` fitted ones too.
    """
    def show(share: float, note: str, *_: object) -> None:
        if on_progress:
            on_progress(share, note)

    network = trained(steps=steps, seed=seed, on_progress=show)
    real = []
    for index in range(objects + ASKED):
        show(index / (objects + ASKED), f"object {index} of {objects + ASKED} fitted")
        real.append(fitted(seed, index))
    network = trained(steps=refined, seed=seed, start=network, real=real[ASKED:], rate=0.5 * RATE, on_progress=show)
    return network, right(network, real[:ASKED])


def trained(*, steps: int, seed: int = 0, start: RolesNetwork | None = None, real: Sequence[Example] = (),
            rate: float = RATE, pool: int = FIRST,
            on_progress: Callable[[float, str, RolesNetwork], None] | None = None) -> RolesNetwork:
    """The network after `steps` steps, from `start` or anew; `pool` objects are there at the first.

    `on_progress(share, note, network)` may raise to stop.
    """
    torch.manual_seed(seed)
    network = copy.deepcopy(start).requires_grad_(True) if start else RolesNetwork()
    network.train()
    mean = copy.deepcopy(network).requires_grad_(False)
    optimiser = torch.optim.AdamW(network.parameters(), rate, betas=(0.9, 0.98), weight_decay=0.01)
    first = ANEW if start else 0
    recent = [perturbed(seed, first + index) for index in range(pool)]
    for step in range(steps):
        dice = np.random.default_rng([seed, 2, step])
        fresh = range(first + pool + step * FRESH, first + pool + (step + 1) * FRESH)
        recent = (recent + [perturbed(seed, index) for index in fresh])[-POOL:]
        source = real if len(real) and dice.random() < FITTED else recent
        for group in optimiser.param_groups:
            group["lr"] = rate * min(1.0, (step + 1) / WARM) * (1.0 - step / steps)
        value = loss(network, _alike(source, dice))
        optimiser.zero_grad()
        value.backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimiser.step()
        with torch.no_grad():
            torch._foreach_lerp_(list(mean.parameters()), list(network.parameters()),
                                 1.0 - min(MEMORY, step / (step + 10)))
        if on_progress and step % 20 == 0:
            on_progress(step / steps, f"step {step} of {steps}, loss {value.item():.3f}", mean)
    return mean.eval()


def _alike(pool: Sequence[Example], dice: np.random.Generator) -> list[Example]:
    """BATCH objects with about as many parts."""
    some = dice.integers(len(pool), size=4 * BATCH)
    order = sorted(some.tolist(), key=lambda index: len(pool[index].role))
    low = int(dice.integers(len(order) - BATCH + 1))
    return [pool[index] for index in order[low:low + BATCH]]


def loss(network: RolesNetwork, examples: list[Example]) -> torch.Tensor:
    """Mean over the parts of what is missed in role, parent, partner and joint; over the objects, in category."""
    asked = {name: torch.from_numpy(value) for name, value in batched(examples).items()}
    there = asked["there"]
    told = network(asked["own"], asked["pair"], asked["points"], there)
    cross = nn.functional.cross_entropy
    joint = (told["joint"] - asked["joint"] / 0.1)[there]
    return (cross(told["role"][there], asked["role"][there]) + cross(told["parent"][there], asked["parent"][there])
            + 0.5 * cross(told["mirror"][there], asked["mirror"][there])
            + 0.3 * nn.functional.smooth_l1_loss(joint, torch.zeros_like(joint))
            + 0.3 * cross(told["category"], asked["category"], label_smoothing=0.05))


@torch.no_grad()
def right(network: RolesNetwork, examples: Sequence[Example]) -> Right:
    """A parent counts as right where it is any piece of the true part that the part ought to hang on."""
    role, parent, mirror, joint, category = [], [], [], [], []
    for e in examples:
        asked = batched([e])
        told = network(*(torch.from_numpy(asked[name]) for name in ("own", "pair", "points", "there")))
        above = tree(told["parent"][0].log_softmax(-1).double().numpy())
        role.append(told["role"][0].argmax(1).numpy() == e.role)
        parent.append(np.where(above < 0, -1, e.truth[above]) == e.above)
        mirror.append(partners(told["mirror"][0].log_softmax(-1).numpy()) == e.mirror)
        joint.append(np.linalg.norm(told["joint"][0].numpy() * 0.1 - e.joint, axis=1))
        category.append(int(told["category"][0].argmax()) == e.category)
    mean = [float(np.concatenate(x).mean()) for x in (role, parent, mirror, joint)]
    return Right(mean[0], mean[1], mean[2], float(np.mean(category)), mean[3], sum(map(len, role)), len(examples))
