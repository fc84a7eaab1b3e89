"""Clip: a mesh of one topology over time, the product of the bake and all that players need.

In     arrays.   Out   the same arrays, named, checked and packed for the wire.
Raises ValueError when shapes disagree.  Knows nothing of torch, file formats or Qt.

The vertex at time t is, as in glTF 2.0 (section 3.7): base + sum_k weight_k(t) delta_k, then the
skin sum_j w_j J_j(t) B_j^-1, where J_j(t) is joint j's global transform and B_j its bind transform,
then the object's own place in the scene. Curves are linear between keys (rotations: slerp).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields, replace
from itertools import pairwise
from typing import Any

import numpy as np

from engine.vocabulary.layers import LAYERS

ALPHAS = ("opaque", "mask", "blend")
WRAPS = ("repeat", "mirror", "clamp")
AS_THEY_ARE = (0.0, 0.0, 0.0, 1.0, 1.0)


@dataclass(frozen=True)
class Texture:
    image: int                   # number of Clip.images
    wrap: tuple[str, str] = ("repeat", "repeat")   # along u and v, of WRAPS
    nearest: bool = False        # texels are seen as squares
    chart: tuple[float, ...] = AS_THEY_ARE
    """Offset u and v, turn [rad], scale u and v of the clip's UVs before it is looked up (KHR_texture_transform)."""
    second: bool = False
    """Lies on Clip.second_uvs."""

    def placed(self, uvs: np.ndarray) -> np.ndarray:
        """Where it is looked up for UVs [n, 2] of the clip."""
        if self.chart == AS_THEY_ARE:
            return uvs
        u, v, turn, wide, tall = self.chart
        c, s = np.cos(turn), np.sin(turn)
        return uvs @ np.array([[c * wide, -s * wide], [s * tall, c * tall]]) + (u, v)

    @staticmethod
    def of_values(row: Mapping[str, Any]) -> Texture:
        """From JSON values."""
        return Texture(row["image"], tuple(row["wrap"]), row["nearest"], tuple(row["chart"]), row["second"])


@dataclass(frozen=True)
class Layer:
    """What a material has beyond colour, roughness and metal: a row of engine.vocabulary.layers."""

    key: str
    factors: tuple[tuple[str, Any], ...] = ()       # a number or a colour each; those that are not said have defaults
    pictures: tuple[tuple[str, Texture], ...] = ()


@dataclass(frozen=True)
class Material:
    """How a run of faces looks, as glTF 2.0 says it (3.9). Textures multiply the factors, which are linear."""

    name: str
    faces: int                   # how many of the clip's faces, after those of the materials before
    colour: tuple[float, float, float, float] = (1.0, 1.0, 1.0, 1.0)
    roughness: float = 1.0
    metallic: float = 0.0
    glow: tuple[float, float, float] = (0.0, 0.0, 0.0)
    alpha: str = "opaque"        # one of ALPHAS
    cutoff: float = 0.5          # of "mask"
    two_sided: bool = False
    unlit: bool = False
    bumps: float = 1.0           # how strong the normal texture is
    shade: float = 1.0           # how strong the occlusion texture is
    colour_texture: Texture | None = None          # sRGB and alpha
    surface_texture: Texture | None = None         # roughness in green, metallic in blue
    glow_texture: Texture | None = None            # sRGB
    normal_texture: Texture | None = None
    occlusion_texture: Texture | None = None       # in red
    layers: tuple[Layer, ...] = ()

    @property
    def textures(self) -> dict[str, Texture]:
        """Those there are, by their field's name; of its layers by LAYER.NAME."""
        own = {name: value for name in TEXTURES if (value := getattr(self, name)) is not None}
        return own | {f"{layer.key}.{name}": value for layer in self.layers for name, value in layer.pictures}

    @property
    def bent(self) -> bool:
        """Whether light falls on it along its tangents."""
        return self.normal_texture is not None or any(LAYERS[layer.key].bent for layer in self.layers)

    def with_textures(self, made: Mapping[str, Texture]) -> Material:
        """With others in the place of some, by the names of `textures`."""
        layers = tuple(replace(layer, pictures=tuple(
            (name, made.get(f"{layer.key}.{name}", old)) for name, old in layer.pictures)) for layer in self.layers)
        return replace(self, layers=layers, **{name: made[name] for name in TEXTURES if name in made})

    @staticmethod
    def of_values(values: dict[str, Any]) -> Material:
        """The inverse of dataclasses.asdict, from JSON values."""
        textures: dict[str, Any] = {name: Texture.of_values(row) for name in TEXTURES
                                    if (row := values[name]) is not None}
        layers: Any = tuple(Layer(row["key"], tuple((name, tuple(value) if isinstance(value, list | tuple) else value)
                                                    for name, value in row["factors"]),
                                  tuple((name, Texture.of_values(each)) for name, each in row["pictures"]))
                            for row in values["layers"])
        rest: dict[str, Any] = {name: tuple(value) if isinstance(value, list | tuple) else value
                                for name, value in values.items() if name != "layers"}
        return Material(**(rest | textures), layers=layers)


