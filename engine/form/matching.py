"""Matching: which part of one object becomes which part of another.

In     Parts of two objects (m).
Out    two Parts of equal length: same index = same part over the morph, one parent array for both,
       parents before children. What has no partner is a speck inside its host on the other side.
Raises MatchError for an object without parts.
Knows nothing of diffusion, meshes, documents or Qt.

Optimal assignment (Kuhn 1955, as scipy solves it) on role, place, size and colour, repeated with what the
last round taught: a pair costs less where its parents are a pair too, and where its orbit goes to one orbit.
Each side keeps its own shape and its own motion: frames of mirrored copies become proper ones by flipping
signs of channels; a superquadric's axes are renamed so that its partner is near. The common tree follows the
object of which more moves; where it is not the other's own, that one's motion is told anew on it, as nearly
as two harmonics can. What spins cannot be: where that leads astray, the other object's tree is tried.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import linear_sum_assignment
from scipy.spatial.transform import Rotation

from engine.form import gait
from engine.form.field import Field
from engine.form.motion import CONTROLS, SPIN, poses, raised, rotations
from engine.form.outline import outline
from engine.form.parts import REFLECT_X, Parts
from engine.form.surface import linear
from engine.form.unit import point_of, unit_of
from engine.vocabulary.slots import ROLES

ROUNDS = 4
DEAREST = 2.6
"""Pairs that cost more are not made."""
FORBIDDEN, WANTED = 1e3, 10.0
"""Costs of pairs that may not be, and what is taken off those that must."""
FARTHEST_ROLE = 0.45
STRAYS = 0.02
"""Share of the size by which a motion told anew may stray before the other object's tree is tried."""
SPECK = 0.02
"""An unmatched part is at most this share of its size inside its host."""

_GROUPS = (("body", "torso"), ("neck", "neck tip"), ("head", "muzzle", "cap", "eye", "ear"),
           ("upper leg", "hind upper leg"), ("lower leg", "hind lower leg"), ("foot", "hind foot"),
           ("upper arm", "lower arm", "hand"), ("wing", "wing tip", "side fin"), ("tail", "tail tip", "fin"),
           ("back", "slat"), ("crown", "crown middle", "crown top"), ("wheel",), ("detail", "handle"))
_GROUP = np.array([next(k for k, group in enumerate(_GROUPS) if role in group) for role in ROLES])


class MatchError(ValueError):
    """An object has no parts."""


Named = tuple[int, int]
"""A slot, and which of its parts in order; -1: all of them."""
NOTHING: Named = (-1, -1)
Kept = Sequence[tuple[int | Named, int | Named]]
"""Slots or single parts of the first object and what they are to become, such of the last one; -1 or NOTHING: nothing.
What is said of a single part goes before what is said of its slot."""


@dataclass(frozen=True)
class Aligned:
    first: Parts
    last: Parts
    of_first: np.ndarray        # [part] which part of the first object as it was; -1: a speck
    of_last: np.ndarray         # [part] which of the last one
    strays: float               # how far motion is from the objects' own, as a share of the size

    @property
    def half(self) -> Parts:
        """The first object's, as large and where they are halfway."""
        return self.first.changed(**{name: 0.5 * (getattr(self.first, name) + getattr(self.last, name))
                                     for name in ("centre", "joint", "size")})


def match(a: Parts, b: Parts, kept: Kept = ()) -> tuple[Parts, Parts]:
    """Align two objects part by part, `kept` pairs whatever else would be nearer; see the module's text for what the
    results promise."""
    found = aligned(a, b, kept)
    return found.first, found.last


def aligned(a: Parts, b: Parts, kept: Kept = ()) -> Aligned:
    """As `match`, with the parts that each one was."""
    if len(a) == 0 or len(b) == 0:
        raise MatchError("an object without parts has nothing to match")
    a, b = proper(a), proper(b)
    partner = _assign(a, b, kept)
    later = _moving(b) > _moving(a)
    made = _aligned(a, b, partner, later=later)
    if made.strays > STRAYS:
        made = min(made, _aligned(a, b, partner, later=not later), key=lambda way: way.strays)
    return made


