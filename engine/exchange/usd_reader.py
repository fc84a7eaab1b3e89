"""Read a USD file of anyone's: its meshes, materials, skeletons, blend shapes and what moves.

In     a path to a .usd, .usda, .usdc or .usdz.   Out   an Asset, metres of its unit, its axis that is up.
Raises AssetError, naming the file and what is wrong with it.
Knows nothing of scenes.   Through usd-core; layers and pictures outside the file's folder are refused unread.

After UsdGeom, UsdShade's preview surface and UsdSkel ("Skinning a Point"): a point goes through the mesh's geometry
bind, the inverse of its joint's bind and the joint's place in its skeleton; that is a glTF skin whose inverse bind
matrices hold the first two.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from pxr import Gf, Sdf, Usd, UsdGeom, UsdShade, UsdSkel

from engine.bake.clip import Material
from engine.bake.evaluate import to_quaternion
from engine.document.attached import meant
from engine.exchange.asset import Animation, Asset, Curve, Mesh, Node, Primitive, Skin
from engine.exchange.gltf_bytes import FARTHEST, AssetError
from engine.exchange.normals import creased
from engine.exchange.sights import Sight
from engine.exchange.usd_cache import MOST, Cached, cached, turned
from engine.exchange.usd_layer import first_layer
from engine.exchange.usd_sights_reader import read_sight
from engine.exchange.usd_surface import Surfaces, beside

MOST_LAYERS = 200
MOST_SAMPLES = 2000
"""Moments at which what moves is looked at."""
_REST = np.array([0.0, 0.0, 0.0, 1.0])


def read_usd(path: Path) -> tuple[Asset, float | None, str | None]:
    return read_stage(path)[:3]


def read_stage(path: Path) -> tuple[Asset, float | None, str | None, list[Sight], list[str]]:
    """What read_usd gives, the stage's cameras and lights, and sentences on those."""
    with first_layer(path) as first:
        return _read(first, path.name)


def _read(path: Path, name: str) -> tuple[Asset, float | None, str | None, list[Sight], list[str]]:
    _within(path, name)
    stage = Usd.Stage.Open(str(path), Usd.Stage.LoadAll)
    if stage is None:
        raise AssetError(f"{name} is damaged, or no USD file")
    reader = _Reader(stage, path, name)
    sights, told = list[Sight](), list[str]()
    for prim in stage.Traverse(Usd.TraverseInstanceProxies()):
        if prim.IsA(UsdGeom.Mesh):
            reader.mesh(UsdGeom.Mesh(prim))
        elif prim.IsA(UsdGeom.Gprim):
            reader.remarks.append(f"{prim.GetName()}: a {prim.GetTypeName()} is left out; write it as a mesh.")
        reader.says(prim)
        sight = read_sight(prim, seconds=reader.seconds, kept=_moments, told=told)
        sights += [sight] if sight is not None else []
    unit = UsdGeom.GetStageMetersPerUnit(stage) if UsdGeom.StageHasAuthoredMetersPerUnit(stage) else None
    authored = stage.GetRootLayer().pseudoRoot.HasInfo("upAxis")
    up = UsdGeom.GetStageUpAxis(stage).lower() if authored else None
    return reader.asset(), unit, up, sights, told


def _within(path: Path, name: str) -> None:
    """Refuse a file whose layers lie outside its folder, before any of them is opened."""
    home = path.resolve().parent
    known, todo = {path.resolve()}, [path.resolve()]
    while todo:
        at = todo.pop()
        if len(known) > MOST_LAYERS:
            raise AssetError(f"{name} is put together of more than {MOST_LAYERS} layers")
        layer = Sdf.Layer.FindOrOpen(str(at))
        if layer is None:
            raise AssetError(f"{name} is damaged, or no USD file" if at == path.resolve()
                             else f"{name}: its layer {at.name} is not there, or damaged")
        for asked in layer.GetCompositionAssetDependencies():
            place = beside(home, at.parent, str(asked), name)
            if place not in known:
                known.add(place)
                todo.append(place)


