"""Jobs: which stages answer which request.

In     requests (engine.messages) and the Job they run as.   Out   events through Job.emit.
Raises what the stages raise; engine.worker makes one sentence of it.
Knows nothing of processes, Qt or the wire.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from engine import VERSION, device
from engine.bake.clip import Clip
from engine.changing import remarks, shape_tracks
from engine.document.attached import meant
from engine.document.graph import bearer, contradictions, cycle
from engine.document.plain import scene_from_json, scene_to_json, value_from_json, value_to_json
from engine.document.scene import Imported, Node, Scene
from engine.form import compiling
from engine.messages import (
    Arrived,
    Compose,
    Composed,
    Described,
    Export,
    Found,
    Generate,
    Generated,
    Import,
    Info,
    Look,
    Looked,
    Mend,
    Mended,
    Observe,
    Observed,
    Play,
    Preflight,
    Prepare,
    Preview,
    Render,
    Request,
    Restored,
    Retopologise,
    Rig,
    Rigged,
    Shown,
    Wrote,
)
from engine.seeing import Seeing, camera_of
from engine.stages import StageError, Stages
from engine.staging.stage import Staged
from engine.viewing import lights_of, of_light, of_view
from engine.vocabulary.categories import CATEGORIES
from engine.vocabulary.palettes import outfits
from engine.vocabulary.profiles import PROFILES, Profile
from engine.vocabulary.relations import RELATIONS

if TYPE_CHECKING:
    from engine.exchange.variants import Coats
    from engine.worker import Job

DRAFT_STEPS, DRAFT_RATE = 2, 8
"""Sampling steps, and keys a second, of an object that is looked at for a moment."""
PRODUCTS = ("clip", "rig")
FASTEST = 240
"""Keys a second of a file."""
COMPILING = "Compiling the shape kernels, once on this machine"


class Engine:
    """One generator, its stages, and an answer for every request."""

    def __init__(self, *, device: str = "auto") -> None:
        self._asked, self._loaded, self._lock = device, None, threading.Lock()
        self.stages = Stages(self.generator)
        self._answers: dict[type[Request], Callable[[Any, Job], None]] = {
            Compose: self._compose, Generate: self._generate, Preview: self._preview, Play: self._play,
            Export: self._export, Render: self._render, Info: self._info,
            Prepare: self._prepare, Look: self._look, Preflight: self._preflight, Import: self._import, Rig: self._rig,
            Observe: self._observe, Retopologise: self._retopologise, Mend: self._mend,
        }

    def generator(self) -> Any:
        """The network with its weights, loaded at the first wish for it."""
        with self._lock:
            if self._loaded is None:
                from engine.generation.generator import Generator

                self._loaded = Generator(device=self._asked)
            return self._loaded

    def hello(self) -> dict[str, str]:
        facts = device.describe(self._asked)
        return {"device": facts["device"], "dtype": facts["dtype"], "weights": "", "note": facts["note"]}

    def answer(self, request: Request, job: Job) -> None:
        with compiling.heard(lambda: job.note(COMPILING)):
            self._answers[type(request)](request, job)

    # ---- answers ---------------------------------------------------------------------------------

    def _compose(self, request: Compose, job: Job) -> None:
        from engine.language.compose import compose

        done = compose(request.prompt, seed=request.seed)
        job.emit(Composed(scene=scene_to_json(done.scene), not_understood=list(done.not_understood),
                          spans=[list(span) for span in done.spans], remarks=list(done.remarks)))

    def _look(self, request: Look, job: Job) -> None:
        from engine.exchange.reference import read_reference

        seen = read_reference(request.path)
        job.emit(Looked(colours={name: list(colour) for name, colour in seen.colours.items()}, by=seen.by,
                        arrays={"outline": seen.outline}))

    def _import(self, request: Import, job: Job) -> None:
        from engine.exchange import importing

        path = Path(request.path)
        job.progress(0.05, f"Reading {path.name}")
        wish = importing.Retopology(request.retopology, request.quads) if request.retopology else None
        read = importing.bring(path, unit=request.unit or None, up=request.up or None, repair=request.repair,
                               mesh=request.mesh, retopology=wish, told=job.progress)
        if isinstance(read, importing.Restored):
            job.emit(Restored(scene=scene_to_json(read.scene), arrays=read.blobs.needed(read.scene)))
            return
        job.emit(Arrived(imported=value_to_json(read.imported("")), assumed=read.assumed, faults=read.faults.told,
                         mended=list(read.mended), remarks=list(read.remarks), beside=value_to_json(read.beside),
                         arrays={"file": read.data}))

    def _retopologise(self, request: Retopologise, job: Job) -> None:
        from engine.exchange import importing

        imported = value_from_json(request.imported, Imported, "imported")
        made, data, said = importing.renewed(imported, request.arrays["file"], importing.Retopology(
            request.triangles, request.quads), told=job.progress)
        job.emit(Arrived(imported=value_to_json(made), mended=said, arrays={"file": data}))

    def _mend(self, request: Mend, job: Job) -> None:
        from engine.exchange import importing

        imported = value_from_json(request.imported, Imported, "imported")
        found = importing.repaired(imported, request.arrays["file"], request.kinds, told=job.progress)
        job.emit(Mended(imported=value_to_json(found.imported), done=[[d.kind, d.sentence] for d in found.done],
                        faults=found.faults.told, remarks=list(found.remarks), arrays={"file": found.data}))

    def _rig(self, request: Rig, job: Job) -> None:
        from engine.recovery.rigging import pack

        node = scene_from_json(request.scene).node(request.node)
        if node.imported is None:
            raise StageError(f"{node.name or node.id} has its bones already: only what is imported can be rigged.")
        job.progress(0.1, f"Finding the bones of {node.name or node.id}")
        rig = self.stages.imports.rigged(node, request.arrays)
        job.emit(Rigged(node=node.id, kind=rig.category, turn=rig.turn, bones=len(rig.parts), sure=rig.sure,
                        arrays={"rig": pack(rig)}))

    def _generate(self, request: Generate, job: Job) -> None:
        scene = scene_from_json(request.scene)
        wanted = [n for n in scene.nodes if n.category and (n.id in request.nodes if request.nodes
                                                            else n.generation.tokens is None)]
        blobs = dict(request.arrays)
        for index, node in enumerate(by_height(scene, wanted)):
            job.progress(index / len(wanted), f"Generating {node.name or node.id}")
            tokens = self.stages.sampled(node, blobs, job.check, self.stages.wanted(scene, node, blobs))
            scene, blobs = with_tokens(scene, blobs, node, tokens)
            job.emit(Generated(node=node.id, weights=self.generator().revision, arrays={"tokens": tokens}))

    def _preview(self, request: Preview, job: Job) -> None:
        scene = scene_from_json(request.scene)
        node = scene.node(request.node)
        asked = roughly(node) if request.draft else node
        tokens = self.stages.sampled(asked, request.arrays, job.check,
                                     self.stages.wanted(scene, node, request.arrays))
        if not request.draft:
            job.emit(Generated(node=node.id, weights=self.generator().revision, arrays={"tokens": tokens}))
        scene, blobs = with_tokens(scene, dict(request.arrays), node, tokens)
        scene = generated(scene, blobs)
        seen = node.id
        if request.draft and node.kind == "state":
            scene, seen = standing_in(scene, node.id)
        if any(n.id == seen and n.kind == "object" for n in scene.nodes):
            staged = self.stages.staged(scene, self.stages.boxes(scene, blobs))
            scene = unchanging(scene, seen)
            if request.draft:
                scene = scene.changed(rate=min(scene.rate, DRAFT_RATE))
            clip = self.stages.clip(scene, scene.node(seen), blobs, staged, exact=False, cells=request.cells,
                                    check=job.check)
            job.emit(shown(seen, clip, "draft" if request.draft else "preview"))

    def _play(self, request: Play, job: Job) -> None:
        scene = scene_from_json(request.scene)
        staged = self._observed(scene, request.arrays, job)
        for node, clip in self._clips(scene, request.arrays, staged, job, exact=request.baked):
            job.emit(shown(node.id, clip, "baked" if request.baked else "preview"))

    def _observe(self, request: Observe, job: Job) -> None:
        self._observed(scene_from_json(request.scene), request.arrays, job)

    def _observed(self, scene: Scene, blobs: dict[str, np.ndarray], job: Job) -> Staged:
        """Every object's way through the scene, of which is told what it keeps to."""
        from engine.observe.observe import observe

        boxes = self.stages.boxes(scene, blobs)
        staged = self.stages.staged(scene, boxes)
        unsatisfied = [*filter(None, [cycle(scene)]), *contradictions(scene), *staged.unsatisfied, *remarks(scene)]
        matches, reach = self.stages.matches(scene, blobs), self.stages.reach(scene, blobs)
        more = {relation: {"matches": matches[relation], "reach": reach[relation], "parts": parts, "called": called}
                for relation, (parts, called) in self.stages.single_matches(scene, blobs).items()}
        rows = [row | more.get(row["id"], {}) for row in observe(scene, boxes, staged.paths)]
        job.emit(Observed(relations=rows, unsatisfied=list(dict.fromkeys(unsatisfied))))
        return staged

    def _clips(self, scene: Scene, blobs: dict[str, np.ndarray], staged: Any, job: Job, *,
               exact: bool | None, **limits: Any):
        nodes = [n for n in scene.nodes if n.kind == "object" and not n.hidden]
        for index, node in enumerate(nodes):
            job.progress(index / len(nodes), f"{'Baking' if exact else 'Shaping'} {node.name or node.id}")
            yield node, self.stages.clip(scene, node, blobs, staged, exact=exact, check=job.check, **limits)

    def _whole(self, scene: Scene, blobs: dict[str, np.ndarray], job: Job, *, exact: bool | None = True,
               **limits: Any) -> dict[str, Clip]:
        if not any(n.kind == "object" for n in scene.nodes):
            raise StageError("the scene has no object: add one first.")
        staged = self.stages.staged(scene, self.stages.boxes(scene, blobs))
        return {node.id: clip for node, clip in self._clips(scene, blobs, staged, job, exact=exact, **limits)}

    def _export(self, request: Export, job: Job) -> None:
        from engine.exchange.origin import carried
        from engine.exchange.writing import (
            carries,
            check_options,
            doing,
            holds_bones,
            holds_cuts,
            most_targets,
            sees,
            write,
        )

        made_from = scene_from_json(request.scene)
        scene, _, options = asked(made_from, request.options)
        path = Path(request.path)
        check_options(path, options)
        clips = self._whole(scene, request.arrays, job, triangles=options["triangles"],
                            targets=most_targets(path, options["profile"]), rigged=options["product"] == "rig",
                            shaded=bool(options["occlusion"]), textured=bool(options["textures"]),
                            whole=holds_bones(path), cuts=holds_cuts(path))
        figures = self._measured(scene, request.arrays, clips, options, job) if options["report"] else {}
        job.progress(0.9, doing(path))
        origin, lacking = carried(made_from, request.arrays) if options["source"] and carries(path) else (
            None, "")
        seeing = Seeing(scene, list(clips.values()))
        report = write(list(clips.values()), path, options, scene_name=path.stem, fps=scene.rate,
                       cameras=seeing.cameras(), lights=seeing.lights(),
                       extras=[properties(scene.node(name)) for name in clips],
                       own=[own(scene.node(name)) for name in clips],
                       sockets=[scene.node(name).sockets for name in clips],
                       about={"prompt": scene.prompt} if scene.prompt else None, origin=origin,
                       coats=coats([scene.node(name) for name in clips], int(options["variants"])),
                       on_frame=lambda share: job.progress(0.9 + 0.1 * share, doing(path)))
        bakes = {title: clips[node].report | figures.get(node, {}) for node, title in titles(clips).items()}
        told = [*remarks(scene), *of_rigs(scene, options["product"]), *unseen(seeing, path, *sees(path))]
        job.emit(Wrote(path=report["path"], size=report["bytes"],
                       remarks=[*told, *report["remarks"], *filter(None, [lacking])],
                       report={**report, "bakes": bakes, "source": len(origin or b"")}))

    def _measured(self, scene: Scene, blobs: dict[str, np.ndarray], clips: dict[str, Clip], options: dict[str, Any],
                  job: Job) -> dict[str, dict]:
        """Of each object, "frames": what its clip misses at each key."""
        from engine.truth import measured

        paths, found = self.stages.staged(scene, self.stages.boxes(scene, blobs)).paths, {}
        for node, clip in clips.items():
            def tell(done: float, name: str = clip.name) -> None:
                job.progress(0.9, f"Measuring {name}: {done:.0%}")

            found[node] = {"frames": measured(self.stages, scene, scene.node(node), blobs, clip, paths[node],
                                              rigged=options["product"] == "rig", on_frame=tell)}
        return found

    def _preflight(self, request: Preflight, job: Job) -> None:
        from engine.exchange.preflight import preflight
        from engine.exchange.writing import by_profile

        if request.path and not by_profile(Path(request.path)):
            self._rehearse(request, job)
            return
        scene, row, options = asked(scene_from_json(request.scene), request.options)
        if not request.baked:
            scene = generated(scene, request.arrays)
        clips = self._whole(scene, request.arrays, job, exact=request.baked or None, triangles=options["triangles"],
                            targets=row.targets, rigged=options["product"] == "rig",
                            shaded=bool(options["occlusion"]), textured=bool(options["textures"]), whole=True)
        seeing = Seeing(scene, list(clips.values()))
        findings = preflight(list(clips.values()), profile=options["profile"], fps=scene.rate,
                             sockets=[scene.node(name).sockets for name in clips],
                             cameras=seeing.cameras(), lights=seeing.lights(), **written(options))
        job.emit(Found(findings=[*plainly(*remarks(scene), *of_rigs(scene, options["product"])),
                                 *(finding.plain() for finding in findings)], report=counted(clips)))

    def _rehearse(self, request: Preflight, job: Job) -> None:
        """What a file that has no profile would show differently."""
        from engine.exchange.writing import check_options, holds_bones, holds_cuts, most_targets, rehearse, sees

        path = Path(request.path)
        scene, _, options = asked(scene_from_json(request.scene), request.options)
        check_options(path, options)
        clips = self._whole(scene, request.arrays, job, triangles=options["triangles"],
                            targets=most_targets(path, options["profile"]), rigged=options["product"] == "rig",
                            shaded=bool(options["occlusion"]), textured=bool(options["textures"]),
                            whole=holds_bones(path), cuts=holds_cuts(path))
        seeing = Seeing(scene, list(clips.values()))
        findings = rehearse(list(clips.values()), path, options, scene_name=path.stem, fps=scene.rate,
                            cameras=seeing.cameras(), lights=seeing.lights(),
                            on_frame=lambda share: job.progress(0.9 + 0.1 * share, "Rehearsing"))
        told = (*remarks(scene), *of_rigs(scene, options["product"]), *unseen(seeing, path, *sees(path)))
        unheld = () if holds_bones(path) else ("targets", "joints")
        counts = {key: count for key, count in counted(clips).items() if key not in unheld}
        job.emit(Found(findings=[*plainly(*told), *findings], report=counts | {"baked": True}))

    def _render(self, request: Render, job: Job) -> None:
        from engine.exchange.render import checked, picture_size, render, shot_of

        scene = scene_from_json(request.scene)
        shot = shot_of(request.options, duration=scene.duration, rate=scene.rate)
        checked(Path(request.path), shot)
        asked, own = request.options.get("camera"), shot.turntable or bool(shot.sprites)
        if asked and shot.turntable:
            raise StageError("a turntable has a camera of its own: ask for it without the scene's, or without turning.")
        camera = None if own and asked is None else camera_of(scene, asked)
        by = lights_of(request.options)
        clips = self._whole(scene, request.arrays, job)
        width, height = picture_size(Path(request.path), shot)
        seeing = Seeing(scene, list(clips.values()), aspect=width / height)
        shot = replace(shot, through=None if camera is None else seeing.through(camera),
                       lit=seeing.lamps() if by == "scene" else None)
        done = render(clips, request.path, shot, on_frame=lambda share: job.progress(share, "Drawing"))
        job.emit(Wrote(path=request.path, size=done.size,
                       remarks=[*remarks(scene), *of_view(scene, camera, asked, own=own), *of_light(scene, by),
                                *done.remarks],
                       report=done.report | ({"camera": camera.id} if camera is not None else {})))

    def _info(self, request: Info, job: Job) -> None:
        generator = self.generator()
        job.emit(Described(facts={"version": VERSION, **device.describe(self._asked), "weights": generator.revision}))

    def _prepare(self, request: Prepare, job: Job) -> None:
        from engine.bake.warm import warm

        warm()
        job.give_way()
        self.generator()


