"""Which writer makes a file of an ending.

In     Clips, a path, an export's options (engine.messages.Export).   Out   the file, and the writer's report.
Raises ExportError where the ending is no writer's, or an option is not for its format.
Knows nothing of documents.   The writers are imported when they are asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from engine.bake.clip import Clip
from engine.exchange.files import ExportError
from engine.exchange.finding import Finding, Remedy, told
from engine.exchange.polygons import count, stay_triangles
from engine.vocabulary.formats import EXPORTS, FRAMES, THROUGH_BLENDER
from engine.vocabulary.profiles import PROFILES

GLTF_ALONE: Mapping[str, tuple[tuple[Any, ...], str]] = {
    "profile": (("portable",), "profiles are"), "lods": ((0,), "levels of detail are"),
    "collisions": (("none",), "collision hulls are"),
    "variants": ((0,), "other colourings are"),
    "per_object": ((False,), "one file for each object is"),
    "path_motion": (("place",), "root motion and ways that are left out are")}
"""Options that only a GLB has: what they may be elsewhere, and their names in a sentence."""

TRIANGLES_ALONE: Mapping[str, str] = {
    "glTF": "a .glb holds triangles alone, as every glTF does",
    "vertex textures": "the meshes beside a .json are glTF, which holds triangles alone"}
"""Formats without quads, and why."""
MOST_VARIANTS = 8
"""Other colourings of an object."""


def check_options(path: Path, options: Mapping[str, Any]) -> None:
    """Refuse, before any work, a path or options that its writer would not take. What is None or missing is open."""
    form = _form(path)
    if form is None:
        endings = ', '.join({**EXPORTS, **THROUGH_BLENDER, **FRAMES})
        raise ExportError(f"{path.name!r} cannot be written: end it in {endings}")
    if options.get("texels") is not None and form != "vertex textures":
        raise ExportError("texels are of vertex animation textures: end the name in .json, or leave that option out")
    if options.get("blender") is not None and form != "FBX":
        raise ExportError("Blender writes .fbx files alone: end the name in .fbx, or leave that option out")
    if options.get("quads") and form in TRIANGLES_ALONE:
        raise ExportError(f"quads cannot be kept: {TRIANGLES_ALONE[form]}; leave that option out, or write USD, "
                          ".fbx, or numbered .obj or .ply files")
    if options.get("occlusion") and form not in ("glTF", "USD"):
        raise ExportError(f"ambient occlusion is for .glb and USD files: leave that option out for "
                          f"{path.suffix.lower()}")
    if options.get("textures"):
        if not holds_bones(path):
            raise ExportError(f"UVs for meshes without any are for .glb, USD and .fbx files: leave that option out for "
                              f"{path.suffix.lower()}")
        from engine.exchange.remesher import check_installed

        check_installed("unwrap")
    if form == "glTF":
        from engine.exchange.gltf import check_levels
        from engine.exchange.hulls import check_collisions

        if not 0 <= (options.get("variants") or 0) <= MOST_VARIANTS:
            raise ExportError(f"other colourings are 0 to {MOST_VARIANTS}, not {options['variants']}")
        check_levels(options.get("profile") or "portable", options.get("lods") or 0)
        check_collisions(options.get("profile") or "portable", options.get("collisions") or "none")
        return
    for key, (values, words) in GLTF_ALONE.items():
        mine = form == "vertex textures" and key == "path_motion"
        if not mine and options.get(key) is not None and options[key] not in values:
            raise ExportError(f"{words} for .glb files: leave that option out for {path.suffix.lower()}, "
                              "or write a .glb")
    if form == "FBX":
        from engine.exchange.blender import find

        find(options.get("blender"))
    if form in FRAMES.values():
        _check_frames(path, form, options)


def _check_frames(path: Path, form: str, options: Mapping[str, Any]) -> None:
    """Refuse what files of every frame would not take."""
    ending = path.suffix.lower()
    if form == "vertex textures":
        from engine.exchange.vertex_textures import check_texels

        check_texels(options.get("texels") or "float", options.get("path_motion") or "place")
    if options.get("colours") is not None:
        raise ExportError(f"a {ending} has each frame's own colours, or none: leave the way of changing colours out")
    if form == "series" and "#" not in path.name:
        raise ExportError(f"an {ending} holds one frame: number them as {path.stem}_####{ending}")
    if form != "series" and "#" in path.name:
        raise ExportError(f"a {ending} is one file of all frames: leave the # out of its name")


def _form(path: Path) -> str | None:
    return {**EXPORTS, **THROUGH_BLENDER, **FRAMES}.get(path.suffix.lower())


def carries(path: Path) -> bool:
    """Whether the file can carry the scene that it is made from."""
    return _form(path) in ("glTF", "USD")


def sees(path: Path) -> tuple[bool, bool]:
    """Whether the file holds cameras, and lights: Blender 5's own FBX importer fails at any light."""
    return _form(path) in ("glTF", "USD", "FBX"), _form(path) in ("glTF", "USD")


