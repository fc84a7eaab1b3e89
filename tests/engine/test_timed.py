"""Parts' own times and a kept volume, from a document in a file to the clip and to what is said of it."""

from dataclasses import replace

import numpy as np
import pytest

from engine.bake.evaluate import evaluate
from engine.changing import remarks
from engine.document.blobs import Blobs
from engine.document.scene import Generation, Imported, Node, Relation, Scene, Timing
from engine.document.storage import load, save
from engine.stages import Stages
from engine.vocabulary.relations import GENERATED, HELD, MORPH_VOLUME, MORPH_WAY

MORPH = Relation("m", "morphs into", "mug", "dog", 0.0, 2.0)
LATE = Timing("", "head", 0.7, 1.0, "ease out")


@pytest.fixture(scope="module")
def scene(stages):
    blobs = Blobs()
    nodes = (Node("mug", category="mug", generation=Generation(seed=3)),
             Node("dog", kind="state", category="dog", generation=Generation(seed=4)))
    made = tuple(node.changed(generation=replace(node.generation, tokens=blobs.put(stages.sampled(node))))
                 for node in nodes)
    return Scene(nodes=made, relations=(MORPH,), duration=2.0, rate=12.0), blobs


def told(scene, **values):
    return scene.changed(relations=(replace(MORPH, **values),))


def clip(stages, scene, blobs):
    arrays = dict(blobs.needed(scene))
    return stages.clip(scene, scene.node("mug"), arrays, stages.staged(scene, stages.boxes(scene, arrays)), exact=False)


def size_of(clip, name, time):
    shown = clip.part == clip.joint_names.index(name)
    return float(np.linalg.norm(np.ptp(evaluate(clip, time)[0][shown], axis=0)))


def test_a_part_that_appears_late_does_so_from_a_file_too(stages, scene, tmp_path):
    plain, blobs = scene
    path = save(tmp_path / "a.chrono", told(plain, timings=(LATE,)), blobs)
    found, held, _ = load(path)
    timed, before = clip(stages, found, held), clip(stages, plain, blobs)
    assert timed.joint_names == before.joint_names
    ends = [size_of(timed, "head", time) for time in (0.0, 2.0)]
    assert ends[1] > 5.0 * ends[0]
    assert size_of(timed, "head", 1.0) < 0.25 * min(ends[1], 2.0 * size_of(before, "head", 1.0))
    afresh = Stages(stages._generator)
    again = clip(afresh, found, held)
    assert all(a.tobytes() == b.tobytes() for a, b in zip(timed.arrays().values(), again.arrays().values()))


def test_the_engine_tells_how_far_each_pair_is_from_the_root(stages, scene):
    plain, blobs = scene
    arrays = dict(blobs.needed(plain))
    pairs, reach = stages.matches(plain, arrays)["m"], stages.reach(plain, arrays)["m"]
    assert len(pairs) == len(reach)
    assert max(reach) == 1.0
    assert reach[pairs.index(("body", "body"))] == 0.0


def test_a_kept_volume_is_a_word_of_the_document_and_resizes_the_clip(stages, scene):
    plain, blobs = scene
    held = told(plain, settings={"volume": float(MORPH_VOLUME.choices.index(HELD))})
    made = [clip(stages, one, blobs) for one in (plain, held)]
    sizes = [np.linalg.norm(np.ptp(evaluate(one, 1.0)[0], axis=0)) for one in made]
    assert abs(sizes[1] / sizes[0] - 1.0) > 0.01
    for time in (0.0, 2.0):
        same = [np.linalg.norm(np.ptp(evaluate(one, time)[0], axis=0)) for one in made]
        assert same[0] == pytest.approx(same[1], rel=0.05)


def test_what_times_and_volume_do_not_apply_to_is_said(scene):
    plain, _ = scene
    assert remarks(told(plain, timings=(LATE,))) == []
    generated = {"way": float(MORPH_WAY.choices.index(GENERATED))}
    (words,) = remarks(told(plain, timings=(LATE,), settings=generated))
    assert "parts keep their own times only on the stretch" in words
    file = Node("dog", kind="state", imported=Imported(file="0" * 64))
    both = told(plain, timings=(LATE,), settings={"volume": 1.0}).changed(nodes=(plain.nodes[0], file))
    (said,) = remarks(both)
    assert said.partition(" becomes ")[0] == "mug"
    assert "is not resized" in said
