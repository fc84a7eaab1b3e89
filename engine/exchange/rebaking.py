"""Rebaking: a new surface's own UVs, and the pictures of the old one drawn onto them.

In     a Primitive of the new surface, the old one.   Out   the Primitive with UVs; materials and PNG files in Pictures.
Raises AssetError where UVs cannot be laid out.   Knows nothing of files.

Each material of a mesh has pictures of its own: every texel shows what the old picture has at the nearest place of the
same material on the old surface. Bumps are turned from the old surface's tangents to the new one's.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
from PIL import Image
from scipy.ndimage import distance_transform_edt

from engine.bake.clip import AS_THEY_ARE, Material, Texture
from engine.exchange.asset import Asset, Mesh, Primitive
from engine.exchange.nearest import Places, Surface
from engine.exchange.remesher import unwrapped
from engine.exchange.tangents import tangents

if TYPE_CHECKING:
    from engine.exchange.retopology import Old

SIDES = 512, 2048
"""Texels of a new picture's side, at least and at most."""
SPREAD = 16
"""Texels round a chart that repeat its rim."""
BENT = {"normal_texture": "bumps", "clearcoat.clearcoatNormalTexture": "bumps",
        "anisotropy.anisotropyTexture": "flat"}
"""Pictures that are told along the surface's tangents."""
BLOCK = 2000
"""Faces that are drawn at a time."""


class Pictures:
    """The materials and images of an asset, and those that are added to them."""

    def __init__(self, asset: Asset) -> None:
        self.materials, self.images = list(asset.materials), list(asset.images)
        self._pixels: dict[int, np.ndarray] = {}

    def pixels(self, image: int) -> np.ndarray:
        """[row, column, 4] uint8"""
        if image not in self._pixels:
            with Image.open(io.BytesIO(self.images[image].tobytes())) as picture:
                self._pixels[image] = np.asarray(picture.convert("RGBA"))
        return self._pixels[image]

    def used(self, meshes: Sequence[Mesh]) -> tuple[tuple[Mesh, ...], tuple[Material, ...], tuple[np.ndarray, ...]]:
        """The meshes with the materials and images that they still show, numbered anew."""
        kept = sorted({p.material for mesh in meshes for p in mesh.primitives if p.material >= 0})
        shown = sorted({texture.image for k in kept for texture in self.materials[k].textures.values()})
        materials = tuple(self.materials[k].with_textures({
            slot: replace(texture, image=shown.index(texture.image))
            for slot, texture in self.materials[k].textures.items()}) for k in kept)
        return tuple(replace(mesh, primitives=tuple(
            replace(p, material=kept.index(p.material) if p.material >= 0 else -1) for p in mesh.primitives))
            for mesh in meshes), materials, tuple(self.images[k] for k in shown)

    def add(self, pixels: np.ndarray) -> int:
        """The number of a new picture [row, column, 4] 0..1."""
        bytes_ = np.round(pixels * 255.0).astype(np.uint8)
        if bytes_[..., 3].min() == 255:
            bytes_ = bytes_[..., :3]
        stream = io.BytesIO()
        Image.fromarray(np.ascontiguousarray(bytes_)).save(stream, "PNG")
        self.images.append(np.frombuffer(stream.getvalue(), np.uint8))
        return len(self.images) - 1


@dataclass(frozen=True)
class Texels:
    """Those of a square picture that a surface covers."""

    side: int
    row: np.ndarray
    column: np.ndarray
    face: np.ndarray
    share: np.ndarray        # [texel, 3] of the face's corners

    def mixed(self, values: np.ndarray, faces: np.ndarray) -> np.ndarray:
        return np.einsum("pc,pck->pk", self.share, values[faces[self.face]])

    def spread(self, values: np.ndarray) -> np.ndarray:
        """The picture [row, column, 4] with the rims of its charts repeated beyond them."""
        out, known = np.zeros((self.side, self.side, 4)), np.zeros((self.side, self.side), bool)
        out[self.row, self.column], known[self.row, self.column] = values, True
        found: Any = distance_transform_edt(~known, return_indices=True)
        away, (row, column) = found
        mean = values.mean(0)
        return np.where((away <= SPREAD)[..., None], out[row, column], mean)


def redrawn(new: Primitive, old: Old, mine: np.ndarray, pictures: Pictures, *,
            check: Callable[[], None] = lambda: None) -> Primitive:
    """The primitive with UVs and a material of new pictures, where its material has any; `mine` [face]: the old faces
    of that material."""
    from engine.exchange.retopology import of_vertices

    material = pictures.materials[new.material] if new.material >= 0 else None
    if material is None or not material.textures:
        return new
    largest = max(max(pictures.pixels(texture.image).shape[:2]) for texture in material.textures.values())
    side = 1 << int(np.ceil(np.log2(np.clip(largest, *SIDES))))
    centre, size = new.positions.mean(0), max(float(np.ptp(new.positions, axis=0).max()), 1e-30)
    source, faces, uvs = unwrapped((new.positions - centre) / size, new.faces, side, check=check)
    new = replace(of_vertices(new, source, faces), uvs=uvs)
    assert new.normals is not None
    texels = covered(uvs, faces, side)
    check()
    points, normals = (texels.mixed(values, faces) for values in (new.positions, new.normals))
    old_faces = old.faces[mine]
    at = Surface(old.positions, old_faces).at(points, normals)
    check()
    there, beside = (at.mixed(uvs, old_faces) for uvs in (old.uvs, old.second_uvs))
    drawn = {slot: replace(texture, image=-1, wrap=("clamp", "clamp"), chart=AS_THEY_ARE, second=False)
             for slot, texture in material.textures.items()}
    made: dict[tuple, int] = {}
    for slot, texture in material.textures.items():
        check()
        key = (texture, bent := BENT.get(slot))
        if key not in made:
            uvs, laid = (beside, replace(old, uvs=old.second_uvs)) if texture.second else (there, old)
            values = _sampled(pictures.pixels(texture.image), texture, texture.placed(uvs))
            if bent:
                values = _turned(values, new, texels, laid, old_faces, at, flat=bent == "flat")
            made[key] = pictures.add(texels.spread(values).clip(0.0, 1.0))
        drawn[slot] = replace(drawn[slot], image=made[key])
    pictures.materials.append(material.with_textures(drawn))
    return replace(new, material=len(pictures.materials) - 1)


