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

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from types import MappingProxyType
from typing import Any

import numpy as np

from engine.bake.bake import bake_morph, bake_object
from engine.bake.chain import Span, joined
from engine.bake.clip import Clip
from engine.bake.crossing import End, crossing, lasting, ways
from engine.bake.dressed import in_tints
from engine.bake.evaluate import evaluate
from engine.bake.palette import to_srgb
from engine.bake.preview import preview
from engine.bake.rig import rig
from engine.bake.skinned import skinned
from engine.changing import Change, Leg, Stop, change
from engine.conditioning.condition import Condition, of_node, whole
from engine.document.overrides import edited
from engine.document.scene import Constraints, Generation, Node, Scene
from engine.document.tracks import cycle
from engine.exchange.asset import Asset
from engine.exchange.importing import AssetError, Pace, Stand, asset_of, clip_of, stand
from engine.form.fitting import Fit, Limits
from engine.form.gait import advance
from engine.form.matching import aligned, match, paired
from engine.form.object4d import Object4D
from engine.form.parts import Parts, expand
from engine.form.way import Way, apart
from engine.generation.hybrid import hybrid
from engine.generation.mending import mended
from engine.generation.passing import passing
from engine.memo import Memo
from engine.recovery.moving import moved_as
from engine.recovery.placing import carried_along
from engine.recovery.rigging import Rig, RigError, rigged, unpack
from engine.recovery.target import RecoveryError
from engine.staging.stage import Path, Staged, stage
from engine.vocabulary.categories import CATEGORIES
from engine.vocabulary.relations import RELATIONS
from engine.vocabulary.slots import ROLES, SLOT
from engine.vocabulary.verbs import VERBS

Check = Callable[[], None]
EMPTY: Mapping[str, np.ndarray] = MappingProxyType({})
INSTANT = 1e-9
"""s; what is nearer than this is at the same time."""
OUTLINE_SIDE = 512
"""Most pixels along a side of an outline."""
MORPHING = {key for key, row in RELATIONS.items() if row.family == "change"}
SOMEWHERE = 0.25
"""Strides from which an object goes somewhere, and does not merely walk where it stands."""
TARGETS = 4
"""Morph targets of a bake where no more are asked for: what every engine shows at once, with normals."""
Limited = tuple[int | None, int]
"""Triangles (None: as many as it takes) and morph targets at most."""
CELLS = {False: 48, True: 72}
"""Of a generated surface that an imported one becomes or comes from; finer where it is exact."""
NOTHING = np.zeros((0, 0), np.float32)
"""Tokens of what is not generated."""
DRAFT_TRIANGLES, DRAFT_TARGETS = 4000, 2
"""The bake that stands in for a morphing object until the exact one is ready."""


