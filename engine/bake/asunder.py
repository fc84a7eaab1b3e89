"""Asunder: a side of a morph of surfaces in pieces that can fly apart.

In     a Side; how far each part's piece flies.
Out    the same side cut between its parts, a lid over each cut; when the pieces fly and the lids are shut.
Raises nothing.  Knows nothing of bones' motion, files or Qt.

A vertex is of the part that it hangs on most, and a cut runs where two parts hold the surface alike, straight through
faces, so that its edge is smooth. Either piece has vertices of its own there and a lid: rings from the rim to its
middle, or to the inner rim where the surface is hollow, in the colours of the rim, as a film would span it, inside the
body that was cut. At rest a lid lies folded on its rim, and nothing is seen of it; it is drawn shut before the pieces
part. A cut that does not close, as one through a sheet from edge to edge, has no lid.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace

import numpy as np
from scipy.sparse import coo_array, csr_array, diags_array, eye_array, vstack
from scipy.sparse.csgraph import connected_components
from scipy.sparse.linalg import spsolve
from scipy.spatial import KDTree

from engine.bake.cloth import DENSE, Cloth, Spread, deep
from engine.bake.correspondence import halfway
from engine.bake.going import blended
from engine.bake.sides import End, Flown, Side, cloth_of
from engine.form.matching import Aligned
from engine.form.styles import STYLES, swell

SHUT = 0.03
"""Share of the morph in which lids are shut before the pieces part, and opened after they have met."""
GONE = 0.55
"""Share of the way after which a piece that the other side has not is gone."""
NEAR_END = 0.02
"""Share of an edge that a cut leaves at either end."""
ALMOST = 0.2
"""Share of a cut's length that may be missing from its ring."""
FLAT = 0.35
"""Share of a rim's width that another may lie off its plane and still be its inner rim."""
SMOOTH = 0.05
"""Share of the size over which weights are evened before they are cut: lids of crooked cuts pass through the skin."""
CRUMB, CRUMBLING = 0.005, 4
"""Share of the surface below which what is cut off from a part's piece goes to a neighbour; how often that is tried."""
RING = 0.03
"""Share of the size between two rings of a lid."""
MOST_RINGS = 4
PUSHES, SLOPE, BELOW = 8, 0.3, 0.01
"""How often a lid is pushed into the body; how deep it lies there under the skin by how far it is from its rim; at
most, as a share of the size.
"""


PAIRS, SPREAD = 250, (1500, 20_000)
"""Points of a piece that are paired; points that stand for it, at least and at most."""


@dataclass(frozen=True)
class _Cuts:
    """A mesh cut between pieces. A place is a vertex, a point on an edge or one in a face."""

    blend: csr_array        # [place, vertex] what each place is made of
    faces: np.ndarray       # [face, 3] places
    piece: np.ndarray       # [face]
    owner: np.ndarray       # [face] which face it was
    rims: np.ndarray        # [rim, 2] places; the piece lies left of it
    of_rim: np.ndarray      # [rim, 2] its piece, the face that it was cut from


def flying(share: np.ndarray) -> np.ndarray:
    """How far [...] of their flight pieces are at shares of the morph [...]."""
    within = ((share - SHUT) / (1.0 - 2.0 * SHUT)).clip(0.0, 1.0)
    return np.vectorize(swell, otypes=[float])(within)


def shut(share: np.ndarray) -> np.ndarray:
    """How far [...] lids are drawn over their cuts at shares of the morph [...]."""
    return (np.minimum(share, 1.0 - share) / SHUT).clip(0.0, 1.0)


def flights(common: Aligned, style: str) -> np.ndarray:
    """How far [part, 3] m each part flies, from where it is halfway between its ends."""
    return STYLES[style].after(common.half, 1.0).centre - common.half.centre


def in_pairs(one: Cloth, other: Cloth, middle: np.ndarray) -> tuple[list[np.ndarray], list[np.ndarray]]:
    """Where the vertices of both [vertex, 3] m are halfway, each piece with the other's of the same part; whether
    [vertex] theirs has none, and shrinks to `middle` [part, 3] m by the share GONE."""
    clothes = one, other
    at, alone = [cloth.points.copy() for cloth in clothes], [np.zeros(len(cloth.points), bool) for cloth in clothes]
    areas = [np.bincount(cloth.part[cloth.faces[:, 0]], cloth.mesh.area_faces, len(middle)) for cloth in clothes]
    for piece, mine in paired(one, other):
        if all(map(len, mine)):
            large = max(float(area[piece] / area.sum()) for area in areas)
            found = halfway(one.of(mine[0]), other.of(mine[1]), pairs=PAIRS,
                            dense=int(np.clip(DENSE * large, *SPREAD)))
            for points, vertices, place in zip(at, mine, found):
                points[vertices] = place
            continue
        for points, vertices, bare in zip(at, mine, alone):
            points[vertices] += 0.5 / GONE * (middle[piece] - points[vertices])
            bare[vertices] = True
    return at, alone


