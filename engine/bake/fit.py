"""Many frames of one mesh to a base and a few targets.

In     vertices [frame, vertex, 3] in the bind pose of their rigid bones; how much each counts.
Out    base, targets, and each frame's weights in 0..1.
Knows nothing of shells, bones, files or Qt.

Weighted alternating least squares: targets given curves, then curves given targets; first by distance, then by
distance from the surface (point to plane, Chen and Medioni 1992), which is what the eye sees. A leading curve may be
given (a morph's progress); it is kept exactly. Normals are fitted to the same curves.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

ROUNDS, NORMAL_ROUNDS = 5, 8
LENGTHS = 0.3, 3.0
"""Of a sum of normals before it is normalised."""
RIDGE = 1e-4
SLIDES, ACROSS = 3, 0.05
"""Rounds by distance from the surface, and how much a slide along it counts beside."""


@dataclass(frozen=True)
class Fit:
    base: np.ndarray        # [vertex, 3]
    targets: np.ndarray     # [target, vertex, 3]
    curves: np.ndarray      # [frame, target] 0..1


def fit(frames: np.ndarray, counts: np.ndarray, *, free: int, lead: np.ndarray | None = None,
        rounds: int = ROUNDS) -> Fit:
    """`frames` [frame, vertex, 3] m, `counts` [frame, vertex] >= 0; `free` targets beside the `lead` curve [frame]."""
    fixed = np.ones((len(frames), 1)) if lead is None else np.stack([np.ones(len(frames)), lead], 1)
    free = min(free, len(frames) - fixed.shape[1])
    curves = fixed
    if free > 0:
        rest = frames - np.tensordot(curves, _targets(frames, counts, curves), 1)
        flat = (rest * np.sqrt(counts.mean(0))[None, :, None]).reshape(len(frames), -1)
        values, vectors = np.linalg.eigh(flat @ flat.T)
        first = vectors[:, ::-1][:, :free]
        first = first * np.sign(first[np.abs(first).argmax(0), range(free)])
        used = values[::-1][:free] > 1e-12 * max(float(values[-1]), 1e-30)
        curves = np.concatenate([fixed, _scaled(first[:, used])], 1)
        for _ in range(rounds if used.any() else 0):
            shapes = _targets(frames, counts, curves)
            curves = np.concatenate([fixed, _scaled(_curves(frames, counts, shapes, fixed))], 1)
    shapes = _targets(frames, counts, curves)
    return _in_unit(shapes, curves, fixed.shape[1])


def slid(found: Fit, frames: np.ndarray, normals: np.ndarray, counts: np.ndarray, *, lead: bool) -> Fit:
    """The fit gone on with, where a vertex that slides along the surface misses less than one that leaves it.

    `normals` [frame, vertex, 3], unit: what is missed along them counts whole, what is missed across them `ACROSS`
    times. A few targets so tell in one direction what they could not in three.
    """
    along = normals[..., :, None] * normals[..., None, :]
    heavy = counts[..., None, None] * (along + ACROSS * (np.eye(3) - along))
    pull = np.einsum("fvij,fvj->fvi", heavy, frames)
    curves = np.concatenate([np.ones((len(frames), 1)), found.curves], 1)
    fixed = 2 if lead else 1
    for _ in range(SLIDES):
        shapes = _slid_targets(heavy, pull, curves)
        if curves.shape[1] > fixed:
            curves = np.concatenate([curves[:, :fixed], _scaled(_slid_curves(heavy, pull, shapes, curves[:, :fixed]))],
                                    1)
    return _in_unit(_slid_targets(heavy, pull, curves), curves, fixed)


def _slid_targets(heavy: np.ndarray, pull: np.ndarray, curves: np.ndarray) -> np.ndarray:
    """As `_targets`, with a weight [frame, vertex, 3, 3] for each direction; `pull` [frame, vertex, 3]: that times the
    frames."""
    frames, vertices, width = len(heavy), heavy.shape[1], curves.shape[1]
    both = (curves[:, :, None] * curves[:, None, :]).reshape(frames, -1)
    normal = (both.T @ heavy.reshape(frames, -1)).reshape(width, width, vertices, 3, 3)
    normal = normal.transpose(2, 0, 3, 1, 4).reshape(vertices, 3 * width, 3 * width)
    right = (curves.T @ pull.reshape(frames, -1)).reshape(width, vertices, 3).transpose(1, 0, 2)
    scale = np.trace(normal, axis1=1, axis2=2)[:, None, None] / (3 * width) + 1e-12
    normal = normal + RIDGE * scale * np.diag(np.repeat([1e-4] + [1.0] * (width - 1), 3))
    return np.linalg.solve(normal, right.reshape(vertices, 3 * width, 1)).reshape(vertices, width, 3).transpose(1, 0, 2)


def _slid_curves(heavy: np.ndarray, pull: np.ndarray, shapes: np.ndarray, fixed: np.ndarray) -> np.ndarray:
    """As `_curves`, with a weight for each direction."""
    lead = fixed.shape[1]
    free = shapes[lead:].reshape(len(shapes) - lead, -1)
    out = np.empty((len(heavy), len(free)))
    for frame, (weights, pulled) in enumerate(zip(heavy, pull)):
        rest = pulled - np.einsum("vij,vj->vi", weights, np.tensordot(fixed[frame], shapes[:lead], 1))
        weighed = np.einsum("vij,kvj->kvi", weights, shapes[lead:]).reshape(len(free), -1)
        normal = weighed @ free.T
        out[frame] = np.linalg.solve(normal + (1e-9 * np.trace(normal) + 1e-20) * np.eye(len(free)),
                                     free @ rest.reshape(-1))
    return out


def fit_normals(normals: np.ndarray, counts: np.ndarray, curves: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Base normals [vertex, 3], unit, and their targets, for normals [frame, vertex, 3] on the fit's curves.

    A player normalises the sum, so only its direction is fitted: in turn the lengths that are nearest to what the
    shapes give, and the shapes. For the same reason base and targets of a vertex may share a factor, which makes the
    base unit.
    Where the best base is nearly nothing, the mean normal stands in and the targets are fitted to the rest.
    """
    design = np.concatenate([np.ones((len(curves), 1)), curves], 1)
    shapes = _targets(normals, counts, design)
    for _ in range(NORMAL_ROUNDS):
        lengths = (np.tensordot(design, shapes, 1) * normals).sum(2, keepdims=True)
        shapes = _targets(lengths.clip(*LENGTHS) * normals, counts, design)
    base, targets = shapes[0], shapes[1:]
    length = np.linalg.norm(base, axis=1)
    weak = length < 0.25
    if weak.any():
        mean = (normals[:, weak] * counts[:, weak, None]).sum(0) + 1e-9 * normals[0, weak]
        mean /= np.maximum(np.linalg.norm(mean, axis=1, keepdims=True), 1e-12)
        base[weak] = mean
        if targets.size:
            targets[:, weak] = _targets(normals[:, weak] - mean, counts[:, weak], curves)
        length = np.linalg.norm(base, axis=1)
    up = length < 1e-6
    base[up], length[up] = (0.0, 1.0, 0.0), 1.0
    return base / length[:, None], targets / length[None, :, None]


