"""Holding: what is said stays said at every noise level.

In     a Denoiser; a condition; the clean tokens that are expected, normalised [1, slot, channel], at each noise level.
Out    the same with the colours, the count and the attributes that are said.
Raises nothing of its own.   Knows nothing of samplers, documents or meshes.

Colours and the count have tokens of their own; those are replaced, channel by channel (Lugmayr et al. 2022, eq. 8).
Parts that would be of nearly the same colour go along by the same difference, so that a green elephant is green all
over. An accent that one of several parts may wear is left to the network.

Attributes are spread over many tokens. What the condition alone lets expect, at pure noise, obeys them well; on the way
from there every part errs a little, and some of the errors together look like another value of what was said. The
network knows what an attribute does to the tokens (Denoiser.effects), so least squares finds how much of each said
attribute lies in the difference from what was expected first, and it is taken away. Any other difference is the
object's own and stays.
"""

from __future__ import annotations

import torch

from engine.conditioning.condition import Condition
from engine.generation.denoiser import Denoiser
from engine.vocabulary.attributes import CONDITION_INDEX
from engine.vocabulary.categories import CATEGORIES, Category
from engine.vocabulary.slots import CHANNEL, SLOT, SYMMETRIES

COLOUR = CHANNEL["colour"]
ALIKE = 0.3
"""How far apart two colours may be, -1..1, that go along with each other."""
FORM = slice(CHANNEL["attach"].start, CHANNEL["log_blend"].stop)
"""Channels in which an attribute is looked for."""
PURE = 0.999
"""Noise level from which nothing but the condition is to be seen."""
RIDGE = 1e-3
"""Added to the squared effects: an attribute that does nothing to a category explains nothing."""


class Held:
    """What one condition holds. `alone`: none is blended with it; `fixed` [slot] bool: parts that are given."""

    def __init__(self, network: Denoiser, condition: Condition, *, alone: bool = True,
                 fixed: torch.Tensor | None = None) -> None:
        self.network = network
        row = list(CATEGORIES.values())[condition.category] if condition.category >= 0 else None
        self._colours = _colours(row, condition) if row else []
        self._count = _count(row, condition) if row else None
        said = [index for index in network.attributes if condition.mask[index]] if row and alone else []
        self._effects = network.effects(condition.category)[
            [network.attributes.index(index) for index in said]] if said else None
        self._fixed = fixed
        self._first: torch.Tensor | None = None         # the form that the condition alone lets expect
        self._basis = self._share = torch.empty(0)      # the effects in it, and what reads their amounts off

    def __call__(self, clean: torch.Tensor, sigma: float, plain: torch.Tensor) -> torch.Tensor:
        """`plain`: what is expected of the condition without guidance."""
        if self._effects is not None:
            clean = self._obedient(clean, sigma, plain)
        return self._replaced(clean) if self._colours or self._count else clean

    def _obedient(self, clean: torch.Tensor, sigma: float, plain: torch.Tensor) -> torch.Tensor:
        assert self._effects is not None
        if sigma > PURE:
            used = (plain[0, :, :1] > 0).to(clean.dtype)
            if self._fixed is not None:
                used = used * ~self._fixed[:, None]
            effects = self._effects[..., FORM].to(clean.dtype) * used
            self._first, self._basis = plain[..., FORM], effects.flatten(1)
            square = self._basis @ self._basis.T
            self._share = torch.linalg.solve(square + RIDGE * torch.eye(len(square)).to(square), self._basis)
        if self._first is None:         # a variation begins near an object, not at noise
            return clean
        clean, form = clean.clone(), clean[..., FORM]
        amount = (form - self._first).flatten(1) @ self._share.T
        clean[..., FORM] = form - (amount @ self._basis).view_as(form)
        return clean

    def _replaced(self, clean: torch.Tensor) -> torch.Tensor:
        clean = clean.clone()
        if self._colours:
            mean, std = self.network.mean[:, COLOUR], self.network.std[:, COLOUR]
            colours = clean[:, :, COLOUR] * std + mean
            found = colours.clone()
            held = [(slot, torch.tensor(said).to(clean)) for slot, said in self._colours]
            for slot, said in held:
                near = torch.exp(-((found - found[:, slot:slot + 1]) / ALIKE).square().sum(-1, keepdim=True))
                colours = colours + near * (said - found[:, slot:slot + 1])
            for slot, said in held:
                colours[:, slot] = said
            clean[:, :, COLOUR] = (colours.clamp(-1.0, 1.0) - mean) / std
        if self._count is not None:
            slot, bits, others = self._count
            clean[:, slot, CHANNEL["exists"]] = 1.0
            clean[:, slot, CHANNEL["count"]] = torch.tensor(bits).to(clean)
            clean[:, slot, others] = -1.0
        return clean


def _colours(row: Category, condition: Condition) -> list[tuple[int, list[float]]]:
    """(slot, colour -1..1) of the parts that show a colour that is said."""
    held = []
    for colour, roles in (("main", (row.wears,)), ("accent", row.accents)):
        where = [CONDITION_INDEX[f"{colour} {name}"] for name in "rgb"]
        if len(roles) == 1 and condition.mask[where].all():
            held.append((SLOT[roles[0]], condition.values[where].tolist()))
    return held


def _count(row: Category, condition: Condition) -> tuple[int, list[float], list[int]] | None:
    """Of a count that is said: its slot, its bits, and the channels of the symmetries that have another count."""
    place = CONDITION_INDEX["count"]
    asked = next((a for a in row.attributes if a.key == "count"), None)
    if not row.counts or asked is None or not condition.mask[place]:
        return None
    number = round(asked.low + (asked.high - asked.low) * (float(condition.values[place]) + 1.0) / 2.0)
    number = min(max(number, int(asked.low)), int(asked.high))
    fixed = {"one": 1, "mirror": 2, "quad": 4}
    others = [CHANNEL["symmetry"].start + k for k, name in enumerate(SYMMETRIES) if fixed.get(name, number) != number]
    return SLOT[row.counts], [1.0 if number - 1 >> k & 1 else -1.0 for k in range(3)], others