def paired(one: Cloth, other: Cloth) -> Iterator[tuple[int, list[np.ndarray]]]:
    """The parts that either has pieces of, and of both the vertices of that piece [vertex]."""
    for piece in np.union1d(one.part, other.part).tolist():
        yield piece, [np.flatnonzero(cloth.part == piece) for cloth in (one, other)]


def in_pieces(side: Side, flight: np.ndarray) -> Side:
    """The side in pieces, each of which flies as far as its part, `flight` [part, 3] m."""
    cloth = cloth_of(side)
    even = cloth.smoothed(side.share, SMOOTH * cloth.size)
    cuts = _cuts(replace(side, share=even * side.share.max(0) / np.maximum(even.max(0), 1e-9)))     # small ones stay
    corners, inverse = np.unique(np.stack([cuts.faces.reshape(-1), np.repeat(cuts.piece, 3)], 1), axis=0,
                                 return_inverse=True)
    number = {tuple(pair): k for k, pair in enumerate(corners.tolist())}
    rims = np.array([[number[place, piece] for place in ends] for ends, piece in zip(
        cuts.rims.tolist(), cuts.of_rim[:, 0].tolist())], np.int64).reshape(-1, 2)
    whole, piece = _blended(side, cuts.blend[corners[:, 0]]), corners[:, 1]
    lids = _lids(whole, rims, cuts.of_rim)
    piece = np.concatenate([piece, piece[lids.source]])
    faces = np.concatenate([inverse.reshape(-1, 3), lids.faces])
    owner = np.concatenate([cuts.owner, lids.owner])
    order = np.argsort(owner, kind="stable")
    end, clip = whole.end, whole.end.clip
    ends = np.cumsum([0, *(material.faces for material in clip.materials)])
    counts = np.diff(np.searchsorted(owner[order], ends)).tolist()
    every = np.concatenate([np.arange(len(end.points)), lids.source])
    clip = replace(clip, faces=faces[order].astype(np.uint32), **{
        name: getattr(clip, name)[every] for name in ("uvs", "tint", "part")},
        materials=tuple(replace(material, faces=count) for material, count in zip(clip.materials, counts)))
    blend = csr_array(vstack([eye_array(len(end.points)), lids.blend]))
    own = blended(end.own, lambda values: blend @ values)
    flat = Cloth(blend @ end.points, end.normals[every], lids.faces, piece)
    points = _spanned(flat, lids, cloth)
    lid = points - end.points[every]
    normals = np.concatenate([end.normals, _facing(replace(flat, points=points), lids)])
    end = End(clip, points, normals, end.joints[every], end.weights[every], own)
    return replace(side, end=end, share=blend @ whole.share,
                   flown=Flown(piece, flight[piece], lid, np.zeros(len(piece), bool)))


# ---- cutting -----------------------------------------------------------------------------------------


def _labels(side: Side) -> np.ndarray:
    """The part [vertex] whose piece each vertex is of: crumbs go to what lies beside them."""
    points, faces, label = side.end.points, side.end.clip.faces.astype(np.int64), side.share.argmax(1)
    _, name = np.unique(np.round(points / max(1e-6 * float(np.ptp(points, axis=0).max()), 1e-12)), axis=0,
                        return_inverse=True)
    name = name.reshape(-1)
    own = np.empty(int(name.max()) + 1, np.int64)
    own[name] = label
    edges = name[faces[:, [0, 1, 1, 2, 2, 0]].reshape(-1, 2)]
    edges = np.concatenate([edges, edges[:, ::-1]])
    corners = points[faces]
    area = 0.5 * np.linalg.norm(np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]), axis=1)
    for _ in range(CRUMBLING):
        same = own[edges[:, 0]] == own[edges[:, 1]]
        net = coo_array((np.ones(int(same.sum())), tuple(edges[same].T)), (len(own), len(own)))
        patch = connected_components(net, directed=False)[1]
        large = np.bincount(patch[name[faces[:, 0]]], area, int(patch.max()) + 1)
        of = np.zeros(len(large), np.int64)
        of[patch] = own
        largest = np.zeros(int(own.max()) + 1)
        np.maximum.at(largest, of, large)
        crumb = (large < CRUMB * area.sum()) & (large < largest[of])
        border = ~same & crumb[patch[edges[:, 0]]] & ~crumb[patch[edges[:, 1]]]
        if not border.any():
            break
        beside = dict(zip(patch[edges[border, 0]].tolist(), own[edges[border, 1]].tolist()))
        for number, part in beside.items():
            own[patch == number] = part
    return own[name]


