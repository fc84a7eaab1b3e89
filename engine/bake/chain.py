"""Chain: clips of one object, each seen for a while, as one clip.

In     Clips of one object, each with the span of time in which it is seen; the keys' times.   Out   Clip.
Raises BakeError where that makes more bones than a player holds.
Knows nothing of parts, scenes, files or Qt.

Where two clips meet they show the same shape, so the one takes the other's place: the roots of what is not seen are
scaled to nothing within BLINK. Godot and others sample a file evenly, at 30 a second, and draw straight between
samples: there one would shrink while the other grows, so both are seen for LAP. And what shrinks to one point leaves
the other on its way there; so before its root shrinks, each part does on its own bone, within what it was, for LAP,
but where a mesh is gone by itself. Each clip has vertices of its own, so a target serves all clips that are never seen
together: the targets of a chain are in runs (Clip.runs), the first for the first clip, the third and so on, the second
for those between.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from engine.bake.clip import Clip, numbered
from engine.bake.dressed import dressed
from engine.bake.error import areas
from engine.bake.evaluate import evaluate, slerp
from engine.bake.shells import BakeError

BLINK = 5e-4
"""s in which one mesh takes the other's place: less than any frame; Blender makes one key of two that are nearer than a
hundredth of a frame, and draws straight to it from the one before."""
LAP = 41.0 / 1200.0
"""s in which there is a sample of any engine's, 30 a second."""
HIDDEN = 1e-6
"""The scale that hides; none at all cannot be inverted, and some engines try."""
SMALL = 1e-4
"""The scale to which the bones that a root bears shrink before it does."""
GONE = 1e-3
"""Share of its area that a mesh which is gone may have left."""
BONES = 256
"""What the viewport holds, and the engines that objects go to."""
Span = tuple[float, float]


def joined(name: str, clips: Sequence[Clip], spans: Sequence[Span], times: np.ndarray) -> Clip:
    """`spans` [s] follow on one another without a gap, or overlap, and meet at `times` [key] s."""
    bones = np.cumsum([0, *(len(clip.bind) for clip in clips)])
    if bones[-1] > BONES:
        raise BakeError(f"{name} has {bones[-1]} bones over its {len(clips)} changes of shape, at most {BONES} are "
                        "possible: take keys or morphs away")
    shown = _lapped(spans)
    there = _there(clips, spans, shown)
    runs = _runs(clips, there)
    ruled = _ruled(runs, len(clips))
    run_of = {k: number for number, run in enumerate(runs) for group in run for k in group.clips}
    names = _names(clips, runs)
    firsts = np.cumsum([0, *map(len, names)]).tolist()
    offsets, count = [firsts[run_of.get(k, 0)] for k in range(len(clips))], firsts[-1]
    times, (seen, present, told) = _keys(clips, times, (shown, there, ruled))
    vertices = np.cumsum([0, *(len(clip.positions) for clip in clips)])
    parts = np.cumsum([0, *(int(clip.part.max()) + 1 for clip in clips)])
    if any(clip.materials for clip in clips):
        clips = [dressed(clip) for clip in clips]
    looks = _looks(clips)
    curves, weights = [sampled(clip, times) for clip in clips], np.zeros((len(times), count))
    for k, (clip, (_, _, scale, shares)) in enumerate(zip(clips, curves)):
        roots, (start, end) = clip.joint_parents < 0, shown[k]
        small = ~seen[:, k] & np.where(times < 0.5 * (start + end), there[k][0] < start, there[k][1] > end)
        scale[:, roots] *= np.where(present[:, k], 1.0, HIDDEN)[:, None, None]
        scale[:, ~roots] *= np.where(small, SMALL, 1.0)[:, None, None]
        weights[told[:, k], offsets[k]:offsets[k] + shares.shape[1]] = shares[told[:, k]]
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
        target_names=tuple(name for run in names for name in run),
        runs=tuple(map(len, names)) if len(names) > 1 else (),
        **{key: np.concatenate([_padded(getattr(clip, key), at, count) for clip, at in zip(clips, offsets)], 1)
           for key in ("target_positions", "target_normals", "target_tints")},
        joint_translation=np.concatenate([curve[0] for curve in curves], 1),
        joint_rotation=np.concatenate([curve[1] for curve in curves], 1),
        joint_scale=np.concatenate([curve[2] for curve in curves], 1),
        report=_report(clips, spans), takes=())


