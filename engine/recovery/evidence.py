"""Evidence: what is known of every part that was found, before it is said what each is and hangs on.

In     Votes (engine.recovery.network) of surface points; which of the points make up which part.
Out    Evidence.
Raises nothing.  Knows nothing of networks, meshes or documents.

A fit may find one part in several pieces. Each piece has what its own points vote for and what those of all pieces of
its part do; the piece nearest to the joint is the part's *head*.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy.spatial import KDTree

from engine.form.field import Field
from engine.form.parts import Parts
from engine.recovery.network import PLACES, Votes
from engine.recovery.pieces import pieces_of_one
from engine.vocabulary.slots import ROLES

FEWEST = 5
"""Points that a part is judged by at least."""
BESIDE = 8
"""Points that each point's neighbours are sought among, itself included."""
UNHEARD = 0.02
"""How likely a part hangs on what such parts never hang on in the category."""
NEAREST = 3
"""Of a part's points so many at most may lie nearer to another part than where the two are taken to touch."""


@dataclass(frozen=True)
class Told:
    """What points vote for, in the mean."""

    role: np.ndarray        # [part, ROLES] 0..1
    above: np.ndarray       # [part, ROLES + 1] 0..1
    joint: np.ndarray       # [part, 3] m
    middle: np.ndarray      # [part, 3] m
    host: np.ndarray        # [part, 3] m

    def pooled(self, weight: np.ndarray, part: np.ndarray) -> Told:
        """Of each piece the mean over its `part` [piece], weighted [piece]."""
        def mean(values: np.ndarray) -> np.ndarray:
            total = np.zeros((int(part.max()) + 1, values.shape[1]))
            np.add.at(total, part, weight[:, None] * values)
            return (total / np.bincount(part, weight)[:, None])[part]

        return Told(*(mean(getattr(self, name)) for name in ("role", "above", *PLACES)))


@dataclass(frozen=True)
class Evidence:
    """Of what was found [piece]; metres, all in one frame."""

    parts: Parts
    points: np.ndarray      # [point, 3] m
    owner: np.ndarray       # [point] which piece it is of
    size: float             # m, the diagonal
    own: Told               # what each piece's points vote for
    part: Told              # what those of all pieces of its part do
    hangs: np.ndarray       # [ROLES, ROLES + 1] 0..1, as in Votes
    centre: np.ndarray      # [piece, 3] m, of its points
    number: np.ndarray      # [piece] of points
    scatter: np.ndarray     # [piece, 2] m: how far apart its points place the joint and the host
    part_of: np.ndarray     # [piece] which part it is of

    @cached_property
    def field(self) -> Field:
        return Field(self.parts)

    @cached_property
    def far(self) -> np.ndarray:
        """How far each piece begins from its part's joint [piece] m."""
        return np.linalg.norm(self.parts.centre - self.part.joint, axis=1) - np.linalg.norm(self.parts.size, axis=1)

    @cached_property
    def head(self) -> np.ndarray:
        """Which are heads [piece] bool."""
        out = np.zeros(len(self.parts), bool)
        for part in range(int(self.part_of.max()) + 1):
            pieces = np.flatnonzero(self.part_of == part)
            out[pieces[self.far[pieces].argmin()]] = True
        return out

    def gap(self, places: np.ndarray) -> np.ndarray:
        """How far places [place, 3] m lie outside of each piece [place, piece], as shares of the size."""
        return np.stack([np.maximum(self.field.part_distance(places, piece), 0.0) for piece in range(len(self.parts))],
                        1) / self.size

    @cached_property
    def joint_gap(self) -> np.ndarray:
        """How far the joint of each piece's part lies outside of another [piece, other], as shares of the size."""
        return self.gap(self.part.joint)

    @cached_property
    def touch(self) -> np.ndarray:
        """How far each piece's points stay from another piece [piece, other], as shares of the size."""
        far = self.gap(self.points)
        out = np.zeros((len(self.parts), len(self.parts)))
        for piece in range(len(self.parts)):
            mine = far[self.owner == piece]
            if len(mine):
                out[piece] = np.sort(mine, axis=0)[min(NEAREST, len(mine) - 1)]
        return out

    @cached_property
    def beside(self) -> np.ndarray:
        """Share of each piece's neighbours on the surface that are of another [piece, other]."""
        near = np.asarray(KDTree(self.points).query(self.points, min(BESIDE, len(self.points)))[1])
        count = np.zeros((len(self.parts), len(self.parts)))
        np.add.at(count, (np.repeat(self.owner, near.shape[1]), self.owner[near.reshape(-1)]), 1.0)
        np.fill_diagonal(count, 0.0)
        return count / np.maximum(count.sum(1, keepdims=True), 1.0)


def gathered(votes: Votes, points: np.ndarray, owner: np.ndarray, parts: Parts) -> Evidence:
    """The evidence of parts of which each owns some of the points: `owner` [point]. Metres, all in one frame."""
    size, count = float(np.linalg.norm(np.ptp(points, axis=0))), len(parts)
    role, centre, share, scatter = (np.empty((count, *shape)) for shape in ((len(ROLES),), (3,), (), (2,)))
    said = {"above": votes.above, **{name: getattr(votes, name) for name in PLACES}}
    told = {name: np.empty((count, values.shape[1])) for name, values in said.items()}
    for part in range(count):
        mine = np.flatnonzero(owner == part)
        if len(mine) == 0:
            mine = np.argsort(((points - parts.centre[part])**2).sum(1), kind="stable")[:FEWEST]
        role[part], centre[part] = votes.role[mine].mean(0), points[mine].mean(0)
        weight = votes.role[mine, role[part].argmax()][:, None] + 1e-9
        share[part] = weight.sum()
        for name, values in said.items():
            told[name][part] = (weight * values[mine]).sum(0) / share[part]
        for column, name in enumerate(("joint", "host")):
            scatter[part, column] = np.sqrt(((said[name][mine] - told[name][part])**2).sum(1).mean())
    own = Told(role, **told)
    number = np.maximum(np.bincount(owner, minlength=count), 1)
    aims = np.stack([own.middle, own.joint], 1)
    part_of = pieces_of_one(role.argmax(1), aims / size, centre / size, number)
    part = own.pooled(share, part_of)
    above = part.above * (part.role @ votes.hangs + UNHEARD)
    part = Told(part.role, above / above.sum(1, keepdims=True), part.joint, part.middle, part.host)
    return Evidence(parts, points, owner, size, own, part, votes.hangs, centre, number, scatter, part_of)
