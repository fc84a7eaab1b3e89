"""Drafts: what a slider under way is answered with: near the real object, and never part of the document."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from engine.bake.clip import Clip
from engine.document.blobs import Blobs
from engine.document.plain import scene_to_json
from engine.document.scene import Generation, Node, Relation, Scene
from engine.jobs import Engine, roughly
from engine.messages import Generated, Preview, Shown


class Heard(list):
    """The job of one request, as far as a stage sees it."""

    emit = list.append

    def check(self) -> None:
        """Nobody cancels."""

    def note(self, words: str) -> None:
        """Nobody reads."""


@pytest.fixture(scope="module")
def asked():
    engine, blobs = Engine(device="cpu"), Blobs()
    nodes = (Node("mug", category="mug", generation=Generation(seed=3)),
             Node("lamp", kind="state", category="lamp", generation=Generation(seed=4)))
    made = []
    for node in nodes:
        name = blobs.put(engine.stages.sampled(node))
        made.append(node.changed(generation=replace(node.generation, tokens=name)))
    scene = Scene(nodes=tuple(made), relations=(Relation("r", "morphs into", "mug", "lamp", 0.1, 0.4),), duration=0.5)
    arrays = {node.generation.tokens: blobs.get(node.generation.tokens) for node in made}

    def preview(node: str, **more) -> list:
        changed = scene.node(node).changed(attributes={"height": 0.3})
        after = scene.changed(nodes=tuple(changed if n.id == node else n for n in scene.nodes))
        heard: Any = Heard()
        engine.answer(Preview(scene=scene_to_json(after), node=node, arrays=arrays, **more), heard)
        return heard

    return preview


def _clip(message: Shown) -> Clip:
    return Clip.packed(message.header, message.arrays)


def test_a_draft_is_shown_alone_and_is_nearly_the_object(asked):
    (draft,), (tokens, exact) = asked("mug", draft=True, cells=48), asked("mug")
    assert isinstance(tokens, Generated)
    assert (draft.node, draft.quality, exact.quality) == ("mug", "draft", "preview")
    rough, fine = _clip(draft), _clip(exact)
    assert len(rough.faces) < len(fine.faces)
    assert rough.duration == fine.duration
    size = np.ptp(fine.positions, axis=0)
    np.testing.assert_allclose(np.ptp(rough.positions, axis=0), size, atol=0.25 * size.max())


def test_a_state_is_drafted_in_the_place_of_its_object_and_only_then(asked):
    (draft,), (tokens,) = asked("lamp", draft=True, cells=48), asked("lamp")
    assert (draft.node, draft.quality) == ("mug", "draft")
    assert isinstance(tokens, Generated)
    assert tokens.node == "lamp"
    mug, = asked("mug", draft=True, cells=48)
    assert _clip(draft).joint_names != _clip(mug).joint_names or len(_clip(draft).faces) != len(_clip(mug).faces)


def test_no_draft_takes_longer_than_the_real_one():
    node = Node("mug", category="mug", generation=Generation(seed=1, steps=2))
    assert roughly(node).generation.steps == 2
