"""Numbers that can be keyed: where they lie in a node, what they are now, and the edits that set or key them.

In     nodes, track paths ("attributes.height", "position.x", "scale"), times [s].   Out   numbers and edits.
Raises SceneError for a path that cannot be animated.  Knows nothing of widgets.

A number under a track is set by a key at the playhead: a plain value below it would never be seen.
"""

from __future__ import annotations

import math
from collections.abc import Iterable

from engine.document import edits
from engine.document.check import check_track_path
from engine.document.scene import Key, Node, Placement, SceneError, Track
from engine.document.tracks import value
from engine.vocabulary.categories import CATEGORIES

GROUPS = {
    "position": ("position.x", "position.y", "position.z"),
    "rotation": ("rotation.x", "rotation.y", "rotation.z"),
    "scale": ("scale",),
    "motion": ("motion.intensity", "motion.speed"),
}
"""What "Insert key" offers for every object at once."""
Place = tuple[tuple[float, float, float], tuple[float, float, float], float]
"""Position [m], rotation [rad] about x, y, z, and scale."""
_NEUTRAL = (0.5, 0.5, 0.5)


def track(node: Node, path: str) -> Track | None:
    return next((track for track in node.tracks if track.path == path and track.keys), None)


def paths(node: Node) -> list[str]:
    """Everything of a node that can be keyed, in the order the inspector shows it."""
    result: list[str] = []
    if node.kind in ("object", "state"):
        category = CATEGORIES.get(node.category)
        if node.imported is not None:
            lively = ["motion.intensity"] if node.driven else []
            return [*lively, "motion.speed", "motion.phase", *GROUPS["position"], *GROUPS["rotation"], *GROUPS["scale"]]
        result += [f"attributes.{attribute.key}" for attribute in category.attributes] if category else []
        result += ["motion.intensity", "motion.speed", "motion.phase", "generation.seed", "generation.guidance"]
        result += [f"colours.{name}.{axis}" for name in ("main", "accent") for axis in "rgb"]
    if node.kind != "state":
        result += [*GROUPS["position"], *GROUPS["rotation"], *GROUPS["scale"]]
    return result + [f"settings.{name}" for name in node.settings]


def label(node: Node, path: str) -> str:
    """What an artist calls it: "attributes.height" is the category's own word for height."""
    room, _, name = path.partition(".")
    if room == "attributes" and (category := CATEGORIES.get(node.category)):
        return next((attribute.label for attribute in category.attributes if attribute.key == name), name)
    if room in ("position", "rotation"):
        return f"{room} {name}"
    if room == "colours":
        return f"{name.partition('.')[0]} colour {name[-1]}"
    return name or room


def units(node: Node, path: str) -> tuple[float, float, str]:
    """(factor, offset, unit) with shown = stored · factor + offset: an attribute in metres, an angle in degrees."""
    room, _, name = path.partition(".")
    if room == "attributes" and (category := CATEGORIES.get(node.category)):
        for attribute in category.attributes:
            if attribute.key == name:
                unit = "" if attribute.key == "count" else attribute.unit
                return ((attribute.high - attribute.low) / 2 or 1.0, (attribute.high + attribute.low) / 2, unit)
    if room == "rotation":
        return math.degrees(1.0), 0.0, "°"
    return 1.0, 0.0, {"position": "m", "scale": "×"}.get(room, "×" if path == "motion.speed" else "")


def number(node: Node, path: str) -> float | None:
    """The plain value under the path; None where the artist left it to the generator or to the relations."""
    check_track_path(path)
    room, _, name = path.partition(".")
    match room:
        case "attributes" | "settings":
            return getattr(node, room).get(name)
        case "motion" | "generation":
            return float(getattr(getattr(node, room), name))
        case "colours":
            colour = node.colours.get(name.partition(".")[0])
            return None if colour is None else colour["rgb".index(name[-1])]
        case "position" | "rotation":
            place = getattr(node.placement, room)
            return None if place is None else place["xyz".index(name)]
    return node.placement.scale


def number_at(node: Node, path: str, time: float) -> float | None:
    """The value under the path at `time` [s], tracks included."""
    keys = track(node, path)
    if keys is not None:
        return value(keys, time)
    stored = number(node, path)
    room = path.partition(".")[0]
    if stored is None and room in GROUPS and any(track(node, other) for other in GROUPS[room]):
        return 0.0                # the other axes are keyed, so this one counts as zero
    return stored