class StageError(ValueError):
    """The scene asks for what no stage can do; the message says what to change."""


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
        if node.driven:
            moved, (low, high) = self.driven(node, blobs)[1], self.stand(node, blobs).box
            return low + moved, high + moved
        if node.imported is not None:
            return self.stand(node, blobs).box
        return self.shaped(node, self.tokens(node, blobs)).bounds()

    def boxes(self, scene: Scene, blobs: Mapping[str, np.ndarray]) -> dict[str, tuple[np.ndarray, np.ndarray]]:
        """The box of each object, and of each state that is generated."""
        return {n.id: self.box(n, blobs) for n in scene.nodes if n.kind == "object" or (
            n.kind == "state" and (n.imported is not None or n.generation.tokens in blobs))}

    # ---- imported objects ------------------------------------------------------------------------

    def asset(self, node: Node, blobs: Mapping[str, np.ndarray]) -> Asset:
        """What an imported node's file holds."""
        imported = node.imported
        assert imported is not None
        if imported.file not in blobs:
            raise StageError(f"the file of {node.name or node.id} is not here: import {imported.name} again.")
        return self.memo("asset", (imported.file,), lambda: asset_of(imported, blobs[imported.file]))

    def stand(self, node: Node, blobs: Mapping[str, np.ndarray]) -> Stand:
        imported = node.imported
        assert imported is not None
        take = None if node.driven else imported.take
        how = (imported.scale, imported.up, take, imported.turn)
        return self.memo("stand", (imported.file, *how), lambda: _named(node, lambda: stand(
            self.asset(node, blobs), scale=imported.scale, up=imported.up, take=take, turn=imported.turn)))

    def imported(self, scene: Scene, node: Node, blobs: Mapping[str, np.ndarray]) -> Clip:
        """An imported node's clip at the origin: the file's own surface, preview and bake alike."""
        imported = node.imported
        assert imported is not None
        times = frames(scene)
        keyed = any(track.keys and track.path in ("motion.speed", "motion.phase") for track in node.tracks)
        turns = tuple(cycle(node, t, period=imported.length) for t in times.tolist()) if (
            keyed and imported.length > 0.0) else None
        pace = Pace(tuple(times.tolist()), node.motion.speed, node.motion.phase, imported.loops, turns)
        how = (imported.scale, imported.up, imported.take, imported.turn)
        return self.memo("imported", (imported.file, *how, pace), lambda: _named(node, lambda: clip_of(
            self.asset(node, blobs), node.id, self.stand(node, blobs), take=imported.take, pace=pace)))

    def still(self, node: Node, blobs: Mapping[str, np.ndarray]) -> Clip:
        """An imported node's surface as it is without any of its animations."""
        imported = node.imported
        assert imported is not None
        plain = node.changed(imported=replace(imported, take=None))
        how = (imported.scale, imported.up, imported.turn)
        return self.memo("still", (imported.file, *how), lambda: _named(node, lambda: clip_of(
            self.asset(node, blobs), node.id, self.stand(plain, blobs), take=None, pace=Pace((0.0,)))))

    def rigged(self, node: Node, blobs: Mapping[str, np.ndarray]) -> Rig:
        """Bones for an imported node, sought in its surface as it stands in its file's units."""
        imported = node.imported
        assert imported is not None
        mesh = self.still(node.changed(imported=replace(imported, scale=1.0, turn=0)), blobs)
        points, _, tints = evaluate(mesh, 0.0)
        return self.memo("rigged", (imported.file, imported.up), lambda: _named(node, lambda: rigged(
            points, mesh.faces.astype(np.int64), colours=to_srgb(tints))))

    def rig(self, node: Node, blobs: Mapping[str, np.ndarray]) -> Rig:
        """The bones that an imported node has; they are sought where it has none yet."""
        imported = node.imported
        assert imported is not None
        if imported.rig is None:
            return self.rigged(node, blobs)
        if imported.rig not in blobs:
            raise StageError(f"the bones of {node.name or node.id} are not here: rig it again.")
        count = len(self.still(node, blobs).positions)
        return self.memo("rig of", (imported.rig, count),
                         lambda: _named(node, lambda: unpack(blobs[imported.rig or ""], count)))

    def driven(self, node: Node, blobs: Mapping[str, np.ndarray]) -> tuple[Object4D, np.ndarray, Rig]:
        """(An imported node's bones moving by its verb as one of its kind does; m by which it is moved; its rig)."""
        imported, verb = node.imported, node.motion.verb
        assert imported is not None
        rig = self.rig(node, blobs)
        kind = imported.kind or rig.category
        donor = self.sampled(Node(node.id, category=kind, motion=replace(node.motion, speed=1.0, phase=0.0),
                                  generation=Generation(seed=node.generation.seed)))
        period, contact = VERBS[verb].period, CATEGORIES[kind].contact(verb)
        parts = rig.stood(imported.scale, imported.turn)
        obj = self.memo("driven", (parts, donor, period, contact),
                        lambda: moved_as(parts, expand(donor), period=period, contact=contact))
        return obj, obj.parts.centre[0] - parts.centre[0], rig

    def staged(self, scene: Scene, boxes: dict) -> Staged:
        """Every object's way through the scene. Depends on the graph, the boxes and (for what it says) the names."""
        bare = scene.changed(prompt="", not_understood=(), nodes=tuple(
            n.changed(understood="", card=None, generation=type(n.generation)(), overrides=())
            for n in scene.nodes))
        return self.memo("staged", (bare, boxes), lambda: stage(bare, boxes))

    # ---- clips -----------------------------------------------------------------------------------

    def clip(self, scene: Scene, node: Node, blobs: Mapping[str, np.ndarray], staged: Staged, *, exact: bool | None,
             cells: int = 64, triangles: int | None = None, targets: int = TARGETS,
             rigged: bool = False, check: Check | None = None) -> Clip:
        """A node's clip in its place. `exact`: the bake, with at most so many triangles and targets; else the preview,
        at once; None: the bake where it is remembered. `rigged`: a rig of what it is at first, whatever `exact` says.
        """
        path = staged.paths[node.id]
        shape = self.shape(scene, node, blobs, path, exact=exact, cells=cells, limits=(triangles, targets),
                           rigged=rigged, check=check)
        return replace(shape, name=node.name or node.id, place_times=path.times, place_translation=path.translation,
                       place_rotation=path.rotation, place_scale=path.scale)

    def shape(self, scene: Scene, node: Node, blobs: Mapping[str, np.ndarray], path: Path, *, exact: bool | None,
              cells: int, limits: Limited, rigged: bool, check: Check | None) -> Clip:
        """A node's clip at the origin."""
        change = self.change(scene, node, blobs)
        if node.imported is not None and (change is None or rigged):
            return self._driven(scene, node, blobs, path) if node.driven else self.imported(scene, node, blobs)
        times, body = frames(scene), self.body(Stop(node, self.tokens(node, blobs)), blobs)
        pace = paced(node, body, path)

        def turn(time: float) -> float:
            if check:
                check()
            return pace(time)

        turns = [turn(time) for time in times.tolist()]
        if change is not None and change.legs and not rigged:
            return self._changing(scene, node, change, turn, (turns, exact, limits), blobs)
        if change is not None:
            body = self.shaped(node, change.stops[0].tokens)
        if rigged:
            return self.memo("rig", (body, times, turns, limits[0]), lambda: rig(
                node.id, body, times=times.tolist(), cycle_of_time=turn, budget=limits[0]))
        if exact or (exact is None and self.memo.knows("bake", (body, times, turns, limits))):
            return self.memo("bake", (body, times, turns, limits), lambda: bake_object(
                node.id, body, times=times.tolist(), cycle_of_time=turn, budget=limits[0], targets=limits[1]))
        return self.memo("preview", (body, times, turns, cells), lambda: preview(
            node.id, body, cells=cells, times=times.tolist(), cycle_of_time=turn))

    def _driven(self, scene: Scene, node: Node, blobs: Mapping[str, np.ndarray], path: Path) -> Clip:
        obj, moved, rig = self.driven(node, blobs)
        times, pace, mesh = frames(scene), paced(node, obj, path), self.still(node, blobs)
        return self.memo("skinned", (mesh, obj, rig, times, [pace(time) for time in times.tolist()]), lambda: skinned(
            mesh, obj, rig.joints, rig.weights, moved=moved, times=times.tolist(), cycle_of_time=pace))

    def _changing(self, scene: Scene, node: Node, change: Change, turn: Callable[[float], float],
                  more: tuple[list[float], bool | None, Limited], blobs: Mapping[str, np.ndarray]) -> Clip:
        """One clip of all legs, each baked on its own."""
        turns, exact, (triangles, targets) = more
        times, made = frames(scene), []
        share = None if triangles is None else triangles // len(change.legs)
        for leg in change.legs:
            now = (times >= leg.start - INSTANT) & (times <= leg.end + INSTANT)
            if any(change.stops[number].node.imported for number in (leg.first, leg.last)):
                made += self._crossing(scene, node, change, leg, turn, exact, blobs)
            else:
                made.append((self._leg(node, change, leg, times[now], turn, (
                    [at for at, seen in zip(turns, now) if seen], exact, (share, targets)), blobs),
                    (leg.start, leg.end)))
        return made[0][0] if len(made) == 1 else joined(
            node.id, [clip for clip, _ in made], [span for _, span in made], times)

    def _leg(self, node: Node, change: Change, leg: Leg, times: np.ndarray, turn: Callable[[float], float],
             more: tuple[list[float], bool | None, Limited], blobs: Mapping[str, np.ndarray]) -> Clip:
        turns, exact, limits = more
        (first, last), kept = ends = self._ends(change, leg, blobs)
        pair = self.memo("match", ends, lambda: match(first, last, kept))
        inputs = (ends, times, [leg.share(time) for time in times.tolist()], turns, leg.style)
        if exact is None:
            exact = self.memo.knows("morph", (*inputs, limits, True))
        budget, most = limits if exact else (DRAFT_TRIANGLES, DRAFT_TARGETS)
        return self.memo("morph", (*inputs, (budget, most), exact), lambda: bake_morph(
            node.id, *pair, times=times.tolist(), share_of_time=leg.share, cycle_of_time=turn, style=leg.style,
            budget=budget, targets=most, draft=not exact))

    def _crossing(self, scene: Scene, node: Node, change: Change, leg: Leg, turn: Callable[[float], float],
                  exact: bool | None, blobs: Mapping[str, np.ndarray]) -> list[tuple[Clip, Span]]:
        """A leg of which an end is imported: clips and when each is seen; at most four."""
        times = frames(scene)
        now = times[(times >= leg.start - INSTANT) & (times <= leg.end + INSTANT)]
        since, until = lasting(now, np.array([leg.share(time) for time in now.tolist()]))
        stops = change.stops[leg.first], change.stops[leg.last]
        (first, parts), (last, others) = (
            self._end(scene, stop, time, exact, blobs) for stop, time in zip(stops, (since, until)))
        kept = matched_by_hand(leg)
        common = self.memo("aligned", (parts, others, kept), lambda: aligned(parts, others, kept))
        drawn = self.memo("ways", (first, last, common), lambda: ways(first, last, common))
        made = crossing(node.id, *drawn, common, times=now.tolist(), share_of_time=leg.share, cycle_of_time=turn,
                        style=leg.style)
        for number, stop in enumerate(stops):
            if stop.node.imported and stop.node.imported.length > 0.0 and not stop.node.driven:
                clip, (start, end) = made[number]           # before or after, it plays as it does by itself
                made[number] = clip, (max(start, since), min(end, until))
                made.append((self.imported(scene, stop.node, blobs), ((leg.start, since), (until, leg.end))[number]))
        return [(clip, span) for clip, span in made if span[1] > span[0]]

    def _end(self, scene: Scene, stop: Stop, time: float, exact: bool | None,
             blobs: Mapping[str, np.ndarray]) -> tuple[End, Parts]:
        """What of a stop is seen at a time [s] and its parts as they lie in it."""
        node, body = stop.node, self.body(stop, blobs)
        if node.imported is None:
            mesh = self.memo("preview", (body, CELLS[exact is True]), lambda: preview(
                node.id, body, cells=CELLS[exact is True]))
            mesh = in_tints(mesh)
            return End(mesh, mesh.positions.astype(float), mesh.normals.astype(float), mesh.joints,
                       mesh.weights), body.parts
        rig, still = self.rig(node, blobs), self.still(node, blobs)
        points, normals, _ = evaluate(still, 0.0)
        if node.driven:
            return End(still, points + self.driven(node, blobs)[1], normals, rig.joints, rig.weights), body.parts
        now, normals, _ = evaluate(self.imported(scene, node, blobs), time)
        return End(still, now, normals, rig.joints, rig.weights), carried_along(
            body.parts, rig.joints, rig.weights, points, now)

    def body(self, stop: Stop, blobs: Mapping[str, np.ndarray]) -> Object4D:
        """A stop as an object: generated, or what was found in an imported surface."""
        node = stop.node
        if node.imported is None:
            return self.shaped(node, stop.tokens, stop.scale)
        if node.driven:
            return self.driven(node, blobs)[0]
        parts = self.rig(node, blobs).stood(node.imported.scale, node.imported.turn)
        return Object4D(parts, VERBS["still"].period)

    def change(self, scene: Scene, node: Node, blobs: Mapping[str, np.ndarray]) -> Change | None:
        """The node's change of shape over the clip, if it has one."""
        def as_keyed(at: Node) -> np.ndarray:
            same = (at.attributes, at.colours, at.generation, at.motion.intensity) == (
                node.attributes, node.colours, node.generation, node.motion.intensity)
            return self.tokens(node, blobs) if same else edited(
                node, self.sampled(at, blobs, wanted=self.wanted(scene, at, blobs)))

        return change(scene, node, as_keyed, lambda state: self.tokens(state, blobs), self.through)

    def _ends(self, change: Change, leg: Leg,
              blobs: Mapping[str, np.ndarray]) -> tuple[tuple[Parts, Parts], list[tuple[int, int]]]:
        """The objects at either end of a leg, and which slots are matched by hand."""
        first, last = (self.body(change.stops[number], blobs).parts for number in (leg.first, leg.last))
        return (first, last), matched_by_hand(leg)

    def matches(self, scene: Scene, blobs: Mapping[str, np.ndarray]) -> dict[str, list[tuple[str, str]]]:
        """Of each morph, by its relation's id: which slots become which; "" where there is none."""
        found = {}
        for node in scene.nodes:
            if node.kind != "object" or not MORPHING & {r.kind for r in scene.relations if r.source == node.id}:
                continue
            change = self.change(scene, node, blobs)
            if change is None:
                continue
            for leg in change.legs:
                if leg.relation:
                    (first, last), kept = ends = self._ends(change, leg, blobs)
                    pairs = self.memo("paired", ends, partial(paired, first, last, kept))
                    found[leg.relation] = [tuple("" if slot < 0 else ROLES[slot] for slot in pair) for pair in pairs]
        return found

    def through(self, first: Stop, last: Stop) -> list[tuple[float, Stop]]:
        """What a morph passes through in the generator; nothing where an end is not the generator's."""
        if first.node.imported or last.node.imported:
            return []
        ends = [(whole(of_node(stop.node), stop.node.generation.seed), stop.node.generation.seed)
                for stop in (first, last)]
        asked, generator = first.node.generation, self._generator()
        sampling = {"steps": asked.steps, "guidance": asked.guidance}
        between = self.memo("passing", (ends, sampling, generator.revision),
                            lambda: passing(generator, *ends, apart=apart, **sampling))
        scales = [stop.scale or CATEGORIES[stop.node.category].scale for stop in (first, last)]
        stops = [replace(first if share < 0.5 else last, tokens=tokens,
                         scale=float(scales[0] ** (1.0 - share) * scales[1] ** share)) for share, tokens in between]
        parts = [self.shaped(stop.node, stop.tokens, stop.scale).parts for stop in (first, *stops, last)]
        reached = self.memo("way", tuple(parts), lambda: Way(parts).reached)
        return list(zip(reached[1:-1].tolist(), stops))


