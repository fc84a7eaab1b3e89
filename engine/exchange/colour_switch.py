"""A clip that changes colour as two, for engines that ignore colour targets.

In     a Clip whose tints change.   Out   two Clips that move alike: the first colours, then the last.
Knows nothing of files.

One is shrunk to next to nothing while the other shows, and they change over at half of the morph, each time that it
comes by. Switched, neither changes its colours, and their mesh's arrays are the same, so a file stores them once. In
turn, both change them as the clip does, and the second does so backwards: its mesh at rest, all that an engine without
colour targets knows of colours, is what the morph ends in, and its targets lead back from there. So engines that know
them show one clip, and the others the colours of the nearer end.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from engine.bake.chain import BLINK, HIDDEN, LAP, sampled
from engine.bake.clip import Clip
from engine.bake.palette import CELL, to_linear, to_srgb

SHORT = 0.05
"""A normal that is shorter at the end points nowhere."""
SLOTS = 1200.0
"""Slots a second between whose borders one shell shrinks and the other grows: all frames and half frames of 24, 25, 30
and 60 a second are borders."""


def switched(clip: Clip, *, rests: bool = False) -> list[Clip]:
    """[before, after] with constant colours, or [clip] where no colour changes or they are a file's materials.

    `rests`: the second is at rest where the morph ends, for programs that bend the normals of the mesh at rest.
    """
    if not clip.target_tints.any() or clip.materials:
        return [clip]
    gained = clip.target_tints[[carrier for carrier in _carriers(clip) if carrier is not None]].sum(0)
    after = coloured(backwards(clip) if rests else clip, clip.tint + gained)
    return _turns(clip, coloured(clip, clip.tint), after)


def in_turn(clip: Clip) -> list[Clip]:
    """[before, after], both with the clip's changing colours, or [clip] as of `switched`."""
    if not clip.target_tints.any() or clip.materials:
        return [clip]
    return _turns(clip, clip, backwards(clip))


def backwards(clip: Clip) -> Clip:
    """The same clip with its mesh at rest where the morph ends, and targets that lead back from there.

    Every target is turned round that is nowhere stronger than at the end while this mesh shows: weights stay within 0
    and 1, where engines keep them. Normals at rest are of length 1, and those of the targets are as much longer: what
    they add up to points where it did.
    """
    weights = clip.target_weights.astype(np.float64)
    end, turned = np.zeros(weights.shape[1]), np.zeros(weights.shape[1], bool)
    for carrier, (_, run) in zip(_carriers(clip), clip.meshes()):
        if carrier is not None:
            late = weights[:, carrier] >= min(0.5, float(weights[:, carrier].max()))
            late[:-1] |= late[1:].copy()                # from the key before it shows
            end[run] = weights[int(weights[:, carrier].argmax()), run]
            turned[run] = (end[run] > 0.0) & (weights[late, run] <= end[run] + 1e-6).all(0)
    back = np.clip(np.where(turned, end - weights, weights), 0.0, 1.0)
    share, signs = np.where(turned, end, 0.0), np.where(turned, -1.0, 1.0)[:, None, None]
    tint = np.clip(clip.tint + np.tensordot(share, clip.target_tints, 1), 0.0, 1.0)         # a hair beyond is no colour
    normals = clip.normals + np.tensordot(share, clip.target_normals.astype(np.float64), 1)
    length = np.maximum(np.linalg.norm(normals, axis=1, keepdims=True), SHORT)
    unit = normals / np.maximum(np.linalg.norm(normals, axis=1, keepdims=True), 1e-12)
    return replace(
        clip, positions=clip.positions + np.tensordot(share, clip.target_positions, 1),
        normals=unit.astype(np.float32), tint=tint.astype(np.float32),
        target_positions=signs * clip.target_positions,
        target_normals=(signs * clip.target_normals / length).astype(np.float32),
        target_tints=signs * clip.target_tints, target_weights=back.astype(np.float32),
        target_names=tuple(f"{name} back" if flip else name for name, flip in zip(clip.target_names, turned)))


def _carriers(clip: Clip) -> list[int | None]:
    """The target that carries the colours, of each of the clip's meshes that take each other's place."""
    most = np.abs(clip.target_tints).max((1, 2), initial=0.0)
    return [run.start + int(most[run].argmax()) if most[run].any() else None for _, run in clip.meshes()]


