"""The surface of an object: one closed mesh of its parts' smooth union, ready to skin.

In     Parts (m, object frame); cells along the longest side.
Out    Surface: watertight, wound outwards, with normals, colours, parts and skin weights.
Raises SurfaceError when there are no parts, numbers are not finite or cells are not 8..512.
Knows nothing of diffusion, documents, file formats or Qt.

Narrow band and triangles: engine.form.lattice. Normals are the field's gradient, not the mesh's.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import NamedTuple

import numpy as np

from engine.form import finish, kernel, lattice
from engine.form.field import Field
from engine.form.parts import Parts

MARGIN = 2
"""Free cells around the object."""
CRUMB = 24
"""A body of fewer vertices is dropped."""
LIFTS = (1.0, 4.0 / 3.0, 5.0 / 3.0)
"""Shares of the lift that are tried until the surface is one body."""


class SurfaceError(ValueError):
    """The parts have no surface, or cells are out of range."""


@dataclass(frozen=True)
class Surface:
    positions: np.ndarray   # [vertex, 3] float32, m, object frame
    normals: np.ndarray     # [vertex, 3] float32, unit, outward
    faces: np.ndarray       # [face, 3] uint32, counter-clockwise seen from outside
    colours: np.ndarray     # [vertex, 3] float32, sRGB 0..1
    part: np.ndarray        # [vertex] int32, nearest part
    joints: np.ndarray      # [vertex, 4] uint16, strongest part first; 0 where the weight is 0
    weights: np.ndarray     # [vertex, 4] float32, sum to 1


def surface(parts: Parts, *, cells: int = 64, blend: float = 1.0, relaxations: int = 2,
            lift: float = 0.45) -> Surface:
    """Mesh of the union. `cells` along the longest side; `blend` multiplies every blend radius.

    The triangles are found `lift` cells outside the surface and then drawn onto it, so that fins and rims
    thinner than a cell neither fray nor vanish; gaps narrower than twice that close. Where a link is so thin that
    the surface falls apart all the same, it is looked for farther outside.
    """
    if not 8 <= cells <= 512:
        raise SurfaceError(f"cells must be 8..512, not {cells}")
    field = _field(parts, blend)
    corner, spacing, blocks = _grid(field, cells)
    table = field.table
    softness = skin_softness(parts, spacing)
    reach = np.maximum(table[:, kernel.WIDTH], 7.0 * softness) + 2.0 * spacing
    tries = []
    for share in LIFTS:
        tries.append(_wrapped(table, reach, corner, spacing, blocks, share * lift * spacing))
        if tries[-1].bodies == 1:
            break
    found = [each for each in tries if each.bodies]
    if not found:
        raise SurfaceError(f"nothing of the object is as large as one of {cells} cells; ask for more cells")
    positions, faces, home, lists, lengths, _ = min(found, key=lambda each: each.bodies)
    normals = np.zeros_like(positions)
    finish.relax(table, positions, normals, faces, home, lists, lengths, relaxations, spacing)
    count = len(positions)
    light, owner = np.empty((count, 3)), np.empty(count, np.int32)
    joints, weights = np.zeros((count, 4), np.uint16), np.zeros((count, 4), np.float32)
    finish.attributes(table, positions, home, lists, lengths, linear(parts.colour), softness,
                      0.12 * parts.blend, spacing, light, owner, joints, weights)
    return Surface(positions.astype(np.float32), normals.astype(np.float32), faces.astype(np.uint32),
                   srgb(light).astype(np.float32), owner, joints, weights)


def skin_softness(parts: Parts, spacing: float = 0.0) -> np.ndarray:
    """Temperature of the skin's softmin [m], [part]: wider where the blend is."""
    low, high = parts.centre.min(0), parts.centre.max(0)
    size = float(np.linalg.norm(high - low)) + float(parts.size.max())
    return 0.35 * parts.blend + 0.004 * size


def linear(colour: np.ndarray) -> np.ndarray:
    """sRGB to linear light (IEC 61966-2-1)."""
    colour = np.asarray(colour, float)
    return np.where(colour <= 0.04045, colour / 12.92, ((colour + 0.055) / 1.055) ** 2.4)


def srgb(light: np.ndarray) -> np.ndarray:
    """Linear light to sRGB (IEC 61966-2-1)."""
    light = np.clip(light, 0.0, 1.0)
    return np.where(light <= 0.0031308, light * 12.92, 1.055 * light ** (1.0 / 2.4) - 0.055)


class _Wrapped(NamedTuple):
    positions: np.ndarray
    faces: np.ndarray
    home: np.ndarray        # block of each vertex
    lists: np.ndarray       # parts near each block
    lengths: np.ndarray     # how many
    bodies: int


def _wrapped(table: np.ndarray, reach: np.ndarray, corner: np.ndarray, spacing: float, blocks: tuple[int, int, int],
             level: float) -> _Wrapped:
    """Triangles around the object at the distance `level` [m].

    Without the specks that a tip thinner than a cell breaks into, and without sealed hollows: their walls and
    whatever they hold.
    """
    values, number, queue, lists, lengths = lattice.band(table, reach, corner, spacing, blocks, 1.3, level)
    positions, home, edge = lattice.crossings(values, number, queue, corner, spacing)
    faces = lattice.triangulate(values, number, edge, lattice.TRIANGLES, lattice.EDGES)
    names, body = np.unique(lattice.bodies(faces, len(positions)), return_inverse=True)
    if len(names) < 2:
        return _Wrapped(positions, faces, home, lists, lengths, len(names))
    order, starts = _groups(body)
    low, high = (end.reduceat(positions[order], starts) for end in (np.minimum, np.maximum))
    volume = np.bincount(body[faces[:, 0]], np.linalg.det(positions[faces]), minlength=len(names)) / 6.0
    dropped = (np.bincount(body) < CRUMB) | (volume < 0.0)
    for hollow in np.flatnonzero(volume < 0.0):
        dropped |= (low >= low[hollow]).all(1) & (high <= high[hollow]).all(1)
    if dropped.all():
        return _Wrapped(positions, faces, home, lists, lengths, len(names))
    keep = ~dropped[body]
    moved = np.cumsum(keep, dtype=np.int32) - 1
    return _Wrapped(positions[keep], moved[faces[keep[faces[:, 0]]]], home[keep], lists, lengths,
                    int((~dropped).sum()))


def _groups(name: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(order that puts equal names side by side, where each of them begins in it)."""
    order = np.argsort(name, kind="stable")
    return order, np.flatnonzero(np.diff(name[order], prepend=-1))


def _field(parts: Parts, blend: float) -> Field:
    if len(parts) == 0:
        raise SurfaceError("an object without parts has no surface")
    for column in fields(parts):
        if not np.isfinite(getattr(parts, column.name)).all():
            raise SurfaceError(f"the parts' {column.name} hold numbers that are not finite")
    return Field(parts, blend=blend)


def _grid(field: Field, cells: int) -> tuple[np.ndarray, float, tuple[int, int, int]]:
    """(first lattice point [3] m, spacing m, blocks along each axis)."""
    low, high = field.bounds()
    spacing = float((high - low).max()) / (cells - MARGIN)
    blocks = np.ceil(((high - low) / spacing + MARGIN + 1) / lattice.BLOCK).astype(int)
    corner = 0.5 * (low + high) - 0.5 * (blocks * lattice.BLOCK - 1) * spacing
    return corner, spacing, (int(blocks[0]), int(blocks[1]), int(blocks[2]))
