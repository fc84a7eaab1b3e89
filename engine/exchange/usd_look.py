"""What an object looks like, as USD preview surfaces with their pictures.

In     a Clip, its name in the file, the stage.   Out   materials on the stage, the faces of each, the pictures' files.
Raises nothing.   Knows nothing of joints, of animation or of where files go.

After the UsdPreviewSurface specification. It cannot multiply a picture by the vertices' colours: faces whose vertices
carry a tint (they change colour in a morph) have a material for each colour that there is, with keys; where every
vertex has its own, `displayColor` holds the whole colour, as it is at first (Blender takes a mesh whose primvars have
keys from the file anew for each frame, and loses its blend shapes). Every other face has its picture.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from pxr import Gf, Sdf, Usd, UsdGeom, UsdShade, Vt

from engine.bake.clip import AS_THEY_ARE, Clip, Material, Texture
from engine.bake.evaluate import colours
from engine.exchange.dress import dressed
from engine.exchange.names import RULES, unique
from engine.exchange.polygons import Polygons, polygons, split
from engine.vocabulary.layers import LAYERS

MOST_TINTS = 64
"""Colours of one object that have a material each."""
COLOUR_STEP = 1.0 / 512.0
"""How far a colour's curve may be off between the keys that are kept."""
VERTICES = -1
USD_LAYERS = {"clearcoat": {"clearcoat": "clearcoatFactor", "clearcoatRoughness": "clearcoatRoughnessFactor"},
              "ior": {"ior": "ior"}}
"""Inputs of a preview surface, and the layers' factors that they are; transmission is told as opacity."""
_TYPES = Sdf.ValueTypeNames


@dataclass
class Pictures:
    """The files that materials show, by their names; equal ones are kept once."""

    folder: str                             # of the files, relative to the layer
    files: dict[str, bytes] = field(default_factory=dict)

    def put(self, name: str, data: bytes) -> str:
        """The asset path of a picture."""
        ending = ".jpg" if data.startswith(b"\xff\xd8") else ".png"
        known = next((key for key, kept in self.files.items() if kept == data), None)
        if known is None:
            known = f"{unique([name], {key.rpartition('.')[0] for key in self.files}, RULES['usd'])[0]}{ending}"
            self.files[known] = data
        return f"./{self.folder}/{known}"


@dataclass(frozen=True)
class Row:
    """Faces of one material."""

    material: Material
    faces: np.ndarray                       # their numbers
    tint: int | None = None                 # the vertex whose colour all of them have, or VERTICES: each its own


@dataclass(frozen=True)
class Look:
    clip: Clip
    rows: tuple[Row, ...]
    images: tuple[bytes, ...]
    base: np.ndarray                        # [vertex, 3] linear colour that a tint multiplies
    polygons: Polygons                      # each of one row alone

    def colour(self, key: int, vertices: np.ndarray | slice = slice(None)) -> np.ndarray:
        """Linear colours of vertices at a key."""
        clip = self.clip
        change = np.tensordot(clip.target_weights[key].astype(np.float64), clip.target_tints[:, vertices], 1)
        return (self.base[vertices] * (clip.tint[vertices] + change)).clip(0.0, 1.0)

    @property
    def by_vertices(self) -> bool:
        return any(row.tint == VERTICES for row in self.rows)


def look(clip: Clip) -> Look:
    """The clip's materials and faces, those of a palette too."""
    tinted = (np.abs(clip.tint - 1.0).max(1) > 1e-6) | (np.abs(clip.target_tints).max((0, 2), initial=0.0) > 1e-6)
    materials, images, runs = dressed(clip)
    if not clip.materials:
        base = colours(clip, np.ones((len(clip.positions), 3)))
    else:
        base = np.ones((len(clip.positions), 3))
        for material, run in zip(materials, runs):
            base[clip.faces[run]] = material.colour[:3]
            if material.colour_texture is not None:
                tinted[clip.faces[run]] = False
    tint, sort = tinted[clip.faces].any(1), _sorts(clip, base, tinted)[clip.faces]
    alike = (sort == sort[:, :1]).all(1)
    if len(np.unique(sort[alike])) > MOST_TINTS:
        alike[:] = False
    rows = []
    for material, run in zip(materials, runs):
        rows.append(Row(material, run[~tint[run]]))
        even = run[tint[run] & alike[run]]
        for chosen in np.unique(sort[even, 0]):
            mine = even[sort[even, 0] == chosen]
            rows.append(Row(material, mine, int(clip.faces[mine[0], 0])))
        rows.append(Row(material, run[tint[run] & ~alike[run]], VERTICES))
    rows = tuple(row for row in rows if len(row.faces))
    quads = None if clip.quads is None else split(clip, [row.faces for row in rows])
    return Look(clip, rows, images, base, polygons(clip.faces.astype(np.int64), quads))