def holds_bones(path: Path) -> bool:
    """Whether the file holds bones and morph targets, for other animation than the scene's."""
    return _form(path) in ("glTF", "USD", "FBX")


def by_profile(path: Path) -> bool:
    """Whether a profile says how the file is written."""
    return _form(path) == "glTF"


def doing(path: Path) -> str:
    """What is done while the file is written, for whoever waits."""
    return f"Blender writes {path.name}" if _form(path) == "FBX" else "Writing"


def most_targets(path: Path, profile: str) -> int:
    """How many morph targets a clip for the path may have: only a GLB counts them."""
    return PROFILES[profile if _form(path) == "glTF" else "rich"].targets


def holds_cuts(path: Path) -> bool:
    """Whether a clip for the path may be several meshes, one after the other: files of frames hold one."""
    return path.suffix.lower() not in FRAMES


def write(clips: Sequence[Clip], path: Path, options: Mapping[str, Any], *,
          on_frame: Callable[[float], None] = lambda done: None, **said: Any) -> dict:
    """Write the file; `said`: scene_name, fps, extras, own, sockets, about, origin, cameras and lights. `on_frame`
    hears the share done, 0..1, where files are written frame by frame, and may end it by raising. `own`: the artist's
    properties of each object; where a format has one place for them and for `extras`, they go before."""
    if "own" in said and _form(path) != "USD":
        said["extras"] = [{**extra, **more} for extra, more in zip(said["extras"], said.pop("own"))]
    report = WRITERS[_form(path) or ""](clips, path, options, {**said, "on_frame": on_frame})
    if not options.get("quads"):
        return report
    more = told(_triangles(clips))
    return {**report, "quads": count(clips), **{key: [*report[key], *more[key]] for key in more}}


def rehearse(clips: Sequence[Clip], path: Path, options: Mapping[str, Any], *,
             on_frame: Callable[[float], None] = lambda done: None, **said: Any) -> list[dict[str, Any]]:
    """What `write` would find, with nothing written. What only writing tells is written where nobody sees it, and gone.
    """
    if (foresee := REHEARSALS.get(_form(path) or "")) is None:
        with TemporaryDirectory() as folder:
            return write(clips, Path(folder, path.name), options, on_frame=on_frame, **said)["findings"]
    findings = foresee(clips, path, options, said)
    return told([*findings, *(_triangles(clips) if options.get("quads") else [])])["findings"]


def _triangles(clips: Sequence[Clip]) -> list[Finding]:
    return [Finding(sentence, remedy=Remedy("Triangles", {"quads": False})) for sentence in stay_triangles(clips)]


