"""Parts to a skeleton: one rigid bone a part, hierarchical as the part tree.

In     Parts at rest; each bone's transform over time.   Out   names, bind transforms, local curves.
Knows nothing of vertices, files or Qt.
"""

from __future__ import annotations

import numpy as np

from engine.bake.evaluate import to_quaternion
from engine.form.parts import Parts
from engine.vocabulary.slots import ROLES


def joint_names(parts: Parts) -> tuple[str, ...]:
    """Role, and where there are several: L and R (the object's own, L is +X) for a pair, numbers otherwise."""
    names = []
    for part, slot in enumerate(parts.slot):
        same = np.flatnonzero(parts.slot == slot)
        sides = np.sign(np.round(parts.centre[same, 0], 6))
        name = ROLES[int(slot)]
        if len(same) == 2 and set(sides) == {-1.0, 1.0}:
            name += " L" if parts.centre[part, 0] > 0 else " R"
        elif len(same) > 1:
            name += f" {int(np.flatnonzero(same == part)[0]) + 1}"
        names.append(name)
    return tuple(names)


def bind(parts: Parts) -> np.ndarray:
    """Global bind transforms [part, 4, 4]: at the part's joint, along the part's axes."""
    matrix = np.tile(np.eye(4), (len(parts), 1, 1))
    matrix[:, :3, :3] = parts.rotation
    matrix[:, :3, 3] = parts.joint
    return matrix


def carried(rest: Parts, now: Parts, grown: np.ndarray | None = None) -> np.ndarray:
    """Transforms [part, 4, 4] that take each part's frame at rest to where it is now; `grown` [part]: by how much they
    enlarge it, else sizes are left alone."""
    matrix = np.tile(np.eye(4), (len(rest), 1, 1))
    turn = now.rotation @ rest.rotation.transpose(0, 2, 1)
    turn = turn if grown is None else grown[:, None, None] * turn
    matrix[:, :3, :3] = turn
    matrix[:, :3, 3] = now.centre - np.einsum("nij,nj->ni", turn, rest.centre)
    return matrix


def local_curves(moved: np.ndarray, rest: np.ndarray, parents: np.ndarray,
                 which: np.ndarray | None = None) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Local translation [key, joint, 3] m, rotation [key, joint, 4] x y z w and scale [key, joint, 3].

    `moved` [pose, joint, 4, 4] takes the bind pose to the posed, in the object's frame; `rest` as of `bind`; `which`
    [key]: the pose of each key, where keys share poses.
    """
    world = moved @ rest
    above = np.where(parents < 0, 0, parents)
    local = np.where((parents < 0)[:, None, None], world, np.linalg.inv(world[:, above]) @ world)
    scale = np.linalg.norm(local[..., :3, :3], axis=-2)
    rotation = to_quaternion(local[..., :3, :3] / scale[..., None, :])
    translation, scale = local[..., :3, 3], np.where(np.abs(scale - 1.0) < 1e-9, 1.0, scale)
    if which is not None:
        translation, rotation, scale = translation[which], rotation[which], scale[which]
    flip = np.where((rotation[1:] * rotation[:-1]).sum(-1) < 0, -1.0, 1.0)
    rotation[1:] *= np.cumprod(flip, 0)[..., None]
    return translation, rotation, scale
