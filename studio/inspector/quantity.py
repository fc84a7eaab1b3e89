"""What a row of the inspector shows and changes: one number of the document, in the artist's units.

In     a Session and where the number lies.   Out   Quantity: read, write, clear, key.
Raises nothing of its own.  Knows nothing of widgets.

A stored value may be another number than the shown one (an attribute runs from -1 to 1, an angle is in radians):
`Quantity` converts, its rows never do.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from engine.document import edits
from engine.document.scene import Node
from engine.vocabulary.categories import CATEGORIES, Attribute
from engine.vocabulary.choosing import chosen
from engine.vocabulary.relations import Setting
from studio import keying
from studio.session import Session

DEGREES = math.degrees(1.0)


@dataclass(frozen=True)
class Quantity:
    label: str
    read: Callable[[], float | None]                # shown units; None: left to the generator or the relations
    write: Callable[[float, str | None], None]      # value in shown units, merge key
    low: float = 0.0
    high: float = 1.0
    unit: str = ""
    decimals: int = 2
    hard: bool = True                               # low and high are limits, not only a slider's ends
    clear: Callable[[], None] | None = None
    keyed: Callable[[], str] | None = None          # "none", "track" (keyed elsewhere) or "key" (at the playhead)
    toggle_key: Callable[[], None] | None = None
    slides: bool = True                             # shown with a slider
    regenerates: bool = False                       # the generator has to run again
    tip: str = ""
    seen: Callable[[], float | None] | None = None  # shown units: what is seen now although nothing is set
    free: Callable[[], float | None] | None = None  # shown units: what the seed chooses where nothing is set


def of_track(session: Session, node_id: str, path: str, label: str, *, factor: float = 1.0, offset: float = 0.0,
             regenerates: bool = False, clears: bool = False, **shown) -> Quantity:
    """A number that can be keyed; shown = stored · factor + offset."""
    def node() -> Node:
        return session.scene.node(node_id)

    def read() -> float | None:
        now = keying.number_at(node(), path, session.time)
        return None if now is None else now * factor + offset

    def write(value: float, merge: str | None) -> None:
        stored = (value - offset) / factor
        session.apply(keying.setting(node(), path, stored, session.time, session.scene.rate, auto_key=session.auto_key),
                      f"{label.capitalize()} of {node().name or node_id}", merge)

    def clear() -> None:
        here = node()
        gone: list[edits.Edit] = []
        if keying.track(here, path) is not None:
            gone.append(edits.SetNode(node_id, "tracks", tuple(t for t in here.tracks if t.path != path)))
        session.apply(edits.Group((*gone, keying.plain(here, path, None))), f"Free {label} of {here.name or node_id}")

    def keyed() -> str:
        here = node()
        if keying.track(here, path) is None:
            return "none"
        return "key" if keying.key_near(here, path, session.time, session.scene.rate) else "track"

    def toggle() -> None:
        here, time, rate = node(), session.time, session.scene.rate
        if keying.key_near(here, path, time, rate) is not None:
            session.apply(keying.removing(here, [path], time, rate), f"Remove key of {label}")
        else:
            session.apply(keying.inserting(here, [path], time, place=session.place_of(node_id)),
                          f"Insert key of {label}")

    def seen() -> float | None:
        place = session.place_of(node_id)
        return None if place is None else keying.placed(path, place, 0.0) * factor + offset

    return Quantity(label, read, write, clear=clear if clears else None, keyed=keyed, toggle_key=toggle,
                    regenerates=regenerates, seen=seen, **shown)


def of_attribute(session: Session, node: Node, attribute: Attribute) -> Quantity:
    """An attribute of the node's category in its own unit, through low and high."""
    path = f"attributes.{attribute.key}"
    factor, offset, unit = keying.units(node, path)
    span = abs(attribute.high - attribute.low)

    def free() -> float | None:
        now = session.scene.node(node.id)
        if now.generation.near is not None or now.category not in CATEGORIES:
            return None
        value = chosen(CATEGORIES[now.category], keying.number_at(now, "generation.seed", session.time) or 0.0)
        return value[attribute.key] * factor + offset if attribute.key in value else None

    tip = f"{attribute.label.capitalize()} from {attribute.low:g} to {attribute.high:g} {attribute.unit}".strip()
    return of_track(session, node.id, path, attribute.label, factor=factor, offset=offset, low=attribute.low,
                    high=attribute.high, unit=unit, decimals=0 if attribute.key == "count" else 2 if span >= 0.2 else 3,
                    regenerates=True, clears=True, free=free, tip=tip + ". Right-click: leave it to the seed")