def _targets(frames: np.ndarray, counts: np.ndarray, curves: np.ndarray) -> np.ndarray:
    """Best shapes [curve, vertex, 3] for the curves [frame, curve], vertex by vertex."""
    both = (curves[:, :, None] * curves[:, None, :]).reshape(len(curves), -1)
    width = curves.shape[1]
    normal = (counts.T @ both).reshape(-1, width, width)
    scale = np.trace(normal, axis1=1, axis2=2)[:, None, None] / width + 1e-12
    normal = normal + RIDGE * scale * np.diag([1e-4] + [1.0] * (width - 1)) if width > 1 else normal + 1e-12
    right = (curves.T @ (counts[..., None] * frames).reshape(len(frames), -1)).reshape(width, -1, 3)
    return np.linalg.solve(normal, right.transpose(1, 0, 2)).transpose(1, 0, 2)


def _curves(frames: np.ndarray, counts: np.ndarray, shapes: np.ndarray, fixed: np.ndarray) -> np.ndarray:
    """Best free curves [frame, free] for the shapes, frame by frame."""
    lead = fixed.shape[1]
    free = shapes[lead:].reshape(len(shapes) - lead, -1)
    out = np.empty((len(frames), len(free)))
    for frame, (values, weights) in enumerate(zip(frames, counts)):
        rest = (values - np.tensordot(fixed[frame], shapes[:lead], 1)).reshape(-1)
        heavy = free * np.repeat(weights, 3)
        normal = heavy @ free.T
        out[frame] = np.linalg.solve(normal + (1e-9 * np.trace(normal) + 1e-20) * np.eye(len(free)), heavy @ rest)
    return out


def _scaled(curves: np.ndarray) -> np.ndarray:
    return curves / np.maximum(np.abs(curves).max(0), 1e-12)


def _in_unit(shapes: np.ndarray, curves: np.ndarray, lead: int) -> Fit:
    """Shift and scale the free curves to 0..1; base and targets take up the change."""
    low, high = curves.min(0), curves.max(0)
    low[:lead], high[:lead] = 0.0, 1.0
    span = np.maximum(high - low, 1e-12)
    base = shapes[0] + np.tensordot(low[1:], shapes[1:], 1) if len(shapes) > 1 else shapes[0]
    return Fit(base, shapes[1:] * span[1:, None, None], ((curves - low) / span)[:, 1:].clip(0.0, 1.0))