# ---- the stage ---------------------------------------------------------------------------------------


def _plain(value: Any) -> Any:
    """The JSON value of what USD holds; lists are text there, and what is nothing of JSON becomes words."""
    if isinstance(value, str) and value[:1] in ("[", "{"):
        return meant(value)
    if isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, dict):
        return {str(key): _plain(inner) for key, inner in value.items()}
    try:
        return [_plain(inner) for inner in value]
    except TypeError:
        return str(value)


@dataclass
class _Skeleton:
    first: int                       # node of its first joint
    joints: list[str]
    inverse: np.ndarray              # [joint, 4, 4] of the bind transforms
    animation: Any                   # UsdSkel.AnimQuery, or None
    skins: dict[bytes, int] = field(default_factory=dict)


class _Reader:
    def __init__(self, stage: Any, path: Path, name: str) -> None:
        self.stage, self.path, self.name = stage, path, name
        self.nodes: list[Node] = []
        self.meshes: list[Mesh] = []
        self.skins: list[Skin] = []
        self.curves: list[Curve] = []
        self.materials: list[Material] = []
        self.remarks: list[str] = []
        self.extras: dict[str, Any] = {}
        self.surfaces = Surfaces(path, name, self.remarks)
        self._painted = {-1}         # materials that the meshes' own colours multiply
        self.rate = float(stage.GetTimeCodesPerSecond() or 24.0)
        self.start = float(stage.GetStartTimeCode()) if stage.HasAuthoredTimeCodeRange() else 0.0
        self._cache = UsdSkel.Cache()
        self._known: dict[tuple[str, bool], int] = {}
        self._moving: dict[tuple[float, ...], int] = {}     # targets, by the time codes of what moves by itself
        self._skeletons: dict[str, _Skeleton] = {}

    def asset(self) -> Asset:
        animations = (Animation(self.path.stem, tuple(self.curves)),) if self.curves else ()
        return Asset(tuple(self.nodes), tuple(self.meshes), tuple(self.skins), animations,
                     tuple(dict.fromkeys(self.remarks)), tuple(self.materials), tuple(self.surfaces.images),
                     self.extras)

    def says(self, prim: Any) -> None:
        """Keep a prim's custom data and user properties: of a name that is known, with the prim's before it."""
        said = [dict(spec.customData) for spec in reversed(prim.GetPrimStack())]    # schemas say some by themselves
        rows = {str(key): value for each in said for key, value in each.items() if key != "chronoform"}
        rows |= {attribute.GetBaseName(): attribute.Get() for attribute in prim.GetAuthoredPropertiesInNamespace(
            "userProperties") if attribute.GetNamespace() == "userProperties" and isinstance(attribute, Usd.Attribute)}
        for key, value in rows.items():
            self.extras[key if key not in self.extras else f"{prim.GetName()}: {key}"] = _plain(value)

    def mesh(self, mesh: Any) -> None:
        prim = mesh.GetPrim()
        if UsdGeom.Imageable(prim).ComputeVisibility() == UsdGeom.Tokens.invisible or (
                mesh.ComputePurpose() in (UsdGeom.Tokens.guide, UsdGeom.Tokens.proxy)):
            return
        first = Usd.TimeCode.EarliestTime()
        points = np.asarray(mesh.GetPointsAttr().Get(first) or np.zeros((0, 3)), np.float64).reshape(-1, 3)
        if not len(points):
            return
        if not (np.abs(points) <= FARTHEST).all():
            raise AssetError(f"{self.name}: some positions of {prim.GetName()} are no usable numbers")
        faces = _triangles(mesh, len(points), self.name)
        if not len(faces.face):
            return
        binding = UsdSkel.BindingAPI(prim)
        skeleton = self._skeleton(binding.GetInheritedSkeleton())
        influences = self._influences(prim, skeleton, len(points)) if skeleton else None
        shapes = self._shapes(prim, binding, points)
        cache = None if shapes else self._cached(mesh, points)
        self._tell(mesh, prim.GetName(), cache)
        primitives = self._primitives(mesh, points, faces, influences, cache.shapes if cache else shapes,
                                      turning=cache is not None)
        index = len(self.nodes)
        matrix, curves = self._placed(prim, index)
        skin = -1
        if skeleton is not None and influences is not None:
            skin, curves = self._skin(prim, skeleton), []
        if cache is not None:
            shapes = cache.shapes
            curves = [*curves, Curve(index, "weights", self.seconds(cache.codes), cache.weights, "LINEAR")]
        names = tuple(shapes)
        self.nodes.append(Node(prim.GetName(), -1, np.zeros(3), _REST, np.ones(3), matrix, len(self.meshes), skin))
        self.meshes.append(Mesh(prim.GetName(), tuple(primitives), np.zeros(len(names)), names))
        self.curves += curves
        if names and cache is None and skeleton is not None and skeleton.animation is not None:
            self._weights(skeleton.animation, names, index)

    def _cached(self, mesh: Any, points: np.ndarray) -> Cached | None:
        """How its points move by themselves; meshes that do at the same moments share their targets."""
        codes = tuple(mesh.GetPointsAttr().GetTimeSamples())
        found = cached(mesh, points, self._moving.get(codes, MOST - sum(self._moving.values())))
        if found is not None:
            self._moving[codes] = len(found.shapes)
        return found

    def _tell(self, mesh: Any, name: str, cache: Cached | None) -> None:
        """What is left out of how points move by themselves."""
        if cache is None and mesh.GetPointsAttr().GetNumTimeSamples() > 1:
            self.remarks.append(f"{name}: its points move by themselves; they are kept as they are at first.")
        elif cache is not None and cache.left:
            held = len(cache.codes)
            self.remarks.append(f"{name}: of the {cache.left + held} moments at which its points move, {held} are "
                                f"kept; the others are off by up to {cache.off:.2%} of its size.")

    # ---- surfaces

    def _primitives(self, mesh: Any, points: np.ndarray, faces: _Faces,
                    influences: tuple[np.ndarray, np.ndarray] | None,
                    shapes: dict[str, np.ndarray], *, turning: bool) -> list[Primitive]:
        """One for each material; each corner's UVs, colour and normal are its own where the file says so. `turning`:
        the shapes' own normals are looked for."""
        prim = mesh.GetPrim()
        st = next((p for p in UsdGeom.PrimvarsAPI(prim).GetPrimvarsWithValues()
                   if str(p.GetTypeName()).startswith(("texCoord2", "float2"))), None)
        uvs = None if st is None else faces.values(st.ComputeFlattened(), st.GetInterpolation())
        shade = UsdGeom.PrimvarsAPI(prim).GetPrimvar("displayColor")
        colours = faces.values(shade.ComputeFlattened(), shade.GetInterpolation()) if shade else None
        normals = faces.values(mesh.GetNormalsAttr().Get(Usd.TimeCode.EarliestTime()), mesh.GetNormalsInterpolation())
        vertex = faces.vertex.reshape(-1)
        if normals is None:
            _, over, smooth = creased(points, faces.vertex)
            normals = smooth[over.reshape(-1)]
        turns = None
        if turning:
            over = creased(points, faces.vertex)[1]
            turns = np.stack([turned(points + shape, faces.vertex, over) for shape in shapes.values()])
            turns -= turned(points, faces.vertex, over)
        columns = [vertex[:, None], np.round(normals * 1e4)]
        if uvs is not None:
            uvs = np.stack([uvs[:, 0], 1.0 - uvs[:, 1]], 1)
            columns.append(np.round(uvs * 1e6))
        if colours is not None:
            columns.append(np.round(colours * 1e4))
        out = []
        for material, chosen in self._by_material(prim, faces.face).items():
            at = (3 * chosen[:, None] + np.arange(3)).reshape(-1)
            told = np.concatenate(columns, 1)[at]
            _, first, inverse = np.unique(told, axis=0, return_index=True, return_inverse=True)
            own, kept = at[first], vertex[at[first]]
            length = np.maximum(np.linalg.norm(normals[own], axis=1, keepdims=True), 1e-12)
            shade_of = None if colours is None or material not in self._painted else np.concatenate(
                [colours[own].clip(0.0, 1.0), np.ones((len(own), 1))], 1)
            out.append(Primitive(
                points[kept], inverse.reshape(-1, 3), normals[own] / length, None if uvs is None else uvs[own],
                shade_of, None if influences is None else influences[0][kept],
                None if influences is None else influences[1][kept],
                np.stack(list(shapes.values()))[:, kept] if shapes else None,
                None if turns is None else turns[:, own], material=material))
        return out

    def _by_material(self, prim: Any, face: np.ndarray) -> dict[int, np.ndarray]:
        """Triangles by the number of their material; -1: none."""
        two_sided = UsdGeom.Mesh(prim).GetDoubleSidedAttr().Get() is True
        numbers = np.full(int(face.max()) + 1, self._material(prim, two_sided))
        for subset in UsdShade.MaterialBindingAPI(prim).GetMaterialBindSubsets():
            listed = np.asarray(subset.GetIndicesAttr().Get() or [], np.int64)
            numbers[listed[(listed >= 0) & (listed < len(numbers))]] = self._material(subset.GetPrim(), two_sided)
        return {int(k): np.flatnonzero(numbers[face] == k) for k in np.unique(numbers[face])}

    def _material(self, prim: Any, two_sided: bool) -> int:
        bound, _ = UsdShade.MaterialBindingAPI(prim).ComputeBoundMaterial()
        if not bound:
            return -1
        key = (str(bound.GetPath()), two_sided)
        if key not in self._known:
            surface, _, _ = bound.ComputeSurfaceSource()
            self._known[key] = len(self.materials)
            made, painted = self.surfaces.material(bound.GetPrim().GetName(), surface, two_sided=two_sided)
            self.materials.append(made)
            self._painted |= {self._known[key]} if painted else set()
        return self._known[key]

    # ---- places

    def _placed(self, prim: Any, index: int) -> tuple[np.ndarray, list[Curve]]:
        """The world transform [4, 4], and curves where it changes."""
        times, at = set[float](), prim
        while at and not at.IsPseudoRoot():
            if at.IsA(UsdGeom.Xformable):
                times |= set(UsdGeom.Xformable(at).GetTimeSamples())
            at = at.GetParent()
        moments = _moments(sorted(times))
        worlds = np.array([_matrix(UsdGeom.XformCache(Usd.TimeCode(t)).GetLocalToWorldTransform(prim))
                           for t in moments or [0.0]])
        if len(worlds) < 2:
            return worlds[0], []
        return worlds[0], self._transforms(index, np.array(moments), worlds)

    def _transforms(self, node: int, codes: np.ndarray, matrices: np.ndarray) -> list[Curve]:
        seconds = self.seconds(codes)
        scale = np.linalg.norm(matrices[:, :3, :3], axis=1)
        scale[:, 0] *= np.where(np.linalg.det(matrices[:, :3, :3]) < 0, -1.0, 1.0)
        turns = to_quaternion(matrices[:, :3, :3] / np.where(np.abs(scale) > 1e-12, scale, 1.0)[:, None, :])
        return [Curve(node, path, seconds, np.ascontiguousarray(values), "LINEAR") for path, values in (
            ("translation", matrices[:, :3, 3]), ("rotation", turns), ("scale", scale))]

    def seconds(self, codes: np.ndarray) -> np.ndarray:
        return np.maximum((codes - self.start) / self.rate, 0.0)

    # ---- skeletons

    def _skeleton(self, skeleton: Any) -> _Skeleton | None:
        if not skeleton:
            return None
        prim = skeleton.GetPrim()
        key = str(prim.GetPath())
        if key not in self._skeletons:
            root = UsdSkel.Root.Find(prim)
            if root:
                self._cache.Populate(root, Usd.PrimDefaultPredicate)
            query = self._cache.GetSkelQuery(skeleton)
            if not query:
                return None
            self._skeletons[key] = self._joints(prim, query)
        return self._skeletons[key]

    def _joints(self, prim: Any, query: Any) -> _Skeleton:
        matrix, curves = self._placed(prim, len(self.nodes))
        base = len(self.nodes)
        self.nodes.append(Node(prim.GetName(), -1, np.zeros(3), _REST, np.ones(3), matrix))
        self.curves += curves
        joints = [str(each) for each in query.GetJointOrder()]
        parents = query.GetTopology().GetParentIndices()
        animation = query.GetAnimQuery()
        codes = np.array(_moments(sorted(animation.GetJointTransformTimeSamples() or [])) if animation else [])
        rest = [_matrix(m) for m in query.ComputeJointLocalTransforms(Usd.TimeCode(codes[0] if len(codes) else 0.0))]
        for index, joint in enumerate(joints):
            parent = base if parents[index] < 0 else base + 1 + parents[index]
            self.nodes.append(Node(joint.rpartition("/")[2], parent, np.zeros(3), _REST, np.ones(3), rest[index]))
        if len(codes) > 1:
            moved = np.array([[_matrix(m) for m in query.ComputeJointLocalTransforms(Usd.TimeCode(t))] for t in codes])
            for index in range(len(joints)):
                self.curves += self._transforms(base + 1 + index, codes, moved[:, index])
        inverse = np.array([np.linalg.inv(_matrix(m)) for m in query.GetJointWorldBindTransforms()])
        return _Skeleton(base + 1, joints, inverse, animation or None)

    def _influences(self, prim: Any, skeleton: _Skeleton, count: int) -> tuple[np.ndarray, np.ndarray] | None:
        query = self._cache.GetSkinningQuery(prim)
        if not query or not query.HasJointInfluences():
            return None
        found = query.ComputeVaryingJointInfluences(count)
        wide = query.GetNumInfluencesPerComponent()
        joints = np.asarray(found[0], np.int64).reshape(count, wide)
        weights = np.asarray(found[1], np.float64).reshape(count, wide)
        order = query.GetJointOrder()
        if order:                    # the mesh counts joints in an order of its own
            numbers = np.array([skeleton.joints.index(str(each)) for each in order])
            joints = numbers[joints]
        if joints.min(initial=0) < 0 or joints.max(initial=0) >= len(skeleton.joints) or not np.isfinite(weights).all():
            raise AssetError(f"{self.name}: {prim.GetName()} hangs on joints that its skeleton does not have")
        pad = -wide % 4
        return np.pad(joints, ((0, 0), (0, pad))), np.pad(weights, ((0, 0), (0, pad)))

    def _skin(self, prim: Any, skeleton: _Skeleton) -> int:
        bind = _matrix(self._cache.GetSkinningQuery(prim).GetGeomBindTransform(Usd.TimeCode.EarliestTime()))
        key = bind.tobytes()
        if key not in skeleton.skins:
            skeleton.skins[key] = len(self.skins)
            self.skins.append(Skin(skeleton.first + np.arange(len(skeleton.joints)), skeleton.inverse @ bind))
        return skeleton.skins[key]

    def _shapes(self, prim: Any, binding: Any, points: np.ndarray) -> dict[str, np.ndarray]:
        """Offsets [vertex, 3] of each blend shape, by name."""
        names, targets = binding.GetBlendShapesAttr().Get(), binding.GetBlendShapeTargetsRel().GetTargets()
        out: dict[str, np.ndarray] = {}
        for name, target in zip(names or [], targets):
            shape = UsdSkel.BlendShape(self.stage.GetPrimAtPath(target))
            offsets = np.asarray(shape.GetOffsetsAttr().Get() or [], np.float64).reshape(-1, 3)
            listed = shape.GetPointIndicesAttr().Get()
            if not (np.abs(offsets) <= FARTHEST).all():
                raise AssetError(f"{self.name}: some positions of {name} are no usable numbers")
            at = np.arange(len(offsets)) if not listed else np.asarray(listed, np.int64)
            if len(at) != len(offsets) or len(at) and (at.min() < 0 or at.max() >= len(points)):
                raise AssetError(f"{self.name}: the blend shape {name} does not belong to {prim.GetName()}")
            out[str(name)] = np.zeros_like(points)
            out[str(name)][at] = offsets
        return out

    def _weights(self, animation: Any, names: tuple[str, ...], node: int) -> None:
        codes = np.array(_moments(sorted(animation.GetBlendShapeWeightTimeSamples() or [])))
        order = [str(each) for each in animation.GetBlendShapeOrder()]
        if not len(codes) or not order:
            return
        values = np.array([animation.ComputeBlendShapeWeights(Usd.TimeCode(t)) for t in codes], np.float64)
        chosen = [values[:, order.index(name)] if name in order else np.zeros(len(codes)) for name in names]
        self.curves.append(Curve(node, "weights", self.seconds(codes), np.stack(chosen, 1), "LINEAR"))


