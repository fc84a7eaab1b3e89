"""One clip on a USD stage: its place, its mesh, its skeleton and what moves them.

In     a Clip, its name, the stage.   Out   prims; sentences on what is not shown.
Raises nothing.   Knows nothing of files.

    /World/NAME                 Xform, kind component: the object's way through the scene, and our properties
        NAME_rig                SkelRoot
            NAME_mesh           Mesh, blend shapes and subsets of its faces
            NAME_skeleton       Skeleton, one root joint over those of the clip
                NAME_motion     SkelAnimation
        materials               Scope

After UsdSkel ("Skinning a Point", "Blend Shapes"): samples are linear between time codes, quaternions slerped, as in
glTF; only a joint's scale is stored in 16 bits, within .05 % of itself.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from pxr import Gf, Kind, Sdf, Usd, UsdGeom, UsdSkel, Vt

from engine.bake.chain import HIDDEN
from engine.bake.clip import Clip
from engine.bake.evaluate import evaluate, joints_at, to_quaternion
from engine.document.scene import Socket
from engine.exchange.finding import Finding, Remedy
from engine.exchange.names import RULES, unique
from engine.exchange.sockets import fastened, unfastened
from engine.exchange.usd_look import USD_LAYERS, Look, Pictures, dress, kept_keys, look
from engine.vocabulary.layers import LAYERS

MOST_BOXES = 25
"""Moments at which an object is looked at for its extent."""
SPARSE = 0.6
"""Share of the vertices that a blend shape moves, under which it lists them."""
STILL = 1e-9


@dataclass(frozen=True)
class Told:
    """What a file says of an object beside what it shows."""

    extras: Mapping[str, Any] = field(default_factory=dict)     # JSON values: ours
    own: Mapping[str, Any] = field(default_factory=dict)        # the artist's
    sockets: Sequence[Socket] = ()
    origin: tuple[float, ...] = (0.0, 0.0, 0.0)                 # where the object's base is in the clip's frame


def add_object(stage: Usd.Stage, path: str, clip: Clip, told: Told, rate: float, pictures: Pictures) -> list[Finding]:
    """Add the clip under `path`; `rate`: time codes a second. What it does not show."""
    name = path.rpartition("/")[2]
    top = UsdGeom.Xform.Define(stage, path)
    Usd.ModelAPI(top.GetPrim()).SetKind(Kind.Tokens.component)
    top.GetPrim().SetDisplayName(clip.name)
    if told.extras or told.own:
        ours = {"chronoform": dictionary(told.extras)} if told.extras else {}
        top.GetPrim().SetCustomData({**dictionary(told.own), **ours})
    _place(top, clip, rate)
    _sockets(stage, path, clip, told, rate)
    root = UsdSkel.Root.Define(stage, f"{path}/{name}_rig")
    joints = joint_paths(clip)
    skeleton = _skeleton(stage, f"{root.GetPath()}/{name}_skeleton", clip, joints)
    looks = look(clip)
    mesh = _mesh(stage, f"{root.GetPath()}/{name}_mesh", clip, looks)
    findings = _colours(mesh, looks)
    shapes = _shapes(mesh, clip)
    _skin(mesh, skeleton, clip, shapes)
    _motion(skeleton, f"{skeleton.GetPath()}/{name}_motion", clip, joints, shapes, rate)
    root.CreateExtentAttr(_extent(clip))
    dress(mesh, f"{path}/materials", name, looks, pictures, rate)
    return findings + [Finding(sentence) for sentence in (*unfastened(clip, told.sockets), *_unshown(clip))]


def _sockets(stage: Usd.Stage, path: str, clip: Clip, told: Told, rate: float) -> None:
    """Empty prims that follow their joints: USD has no prims under those."""
    places = fastened(clip, told.sockets, told.origin)
    taken = {f"{path.rpartition('/')[2]}_rig", "materials"}
    for fast, title in zip(places, unique([each.name for each in places], taken, RULES["usd"])):
        made = UsdGeom.Xform.Define(stage, f"{path}/{title}")
        ways = np.array([fast.local if fast.joint < 0 else joints_at(clip, float(time))[fast.joint] @ fast.local
                         for time in (clip.times if fast.joint >= 0 else clip.times[:1])])
        times = codes(clip.times[:len(ways)], rate)
        size = np.linalg.norm(ways[:, :3, :3], axis=1)
        place(made, times, ways[:, :3, 3], to_quaternion(ways[:, :3, :3] / size[:, None]))
        sampled(made.AddScaleOp(), times, [Gf.Vec3f(*map(float, row)) for row in size])


def dictionary(values: Mapping[str, Any]) -> dict[str, Any]:
    """JSON values as a USD dictionary holds them: what is neither number, word nor dictionary, as JSON text."""
    out: dict[str, Any] = {}
    for key, value in values.items():
        if isinstance(value, Mapping):
            out[str(key)] = dictionary(value)
        elif isinstance(value, bool | int | float | str):
            out[str(key)] = value
        elif value is not None:
            out[str(key)] = json.dumps(value)
    return out


def joint_paths(clip: Clip) -> list[str]:
    """Paths of the joints, a root's over them all first."""
    names = unique(clip.joint_names, {"root"}, RULES["usd"])
    paths = ["root"]
    for name, parent in zip(names, clip.joint_parents):
        paths.append(f"{paths[int(parent) + 1]}/{name}")
    return paths


