"""The stages over the shipped generator: what an edit recomputes, and what it must not touch."""

from dataclasses import replace

import numpy as np
import pytest

from engine.document.scene import Generation, Match, Motion, Node, Relation, Scene
from engine.generation.generator import Generator
from engine.jobs import generated, unchanging
from engine.stages import StageError, Stages


@pytest.fixture(scope="module")
def generator():
    return Generator(device="cpu")


def _scene():
    nodes = (
        Node("mug", name="Mug", category="mug", generation=Generation(seed=3)),
        Node("table", name="Table", category="table", generation=Generation(seed=4)),
        Node("fish", name="Fish", category="fish", motion=Motion("swim"), generation=Generation(seed=5)),
    )
    return Scene(nodes=nodes, relations=(Relation("r", "on", "mug", "table"),), duration=0.5, rate=12.0)


def _with_tokens(stages, scene):
    blobs, nodes = {}, []
    for node in scene.nodes:
        blobs[node.id] = stages.sampled(node)
        nodes.append(node.changed(generation=replace(node.generation, tokens=node.id)))
    return scene.changed(nodes=tuple(nodes)), blobs


def _clips(stages, scene, blobs, exact=False):
    staged = stages.staged(scene, stages.boxes(scene, blobs))
    return {n.id: stages.clip(scene, n, blobs, staged, exact=exact) for n in scene.nodes if n.kind == "object"}


def _bytes(clip):
    return b"".join(array.tobytes() for array in clip.arrays().values())


def test_the_same_scene_gives_the_same_bytes(generator):
    first, second = Stages(lambda: generator), Stages(lambda: generator)
    one = _clips(first, *_with_tokens(first, _scene()), exact=True)
    two = _clips(second, *_with_tokens(second, _scene()), exact=True)
    assert {k: _bytes(c) for k, c in one.items()} == {k: _bytes(c) for k, c in two.items()}


def test_an_edit_leaves_the_others_bit_identical(generator):
    stages = Stages(lambda: generator)
    scene, blobs = _with_tokens(stages, _scene())
    before = _clips(stages, scene, blobs)
    fish = scene.node("fish").changed(attributes={"length": 0.9}, colours={"main": (0.8, 0.1, 0.1)})
    blobs = blobs | {"fish": stages.sampled(fish)}
    after = _clips(stages, scene.changed(nodes=(*scene.nodes[:2], fish)), blobs)
    assert _bytes(after["fish"]) != _bytes(before["fish"])
    for other in ("mug", "table"):
        shape = {k: v for k, v in after[other].arrays().items() if not k.startswith("place_")}
        for name, array in shape.items():
            assert array.tobytes() == getattr(before[other], name).tobytes(), (other, name)


def test_moving_an_object_computes_no_shape_anew(generator):
    stages = Stages(lambda: generator)
    scene, blobs = _with_tokens(stages, _scene())
    _clips(stages, scene, blobs)
    fish = scene.node("fish")
    moved = fish.changed(placement=replace(fish.placement, position=(2.0, 0.5, 0.0)))
    before = stages.memo.computed
    clips = _clips(stages, scene.changed(nodes=(*scene.nodes[:2], moved)), blobs)
    assert stages.memo.computed == before + 1          # the staging, nothing else
    assert np.allclose(clips["fish"].place_translation[0], (2.0, 0.5, 0.0), atol=1e-6)


def test_zeroed_weights_change_what_the_artist_gets(generator):
    import torch

    empty = Generator(device="cpu")
    with torch.no_grad():
        for weight in empty.pipeline.denoiser.parameters():
            weight.zero_()
    empty.revision = "zeroed"
    node = _scene().node("fish")
    assert not np.array_equal(Stages(lambda: empty).sampled(node), Stages(lambda: generator).sampled(node))


def test_locked_parts_stay_exactly(generator):
    stages = Stages(lambda: generator)
    table = _scene().node("table")
    kept = stages.sampled(table)
    from engine.vocabulary.slots import SLOT

    again = table.changed(generation=replace(table.generation, seed=99, locked=("body",), tokens="kept"))
    fresh = stages.sampled(again, {"kept": kept})
    assert np.array_equal(fresh[SLOT["body"]], kept[SLOT["body"]])
    assert not np.array_equal(fresh, kept)


def test_a_variation_is_made_again_from_its_document(generator):
    table = _scene().node("table")
    first = Stages(lambda: generator).sampled(table)
    near = table.changed(generation=replace(table.generation, seed=99, near="n", strength=0.3))
    made = [Stages(lambda: generator).sampled(near, {"n": first}).tobytes() for _ in range(2)]
    assert made[0] == made[1]
    free = near.changed(generation=replace(near.generation, near=None, strength=1.0))
    assert Stages(lambda: generator).sampled(free).tobytes() not in (made[0], first.tobytes())
    with pytest.raises(StageError, match="Table"):
        Stages(lambda: generator).sampled(near, {})


def test_locked_parts_of_a_node_without_tokens_are_those_it_is_near(generator):
    from engine.vocabulary.slots import SLOT

    table = _scene().node("table")
    near = Stages(lambda: generator).sampled(table)
    near[SLOT["body"]] += 0.5
    asked = replace(table.generation, near="n", strength=0.3, locked=("body",))
    made = Stages(lambda: generator).sampled(table.changed(generation=asked), {"n": near})
    assert made[SLOT["body"]].tobytes() == near[SLOT["body"]].tobytes()