def _cuts(side: Side) -> _Cuts:
    faces, share = side.end.clip.faces.astype(np.int64), side.share
    count, label = len(share), _labels(side)
    of = label[faces]
    whole = np.flatnonzero((of == of[:, :1]).all(1))
    edges, which = np.unique(np.sort(faces[:, [0, 1, 1, 2, 2, 0]].reshape(-1, 2), 1), axis=0, return_inverse=True)
    low, high = edges.T
    one, other = label[low], label[high]
    before = share[low, one] - share[low, other]
    after = share[high, other] - share[high, one]
    along = (before / np.maximum(before + after, 1e-9)).clip(NEAR_END, 1.0 - NEAR_END)
    on_edge = count + which.reshape(-1, 3)                  # of ab, bc, ca
    three = np.flatnonzero((of[:, 0] != of[:, 1]) & (of[:, 1] != of[:, 2]) & (of[:, 2] != of[:, 0]))
    inner = np.full(len(faces), -1)
    inner[three] = count + len(edges) + np.arange(len(three))
    made, rims = [(faces[whole], of[whole, 0], whole)], []
    for turn in range(3):
        (a, b, c), (p, _, q) = np.roll(faces, -turn, 1).T, np.roll(on_edge, -turn, 1).T
        mine, others, last = np.roll(of, -turn, 1).T
        odd = np.flatnonzero((others == last) & (mine != others))       # the first corner alone is of its piece
        for corners, piece in (((a, p, q), mine), ((p, b, c), others), ((p, c, q), others)):
            made.append((np.stack(corners, 1)[odd], piece[odd], odd))
        for ends, piece in (((p, q), mine), ((q, p), others)):
            rims.append((np.stack(ends, 1)[odd], piece[odd], odd))
        for corners in ((a, p, inner), (a, inner, q)):
            made.append((np.stack(corners, 1)[three], mine[three], three))
        for ends in ((p, inner), (inner, q)):
            rims.append((np.stack(ends, 1)[three], mine[three], three))
    cut, piece, owner = (np.concatenate(each) for each in zip(*made))
    order = np.argsort(owner, kind="stable")
    ends, of_end, face = (np.concatenate(each) for each in zip(*rims))
    return _Cuts(_blend(count, edges, along, on_edge[three] - count), cut[order], piece[order], owner[order], ends,
                 np.stack([of_end, face], 1))


def _blend(count: int, edges: np.ndarray, along: np.ndarray, inner: np.ndarray) -> csr_array:
    """What places are made of: `count` vertices, points `along` [edge] the `edges`, those in the middle of three
    such points, `inner` [point, 3]."""
    numbers = np.arange(count)
    on = np.stack([1.0 - along, along], 1)
    rows = np.concatenate([numbers, np.repeat(count + np.arange(len(edges)), 2),
                           np.repeat(count + len(edges) + np.arange(len(inner)), 6)])
    columns = np.concatenate([numbers, edges.reshape(-1), edges[inner].reshape(-1)])
    values = np.concatenate([np.ones(count), on.reshape(-1), on[inner].reshape(-1) / 3.0])
    return csr_array((values, (rows, columns)), (count + len(edges) + len(inner), count))


def _blended(side: Side, blend: csr_array) -> Side:
    """The side's vertices made of its own by `blend` [vertex, own]; its faces are still those that it had."""
    end, clip = side.end, side.end.clip
    most = np.asarray(blend.argmax(1)).reshape(-1)

    def mixed(values: np.ndarray) -> np.ndarray:
        return (blend @ values.astype(float)).astype(values.dtype)

    normals = mixed(end.normals)
    normals /= np.maximum(np.linalg.norm(normals, axis=1, keepdims=True), 1e-9)
    clip = replace(clip, quads=None, uvs=mixed(clip.uvs), tint=mixed(clip.tint), part=clip.part[most])
    own = blended(end.own, mixed)
    return replace(side, end=End(clip, mixed(end.points), normals, end.joints[most], end.weights[most], own),
                   share=mixed(side.share))


# ---- lids --------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Lids:
    """Vertices and faces beside those there are."""

    source: np.ndarray      # [vertex] of the rim, whose looks it has
    blend: csr_array        # [vertex, vertex there is] what each is made of, but for its looks
    of: np.ndarray          # [vertex] the number of its lid
    free: np.ndarray        # [vertex] whether it is not on a rim
    faces: np.ndarray       # [face, 3], numbered after the vertices there are
    owner: np.ndarray       # [face] which face was cut there


