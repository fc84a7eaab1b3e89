"""Keys on tracks: what a selection of keys becomes when it is moved, removed, eased, copied or pasted.

In     nodes' tracks and the times of the chosen keys.   Out   new tracks.
Raises nothing.  Knows nothing of Qt, edits or pixels.

Two keys of a track never share a time: a key moved or pasted onto another replaces it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace

from engine.document.scene import Key, Scene, Track

TOUCH = 1e-4
"""Keys nearer than this [s] are the same key."""


@dataclass(frozen=True, order=True)
class KeyRef:
    """A key by where it is: keys have no names of their own."""

    node: str
    path: str
    time: float


@dataclass(frozen=True)
class Copied:
    """Keys on the clipboard, timed from the first of them."""

    keys: tuple[tuple[str, str, Key], ...] = ()     # node id, path, key with `time` counted from the first


Tracks = dict[str, tuple[Track, ...]]
"""New tracks by node id: only of the nodes that change."""


def find(scene: Scene, ref: KeyRef) -> Key | None:
    for node in scene.nodes:
        if node.id == ref.node:
            for track in node.tracks:
                if track.path == ref.path:
                    return next((key for key in track.keys if abs(key.time - ref.time) < TOUCH), None)
    return None


def existing(scene: Scene, refs: Iterable[KeyRef]) -> set[KeyRef]:
    """Those of `refs` that still are in the scene."""
    times = {(node.id, track.path): [key.time for key in track.keys] for node in scene.nodes for track in node.tracks}
    return {ref for ref in refs if any(abs(time - ref.time) < TOUCH for time in times.get((ref.node, ref.path), ()))}


def moved(scene: Scene, refs: Collection[KeyRef], seconds: float, *, value: float = 0.0,
          low: float = 0.0, high: float = float("inf"),
          limits: tuple[float, float] = (float("-inf"), float("inf"))) -> tuple[Tracks, set[KeyRef]]:
    """The chosen keys shifted by `seconds` (clamped to [low, high] s as a body) and `value`, and their new refs.

    Values stay within `limits`.
    """
    if refs:
        times = [ref.time for ref in refs]
        seconds = max(min(seconds, high - max(times)), low - min(times))
    tracks = _changed(scene, refs, lambda key: replace(
        key, time=key.time + seconds, value=min(max(key.value + value, limits[0]), limits[1])))
    return tracks, {replace(ref, time=ref.time + seconds) for ref in refs}


def removed(scene: Scene, refs: Collection[KeyRef]) -> Tracks:
    return _changed(scene, refs, lambda key: None)


def eased(scene: Scene, refs: Collection[KeyRef], easing: str) -> Tracks:
    return _changed(scene, refs, lambda key: replace(key, easing=easing))


def copied(scene: Scene, refs: Collection[KeyRef]) -> Copied:
    found = [(ref.node, ref.path, key) for ref in sorted(refs) if (key := find(scene, ref))]
    first = min((key.time for _, _, key in found), default=0.0)
    return Copied(tuple((node, path, replace(key, time=key.time - first)) for node, path, key in found))


def pasted(scene: Scene, keys: Copied, time: float, *, onto: str | None = None) -> tuple[Tracks, set[KeyRef]]:
    """The keys put down from `time` on; keys of one node alone may go `onto` another."""
    sources = {node for node, _, _ in keys.keys}
    known = {node.id for node in scene.nodes}
    new: dict[str, dict[str, list[Key]]] = {}
    refs: set[KeyRef] = set()
    for node, path, key in keys.keys:
        target = onto if onto is not None and len(sources) == 1 else node
        if target not in known or time + key.time > scene.duration + TOUCH:
            continue
        new.setdefault(target, {}).setdefault(path, []).append(replace(key, time=time + key.time))
        refs.add(KeyRef(target, path, time + key.time))
    out: Tracks = {}
    for node, paths in new.items():
        tracks = {track.path: track for track in scene.node(node).tracks}
        for path, added in paths.items():
            tracks[path] = _merged(path, tracks[path].keys if path in tracks else (), added)
        out[node] = tuple(tracks.values())
    return out, refs


def neighbour(times: Iterable[float], time: float, *, forwards: bool) -> float | None:
    """The next key time after (or before) `time`, if there is one [s]."""
    if forwards:
        return min((other for other in times if other > time + TOUCH), default=None)
    return max((other for other in times if other < time - TOUCH), default=None)


def _changed(scene: Scene, refs: Collection[KeyRef], change: Callable[[Key], Key | None]) -> Tracks:
    chosen: dict[str, dict[str, list[float]]] = {}
    for ref in refs:
        chosen.setdefault(ref.node, {}).setdefault(ref.path, []).append(ref.time)
    out: Tracks = {}
    for node in scene.nodes:
        if node.id in chosen:
            tracks = [_track(track, chosen[node.id].get(track.path, []), change) for track in node.tracks]
            out[node.id] = tuple(track for track in tracks if track.keys)
    return out


def _track(track: Track, times: list[float], change: Callable[[Key], Key | None]) -> Track:
    if not times:
        return track
    grid = {round(time / TOUCH) for time in times}
    near = {key.time for key in track.keys
            if any(round(key.time / TOUCH) + step in grid for step in (-1, 0, 1))}
    kept = [key for key in track.keys if key.time not in near]
    new = [changed for key in track.keys if key.time in near and (changed := change(key)) is not None]
    return _merged(track.path, kept, new)


def _merged(path: str, kept: Iterable[Key], new: Iterable[Key]) -> Track:
    added = sorted(new, key=lambda key: key.time)
    cells = {round(key.time / TOUCH) for key in added}
    left = [key for key in kept if not any(round(key.time / TOUCH) + step in cells for step in (-1, 0, 1))]
    return Track(path, tuple(sorted([*left, *added], key=lambda key: key.time)))
