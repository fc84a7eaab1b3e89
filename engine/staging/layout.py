"""Layout: where the objects of one connected group stand.

In     bodies, the place relations among them, where some already stand.   Out   origins [m, 3] by id.
Raises nothing.   Knows nothing of time, motion or Qt.

Heights follow from what carries what. On the ground each body is first set where its relations point, at a place that
is free; only if that does not meet every relation are the energies minimised, from there and from a few noisy starts
(Adam, Kingma and Ba 2015), and the best is taken.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module

import numpy as np
import torch

from engine.document.scene import Relation
from engine.staging.amounts import amount
from engine.staging.bodies import Body
from engine.staging.boxes import Boxes, cut, overlap
from engine.vocabulary.relations import RELATIONS

ENERGIES = {key: import_module(f"engine.staging.energies.{key.replace(' ', '_')}").energy for key in RELATIONS}
RESTARTS, STEPS, RATE = 6, 45, 0.09
MARGIN = 0.03
"""Metres that bodies keep from each other."""
MET = 4e-4
"""Energy [m^2] under which a layout needs no improvement."""

_CARRYING = ("on", "under", "inside", "above")
_SIDES = {"left of": (-1.0, 0.0), "right of": (1.0, 0.0), "in front of": (0.0, 1.0), "behind": (0.0, -1.0),
          "next to": (1.0, 0.0)}


def levels(group: Mapping[str, Body], relations: list[Relation]) -> dict[str, float]:
    """Height of each body's base [m]: the floor, its flying height, or what carries it."""
    base = {i: body.hovers for i, body in group.items()}
    for _ in range(len(group)):
        for r in relations:
            if r.kind not in _CARRYING or r.source not in group or r.target not in group:
                continue
            source, target = group[r.source], group[r.target]
            top = base[r.target] + float(target.high[1])
            if r.kind == "on":
                base[r.source] = base[r.target] + target.support
            elif r.kind == "above":
                base[r.source] = max(top + amount(r, source, target), source.hovers)
            elif r.kind == "inside":
                base[r.source] = base[r.target] + 0.12 * float(target.size[1])
            elif target.airborne:
                base[r.target] = max(base[r.target], base[r.source] + float(source.high[1]) + 0.1)
            elif source.airborne:
                low = max(0.02, float(target.high[1] - source.high[1]) * 0.5)
                base[r.source] = base[r.target] + (0.0 if target.high[1] < source.high[1] else low)
            else:
                base[r.source] = base[r.target]
    return base


def lay_out(group: Mapping[str, Body], relations: list[Relation], *, fixed: Mapping[str, np.ndarray],
            yaw: Mapping[str, float], device: str = "cpu") -> dict[str, np.ndarray]:
    """Origins [m, 3] by id. `fixed` stand where they are; the first of the others stands at the origin."""
    ids = list(group)
    if not ids:
        return {}
    base = levels(group, relations)
    base.update({i: float(p[1]) for i, p in fixed.items() if i in base})
    places = _first_places(group, relations, base, fixed, yaw)
    plan = Plan(group, relations, base, yaw, device)
    start = torch.tensor(np.array([places[i][[0, 2]] for i in ids]), dtype=torch.float64, device=device)[None]
    start.requires_grad_(True)
    energy = plan.energy(start)
    # where nothing pulls, moving cannot help: what is left is a matter of sizes
    pull = float(torch.autograd.grad(energy.sum(), start)[0].abs().max()) if energy.requires_grad else 0.0
    met, start = float(energy.detach()[0]), start.detach()
    free = torch.tensor([[i not in fixed] for i in ids], device=device)
    if met > MET and pull > 1e-5 and bool(free.any()):
        # the first body holds the group in place unless something fixed does
        if not fixed:
            free[0] = False
        start = _minimise(plan, start, free)
    ground = start[0].cpu().numpy()
    return {i: np.array([ground[k, 0], base[i], ground[k, 1]]) for k, i in enumerate(ids)}