def _lids(side: Side, rims: np.ndarray, of_rim: np.ndarray) -> _Lids:
    """Lids within `rims` [rim, 2] vertices; `of_rim` [rim, 2]: the piece, the face that was cut."""
    points = side.end.points
    size, start = float(np.linalg.norm(np.ptp(points, axis=0))), len(points)
    none = np.zeros(0, np.int64)
    made = [_Lids(none, csr_array((0, len(points))), none, none.astype(bool), none.reshape(0, 3), none)]
    for piece in np.unique(of_rim[:, 0]).tolist():
        mine = np.flatnonzero(of_rim[:, 0] == piece)
        rings = [rims[mine[ring]] for ring in _rings(points, rims[mine], size)]
        owners = [of_rim[mine[ring], 1] for ring in _rings(points, rims[mine], size)]
        within = _within(points, rings)
        for number, (ring, owner) in enumerate(zip(rings, owners)):
            if within[number] < 0:
                holes = [rings[k] for k, outer in enumerate(within) if outer == number]
                made.append(_lid(side, ring, holes, owner, (start, RING * size)))
                start += len(made[-1].source)
    joined = {field.name: np.concatenate([getattr(each, field.name) for each in made])
              for field in fields(_Lids) if field.name != "blend"}
    return _Lids(blend=csr_array(vstack([each.blend for each in made])), **joined)


def _rings(points: np.ndarray, rims: np.ndarray, size: float) -> list[np.ndarray]:
    """The `rims` [rim, 2] that follow on one another and come round, in order, by number."""
    _, name = np.unique(np.round(points[rims.reshape(-1)] / (1e-6 * size)), axis=0, return_inverse=True)
    ends = name.reshape(-1, 2)
    leaving: dict[int, list[int]] = {}
    for number, start in enumerate(ends[:, 0].tolist()):
        leaving.setdefault(start, []).append(number)
    arriving, used, out = set(ends[:, 1].tolist()), set[int](), []
    begins = [k for k, start in enumerate(ends[:, 0].tolist()) if start not in arriving]
    for first in (*begins, *range(len(ends))):
        way, at = [], first
        while at >= 0 and at not in used:
            used.add(at)
            way.append(at)
            at = next((k for k in leaving.get(int(ends[at, 1]), []) if k not in used), -1)
        if len(way) < 3:
            continue
        gap = np.linalg.norm(points[rims[way[-1], 1]] - points[rims[way[0], 0]])
        if gap <= ALMOST * np.linalg.norm(points[rims[way, 1]] - points[rims[way, 0]], axis=1).sum():
            out.append(np.array(way))
    return out


def _area(points: np.ndarray, ring: np.ndarray) -> np.ndarray:
    """The area [3] m2 within a ring [rim, 2], along its normal; the lid's outside, as the piece lies left of it."""
    one, other = points[ring[:, 0]], points[ring[:, 1]]
    middle = one.mean(0)
    return -0.5 * np.cross(one - middle, other - middle).sum(0)


def _within(points: np.ndarray, rings: list[np.ndarray]) -> list[int]:
    """Of each ring the one whose inner rim it is, -1 none: it goes the other way round in about the same plane."""
    areas = [_area(points, ring) for ring in rings]
    large = [float(np.linalg.norm(area)) for area in areas]
    out = [-1] * len(rings)
    for outer in np.argsort(large, kind="stable").tolist():
        normal = areas[outer] / max(large[outer], 1e-30)
        rim = points[rings[outer][:, 0]]
        flat = rim - rim.mean(0)
        flat = flat - (flat @ normal)[:, None] * normal
        wide = 2.0 * np.linalg.norm(flat, axis=1).mean()
        for inner in range(len(rings)):
            if inner == outer or out[inner] >= 0 or large[inner] >= large[outer] or areas[inner] @ normal >= 0.0:
                continue
            off = points[rings[inner][:, 0]] - rim.mean(0)
            within = off - (off @ normal)[:, None] * normal
            if np.abs(off @ normal).mean() < FLAT * wide and _around(flat, within, normal):
                out[inner] = outer
    return out


def _around(ring: np.ndarray, points: np.ndarray, normal: np.ndarray) -> bool:
    """Does a ring in a plane go round all of some points there, or nearly?"""
    spokes = ring[None] - points[:, None]
    ahead = np.roll(spokes, -1, 1)
    angle = np.arctan2(np.cross(spokes, ahead) @ normal, (spokes * ahead).sum(-1))
    return bool((np.abs(angle.sum(1)) > np.pi).mean() > 0.9)


