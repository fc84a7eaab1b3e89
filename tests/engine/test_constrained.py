"""Constraints through the stages and the requests, with the shipped weights."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageDraw

from engine.document.plain import scene_to_json
from engine.document.scene import Generation, Node, Placement, Scene
from engine.jobs import Engine
from engine.messages import Generate, Generated, Look, Looked
from engine.stages import StageError, Stages
from tests.engine.test_drafts import Heard


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine(device="cpu")


def tall(stages: Stages, node: Node, tokens: np.ndarray) -> float:
    low, high = stages.shaped(node, tokens).bounds()
    return float(high[1] - low[1]) * node.placement.scale


def test_one_is_as_tall_as_another_whatever_their_order_and_scale(engine: Engine) -> None:
    nodes = (Node("chair", category="chair", placement=Placement(scale=0.5)).constrained(tall_as="lamp"),
             Node("lamp", category="lamp", generation=Generation(seed=2), placement=Placement(scale=1.5)))
    heard: Any = Heard()
    heard.progress = lambda *_: None
    engine.answer(Generate(scene=scene_to_json(Scene(nodes=nodes))), heard)
    made = {m.node: m.arrays["tokens"] for m in heard if isinstance(m, Generated)}
    chair, lamp = (tall(engine.stages, node, made[node.id]) for node in nodes)
    assert chair == pytest.approx(lamp, rel=0.02)
    plain = engine.stages.sampled(nodes[1])
    assert plain.tobytes() == made["lamp"].tobytes()


def test_a_likeness_to_what_is_not_there_yet_is_refused(engine: Engine) -> None:
    scene = Scene(nodes=(Node("chair", category="chair").constrained(tall_as="lamp"), Node("lamp", category="lamp")))
    with pytest.raises(StageError, match="lamp has not been generated yet"):
        engine.stages.wanted(scene, scene.node("chair"), {})


def test_what_no_channel_can_say_is_refused_and_a_lock_wins(engine: Engine) -> None:
    node = Node("mouse", category="mouse").constrained(height=300.0)
    scene, stages = Scene(nodes=(node,)), engine.stages
    with pytest.raises(StageError, match="cannot be made that large"):
        stages.sampled(node, wanted=stages.wanted(scene, node, {}))
    kept = stages.sampled(node)
    held = node.changed(generation=replace(node.generation, locked=("body",), tokens="kept"))
    made = stages.sampled(held, {"kept": kept}, wanted=stages.wanted(scene, held, {}))
    assert made[0].tobytes() == kept[0].tobytes()


@pytest.mark.parametrize("outline", [None, np.zeros((8, 8), np.uint8), np.ones(5, np.uint8),
                                     np.ones((1, 9000), np.uint8)])
def test_an_outline_that_is_none_is_refused(engine: Engine, outline: np.ndarray | None) -> None:
    node = Node("vase", category="vase").constrained(outline="a" * 64)
    blobs = {} if outline is None else {"a" * 64: outline}
    with pytest.raises(StageError, match="choose its reference picture again"):
        engine.stages.wanted(Scene(nodes=(node,)), node, blobs)


def test_a_picture_is_looked_at(engine: Engine, tmp_path) -> None:
    picture = Image.new("RGB", (120, 90), "white")
    ImageDraw.Draw(picture).rectangle((30, 30, 90, 60), fill=(200, 40, 30))
    picture.save(tmp_path / "box.png")
    heard: Any = Heard()
    engine.answer(Look(path=str(tmp_path / "box.png")), heard)
    (seen,) = heard
    assert isinstance(seen, Looked)
    assert list(seen.colours) == ["main"]
    assert seen.arrays["outline"].mean() > 0.95