class Plan:
    """The energies of a layout as a function of the ground places [restart, body, 2]."""

    def __init__(self, group: Mapping[str, Body], relations: list[Relation], base: Mapping[str, float],
                 yaw: Mapping[str, float], device: str) -> None:
        ids = list(group)
        index = {i: k for k, i in enumerate(ids)}
        turned = [group[i].turned(yaw[i], group[i].room) for i in ids]
        low = np.array([box[0] for box in turned])
        high = np.array([box[1] for box in turned])
        heights = np.array([base[i] for i in ids])

        def tensor(array) -> torch.Tensor:
            return torch.as_tensor(np.asarray(array, float), dtype=torch.float64, device=device)

        self.half = tensor((high - low) / 2.0)
        self.offset = tensor((high + low) / 2.0)
        self.height = tensor(heights)
        self.support = tensor([group[i].support for i in ids])
        self.forward = tensor([[np.sin(yaw[i]), 0.0, np.cos(yaw[i])] for i in ids])
        self.kinds: list[tuple] = []
        active = [r for r in relations if r.source in index and r.target in index and r.kind != "facing"]
        for kind in RELATIONS:
            rows = [r for r in active if r.kind == kind]
            if rows and RELATIONS[kind].family == "place":
                asked = tensor([amount(r, group[r.source], group[r.target]) for r in rows])
                self.kinds.append((kind, [index[r.source] for r in rows], [index[r.target] for r in rows], asked))
        touching = [r for r in active if r.kind in ("on", "under", "inside")]
        together = {frozenset((index[r.source], index[r.target])) for r in touching}
        pairs = [(a, b) for a in range(len(ids)) for b in range(a) if frozenset((a, b)) not in together]
        self.first, self.second = [p[0] for p in pairs], [p[1] for p in pairs]

    def boxes(self, ground: torch.Tensor) -> Boxes:
        height = self.height.expand(ground.shape[0], -1)
        centre = torch.stack([ground[..., 0], height, ground[..., 1]], -1) + self.offset
        return Boxes(centre, self.half.expand_as(centre), self.forward.expand_as(centre))

    def energy(self, ground: torch.Tensor) -> torch.Tensor:
        """[restart]"""
        boxes = self.boxes(ground)

        def of(rows: list[int]) -> Boxes:
            return Boxes(boxes.centre[:, rows], boxes.half[:, rows], boxes.forward[:, rows])

        total = ground.new_zeros(ground.shape[0])
        for kind, source, target, asked in self.kinds:
            held = of(target)
            if kind == "on":
                held = cut(held, self.support[target].expand(held.half.shape[:-1]))
            total = total + ENERGIES[kind](of(source), held, asked).sum(-1)
        if self.first:
            total = total + 4.0 * overlap(of(self.first), of(self.second), MARGIN).square().sum(-1)
        return total


def _minimise(plan: Plan, start: torch.Tensor, free: torch.Tensor) -> torch.Tensor:
    generator = torch.Generator("cpu").manual_seed(0)
    reach = float(plan.half[:, [0, 2]].max()) + 0.2
    noise = torch.randn((RESTARTS, *start.shape[1:]), generator=generator, dtype=torch.float64) * reach
    noise[0] = noise[0] * 0.02                    # breaks ties between bodies that stand in one place
    ground = start + noise.to(start.device) * free
    first = torch.zeros_like(ground)
    second = torch.zeros_like(ground)
    for step in range(1, STEPS + 1):
        ground = ground.detach().requires_grad_(True)
        slope = torch.autograd.grad(plan.energy(ground).sum(), ground)[0]
        first = 0.8 * first + 0.2 * slope
        second = 0.95 * second + 0.05 * slope.square()
        pace = RATE * reach * (1.0 - step / (STEPS + 1))
        move = (first / (1 - 0.8**step)) / ((second / (1 - 0.95**step)).sqrt() + 1e-9)
        ground = ground.detach() - pace * move * free
    with torch.no_grad():
        found = torch.cat([start, ground])
        # far-flung layouts that are no better lose to compact ones
        score = plan.energy(found) + 1e-4 * (found - start).square().sum((1, 2))
    return found[int(score.argmin())][None]


