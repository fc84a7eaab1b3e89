"""Morphing: what is said of the morphs of a prompt or a scene: a kept volume, what parts become, and when each goes.

In     options; a generated scene.   Out   the scene with that in its morphs.
Raises CommandError.  Knows nothing of how parts are matched.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from engine.cli.asking import CommandError

ORDERS = {"list": ("list", 1.0), "back": ("list", -1.0), "root": ("reach", 1.0), "tips": ("reach", -1.0)}
"""How --stagger may go: by what, and which way."""
EXAMPLE = "'head=0.2..0.8,ease out'"
_SPAN = re.compile(r"\s*(\+?)([a-z ]+?)\s*=\s*([0-9.]+)\s*\.\.\s*([0-9.]+)\s*(?:,\s*([a-z ]+?)\s*)?")


def morphing(command: argparse.ArgumentParser) -> None:
    command.add_argument("--keep-volume", action="store_true",
                         help="of morphs: what is between the ends is resized to hold an amount between theirs")
    command.add_argument("--stagger", metavar="ORDER[:SHARE]",
                         help="of morphs: parts set out one after the other: list or back (the list of the morph's "
                              "inspector, from its end), root (outwards) or tips (inwards); each takes SHARE of the "
                              "way (0.5)")
    command.add_argument("--part-times", action="append", default=[], metavar="PART=START..END[,EASING]",
                         help="of morphs: when a part goes, as shares of the way, and how: linear, ease, ease in, "
                              "ease out, overshoot; +PART is one of what it becomes; several are several options, or "
                              "have a ; between them")

    command.add_argument("--match", action="append", default=[], metavar="PART=[PART]",
                         help="of morphs: what a part becomes, and the rest is matched around it: 'upper leg=wing' for "
                              "all of them, 'upper leg 2=wing 1' for a single one, 'tail=' for what vanishes; several "
                              "are several options, or have a ; between them")


def given(options: argparse.Namespace) -> list[str]:
    """The options of a morph that are given, as they are typed; ill-typed ones are refused."""
    _order(options)
    _spans(options)
    _matches(options)
    return [name for name, value in (("--keep-volume", getattr(options, "keep_volume", False)),
                                     ("--stagger", getattr(options, "stagger", None)),
                                     ("--part-times", getattr(options, "part_times", ())),
                                     ("--match", getattr(options, "match", ()))) if value]


def refuse_without_morphs(options: argparse.Namespace, scene: Any) -> None:
    """Refuse the options of a morph where the scene has none that can do them."""
    names, morphs = given(options), _morphs(scene)
    if getattr(options, "keep_volume", False) and morphs and not _generated(scene):
        raise CommandError("--keep-volume is about morphs of what is generated: an imported surface is not resized. "
                           "Leave it out.")
    if not names or morphs:
        return
    are, it = ("is", "it") if len(names) == 1 else ("are", "them")
    raise CommandError(f"{' and '.join(names)} {are} about morphs, and {options.source!r} has none: say what becomes "
                       f"what ('a lamp becomes a tree'), or leave {it} out.")


def morphed(scene: Any, blobs: Any, options: argparse.Namespace, client: Any, hear: Callable[[Any], None]) -> Any:
    """The generated scene with what the options say of its morphs."""
    from engine.vocabulary.relations import HELD, MORPH_VOLUME

    changed = {relation.id: relation for relation in _morphs(scene)}
    if getattr(options, "keep_volume", False):
        kept = {MORPH_VOLUME.key: float(MORPH_VOLUME.choices.index(HELD))}
        changed |= {relation.id: replace(relation, settings={**relation.settings, **kept})
                    for relation in _generated(scene)}
    order, told, pairs = _order(options), _spans(options), _matches(options)
    if pairs:
        changed |= _matched(changed, _seen(scene, blobs, client, hear), pairs)
        scene = scene.changed(relations=tuple(changed.get(relation.id, relation) for relation in scene.relations))
    if order or told:
        changed |= _timed(changed, _seen(scene, blobs, client, hear), order, told)
    return scene.changed(relations=tuple(changed.get(relation.id, relation) for relation in scene.relations))


def _morphs(scene: Any) -> list[Any]:
    return [relation for relation in scene.relations if relation.kind == "morphs into"]


def _generated(scene: Any) -> list[Any]:
    """The morphs of which both ends are generated."""
    return [relation for relation in _morphs(scene) if not any(
        scene.node(end).imported for end in (relation.source, relation.target))]


def _seen(scene: Any, blobs: Any, client: Any, hear: Callable[[Any], None]) -> dict[str, dict]:
    """Of each morph that is built, by its relation's id: which parts become which, and how far from the root."""
    from engine.document.storage import scene_to_json
    from engine.messages import Observe, Observed

    events = client.ask(Observe(scene=scene_to_json(scene), arrays=blobs.needed(scene)), hear=hear)
    observed = next(event for event in events if isinstance(event, Observed))
    return {row["id"]: row for row in observed.relations if "matches" in row}


