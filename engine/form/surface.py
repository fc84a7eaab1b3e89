"""The surface of an object: one closed mesh of its parts' smooth union, ready to skin.

In     Parts (m, object frame); cells along the longest side.
Out    Surface: watertight, wound outwards, with normals, colours, parts and skin weights.
Raises SurfaceError when there are no parts, numbers are not finite or cells are not 8..512.
Knows nothing of diffusion, documents, file formats or Qt.

Narrow band and triangles: engine.form.lattice. Normals are the field's gradient, not the mesh's.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np

from engine.form import finish, kernel, lattice
from engine.form.field import Field
from engine.form.parts import Parts

MARGIN = 2
"""Free cells around the object."""
CRUMB = 24
"""A body of fewer vertices is dropped."""


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
    thinner than a cell neither fray nor vanish; gaps narrower than twice that close.
    """
    if not 8 <= cells <= 512:
        raise SurfaceError(f"cells must be 8..512, not {cells}")
    field = _field(parts, blend)
    corner, spacing, blocks = _grid(field, cells)
    table = field.table
    softness = skin_softness(parts, spacing)
    reach = np.maximum(table[:, kernel.WIDTH], 7.0 * softness) + 2.0 * spacing
    values, number, queue, lists, lengths = lattice.band(table, reach, corner, spacing, blocks, 1.3, lift * spacing)
    positions, home, edge = lattice.crossings(values, number, queue, corner, spacing)
    faces = lattice.triangulate(values, number, edge, lattice.TRIANGLES, lattice.EDGES)
    if len(faces) == 0:
        raise SurfaceError(f"nothing of the object is as large as one of {cells} cells; ask for more cells")
    positions, faces, home = _without_crumbs(positions, faces, home)
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


def _without_crumbs(positions, faces, home):
    """The mesh without the specks that a tip thinner than a cell breaks into."""
    body = lattice.bodies(faces, len(positions))
    size = np.bincount(body, minlength=len(positions))
    small = (size > 0) & (size < CRUMB)
    if not small.any() or size.max() < CRUMB:
        return positions, faces, home
    keep = ~small[body]
    number = np.cumsum(keep, dtype=np.int32) - 1
    return positions[keep], number[faces[keep[faces[:, 0]]]], home[keep]


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
