"""Chain: clips of one object, each seen for a while, as one clip.

In     Clips of one object, each with the span of time in which it is seen; the keys' times.   Out   Clip.
Raises BakeError where that makes more bones than a player holds.
Knows nothing of parts, scenes, files or Qt.

Where two clips meet they show the same shape, so the one takes the other's place within BLINK: the bones of what is not
seen are scaled to nothing. Godot and others sample a file evenly, at 30 a second, and draw straight between samples:
there one would shrink while the other grows, so where both can be told at once both are seen for LAP. Each clip has
vertices of its own, so a target is one target for all of them, with the weights of the one that is seen: the targets of
a chain are as many as its richest clip has.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from engine.bake.clip import Clip, numbered
from engine.bake.dressed import dressed
from engine.bake.evaluate import slerp
from engine.bake.shells import BakeError

BLINK = 1e-4
"""s in which one mesh takes the other's place: less than any frame, more than the digits of a time in a file."""
LAP = 41.0 / 1200.0
"""s in which there is a sample of any engine's, 30 a second."""
HIDDEN = 1e-6
"""The scale that hides; none at all cannot be inverted, and some engines try."""
BONES = 256
"""What the viewport holds, and the engines that objects go to."""
Span = tuple[float, float]


def joined(name: str, clips: Sequence[Clip], spans: Sequence[Span], times: np.ndarray) -> Clip:
    """`spans` [s] follow on one another without a gap, or overlap, and meet at `times` [key] s.

    Where two that overlap have targets, they have the same, and the same weights.
    """
    bones = np.cumsum([0, *(len(clip.bind) for clip in clips)])
    if bones[-1] > BONES:
        raise BakeError(f"{name} has {bones[-1]} bones over its {len(clips)} changes of shape, at most {BONES} are "
                        "possible: take keys or morphs away")
    meets = np.unique([end for span in spans for end in span])[1:-1]
    blinks = np.maximum(BLINK, 8.0 * np.spacing(meets.astype(np.float32)))
    more = np.concatenate([clip.times[(clip.times > start) & (clip.times < end)]
                           for clip, (start, end) in zip(clips, spans)])
    more = more[[np.abs(times - time).min() > 10.0 * BLINK for time in more.tolist()]]
    times = np.unique(np.concatenate([times, more, meets, meets - blinks]))
    stretch = np.searchsorted(meets - 0.5 * blinks, times)
    middles = np.convolve([min(start for start, _ in spans), *meets, max(end for _, end in spans)], (0.5, 0.5), "valid")
    seen = np.array([[start <= middle <= end for start, end in spans] for middle in middles])[stretch]
    count = max(len(clip.target_names) for clip in clips)
    vertices = np.cumsum([0, *(len(clip.positions) for clip in clips)])
    parts = np.cumsum([0, *(int(clip.part.max()) + 1 for clip in clips)])
    if any(clip.materials for clip in clips):
        clips = [dressed(clip) for clip in clips]
    looks = _looks(clips)
    curves, weights = [sampled(clip, times) for clip in clips], np.zeros((len(times), count))
    for k, (clip, (_, _, scale, shares)) in enumerate(zip(clips, curves)):
        scale[:, clip.joint_parents < 0] *= np.where(seen[:, k], 1.0, HIDDEN)[:, None, None]
        weights[seen[:, k], :shares.shape[1]] = shares[seen[:, k]]
    first = clips[0]
    return replace(
        first, name=name, **looks, times=times, target_weights=weights,
        **{key: np.concatenate([getattr(clip, key) for clip in clips])
           for key in ("positions", "normals", "tint", "weights", "bind")},
        faces=np.concatenate([clip.faces + np.uint32(at) for clip, at in zip(clips, vertices)]),
        quads=numbered([clip.quads for clip in clips], [len(clip.faces) for clip in clips]),
        part=np.concatenate([clip.part + np.int32(at) for clip, at in zip(clips, parts)]),
        joints=np.concatenate([np.where(clip.weights > 0, clip.joints + np.uint16(at), np.uint16(0))
                               for clip, at in zip(clips, bones)]),
        joint_names=tuple(f"{bone}, change {k + 1}" if k else bone
                          for k, clip in enumerate(clips) for bone in clip.joint_names),
        joint_parents=np.concatenate([np.where(clip.joint_parents < 0, -1, clip.joint_parents + at).astype(np.int32)
                                      for clip, at in zip(clips, bones)]),
        target_names=max((clip.target_names for clip in clips), key=len),
        **{key: np.concatenate([_padded(getattr(clip, key), count) for clip in clips], 1)
           for key in ("target_positions", "target_normals", "target_tints")},
        joint_translation=np.concatenate([curve[0] for curve in curves], 1),
        joint_rotation=np.concatenate([curve[1] for curve in curves], 1),
        joint_scale=np.concatenate([curve[2] for curve in curves], 1),
        report=_report(clips, spans), takes=())