# ---- place -------------------------------------------------------------------------------------------


def codes(times: np.ndarray, rate: float) -> list[float]:
    return [float(code) for code in np.round(np.asarray(times, np.float64) * rate, 6)]


def _place(top: UsdGeom.Xform, clip: Clip, rate: float) -> None:
    times = codes(clip.place_times, rate)
    scale = np.where(np.abs(clip.place_scale) < HIDDEN, HIDDEN, clip.place_scale)
    place(top, times, clip.place_translation, clip.place_rotation)
    sampled(top.AddScaleOp(), times, [Gf.Vec3f(*map(float, v)) for v in scale])


def place(made: UsdGeom.Xformable, times: Sequence[float], translation: np.ndarray, rotation: np.ndarray) -> None:
    """Where it is [key, 3] and how it is turned [key, 4] at time codes."""
    turns = continuous(rotation)
    sampled(made.AddTranslateOp(), times, [Gf.Vec3d(*map(float, v)) for v in translation])
    sampled(made.AddOrientOp(), times, [Gf.Quatf(float(w), float(x), float(y), float(z)) for x, y, z, w in turns])


def sampled(attribute: Any, times: Sequence[float], values: Sequence[Any]) -> None:
    """Samples at time codes where the values change; one value where they do not."""
    if all(value == values[0] for value in values):
        attribute.Set(values[0])
        return
    for code, value in zip(times, values):
        attribute.Set(value, Usd.TimeCode(code))


def continuous(rotations: np.ndarray) -> np.ndarray:
    """Unit quaternions [key, ..., 4], each on its predecessor's side."""
    unit = np.asarray(rotations, np.float64)
    unit = unit / np.linalg.norm(unit, axis=-1, keepdims=True)
    sides = np.where((unit[1:] * unit[:-1]).sum(-1, keepdims=True) < 0.0, -1.0, 1.0)
    return np.concatenate([unit[:1], unit[1:] * np.cumprod(sides, axis=0)])


# ---- mesh --------------------------------------------------------------------------------------------


def _vectors(values: np.ndarray | Sequence[np.ndarray]) -> Vt.Vec3fArray:
    return Vt.Vec3fArray.FromNumpy(np.ascontiguousarray(values, np.float32))


def _mesh(stage: Usd.Stage, path: str, clip: Clip, looks: Look) -> UsdGeom.Mesh:
    mesh = UsdGeom.Mesh.Define(stage, path)
    mesh.CreateSubdivisionSchemeAttr(UsdGeom.Tokens.none)
    mesh.CreateDoubleSidedAttr(any(row.material.two_sided for row in looks.rows))
    mesh.CreatePointsAttr(_vectors(clip.positions))
    mesh.CreateExtentAttr(_vectors([clip.positions.min(0), clip.positions.max(0)]))
    mesh.CreateFaceVertexCountsAttr(Vt.IntArray.FromNumpy(looks.polygons.counts.astype(np.int32)))
    mesh.CreateFaceVertexIndicesAttr(Vt.IntArray.FromNumpy(looks.polygons.corners.astype(np.int32)))
    mesh.CreateNormalsAttr(_vectors(clip.normals))
    mesh.SetNormalsInterpolation(UsdGeom.Tokens.vertex)
    for name, uvs in (("st", clip.uvs), ("st1", clip.second_uvs)):
        if uvs is not None:
            st = UsdGeom.PrimvarsAPI(mesh).CreatePrimvar(name, Sdf.ValueTypeNames.TexCoord2fArray,
                                                         UsdGeom.Tokens.vertex)
            flipped = np.stack([uvs[:, 0], 1.0 - uvs[:, 1].astype(np.float64)], 1)
            st.Set(Vt.Vec2fArray.FromNumpy(flipped.astype(np.float32)))
    return mesh


