"""Morph: the shape between two matched objects, in one piece on the way.

In     two aligned Parts (engine.form.matching), the share 0..1.
Out    Parts: at share 0 and 1 the ends themselves.
Raises MorphError when the two are not aligned.
Knows nothing of diffusion, meshes, documents or Qt.

A part's place is told by its joint, in unit coordinates of the parts that hold it at either end and in its
own, so limbs stay on their bodies whatever the sizes in between. Lengths follow a power mean of exponent 1/2:
between linear and logarithmic, so that what grows from a speck is half its length's root at half time
and what merely changes size does so evenly. Rotations turn the shorter way (Shoemake 1985); colours mix in
linear light. What is asked as a share goes through `even` first, so that a morph without easing changes as much
in its first second as in its last. Midway the blend radii of parts that change much are wider, and `mend` closes
what gaps are left.
"""

from __future__ import annotations

import numpy as np
from scipy.spatial.transform import Rotation

from engine.form import kernel
from engine.form.field import tabulate
from engine.form.motion import SPIN
from engine.form.outline import outline
from engine.form.parts import Parts, gauge
from engine.form.pieces import labels
from engine.form.surface import linear, srgb
from engine.form.unit import own_of, unit_of

WIDEST = 2.25
"""Blend radii of parts that change most are this much wider at half time."""
REACH = 1.02
"""A joint up to this gauge of a part is held by it."""

PACE = 17
"""Moments at which a morph's pace is measured."""
TICK = 0.05
"""A change of shape by less than this share of the sizes hardly sets the pace."""
ATTEMPTS = 5
"""Steps a limb may take to reach the rest."""


class MorphError(ValueError):
    """The two ends are not aligned part by part."""


def between(first: Parts, last: Parts, share: float, *, swept: tuple[float, float] = (0.0, 0.0),
            mended: bool = True) -> Parts:
    """The object at `share` of the way. `mended`: close gaps that neither end has.

    What spins cannot pass over by its share alone, since a spin is a whole number of turns a cycle: `swept` says how
    many cycles the first object's spins have turned, and the last one's (`spinning`).
    """
    if len(first) != len(last) or (first.parent != last.parent).any():
        raise MorphError(f"parts are not aligned ({len(first)} and {len(last)}): match the two objects first")
    share = float(np.clip(share, 0.0, 1.0))
    if share in (0.0, 1.0):
        return first if share == 0.0 else last
    change = _change(first, last)
    mixed = _mixed(first, last, share, change)
    there = [np.round(parts.motion[:, SPIN]) * (cycles + weight * parts.phase)
             for parts, cycles, weight in zip((first, last), swept, (1.0 - share, share))]
    mixed.motion[:, SPIN] = 0.0
    mixed = mixed.changed(turned=there[0] + there[1])
    made = _placed(mixed, first, last, share)
    if not mended:
        return made
    moved = mend(made)
    move = smooth(np.array(min(share, 1.0 - share) / 0.04)) * (moved.centre - made.centre)
    return made.changed(centre=made.centre + move, joint=made.joint + move)


