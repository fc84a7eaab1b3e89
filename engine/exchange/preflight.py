"""What a file will show differently, said before it is written, and what would mend it.

In     Clips, as good as there are (drafts will do), the scene's cameras and lights, and how they are to be written.
Out    Findings, the most visible first; none where every reader of the profile shows what the studio shows.
Raises nothing.   Knows nothing of files.

A rule is one function and one line in RULES. What only a bake can tell (errors, cuts, numbers of vertices) is told
where the clips are bakes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from engine.bake.by_frame import strained
from engine.bake.clip import Clip
from engine.document.scene import Socket
from engine.exchange.bones import astray, is_humanoid, lacking
from engine.exchange.colour_switch import change_overs
from engine.exchange.finding import Finding, Remedy
from engine.exchange.gltf_layers import ignored
from engine.exchange.names import RULES as NAMES
from engine.exchange.names import objects
from engine.exchange.sights import Camera, Light
from engine.exchange.sockets import unfastened
from engine.exchange.unwrapping import bare
from engine.exchange.variants import changes
from engine.exchange.welded import parting
from engine.vocabulary.humanoids import SCHEMES
from engine.vocabulary.profiles import PROFILES, READERS, Profile, Reader

ERROR_LIMIT = 0.5
"""Percent of an object's diagonal above which its error is worth a sentence."""
KEY_LIMIT = 20_000
VERTEX_LIMIT = 65_535
MANY_TRIANGLES = 100_000
"""In a scene, from which levels of detail are worth their bytes."""
FEWER_TRIANGLES = 40_000
"""A budget under which an object's vertices are within VERTEX_LIMIT."""
FEWER_SPLIT = 20_000
"""The same of a mesh of anyone's, whose triangles may share no vertices."""
LISTED = 6
"""Names in a sentence."""
LEVELS = 2
SHADES_VARY = 0.08
"""Share of the light from around by which a moment may differ from its occlusion, in the mean, before it is said."""
RESHAPED = 0.05
STRETCHED, FLIPPED = 2.0, 0.01
"""Times its length that the 99th of a hundred edges may have, and share of the surface that may show its back."""


@dataclass(frozen=True)
class Flight:
    """What is to be written, and how."""

    clips: Sequence[Clip]
    profile: Profile
    path_motion: str
    colours: str
    per_object: bool
    fps: float
    lods: int
    collisions: str
    occlusion: bool
    variants: int
    quads: bool
    readers: tuple[Reader, ...]
    textures: bool = False
    sockets: Sequence[Sequence[Socket]] = ()
    cameras: Sequence[Camera] = ()
    lights: Sequence[Light] = ()
    takes: bool = False                     # animations of a file of which clips have more are written

    def who(self, loses: Callable[[Reader], bool]) -> tuple[str, ...]:
        """The readers of the profile that lose something."""
        return tuple(reader.title for reader in self.readers if loses(reader))


def preflight(clips: Sequence[Clip], *, profile: str = "portable", path_motion: str | None = None,
              per_object: bool = False, fps: float = 30.0, colours: str | None = None, lods: int = 0,
              collisions: str = "none", occlusion: bool = False, variants: int = 0, quads: bool = False,
              textures: bool = False, sockets: Sequence[Sequence[Socket]] = (), cameras: Sequence[Camera] = (),
              lights: Sequence[Light] = (), takes: bool = True) -> list[Finding]:
    """What is to be known before the clips are written with these options (engine.exchange.gltf.export_gltf)."""
    row = PROFILES[profile]
    flight = Flight(clips, row, path_motion or row.path_motion, colours or row.colours, per_object, fps, lods,
                    collisions, occlusion, variants, quads, tuple(READERS[key] for key in row.readers), textures,
                    sockets, cameras, lights, takes)
    findings = [finding for rule in RULES for finding in rule(flight)]
    return [f if set(f.engines) < {r.title for r in flight.readers} else replace(f, engines=()) for f in findings]


