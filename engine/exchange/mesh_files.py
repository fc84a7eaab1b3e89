"""OBJ, PLY, STL and OFF as an Asset, and clouds of points.

In     a path.   Out   an Asset in the file's own units and axes, with its colours, UVs and pictures.
Raises AssetError, naming the file and what is wrong with it, whatever its bytes are.
Knows nothing of scenes.   Through trimesh; of what lies beside the file, only what is in its folder is read.
"""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import trimesh
from PIL import Image
from trimesh.resolvers import Resolver

from engine.bake.clip import Material, Texture
from engine.bake.palette import to_linear
from engine.exchange.asset import Asset, Mesh, Node, Primitive
from engine.exchange.gltf_bytes import FARTHEST, AssetError, contents, reason
from engine.exchange.gltf_looks import PictureError, shown
from engine.exchange.normals import creased

MOST_BYTES = 96 << 20
"""Of a file in these formats: text becomes several times as much in memory."""
MOST_PLACES = 6_000_000
MOST_POINTS = 20_000
"""Of a cloud; of a denser one, as many are kept as fill its box evenly."""
MATTE = Material("matte", 0, (1.0, 1.0, 1.0, 1.0), 0.6, 0.0)


def read_mesh(path: Path) -> Asset:
    kind = path.suffix.lower().lstrip(".")
    data = contents(path, path.name, most=MOST_BYTES)
    beside = _Beside(path)
    try:
        loaded = trimesh.load(io.BytesIO(data), file_type=kind, resolver=beside, process=False)
    except AssetError:
        raise
    except Exception as error:      # whatever a damaged file makes of its reader
        raise AssetError(f"{path.name} is damaged, or no {kind.upper()} file ({reason(error)})") from error
    remarks = [f"Its file {name[:60]!r} is not there: what it coloured is plain." for name in beside.missing]
    remarks += [f"Its file {name[:60]!r} lies outside its folder and is not read: put it beside {path.name}."
                for name in beside.outside]
    builder = _Builder(path, remarks)
    geometries = loaded.dump() if isinstance(loaded, trimesh.Scene) else [loaded]
    for geometry in geometries:
        if isinstance(geometry, trimesh.Trimesh):
            builder.add(geometry)
        elif isinstance(geometry, trimesh.PointCloud):
            builder.cloud(geometry)
    if not builder.primitives:
        raise AssetError(f"{path.name} holds no triangles and no points: nothing of it can be shown")
    still = Node(path.stem, -1, np.zeros(3), np.array([0.0, 0.0, 0.0, 1.0]), np.ones(3), mesh=0)
    return Asset((still,), (Mesh(path.stem, tuple(builder.primitives), np.zeros(0)),), remarks=tuple(remarks),
                 materials=tuple(builder.materials), images=tuple(builder.images))


class _Beside(Resolver):
    """Files beside the one that is read, for trimesh: from its folder alone."""

    def __init__(self, path: Path) -> None:
        self.home = path.resolve().parent
        self.missing: list[str] = []
        self.outside: list[str] = []

    def get(self, name: str) -> bytes:
        plain = str(name).strip().replace("\\", "/")
        place = (self.home / plain).resolve() if "\0" not in plain else self.home.parent
        if ":" in plain or not place.is_relative_to(self.home):
            self.outside.append(plain)
            raise ValueError("outside")
        try:
            return contents(place, plain)
        except AssetError:
            self.missing.append(plain)
            raise ValueError("missing") from None

    def write(self, name: str, data: Any) -> None:
        raise ValueError("nothing is written")

    def keys(self) -> list[str]:
        return []

    def namespaced(self, namespace: str) -> _Beside:
        return self