def asked(scene: Scene, options: Mapping[str, Any]) -> tuple[Scene, Profile, dict[str, Any]]:
    """The scene at the rate that an export asks for, the export's profile, and its options with what is left open."""
    full = {"profile": "portable", "product": "clip", "pivot": "base", "per_object": False, "lods": 0,
            "collisions": "none", "source": True, "occlusion": False, "textures": False, "variants": 0, "quads": False,
            "report": False, "takes": True} | {
        key: value for key, value in options.items() if value is not None}
    if full["profile"] not in PROFILES:
        raise StageError(f"there is no profile {full['profile']!r}: choose one of {', '.join(PROFILES)}")
    if full["product"] not in PRODUCTS:
        raise StageError(f"there is no product {full['product']!r}: choose one of {', '.join(PRODUCTS)}")
    full.setdefault("triangles", None)
    rate = float(full.get("fps", scene.rate))
    if not 1 <= rate <= FASTEST:
        raise StageError(f"a file has 1 to {FASTEST} keys a second, not {rate:g}")
    return scene.changed(rate=rate), PROFILES[full["profile"]], full


def plainly(*sentences: str) -> list[dict[str, Any]]:
    """Findings that no option mends, and that are about every reader."""
    return [{"sentence": sentence, "engines": [], "remedy": None} for sentence in sentences]


