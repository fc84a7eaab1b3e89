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
from typing import Any

import numpy as np

from engine.bake.bake import bake_morph, bake_object
from engine.bake.clip import Clip
from engine.bake.preview import preview
from engine.conditioning.condition import Condition, of_node
from engine.document.graph import states
from engine.document.scene import Node, Scene, Track
from engine.document.tracks import EASES, cycle, node_at, value
from engine.form.gait import advance
from engine.form.matching import match
from engine.form.object4d import Object4D
from engine.generation.hybrid import hybrid
from engine.memo import Memo
from engine.staging.stage import Path, Staged, stage
from engine.vocabulary.categories import CATEGORIES
from engine.vocabulary.slots import CHANNEL, SLOT
from engine.vocabulary.verbs import VERBS

Check = Callable[[], None]
SOMEWHERE = 0.25
"""Strides from which an object goes somewhere, and does not merely walk where it stands."""
DRAFT_TRIANGLES, DRAFT_TARGETS = 4000, 2
"""The bake that stands in for a morphing object until the exact one is ready."""


class StageError(ValueError):
    """The scene asks for what no stage can do; the message says what to change."""


@dataclass(frozen=True)
class Change:
    """What a node's shape becomes over time: a morph into a state, or a keyed attribute between its extremes."""

    first: np.ndarray             # tokens [slot, channel]
    last: np.ndarray
    first_node: Node
    last_node: Node
    share: Callable[[float], float]   # time [s] to 0..1


class Stages:
    """The engine's stages over one generator and one memory."""

    def __init__(self, generator: Callable[[], Any], memo: Memo | None = None) -> None:
        self._generator = generator
        self.memo = memo or Memo()

    # ---- tokens ----------------------------------------------------------------------------------

    def sampled(self, node: Node, kept: np.ndarray | None = None, check: Check | None = None) -> np.ndarray:
        """Fresh tokens of a node [slot, channel]. `kept` holds the tokens of its locked slots."""
        if not node.generation.like:
            return self._sampled(node, kept, check)

        def at(share: float) -> np.ndarray:
            return self._sampled(node.changed(generation=replace(node.generation, share=share)), kept, check)

        return hybrid(at, node.generation.share)

    def _sampled(self, node: Node, kept: np.ndarray | None, check: Check | None) -> np.ndarray:
        """What the network gives for a node's very wishes."""
        generator, asked = self._generator(), node.generation
        wish, avoid = wishes(node)
        locked = None
        if kept is not None and asked.locked:
            mask = np.zeros(len(kept), bool)
            mask[[SLOT[name] for name in asked.locked]] = True
            locked = (mask, kept)
        inputs = (wish, avoid, asked.seed, asked.steps, asked.guidance, locked, generator.revision)

        def step(*_: int) -> None:
            if check is not None:
                check()

        def compute() -> np.ndarray:
            return generator.sample(wish, seed=asked.seed, steps=asked.steps, guidance=asked.guidance, locked=locked,
                                    avoid=avoid, on_step=step)

        return self.memo("tokens", inputs, compute)

    @staticmethod
    def edited(node: Node, tokens: np.ndarray) -> np.ndarray:
        """Tokens with the artist's hand edits on top."""
        if not node.overrides:
            return tokens
        tokens = np.array(tokens)
        for override in node.overrides:
            tokens[SLOT[override.slot], CHANNEL[override.channel]] = override.value
        return tokens

    def tokens(self, node: Node, blobs: Mapping[str, np.ndarray]) -> np.ndarray:
        """The node's stored tokens with its hand edits; a node without any has not been generated."""
        name = node.generation.tokens
        if name is None or name not in blobs:
            raise StageError(f"{node.name or node.id} has not been generated yet: generate it first.")
        return self.edited(node, blobs[name])

    # ---- objects ---------------------------------------------------------------------------------

    def shaped(self, node: Node, tokens: np.ndarray) -> Object4D:
        """The 4D object of tokens, in metres."""
        row, verb = CATEGORIES[node.category], node.motion.verb
        scale, period, contact = row.scale, VERBS[verb].period, row.contact(verb)
        return self.memo("object", (tokens, scale, period, contact),
                         lambda: Object4D.from_tokens(tokens, scale=scale, period=period, contact=contact))

    def boxes(self, scene: Scene, blobs: Mapping[str, np.ndarray]) -> dict[str, tuple[np.ndarray, np.ndarray]]:
        """The box at rest of each object, and of each state that is generated, in its own frame [m]."""
        return {n.id: self.shaped(n, self.tokens(n, blobs)).bounds() for n in scene.nodes
                if n.kind == "object" or (n.kind == "state" and n.generation.tokens in blobs)}

    def staged(self, scene: Scene, boxes: dict) -> Staged:
        """Every object's way through the scene. Depends on the graph, the boxes and (for what it says) the names."""
        bare = scene.changed(prompt="", not_understood=(), nodes=tuple(
            n.changed(understood="", card=None, generation=type(n.generation)(), overrides=())
            for n in scene.nodes))
        return self.memo("staged", (bare, boxes), lambda: stage(bare, boxes))

    # ---- clips -----------------------------------------------------------------------------------

    def clip(self, scene: Scene, node: Node, blobs: Mapping[str, np.ndarray], staged: Staged, *, exact: bool,
             cells: int = 64, triangles: int | None = None, check: Check | None = None) -> Clip:
        """A node's clip in its place. `exact`: the bake; else the preview, at once."""
        path = staged.paths[node.id]
        shape = self.shape(scene, node, blobs, path, exact=exact, cells=cells, triangles=triangles, check=check)
        return replace(shape, name=node.name or node.id, place_times=path.times, place_translation=path.translation,
                       place_rotation=path.rotation, place_scale=path.scale)

    def shape(self, scene: Scene, node: Node, blobs: Mapping[str, np.ndarray], path: Path, *, exact: bool, cells: int,
              triangles: int | None, check: Check | None) -> Clip:
        """A node's clip at the origin."""
        times, tokens = frames(scene), self.tokens(node, blobs)
        body = self.shaped(node, tokens)
        pace = paced(node, body, path)

        def turn(time: float) -> float:
            if check:
                check()
            return pace(time)

        turns = [turn(time) for time in times.tolist()]
        change = self.change(scene, node, tokens, blobs)
        if change is not None:
            return self._changing(node, change, times, turn, (turns, exact, triangles))
        if exact:
            return self.memo("bake", (body, times, turns, triangles), lambda: bake_object(
                node.id, body, times=times.tolist(), cycle_of_time=turn, budget=triangles))
        return self.memo("preview", (body, times, turns, cells), lambda: preview(
            node.id, body, cells=cells, times=times.tolist(), cycle_of_time=turn))

    def _changing(self, node: Node, change: Change, times: np.ndarray, turn: Callable[[float], float],
                  more: tuple[list[float], bool, int | None]) -> Clip:
        turns, exact, triangles = more
        ends = [self.shaped(change.first_node, change.first).parts, self.shaped(change.last_node, change.last).parts]
        pair = self.memo("match", tuple(ends), lambda: match(*ends))
        shares = [change.share(time) for time in times.tolist()]
        budget = triangles if exact else DRAFT_TRIANGLES
        return self.memo("morph", (*ends, times, shares, turns, budget, exact), lambda: bake_morph(
            node.id, *pair, times=times.tolist(), share_of_time=change.share, cycle_of_time=turn, budget=budget,
            targets=4 if exact else DRAFT_TARGETS, draft=not exact))

    def change(self, scene: Scene, node: Node, tokens: np.ndarray, blobs: Mapping[str, np.ndarray]) -> Change | None:
        """The node's change of shape over the clip, if it has one."""
        becomes = states(scene, node.id)
        if becomes:
            morph, state = becomes[0]
            return Change(tokens, self.tokens(state, blobs), node, state,
                          lambda time: ramp(time, morph.start, scene.end_of(morph)))
        keyed = shape_tracks(node)
        if not keyed:
            return None
        track = keyed[0]
        values = [key.value for key in track.keys]
        low, high = min(values), max(values)
        if high - low < 1e-6:
            return None
        ends = [self._as_keyed(scene, node, tokens, track, number) for number in (low, high)]
        return Change(ends[0], ends[1], node, node,
                      lambda time: min(1.0, max(0.0, (value(track, time) - low) / (high - low))))

    def _as_keyed(self, scene: Scene, node: Node, tokens: np.ndarray, track: Any, number: float) -> np.ndarray:
        key = next(k for k in track.keys if k.value == number)
        return self.edited(node, self.sampled(node_at(scene, node, key.time), kept=tokens))


