"""Rig: an object as one smooth skin on its skeleton, for whatever animation comes.

In     Object4D; the keys' times and cycles; a triangle budget.
Out    Clip without targets, its report from poses that it was not made for; poses within the joints' limits.
Raises BakeError where a budget cannot be met, and what engine.form.surface raises.
Knows nothing of scenes, files or Qt.

Where a clip is exact for its own animation (engine.bake.bake), a rig is near for any: the watertight union surface at
rest, each vertex on the four parts that share in its blend, no targets. What folds against the body at rest is one
surface with it and stretches when it is unfolded.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
from scipy.spatial.transform import Rotation

from engine.bake.clip import Clip
from engine.bake.error import Difference, difference
from engine.bake.evaluate import evaluate
from engine.bake.preview import preview
from engine.bake.shells import BakeError
from engine.bake.skeleton import local_curves
from engine.form.motion import posed
from engine.form.object4d import Object4D
from engine.form.parts import Parts
from engine.vocabulary.limits import LIMITS
from engine.vocabulary.slots import ROLES

CELLS, FEWEST = 72, 12
TRIED = 6
"""Poses that a rig's report looks at."""
_FAR = np.array([LIMITS[role] for role in ROLES])


def rig(name: str, obj: Object4D, *, times: Sequence[float] = (0.0,),
        cycle_of_time: Callable[[float], float] = lambda _: 0.0, budget: int | None = None) -> Clip:
    """The object on its skeleton, with its own motion on the bones alone. `budget`: triangles, at most."""
    cells = CELLS
    made = preview(name, obj, cells=cells, times=times, cycle_of_time=cycle_of_time)
    while budget is not None and len(made.faces) > budget:
        cells = min(cells - 1, int(cells * np.sqrt(0.95 * budget / len(made.faces))))
        if cells < FEWEST:
            raise BakeError(f"{name}: the budget is {budget} triangles and its rig needs more: allow more")
        made = preview(name, obj, cells=cells, times=times, cycle_of_time=cycle_of_time)
    missed = misses(made, obj.parts, within(obj.parts, TRIED))
    return replace(made, report={
        "rig": True, "error_mean": round(float(np.mean([one.mean for one in missed])), 4),
        "error_worst": round(max(one.mean for one in missed), 4),
        "error_peak": round(max(one.h99 for one in missed), 4), "cuts": []})


def within(parts: Parts, count: int, *, seed: int = 0) -> np.ndarray:
    """Transforms [pose, part, 4, 4] from rest to random poses within the joints' limits, in the object's frame."""
    rng = np.random.default_rng(seed)
    axis = rng.normal(size=(count, len(parts), 3))
    axis /= np.linalg.norm(axis, axis=2, keepdims=True)
    angle = rng.uniform(-1.0, 1.0, (count, len(parts))) * _FAR[parts.slot]
    turn = Rotation.from_rotvec((axis * angle[..., None]).reshape(-1, 3)).as_matrix().reshape(count, -1, 3, 3)
    out = np.tile(np.eye(4), (count, len(parts), 1, 1))
    out[..., :3, :3] = turn
    out[..., :3, 3] = parts.joint - np.einsum("cpij,pj->cpi", turn, parts.joint)
    for part, parent in enumerate(parts.parent):
        if parent >= 0:
            out[:, part] = out[:, parent] @ out[:, part]
    return out


def misses(made: Clip, parts: Parts, poses: np.ndarray) -> list[Difference]:
    """How far a rig in poses [pose, part, 4, 4] is from the surface of the parts in them."""
    translation, rotation, scale = local_curves(poses, made.bind, made.joint_parents)
    shown = replace(made, times=np.arange(len(poses), dtype=np.float64), joint_translation=translation,
                    joint_rotation=rotation, joint_scale=scale, target_weights=np.zeros((len(poses), 0)))
    out = []
    for number, matrices in enumerate(poses):
        points, normals, _ = evaluate(shown, float(number))
        out.append(difference(points, normals, made.faces, posed(parts, matrices)))
    return out
