"""Collision hulls: convex shells around an object or around its parts, as engines find them by their names.

In     a Clip in its bind pose.   Out   Hulls; nodes of them in a document.
Raises ExportError where hulls cannot be made or written.
Knows nothing of files.

Of our own objects each part's shell has a hull, but for features, such as eyes, that lie in the hull of what carries
them. An imported mesh is taken apart by CoACD (Wei et al. 2022), coarsely, and each piece hangs on the bone that most
of its vertices hang on. Unity takes at most 255 triangles a hull.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import fast_simplification
import numpy as np
from scipy.spatial import ConvexHull, QhullError, cKDTree

from engine.bake.clip import Clip
from engine.exchange.files import ExportError
from engine.exchange.gltf_buffer import ATTRIBUTE, INDEX, Buffer
from engine.vocabulary.profiles import PROFILES, Profile

MOST_TRIANGLES = 255
SMALL = 2e-3
"""Share of the object's diagonal: what is smaller at rest has no hull, and what is flatter is made as thick."""
FEATURE, WITHIN = 75.0, 10.0
"""Times SMALL: a part below the one that stands out of a hull further up its bones by less than the other has none."""
MOST_PIECES = 24
COARSE: Mapping[str, Any] = MappingProxyType({
    "threshold": 0.1, "max_convex_hull": MOST_PIECES, "preprocess_resolution": 30, "resolution": 1000,
    "mcts_nodes": 10, "mcts_iterations": 50, "mcts_max_depth": 2, "seed": 0})
"""How CoACD is run: a few seconds for a mesh, and alike each time."""
TAKEN_APART = 2500
"""Triangles that it is given at most."""
UNSEEN: Mapping[str, Any] = MappingProxyType({
    "name": "hull_unseen", "alphaMode": "MASK", "alphaCutoff": 0.5,
    "pbrMetallicRoughness": {"baseColorFactor": [1.0, 1.0, 1.0, 0.0]}})
"""A material of which every viewer discards every pixel."""


@dataclass(frozen=True)
class Hull:
    points: np.ndarray                      # [point, 3] m, object frame, bind pose
    faces: np.ndarray                       # [face, 3], counter-clockwise seen from outside
    joint: int                              # on which it hangs; -1: the root


def check_collisions(profile: str, collisions: str) -> None:
    """Refuse hulls that cannot be written."""
    if collisions not in MAKERS:
        raise ExportError(f"there are no collisions {collisions!r}: choose one of {', '.join(MAKERS)}")
    if collisions != "none" and not PROFILES[profile].hulls:
        able = " or ".join(key for key, row in PROFILES.items() if row.hulls)
        raise ExportError(f"collision hulls are not for the {profile} profile, whose readers would take them for "
                          f"objects: export without them, or choose {able}")


def hulls(clip: Clip, collisions: str) -> tuple[Hull, ...]:
    """The clip's hulls, by a key of MAKERS."""
    return tuple(MAKERS[collisions](clip, SMALL * float(np.linalg.norm(np.ptp(clip.positions, axis=0)))))


def _none(clip: Clip, small: float) -> list[Hull]:
    return []


def _one(clip: Clip, small: float) -> list[Hull]:
    return [Hull(*convex(clip.positions, small), -1)]


def _parts(clip: Clip, small: float) -> list[Hull]:
    if clip.materials:
        return _taken_apart(clip, small)
    made, holder = list[Hull](), _holders(clip)
    for part in np.unique(clip.part):
        points, joint = clip.positions[clip.part == part], _most(holder[clip.part == part])
        extent = float(np.ptp(points, axis=0).max())
        if extent > small and not (extent < FEATURE * small and any(
                _within(points, hull, WITHIN * small) for hull in made if hull.joint in _above(clip, joint))):
            made.append(Hull(*convex(points, small), joint))
    return made


def _above(clip: Clip, joint: int) -> set[int]:
    """The bones that carry it."""
    found = set[int]()
    while (joint := int(clip.joint_parents[joint])) >= 0:
        found.add(joint)
    return found


def _within(points: np.ndarray, hull: Hull, reach: float) -> bool:
    planes = ConvexHull(hull.points).equations
    return bool((points @ planes[:, :3].T + planes[:, 3]).max() < reach)