def of_any_format(clips: Sequence[Clip], fps: float, *, colours: str = "targets",
                  path_motion: str = "place") -> list[Finding]:
    """What is to be known of the clips whatever they are written as."""
    shaded = any(clip.occlusion is not None for clip in clips)
    flight = Flight(clips, PROFILES["rich"], path_motion, colours, False, fps, 0, "none", shaded, 0, False, ())
    rules = (_colours, _ways, _finishes, _errors, _rigs, _crossings, _strains, _vanishing, _shades, _shapes, _takes,
             _found_bones, _budgets, _names)
    return [finding for rule in rules for finding in rule(flight)]


# ---- rules: what is seen -----------------------------------------------------------------------------


def _colours(flight: Flight) -> Iterator[Finding]:
    deaf = flight.who(lambda reader: not reader.colour_targets)
    for clip in flight.clips:
        if not clip.target_tints.any():
            continue
        if clip.materials:
            lost = () if flight.colours == "targets" else tuple(reader.title for reader in flight.readers)
            if deaf or lost:
                yield Finding(f"{clip.name}: colours that pass into others are ignored; each of its surfaces keeps its "
                              "own.", deaf or lost)
        elif flight.colours == "switch":
            when = " and ".join(f"{time:.2f} s" for time in change_overs(clip)) or "no time"
            fade = Remedy("Fade the colours", {"colours": "targets"}) if not deaf else None
            yield Finding(f"{clip.name} is two meshes, and changes its colours at once, at {when}.", remedy=fade)
        elif flight.colours == "both":
            when = " and ".join(f"{time:.2f} s" for time in change_overs(clip)) or "no time"
            yield Finding(f"{clip.name} is two meshes that take turns, at {when}: " + (
                "there its colours change at once." if deaf else "no engine needs the second."), deaf,
                          Remedy("One mesh", {"colours": "targets"}))
        elif deaf:
            yield Finding(f"{clip.name} keeps its first colours: colours that change are ignored.", deaf,
                          Remedy("Two meshes", {"colours": "both"}))


def _ways(flight: Flight) -> Iterator[Finding]:
    if not any(_travels(clip) for clip in flight.clips):
        return
    lost = flight.who(lambda reader: flight.path_motion not in reader.paths)
    if flight.path_motion == "none":
        yield Finding("The objects stay in place: their ways through the scene are not in the file.",
                      remedy=Remedy("Write the ways", {"path_motion": flight.profile.path_motion}))
    elif lost:
        yield Finding("The objects stay where they begin: ways through the scene are read only as root motion.", lost,
                      Remedy("As root motion", {"path_motion": "root"}))


def _finishes(flight: Flight) -> Iterator[Finding]:
    for clip in flight.clips:
        if clip.report.get("finish_changes"):
            yield Finding(f"{clip.name} keeps one roughness, metal and glow for each part: the format cannot change "
                          "them.")
        if clip.report.get("pattern_changes"):
            yield Finding(f"{clip.name} changes its pattern: while it does, patterns are drawn as finely as its "
                          "vertices allow, softer than on an object that keeps its own.")


def _errors(flight: Flight) -> Iterator[Finding]:
    more = Remedy("Eight targets", {"profile": "rich"}) if flight.profile.targets < PROFILES["rich"].targets else None
    for clip in flight.clips:
        worst = float(clip.report.get("error_worst", 0.0))
        if worst > ERROR_LIMIT and not clip.report.get("rig"):
            yield Finding(f"{clip.name} differs from the studio's surface by up to {worst:.2g} % of its size in its "
                          "worst frame.", remedy=more)
        for start, end, why in clip.report.get("cuts", []):
            yield Finding(f"{clip.name} is another mesh between {start:.2f} s and {end:.2f} s: {why}.")


def _rigs(flight: Flight) -> Iterator[Finding]:
    for clip in flight.clips:
        if clip.report.get("rig"):
            yield Finding(f"{clip.name} is a rig, for whatever animation comes: in poses within its joints' limits it "
                          f"misses the studio's surface by {clip.report['error_mean']:.2g} % of its size, at worst by "
                          f"{clip.report['error_worst']:.2g} %.",
                          remedy=Remedy("Exact for this animation", {"product": "clip"}))