def _keys(clips: Sequence[Clip], times: np.ndarray,
          spans: tuple[Sequence[Span], ...]) -> tuple[np.ndarray, list[np.ndarray]]:
    """Times [key] s; for each of `spans`, when [s] clips are seen, are there and rule their targets, which do at them
    [key, clip]."""
    shown, there, _ = spans
    begin, end = min(start for start, _ in shown), max(end for _, end in shown)
    meets = np.unique([time for rows in spans for span in rows for time in span if begin < time < end])
    meets = meets[np.diff(meets, prepend=-np.inf) > 2.0 * BLINK]
    blinks = np.maximum(BLINK, 8.0 * np.spacing(meets.astype(np.float32)))
    more = np.concatenate([clip.times[(clip.times > start) & (clip.times < end)]
                           for clip, (start, end) in zip(clips, there)])
    more = more[[np.abs(times - time).min() > BLINK / 4 for time in more.tolist()]]
    changes = np.concatenate([meets, meets - blinks])
    others = np.concatenate([times, more])
    others = others[[np.abs(changes - time).min(initial=1.0) > BLINK for time in others.tolist()]]
    times = np.unique(np.concatenate([others, changes]))
    stretch = np.searchsorted(meets - 0.5 * blinks, times)
    middles = np.convolve([begin, *meets, end], (0.5, 0.5), "valid")
    return times, [np.array([[start <= middle <= end for start, end in rows] for middle in middles])[stretch]
                   for rows in spans]


def _lapped(spans: Sequence[Span]) -> list[Span]:
    """When each is seen, until those that follow on it have been for LAP."""
    starts, last = {start for start, _ in spans}, max(end for _, end in spans)
    return [(start, min(end + LAP, last) if end in starts else end) for start, end in spans]


def _there(clips: Sequence[Clip], spans: Sequence[Span], shown: Sequence[Span]) -> list[Span]:
    """When each is there, seen or small: LAP before and after it is seen, but where it comes from nothing."""
    first, last = min(start for start, _ in spans), max(end for _, end in spans)
    return [(start if _gone(clip, start) else max(start - LAP, first),
             until if _gone(clip, end) else min(until + LAP, last))
            for clip, (start, end), (_, until) in zip(clips, spans, shown)]


def _gone(clip: Clip, time: float) -> bool:
    """Is nothing left of a clip at a time [s]?"""
    most, now = (areas(points, clip.faces)[1].sum() for points in (clip.positions, evaluate(clip, time)[0]))
    return bool(now < GONE * most)


@dataclass
class _Group:
    """Clips that have the same weights at all times, and when any of them is seen."""

    clips: list[int]
    start: float
    end: float


def _runs(clips: Sequence[Clip], spans: Sequence[Span]) -> list[list[_Group]]:
    """Of each run of targets those that have it, in time: neither is seen within LAP of the other."""
    runs: list[list[_Group]] = []
    for k in sorted(range(len(clips)), key=lambda k: spans[k]):
        if not len(clips[k].target_names):
            continue
        start, end = spans[k]
        same = next((run[-1] for run in runs if _alike(clips[run[-1].clips[0]], clips[k])), None)
        if same is not None:
            same.clips.append(k)
            same.end = max(same.end, end)
            continue
        run = next((run for run in runs if start - run[-1].end > LAP), None)
        if run is None:
            runs.append(run := [])
        run.append(_Group([k], start, end))
    return runs


def _alike(first: Clip, second: Clip) -> bool:
    return np.array_equal(first.times, second.times) and np.array_equal(first.target_weights, second.target_weights)


def _ruled(runs: Sequence[Sequence[_Group]], count: int) -> list[Span]:
    """When [s] the weights of their run are those of each of `count` clips: they change over while none is seen."""
    out: list[Span] = [(-np.inf, np.inf)] * count
    for run in runs:
        swaps = [0.5 * (before.end + after.start) for before, after in pairwise(run)]
        for group, span in zip(run, pairwise([-np.inf, *swaps, np.inf])):
            for k in group.clips:
                out[k] = span
    return out


def _names(clips: Sequence[Clip], runs: Sequence[Sequence[_Group]]) -> list[tuple[str, ...]]:
    """Of the targets of each run: those of its richest clip, with the mesh's number where another has it."""
    out: list[tuple[str, ...]] = []
    for number, run in enumerate(runs, 1):
        given = {name for names in out for name in names}
        richest = max((clips[k].target_names for group in run for k in group.clips), key=len)
        out.append(tuple(f"{name}, mesh {number}" if name in given else name for name in richest))
    return out


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


def _padded(targets: np.ndarray, at: int, count: int) -> np.ndarray:
    """Targets [target, vertex, 3] from the number `at` on, among `count` of which the others do nothing."""
    out = np.zeros((count, *targets.shape[1:]), targets.dtype)
    out[at:at + len(targets)] = targets
    return out


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