def _lid(side: Side, ring: np.ndarray, holes: list[np.ndarray], owner: np.ndarray,
         to: tuple[int, float]) -> _Lids:
    """The lid within a ring [rim, 2], or between it and `holes` in it; `to`: the number of its first vertex, the m
    between its rings."""
    points, (start, step) = side.end.points, to
    rim, numbers = np.unique(ring, return_inverse=True)
    numbers = numbers.reshape(-1, 2)
    if holes:
        inner = np.concatenate([hole[:, 0] for hole in holes])
        near = inner[np.asarray(KDTree(points[inner]).query(points[rim])[1])][:, None]
    else:
        near = np.tile(ring[:, 0], (len(rim), 1))
    outer, target = _means(rim[:, None], len(points)), _means(near, len(points))
    wide = np.linalg.norm(target @ points - points[rim], axis=1).mean()
    count = int(np.clip(wide / step, 1, MOST_RINGS))
    blend = vstack([(1.0 - far) * outer + far * target for far in (np.arange(count + 1) / count).tolist()])
    every, free, faces = np.tile(rim, count + 1), np.ones((count + 1, len(rim)), bool), []
    free[0], free[-1] = False, not holes
    for k in range(count):
        (a, b), (c, d) = (k * len(rim) + numbers).T, ((k + 1) * len(rim) + numbers).T
        faces.append(np.stack([b, a, c], 1))
        if holes or k + 1 < count:
            faces.append(np.stack([b, c, d], 1))
    return _Lids(every, csr_array(blend), np.full(len(every), start), free.reshape(-1), np.concatenate(faces) + start,
                 np.tile(owner, len(faces)))


def _spanned(cloth: Cloth, lids: _Lids, body: Cloth) -> np.ndarray:
    """Where the vertices [vertex, 3] m of a side lie, of which the `lids` are the last: each a film that its rim spans,
    within the `body` that was cut, through whose skin it would pass where the cut is crooked."""
    points, place, start = cloth.points.copy(), cloth.place, len(cloth.points) - len(lids.free)
    free, count = np.flatnonzero(lids.free) + start, int(place.max()) + 1
    if not len(free):
        return points
    at, inner = np.empty((count, 3)), np.unique(place[free])
    at[place] = points
    edges = place[lids.faces[:, [0, 1, 1, 2, 2, 0]].reshape(-1, 2)]
    beside = coo_array((np.ones(len(edges)), tuple(edges.T)), (count, count)).tocsr()
    beside = ((beside + beside.T) > 0).astype(float)[inner]
    means = (diags_array(1.0 / beside.sum(1)) @ beside).tocsr()
    at[inner] += spsolve((eye_array(len(inner)) - means[:, inner]).tocsc(), means @ at - at[inner])
    onto, near, room = Spread(body), KDTree(body.points), 0.5 * deep(body)
    off_rim = np.asarray(KDTree(points[start:][~lids.free]).query(at[inner])[0])
    for turn in range(PUSHES):
        lid = at[inner] + 0.5 * (turn > 0) * (means @ at - at[inner])
        skin = np.asarray(onto.places.query(lid)[1])
        out = ((lid - onto.points[skin]) * onto.normals[skin]).sum(1)
        under = np.minimum(np.minimum(SLOPE * off_rim, BELOW * body.size), room[np.asarray(near.query(lid)[1])])
        at[inner] = lid - np.maximum(out + under, 0.0)[:, None] * onto.normals[skin]
    points[free] = at[place[free]]
    return points


def _facing(cloth: Cloth, lids: _Lids) -> np.ndarray:
    """The normals [vertex, 3] of the lids, each its own where it meets others."""
    corners, total = cloth.points[lids.faces], np.zeros_like(cloth.points)
    for corner in lids.faces.T:
        np.add.at(total, corner, np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]))
    start = len(total) - len(lids.of)
    which = np.unique(np.stack([lids.of, cloth.place[start:]], 1), axis=0, return_inverse=True)[1].reshape(-1)
    joined = np.zeros((int(which.max(initial=-1)) + 1, 3))
    np.add.at(joined, which, total[start:])
    return (joined / np.maximum(np.linalg.norm(joined, axis=1, keepdims=True), 1e-30))[which]


def _means(of: np.ndarray, count: int) -> csr_array:
    """Rows that make the mean of vertices `of` [row, n], of `count` vertices."""
    rows = np.repeat(np.arange(len(of)), of.shape[1])
    return csr_array((np.full(of.size, 1.0 / of.shape[1]), (rows, of.reshape(-1))), (len(of), count))