def _crossings(flight: Flight) -> Iterator[Finding]:
    for clip in flight.clips:
        if "meets" in clip.report:
            yield Finding(f"{clip.name} is two meshes while it becomes something else; halfway they lie "
                          f"{clip.report['meets']:.2g} % of its size apart, in the mean.")
        if clip.report.get("stiff"):
            yield Finding(f"{clip.name} moves by its parts alone while it becomes something else: the skeleton of its "
                          "file has more bones than there is room for then.")
        if clip.report.get("fewer_bones"):
            yield Finding(f"{clip.name} comes apart into pieces that move by their strongest bones alone: there is no "
                          "room for one of each bone in each piece.")


def _strains(flight: Flight) -> Iterator[Finding]:
    """What is bent by bones, or goes to another mesh; what is baked is measured against its surface instead."""
    for clip in flight.clips:
        if not {"rig", "driven", "meets"} & set(clip.report):
            continue
        worst, said = strained(clip), []
        if worst.stretch > STRETCHED:
            said.append(f"edges grow to {worst.stretch:.2g} times their length at rest")
        if worst.flipped > FLIPPED:
            said.append(f"{worst.flipped:.0%} of its surface shows its back")
        if said:
            yield Finding(f"{clip.name} is strained in its worst moment: {_listed(said)}.")


def _vanishing(flight: Flight) -> Iterator[Finding]:
    for clip in flight.clips:
        if float(np.abs(clip.place_scale).min()) < 1e-3:
            yield Finding(f"{clip.name} is hidden for a while by being shrunk to a point: engines cannot hide an "
                          "object in an animation, and physics may still find the point.")


def _shades(flight: Flight) -> Iterator[Finding]:
    without = Remedy("Without occlusion", {"occlusion": False}) if flight.occlusion else None
    for clip in flight.clips:
        varies = float(clip.report.get("occlusion_varies", 0.0))
        if clip.report.get("unshaded"):
            told = clip.report["unshaded"]
            why = (told if isinstance(told, str) else
                   "it is a rig, which takes other poses" if clip.report.get("rig") else
                   "it is a mesh that becomes something else" if clip.materials else
                   "it changes its shape more than once")
            yield Finding(f"{clip.name} has no ambient occlusion baked: {why}.")
        elif varies > SHADES_VARY:
            yield Finding(f"{clip.name} is shaded by what stays near it through its animation: at a moment "
                          f"{varies:.0%} of the light from around is otherwise, in the mean.", remedy=without)
    deaf = flight.who(lambda reader: not reader.occlusion)
    if flight.occlusion and deaf:
        yield Finding("The ambient occlusion is kept beside the materials, and is not rendered.", deaf, without)


def _bare(flight: Flight) -> Iterator[Finding]:
    for clip in flight.clips:
        if not flight.textures and clip.materials and not parting(clip) and bare(clip).any():
            more = ", and its colours are on its vertices alone, which an engine's own materials need not show"
            yield Finding(f"{clip.name} has no UVs{more if (clip.tint != 1.0).any() else ''}.",
                          remedy=Remedy("UVs and pictures", {"textures": True}))


def _layers(flight: Flight) -> Iterator[Finding]:
    for clip in flight.clips:
        for deaf, words in ignored(clip, flight.readers).items():
            yield Finding(f"{clip.name}: its {_listed(words)} {'is' if len(words) == 1 else 'are'} ignored.", deaf)


def _coats(flight: Flight) -> Iterator[Finding]:
    if not flight.variants:
        return
    without = Remedy("One colouring", {"variants": 0})
    if deaf := flight.who(lambda reader: not reader.variants):
        yield Finding("Only the first colours are shown: the others are not read, or not offered.", deaf, without)
    for clip in flight.clips:
        if changes(clip):
            yield Finding(f"{clip.name} has no other colourings: " + (
                "its colours are its file's." if clip.materials else "its colours change in the clip itself."))