def attributes_of(session: Session, node: Node) -> list[Quantity]:
    category = CATEGORIES.get(node.category)
    return [of_attribute(session, node, attribute) for attribute in category.attributes] if category else []


def of_node(session: Session, node_id: str, path: str, label: str, *, whole: bool = False, **shown) -> Quantity:
    """A number of a node that cannot be keyed."""
    def read() -> float | None:
        room, _, name = path.partition(".")
        return float(getattr(getattr(session.scene.node(node_id), room), name))

    def write(value: float, merge: str | None) -> None:
        session.apply(edits.SetNode(node_id, path, int(round(value)) if whole else value),
                      f"{label.capitalize()} of {session.scene.node(node_id).name or node_id}", merge)

    return Quantity(label, read, write, **shown)


def varied(session: Session, node_id: str) -> Quantity:
    """How far a node goes from the object it was varied or cleaned up from."""
    def clear() -> None:
        fresh = session.scene.node(node_id).generation.fresh()
        session.apply(edits.SetNode(node_id, "generation", fresh), "Forget what it was near")

    return of_node(session, node_id, "generation.strength", "strength", low=0.05, high=1.0, regenerates=True,
                   clear=clear, tip="How far it goes from the object it was varied or cleaned up from; little keeps "
                   "that one's form whatever the attributes say. Right-click: forget that one")


def of_setting(session: Session, relation_id: str, setting: Setting) -> Quantity:
    """A setting of a relation; without a value staging chooses."""
    def read() -> float | None:
        return session.scene.relation(relation_id).settings.get(setting.key, setting.default)

    def write(value: float, merge: str | None) -> None:
        session.apply(edits.SetRelation(relation_id, f"settings.{setting.key}", value),
                      f"{setting.label.capitalize()} of “{session.scene.relation(relation_id).kind}”", merge)

    def clear() -> None:
        session.apply(edits.SetRelation(relation_id, f"settings.{setting.key}", None), f"Free {setting.label}")

    unit = setting.unit if setting.unit != setting.label else ""
    return Quantity(setting.label, read, write, setting.low, setting.high, unit, clear=clear,
                    tip="Right-click: leave it to the staging")


def of_scene(session: Session, path: str, label: str, **shown) -> Quantity:
    def write(value: float, merge: str | None) -> None:
        session.apply(edits.SetScene(path, value), f"{label.capitalize()} {value:g}", merge)

    return Quantity(label, lambda: float(getattr(session.scene, path)), write, slides=False, **shown)


def of_interval(session: Session, relation_id: str, *, at_end: bool) -> Quantity:
    """A relation's start or end [s]."""
    def read() -> float | None:
        relation = session.scene.relation(relation_id)
        return relation.end if at_end else relation.start

    def write(value: float, merge: str | None) -> None:
        scene, relation = session.scene, session.scene.relation(relation_id)
        least = 1 / scene.rate
        if at_end:
            value = min(max(value, relation.start + least), scene.duration)
        else:
            value = min(max(value, 0.0), scene.end_of(relation) - least)
        session.apply(edits.SetRelation(relation_id, "end" if at_end else "start", value),
                      f"{'End' if at_end else 'Start'} of “{relation.kind}”", merge)

    def clear() -> None:
        session.apply(edits.SetRelation(relation_id, "end", None), "To the end of the scene")

    return Quantity("end" if at_end else "start", read, write, 0.0, session.scene.duration, "s", hard=False,
                    clear=clear if at_end else None, slides=False,
                    tip="Right-click: to the end of the scene" if at_end else "")