def _first_places(group: Mapping[str, Body], relations: list[Relation], base: Mapping[str, float],
                  fixed: Mapping[str, np.ndarray], yaw: Mapping[str, float]) -> dict[str, np.ndarray]:
    """Set bodies one by one beside those they are related to, each at a place that is free."""
    placed = {i: np.asarray(fixed[i], float) for i in group if i in fixed}
    # what carries comes before what it carries
    carried = {i: sum(r.source == i and r.kind in _CARRYING for r in relations) for i in group}
    waiting = sorted((i for i in group if i not in placed), key=lambda i: carried[i] > 0)
    if not placed and waiting:
        first = waiting.pop(0)
        placed[first] = np.array([0.0, base[first], 0.0])
    while waiting:
        chosen = next(((i, r) for i in waiting for r in relations
                       if (r.source == i and r.target in placed) or (r.target == i and r.source in placed)), None)
        node_id, relation = chosen if chosen else (waiting[0], None)
        waiting.remove(node_id)
        placed[node_id] = _free_place(group, base, yaw, placed, node_id, relation)
    return placed


def _free_place(group: Mapping[str, Body], base: Mapping[str, float], yaw: Mapping[str, float],
                placed: Mapping[str, np.ndarray], node_id: str, relation: Relation | None) -> np.ndarray:
    other = None if relation is None else relation.target if relation.source == node_id else relation.source
    side, gap = (1.0, 0.0), 0.3
    if relation is not None and relation.kind == "facing":
        gap = 0.35 * (group[relation.source].diagonal + group[relation.target].diagonal)
    elif relation is not None:
        side = _SIDES.get(relation.kind, (0.0, 0.0) if relation.kind in _CARRYING else (1.0, 0.0))
        gap = amount(relation, group[relation.source], group[relation.target]) if relation.kind in _SIDES else gap
        if relation.target == node_id:
            side = (-side[0], -side[1])
    box = group[node_id].turned(yaw[node_id], group[node_id].room)
    at = placed[other] if other is not None else np.zeros(3)
    beside = group[other].turned(yaw[other], group[other].room) if other is not None else (np.zeros(3), np.zeros(3))
    place = np.array([at[0], base[node_id], at[2]])
    for axis, sign in ((0, side[0]), (2, side[1])):
        # centres meet on the other axis; faces keep the gap on this one
        place[axis] += (beside[0][axis] + beside[1][axis] - box[0][axis] - box[1][axis]) / 2.0 if sign == 0.0 else (
            beside[1][axis] + gap - box[0][axis] if sign > 0 else beside[0][axis] - gap - box[1][axis])
    if relation is not None and relation.kind == "under" and _trunk(group[relation.target]):
        place[2] += 0.6 * float(beside[1][2])     # not in the trunk
    together = relation is not None and relation.kind in ("on", "under", "inside")
    others = [(placed[i] + group[i].turned(yaw[i], group[i].room)[0], placed[i] + group[i].turned(yaw[i],
               group[i].room)[1]) for i in placed if not (together and i == other)]
    return _moved_until_free(place, box, others, across=side[0] == 0.0 or relation is None)


def _trunk(body: Body) -> bool:
    return body.node.category == "tree"


def _moved_until_free(place: np.ndarray, box: tuple, others: list[tuple], *, across: bool) -> np.ndarray:
    """The first free place along one axis, alternately to both sides of the one wished for."""
    axis = 0 if across else 2
    step = max(0.05, float(box[1][axis] - box[0][axis]) * 0.5 + MARGIN)
    for k in range(40):
        moved = place.copy()
        moved[axis] += step * ((k + 1) // 2) * (1 if k % 2 else -1)
        low, high = moved + box[0] - MARGIN, moved + box[1] + MARGIN
        if not any((low < h).all() and (high > lo).all() for lo, h in others):
            return moved
    return place