def _sights(flight: Flight) -> Iterator[Finding]:
    if flight.per_object:
        return
    for reader in flight.readers:
        if reader.sights and (flight.cameras or flight.lights):
            yield Finding(reader.sights, (reader.title,))
        if reader.lights and flight.lights:
            yield Finding(reader.lights, (reader.title,))
    for camera in flight.cameras:
        if np.ptp(camera.field) > 1e-4:
            yield Finding(f"{camera.name} zooms: in the file it keeps its first field of view, "
                          f"{np.degrees(camera.field[0]):.0f}°.")
    for light in flight.lights:
        changing = [word for word, keys in (("power", light.power), ("temperature", light.temperature),
                                            ("spread", light.spread)) if np.ptp(keys) > 1e-4]
        if changing:
            yield Finding(f"{light.name} changes its {_listed(changing)}: in the file it keeps what it has at first.")
        if light.sized and light.kind != "directional":
            yield Finding(f"{light.name} shines from a point: a GLB does not know the size of lights.")


# ---- rules: what files of others hold ----------------------------------------------------------------


def _shapes(flight: Flight) -> Iterator[Finding]:
    for clip in flight.clips:
        idle = np.ptp(clip.target_weights, axis=0) == 0.0
        if clip.report.get("imported") and idle.any():
            yield Finding(f"{clip.name} keeps {_many(int(idle.sum()), 'morph target')} of its file that nothing moves "
                          f"here, for animation that is made elsewhere: up to {_bytes(clip, idle) / 1e6:.2g} MB.")
        if lost := clip.report.get("lost_targets"):
            why = ("it becomes something else, and all of its vertices go there" if parting(clip) else
                   "over so large a mesh they are too many")
            yield Finding(f"{clip.name}: {_many(lost, 'morph target')} of its file are not written, since {why}.")


def _takes(flight: Flight) -> Iterator[Finding]:
    for clip in flight.clips:
        if flight.takes and clip.takes:
            yield Finding(f"{clip.name} brings {_many(len(clip.takes), 'animation')} of its file along, beside what "
                          f"plays here, each by its own name: {_some([take.name for take in clip.takes])}.",
                          remedy=Remedy("Only what plays", {"takes": False}))
        elif names := clip.report.get("lost_takes"):
            yield Finding(f"{clip.name}: only what plays here is written, not {_many(len(names), 'animation')} of its "
                          f"file: {_some(names)}.", remedy=Remedy("All animations", {"takes": True})
                          if clip.takes and flight.readers else None)


def _found_bones(flight: Flight) -> Iterator[Finding]:
    for clip in flight.clips:
        if clip.report.get("lost_bones"):
            yield Finding(f"{clip.name} is on the bones of its file: those that were found in its surface are written "
                          "where a verb moves it.")


def _budgets(flight: Flight) -> Iterator[Finding]:
    for clip in flight.clips:
        if most := clip.report.get("unthinned"):
            why = ("it becomes something else, and needs all of its vertices on the way" if parting(clip) else
                   "fewer would tear it")
            yield Finding(f"{clip.name} keeps {len(clip.faces):,} triangles, where {most:,} are asked for: {why}.")


# ---- rules: what engines take ------------------------------------------------------------------------


def _opening(flight: Flight) -> Iterator[Finding]:
    if flight.profile.packed:
        yield Finding("three.js opens the file once it is given a decoder (GLTFLoader.setMeshoptDecoder); Babylon.js "
                      "fetches its own. Blender and Godot cannot open it.",
                      remedy=Remedy("Portable instead", {"profile": "portable"}))


def _targets(flight: Flight) -> Iterator[Finding]:
    few = PROFILES["portable"].targets
    for clip in flight.clips:
        if clip.most_targets > few and clip.materials:
            yield Finding(f"{clip.name} has {clip.most_targets} morph targets of its own: older engines may show "
                          "only four.")
        elif clip.most_targets > few:
            yield Finding(f"{clip.name} has {clip.most_targets} morph targets: older engines may show only four.",
                          remedy=Remedy("Four targets", {"profile": "portable"}))