def _gltf(clips: Sequence[Clip], path: Path, options: Mapping[str, Any], said: Mapping[str, Any]) -> dict:
    from engine.exchange.gltf import export_gltf

    return export_gltf(clips, path, profile=options["profile"], pivot=options["pivot"],
                       path_motion=options.get("path_motion"), colours=options.get("colours"),
                       per_object=bool(options["per_object"]), lods=int(options["lods"]),
                       collisions=options.get("collisions") or "none", occlusion=bool(options.get("occlusion")),
                       textures=bool(options.get("textures")), takes=options.get("takes") is not False,
                       **_some(said, (*WHOLE, "coats")))


def _usd(clips: Sequence[Clip], path: Path, options: Mapping[str, Any], said: Mapping[str, Any]) -> dict:
    from engine.exchange.usd import export_usd

    return export_usd(clips, path, pivot=options["pivot"], colours=options.get("colours") or "targets",
                      quads=bool(options.get("quads")), **_some(said, WHOLE))


def _fbx(clips: Sequence[Clip], path: Path, options: Mapping[str, Any], said: Mapping[str, Any]) -> dict:
    from engine.exchange.fbx import export_fbx

    return export_fbx(clips, path, pivot=options["pivot"], colours=options.get("colours"),
                      program=options.get("blender"), quads=bool(options.get("quads")),
                      **_but(said, ("origin", "coats", "lights")))


def _series(clips: Sequence[Clip], path: Path, options: Mapping[str, Any], said: Mapping[str, Any]) -> dict:
    from engine.exchange.series import export_series

    return export_series(clips, path, quads=bool(options.get("quads")), **_some(said, BY_FRAME))


def _caches(clips: Sequence[Clip], path: Path, options: Mapping[str, Any], said: Mapping[str, Any]) -> dict:
    from engine.exchange.point_cache import export_caches

    return export_caches(clips, path, quads=bool(options.get("quads")), **_some(said, BY_FRAME))


def _textures(clips: Sequence[Clip], path: Path, options: Mapping[str, Any], said: Mapping[str, Any]) -> dict:
    from engine.exchange.vertex_textures import export_vertex_textures

    return export_vertex_textures(clips, path, texels=options.get("texels") or "float",
                                  path_motion=options.get("path_motion") or "place",
                                  **_but(said, (*SIGHTS, "origin", "coats", "sockets")))


WHOLE = "scene_name", "fps", "extras", "own", "sockets", "about", "origin", "cameras", "lights"
BY_FRAME = "fps", "on_frame"
"""Of what is said, what a writer of a scene takes, and one of frames."""


def _fbx_findings(clips: Sequence[Clip], path: Path, options: Mapping[str, Any],
                  said: Mapping[str, Any]) -> list[Finding]:
    from engine.exchange.fbx import foreseen

    return foreseen(clips, colours=options.get("colours"), **_some(said, ("fps", "cameras")))


def _series_findings(clips: Sequence[Clip], path: Path, options: Mapping[str, Any],
                     said: Mapping[str, Any]) -> list[Finding]:
    from engine.exchange.series import foreseen

    return foreseen(clips, path, fps=said["fps"])


def _cache_findings(clips: Sequence[Clip], path: Path, options: Mapping[str, Any],
                    said: Mapping[str, Any]) -> list[Finding]:
    from engine.exchange.point_cache import foreseen

    return foreseen(clips, path, fps=said["fps"])


SIGHTS = ("cameras", "lights")


def _some(said: Mapping[str, Any], keys: Sequence[str]) -> dict[str, Any]:
    return {key: said[key] for key in keys if key in said}


def _but(said: Mapping[str, Any], keys: Sequence[str]) -> dict[str, Any]:
    return {key: value for key, value in said.items() if key not in keys}


WRITERS: Mapping[str, Callable[..., dict]] = {"glTF": _gltf, "USD": _usd, "FBX": _fbx, "series": _series,
                                               "point cache": _caches, "vertex textures": _textures}
REHEARSALS: Mapping[str, Callable[..., list[Finding]]] = {"FBX": _fbx_findings, "series": _series_findings,
                                                          "point cache": _cache_findings}
"""What is found without writing, where that takes long or another program."""