def _aligned(a: Parts, b: Parts, partner: np.ndarray, *, later: bool) -> Aligned:
    """Both on a common tree, `later`: on b's as far as may be."""
    if later:
        back = np.full(len(b), -1)
        back[partner[partner >= 0]] = np.flatnonzero(partner >= 0)
        of_b, of_a, parent = _tree(b, a, back)
    else:
        of_a, of_b, parent = _tree(a, b, partner)
    first = _retold(_side(a, b, of_a, of_b, parent), a, of_a)
    second = _retold(_side(b, a, of_b, of_a, parent), b, of_b)
    strays = max(_strays(first, a, of_a), _strays(second, b, of_b))
    return Aligned(first, _renamed(first, second, (of_a >= 0) & (of_b >= 0)), of_a, of_b, strays)


def _strays(told: Parts, original: Parts, own: np.ndarray) -> float:
    """How far the middle of any part is from where its own object has it over the cycle, as a share of the size."""
    times, there = np.arange(8) / 8.0, own >= 0
    true, now = poses(original, times)[:, own[there]], poses(told, times)[:, there]
    off = np.einsum("tpij,pj->tpi", (now - true)[..., :3, :3], told.centre[there]) + (now - true)[..., :3, 3]
    size = np.linalg.norm(np.ptp(original.centre, axis=0)) + 2.0 * float(original.size.max())
    return float(np.linalg.norm(off, axis=2).max() / size)


def _moving(parts: Parts) -> int:
    """How many parts move by themselves."""
    return int((np.abs(parts.motion[:, :SPIN + 1]) > 1e-3).any(1).sum())


def proper(parts: Parts) -> Parts:
    """The same object, every frame a rotation: mirrored copies' channels change sign instead."""
    mirrored = np.linalg.det(parts.frame) < 0
    motion = parts.motion.copy()
    for channels in (slice(4, 12), slice(12, 14), slice(SPIN, SPIN + 1)):   # turn y z, shift x, spin
        motion[mirrored, channels] *= -1.0
    frame = np.where(mirrored[:, None, None], parts.frame @ REFLECT_X, parts.frame)
    return parts.changed(motion=motion, frame=frame)


# ---- which with which ----------------------------------------------------------------------------


def paired(a: Parts, b: Parts, kept: Kept = ()) -> list[tuple[int, int]]:
    """(slot of a, slot of b) that `match` makes one another, -1 where there is none; each slot's foremost partner.

    Every slot of either object is named.
    """
    partner = _assign(proper(a), proper(b), kept)
    votes, joined = np.zeros((len(ROLES), len(ROLES)), int), partner >= 0
    np.add.at(votes, (a.slot[joined], b.slot[partner[joined]]), 1)
    found = [(int(slot), int(votes[slot].argmax()) if votes[slot].any() else -1) for slot in np.unique(a.slot)]
    return found + [(-1, int(slot)) for slot in np.setdiff1d(b.slot, [last for _, last in found])]


def paired_singly(a: Parts, b: Parts, kept: Kept = ()) -> list[tuple[int, int]]:
    """(part of a, part of b) that `match` makes one another, -1 where there is none; every part of either is named."""
    partner = _assign(proper(a), proper(b), kept)
    return [*enumerate(partner.tolist()), *((-1, part) for part in np.setdiff1d(np.arange(len(b)), partner).tolist())]


def _assign(a: Parts, b: Parts, kept: Kept) -> np.ndarray:
    """The index in b of each part of a, -1 where it has no partner. Root goes to root."""
    plain = free = _costs(a, b)
    for first, last in sorted(map(_full, kept), key=lambda pair: pair[0][1] >= 0):
        of, to = _meant(a, first)[:, None], _meant(b, last)[None]
        if to.any() or last[1] < 0:             # else it is a part that is no more
            plain = np.where(of, np.where(to, free - WANTED * (1.0 + (first[1] >= 0)), FORBIDDEN), plain)
    plain[0, 1:] = plain[1:, 0] = FORBIDDEN
    plain[0, 0] = -1.0
    costs, partner = plain, np.full(len(a), -1)
    for _ in range(ROUNDS):
        rows, columns = linear_sum_assignment(costs)
        partner = np.full(len(a), -1)
        keep = costs[rows, columns] < DEAREST
        partner[rows[keep]] = columns[keep]
        own = np.where(a.parent >= 0, partner[a.parent], -1)
        strange = (own[:, None] != b.parent[None]) & (a.parent[:, None] >= 0)
        votes = np.zeros((len(ROLES), len(ROLES)))
        np.add.at(votes, (a.slot[partner >= 0], b.slot[partner[partner >= 0]]), 1.0)
        votes /= np.maximum(np.bincount(a.slot, minlength=len(ROLES)), 1.0)[:, None]
        costs = plain + 0.5 * strange + 0.35 * (1.0 - votes[a.slot][:, b.slot])
    return partner


