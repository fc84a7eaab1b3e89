"""Which writer makes a file of an ending.

In     Clips, a path, an export's options (engine.messages.Export).   Out   the file, and the writer's report.
Raises ExportError where the ending is no writer's, or an option is not for its format.
Knows nothing of documents.   The writers are imported when they are asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from engine.bake.clip import Clip
from engine.exchange.files import ExportError
from engine.vocabulary.formats import EXPORTS
from engine.vocabulary.profiles import PROFILES

GLTF_ALONE: Mapping[str, tuple[tuple[Any, ...], str]] = {
    "profile": (("portable",), "profiles are"), "lods": ((0,), "levels of detail are"),
    "per_object": ((False,), "one file for each object is"),
    "path_motion": (("place",), "root motion and ways that are left out are")}
"""Options that only a GLB has: what they may be elsewhere, and their names in a sentence."""


def check_options(path: Path, options: Mapping[str, Any]) -> None:
    """Refuse, before any work, a path or options that its writer would not take. What is None or missing is open."""
    form = EXPORTS.get(path.suffix.lower())
    if form is None:
        raise ExportError(f"{path.name!r} cannot be written: end it in {', '.join(EXPORTS)}")
    if form == "glTF":
        from engine.exchange.gltf import check_levels

        check_levels(options.get("profile") or "portable", options.get("lods") or 0)
        return
    for key, (values, words) in GLTF_ALONE.items():
        if options.get(key) is not None and options[key] not in values:
            raise ExportError(f"{words} for .glb files: leave that option out for {path.suffix.lower()}, "
                              "or write a .glb")


def most_targets(path: Path, profile: str) -> int:
    """How many morph targets a clip for the path may have: USD counts none."""
    return PROFILES[profile if EXPORTS[path.suffix.lower()] == "glTF" else "rich"].targets


def write(clips: Sequence[Clip], path: Path, options: Mapping[str, Any], **said: Any) -> dict:
    """Write the file; `said`: scene_name, fps, extras, about and origin, which every writer takes."""
    return WRITERS[EXPORTS[path.suffix.lower()]](clips, path, options, said)


def _gltf(clips: Sequence[Clip], path: Path, options: Mapping[str, Any], said: Mapping[str, Any]) -> dict:
    from engine.exchange.gltf import export_gltf

    return export_gltf(clips, path, profile=options["profile"], pivot=options["pivot"],
                       path_motion=options.get("path_motion"), colours=options.get("colours"),
                       per_object=bool(options["per_object"]), lods=int(options["lods"]), **said)


def _usd(clips: Sequence[Clip], path: Path, options: Mapping[str, Any], said: Mapping[str, Any]) -> dict:
    from engine.exchange.usd import export_usd

    return export_usd(clips, path, pivot=options["pivot"], colours=options.get("colours") or "targets", **said)


WRITERS: Mapping[str, Callable[..., dict]] = {"glTF": _gltf, "USD": _usd}