def _named(node: Node, compute: Callable[[], Any]) -> Any:
    """What a file's reader refuses, said of the node."""
    try:
        return compute()
    except (AssetError, RigError) as error:
        raise StageError(f"{node.name or node.id} cannot be shown: {error}.") from error
    except RecoveryError as error:
        raise StageError(f"{node.name or node.id} cannot be rigged: {error}.") from error


def wishes(node: Node) -> tuple[tuple[tuple[Condition, float], ...], Condition | None]:
    """What a node is to be, as conditions with weights, and what it is not to be."""
    asked = node.generation
    blend = [(of_node(node), 1.0 - asked.share if asked.like else 1.0)]
    if asked.like:
        blend.append((of_node(node.changed(category=asked.like)), asked.share))
    avoid = of_node(node.changed(attributes=asked.avoid, colours={})) if asked.avoid else None
    return tuple(blend), avoid


def matched_by_hand(leg: Leg) -> list[tuple[int, int]]:
    return [(SLOT[match.first], SLOT.get(match.last, -1)) for match in leg.matches]


def paced(node: Node, body: Object4D, path: Path) -> Callable[[float], float]:
    """Cycles of a node's motion done at a time [s].

    What steps and goes somewhere steps as far as it goes, so that its feet do not slide; what merely moves keeps time.
    A verb that happens once runs half a cycle and stays there.
    """
    verb = VERBS[node.motion.verb]
    stride = advance(body.parts) * float(path.scale[:, 0].mean())
    way = np.concatenate([[0.0], np.linalg.norm(np.diff(path.translation[:, ::2], axis=0), axis=1).cumsum()])
    if stride > 0.0 and way[-1] > SOMEWHERE * stride:
        return lambda time: node.motion.phase + float(np.interp(time, path.times, way)) / stride
    if verb.once:
        return lambda time: min(cycle(node, time, period=2.0 * verb.period), 0.5)
    return lambda time: cycle(node, time, period=verb.period)


def frames(scene: Scene) -> np.ndarray:
    """The times of the scene's frames [s], first and last included."""
    return np.arange(int(round(scene.duration * scene.rate)) + 1) / scene.rate
