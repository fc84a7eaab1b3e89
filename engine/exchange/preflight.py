"""What a file will show differently, said before it is written.

In     Clips and how they are to be written.   Out   sentences for the artist.
Knows nothing of files.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from engine.bake.clip import Clip
from engine.exchange.colour_switch import change_overs

ERROR_LIMIT = 0.5
"""Percent of an object's diagonal above which its error is worth a sentence."""
KEY_LIMIT = 20_000
VERTEX_LIMIT = 65_535


def preflight(clips: Sequence[Clip], *, profile: str = "portable", path_motion: str = "place",
              per_object: bool = False, fps: float = 30.0, colours: str = "targets") -> list[str]:
    """Sentences, the most visible difference first; none where every engine shows what the studio shows."""
    remarks = [sentence for clip in clips for sentence in _of_clip(clip, profile, fps, colours)]
    if path_motion == "none" and any(_travels(clip) for clip in clips):
        remarks.append("The objects stay in place: their ways through the scene are not in the file.")
    if path_motion == "place" and any(_travels(clip) for clip in clips):
        remarks.append("Unreal reads the ways through the scene only as root motion: choose that for it.")
    if per_object and len(clips) > 1:
        remarks.append(f"{len(clips)} files are written, without cameras and lights.")
    return remarks


def _of_clip(clip: Clip, profile: str, fps: float, colours: str) -> list[str]:
    remarks = []
    if clip.target_tints.any() and colours == "switch":
        when = " and ".join(f"{time:.2f} s" for time in change_overs(clip)) or "no time"
        remarks.append(f"{clip.name} is two meshes, and changes its colours at once, at {when}.")
    elif clip.target_tints.any():
        remarks.append(f"Unity, Unreal, Godot and Blender ignore colours that change: {clip.name} keeps its first "
                       "colours there; three.js and Babylon.js show the change. Switched colours show both ends "
                       "everywhere.")
    if clip.report.get("finish_changes"):
        remarks.append(f"{clip.name} keeps one roughness, metal and glow for each part: the format cannot change them.")
    if clip.report.get("pattern_changes"):
        remarks.append(f"{clip.name} changes its pattern: while it does, patterns are drawn as finely as its vertices "
                       "allow, softer than on an object that keeps its own.")
    worst = float(clip.report.get("error_worst", 0.0))
    if worst > ERROR_LIMIT:
        remarks.append(f"{clip.name} differs from the studio's surface by up to {worst:.2g} % of its size "
                       "in its worst frame: allow more targets or cut the clip.")
    for start, end in clip.report.get("cuts", []):
        remarks.append(f"{clip.name} is cut between {start:.2f} s and {end:.2f} s, where one topology cannot serve.")
    if (profile != "portable" or clip.materials) and len(clip.target_names) > 4:
        remarks.append(f"{clip.name} has {len(clip.target_names)} morph targets: older engines may show only four.")
    if len(clip.positions) > VERTEX_LIMIT:
        remarks.append(f"{clip.name} has more than {VERTEX_LIMIT} vertices, over what mobile engines index at once.")
    return remarks + _of_keys(clip, fps)


def _of_keys(clip: Clip, fps: float) -> list[str]:
    if len(clip.times) > KEY_LIMIT:
        return [f"{clip.name} has {len(clip.times)} keys; engines that resample at {fps:g} frames a second drop some."]
    step = float(np.diff(clip.times).min()) if len(clip.times) > 1 else 1.0
    if step < 0.999 / max(fps, 1e-6):
        return [f"{clip.name} has keys closer than a frame at {fps:g} frames a second; engines that resample "
                "(Godot, Blender) soften them."]
    return []


def _travels(clip: Clip) -> bool:
    return float(np.ptp(clip.place_translation, axis=0).max()) > 1e-6