def _turns(clip: Clip, before: Clip, after: Clip) -> list[Clip]:
    """Both, each while it shows; as they change over both do for LAP, in one place, for programs that sample a file."""
    after, over = replace(after, name=f"{clip.name} after"), []
    for (vertices, _), carrier in zip(clip.meshes(), _carriers(clip)):
        moments = [] if carrier is None else [_unseen(time, clip) for time in _halfway(clip, carrier)]
        over.append((_roots(clip, vertices), moments))
    return [_shown(each, [(tops, [time + LAP * (k % 2 == number) for k, time in enumerate(moments)])
                          for tops, moments in over], first=number == 0)
            for number, each in enumerate((before, after))]


def _roots(clip: Clip, vertices: np.ndarray) -> np.ndarray:
    """The topmost bones [bone, bool] of what these vertices hang on: a chain hides by them."""
    top = np.arange(len(clip.bind))
    for bone, parent in enumerate(clip.joint_parents.tolist()):
        top[bone] = bone if parent < 0 else top[parent]
    out = np.zeros(len(top), bool)
    out[top[clip.joints[vertices][clip.weights[vertices] > 0]]] = True
    return out


def change_overs(clip: Clip) -> list[float]:
    """When [s] the colours that are seen change over."""
    found = []
    for (vertices, _), carrier in zip(clip.meshes(), _carriers(clip)):
        sizes = clip.joint_scale[:, _roots(clip, vertices)].max((1, 2), initial=0.0)
        found += [time for time in (_halfway(clip, carrier) if carrier is not None else [])
                  if np.interp(time, clip.times, sizes) > 0.5 * sizes.max()]
    return sorted(found)


def _halfway(clip: Clip, carrier: int) -> list[float]:
    """When [s] the curve that carries the colours passes a half: the first time upwards, the next downwards, and so on.

    A clip that begins in its last colours changes over at its first key; one that keeps its first, never.
    """
    curve = clip.target_weights[:, carrier].astype(np.float64)
    times, late = clip.times, curve >= 0.5
    found = [float(times[0])] if late[0] else []
    for key in np.flatnonzero(late[1:] != late[:-1]):
        share = (0.5 - curve[key]) / (curve[key + 1] - curve[key])
        found.append(float(times[key] + share * (times[key + 1] - times[key])))
    return found


def _unseen(time: float, clip: Clip) -> float:
    """A moment [s] just before `time` at which no frame is, nor any of the clip's keys or the middle of two."""
    frames = np.concatenate([clip.times, (clip.times[1:] + clip.times[:-1]) / 2.0])
    slot = np.ceil(time * SLOTS) - 1.0
    moments = (slot + 0.5 - np.arange(16)) / SLOTS
    free = np.abs(frames[:, None] - moments).min(0) > 0.6 * BLINK
    return float(max(moments[int(free.argmax())], 0.0)) if time > 0.0 else time


def coloured(clip: Clip, tint: np.ndarray) -> Clip:
    """The tints worked into the palette where a part has one tint; a part whose pattern changes keeps its many."""
    palette, kept = clip.palette.copy(), np.ones_like(tint)
    done = set()
    for part in np.unique(clip.part):
        mine = clip.part == part
        texel = clip.uvs[mine] * palette.shape[1::-1]
        low = texel.min(0).astype(int) // CELL * CELL
        high = -(-np.ceil(texel.max(0)).astype(int) // CELL) * CELL
        if float(np.ptp(tint[mine], axis=0).max()) > 1e-6:
            kept[mine] = tint[mine]
        elif (box := (*low.tolist(), *high.tolist())) not in done:
            done.add(box)
            cell = palette[low[1]:high[1], low[0]:high[0], :3]
            cell[:] = np.round(to_srgb(to_linear(cell / 255.0) * tint[mine][0]) * 255.0)
    return replace(clip, palette=palette, tint=kept, target_tints=np.zeros_like(clip.target_tints))


def _shown(part: Clip, over: Sequence[tuple[np.ndarray, list[float]]], *, first: bool) -> Clip:
    """The clip next to nothing on its topmost bones while it does not show, as a chain hides: places are left out of
    some files, and some programs bind a skin to them in single precision. `over`: such bones, and when theirs do."""
    extra = [t for _, moments in over for time in moments for t in (time - BLINK / 2, time + BLINK / 2)
             if part.times[0] < t < part.times[-1]]
    times = np.unique(np.concatenate([part.times, extra]))
    translation, rotation, scale, weights = sampled(part, times)
    several = (part.joint_parents < 0).sum() > 1
    for tops, moments in over:
        on = (np.searchsorted(moments, times, side="right") % 2 == 0) == first
        for curve in (scale, translation) if several else (scale,):       # several shrink to one point
            curve[:, tops] *= np.where(on, 1.0, HIDDEN)[:, None, None]
    return replace(part, times=times, joint_translation=translation, joint_rotation=rotation, joint_scale=scale,
                   target_weights=weights)
