"""Stages: the way of the data, node by node, each step remembered by its content.

In     a scene and its blobs.   Out   tokens, 4D objects, paths through the scene, clips.
Raises what the rooms raise; StageError where the scene asks for what no stage can do.
Knows nothing of requests, files or Qt.

    node -> condition -> tokens -> (hand edits) -> Object4D -> box -> path through the scene
                                                       \\-> shape clip (preview or bake) + path -> Clip

A stage's key is the content of its inputs alone, so an edit to one node leaves every other node's result bit-identical
and costs nothing there. The expensive shape clip does not depend on the path: moving an object bakes nothing anew.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from types import MappingProxyType
from typing import Any

import numpy as np

from engine.bake.bake import Wish, bake_object
from engine.bake.chain import BONES
from engine.bake.clip import Clip
from engine.bake.crossing import End, crossing, lasting, ways
from engine.bake.cut import Piece, pieces, together
from engine.bake.dressed import in_tints
from engine.bake.evaluate import evaluate
from engine.bake.going import own_of
from engine.bake.preview import preview
from engine.bake.rig import rig
from engine.bake.skeleton import joint_names
from engine.bake.skinned import in_turn, skinned
from engine.changing import Change, Leg, Stop, as_lively, change
from engine.conditioning.condition import Condition, of_node, whole
from engine.document.overrides import edited
from engine.document.scene import Constraints, Node, Scene
from engine.exchange.unwrapping import textured as with_textures
from engine.exchange.unwrapping import unshaded
from engine.exchange.welded import parting, thinned
from engine.form.fitting import Fit, Limits
from engine.form.gait import advance
from engine.form.matching import Aligned, Named, aligned, paired, paired_singly, single_names
from engine.form.object4d import Object4D
from engine.form.parts import Parts
from engine.form.styles import STYLES
from engine.form.timing import reach, spans
from engine.form.vigour import Stretch, vigorous
from engine.form.way import Way, apart
from engine.generation.hybrid import hybrid
from engine.generation.mending import mended
from engine.generation.passing import passing
from engine.legs import TARGETS, Asked, Limited, course, matched_by_hand, spanned, timed_by_hand
from engine.memo import Memo
from engine.pacing import paced, strides
from engine.recovery.placing import carried_along
from engine.recovery.strangeness import strangeness
from engine.staging.stage import Path, Staged, stage
from engine.standing import StageError, Standing, frames
from engine.vocabulary.categories import CATEGORIES
from engine.vocabulary.relations import RELATIONS
from engine.vocabulary.slots import ROLES, SLOT
from engine.vocabulary.verbs import VERBS

Pairs = list[tuple[str, str]]
Check = Callable[[], None]
EMPTY: Mapping[str, np.ndarray] = MappingProxyType({})
OUTLINE_SIDE = 512
"""Most pixels along a side of an outline."""
NO_UVS = 'its UVs are none or overlap, and others need pip install "chronoform[retopology]"'
MORPHING = {key for key, row in RELATIONS.items() if row.family == "change"}
CELLS = {False: 48, True: 72}
"""Of a generated surface that an imported one becomes or comes from; finer where it is exact."""
NOTHING = np.zeros((0, 0), np.float32)
"""Tokens of what is not generated."""
DRAFT_TRIANGLES, DRAFT_TARGETS = 4000, 2
"""The bake that stands in for a morphing object until the exact one is ready; with TARGETS where parts have times of
their own, which so few cannot tell."""


@dataclass(frozen=True, eq=False)
class Wanted:
    """What a node's object keeps to as a whole."""

    limits: Limits = Limits()
    outline: np.ndarray | None = None    # [row, column] uint8


FREE = Wanted()