TEXTURES = ("colour_texture", "surface_texture", "glow_texture", "normal_texture", "occlusion_texture")


@dataclass(frozen=True)
class Take:
    """Another animation of a clip's skeleton and targets; arrays as the clip's own."""

    name: str
    times: np.ndarray
    target_weights: np.ndarray
    joint_translation: np.ndarray
    joint_rotation: np.ndarray
    joint_scale: np.ndarray


@dataclass(frozen=True)
class Clip:
    name: str
    positions: np.ndarray        # [vertex, 3] m, object frame, base at y = 0, bind pose
    normals: np.ndarray          # [vertex, 3] unit
    faces: np.ndarray            # [face, 3] uint32, counter-clockwise seen from outside
    uvs: np.ndarray              # [vertex, 2] into `palette`, origin top left
    palette: np.ndarray          # [height, width, 4] uint8, sRGB base colour
    surface: np.ndarray          # [height, width, 3] uint8: roughness, metallic, glow, linear
    tint: np.ndarray             # [vertex, 3] linear factor on the palette, 1 where unused
    part: np.ndarray             # [vertex] int32, which part a vertex belongs to
    joints: np.ndarray           # [vertex, 4] uint16
    weights: np.ndarray          # [vertex, 4] sum to 1; joint 0 where the weight is 0
    joint_names: tuple[str, ...]
    joint_parents: np.ndarray    # [joint] int32, -1 for the root; parents come first
    bind: np.ndarray             # [joint, 4, 4] global bind transform, object frame
    target_names: tuple[str, ...]
    target_positions: np.ndarray  # [target, vertex, 3] m
    target_normals: np.ndarray   # [target, vertex, 3]
    target_tints: np.ndarray     # [target, vertex, 3] linear; all 0 where colour does not change
    times: np.ndarray            # [key] s, increasing
    target_weights: np.ndarray   # [key, target] 0..1
    joint_translation: np.ndarray  # [key, joint, 3] m, local to the parent joint
    joint_rotation: np.ndarray   # [key, joint, 4] quaternion x y z w, local
    joint_scale: np.ndarray      # [key, joint, 3] local
    place_times: np.ndarray      # [step] s: the object's place in the scene
    place_translation: np.ndarray  # [step, 3] m
    place_rotation: np.ndarray   # [step, 4] quaternion x y z w
    place_scale: np.ndarray      # [step, 3]; 0 hides
    report: dict = field(default_factory=dict)
    """error_mean, error_worst [% of the diagonal], cuts [[s, s, why]]: from when until when another mesh is seen than
    before, of a morph that one could not show; and whatever else was measured"""
    materials: tuple[Material, ...] = ()
    """Of an imported mesh, for all its faces in order: they stand in for `palette` and `surface`, the UVs are theirs
    and may leave 0..1. None: the palette is all there is."""
    images: tuple[np.ndarray, ...] = ()
    """PNG or JPEG files, [byte] uint8, that the materials' textures show."""
    occlusion: np.ndarray | None = None
    """[height, width] uint8, beside `palette`: the share of the light from all around that reaches it, 255 all."""
    second_uvs: np.ndarray | None = None
    """[vertex, 2] of the textures that say so: ours, of occlusion where `uvs` repeat, in 0..1 with no two faces on one
    place; an imported mesh's as they come."""
    quads: np.ndarray | None = None
    """[face] int32: the two halves of a quad follow each other and have one number; -1: a triangle. None: all are."""
    runs: tuple[int, ...] = ()
    """Of meshes that take each other's place, how many targets each has, in their order: those of one do not move the
    others (engine.bake.chain). None: there is one mesh."""
    takes: tuple[Take, ...] = ()
    """Of an imported mesh, all animations of its file, for files that hold several; they do not go over the wire."""

    def arrays(self) -> dict[str, np.ndarray]:
        """Every array by its field's name; images by number."""
        named = {f.name: value for f in fields(self) if isinstance(value := getattr(self, f.name), np.ndarray)}
        return named | {f"image {index}": image for index, image in enumerate(self.images)}

    def header(self) -> dict:
        """What is not an array, as JSON values."""
        return {"name": self.name, "joint_names": list(self.joint_names),
                "target_names": list(self.target_names), "runs": list(self.runs), "report": self.report,
                "materials": [asdict(material) for material in self.materials]}

    @staticmethod
    def packed(header: dict, arrays: dict[str, np.ndarray]) -> Clip:
        """The inverse of `header` and `arrays`."""
        named = {key: value for key, value in arrays.items() if not key.startswith("image ")}
        return Clip(name=header["name"], joint_names=tuple(header["joint_names"]),
                    target_names=tuple(header["target_names"]), runs=tuple(header["runs"]), report=header["report"],
                    materials=tuple(map(Material.of_values, header["materials"])),
                    images=tuple(arrays[f"image {index}"] for index in range(len(arrays) - len(named))), takes=(),
                    **named)

    def uvs_of(self, texture: Texture) -> np.ndarray:
        """The UVs [vertex, 2] that a texture lies on."""
        return self.second_uvs if texture.second and self.second_uvs is not None else self.uvs

    def meshes(self) -> list[tuple[np.ndarray, slice]]:
        """Of each of the meshes that take each other's place its vertices [vertex], bool, and its targets."""
        starts = np.cumsum([0, *(self.runs or (len(self.target_names),))]).tolist()
        targets = [slice(start, end) for start, end in pairwise(starts)]
        mesh = np.zeros(int(self.part.max(initial=-1)) + 1, np.int64)       # of each part; nothing moves it: 0
        for number, run in enumerate(targets[1:], 1):
            moved = np.any([(array[run] != 0).any((0, 2)) for array in (
                self.target_positions, self.target_normals, self.target_tints)], axis=0)
            mesh[np.unique(self.part[moved])] = number
        return [(mesh[self.part] == number, run) for number, run in enumerate(targets)]

    @property
    def most_targets(self) -> int:
        """That one of its meshes has."""
        return max(self.runs, default=len(self.target_names))

    @property
    def duration(self) -> float:
        return float(max(self.times[-1], self.place_times[-1]))


def numbered(quads: Sequence[np.ndarray | None], faces: Sequence[int]) -> np.ndarray | None:
    """The quads of several meshes of so many `faces` each as one mesh's; none where no mesh has any."""
    if all(own is None for own in quads):
        return None
    out, start = [], 0
    for own, count in zip(quads, faces):
        own = np.full(count, -1) if own is None else own
        out.append(np.where(own < 0, -1, own + start).astype(np.int32))
        start += int(own.max(initial=-1)) + 1
    return np.concatenate(out)