def test_what_is_out_of_place_is_mended_and_the_rest_stays_to_the_bit(generator):
    from engine.document.overrides import MENDING
    from engine.vocabulary.slots import CHANNEL, SLOT

    table, stages = _scene().node("table"), Stages(lambda: generator)
    near = np.array(stages.sampled(table))
    near[SLOT["upper leg"], CHANNEL["attach"]] += 1.5
    asked = replace(table.generation, near="n", strength=MENDING, mends=True)
    made = stages.sampled(table.changed(generation=asked), {"n": near})
    assert np.flatnonzero((made != near).any(1)).tolist() == [SLOT["upper leg"]]
    assert np.abs(made - stages.sampled(table))[SLOT["upper leg"], CHANNEL["attach"]].max() < 0.15
    locked = replace(asked, locked=("upper leg",))
    assert stages.sampled(table.changed(generation=locked), {"n": near}).tobytes() == near.tobytes()


def test_keyed_seeds_and_morphs_are_one_clip(generator):
    from engine.document.scene import Key, Track

    stages = Stages(lambda: generator)
    seeds = Track("generation.seed", (Key(0.0, 3.0), Key(0.25, 4.5)))
    mug = _scene().node("mug").changed(tracks=(seeds,))
    vase = Node("vase", kind="state", category="vase", generation=Generation(seed=2))
    scene, blobs = _with_tokens(stages, Scene(nodes=(mug, vase), duration=1.0, rate=4.0, relations=(
        Relation("m", "morphs into", "mug", "vase", 0.5, 0.75),)))
    clip = _clips(stages, scene, blobs)["mug"]
    assert (clip.joint_parents < 0).sum() == 2
    assert set(np.arange(5) / 4) < set(clip.times.tolist())
    of_seeds, of_morph = (clip.target_weights[np.isin(clip.times, np.arange(5) / 4), at] for at in (0, clip.runs[0]))
    assert of_seeds[:3].tolist() == pytest.approx([0, 1, 1], abs=1e-3)
    assert of_morph[2:].tolist() == pytest.approx([0, 1, 1], abs=1e-3)


def test_hand_edits_lie_on_top(generator):
    from engine.document.scene import Override
    from engine.vocabulary.slots import CHANNEL, SLOT

    stages = Stages(lambda: generator)
    scene, blobs = _with_tokens(stages, _scene())
    node = scene.node("table").changed(overrides=(Override("body", "colour", (1.0, -1.0, -1.0)),))
    edited = stages.tokens(node, blobs)
    assert edited[SLOT["body"], CHANNEL["colour"]].tolist() == [1.0, -1.0, -1.0]
    assert not np.array_equal(edited, blobs["table"])


def test_what_is_not_generated_is_named():
    with pytest.raises(StageError, match="Mug"):
        Stages(lambda: None).tokens(_scene().node("mug"), {})


def test_scenes_for_a_dragged_slider():
    scene = _scene()
    state = Node("vase", kind="state", category="vase")
    scene = scene.changed(nodes=(*scene.nodes, state), relations=(
        *scene.relations, Relation("m", "morphs into", "mug", "vase", 0.1, 0.4)))
    assert [r.id for r in unchanging(scene, "mug").relations] == ["r"]
    assert generated(scene, {}).nodes == ()


def test_a_node_like_another_is_a_wish_for_both_and_away_from_what_it_avoids():
    from engine.document.scene import Generation
    from engine.stages import wishes

    node = Node("chair", category="chair", attributes={"height": 0.5},
                generation=Generation(like="octopus", share=0.25, avoid={"width": 1.0}))
    (first, rest), (other, share) = wishes(node)[0]
    assert (rest, share) == (0.75, 0.25)
    assert first.category != other.category
    avoid = wishes(node)[1]
    assert avoid is not None
    assert avoid.mask.sum() == 2.0                      # the width, and how strongly it moves
    alone, nothing = wishes(node.changed(generation=Generation()))
    assert [weight for _, weight in alone] == [1.0]
    assert nothing is None


def test_a_hybrid_between_two_keys_is_made_of_both_and_keeps_what_is_locked(generator):
    from engine.conditioning.condition import of_node
    from engine.generation.hybrid import between
    from engine.vocabulary.slots import SLOT

    stages = Stages(lambda: generator)
    node = Node("chair", category="chair", generation=Generation(like="table", locked=("body",), tokens="kept"))
    kept = generator.sample(of_node(node), seed=9)

    def at(share):
        return stages.sampled(node.changed(generation=replace(node.generation, share=share)), {"kept": kept})

    made = at(0.25)
    assert made.tobytes() == between(at(0.0), at(0.5), 0.5).tobytes()
    assert made.tobytes() not in {at(0.0).tobytes(), at(0.5).tobytes()}
    assert made[SLOT["body"]].tobytes() == kept[SLOT["body"]].tobytes()


def test_a_morph_tells_what_becomes_what_and_keeps_what_is_matched_by_hand(generator):
    stages = Stages(lambda: generator)
    nodes = (Node("mug", category="mug", generation=Generation(seed=3)),
             Node("dog", kind="state", category="dog", generation=Generation(seed=4)))
    morph = Relation("m", "morphs into", "mug", "dog")
    scene, blobs = _with_tokens(stages, Scene(nodes=nodes, relations=(morph,), duration=2.0, rate=8.0))
    found = dict(stages.matches(scene, blobs)["m"])
    assert found["body"] == "body"
    by_hand = scene.changed(relations=(replace(morph, matches=(Match("handle", "head"),)),))
    assert dict(stages.matches(by_hand, blobs)["m"])["handle"] == "head"
    generated = scene.changed(relations=(replace(morph, settings={"way": 1.0}),))
    clips = [_clips(stages, one, blobs)["mug"] for one in (scene, by_hand, generated)]
    assert len({_bytes(clip) for clip in clips}) == 3
    assert len(clips[2].joint_names) > 1.5 * len(clips[0].joint_names)