def _sizes(flight: Flight) -> Iterator[Finding]:
    for clip in flight.clips:
        if len(clip.positions) > VERTEX_LIMIT:
            fewer = FEWER_TRIANGLES if not clip.materials else FEWER_SPLIT
            can = len(clip.faces) > fewer and not parting(clip) and "unthinned" not in clip.report
            yield Finding(f"{clip.name} has more than {VERTEX_LIMIT} vertices, over what mobile engines index at once.",
                          remedy=Remedy(f"At most {fewer:,} triangles", {"triangles": fewer})
                          if can or not clip.materials else None)
    triangles = sum(len(clip.faces) for clip in flight.clips)
    takes = flight.who(lambda reader: reader.lods)
    if triangles > MANY_TRIANGLES and flight.profile.lods and takes and not flight.lods and not all(
            map(parting, flight.clips)):
        yield Finding(f"The scene has {triangles:,} triangles, whatever its size on the screen.", takes,
                      Remedy("Add levels of detail", {"lods": LEVELS}))


def _quads(flight: Flight) -> Iterator[Finding]:
    if flight.quads:
        yield Finding("A GLB cannot hold quads: each is cut into two triangles, in every engine. To keep them, write "
                      "USD, FBX or numbered OBJ files instead.", remedy=Remedy("Triangles", {"quads": False}))


def _levels(flight: Flight) -> Iterator[Finding]:
    if not flight.lods:
        return
    if flight.profile.lods:
        for clip in filter(parting, flight.clips):
            yield Finding(f"{clip.name} has no coarser levels: it becomes something else, and needs all of its "
                          "vertices on the way.")
    if not flight.profile.lods:
        yield Finding("Levels of detail would all be shown at once: they cannot be written for these engines, of which "
                      "most make their own.", remedy=Remedy("Without levels", {"lods": 0}))
    elif flight.profile.lod_files and not all(map(parting, flight.clips)):
        name = objects([flight.clips[0].name], NAMES[flight.profile.names])[0]
        yield Finding(f"Coarser levels are files beside this one, ending in {name}_LOD1.glb and so on: open the "
                      "mesh in its editor and import each as that level (LOD Settings > LOD Import).",
                      remedy=Remedy("Without levels", {"lods": 0}))
    elif not all(map(parting, flight.clips)) and (deaf := flight.who(lambda reader: not reader.lods)):
        yield Finding("The finest level is shown at every distance: the others are not read.", deaf,
                      Remedy("Without levels", {"lods": 0}))


def _hulls(flight: Flight) -> Iterator[Finding]:
    if flight.collisions == "none":
        return
    without = Remedy("Without hulls", {"collisions": "none"})
    if not flight.profile.hulls:
        yield Finding("Collision hulls would be taken for objects: they cannot be written for these engines.",
                      remedy=without)
        return
    if flight.profile.hulls_note:
        first = objects([flight.clips[0].name], NAMES[flight.profile.names])[0]
        names = f"named like {flight.profile.hulls.format(name=first, number=0)}"
        yield Finding(flight.profile.hulls_note.format(names=names), remedy=without)
    for clip in flight.clips:
        if _reshaped(clip):
            yield Finding(f"{clip.name} changes its shape: its collision hulls keep the shape it has at rest.")


def _sockets(flight: Flight) -> Iterator[Finding]:
    for clip, own in zip(flight.clips, flight.sockets):
        yield from map(Finding, unfastened(clip, own))


def _keys(flight: Flight) -> Iterator[Finding]:
    for clip in flight.clips:
        step = float(np.median(np.diff(clip.times))) if len(clip.times) > 1 else 1.0      # but for what blinks
        slow = flight.who(lambda reader, step=step: reader.rate is not None and step < 0.999 / reader.rate)
        rate = min((r.rate for r in flight.readers if r.rate is not None), default=flight.fps)
        if len(clip.times) > KEY_LIMIT:
            yield Finding(f"{clip.name} has {len(clip.times)} keys: engines that resample drop some.")
        elif slow:
            yield Finding(f"{clip.name} has {1.0 / step:.0f} keys a second and is sampled {rate:g} times a second on "
                          "import, which softens it; raise the rate in the import settings, or write fewer keys.", slow,
                          Remedy(f"{rate:g} keys a second", {"fps": rate}))