def middle(node: Node, path: str) -> float:
    """Where to begin when nobody has said a value: mid-range, the category's colour, the origin."""
    room, _, name = path.partition(".")
    if room == "colours":
        category = CATEGORIES.get(node.category)
        palette = dict(category.palette) if category else {}
        return palette.get(name.partition(".")[0], _NEUTRAL)["rgb".index(name[-1])]
    return 0.0


def key_near(node: Node, path: str, time: float, rate: float) -> Key | None:
    """The key on the frame of `time`, if there is one."""
    keys = track(node, path)
    near = [key for key in keys.keys if abs(key.time - time) < 0.5 / rate] if keys else []
    return min(near, key=lambda key: abs(key.time - time), default=None)


def inserting(node: Node, of: Iterable[str], time: float, *, place: Place | None = None,
              easing: str = "ease") -> edits.Group:
    """Keys at `time` that hold what is there now; `place` is where relations have put the node."""
    added = []
    for path in of:
        now = number_at(node, path, time)
        if now is None:
            now = middle(node, path) if place is None else placed(path, place, middle(node, path))
        added.append(edits.AddKey(node.id, path, Key(time, now, easing)))
    if not added:
        raise SceneError(f"{node.name or node.id} has nothing of that kind to key")
    return edits.Group(tuple(added))


def removing(node: Node, of: Iterable[str], time: float, rate: float) -> edits.Group:
    """Without the keys on the frame of `time`. The last key of a track leaves its value behind."""
    gone: list[edits.Edit] = []
    for path in of:
        key, keys = key_near(node, path, time, rate), track(node, path)
        if key is not None and keys is not None:
            gone.append(edits.RemoveKey(node.id, path, key.time))
            if len(keys.keys) == 1:
                gone.append(plain(node, path, key.value))
    return edits.Group(tuple(gone))


def placed(path: str, place: Place, otherwise: float) -> float:
    """The number of a place that lies under a path such as "position.x"."""
    room, _, axis = path.partition(".")
    if room in ("position", "rotation"):
        position, rotation, _ = place
        return (position if room == "position" else rotation)["xyz".index(axis)]
    return otherwise


def placing(node: Node, placement: Placement, time: float, rate: float, *, auto_key: bool = False) -> edits.Group:
    """The edit that places a node by hand: by keys where its place is keyed (or auto-key is on), else plainly."""
    steps: list[edits.Edit] = []
    for room in ("position", "rotation", "scale"):
        new = getattr(placement, room)
        if new == getattr(node.placement, room):
            continue
        keyed = auto_key or any(track(node, path) is not None for path in GROUPS[room])
        if new is None or not keyed:
            steps.append(edits.SetNode(node.id, f"placement.{room}", new))
        else:
            if room == "scale":   # by how much, on what it is at this time
                new *= (number_at(node, "scale", time) or 1.0) / node.placement.scale
            values = new if isinstance(new, tuple) else (new,)
            steps += [setting(node, path, x, time, rate, auto_key=True) for path, x in zip(GROUPS[room], values)]
    return edits.Group(tuple(steps))


def setting(node: Node, path: str, new: float, time: float, rate: float, *, auto_key: bool = False) -> edits.Edit:
    """The edit that makes the value under the path `new` at `time`: a key where it is keyed, else the plain value."""
    if auto_key or track(node, path) is not None:
        here = key_near(node, path, time, rate)
        at = time if here is None else here.time
        return edits.AddKey(node.id, path, Key(at, new, "ease" if here is None else here.easing))
    return plain(node, path, new)


def plain(node: Node, path: str, new: float | None) -> edits.Edit:
    """Sets the plain value; None gives it back to the generator or to the relations."""
    room, _, name = path.partition(".")
    if room in ("position", "rotation"):
        field = f"placement.{room}"
        if new is None:
            return edits.SetNode(node.id, field, None)
        place = list(getattr(node.placement, room) or (0.0, 0.0, 0.0))
        place["xyz".index(name)] = new
        return edits.SetNode(node.id, field, tuple(place))
    if room == "colours":
        which, _, axis = name.partition(".")
        if new is None:
            return edits.SetNode(node.id, f"colours.{which}", None)
        colour = [middle(node, f"colours.{which}.{a}") if (c := number(node, f"colours.{which}.{a}")) is None else c
                  for a in "rgb"]
        colour["rgb".index(axis)] = new
        return edits.SetNode(node.id, f"colours.{which}", tuple(colour))
    if room == "scale":
        return edits.SetNode(node.id, "placement.scale", 1.0 if new is None else new)
    if path == "generation.seed":
        new = round(new or 0.0)       # between two seeds there are only keys
    return edits.SetNode(node.id, path, new)