def leaps(clip: Clip) -> int:
    """How often one mesh of a clip takes another's place without a time in which both are seen."""
    size = clip.joint_scale[:, clip.joint_parents < 0].max(2)
    seen = size > 100.0 * HIDDEN * size.max(0)
    return int((~(seen[1:] & seen[:-1]).any(1)).sum()) if size.shape[1] > 1 else 0


def sampled(clip: Clip, times: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Local translation, rotation and scale [key, joint, ...] and target weights [key, target] at other times."""
    own = np.asarray(clip.times, np.float64)
    low = np.clip(np.searchsorted(own, times, side="right") - 1, 0, len(own) - 1)
    high = np.minimum(low + 1, len(own) - 1)
    span = own[high] - own[low]
    share = np.clip(np.where(span > 0, (times - own[low]) / np.where(span > 0, span, 1.0), 0.0), 0.0, 1.0)

    def mixed(curve: np.ndarray) -> np.ndarray:
        part = share.reshape(-1, *([1] * (curve.ndim - 1)))
        return curve[low] * (1.0 - part) + curve[high] * part

    rotation = np.array(clip.joint_rotation[low], np.float64)
    for key in np.flatnonzero(share):
        rotation[key] = slerp(clip.joint_rotation[low[key]], clip.joint_rotation[high[key]], float(share[key]))
    return mixed(clip.joint_translation), rotation, mixed(clip.joint_scale), mixed(clip.target_weights)


def _padded(targets: np.ndarray, count: int) -> np.ndarray:
    """Targets [target, vertex, 3] with ones that do nothing, to `count`."""
    return np.concatenate([targets, np.zeros((count - len(targets), *targets.shape[1:]), targets.dtype)])


def _looks(clips: Sequence[Clip]) -> dict:
    """The fields that say how all look: materials and their pictures, or one palette."""
    if not clips[0].materials:
        return _stacked(clips)
    starts = np.cumsum([0, *(len(clip.images) for clip in clips)]).tolist()
    materials = [material.with_textures({name: replace(texture, image=texture.image + start)
                                         for name, texture in material.textures.items()})
                 for clip, start in zip(clips, starts) for material in clip.materials]
    return {"materials": tuple(materials), "images": tuple(image for clip in clips for image in clip.images),
            "uvs": np.concatenate([clip.uvs for clip in clips]),
            "second_uvs": None if all(clip.second_uvs is None for clip in clips) else np.concatenate(
                [np.zeros_like(clip.uvs) if clip.second_uvs is None else clip.second_uvs for clip in clips])}


def _stacked(clips: Sequence[Clip]) -> dict:
    """The textures one below the other in one whose sides are powers of two, and the UVs [vertex, 2] there. Where not
    all have their occlusion, none has."""
    wide = max(clip.palette.shape[1] for clip in clips)
    tall = 1 << int(np.ceil(np.log2(sum(clip.palette.shape[0] for clip in clips))))
    palette, surface = np.full((tall, wide, 4), 255, np.uint8), np.zeros((tall, wide, 3), np.uint8)
    shades = None if any(clip.occlusion is None for clip in clips) else np.full((tall, wide), 255, np.uint8)
    uvs, top = [], 0
    for clip in clips:
        rows, columns = clip.palette.shape[:2]
        palette[top:top + rows, :columns], surface[top:top + rows, :columns] = clip.palette, clip.surface
        if shades is not None and clip.occlusion is not None:
            shades[top:top + rows, :columns] = clip.occlusion
        uvs.append((clip.uvs * (columns, rows) + (0, top)) / (wide, tall))
        top += rows
    return {"palette": palette, "surface": surface, "uvs": np.concatenate(uvs).astype(np.float32),
            "occlusion": shades}


def _report(clips: Sequence[Clip], spans: Sequence[Span]) -> dict:
    """Of all: means over time, the worst of the worst, and whatever holds for any."""
    reports, lengths = [clip.report for clip in clips], np.array([end - start for start, end in spans])
    found: dict = {key: any(report.get(key, False) for report in reports)
                   for key in ("draft", "finish_changes", "pattern_changes", "stiff", "fewer_bones")
                   if any(key in report for report in reports)}
    for key, total in (("error_mean", np.average), ("normal_error", np.average), ("error_worst", None),
                       ("error_peak", None), ("occlusion_varies", None)):
        if all(key in report for report in reports):
            values = [report[key] for report in reports]
            found[key] = max(values) if total is None else round(float(total(values, weights=lengths)), 4)
    halves = [report["meets"] for report in reports if "meets" in report]
    return found | ({"meets": max(halves)} if halves else {}) | {
        "cuts": [cut for report in reports for cut in report.get("cuts", [])]}