class _Builder:
    """Primitives and their materials, as they are found."""

    def __init__(self, path: Path, remarks: list[str]) -> None:
        self.path, self.remarks = path, remarks
        self.primitives: list[Primitive] = []
        self.materials: list[Material] = []
        self.images: list[np.ndarray] = []
        self._known: dict[int, int] = {}

    def add(self, mesh: trimesh.Trimesh) -> None:
        positions, faces = np.asarray(mesh.vertices, np.float64), np.asarray(mesh.faces, np.int64)
        self._check(positions)
        if not len(faces):
            return
        if faces.min() < 0 or faces.max() >= len(positions):
            raise AssetError(f"{self.path.name}: its faces point to vertices that are not there")
        uvs = colours = None
        material = -1
        visual = mesh.visual
        if isinstance(visual, trimesh.visual.TextureVisuals):
            uv = None if visual.uv is None else np.asarray(visual.uv, np.float64)
            if uv is not None and uv.shape == (len(positions), 2) and np.isfinite(uv).all():
                uvs = np.stack([uv[:, 0], 1.0 - uv[:, 1]], 1)
            material = self._material(visual.material, uvs is not None)
        elif visual.kind == "vertex":
            colours = _linear(visual.vertex_colors)
        elif visual.kind == "face":
            colours = _linear(np.repeat(visual.face_colors, 3, axis=0))
            at = faces.reshape(-1)
            positions, faces = positions[at], np.arange(len(at)).reshape(-1, 3)
        normals = None
        if len(positions) == len(mesh.vertices) and "vertex_normals" in mesh._cache.cache:
            normals = np.asarray(mesh.vertex_normals, np.float64)
            if not np.isfinite(normals).all() or not (np.linalg.norm(normals, axis=1) > 0.5).all():
                normals = None
        if normals is None:
            unique, merged = np.unique(positions, axis=0, return_inverse=True)
            source, over, normals = creased(unique, merged.reshape(-1)[faces])
            if uvs is None and colours is None:
                positions, faces = unique[source], over
            else:                                   # each corner keeps its own UVs and colour
                pairs = np.stack([faces.reshape(-1), over.reshape(-1)], 1)
                _, first, inverse = np.unique(pairs, axis=0, return_index=True, return_inverse=True)
                own, corner = pairs[first].T
                positions, normals, faces = positions[own], normals[corner], inverse.reshape(-1, 3)
                uvs, colours = (None if array is None else array[own] for array in (uvs, colours))
        self._put(Primitive(positions, faces, normals, uvs, colours, material=material))

    def cloud(self, cloud: trimesh.PointCloud) -> None:
        """Each point as a small octahedron."""
        points = np.asarray(cloud.vertices, np.float64)
        self._check(points)
        given = np.asarray(cloud.colors) if cloud.colors is not None else np.zeros((0, 4), np.uint8)
        colours = given if given.shape == (len(points), 4) else np.full((len(points), 4), 200, np.uint8)
        if not len(points):
            return
        kept = _spread(points)
        if len(kept) < len(points):
            self.remarks.append(f"Of its {len(points):,} points {len(kept):,} are shown, evenly spread.")
        points, colours = points[kept], colours[kept]
        volume = float(np.prod(np.maximum(np.ptp(points, axis=0), 1e-9)))
        size = max(float(np.ptp(points, axis=0).max()), 1e-9)
        radius = min(max(0.35 * (volume / len(points)) ** (1 / 3), 0.003 * size), 0.02 * size)
        corners = np.concatenate([np.eye(3), -np.eye(3)])
        sides = np.array([[0, 1, 2], [1, 3, 2], [3, 4, 2], [4, 0, 2], [1, 0, 5], [3, 1, 5], [4, 3, 5], [0, 4, 5]])
        positions = (points[:, None] + radius * corners[None]).reshape(-1, 3)
        faces = (6 * np.arange(len(points))[:, None, None] + sides[None]).reshape(-1, 3)
        self.remarks.append("It is a cloud of points: each is shown as a small octahedron.")
        self._put(Primitive(positions, faces, np.tile(corners, (len(points), 1)), None,
                            _linear(np.repeat(colours, 6, axis=0))))

    def _put(self, primitive: Primitive) -> None:
        if primitive.material < 0:
            primitive = replace(primitive, material=self._number(MATTE))
        self.primitives.append(primitive)

    def _number(self, material: Material) -> int:
        if material not in self.materials:
            self.materials.append(material)
        return self.materials.index(material)

    def _check(self, positions: np.ndarray) -> None:
        if positions.ndim != 2 or positions.shape[1] != 3 or not np.isfinite(positions).all():
            raise AssetError(f"{self.path.name}: some of its positions are not numbers")
        if len(positions) > MOST_PLACES:
            raise AssetError(f"{self.path.name} has {len(positions):,} vertices; up to {MOST_PLACES:,} are read")
        if np.abs(positions).max(initial=0.0) > FARTHEST:
            raise AssetError(f"{self.path.name} reaches {np.abs(positions).max():.3g} units from its origin")

    def _material(self, given: Any, charted: bool) -> int:
        if id(given) in self._known:
            return self._known[id(given)]
        simple = given.to_pbr() if hasattr(given, "to_pbr") else given
        colour = _linear(np.atleast_2d(255 if simple.baseColorFactor is None else simple.baseColorFactor))[0]
        picture = simple.baseColorTexture if charted else None
        texture = None if picture is None else self._picture(picture)
        rough = 0.6 if simple.roughnessFactor is None else float(simple.roughnessFactor)
        clear = float(colour[3]) < 0.999
        if texture is not None:
            colour[:3] = np.where(colour[:3] <= 0.0, 1.0, colour[:3])       # a black factor would hide the picture
        number = self._number(Material(
            str(getattr(given, "name", "") or f"material {len(self.materials) + 1}"), 0,
            (float(colour[0]), float(colour[1]), float(colour[2]), float(colour[3])), min(max(rough, 0.05), 1.0), 0.0,
            alpha="blend" if clear else "opaque", colour_texture=texture))
        self._known[id(given)] = number
        return number

    def _picture(self, picture: Image.Image) -> Texture | None:
        stream = io.BytesIO()
        try:
            picture.convert("RGBA" if "A" in picture.mode or picture.mode == "P" else "RGB").save(stream, "PNG")
            data = np.frombuffer(shown(stream.getvalue()), np.uint8)
        except (OSError, ValueError, PictureError):
            self.remarks.append("A picture of it cannot be read: what it coloured is plain.")
            return None
        for index, known in enumerate(self.images):
            if np.array_equal(known, data):
                return Texture(index)
        self.images.append(data)
        return Texture(len(self.images) - 1)


def _spread(points: np.ndarray) -> np.ndarray:
    """Numbers of at most MOST_POINTS of the points, one of each cell of a grid."""
    if len(points) <= MOST_POINTS:
        return np.arange(len(points))
    low, size = points.min(0), max(float(np.ptp(points, axis=0).max()), 1e-12)
    cells = 512
    while True:
        _, first = np.unique((cells * (points - low) / size).astype(np.int64), axis=0, return_index=True)
        if len(first) <= MOST_POINTS or cells < 4:
            return np.sort(first)[:MOST_POINTS]
        cells = int(cells * 0.85)


def _linear(colours: Any) -> np.ndarray:
    """sRGB bytes [n, 3 or 4] as linear floats [n, 4]."""
    values = np.asarray(colours)
    values = values.astype(np.float64) / (255.0 if values.dtype.kind in "ui" or values.max(initial=0.0) > 1.0 else 1.0)
    if values.ndim == 2 and values.shape[1] == 1:
        values = np.repeat(values, 4, axis=1)
    if values.shape[1] == 3:
        values = np.concatenate([values, np.ones((len(values), 1))], 1)
    return np.concatenate([to_linear(values[:, :3].clip(0.0, 1.0)), values[:, 3:4].clip(0.0, 1.0)], 1)
