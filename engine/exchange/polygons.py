"""Polygons: the quads that a clip's triangles are halves of, for the formats that hold quads.

In     faces of a Clip and its `quads`.   Out   how many corners each polygon has, and which; or the same triangles in
       an order of corners that tells a quad.
Raises nothing.   Knows nothing of files.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from engine.bake.clip import Clip

NGONS = "FB_ngon_encoding"
"""The extension of glTF that says of a file: triangles which follow each other and begin with one vertex are one
polygon. Few readers know it; to the others they are triangles."""


@dataclass(frozen=True)
class Polygons:
    counts: np.ndarray       # [polygon] corners: 3 or 4
    corners: np.ndarray      # vertices of all, one polygon after the other
    owner: np.ndarray        # [face] which polygon it is of


def polygons(faces: np.ndarray, quads: np.ndarray | None) -> Polygons:
    """Those of some of a clip's faces [face, 3] in their order; `quads` [face] of the same faces, or None."""
    first = _firsts(quads, len(faces))
    second = np.concatenate([[False], first[:-1]])
    rings = np.full((len(faces), 4), -1, np.int64)
    rings[:, :3] = faces
    rings[first] = _rings(faces[first], faces[second])
    kept = rings[~second]
    return Polygons(np.where(first, 4, 3)[~second], kept[kept >= 0], np.cumsum(~second) - 1)


def with_quads(clips: Sequence[Clip], asked: bool) -> list[Clip]:
    """The clips with the quads that they have, or none where none are asked for."""
    return list(clips) if asked else [replace(clip, quads=None) for clip in clips]


def of_clip(clip: Clip, run: np.ndarray) -> Polygons:
    """Those of a clip's faces of these numbers."""
    return polygons(clip.faces[run].astype(np.int64), None if clip.quads is None else clip.quads[run])


def split(clip: Clip, rows: Sequence[np.ndarray]) -> np.ndarray:
    """The clip's `quads` [face] without those whose halves are of two of the `rows` of face numbers."""
    assert clip.quads is not None
    row = np.zeros(len(clip.faces), np.int64)
    for number, faces in enumerate(rows):
        row[faces] = number
    first = np.flatnonzero(_firsts(clip.quads, len(clip.faces)))
    out = clip.quads.copy()
    parted = first[row[first] != row[first + 1]]
    out[parted], out[parted + 1] = -1, -1
    return out


def whole(faces: np.ndarray, quads: np.ndarray | None) -> np.ndarray | None:
    """The quads whose halves share two vertices."""
    if quads is None:
        return None
    first = np.flatnonzero(_firsts(quads, len(faces)))
    shared = (faces[first][:, :, None] == faces[first + 1][:, None]).any(2).sum(1)
    out = quads.copy()
    parted = first[shared != 2]
    out[parted], out[parted + 1] = -1, -1
    return out


def fanned(faces: np.ndarray, quads: np.ndarray | None) -> np.ndarray:
    """The faces, their corners turned so that two that follow each other begin with one vertex where they are
    the halves of a quad, and nowhere else (NGONS)."""
    first = _firsts(quads, len(faces))
    out, last = faces.copy(), -1
    rings = np.zeros((len(out), 4), out.dtype)
    rings[first] = _rings(out[first], out[1:][first[:-1]])
    for at in np.flatnonzero(~np.concatenate([[False], first[:-1]])).tolist():
        if not first[at]:
            out[at] = np.roll(out[at], -1) if out[at, 0] == last else out[at]
        else:           # either end of the edge that halves it
            ring = np.roll(rings[at], -1)
            ring = np.roll(ring, -2) if ring[0] == last else ring
            out[at], out[at + 1] = ring[[0, 1, 2]], ring[[0, 2, 3]]
        last = int(out[at, 0])
    return out


def unfanned(faces: np.ndarray) -> np.ndarray | None:
    """The quads [face] that the order of corners tells; None where it tells none. What is a fan of more than two
    triangles stays those."""
    if not len(faces):
        return None
    group = np.cumsum(np.concatenate([[True], faces[1:, 0] != faces[:-1, 0]])) - 1
    pair = np.bincount(group)[group] == 2
    first = np.flatnonzero(pair)[::2]
    apart = first[faces[first, 2] != faces[first + 1, 1]]
    pair[apart] = pair[apart + 1] = False
    return np.where(pair, group, -1) if pair.any() else None


def stay_triangles(clips: Sequence[Clip]) -> list[str]:
    """What is not made of quads though they were asked for."""
    return [f"{clip.name} stays triangles: {_why(clip)}." for clip in clips
            if clip.quads is None or not _firsts(clip.quads, len(clip.faces)).any()]


def count(clips: Sequence[Clip]) -> int:
    """Quads of them all."""
    return sum(number_of(clip.quads) for clip in clips)


def number_of(quads: np.ndarray | None) -> int:
    return 0 if quads is None else int(_firsts(quads, len(quads)).sum())


def _why(clip: Clip) -> str:
    if clip.report.get("rig"):
        return "a rig is one smooth skin, which has no quads; a clip has"
    if "meets" in clip.report:
        return "a surface that becomes an imported one, or comes from it, is cut into triangles for that"
    return "its file holds triangles"


def _firsts(quads: np.ndarray | None, faces: int) -> np.ndarray:
    """[face] whether with the face after it it makes a quad."""
    out = np.zeros(faces, bool)
    if quads is not None:
        out[:-1] = (quads[:-1] == quads[1:]) & (quads[:-1] >= 0)
    return out


def _rings(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """Corners [quad, 4] of pairs of triangles that share an edge, from the corner that only the first has."""
    lone = (first[:, :, None] != second[:, None, :]).all(2).argmax(1)
    far = (second[:, :, None] != first[:, None, :]).all(2).argmax(1)
    rows = np.arange(len(first))
    return np.stack([first[rows, lone], first[rows, (lone + 1) % 3], second[rows, far],
                     first[rows, (lone + 2) % 3]], 1)