def _taken_apart(clip: Clip, small: float) -> list[Hull]:
    import coacd

    points, place = np.unique(clip.positions.astype(np.float32), axis=0, return_inverse=True)
    faces = place.reshape(-1)[clip.faces].astype(np.int32)
    faces = faces[(faces != faces[:, [1, 2, 0]]).all(1)]
    if len(faces) > TAKEN_APART:
        points, faces = fast_simplification.simplify(points.astype(np.float64), faces, target_count=TAKEN_APART)[:2]
    coacd.set_log_level("off")
    pieces = coacd.run_coacd(coacd.Mesh(points.astype(np.float64), np.array(faces, np.int32)), **COARSE)
    if not pieces:
        raise ExportError(f"{clip.name} cannot be taken apart into hulls: write one hull for each object")
    holder, places = _holders(clip), cKDTree(clip.positions)
    return [Hull(*convex(corners, small), _most(holder[places.query(corners)[1]])) for corners, _ in pieces]


MAKERS: Mapping[str, Callable[[Clip, float], list[Hull]]] = MappingProxyType({
    "none": _none, "one": _one, "parts": _parts})


def convex(points: np.ndarray, small: float) -> tuple[np.ndarray, np.ndarray]:
    """Points and outward faces of the convex hull, in at most MOST_TRIANGLES; what is flat is made `small` thick."""
    points = np.asarray(points, np.float64)
    try:
        hull = ConvexHull(points)
        if hull.volume < small * hull.area / 8.0:
            raise QhullError
    except QhullError:
        corners = np.stack(np.meshgrid(*[(-small / 2, small / 2)] * 3), -1).reshape(-1, 1, 3)
        points = (points + corners).reshape(-1, 3)
        hull = ConvexHull(points)
    if len(hull.simplices) > MOST_TRIANGLES:
        points = points[np.unique((points @ _around(MOST_TRIANGLES // 2).T).argmax(0))]
        hull = ConvexHull(points)
    used, faces = np.unique(hull.simplices, return_inverse=True)
    faces, kept = faces.reshape(-1, 3), points[used]
    edges = kept[faces[:, 1:]] - kept[faces[:, :1]]
    inward = (np.cross(edges[:, 0], edges[:, 1]) * hull.equations[:, :3]).sum(1) < 0
    faces[inward] = faces[inward, ::-1]
    return kept, faces


def _around(count: int) -> np.ndarray:
    """Directions [count, 3] all around (Fibonacci's spiral)."""
    height = 1.0 - (2.0 * np.arange(count) + 1.0) / count
    turn = np.pi * (3.0 - np.sqrt(5.0)) * np.arange(count)
    ring = np.sqrt(1.0 - height**2)
    return np.stack([ring * np.cos(turn), height, ring * np.sin(turn)], 1)


def _holders(clip: Clip) -> np.ndarray:
    """The joint [vertex] that each vertex hangs on most."""
    return np.take_along_axis(clip.joints, clip.weights.argmax(1)[:, None], 1)[:, 0].astype(np.int64)


def _most(joints: np.ndarray) -> int:
    return int(np.bincount(joints).argmax())


def add_hulls(made: Sequence[Hull], clip: Clip, name: str, profile: Profile, root: int, document: dict,
              buffer: Buffer) -> None:
    """Nodes of the object's hulls: on their bones where the profile wants that, else at the scene's root."""
    if not made:
        return
    nodes, looks = document["nodes"], document["materials"]
    unseen = next((k for k, look in enumerate(looks) if look["name"] == UNSEEN["name"]), len(looks))
    if unseen == len(looks):
        looks.append(dict(UNSEEN))
    for number, hull in enumerate(made):
        points = hull.points
        if profile.hulls_move and hull.joint >= 0:
            inverse = np.linalg.inv(clip.bind[hull.joint].astype(np.float64))
            points = points @ inverse[:3, :3].T + inverse[:3, 3]
        title = profile.hulls.format(name=name, number=number)
        document["meshes"].append({
            "name": profile.hulls.format(name=f"{name}_mesh", number=number),
            "primitives": [{"mode": 4, "material": unseen,
                            "attributes": {"POSITION": buffer.accessor(points, title, use=ATTRIBUTE,
                                                                       meaning="POSITION")},
                            "indices": buffer.accessor(hull.faces.reshape(-1).astype(np.uint16), title, use=INDEX)}]})
        if profile.hulls_move:
            nodes[root + 1 + hull.joint].setdefault("children", []).append(len(nodes))
        else:
            document["scenes"][0]["nodes"].append(len(nodes))
        nodes.append({"name": title, "mesh": len(document["meshes"]) - 1})