def _colours(mesh: UsdGeom.Mesh, looks: Look) -> list[Finding]:
    """displayColor: each vertex's where a material asks for it, else one for what shows no materials."""
    clip = looks.clip
    shade = mesh.CreateDisplayColorPrimvar(
        UsdGeom.Tokens.vertex if looks.by_vertices else UsdGeom.Tokens.constant)
    first = looks.colour(0)
    shade.Set(_vectors(first if looks.by_vertices else first.mean(0, keepdims=True)))
    if len(kept_keys(clip)) == 1:
        return []
    switch = Remedy("Switch the colours", {"colours": "switch"})
    if looks.by_vertices:
        return [Finding(f"{clip.name} keeps its first colours where they differ from vertex to vertex: in USD only "
                        "whole parts can change; export with colours that switch to have both.", remedy=switch)]
    return [Finding(f"{clip.name} changes colour by keys on its materials: what ignores them, Blender among it, shows "
                    "the first colours; export with colours that switch to have both there.", remedy=switch)]


def _shapes(mesh: UsdGeom.Mesh, clip: Clip) -> list[str]:
    """The blend shapes under the mesh; their names."""
    stage = mesh.GetPrim().GetStage()
    names = unique(clip.target_names, rule=RULES["usd"])
    for name, offsets, normals in zip(names, clip.target_positions, clip.target_normals):
        shape = UsdSkel.BlendShape.Define(stage, f"{mesh.GetPath()}/{name}")
        moved = np.flatnonzero((np.abs(offsets).max(1) > STILL) | (np.abs(normals).max(1) > STILL))
        if 0 < len(moved) < SPARSE * len(offsets):
            shape.CreatePointIndicesAttr(Vt.IntArray.FromNumpy(moved.astype(np.int32)))
            offsets, normals = offsets[moved], normals[moved]
        shape.CreateOffsetsAttr(_vectors(offsets))
        shape.CreateNormalOffsetsAttr(_vectors(normals))
    return names


# ---- skeleton ----------------------------------------------------------------------------------------


def _matrices(values: np.ndarray) -> Vt.Matrix4dArray:
    """USD multiplies rows from the left."""
    return Vt.Matrix4dArray([Gf.Matrix4d(*map(float, m.T.reshape(-1))) for m in values])


def _skeleton(stage: Usd.Stage, path: str, clip: Clip, joints: Sequence[str]) -> UsdSkel.Skeleton:
    skeleton = UsdSkel.Skeleton.Define(stage, path)
    bind = np.concatenate([np.eye(4)[None], clip.bind.astype(np.float64)])
    parents = np.concatenate([[-1], np.asarray(clip.joint_parents, np.int64) + 1])
    rest = np.array([np.linalg.inv(bind[parent]) @ m if parent >= 0 else m for m, parent in zip(bind, parents)])
    skeleton.CreateJointsAttr(Vt.TokenArray(list(joints)))
    skeleton.CreateJointNamesAttr(Vt.TokenArray([joint.rpartition("/")[2] for joint in joints]))
    skeleton.CreateBindTransformsAttr(_matrices(bind))
    skeleton.CreateRestTransformsAttr(_matrices(rest))
    return skeleton


