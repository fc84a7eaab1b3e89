"""A mesh on the skeleton of an object that moves: an imported surface, moved as ours are.

In     a still Clip, its surface; an Object4D that lies in it, the skin weights of its vertices; the keys' times.
Out    Clip: the same surface, materials and pictures, on a bone for each part.
Raises nothing of its own.  Knows nothing of scenes, files or Qt.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from engine.bake.clip import Clip
from engine.bake.evaluate import evaluate
from engine.bake.skeleton import bind, joint_names, local_curves
from engine.form.motion import poses
from engine.form.object4d import Object4D


def skinned(mesh: Clip, obj: Object4D, joints: np.ndarray, weights: np.ndarray, *, moved: np.ndarray,
            times: Sequence[float], cycle_of_time: Callable[[float], float]) -> Clip:
    """`mesh` as it is at its first key, `moved` [3] m to where the object is, with `joints` and `weights` [vertex, 4].
    """
    parts = obj.parts
    positions, normals, _ = evaluate(mesh, float(mesh.times[0]))
    keys = np.asarray(times, np.float64)
    cycles, which = np.unique([round(float(cycle_of_time(float(t))) % 1.0, 7) for t in keys], return_inverse=True)
    rest = bind(parts)
    translation, rotation, scale = local_curves(poses(parts, cycles), rest, parts.parent, which)
    count = len(positions)
    return replace(
        mesh, positions=(positions + moved).astype(np.float32), normals=normals.astype(np.float32),
        joints=joints.astype(np.uint16), weights=weights.astype(np.float32), joint_names=joint_names(parts),
        joint_parents=parts.parent.astype(np.int32), bind=rest.astype(np.float32), target_names=(),
        target_positions=np.zeros((0, count, 3), np.float32), target_normals=np.zeros((0, count, 3), np.float32),
        target_tints=np.zeros((0, count, 3), np.float32), times=keys,
        target_weights=np.zeros((len(keys), 0), np.float32), joint_translation=translation.astype(np.float32),
        joint_rotation=rotation.astype(np.float32), joint_scale=scale.astype(np.float32),
        report=mesh.report | {"driven": True})