def counted(clips: Mapping[str, Clip]) -> dict[str, Any]:
    """How much there is in clips, of a preflight's report."""
    return {"triangles": sum(len(clip.faces) for clip in clips.values()),
            "vertices": sum(len(clip.positions) for clip in clips.values()),
            "targets": max(clip.most_targets for clip in clips.values()),
            "joints": max(len(clip.joint_names) for clip in clips.values()) + 1,
            "baked": all({"error_worst", "imported"} & set(clip.report) for clip in clips.values())}


def titles(clips: Mapping[str, Clip]) -> dict[str, str]:
    """What each node's clip is called, those of one name by their ids too."""
    names = [clip.name for clip in clips.values()]
    return {node: clip.name if names.count(clip.name) == 1 else f"{clip.name} ({node})" for node, clip in clips.items()}


def of_rigs(scene: Scene, product: str) -> list[str]:
    """What a rig does not show of the scene."""
    if product != "rig":
        return []
    changing = {r.source for r in scene.relations if RELATIONS[r.kind].family == "change"}
    return [f"{node.name or node.id} is a rig of what it is at first: what it becomes is in a clip alone."
            for node in scene.nodes if node.kind == "object" and (node.id in changing or shape_tracks(node))]


def unseen(seeing: Seeing, path: Path, cameras: bool, lights: bool) -> list[str]:
    """What is said of cameras and lights, where a format does not hold them."""
    left = ((seeing.cameras(), cameras, "cameras are in .glb, USD and .fbx"),
            (seeing.lights(), lights, "lights are in .glb and USD"))
    return [f"{', '.join(sight.name for sight in sights)}: {where} files, not in {path.suffix.lower()}."
            for sights, held, where in left if sights and not held]


