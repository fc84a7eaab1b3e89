"""Standing: the stages of what is imported: its file, how it stands, its surface over time, its bones.

In     a node and its blobs.   Out   Asset, Stand, Clip, Rig, Object4D.
Raises StageError, with the node's name.
Knows nothing of requests, files on disk or Qt.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from engine.bake.clip import Clip
from engine.bake.evaluate import evaluate
from engine.bake.palette import to_srgb
from engine.bake.skinned import in_turn, skinned
from engine.document.scene import Generation, Node, Scene
from engine.document.tracks import cycle
from engine.exchange.asset import Asset
from engine.exchange.importing import AssetError, Pace, Stand, asset_of, clip_of, stand
from engine.form.object4d import Object4D
from engine.form.parts import Parts, expand
from engine.memo import Memo
from engine.recovery.moving import moved_as
from engine.recovery.rigging import Rig, RigError, rigged, unpack
from engine.recovery.target import RecoveryError
from engine.vocabulary.categories import CATEGORIES
from engine.vocabulary.verbs import VERBS

Box = tuple[np.ndarray, np.ndarray]
OTHERS = 3
"""Objects of a mesh's category among whose parts those are looked for that were missed in it."""


class StageError(ValueError):
    """The scene asks for what no stage can do; the message says what to change."""