def _names(flight: Flight) -> Iterator[Finding]:
    seen = [clip.name for clip in flight.clips]
    for name in dict.fromkeys(seen):
        if seen.count(name) > 1 and not flight.per_object:
            yield Finding(f"{seen.count(name)} objects are called {name}: in the file they are numbered.")


def _bones(flight: Flight) -> Iterator[Finding]:
    if not flight.profile.bones:
        return
    title, humanoids = SCHEMES[flight.profile.bones].title, [clip for clip in flight.clips if is_humanoid(clip)]
    for clip in humanoids:
        if words := lacking(clip, flight.profile.bones):
            yield Finding(f"{clip.name} has no bones for {_listed(words)}, which {title} asks for: map what there "
                          "is, and leave those empty.")
        if words := astray(clip):
            yield Finding(f"{clip.name} has its {_listed(words)} on other bones than {title}, which may refuse it or "
                          "move them oddly: they hang as they were found in its mesh.")
        if flight.colours != "targets" and clip.target_tints.any() and not clip.materials:
            yield Finding(f"{clip.name} is two skeletons: animations of {title} find the bones of the one before the "
                          "change, those of the other are numbered.")
    if len(humanoids) > 1 and not flight.per_object:
        yield Finding(f"Only {humanoids[0].name} has the bones' names of {title}: those of "
                      f"{len(humanoids) - 1} more are numbered, since names in a file are unique.",
                      remedy=Remedy("One file for each object", {"per_object": True}))


def _own_bones(flight: Flight) -> Iterator[Finding]:
    taken: set[str] = set()
    for clip in flight.clips:
        if clip.report.get("own_bones"):
            if not flight.per_object and taken & set(clip.joint_names[1:]):
                yield Finding(f"{clip.name} has bones by names that are taken: in this file they begin with its own.",
                              remedy=Remedy("One file for each object", {"per_object": True}))
            taken |= set(clip.joint_names[1:])


def _files(flight: Flight) -> Iterator[Finding]:
    if flight.per_object and (len(flight.clips) > 1 or flight.cameras or flight.lights):
        count = f"{len(flight.clips)} files are" if len(flight.clips) > 1 else "One file is"
        without = ", without the scene's cameras and lights" if flight.cameras or flight.lights else ""
        yield Finding(f"{count} written{without}.",
                      remedy=Remedy("One file", {"per_object": False}))


RULES: tuple[Callable[[Flight], Iterator[Finding]], ...] = (
    _colours, _ways, _finishes, _errors, _rigs, _crossings, _strains, _vanishing, _shades, _bare, _layers, _coats,
    _sights, _shapes, _takes, _found_bones, _budgets, _opening, _targets, _sizes, _quads, _levels, _hulls, _sockets,
    _keys, _names, _bones, _own_bones, _files)


def _listed(words: Sequence[str]) -> str:
    return " and ".join([*([", ".join(words[:-1])] if len(words) > 1 else []), words[-1]])


def _some(names: Sequence[str]) -> str:
    return ", ".join(names[:LISTED]) + (f" and {len(names) - LISTED} more" if len(names) > LISTED else "")


def _many(count: int, what: str) -> str:
    return f"{count} {what}" + ("" if count == 1 else "s")


def _bytes(clip: Clip, chosen: np.ndarray) -> int:
    """What some [target] of its morph targets take in a file."""
    return sum(min(array.nbytes, (array.nbytes // len(array) + 4) * int(array.any(1).sum()))
               for arrays in (clip.target_positions, clip.target_normals, clip.target_tints)
               for array in arrays[chosen])


def _reshaped(clip: Clip) -> bool:
    """Whether a morph target moves something by more than RESHAPED of the clip's size."""
    most = np.abs(clip.target_positions).max((1, 2), initial=0.0) * np.ptp(clip.target_weights, axis=0)
    return float(most.max(initial=0.0)) > RESHAPED * float(np.ptp(clip.positions, axis=0).max())


def _travels(clip: Clip) -> bool:
    return float(np.ptp(clip.place_translation, axis=0).max()) > 1e-6