def _moments(times: list[float]) -> list[float]:
    """At most MOST_SAMPLES of the times."""
    if len(times) <= MOST_SAMPLES:
        return times
    return [times[k] for k in np.linspace(0, len(times) - 1, MOST_SAMPLES).round().astype(int)]


def _matrix(given: Gf.Matrix4d) -> np.ndarray:
    """USD multiplies rows from the left."""
    return np.array(given, np.float64).T


@dataclass(frozen=True)
class _Faces:
    """The triangles of a mesh of polygons."""

    vertex: np.ndarray               # [triangle, 3] into the points
    corner: np.ndarray               # [triangle, 3] into the polygons' corners
    face: np.ndarray                 # [triangle] of which polygon

    def values(self, given: Any, interpolation: str) -> np.ndarray | None:
        """What a file says of each corner [3 triangle, number]; None where it says nothing usable."""
        numbers = None if given is None else np.asarray(given, np.float64)
        at = {"vertex": self.vertex, "varying": self.vertex, "faceVarying": self.corner,
              "uniform": np.repeat(self.face, 3), "constant": np.zeros(self.vertex.size, np.int64)}.get(interpolation)
        if numbers is None or numbers.ndim != 2 or at is None or not len(numbers) or at.max() >= len(numbers):
            return None
        return numbers[at.reshape(-1)] if np.isfinite(numbers).all() else None


def _triangles(mesh: Any, count: int, name: str) -> _Faces:
    first = Usd.TimeCode.EarliestTime()
    sides = np.asarray(mesh.GetFaceVertexCountsAttr().Get(first) or [], np.int64)
    indices = np.asarray(mesh.GetFaceVertexIndicesAttr().Get(first) or [], np.int64)
    if sides.min(initial=0) < 0 or sides.sum() != len(indices) or (
            len(indices) and (indices.min() < 0 or indices.max() >= count)):
        raise AssetError(f"{name}: the faces of {mesh.GetPrim().GetName()} point to vertices that are not there")
    fans = np.maximum(sides - 2, 0)
    face = np.repeat(np.arange(len(sides)), fans)
    start = (np.cumsum(sides) - sides)[face]
    step = np.arange(len(face)) - (np.cumsum(fans) - fans)[face]
    corner = np.stack([start, start + step + 1, start + step + 2], 1)
    if mesh.GetOrientationAttr().Get() == UsdGeom.Tokens.leftHanded:
        corner = corner[:, ::-1]
    return _Faces(indices[corner], corner, face)