def _sorts(clip: Clip, base: np.ndarray, tinted: np.ndarray) -> np.ndarray:
    """A number [vertex] for each colour and its changes; 0 for what has no tint."""
    told = np.concatenate([base, clip.tint, *clip.target_tints], 1)[tinted]
    out = np.zeros(len(base), np.int64)
    if len(told):
        out[tinted] = np.unique(np.round(told, 4), axis=0, return_inverse=True)[1].reshape(-1) + 1
    return out


def kept_keys(clip: Clip) -> list[int]:
    """The keys between which the weights that colours follow are straight, within COLOUR_STEP (Douglas, Peucker)."""
    moves = np.abs(clip.target_tints).max((1, 2), initial=0.0) > 1e-6
    curve, times = clip.target_weights[:, moves].astype(np.float64), clip.times.astype(np.float64)
    if not moves.any() or np.ptp(curve, axis=0).max(initial=0.0) < 1e-6:
        return [0]
    kept, todo = {0, len(times) - 1}, [(0, len(times) - 1)]
    while todo:
        low, high = todo.pop()
        share = ((times[low:high + 1] - times[low]) / (times[high] - times[low]))[:, None]
        off = np.abs(curve[low] + share * (curve[high] - curve[low]) - curve[low:high + 1]).max(1)
        if off.max() > COLOUR_STEP:
            middle = low + int(off.argmax())
            kept.add(middle)
            todo += [(low, middle), (middle, high)]
    return sorted(kept)


# ---- on the stage ------------------------------------------------------------------------------------


def dress(mesh: UsdGeom.Mesh, scope: str, name: str, looks: Look, pictures: Pictures, rate: float) -> None:
    """Materials under `scope`, bound to the mesh or, where there are several, to subsets of its faces."""
    stage, rows = mesh.GetPrim().GetStage(), looks.rows
    titles = unique([f"{name}_{row.material.name}{'' if row.tint is None else '_tint'}" for row in rows],
                    {child.GetName() for child in mesh.GetPrim().GetChildren()}, RULES["usd"])
    UsdGeom.Scope.Define(stage, scope)
    for title, row in zip(titles, rows):
        mine = np.unique(looks.polygons.owner[row.faces]).astype(np.int32)
        made = _Maker(stage, f"{scope}/{title}", name, row.material, looks.images, pictures).made(
            None if row.tint is None else _Tint(looks, row, rate))
        at = mesh.GetPrim()
        if len(rows) > 1:
            subset = UsdGeom.Subset.CreateGeomSubset(
                mesh, title, UsdGeom.Tokens.face, Vt.IntArray.FromNumpy(mine),
                UsdShade.Tokens.materialBind, UsdGeom.Tokens.partition)
            at = subset.GetPrim()
        UsdShade.MaterialBindingAPI.Apply(at).Bind(made)
    if len(rows) > 1:
        UsdShade.MaterialBindingAPI.Apply(mesh.GetPrim()).SetMaterialBindSubsetsFamilyType(UsdGeom.Tokens.partition)