def spinning(share: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """How much of the first object's spin is left at a share, and how much of the last one's has begun, 0..1.

    In the middle, where a wheel is round no more, nothing spins.
    """
    return 1.0 - smooth(2.0 * share), smooth(2.0 * share - 1.0)


def smooth(share: np.ndarray) -> np.ndarray:
    """0..1 with a level beginning and end, beyond which it stays."""
    share = np.clip(share, 0.0, 1.0)
    return share * share * (3.0 - 2.0 * share)


def even(first: Parts, last: Parts) -> np.ndarray:
    """The shares [PACE] by which equally much has changed from one to the next, 0 the first and 1 the last.

    Of the pace a third at least is the share's own, so that a change of colour alone takes its time too.
    """
    shares = np.linspace(0.0, 1.0, PACE)
    points = [outline(between(first, last, share, mended=False)) for share in shares.tolist()]
    area = first.size.prod(1) ** (2.0 / 3.0) + last.size.prod(1) ** (2.0 / 3.0)
    moved = np.array([(np.linalg.norm(b - a, axis=2).mean(1) * area).sum() for a, b in zip(points, points[1:])])
    own = max(0.5 * moved.sum(), TICK * float((np.linalg.norm(first.size, axis=1) * area).sum()))
    done = np.concatenate([[0.0], np.cumsum(moved + own / len(moved))])
    return np.interp(shares, done / done[-1], shares)


def _lerp(a: np.ndarray, b: np.ndarray, share: float) -> np.ndarray:
    return a + (b - a) * share


def _length(a: np.ndarray, b: np.ndarray, share: float) -> np.ndarray:
    return _lerp(np.sqrt(a), np.sqrt(b), share) ** 2


def _turned(a: np.ndarray, b: np.ndarray, share: float) -> np.ndarray:
    """Matrices [part, 3, 3] on the shorter way from a to b."""
    way = Rotation.from_matrix(a.transpose(0, 2, 1) @ b).as_rotvec()
    return a @ Rotation.from_rotvec(way * share).as_matrix()


def _mixed(first: Parts, last: Parts, share: float, change: np.ndarray) -> Parts:
    """All that does not depend on other parts."""
    solid_a, solid_b = first.shell <= 0, last.shell <= 0
    # a solid is a cup whose wall is as thick as it and whose cavity has no depth
    full_a, full_b = (0.8 * parts.size[:, ::2].min(1) for parts in (first, last))
    shell_a = np.where(solid_a, np.where(solid_b, 0.0, full_a), first.shell)
    shell_b = np.where(solid_b, np.where(solid_a, 0.0, full_b), last.shell)
    light = _lerp(linear(first.colour), linear(last.colour), share)
    wider = 1.0 + (WIDEST - 1.0) * 4.0 * share * (1.0 - share) * change
    return first.changed(
        rotation=_turned(first.rotation, last.rotation, share), frame=_turned(first.frame, last.frame, share),
        size=_length(first.size, last.size, share), exponents=_lerp(first.exponents, last.exponents, share),
        taper=_lerp(first.taper, last.taper, share), bend=_lerp(first.bend, last.bend, share),
        shell=_length(shell_a, shell_b, share),
        open=_lerp(np.where(solid_a, 0.0, first.open), np.where(solid_b, 0.0, last.open), share),
        blend=_length(first.blend, last.blend, share) * wider, colour=srgb(light),
        surface=_lerp(first.surface, last.surface, share), motion=_lerp(first.motion, last.motion, share),
        rise=_lerp(first.rise, last.rise, share),
        phase=first.phase + _nearest_turn(last.phase - first.phase) * share,
        second=srgb(_lerp(linear(first.second), linear(last.second), share)),
        grain=_lerp(first.grain, last.grain, share), relief=_lerp(first.relief, last.relief, share),
        material=first.material if share < 0.5 else last.material,
        pattern=first.pattern if share < 0.5 else last.pattern,
        slot=first.slot if share < 0.5 else last.slot, copy=first.copy if share < 0.5 else last.copy,
    )


def _nearest_turn(cycles: np.ndarray) -> np.ndarray:
    return cycles - np.round(cycles)


def _change(first: Parts, last: Parts) -> np.ndarray:
    """How much each part changes, 0 nothing .. 1 much: size, direction, place, form."""
    grown = np.abs(np.log(last.size / first.size)).max(1)
    turned = Rotation.from_matrix(first.rotation.transpose(0, 2, 1) @ last.rotation).magnitude()
    span = np.linalg.norm(np.ptp(np.concatenate([first.centre, last.centre]), axis=0)) + 1e-9
    away = np.linalg.norm((last.centre - last.centre[0]) - (first.centre - first.centre[0]), axis=1) / span
    form = np.abs(last.exponents - first.exponents).max(1) + np.abs(last.taper - first.taper)
    return np.clip(grown + turned + 4.0 * away + 0.5 * form - 0.25, 0.0, 1.0)


def hosts(parts: Parts) -> np.ndarray:
    """The part that holds each part's joint, [part]; -1 for the root.

    Its parent where the joint lies in it, else the earlier part that the joint lies deepest in.
    """
    count = len(parts)
    index = np.repeat(np.arange(count), count)
    unit = unit_of(parts, index, np.tile(parts.joint, (count, 1)))
    value = gauge(unit, parts.exponents[index]).reshape(count, count)     # [host, part]
    value[np.arange(count)[:, None] >= np.arange(count)[None]] = np.inf
    out = parts.parent.copy()
    for node in range(1, count):
        parent = max(int(out[node]), 0)
        if value[parent, node] > REACH:
            best = int(value[:, node].argmin())
            out[node] = best if value[best, node] < 0.8 * value[parent, node] else parent
    return out


def _held(unit: np.ndarray, exponents: np.ndarray) -> np.ndarray:
    """Unit coordinates drawn into the solid."""
    value = gauge(unit, exponents)
    return unit * np.minimum(1.0, REACH / np.maximum(value, 1e-9))[:, None]


def _placed(mixed: Parts, first: Parts, last: Parts, share: float) -> Parts:
    """Centres and joints from the attachments, parents first.

    A part whose host is another at either end climbs over from the one to the other along the limbs between.
    """
    every = np.arange(len(first))
    anchor = _lerp(unit_of(first, every, first.joint), unit_of(last, every, last.joint), share)
    own = np.einsum("nij,nj->ni", mixed.rotation, own_of(mixed, every, anchor))
    hosts_a, hosts_b = hosts(first), hosts(last)
    on_a, on_b = (_attached(mixed, first, last, hosts_a, hosts_b, host, share) for host in (hosts_a, hosts_b))
    up = np.where(hosts_a == hosts_b, hosts_a, first.parent)
    over = float(smooth(np.array(share)))
    centre, joint = np.empty_like(mixed.centre), np.empty_like(mixed.joint)
    for node in range(len(centre)):
        a, b = hosts_a[node], hosts_b[node]
        if first.parent[node] < 0:
            centre[node] = _lerp(first.centre[node], last.centre[node], share)
            joint[node] = centre[node] + own[node]
            continue
        joint[node] = centre[a] + mixed.rotation[a] @ on_a[node]
        if a != b:
            there = centre[b] + mixed.rotation[b] @ on_b[node]
            way = [joint[node], *(joint[k] for k in _climb(up, int(a), int(b))), there]
            joint[node] = _along(np.array(way), over)
        centre[node] = joint[node] - own[node]
    return mixed.changed(centre=centre, joint=joint)


def _attached(mixed: Parts, first: Parts, last: Parts, hosts_a: np.ndarray, hosts_b: np.ndarray,
              hosts_now: np.ndarray, share: float) -> np.ndarray:
    """Each joint in its host's own frame [part, 3] m, inside the host also at the end where it has another."""
    host = np.maximum(hosts_now, 0)
    a, b = unit_of(first, host, first.joint), unit_of(last, host, last.joint)
    a = np.where((hosts_a == host)[:, None], a, _held(a, first.exponents[host]))
    b = np.where((hosts_b == host)[:, None], b, _held(b, last.exponents[host]))
    return own_of(mixed, host, _lerp(a, b, share))


def _climb(up: np.ndarray, start: int, end: int) -> list[int]:
    """The parts whose joints lie on the way from part `start` to part `end` in the tree `up`, in order."""
    rising, falling = [start], [end]
    while rising[-1] != falling[-1]:
        longer = rising if rising[-1] > falling[-1] else falling
        longer.append(int(up[longer[-1]]))
    return rising[:-1] + falling[-2::-1]


def _along(points: np.ndarray, share: float) -> np.ndarray:
    """The point at a share of the length of a polyline [point, 3]."""
    steps = np.linalg.norm(np.diff(points, axis=0), axis=1)
    past = np.concatenate([[0.0], np.cumsum(steps)])
    return np.array([np.interp(share * past[-1], past, column) for column in points.T])


def mend(parts: Parts, *, overlap: float = 0.05) -> Parts:
    """Move bodies by the shortest way onto that of the root, so that the union is in one piece.

    Those whose first part comes first are moved first, whole and with all that hangs on them; what is joined already
    stays where it is. `overlap`: how deep the first part must go in, as a share of its least half extent.
    """
    body = labels(parts)
    if body.max(initial=0) == 0:
        return parts
    table, points = tabulate(parts), outline(parts)[:, ::3].copy()
    centre, joint = parts.centre.copy(), parts.joint.copy()
    under = _descendants(parts.parent)
    placed = body == body[0]
    for node in range(1, len(parts)):
        if placed[node]:
            continue
        enough, members = overlap * float(parts.size[node].min()), np.flatnonzero(body == body[node])
        mine = np.unique(np.concatenate([under[member] for member in members]))
        mine = mine[~placed[mine]]
        for _ in range(ATTEMPTS):           # the distance is a lower bound: a step may fall short
            gap, here, there = kernel.closest(table, points, node, placed, enough)
            way = there - here
            length = float(np.linalg.norm(way))
            if gap <= -0.9 * enough or length < 1e-9:
                break
            move = way / length * (gap + enough) * (1.0 if gap > 0.0 else -1.0)
            centre[mine] += move
            joint[mine] += move
            points[mine] += move
            table[mine, kernel.CENTRE:kernel.AXES] += move
        placed[members] = True
    return parts.changed(centre=centre, joint=joint)


def _descendants(parent: np.ndarray) -> list[np.ndarray]:
    """Each part and all that hang on it."""
    under: list[list[int]] = [[node] for node in range(len(parent))]
    for node in range(len(parent) - 1, 0, -1):
        if parent[node] >= 0:
            under[parent[node]] += under[node]
    return [np.array(sorted(nodes)) for nodes in under]
