"""A clip at one time: what every player of it must show.

In     a Clip and a time [s].   Out   world positions, normals and linear colours of its vertices.
Knows nothing of files, GL or Qt.  This is the reference that exporters and pictures are tested against.
After the glTF 2.0 specification: 3.7.2.2 (targets), 3.7.3 (skins), appendix C (interpolation).
"""

from __future__ import annotations

import numpy as np

from engine.bake.clip import Clip
from engine.bake.palette import to_linear


def evaluate(clip: Clip, time: float) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """World positions [m], unit normals and tints (linear factors on the palette), each [vertex, 3]."""
    at, share = bracket(clip.times, time)
    positions, normals, tints = (np.asarray(a, np.float64) for a in (clip.positions, clip.normals, clip.tint))
    if len(clip.target_names):
        weights = clip.target_weights[at].astype(np.float64).T @ share
        positions = positions + np.tensordot(weights, clip.target_positions, 1)
        normals = normals + np.tensordot(weights, clip.target_normals, 1)
        tints = tints + np.tensordot(weights, clip.target_tints, 1)
    skin = joints_at(clip, time) @ np.linalg.inv(clip.bind.astype(np.float64))
    mixed = np.einsum("vk,vkij->vij", clip.weights.astype(np.float64), skin[clip.joints])
    matrix = place_at(clip, time) @ mixed
    positions = np.einsum("vij,vj->vi", matrix[:, :3, :3], positions) + matrix[:, :3, 3]
    normals = np.einsum("vij,vj->vi", matrix[:, :3, :3], normals)
    length = np.linalg.norm(normals, axis=1, keepdims=True)
    return positions, normals / np.where(length > 0, length, 1.0), tints


def colours(clip: Clip, tints: np.ndarray) -> np.ndarray:
    """Linear base colour [vertex, 3] of each vertex: its texel times its tint."""
    height, width = clip.palette.shape[:2]
    column = np.minimum((clip.uvs[:, 0] * width).astype(int), width - 1)
    row = np.minimum((clip.uvs[:, 1] * height).astype(int), height - 1)
    return to_linear(clip.palette[row, column, :3] / 255.0) * tints


def joints_at(clip: Clip, time: float) -> np.ndarray:
    """Global joint transforms [joint, 4, 4] in the object's frame."""
    at, share = bracket(clip.times, time)
    local = compose(
        np.tensordot(share, clip.joint_translation[at], 1),
        slerp(clip.joint_rotation[at[0]], clip.joint_rotation[at[1]], share[1]),
        np.tensordot(share, clip.joint_scale[at], 1))
    for joint, parent in enumerate(clip.joint_parents):
        if parent >= 0:
            local[joint] = local[parent] @ local[joint]
    return local


def place_at(clip: Clip, time: float) -> np.ndarray:
    """The object's transform [4, 4] in the scene."""
    at, share = bracket(clip.place_times, time)
    return compose(
        share @ clip.place_translation[at],
        slerp(clip.place_rotation[at[0]], clip.place_rotation[at[1]], share[1]),
        share @ clip.place_scale[at])


def bracket(times: np.ndarray, time: float) -> tuple[np.ndarray, np.ndarray]:
    """The two keys around a time and their shares; the ends hold."""
    after = int(np.searchsorted(times, time, side="right"))
    if after == 0 or after == len(times):
        end = min(after, len(times) - 1)
        return np.array([end, end]), np.array([1.0, 0.0])
    span = float(times[after]) - float(times[after - 1])
    share = (time - float(times[after - 1])) / span
    return np.array([after - 1, after]), np.array([1.0 - share, share])


def slerp(first: np.ndarray, second: np.ndarray, share: float | np.ndarray) -> np.ndarray:
    """Between quaternions x y z w [..., 4] along the shorter way (Shoemake 1985)."""
    first = first / np.linalg.norm(first, axis=-1, keepdims=True)
    second = second / np.linalg.norm(second, axis=-1, keepdims=True)
    cosine = (first * second).sum(-1, keepdims=True)
    second, cosine = np.where(cosine < 0, -second, second), np.abs(cosine)
    angle = np.arccos(cosine.clip(-1.0, 1.0))
    sine = np.sin(angle)
    near = sine < 1e-5
    safe = np.where(near, 1.0, sine)
    left = np.where(near, 1.0 - share, np.sin((1.0 - share) * angle) / safe)
    right = np.where(near, share, np.sin(share * angle) / safe)
    mixed = left * first + right * second
    return mixed / np.linalg.norm(mixed, axis=-1, keepdims=True)


def compose(translation: np.ndarray, rotation: np.ndarray, scale: np.ndarray) -> np.ndarray:
    """Transforms [..., 4, 4] from translations, quaternions x y z w and scales."""
    matrix = np.zeros((*np.shape(translation)[:-1], 4, 4))
    matrix[..., :3, :3] = to_matrix(rotation) * np.asarray(scale)[..., None, :]
    matrix[..., :3, 3] = translation
    matrix[..., 3, 3] = 1.0
    return matrix


def to_matrix(rotation: np.ndarray) -> np.ndarray:
    """Quaternions x y z w [..., 4], unit, to matrices [..., 3, 3]."""
    x, y, z, w = np.moveaxis(np.asarray(rotation, np.float64), -1, 0)
    rows = [[1 - 2 * (y * y + z * z), 2 * (x * y - z * w), 2 * (x * z + y * w)],
            [2 * (x * y + z * w), 1 - 2 * (x * x + z * z), 2 * (y * z - x * w)],
            [2 * (x * z - y * w), 2 * (y * z + x * w), 1 - 2 * (x * x + y * y)]]
    return np.stack([np.stack(row, -1) for row in rows], -2)


def to_quaternion(matrix: np.ndarray) -> np.ndarray:
    """Proper rotations [..., 3, 3] to unit quaternions x y z w (the largest eigenvector, Bar-Itzhack 2000)."""
    m = np.asarray(matrix, np.float64)
    k = np.zeros((*m.shape[:-2], 4, 4))
    for row in range(3):
        for column in range(3):
            k[..., row, column] = m[..., row, column] + m[..., column, row]
    trace = np.trace(m, axis1=-2, axis2=-1)
    for axis in range(3):
        k[..., axis, axis] -= trace
        other, next_ = (axis + 2) % 3, (axis + 1) % 3
        k[..., axis, 3] = k[..., 3, axis] = m[..., other, next_] - m[..., next_, other]
    k[..., 3, 3] = trace
    rotation = np.linalg.eigh(k)[1][..., -1]
    return rotation * np.where(rotation[..., 3:] < 0, -1.0, 1.0)