def _skin(mesh: UsdGeom.Mesh, skeleton: UsdSkel.Skeleton, clip: Clip, shapes: Sequence[str]) -> None:
    binding = UsdSkel.BindingAPI.Apply(mesh.GetPrim())
    binding.CreateSkeletonRel().SetTargets([skeleton.GetPath()])
    weights = np.asarray(clip.weights, np.float64)
    joints = np.where(weights > 0, clip.joints.astype(np.int64) + 1, 0)
    used = max(int((weights > 0).sum(1).max()), 1)
    order = np.argsort(-weights, axis=1, kind="stable")[:, :used]
    weights, joints = (np.take_along_axis(array, order, 1) for array in (weights, joints))
    weights = (weights / weights.sum(1, keepdims=True)).astype(np.float32)
    binding.CreateJointIndicesPrimvar(False, used).Set(Vt.IntArray.FromNumpy(joints.reshape(-1).astype(np.int32)))
    binding.CreateJointWeightsPrimvar(False, used).Set(Vt.FloatArray.FromNumpy(weights.reshape(-1)))
    binding.CreateGeomBindTransformAttr(Gf.Matrix4d(1.0))
    if shapes:
        binding.CreateBlendShapesAttr(Vt.TokenArray(list(shapes)))
        binding.CreateBlendShapeTargetsRel().SetTargets([mesh.GetPath().AppendChild(name) for name in shapes])


def _motion(skeleton: UsdSkel.Skeleton, path: str, clip: Clip, joints: Sequence[str], shapes: Sequence[str],
            rate: float) -> None:
    """The joints' transforms and the blend shapes' weights over time."""
    motion = UsdSkel.Animation.Define(skeleton.GetPrim().GetStage(), path)
    UsdSkel.BindingAPI.Apply(skeleton.GetPrim()).CreateAnimationSourceRel().SetTargets([motion.GetPath()])
    times, keys = codes(clip.times, rate), len(clip.times)
    motion.CreateJointsAttr(Vt.TokenArray(list(joints)))
    turns = np.concatenate([np.tile([0.0, 0.0, 0.0, 1.0], (keys, 1, 1)), continuous(clip.joint_rotation)], 1)
    moves = np.concatenate([np.zeros((keys, 1, 3)), clip.joint_translation], 1)
    scales = np.concatenate([np.ones((keys, 1, 3)), clip.joint_scale], 1)
    sampled(motion.CreateTranslationsAttr(), times, [_vectors(row) for row in moves])
    sampled(motion.CreateRotationsAttr(), times,
            [Vt.QuatfArray.FromNumpy(np.ascontiguousarray(row, np.float32)) for row in turns])
    sampled(motion.CreateScalesAttr(), times,
            [Vt.Vec3hArray.FromNumpy(np.ascontiguousarray(row, np.float16)) for row in scales])
    if shapes:
        motion.CreateBlendShapesAttr(Vt.TokenArray(list(shapes)))
        sampled(motion.CreateBlendShapeWeightsAttr(), times, [
            Vt.FloatArray.FromNumpy(np.ascontiguousarray(row, np.float32)) for row in clip.target_weights])


def _extent(clip: Clip) -> Vt.Vec3fArray:
    """The box that the object stays in, in its own frame."""
    still = replace(clip, place_times=np.zeros(1), place_translation=np.zeros((1, 3)),
                    place_rotation=np.array([[0.0, 0.0, 0.0, 1.0]]), place_scale=np.ones((1, 3)))
    chosen = np.unique(np.linspace(0, len(clip.times) - 1, min(MOST_BOXES, len(clip.times))).round().astype(int))
    shown = [evaluate(still, float(clip.times[key]))[0] for key in chosen]
    return _vectors([np.min([p.min(0) for p in shown], axis=0), np.max([p.max(0) for p in shown], axis=0)])


def _unshown(clip: Clip) -> list[str]:
    """What a preview surface does not have."""
    out = []
    tinted = bool(np.abs(clip.tint - 1.0).max() > 1e-6)
    if tinted and any(material.colour_texture is not None for material in clip.materials):
        out.append(f"{clip.name} has colours on its vertices over a picture: USD shows the picture alone.")
    if any(texture.nearest for material in clip.materials for texture in material.textures.values()):
        out.append(f"{clip.name} has a picture whose pixels are meant to be seen: USD smooths it.")
    lost = [kind.words for key, kind in LAYERS.items() if key not in (*USD_LAYERS, "transmission") and any(
        layer.key == key for material in clip.materials for layer in material.layers)]
    if lost:
        out.append(f"{clip.name}: USD's preview surface has no {' and no '.join(lost)}.")
    if any(layer.key == "transmission" for material in clip.materials for layer in material.layers):
        out.append(f"{clip.name}: in USD what shines through is told as opacity, the same all over.")
    if len({material.two_sided for material in clip.materials}) > 1:
        out.append(f"{clip.name} has materials of one side and of two: in USD all of it has two.")
    return out