def written(options: Mapping[str, Any]) -> dict[str, Any]:
    """The options that a preflight asks for as its export does."""
    return {"path_motion": options.get("path_motion"), "colours": options.get("colours"),
            "per_object": bool(options["per_object"]), "lods": int(options["lods"]),
            "collisions": options["collisions"], "occlusion": bool(options["occlusion"]),
            "textures": bool(options["textures"]), "variants": int(options["variants"]),
            "quads": bool(options["quads"]), "takes": bool(options["takes"])}


def coats(nodes: list[Node], count: int) -> list[Coats | None]:
    """Other colours that suit each node's category; nothing where none are asked for or its own are not known."""
    from engine.exchange.variants import Coats

    if not count:
        return []
    return [Coats(node.colours, tuple(outfits(row.mains, row.seconds, node.colours, count)))
            if {"main", "accent"} <= set(node.colours) and (row := CATEGORIES.get(node.category)) is not None else None
            for node in nodes]


def properties(node: Node) -> dict[str, Any]:
    """What a file keeps of a node beside what it shows: it can be found again by its id, and made again."""
    asked = node.generation
    kept = {"id": node.id, "category": node.category, "seed": asked.seed, "weights": asked.weights,
            "attributes": dict(node.attributes), "verb": node.motion.verb}
    return {key: value for key, value in kept.items() if value not in (None, "", {})}


