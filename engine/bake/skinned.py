"""A mesh on the skeleton of an object that moves: an imported surface, moved as ours are.

In     a still Clip, its surface; the Parts that lie in it, the skin weights of its vertices; the keys' times, and the
       parts' poses at them.
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
from engine.form.parts import Parts


def in_turn(parts: Parts, times: Sequence[float], cycle_of_time: Callable[[float], float]) -> np.ndarray:
    """Matrices [key, part, 4, 4] that take rest to the poses at `times` [key] s; equal cycles have one pose."""
    cycles, which = np.unique([round(float(cycle_of_time(float(t))) % 1.0, 7) for t in times], return_inverse=True)
    return poses(parts, cycles)[which]


def skinned(mesh: Clip, parts: Parts, joints: np.ndarray, weights: np.ndarray, *, moved: np.ndarray,
            times: Sequence[float], posed: np.ndarray) -> Clip:
    """`mesh` as it is at its first key, `moved` [3] m to where the parts are, with `joints` and `weights` [vertex, 4].

    `posed` [key, part, 4, 4] takes the parts from rest to where they are at `times` [key] s. What morph targets the
    mesh has stay as they are weighted at its first key.
    """
    (positions, normals, tints), changes = _shaped(mesh)
    rest, keys = bind(parts), np.asarray(times, np.float64)
    translation, rotation, scale = local_curves(posed, rest, parts.parent)
    return replace(
        mesh, positions=(positions + moved).astype(np.float32), normals=normals.astype(np.float32),
        joints=joints.astype(np.uint16), weights=weights.astype(np.float32), joint_names=joint_names(parts),
        joint_parents=parts.parent.astype(np.int32), bind=rest.astype(np.float32), tint=tints.astype(np.float32),
        target_positions=changes[0], target_normals=changes[1], target_tints=changes[2], times=keys,
        target_weights=np.repeat(mesh.target_weights[:1], len(keys), 0),
        joint_translation=translation.astype(np.float32), joint_rotation=rotation.astype(np.float32),
        joint_scale=scale.astype(np.float32), report=mesh.report | {"own_bones": False, "driven": True}, takes=())


def _shaped(mesh: Clip) -> tuple[tuple[np.ndarray, ...], np.ndarray]:
    """Positions, normals and tints of the mesh at its first key without its targets, and what each target changes of
    them [3, target, vertex, 3]."""
    start, count = float(mesh.times[0]), len(mesh.target_names)

    def at(weights: np.ndarray) -> tuple[np.ndarray, ...]:
        return evaluate(replace(mesh, target_weights=np.tile(weights, (len(mesh.times), 1))), start)

    base = at(np.zeros(count))
    changes = np.zeros((3, count, len(mesh.positions), 3), np.float32)
    for number, weights in enumerate(np.eye(count)):
        changes[:, number] = [after - before for after, before in zip(at(weights), base)]
    return base, changes