def covered(uvs: np.ndarray, faces: np.ndarray, side: int) -> Texels:
    """The texels whose middle lies in a face."""
    rows = list(zip(*_lines(uvs[faces] * side, side)))
    row, column, face, share = (np.concatenate(part) for part in rows)
    return Texels(side, row, column, face, share)


def _lines(corners: np.ndarray, side: int) -> Iterator[tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]]:
    for start in range(0, len(corners), BLOCK):
        some = corners[start:start + BLOCK]
        low = np.floor(some.min(1) - 0.5).astype(int).clip(0, side - 1)
        wide = (np.ceil(some.max(1) + 0.5).astype(int).clip(1, side) - low).clip(1)
        count = wide.prod(1)
        face = np.repeat(np.arange(len(some)), count)
        step = np.arange(len(face)) - np.repeat(np.cumsum(count) - count, count)
        column, row = low[face, 0] + step % wide[face, 0], low[face, 1] + step // wide[face, 0]
        a, b, c = np.moveaxis(some[face], 1, 0)
        p = np.stack([column, row], 1) + 0.5 - a
        b, c = b - a, c - a
        double = b[:, 0] * c[:, 1] - b[:, 1] * c[:, 0]
        sound = np.abs(double) > 1e-12
        double = np.where(sound, double, 1.0)
        v, w = (p[:, 0] * c[:, 1] - p[:, 1] * c[:, 0]) / double, (b[:, 0] * p[:, 1] - b[:, 1] * p[:, 0]) / double
        share = np.stack([1.0 - v - w, v, w], 1)
        inside = sound & (share.min(1) >= -1e-9)
        yield row[inside], column[inside], start + face[inside], share[inside]


def _sampled(pixels: np.ndarray, how: Texture, uvs: np.ndarray) -> np.ndarray:
    """Values [n, 4] 0..1 of the picture at UVs, between its texels' middles; or of the nearest, where it says so."""
    cells = []
    for axis, side in ((0, pixels.shape[1]), (1, pixels.shape[0])):
        at = uvs[:, axis] * side - (0.0 if how.nearest else 0.5)
        low = np.floor(at).astype(int)
        cells.append([(_wrapped(low + k, side, how.wrap[axis]), 1.0 - abs(at - low - k)) for k in (0, 1)])
    if how.nearest:
        return pixels[cells[1][0][0], cells[0][0][0]] / 255.0
    out = np.zeros((len(uvs), 4))
    for column, along in cells[0]:
        for row, down in cells[1]:
            out += pixels[row, column] * (along * down / 255.0)[:, None]
    return out


def _wrapped(texel: np.ndarray, side: int, way: str) -> np.ndarray:
    if way == "clamp":
        return texel.clip(0, side - 1)
    if way == "repeat":
        return texel % side
    texel = texel % (2 * side)
    return np.where(texel < side, texel, 2 * side - 1 - texel)


def _turned(values: np.ndarray, new: Primitive, texels: Texels, old: Old, old_faces: np.ndarray,
            at: Places, *, flat: bool) -> np.ndarray:
    """Bumps of the old surface's tangents as the new one's; `flat`: ways along the surface, and how strong."""
    assert new.normals is not None
    assert new.uvs is not None
    along, across, up = _frame(at.mixed(tangents(old.positions, old.normals, old.uvs, old_faces), old_faces),
                               at.mixed(old.normals, old_faces))
    bump = (2.0 * values[:, :3] - 1.0) * (1.0, 1.0, 0.0 if flat else 1.0)
    bent = bump[:, :1] * along + bump[:, 1:2] * across + bump[:, 2:] * up
    along, across, up = _frame(texels.mixed(tangents(new.positions, new.normals, new.uvs, new.faces), new.faces),
                               texels.mixed(new.normals, new.faces))
    out = np.stack([(bent * axis).sum(1) for axis in (along, across, up)], 1)
    if flat:
        out[:, 2] = 0.0
    out /= np.maximum(np.linalg.norm(out, axis=1, keepdims=True), 1e-12)
    if flat:
        return np.concatenate([0.5 * out[:, :2] + 0.5, values[:, 2:3], np.ones((len(out), 1))], 1)
    out[:, 2] = np.maximum(out[:, 2], 0.05)
    return np.concatenate([0.5 * out + 0.5, np.ones((len(out), 1))], 1)


def _frame(tangent: np.ndarray, normal: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Unit axes along the picture, up it and out of the surface."""
    def unit(vector: np.ndarray) -> np.ndarray:
        return vector / np.maximum(np.linalg.norm(vector, axis=1, keepdims=True), 1e-12)

    up = unit(normal)
    along = unit(tangent[:, :3] - up * (tangent[:, :3] * up).sum(1, keepdims=True))
    return along, np.cross(up, along) * np.where(tangent[:, 3:] < 0.0, -1.0, 1.0), up