def own(node: Node) -> dict[str, Any]:
    """The artist's own properties."""
    return {name: meant(text) for name, text in node.properties.items()}


def by_height(scene: Scene, nodes: list[Node]) -> list[Node]:
    """The nodes, each after the one that it is to be as tall as."""
    def depth(node: Node) -> int:
        other = node.generation.constraints.tall_as
        return 0 if other is None else 1 + depth(scene.node(other))

    return sorted(nodes, key=depth)


def with_tokens(scene: Scene, blobs: dict[str, np.ndarray], node: Node, tokens: np.ndarray):
    """(scene, blobs) in which `node` has these tokens, for the length of a request."""
    name = f"new-{node.id}"
    kept = node.changed(generation=replace(node.generation, tokens=name))
    nodes = tuple(kept if n.id == node.id else n for n in scene.nodes)
    return scene.changed(nodes=nodes), blobs | {name: tokens}


def roughly(node: Node) -> Node:
    """The node as a draft is sampled: nearly the same object, in a third of the time."""
    asked = node.generation
    return node.changed(generation=replace(asked, steps=min(asked.steps, DRAFT_STEPS), guidance=1.0))


def standing_in(scene: Scene, state: str) -> tuple[Scene, str]:
    """The scene in which the object that morphs into `state` looks like it already, and that object's id."""
    node = scene.node(state)
    owner = bearer(scene, state)
    if owner == state:
        return scene, state
    kept = {f: getattr(node, f) for f in ("category", "attributes", "colours", "motion", "generation", "overrides")}
    changing = shape_tracks(scene.node(owner))
    still = tuple(track for track in scene.node(owner).tracks if track not in changing)
    return scene.changed(nodes=tuple(
        n.changed(**kept, tracks=still) if n.id == owner else n for n in scene.nodes)), owner


def generated(scene: Scene, blobs: dict[str, np.ndarray]) -> Scene:
    """The scene without the objects and states that have no tokens yet, and without what relates to them."""
    kept = {n.id for n in scene.nodes if not n.category or n.generation.tokens in blobs}
    return scene.changed(nodes=tuple(n for n in scene.nodes if n.id in kept), relations=tuple(
        r for r in scene.relations if r.source in kept and r.target in kept))


def unchanging(scene: Scene, node: str) -> Scene:
    """The scene in which `node` morphs into nothing: what a dragged slider shows at once."""
    return scene.changed(relations=tuple(
        r for r in scene.relations if not (r.source == node and RELATIONS[r.kind].family == "change")))


def shown(node: str, clip: Clip, quality: str) -> Shown:
    return Shown(node=node, quality=quality, header=clip.header(), arrays=clip.arrays())