class Stages:
    """The engine's stages over one generator and one memory."""

    def __init__(self, generator: Callable[[], Any], memo: Memo | None = None) -> None:
        self._generator = generator
        self.memo = memo or Memo()
        self.imports = Standing(self.memo, self.sampled)

    # ---- tokens ----------------------------------------------------------------------------------

    def wanted(self, scene: Scene, node: Node, blobs: Mapping[str, np.ndarray]) -> Wanted:
        """What a node's constraints come to; a node that it is as tall as has been generated before."""
        asked = node.generation.constraints
        height, outline = asked.height, None
        if asked.tall_as is not None:
            other = scene.node(asked.tall_as)
            low, high = self.box(other, blobs)
            height = float(high[1] - low[1]) * other.placement.scale
        if asked.outline is not None:
            outline = blobs.get(asked.outline)
            if outline is None or outline.ndim != 2 or not outline.any() or max(outline.shape) > OUTLINE_SIDE:
                raise StageError(f"the outline of {node.name or node.id} cannot be used: choose its reference picture "
                                 "again, or remove it.")
        return FREE if asked == Constraints() else Wanted(Limits(asked.box, height), outline)

    def sampled(self, node: Node, blobs: Mapping[str, np.ndarray] = EMPTY, check: Check | None = None,
                wanted: Wanted = FREE) -> np.ndarray:
        """Fresh tokens of a node [slot, channel]. Its locked slots are those of the tokens it has in `blobs`, or, where
        it has none, of those it is near."""
        if not node.generation.like:
            return self._sampled(node, blobs, check, wanted)

        def at(share: float) -> np.ndarray:
            return self._sampled(node.changed(generation=replace(node.generation, share=share)), blobs, check, wanted)

        return hybrid(at, node.generation.share)

    def _sampled(self, node: Node, blobs: Mapping[str, np.ndarray], check: Check | None, wanted: Wanted) -> np.ndarray:
        """What the network gives for a node's very wishes."""
        generator, asked = self._generator(), node.generation
        wish, avoid = wishes(node)
        near = None
        if asked.near is not None and asked.strength < 1.0:
            if asked.near not in blobs:
                raise StageError(f"what {node.name or node.id} is a variation of is not here: set its strength to 1.")
            near = (blobs[asked.near], asked.strength)
        kept = blobs.get(asked.tokens or "", near and near[0])
        locked = None
        if kept is not None and asked.locked:
            mask = np.zeros(len(kept), bool)
            mask[[SLOT[name] for name in asked.locked]] = True
            locked = (mask, kept)
        mends = asked.mends and near is not None
        if mends:       # the object is its own seed's: what that chose is known of it
            wish = tuple((whole(each, asked.seed), weight) for each, weight in wish)
        scale = CATEGORIES[node.category].scale * node.placement.scale
        inputs = (wish, avoid, asked.seed, asked.steps, asked.guidance, locked, near, mends, generator.revision,
                  None if wanted is FREE else (wanted, scale))

        def step(*_: int) -> None:
            if check is not None:
                check()

        def compute() -> np.ndarray:
            drawn = generator.sample(wish, seed=asked.seed, steps=asked.steps, guidance=asked.guidance, locked=locked,
                                     near=near, avoid=avoid, correct=correct, on_step=step)
            if near is None or not mends:
                return drawn
            kept = mended(near[0], drawn)
            return kept if locked is None else np.where(locked[0][:, None], drawn, kept)

        correct = None
        if wanted is FREE:
            return self.memo("tokens", inputs, compute)
        plain = self._sampled(node, blobs, check, FREE)
        free = np.ones(len(plain), bool) if locked is None else ~locked[0]
        correct = fit = Fit(plain, wanted.limits, wanted.outline, scale=scale, free=free)
        tokens = self.memo("tokens", inputs, compute)
        if locked is None and not fit.holds(tokens):
            raise StageError(f"{node.name or node.id} cannot be made that large or small: ask for a size nearer to its "
                             "own, or set its scale.")
        return tokens

    def tokens(self, node: Node, blobs: Mapping[str, np.ndarray]) -> np.ndarray:
        """The node's stored tokens with its hand edits; a node without any has not been generated."""
        name = node.generation.tokens
        if node.imported is not None:
            return NOTHING
        if name is None or name not in blobs:
            raise StageError(f"{node.name or node.id} has not been generated yet: generate it first.")
        return edited(node, blobs[name])

    # ---- objects ---------------------------------------------------------------------------------

    def shaped(self, node: Node, tokens: np.ndarray, scale: float | None = None) -> Object4D:
        """The 4D object of tokens, in metres; `scale`: another than its category's."""
        row, verb = CATEGORIES[node.category], node.motion.verb
        scale, period, contact = scale or row.scale, VERBS[verb].period, row.contact(verb)
        return self.memo("object", (tokens, scale, period, contact),
                         lambda: Object4D.from_tokens(tokens, scale=scale, period=period, contact=contact))

    def box(self, node: Node, blobs: Mapping[str, np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
        """A node's box at rest in its own frame [m]."""
        if node.imported is not None:
            return self.imports.box(node, blobs)
        return self.shaped(node, self.tokens(node, blobs)).bounds()

    def boxes(self, scene: Scene, blobs: Mapping[str, np.ndarray]) -> dict[str, tuple[np.ndarray, np.ndarray]]:
        """The box of each object, and of each state that is generated."""
        return {n.id: self.box(n, blobs) for n in scene.nodes if n.kind == "object" or (
            n.kind == "state" and (n.imported is not None or n.generation.tokens in blobs))}

    # ---- places ----------------------------------------------------------------------------------

    def staged(self, scene: Scene, boxes: dict) -> Staged:
        """Every object's way through the scene. Depends on the graph, the boxes and (for what it says) the names."""
        bare = scene.changed(prompt="", not_understood=(), nodes=tuple(
            n.changed(understood="", card=None, generation=type(n.generation)(), overrides=(), properties={},
                      sockets=()) for n in scene.nodes))
        return self.memo("staged", (bare, boxes), lambda: stage(bare, boxes))

    # ---- clips -----------------------------------------------------------------------------------

    def clip(self, scene: Scene, node: Node, blobs: Mapping[str, np.ndarray], staged: Staged, *, exact: bool | None,
             cells: int = 64, triangles: int | None = None, targets: int = TARGETS,
             rigged: bool = False, shaded: bool = False, whole: bool = False, cuts: bool = True,
             textured: bool = False, check: Check | None = None) -> Clip:
        """A node's clip in its place. `exact`: the bake, with at most so many triangles and targets; else the preview,
        at once; None: the bake where it is remembered. `rigged`: a rig of what it is at first, whatever `exact` says.
        `shaded`: a bake has its ambient occlusion; where it cannot, its report says "unshaded". `whole`: an imported
        one has what a file holds though nothing moves it here, and its report says what the file does not. `cuts`: a
        morph that one mesh cannot show well enough may be several (engine.bake.cut). `textured`: an imported one
        without UVs has some, and its vertices' colours as a picture.
        """
        path = staged.paths[node.id]
        shape = self.shape(scene, node, blobs, path, exact=exact, cells=cells, limits=(triangles, targets),
                           rigged=rigged, shaded=shaded and bool(exact), whole=whole, cuts=cuts, check=check)
        if whole and node.imported is not None:
            shape = replace(shape, report=shape.report | self.imports.left_out(node, shape))
        if triangles is not None and shape.materials:
            shape = self._thinned(shape, triangles)
        bakes = bool(shape.materials) and not parting(shape) and "rig" not in shape.report
        if bakes and exact and (shaded or textured):
            shape = self._textured(shape, textured, shaded, check)
            if shaded and unshaded(shape):
                shape = replace(shape, report=shape.report | {"unshaded": NO_UVS})
        if shaded and not bakes and shape.occlusion is None and (exact or rigged or shape.materials):
            shape = replace(shape, report=shape.report | {"unshaded": True})
        return replace(shape, name=node.name or node.id, place_times=path.times, place_translation=path.translation,
                       place_rotation=path.rotation, place_scale=path.scale)

    def shape(self, scene: Scene, node: Node, blobs: Mapping[str, np.ndarray], path: Path, *, exact: bool | None,
              cells: int, limits: Limited, rigged: bool, shaded: bool, whole: bool, cuts: bool,
              check: Check | None) -> Clip:
        """A node's clip at the origin."""
        change = self.change(scene, node, blobs)
        if node.imported is not None and (change is None or not change.legs or rigged):
            if not node.driven:
                return self.imports.clip(scene, node, blobs, whole=whole)
            return self._driven(scene, node if change is None else as_lively(node, change.stops[0]), blobs, path, whole)
        body = self.body(Stop(node, self.tokens(node, blobs)), blobs)
        pace = self.pace(node, None if rigged else change, body, blobs, path)

        def turn(time: float) -> float:
            if check:
                check()
            return pace(time)

        asked = Asked(frames(scene), turn, exact, limits, shaded, BONES if cuts else 0)
        if change is not None and change.legs and not rigged:
            return self._changing(scene, node, change, asked, blobs)
        if change is not None:
            body = self.shaped(node, change.stops[0].tokens)
        if rigged:
            return self.memo("rig", (body, asked.times, asked.turns, limits[0]), lambda: rig(
                node.id, body, times=asked.times.tolist(), cycle_of_time=turn, budget=limits[0]))
        return self._baked(node, body, asked) or self.memo("preview", (body, asked.times, asked.turns, cells), lambda: (
            preview(node.id, body, cells=cells, times=asked.times.tolist(), cycle_of_time=turn)))

    def pace(self, node: Node, change: Change | None, body: Object4D, blobs: Mapping[str, np.ndarray],
             path: Path) -> Callable[[float], float]:
        """Cycles of a node's motion at a time [s]; `body`: of it as it is."""
        return paced(node, strides(node, change, advance(body.parts),
                                   lambda stop: advance(self.body(stop, blobs).parts)), path)

    def _baked(self, node: Node, body: Object4D, asked: Asked) -> Clip | None:
        """The bake of an object that stays what it is, where it is wanted."""
        inputs = (body, asked.times, asked.turns, asked.limits, asked.shaded)
        if not asked.exact and not (asked.exact is None and self.memo.knows("bake", inputs)):
            return None
        return self.memo("bake", inputs, lambda: bake_object(
            node.id, body, times=asked.times.tolist(), cycle_of_time=asked.turn, budget=asked.limits[0],
            targets=asked.limits[1], shaded=asked.shaded))

    def _thinned(self, clip: Clip, triangles: int) -> Clip:
        """A clip of materials with at most so many triangles, as far as it can; its report says "unthinned" else."""
        made = self.memo("thinned", (clip, triangles), lambda: thinned(clip, triangles))
        return made if len(made.faces) <= triangles else replace(made, report=made.report | {"unthinned": triangles})

    def _textured(self, clip: Clip, colours: bool, light: bool, check: Check | None) -> Clip:
        return self.memo("textured", (clip, colours, light), lambda: with_textures(
            clip, colours=colours, light=light, check=check or (lambda: None)))

    def _driven(self, scene: Scene, node: Node, blobs: Mapping[str, np.ndarray], path: Path, whole: bool) -> Clip:
        obj, moved, rig = self.imports.driven(node, blobs)
        stride, times, mesh = advance(obj.parts), frames(scene), self.imports.still(node, blobs, whole=whole)
        pace = paced(node, lambda _: stride, path)
        return self.memo("skinned", (mesh, obj, rig, times, [pace(time) for time in times.tolist()]), lambda: skinned(
            mesh, obj.parts, rig.joints, rig.weights, moved=moved, times=times.tolist(),
            posed=in_turn(obj.parts, times.tolist(), pace)))

    def _changing(self, scene: Scene, node: Node, change: Change, asked: Asked,
                  blobs: Mapping[str, np.ndarray]) -> Clip:
        """One clip of all legs, each baked on its own; of several the light is not looked at."""
        budget, targets = asked.limits
        mixed = any(stop.node.imported for stop in change.stops)
        asked = replace(asked, shaded=asked.shaded and len(change.legs) == 1,
                        bones=0 if mixed else asked.bones // len(change.legs))
        share = None if budget is None else budget // len(change.legs)
        made: list[Piece] = []
        own = [leg for leg in change.legs if node.imported and change.stops[leg.last].node.id == node.id]
        if own:
            span = own[0].start, own[-1].end
            made.append((self._lively(node, change, own, asked.between(*span), blobs), span))
        for leg in change.legs[len(own):]:
            mine = replace(asked.between(leg.start, leg.end), limits=(share, targets))
            if any(change.stops[number].node.imported for number in (leg.first, leg.last)):
                made += self._crossing(scene, node, change, leg, mine, blobs)
            else:
                made += self._leg(node, change, leg, mine, blobs)
        return together(node.id, made, asked.times)

    def _lively(self, node: Node, change: Change, legs: list[Leg], asked: Asked,
                blobs: Mapping[str, np.ndarray]) -> Clip:
        """What is imported and driven while it moves more or less, as that is keyed."""
        bodies = [self.imports.driven(as_lively(node, stop), blobs) for stop in change.stops[:legs[-1].last + 1]]
        stretches = [Stretch(leg.start, leg.end, bodies[leg.first][0].parts, bodies[leg.last][0].parts, leg.share)
                     for leg in legs]
        (obj, moved, rig), mesh, times = bodies[0], self.imports.still(node, blobs), asked.times
        shares = [[leg.share(time) for time in times.tolist()] for leg in legs]
        spans = [(leg.start, leg.end, leg.first, leg.last) for leg in legs]
        inputs = (mesh, [body for body, *_ in bodies], rig, times, spans, shares, asked.turns)
        return self.memo("lively", inputs, lambda: skinned(
            mesh, obj.parts, rig.joints, rig.weights, moved=moved, times=times.tolist(),
            posed=vigorous(stretches, times, asked.turn)))

    def _leg(self, node: Node, change: Change, leg: Leg, asked: Asked,
             blobs: Mapping[str, np.ndarray]) -> list[Piece]:
        """A leg's clip, or its clips, and when each is seen."""
        exact, limits = asked.exact, asked.limits
        ends, common = self._ends(change, leg, blobs), self.common(change, leg, blobs)
        times = asked.times.tolist()
        inputs = (ends, asked.times, [leg.share(time) for time in times], asked.turns, leg.style, leg.timings,
                  leg.holding, asked.shaded, asked.bones)
        if exact is None:
            exact = self.memo.knows("morph", (*inputs, limits, True))
        draft = DRAFT_TRIANGLES, TARGETS if leg.timings else DRAFT_TARGETS
        budget, most = limits if exact else draft
        wish = Wish(budget, most, draft=not exact, shaded=asked.shaded)
        found = self.memo("morph", (*inputs, (budget, most), exact), lambda: pieces(
            node.id, course(leg, common, asked), asked.times, wish, bones=asked.bones))
        return [(clip, span) for (clip, _), span in zip(found, spanned(found, leg))]

    def common(self, change: Change, leg: Leg, blobs: Mapping[str, np.ndarray]) -> Aligned:
        """Both ends of a leg of which neither is imported, part by part."""
        (first, last), kept = self._ends(change, leg, blobs)
        return self.memo("aligned", (first, last, kept), lambda: aligned(first, last, kept))

    def _crossing(self, scene: Scene, node: Node, change: Change, leg: Leg, asked: Asked,
                  blobs: Mapping[str, np.ndarray]) -> list[Piece]:
        """A leg of which an end is imported: its clips and when each is seen."""
        asked = replace(asked, shaded=False)
        since, until = lasting(asked.times, np.array([leg.share(time) for time in asked.times.tolist()]))
        stops = change.stops[leg.first], change.stops[leg.last]
        (first, parts), (last, others) = (
            self._end(scene, stop, time, asked, blobs) for stop, time in zip(stops, (since, until)))
        kept = matched_by_hand(leg)
        common = self.memo("aligned", (parts, others, kept), lambda: aligned(parts, others, kept))
        whole, times = STYLES[leg.style].whole, asked.times.tolist()
        drawn = self.memo("ways", (first, last, common, whole), lambda: ways(first, last, common, style=leg.style))
        owns = [self._by_itself(scene, stop, asked, blobs) for stop in stops]
        room = (BONES // len(change.legs) - sum(len(own.bind) for own in owns if own is not None)) // 2 - 1
        inputs = (first, last, common, asked.times, [leg.share(time) for time in times], asked.turns, leg.style,
                  leg.timings, room)
        made = list(self.memo("crossing", inputs, lambda: crossing(
            node.id, *drawn, common, times=times, share_of_time=leg.share, cycle_of_time=asked.turn, style=leg.style,
            spans=spans(common, timed_by_hand(leg)), room=room)))
        for number, (own, alone) in enumerate(zip(owns, ((leg.start, since), (until, leg.end)))):
            if own is not None:
                clip, (start, end) = made[number]
                made[number] = clip, (max(start, since), min(end, until))
                made.append((own, alone))
        return [(clip, span) for clip, span in made if span[1] > span[0]]

    def _by_itself(self, scene: Scene, stop: Stop, asked: Asked, blobs: Mapping[str, np.ndarray]) -> Clip | None:
        """What is seen of a stop while nothing changes, where that is more than a mesh on bones."""
        if stop.node.imported is None:
            return self._baked(stop.node, self.body(stop, blobs), asked)
        if stop.node.driven or not stop.node.imported.moves:
            return None
        return self.imports.clip(scene, stop.node, blobs)

    def _end(self, scene: Scene, stop: Stop, time: float, asked: Asked,
             blobs: Mapping[str, np.ndarray]) -> tuple[End, Parts]:
        """What of a stop is seen at a time [s] and its parts as they lie in it."""
        node, body, imports = stop.node, self.body(stop, blobs), self.imports
        if node.imported is None:
            cells = CELLS[bool(asked.exact)]
            mesh = self.memo("in tints", (body, cells), lambda: in_tints(preview(node.id, body, cells=cells)))
            return End(mesh, mesh.positions.astype(float), mesh.normals.astype(float), mesh.joints,
                       mesh.weights), body.parts
        rig, still = imports.rig(node, blobs), imports.still(node, blobs)
        points, normals, _ = evaluate(still, 0.0)
        if node.driven:
            return End(still, points + imports.driven(node, blobs)[1], normals, rig.joints, rig.weights), body.parts
        own = imports.clip(scene, node, blobs)
        now, normals, _ = evaluate(own, time)
        parts = carried_along(body.parts, rig.joints, rig.weights, points, now)
        return End(still, now, normals, rig.joints, rig.weights, own_of(own, time)), parts

    def body(self, stop: Stop, blobs: Mapping[str, np.ndarray]) -> Object4D:
        """A stop as an object: generated, or what was found in an imported surface."""
        if stop.node.imported is None:
            return self.shaped(stop.node, stop.tokens, stop.scale)
        return self.imports.body(stop.node, blobs)

    def change(self, scene: Scene, node: Node, blobs: Mapping[str, np.ndarray]) -> Change | None:
        """The node's change of shape over the clip, if it has one."""
        def as_keyed(at: Node) -> np.ndarray:
            if node.imported is not None:
                return NOTHING
            same = (at.attributes, at.colours, at.generation, at.motion.intensity) == (
                node.attributes, node.colours, node.generation, node.motion.intensity)
            return self.tokens(node, blobs) if same else edited(
                node, self.sampled(at, blobs, wanted=self.wanted(scene, at, blobs)))

        return change(scene, node, as_keyed, lambda state: self.tokens(state, blobs), self.through)

    def _ends(self, change: Change, leg: Leg,
              blobs: Mapping[str, np.ndarray]) -> tuple[tuple[Parts, Parts], list[tuple[Named, Named]]]:
        """The objects at either end of a leg, and which of their parts are matched by hand."""
        first, last = (self.body(change.stops[number], blobs).parts for number in (leg.first, leg.last))
        return (first, last), matched_by_hand(leg)

    def matches(self, scene: Scene, blobs: Mapping[str, np.ndarray]) -> dict[str, list[tuple[str, str]]]:
        """Of each morph, by its relation's id: which slots become which; "" where there is none."""
        names = {-1: "", **dict(enumerate(ROLES))}
        return {relation: [(names[first], names[last]) for first, last in self.memo(
                    "paired", (ends, kept), partial(paired, *ends, kept))]
                for relation, ends, kept in self._morphs(scene, blobs)}

    def single_matches(self, scene: Scene, blobs: Mapping[str, np.ndarray]) -> dict[str, tuple[Pairs, list[dict]]]:
        """Of each morph, by its relation's id: which single parts become which; what the bones of either end's are
        called, by part."""
        out = {}
        for relation, ends, kept in self._morphs(scene, blobs):
            first, last = (["", *single_names(parts)] for parts in ends)
            pairs = self.memo("paired singly", (ends, kept), partial(paired_singly, *ends, kept))
            out[relation] = [(first[a + 1], last[b + 1]) for a, b in pairs], [
                dict(zip(names[1:], joint_names(parts))) for names, parts in zip((first, last), ends)]
        return out

    def reach(self, scene: Scene, blobs: Mapping[str, np.ndarray]) -> dict[str, list[float]]:
        """Of each morph, by its relation's id: how far from the root each pair of `matches` lies, 0..1."""
        return {relation: reach(*ends, self.memo("paired", (ends, kept), partial(paired, *ends, kept)))
                for relation, ends, kept in self._morphs(scene, blobs)}

    def _morphs(self, scene: Scene, blobs: Mapping[str, np.ndarray]) -> Iterator[
            tuple[str, tuple[Parts, Parts], list[tuple[Named, Named]]]]:
        """Each morph's relation, its ends and what is matched by hand."""
        for node in scene.nodes:
            if node.kind != "object" or not MORPHING & {r.kind for r in scene.relations if r.source == node.id}:
                continue
            change = self.change(scene, node, blobs)
            if change is None:
                continue
            for leg in change.legs:
                if leg.relation:
                    yield leg.relation, *self._ends(change, leg, blobs)

    def through(self, first: Stop, last: Stop) -> list[tuple[float, Stop]]:
        """What a morph passes through in the generator; nothing where an end is not the generator's."""
        if first.node.imported or last.node.imported:
            return []
        ends = [(whole(of_node(stop.node), stop.node.generation.seed), stop.node.generation.seed)
                for stop in (first, last)]
        asked, generator = first.node.generation, self._generator()
        sampling = {"steps": asked.steps, "guidance": asked.guidance}
        between = self.memo("passing", (ends, sampling, generator.revision),
                            lambda: passing(generator, *ends, apart=apart, strange=strangeness, **sampling))
        scales = [stop.scale or CATEGORIES[stop.node.category].scale for stop in (first, last)]
        stops = [replace(first if share < 0.5 else last, tokens=tokens,
                         scale=float(scales[0] ** (1.0 - share) * scales[1] ** share)) for share, tokens in between]
        parts = [self.shaped(stop.node, stop.tokens, stop.scale).parts for stop in (first, *stops, last)]
        reached = self.memo("way", tuple(parts), lambda: Way(parts).reached)
        return list(zip(reached[1:-1].tolist(), stops))


def wishes(node: Node) -> tuple[tuple[tuple[Condition, float], ...], Condition | None]:
    """What a node is to be, as conditions with weights, and what it is not to be."""
    asked = node.generation
    blend = [(of_node(node), 1.0 - asked.share if asked.like else 1.0)]
    if asked.like:
        blend.append((of_node(node.changed(category=asked.like)), asked.share))
    avoid = of_node(node.changed(attributes=asked.avoid, colours={})) if asked.avoid else None
    return tuple(blend), avoid