def wishes(node: Node) -> tuple[tuple[tuple[Condition, float], ...], Condition | None]:
    """What a node is to be, as conditions with weights, and what it is not to be."""
    asked = node.generation
    blend = [(of_node(node), 1.0 - asked.share if asked.like else 1.0)]
    if asked.like:
        blend.append((of_node(node.changed(category=asked.like)), asked.share))
    avoid = of_node(node.changed(attributes=asked.avoid, colours={})) if asked.avoid else None
    return tuple(blend), avoid


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


def remarks(scene: Scene) -> list[str]:
    """What the scene asks for and the bake leaves out, in words."""
    out = []
    for node in scene.nodes:
        if node.kind != "object":
            continue
        name = node.name or node.id
        becomes = states(scene, node.id)
        if len(becomes) > 1:
            out.append(f"{name} morphs more than once; only its first morph is built so far.")
        keyed = [track.path for track in shape_tracks(node)]
        if len(keyed) > 1 or (keyed and becomes):
            left = keyed if becomes else keyed[1:]
            out.append(f"{name} has more changes of shape than one; {', '.join(left)} stays still so far.")
    return out


def shape_tracks(node: Node) -> list[Track]:
    """The node's tracks that change its shape or colour."""
    return [t for t in node.tracks if t.path.startswith(("attributes.", "colours.")) and len(t.keys) > 1]


def frames(scene: Scene) -> np.ndarray:
    """The times of the scene's frames [s], first and last included."""
    return np.arange(int(round(scene.duration * scene.rate)) + 1) / scene.rate


def ramp(time: float, start: float, end: float) -> float:
    """0 before, 1 after, eased between."""
    return EASES["ease"](min(1.0, max(0.0, (time - start) / max(end - start, 1e-6))))