class _Tint:
    """The colour of faces that no picture shows."""

    def __init__(self, looks: Look, row: Row, rate: float) -> None:
        self.by_vertices, clip = row.tint == VERTICES, looks.clip
        vertices = np.unique(clip.faces[row.faces]) if self.by_vertices else np.array([row.tint])
        self.keys = [(float(np.round(float(clip.times[key]) * rate, 6)),
                      Gf.Vec3f(*map(float, looks.colour(key, vertices).mean(0))))
                     for key in ([0] if self.by_vertices else kept_keys(clip))]

    @property
    def first(self) -> Gf.Vec3f:
        return self.keys[0][1]

    def put(self, entry: UsdShade.Input) -> None:
        """The colour, and its keys where it has several."""
        entry.Set(self.first)
        if any(value != self.first for _, value in self.keys):
            for code, value in self.keys:
                entry.Set(value, Usd.TimeCode(code))


class _Maker:
    """One material and its shaders."""

    def __init__(self, stage: Usd.Stage, path: str, owner: str, row: Material, images: tuple[bytes, ...],
                 pictures: Pictures) -> None:
        self.stage, self.path, self.owner, self.row = stage, path, owner, row
        self.images, self.pictures = images, pictures
        self.material = UsdShade.Material.Define(stage, path)
        self.surface = self._shader("surface", "UsdPreviewSurface")

    def made(self, tint: _Tint | None) -> UsdShade.Material:
        row, surface = self.row, self.surface
        self.material.CreateSurfaceOutput().ConnectToSource(surface.CreateOutput("surface", _TYPES.Token))
        diffuse = "emissiveColor" if row.unlit else "diffuseColor"
        texture = None
        if row.colour_texture is not None and (tint is None or row.alpha != "opaque"):
            texture = self._texture("colour", row.colour_texture, "sRGB", scale=row.colour)
        if tint is None:
            self._input(diffuse, _TYPES.Color3f, Gf.Vec3f(*row.colour[:3]), texture and (texture, "rgb"), _TYPES.Float3)
        elif tint.by_vertices:
            reader = self._shader("paint", "UsdPrimvarReader_float3")
            reader.CreateInput("varname", _TYPES.String).Set("displayColor")
            reader.CreateInput("fallback", _TYPES.Float3).Set(tint.first)
            self._input(diffuse, _TYPES.Color3f, None, (reader, "result"), _TYPES.Float3)
        else:
            tint.put(surface.CreateInput(diffuse, _TYPES.Color3f))
        if row.unlit:
            surface.CreateInput("diffuseColor", _TYPES.Color3f).Set(Gf.Vec3f(0.0))
        else:
            self._glow()
        clear = clearness(row)
        if row.alpha != "opaque" and texture is not None:
            self._input("opacity", _TYPES.Float, None, (texture, "a"), _TYPES.Float)
        elif row.alpha != "opaque" or clear < 1.0:
            surface.CreateInput("opacity", _TYPES.Float).Set(clear * (row.colour[3] if row.alpha != "opaque" else 1.0))
        if row.alpha == "mask":
            surface.CreateInput("opacityThreshold", _TYPES.Float).Set(row.cutoff)
        self._finish()
        self._layers()
        return self.material

    def _glow(self) -> None:
        row = self.row
        if max(row.glow) > 0.0:
            glow = row.glow_texture and self._texture("glow", row.glow_texture, "sRGB", scale=(*row.glow, 1.0))
            self._input("emissiveColor", _TYPES.Color3f, Gf.Vec3f(*row.glow), glow and (glow, "rgb"), _TYPES.Float3)

    def _finish(self) -> None:
        row = self.row
        both = row.surface_texture and self._texture(
            "finish", row.surface_texture, "raw", scale=(1.0, row.roughness, row.metallic, 1.0))
        self._input("roughness", _TYPES.Float, row.roughness, both and (both, "g"), _TYPES.Float)
        if both and row.occlusion_texture == row.surface_texture:
            self._input("occlusion", _TYPES.Float, 1.0, (both, "r"), _TYPES.Float)
        elif row.occlusion_texture is not None:
            light = row.shade
            shade = self._texture("shade", row.occlusion_texture, "raw", scale=(light, light, light, 1.0),
                                  bias=(1.0 - light, 1.0 - light, 1.0 - light, 0.0))
            self._input("occlusion", _TYPES.Float, 1.0, (shade, "r"), _TYPES.Float)
        metal = both if row.metallic > 0.0 else None
        self._input("metallic", _TYPES.Float, row.metallic, metal and (metal, "b"), _TYPES.Float)
        if row.normal_texture is not None:
            b = row.bumps
            bumps = self._texture("bumps", row.normal_texture, "raw", scale=(2 * b, 2 * b, 2.0, 1.0),
                                  bias=(-b, -b, -1.0, 0.0))
            self._input("normal", _TYPES.Normal3f, None, (bumps, "rgb"), _TYPES.Float3)

    def _layers(self) -> None:
        """The clear coat and the index of refraction."""
        for layer in self.row.layers:
            given, pictures = dict(layer.factors), dict(layer.pictures)
            for slot, factor in USD_LAYERS.get(layer.key, {}).items():
                value = float(given.get(factor, LAYERS[layer.key].factors[factor].default))
                picture = pictures.get(factor.replace("Factor", "Texture"))
                shown = picture and self._texture(slot, picture, "raw", scale=(value, value, value, 1.0))
                channel = "g" if slot == "clearcoatRoughness" else "r"
                self._input(slot, _TYPES.Float, value, shown and (shown, channel), _TYPES.Float)

    def _shader(self, name: str, kind: str) -> UsdShade.Shader:
        shader = UsdShade.Shader.Define(self.stage, f"{self.path}/{name}")
        shader.CreateIdAttr(kind)
        return shader

    def _input(self, key: str, kind: Any, value: Any, source: tuple[UsdShade.Shader, str] | None, gives: Any) -> None:
        entry = self.surface.CreateInput(key, kind)
        if source:
            entry.ConnectToSource(source[0].CreateOutput(source[1], gives))
        else:
            entry.Set(value)

    def _texture(self, name: str, texture: Texture, space: str, *, scale: tuple[float, ...],
                 bias: tuple[float, ...] = (0.0, 0.0, 0.0, 0.0)) -> UsdShade.Shader:
        title = name if not self.row.faces else f"image_{texture.image + 1}"
        path = self.pictures.put(f"{self.owner}_{title}", self.images[texture.image])
        shader = self._shader(name, "UsdUVTexture")
        shader.CreateInput("file", _TYPES.Asset).Set(path)
        title, varname = ("uvs_2", "st1") if texture.second else ("uvs", "st")
        reader = UsdShade.Shader.Get(self.stage, f"{self.path}/{title}")
        if not reader:
            reader = self._shader(title, "UsdPrimvarReader_float2")
            reader.CreateInput("varname", _TYPES.String).Set(varname)
        if texture.chart != AS_THEY_ARE:
            reader = self._moved(f"{name}_uvs", texture, reader)
        shader.CreateInput("st", _TYPES.Float2).ConnectToSource(reader.CreateOutput("result", _TYPES.Float2))
        for key, way in zip(("wrapS", "wrapT"), texture.wrap):
            shader.CreateInput(key, _TYPES.Token).Set(way)
        shader.CreateInput("sourceColorSpace", _TYPES.Token).Set(space)
        for key, values, plain in (("scale", scale, 1.0), ("bias", bias, 0.0)):
            if any(value != plain for value in values):
                shader.CreateInput(key, _TYPES.Float4).Set(Gf.Vec4f(*values))
        return shader

    def _moved(self, name: str, texture: Texture, reader: UsdShade.Shader) -> UsdShade.Shader:
        """UVs as the texture has them; V goes up in USD."""
        (u, v), turn = texture.placed(np.array([0.0, 1.0])), texture.chart[2]
        shader = self._shader(name, "UsdTransform2d")
        shader.CreateInput("in", _TYPES.Float2).ConnectToSource(reader.CreateOutput("result", _TYPES.Float2))
        shader.CreateInput("scale", _TYPES.Float2).Set(Gf.Vec2f(*texture.chart[3:]))
        shader.CreateInput("rotation", _TYPES.Float).Set(float(np.degrees(turn)))
        shader.CreateInput("translation", _TYPES.Float2).Set(Gf.Vec2f(float(u), 1.0 - float(v)))
        return shader


def clearness(row: Material) -> float:
    """The opacity that its transmission leaves."""
    through = next((dict(layer.factors) for layer in row.layers if layer.key == "transmission"), {})
    return 1.0 - float(through.get("transmissionFactor", 0.0))