def _full(pair: tuple[int | Named, int | Named]) -> tuple[Named, Named]:
    first, last = ((one, -1) if isinstance(one, int) else one for one in pair)
    return first, last


def _meant(parts: Parts, one: Named) -> np.ndarray:
    """Which parts [part] a name means."""
    return (parts.slot == one[0]) & ((one[1] < 0) | (numbers(parts) == one[1]))


def numbers(parts: Parts) -> np.ndarray:
    """Which of its slot's parts each is [part], from 0."""
    same = parts.slot[:, None] == parts.slot[None]
    return np.tril(same, -1).sum(1)


def single_names(parts: Parts) -> list[str]:
    """What each part is called alone: its role, with a number from 1 where it has others beside it."""
    several = np.bincount(parts.slot, minlength=len(ROLES)) > 1
    return [f"{ROLES[slot]} {number + 1}" if several[slot] else ROLES[slot]
            for slot, number in zip(parts.slot.tolist(), numbers(parts).tolist())]


def _costs(a: Parts, b: Parts) -> np.ndarray:
    places, sizes = [], []
    for parts in (a, b):
        points = outline(parts).reshape(-1, 3)
        low, high = points.min(0), points.max(0)
        half = np.maximum(0.5 * (high - low), 0.15 * (high - low).max())
        places.append((parts.centre - 0.5 * (low + high)) / half)
        sizes.append(np.log(np.sort(parts.size, axis=1) / np.linalg.norm(high - low)))
    place = ((places[0][:, None] - places[1][None]) ** 2).sum(-1)
    size = ((sizes[0][:, None] - sizes[1][None]) ** 2).sum(-1)
    colour = np.abs(linear(a.colour)[:, None] - linear(b.colour)[None]).mean(-1)
    same_role = a.slot[:, None] == b.slot[None]
    same_group = _GROUP[a.slot][:, None] == _GROUP[b.slot][None]
    role = np.where(same_role, 0.0, np.where(same_group, 0.2, FARTHEST_ROLE))
    hollow = ((a.shell > 0)[:, None] != (b.shell > 0)[None]).astype(float)
    return 0.8 * place + 0.12 * size + 0.25 * colour + role + 0.3 * hollow


# ---- one tree ------------------------------------------------------------------------------------


