"""Holding: what is said stays said at every noise level.

In     a Denoiser; a condition; the clean tokens that are expected, normalised [1, slot, channel], at each noise level.
Out    the same with the colours, the count and the attributes that are said.
Raises nothing of its own.   Knows nothing of samplers, documents or meshes.

Colours and the count have tokens of their own; those are replaced, channel by channel (Lugmayr et al. 2022, eq. 8).
Parts that would be of nearly the same colour go along by the same difference, so that a green elephant is green all
over. An accent that one of several parts may wear is left to the network.

Attributes are spread over many tokens. What the condition alone lets expect, at pure noise, obeys them well; on the way
from there every part errs a little, and some of the errors together look like another value of what was said. So the
difference from what was expected first goes through a Wiener filter: of all that the object may still differ in, it
keeps as much as the grammar would, and of the network's errors nothing. What may differ is what an attribute that was
left open does (Denoiser.effects), and what is left to chance in the category though all attributes are said
(Denoiser.chance, measured on the grammar; hardly one number in fifty). The errors are a little of everything, and a lot
along what the said attributes do. Both are normal, so that the filter is their posterior mean (Bishop 2006, eq. 2.116).

Around parts that are given everything may differ.
"""

from __future__ import annotations

import torch

from engine.conditioning.condition import Condition
from engine.generation.denoiser import FORM, PURE, Denoiser
from engine.vocabulary.attributes import CONDITION_INDEX
from engine.vocabulary.categories import CATEGORIES, Category
from engine.vocabulary.slots import CHANNEL, SLOT, SYMMETRIES

COLOUR = CHANNEL["colour"]
ALIKE = 0.3
"""How far apart two colours may be, -1..1, that go along with each other."""
OPEN = 1.0 / 3.0
"""Variance of an attribute that is left open, -1..1."""
BENT = 0.25
"""Of the variance of an open attribute's effects, what its linear part does not show."""
ERROR = 0.01
"""Variance of the network's errors, normalised: that of its log sizes where the grammar has nearly none."""
KIND = 0.2
"""Variance by chance of a channel from which its values belong to objects of different kinds (a chair's back, panel or
splat). An attribute's effect there is no drift: it says of which kind the object is."""
DRIFT = 0.3
"""Variance of what the errors add to a said attribute, in units of its value."""


class Held:
    """What one condition holds. `alone`: none is blended with it; `fixed` [slot] bool: parts that are given."""

    def __init__(self, network: Denoiser, condition: Condition, *, alone: bool = True,
                 fixed: torch.Tensor | None = None) -> None:
        self.network = network
        row = list(CATEGORIES.values())[condition.category] if condition.category >= 0 else None
        self._colours = _colours(row, condition) if row else []
        self._count = _count(row, condition) if row else None
        self._filter = _Filter(network, row, condition, fixed) if row and alone else None

    def __call__(self, clean: torch.Tensor, sigma: float, plain: torch.Tensor) -> torch.Tensor:
        """`plain`: what is expected of the condition without guidance."""
        if self._filter is not None:
            if sigma > PURE:
                self._filter.begin(plain)
            clean = self._filter(clean)
        return self._replaced(clean) if self._colours or self._count else clean

    @property
    def whole(self) -> bool:
        """Whether every attribute is said, so that the condition alone lets expect the form."""
        return self._filter is not None and self._filter.whole

    def begin(self, plain: torch.Tensor) -> None:
        """What is expected at pure noise, for what does not begin there."""
        if self._filter is not None:
            self._filter.begin(plain)

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


class _Filter:
    """The Wiener filter of one condition, on the difference from what it lets expect [1, slot, channel]."""

    def __init__(self, network: Denoiser, row: Category, condition: Condition, fixed: torch.Tensor | None) -> None:
        places = {CONDITION_INDEX[a.key] for a in row.attributes}
        own = torch.tensor([place in places for place in network.attributes])
        said = torch.from_numpy(condition.mask[network.attributes] > 0)
        effects = network.effects(condition.category)[..., FORM]
        self._open, self._said = effects[own & ~said] * OPEN ** 0.5, effects[own & said] * DRIFT ** 0.5
        chance = network.chance[condition.category].square()
        self._said = self._said * (chance < KIND)
        self._chance = chance if fixed is None else torch.ones_like(chance)
        self._fixed, self.whole = fixed, not bool((own & ~said).any())
        self._first: torch.Tensor | None = None

    def begin(self, plain: torch.Tensor) -> None:
        used = (plain[0, :, :1] > 0).to(plain.dtype)
        if self._fixed is not None:
            used = used * ~self._fixed[:, None]
        self._first = plain[..., FORM]
        may, self._drift = ((rows.to(plain) * used).flatten(1) for rows in (self._open, self._said))
        self._both = torch.cat([may, self._drift])
        self._alone = self._chance.to(plain).flatten() + BENT * may.square().sum(0) + ERROR
        across = self._both / self._alone
        self._inner = torch.linalg.inv(torch.eye(len(across)).to(across) + across @ self._both.T)

    def __call__(self, clean: torch.Tensor) -> torch.Tensor:
        if self._first is None:         # a variation begins near an object, not at noise
            return clean
        apart = (clean[..., FORM] - self._first).flatten(1)
        white = apart / self._alone     # apart (A + B'B)^-1 by the identity of Woodbury
        white = white - (white @ self._both.T @ self._inner @ self._both) / self._alone
        error = ERROR * white + (white @ self._drift.T) @ self._drift
        clean = clean.clone()
        clean[..., FORM] = self._first + (apart - error).view_as(self._first)
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