def _matched(morphs: dict[str, Any], seen: dict[str, dict], pairs: dict[str, str]) -> dict[str, Any]:
    """The morphs with parts matched by hand, each where both are, over what was matched so before."""
    from engine.document.scene import Match
    from engine.vocabulary.slots import ROLES, part_named

    out, missing = {}, dict(pairs)
    firsts, lasts = {}, {}
    for name, row in seen.items():
        if name not in morphs:
            continue
        known = [{part: None for pair in (*row["parts"], *row["matches"]) if (part := pair[column])}
                 for column in (0, 1)]
        roles = [{ROLES[found[0]] for part in each if (found := part_named(part))} for each in known]
        here = {first: last for first, last in pairs.items()
                if first in {*known[0], *roles[0]} and last in {"", *known[1], *roles[1]}}
        kept = [match for match in morphs[name].matches if match.first not in here]
        out[name] = replace(morphs[name], matches=(*kept, *(Match(*pair) for pair in here.items())))
        missing = {first: last for first, last in missing.items() if first not in here}
        firsts, lasts = firsts | known[0], lasts | known[1]
    for first, last in missing.items():
        raise CommandError(f"--match lets {first!r} become {last!r}, and no morph here has both: choose one of "
                           f"{', '.join(firsts)}, and what it becomes of {', '.join(lasts)}, or nothing.")
    return out


def _timed(morphs: dict[str, Any], seen: dict[str, dict], order: Any, told: dict) -> dict[str, Any]:
    """The morphs with their parts staggered, and with the times that are told of single ones over that."""
    from engine.document.timings import in_turn, retimed, rows, spans

    out, missing = {}, dict(told)
    for name, row in seen.items():
        if name not in morphs:
            continue
        relation, known = morphs[name], rows(row["matches"])
        changed = {}
        if order:
            by, way, share = order
            late = row["reach"] if by == "reach" else range(len(known))
            changed = in_turn({key: way * each for key, each in zip(known, late)}, spans(relation.timings, known),
                              share)
        for (last, part), span in told.items():
            key = _row(row["matches"], part, last=last)
            if key is not None:
                changed[key] = span
                missing.pop((last, part), None)
        out[name] = replace(relation, timings=retimed(relation.timings, known, changed))
    if missing:
        raise CommandError(_absent(missing, [row["matches"] for name, row in seen.items() if name in morphs]))
    return out


def _row(matches: list, part: str, *, last: bool) -> tuple[str, str] | None:
    """The row of a part: of the first object, else (or where it is said) of what that becomes."""
    if not last and any(first == part for first, _ in matches):
        return part, ""
    return next(((first, "") if first else ("", part) for first, becomes in matches if becomes == part), None)


def _absent(missing: dict, matches: list) -> str:
    pairs = [pair for each in matches for pair in each]
    firsts, lasts = (list(dict.fromkeys(name for name in side if name)) for side in zip(*pairs)) if pairs else ((), ())
    (last, part), *_ = missing
    return (f"--part-times names {('+' if last else '') + part!r}, which nothing here has: choose one of "
            f"{', '.join(firsts)}, or of what it becomes {', '.join(f'+{name}' for name in lasts)}.")


def _order(options: argparse.Namespace) -> tuple[str, float, float] | None:
    """By what parts set out, which way, and the share of the way that each takes."""
    from engine.document.check import SHORTEST
    from engine.document.timings import LENGTH

    text = getattr(options, "stagger", None)
    if text is None:
        return None
    name, _, share = text.partition(":")
    if name not in ORDERS:
        raise CommandError(f"--stagger names no order: {name!r}; choose one of {', '.join(ORDERS)}.")
    length = _number(share) if share or text.endswith(":") else LENGTH
    if length is None or not SHORTEST <= length <= 1.0:
        raise CommandError(f"--stagger gives each part a share of {SHORTEST:g} to 1 of the way, such as {name}:0.5, "
                           f"not {share!r}.")
    return (*ORDERS[name], length)


def _matches(options: argparse.Namespace) -> dict[str, str]:
    """What parts become that are matched by hand: "" nothing."""
    out: dict[str, str] = {}
    for text in (each for words in getattr(options, "match", ()) for each in words.split(";")):
        first, equals, last = (" ".join(each.split()) for each in text.partition("="))
        if not first or not equals:
            raise CommandError(f"--match is like 'upper leg 2=wing 1', or 'tail=' for what vanishes, not "
                               f"{text.strip()!r}.")
        if first in out:
            raise CommandError(f"--match names {first!r} twice: say one thing that it becomes.")
        out[first] = last
    return out


def _spans(options: argparse.Namespace) -> dict[tuple[bool, str], tuple[float, float, str]]:
    """The span of each part that is told: by whether it is one of what becomes of the first object, and its name."""
    out = {}
    for text in (each for words in getattr(options, "part_times", ()) for each in words.split(";")):
        found = _SPAN.fullmatch(text)
        start, end = (_number(found[k]) for k in (3, 4)) if found else (None, None)
        if found is None or start is None or end is None:
            raise CommandError(f"--part-times is like {EXAMPLE}, not {text.strip()!r}.")
        key = bool(found[1]), found[2]
        if key in out:
            raise CommandError(f"--part-times names {found[1] + found[2]!r} twice: say one time for it.")
        out[key] = _checked(found[2], start, end, found[5] or "linear")
    return out


def _checked(part: str, start: float, end: float, easing: str) -> tuple[float, float, str]:
    from engine.document.check import SHORTEST
    from engine.document.scene import PART_EASINGS

    if not (start >= 0.0 and end <= 1.0 and end - start >= SHORTEST - 1e-9):
        raise CommandError(f"--part-times has {part!r} go from {start:g} to {end:g}: it goes in 0 to 1 of the way, and "
                           f"for {SHORTEST:g} at least.")
    if easing not in PART_EASINGS:
        raise CommandError(f"--part-times eases {part!r} by {easing!r}: choose one of {', '.join(PART_EASINGS)}.")
    return start, end, easing


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None