class Standing:
    """Imported nodes, remembered in `memo`; `sampled` gives the tokens of a generated node."""

    def __init__(self, memo: Memo, sampled: Callable[[Node], np.ndarray]) -> None:
        self._memo, self._sampled = memo, sampled

    def box(self, node: Node, blobs: Mapping[str, np.ndarray]) -> Box:
        """A node's box at rest in its own frame [m]."""
        low, high = self.stand(node, blobs).box
        moved = self.driven(node, blobs)[1] if node.driven else 0.0
        return low + moved, high + moved

    def asset(self, node: Node, blobs: Mapping[str, np.ndarray]) -> Asset:
        """What an imported node's file holds."""
        imported = node.imported
        assert imported is not None
        if imported.file not in blobs:
            raise StageError(f"the file of {node.name or node.id} is not here: import {imported.name} again.")
        return self._memo("asset", (imported.file,), lambda: asset_of(imported, blobs[imported.file]))

    def stand(self, node: Node, blobs: Mapping[str, np.ndarray]) -> Stand:
        imported = node.imported
        assert imported is not None
        take = None if node.driven else imported.take
        how = (imported.scale, imported.up, take, imported.turn)
        return self._memo("stand", (imported.file, *how), lambda: _named(node, lambda: stand(
            self.asset(node, blobs), scale=imported.scale, up=imported.up, take=take, turn=imported.turn)))

    def clip(self, scene: Scene, node: Node, blobs: Mapping[str, np.ndarray], *, whole: bool = False) -> Clip:
        """An imported node's clip at the origin: the file's own surface, preview and bake alike. `whole`: with what a
        file holds though nothing moves it here, morph targets and bones that were found."""
        if whole and self.boned(node):
            return self.bound(node, blobs)
        imported = node.imported
        assert imported is not None
        times = frames(scene)
        keyed = any(track.keys and track.path in ("motion.speed", "motion.phase") for track in node.tracks)
        turns = tuple(cycle(node, t, period=imported.length) for t in times.tolist()) if (
            keyed and imported.length > 0.0) else None
        pace = Pace(tuple(times.tolist()), node.motion.speed, node.motion.phase, imported.loops, turns, imported.cues,
                    imported.seam)
        if keyed and (imported.cues or imported.seam):
            length = imported.length or 1.0
            pace = replace(pace, phase=0.0, run=tuple(length * cycle(node, t, period=length) for t in times.tolist()))
        how = (imported.scale, imported.up, imported.take, imported.turn)
        return self._memo("imported", (imported.file, *how, pace, whole), lambda: _named(node, lambda: clip_of(
            self.asset(node, blobs), node.id, self.stand(node, blobs), take=imported.take, pace=pace, whole=whole,
            takes=whole)))

    def still(self, node: Node, blobs: Mapping[str, np.ndarray], *, whole: bool = False) -> Clip:
        """An imported node's surface as it is without any of its animations. `whole`: with its morph targets."""
        imported = node.imported
        assert imported is not None
        plain = node.changed(imported=replace(imported, take=None))
        how = (imported.scale, imported.up, imported.turn)
        return self._memo("still", (imported.file, *how, whole), lambda: _named(node, lambda: clip_of(
            self.asset(node, blobs), node.id, self.stand(plain, blobs), take=None, pace=Pace((0.0,)), whole=whole)))

    def boned(self, node: Node) -> bool:
        """Whether an imported node that no verb moves has bones that were found, and none of its file's in use."""
        imported = node.imported
        return imported is not None and imported.rig is not None and not node.driven and (
            not imported.moves and not imported.contents.joints)

    def bound(self, node: Node, blobs: Mapping[str, np.ndarray]) -> Clip:
        """An imported node's surface at rest on the bones that were found in it."""
        mesh, body, rig = self.still(node, blobs, whole=True), self.body(node, blobs), self.rig(node, blobs)
        return self._memo("bound", (mesh, body, rig), lambda: skinned(
            mesh, body.parts, rig.joints, rig.weights, moved=np.zeros(3), times=(0.0,),
            posed=in_turn(body.parts, (0.0,), lambda time: 0.0)))

    def rigged(self, node: Node, blobs: Mapping[str, np.ndarray]) -> Rig:
        """Bones for an imported node, sought in its surface as it stands in its file's units."""
        imported = node.imported
        assert imported is not None
        mesh = self.still(node.changed(imported=replace(imported, scale=1.0, turn=0)), blobs)
        points, _, tints = evaluate(mesh, 0.0)
        return self._memo("rigged", (imported.file, imported.up), lambda: _named(node, lambda: rigged(
            points, mesh.faces.astype(np.int64), colours=to_srgb(tints), others=self.others)))

    def others(self, category: str) -> list[Parts]:
        """Objects that the generator makes of a category."""
        return [expand(self._sampled(Node("other", category=category, generation=Generation(seed=seed))))
                for seed in range(OTHERS)]

    def rig(self, node: Node, blobs: Mapping[str, np.ndarray]) -> Rig:
        """The bones that an imported node has; they are sought where it has none yet."""
        imported = node.imported
        assert imported is not None
        if imported.rig is None:
            return self.rigged(node, blobs)
        if imported.rig not in blobs:
            raise StageError(f"the bones of {node.name or node.id} are not here: rig it again.")
        count = len(self.still(node, blobs).positions)
        return self._memo("rig of", (imported.rig, count),
                         lambda: _named(node, lambda: unpack(blobs[imported.rig or ""], count)))

    def driven(self, node: Node, blobs: Mapping[str, np.ndarray]) -> tuple[Object4D, np.ndarray, Rig]:
        """(An imported node's bones moving by its verb as one of its kind does; m by which it is moved; its rig)."""
        imported, verb = node.imported, node.motion.verb
        assert imported is not None
        rig = self.rig(node, blobs)
        kind = imported.kind or rig.category
        donor = self._sampled(Node(node.id, category=kind, motion=replace(node.motion, speed=1.0, phase=0.0),
                                  generation=Generation(seed=node.generation.seed)))
        period, contact = VERBS[verb].period, CATEGORIES[kind].contact(verb)
        parts = rig.stood(imported.scale, imported.turn)
        obj = self._memo("driven", (parts, donor, period, contact),
                        lambda: moved_as(parts, expand(donor), period=period, contact=contact))
        return obj, obj.parts.centre[0] - parts.centre[0], rig

    def left_out(self, node: Node, clip: Clip) -> dict[str, Any]:
        """What of an imported node's file is not in its clip (`whole`): "lost_takes", the names of animations;
        "lost_targets", how many morph targets; "lost_bones", whether bones were found for it that it is not on."""
        imported = node.imported
        assert imported is not None
        changes, held = "meets" in clip.report, imported.contents
        plays = () if node.driven or changes and not imported.moves else imported.played
        names = [take.name for number, take in enumerate(held.takes) if number not in plays]
        idle = imported.rig is not None and not node.driven and not changes and not self.boned(node)
        found = {"lost_takes": names, "lost_targets": held.morphs if changes else 0, "lost_bones": idle}
        return {key: value for key, value in found.items() if value}

    def body(self, node: Node, blobs: Mapping[str, np.ndarray]) -> Object4D:
        """What was found in its surface, moving where it is driven."""
        assert node.imported is not None
        if node.driven:
            return self.driven(node, blobs)[0]
        return Object4D(self.rig(node, blobs).stood(node.imported.scale, node.imported.turn), VERBS["still"].period)


def _named(node: Node, compute: Callable[[], Any]) -> Any:
    """What a file's reader refuses, said of the node."""
    try:
        return compute()
    except (AssetError, RigError) as error:
        raise StageError(f"{node.name or node.id} cannot be shown: {error}.") from error
    except RecoveryError as error:
        raise StageError(f"{node.name or node.id} cannot be rigged: {error}.") from error


def frames(scene: Scene) -> np.ndarray:
    """The times of the scene's frames [s], first and last included."""
    return np.arange(int(round(scene.duration * scene.rate)) + 1) / scene.rate