def _tree(a: Parts, b: Parts, partner: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """(part of a or -1, part of b or -1, parent) of each common part, parents first.

    Pairs keep a's parent, or hang on b's where this stands between them and the same matched ancestor.
    """
    alone_b = np.setdiff1d(np.arange(len(b)), partner)
    of_a = np.concatenate([np.arange(len(a)), np.full(len(alone_b), -1)])
    of_b = np.concatenate([partner, alone_b])
    node_of_b = np.empty(len(b), int)
    node_of_b[of_b[of_b >= 0]] = np.flatnonzero(of_b >= 0)

    def up(part: int, parents: np.ndarray, nodes: np.ndarray) -> int:
        return -1 if parents[part] < 0 else int(nodes[parents[part]])

    nodes_a = np.arange(len(a))
    parent = np.empty(len(of_a), int)
    for node in range(len(of_a)):
        if of_a[node] < 0:
            parent[node] = up(of_b[node], b.parent, node_of_b)
            continue
        parent[node] = up(of_a[node], a.parent, nodes_a)
        if of_b[node] < 0 or parent[node] < 0 or of_b[parent[node]] < 0:
            continue
        other = step = up(of_b[node], b.parent, node_of_b)
        while step >= 0 and of_a[step] < 0:
            step = up(of_b[step], b.parent, node_of_b)
        if step == parent[node]:
            parent[node] = other
    also = np.full((2, len(of_a)), -1)
    for node in range(len(of_a)):
        if of_a[node] >= 0:
            also[0, node] = up(of_a[node], a.parent, nodes_a)
        if of_b[node] >= 0:
            also[1, node] = up(of_b[node], b.parent, node_of_b)
    order = _order(parent, also)
    number = np.argsort(order)
    parent = parent[order]
    return of_a[order], of_b[order], np.where(parent < 0, -1, number[parent])


def _order(parent: np.ndarray, also: np.ndarray) -> np.ndarray:
    """Parts in an order that puts parents first, and where it can be had those of both objects [2, part]."""
    waiting, order, placed = list(range(len(parent))), [], {-1}
    while waiting:
        ready = [n for n in waiting if parent[n] in placed]
        best = next((n for n in ready if also[0, n] in placed and also[1, n] in placed), ready[0])
        waiting.remove(best)
        order.append(best)
        placed.add(best)
    return np.array(order)


def _side(mine: Parts, other: Parts, own: np.ndarray, theirs: np.ndarray, parent: np.ndarray) -> Parts:
    """One object on the common tree; parts it lacks are the other's, as specks inside their hosts."""
    index = np.where(own >= 0, own, 0)
    columns = {name: getattr(mine, name)[index].copy() for name in vars(mine)}
    field_mine = Field(mine)
    speck = np.zeros(len(own))
    for node in np.flatnonzero(own < 0).tolist():
        source, host = int(theirs[node]), int(parent[node])
        for name, column in columns.items():
            column[node] = getattr(other, name)[source]
        columns["motion"][node] = 0.0
        if own[host] >= 0:
            limb = [source] + [int(theirs[later]) for later in range(node + 1, len(own))
                               if own[later] < 0 and _above(parent, later, node)]
            joint, share, turn = _seed(mine, other, field_mine, int(own[host]), int(theirs[host]), limb)
        else:                                   # a speck on a speck: a miniature of the other's limb
            joint, share, turn = None, speck[host], columns["rotation"][host] @ other.rotation[theirs[host]].T
        if joint is None:
            joint = columns["joint"][host] + share * turn @ (other.joint[source] - other.joint[theirs[host]])
        speck[node] = share
        columns["joint"][node] = joint
        columns["centre"][node] = joint + share * turn @ (other.centre[source] - other.joint[source])
        columns["rotation"][node] = turn @ other.rotation[source]
        columns["frame"][node] = turn @ other.frame[source]
        for name in ("size", "shell", "blend"):
            columns[name][node] = columns[name][node] * share
    columns["parent"] = parent.copy()
    return Parts(**columns)


def _above(parent: np.ndarray, node: int, ancestor: int) -> bool:
    while node > ancestor:
        node = parent[node]
    return node == ancestor


def _seed(mine: Parts, other: Parts, field_mine: Field, host: int, partner: int,
          limb: list[int]) -> tuple[np.ndarray, float, np.ndarray]:
    """(joint, scale, turn) of a limb's miniature inside `host`: near where it sits on the host's partner."""
    source = limb[0]
    turn = mine.rotation[host] @ other.rotation[partner].T
    unit = unit_of(other, np.array([partner]), other.joint[source][None])[0]
    joint, room = _inside(mine, field_mine, host, unit)
    points = outline(other.take(np.array(limb))).reshape(-1, 3)
    radius = float(np.linalg.norm(points - other.joint[source], axis=1).max())
    return joint, min(SPECK, 0.5 * room / max(radius, 1e-9)), turn


def _inside(mine: Parts, field_mine: Field, host: int, unit: np.ndarray) -> tuple[np.ndarray, float]:
    """(a point well inside the host near `unit` [3], its depth [m]); in a cup's wall where there is one."""
    shares = np.linspace(0.0, 1.2, 49)
    candidates = unit[None] / max(np.abs(unit).max(), 1e-6) * shares[:, None]
    if np.abs(unit).max() < 1e-3:
        candidates = np.concatenate([candidates, np.array([[0.0, -1.0, 0.0]]) * shares[:, None]])
    points = point_of(mine, np.full(len(candidates), host), candidates)
    depth = -field_mine.part_distance(points, host)
    if depth.max() <= 0:                        # a cup whose wall this ray misses: go down to its bottom
        shares = np.linspace(0.0, 1.2, 1201)
        points = point_of(mine, np.full(len(shares), host), np.array([[0.0, -1.0, 0.0]]) * shares[:, None])
        depth = -field_mine.part_distance(points, host)
    best = np.flatnonzero(depth >= min(0.5 * depth.max(), depth.max()))[-1]
    return points[best], float(max(depth[best], 1e-6))


# ---- motion on the common tree -----------------------------------------------------------------------


def _retold(parts: Parts, original: Parts, own: np.ndarray) -> Parts:
    """Motion channels that move the parts on the common tree as they move on their own; steps become turns."""
    times = np.arange(CONTROLS) / CONTROLS
    motion = parts.motion.copy()
    motion[:, gait.STEP] = 0.0
    before, after = poses(original, times)[:, own[own >= 0]], poses(parts.changed(motion=motion), times)[:, own >= 0]
    off = np.abs(after - before).max((0, 2, 3))
    for node in np.flatnonzero(own >= 0)[off > 1e-9]:
        cycles = times - parts.phase[node]
        true = poses(original, cycles)[:, own[node]]
        told = poses(parts.changed(motion=motion), cycles)
        host = parts.parent[node]
        local = true if host < 0 else np.linalg.inv(told[:, host]) @ true
        if host < 0:
            local[:, 1, 3] -= raised(original, cycles)
        motion[node] = _channels(local, parts, int(node), times, motion[node])
    return parts.changed(motion=motion)


def _channels(local: np.ndarray, parts: Parts, node: int, times: np.ndarray, before: np.ndarray) -> np.ndarray:
    """Motion channels [30] whose local matrices come nearest to [t, 4, 4] over the cycle."""
    frame, joint = parts.frame[node], parts.joint[node]
    scale = np.cbrt(np.linalg.det(local[:, :3, :3]))
    angle = 2.0 * np.pi * np.round(before[SPIN]) * times
    spin = rotations(angle[:, None] * parts.rotation[node, :, 1])
    turn = frame.T @ (local[:, :3, :3] / scale[:, None, None] @ spin.transpose(0, 2, 1)) @ frame
    shift = (local[:, :3, :3] @ joint + local[:, :3, 3] - joint) @ frame
    waves = 2.0 * np.pi * times
    basis = np.stack([np.cos(waves), np.sin(waves), np.cos(2 * waves), np.sin(2 * waves)]) * (2.0 / len(times))
    out = before.copy()
    out[0:12] = (basis @ _vectors(turn)).T.reshape(-1)
    along = basis @ shift
    out[12:14], out[14:18], out[18:20] = along[:2, 0], along[:, 1], along[:2, 2]
    out[20:22] = basis[:2] @ np.log(scale)
    return out


def _vectors(matrices: np.ndarray) -> np.ndarray:
    """Rotation vectors [t, 3] of matrices [t, 3, 3]."""
    return Rotation.from_matrix(matrices).as_rotvec()


# ---- the same superquadric under other names of its axes -----------------------------------------------

_HALF = {"x": np.diag([1.0, -1.0, -1.0]), "y": np.diag([-1.0, 1.0, -1.0]), "z": np.diag([-1.0, -1.0, 1.0])}
_QUARTER = np.array([[0.0, 0.0, 1.0], [0.0, 1.0, 0.0], [-1.0, 0.0, 0.0]])


def _renamed(first: Parts, second: Parts, both: np.ndarray) -> Parts:
    """The second object with each part's axes named so that it turns least from its partner."""
    columns = {name: getattr(second, name).copy() for name in ("rotation", "size", "taper", "bend", "motion")}
    for node in np.flatnonzero(both).tolist():
        ways = []
        for turn, size, taper, bend, spin in _names(second, node):
            rotation = second.rotation[node] @ turn
            cosine = 0.5 * (np.trace(first.rotation[node].T @ rotation) - 1.0)
            cost = (np.arccos(np.clip(cosine, -1.0, 1.0)) + 0.4 * abs(taper - first.taper[node])
                    + 0.4 * abs(bend - first.bend[node])
                    + 0.5 * np.abs(np.log(size / first.size[node])).sum())
            ways.append((round(cost, 9), rotation, size, taper, bend, spin))
        best = min(ways, key=lambda way: way[0])
        _, columns["rotation"][node], columns["size"][node], columns["taper"][node], columns["bend"][node], spin = best
        columns["motion"][node, SPIN] *= spin
    return second.changed(**columns)


def _names(parts: Parts, node: int):
    """(turn, size, taper, bend, sign of spin) of every way to write one part's shape."""
    size, taper, bend = parts.size[node], parts.taper[node], parts.bend[node]
    ways = [(np.eye(3), size, taper, bend, 1.0), (_HALF["y"], size, taper, -bend, 1.0)]
    if parts.shell[node] <= 0:
        ways += [(_HALF["x"], size, -taper, -bend, -1.0), (_HALF["z"], size, -taper, bend, -1.0)]
    if bend == 0:
        ways += [(way @ _QUARTER, size[[2, 1, 0]], t, b, s) for way, _, t, b, s in ways]
    return ways
