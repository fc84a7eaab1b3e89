"""Prompts to scene graphs: what is said is in the scene, what is not understood is returned."""

import subprocess
import sys

import pytest

from engine.document.storage import scene_from_json, scene_to_json
from engine.language.compose import Composed, LanguageError, compose
from engine.vocabulary.categories import CATEGORIES
from engine.vocabulary.colours import COLOUR_WORDS
from engine.vocabulary.nouns import NOUNS
from engine.vocabulary.relations import MORPH_STYLE

SAMPLE = "a red fish orbits a tall lamp; a chair walks past; at 3 s the lamp morphs into a tree"


def relations(composed: Composed) -> list[tuple]:
    return [(r.source, r.kind, r.target, r.start, r.end) for r in composed.scene.relations]


def verbs(composed: Composed) -> dict[str, str]:
    return {node.id: node.motion.verb for node in composed.scene.nodes}


def test_the_sample_sentence_is_exactly_this_scene():
    composed = compose(SAMPLE)
    fish, lamp, chair, tree = composed.scene.nodes
    assert [(n.id, n.kind, n.category) for n in composed.scene.nodes] == [
        ("fish", "object", "fish"), ("lamp", "object", "lamp"), ("chair", "object", "chair"), ("tree", "state", "tree")]
    assert fish.colours["main"] == COLOUR_WORDS["red"]
    assert lamp.attributes == {"height": 0.8, "pattern plain": 1.0}
    assert (fish.motion.verb, lamp.motion.verb, chair.motion.verb) == ("swim", "still", "walk")
    assert relations(composed) == [("fish", "orbits", "lamp", 0.0, None), ("chair", "passes", "lamp", 0.0, None),
                                   ("lamp", "morphs into", "tree", 3.0, 4.5)]
    assert (composed.not_understood, composed.remarks, composed.scene.duration) == ((), (), 6.0)
    kinds = {SAMPLE[a:b]: kind for a, b, kind in composed.spans}
    assert kinds["a red fish"] == "object"
    assert kinds["orbits"] == kinds["walks"] == kinds["past"] == "move"
    assert kinds["a tree"] == "state"
    assert (kinds["morphs into"], kinds["at 3 s"]) == ("change", "time")


def test_a_composed_scene_can_be_stored_and_is_the_same_each_time():
    scene = compose(SAMPLE, seed=7).scene
    assert scene_from_json(scene_to_json(scene)) == scene == compose(SAMPLE, seed=7).scene
    assert len({node.card for node in scene.nodes}) == 4


def test_a_node_keeps_its_seed_when_others_come_and_go():
    seeds = {n.id: n.generation.seed for n in compose(SAMPLE, seed=3).scene.nodes}
    fewer = {n.id: n.generation.seed for n in compose("a chair and a lamp", seed=3).scene.nodes}
    assert fewer.items() <= seeds.items()
    assert len(set(seeds.values())) == 4
    assert seeds["fish"] != compose(SAMPLE, seed=4).scene.node("fish").generation.seed


def test_every_noun_and_its_plural_are_known():
    for noun in NOUNS.values():
        made = compose(f"a {noun.word}").scene.nodes
        assert [(n.category, n.understood) for n in made] == [
            (noun.category, "" if noun.word == noun.category.replace("-", " ") else noun.word)]
    assert [n.id for n in compose("three fish").scene.nodes] == ["fish", "fish-2", "fish-3"]
    assert len(compose("two men, 2 puppies and three benches").scene.nodes) == 7


@pytest.mark.parametrize(("prompt", "expected"), [
    ("three fish swim around a big tree", [(f, "orbits", "tree") for f in ("fish", "fish-2", "fish-3")]),
    ("a puppy slowly walks past an armchair", [("dog", "passes", "sofa")]),
    ("a cat on a table next to a lamp", [("cat", "on", "table"), ("table", "next to", "lamp")]),
    ("a lamp on a table, a chair in front of the table and a dog under it",
     [("lamp", "on", "table"), ("chair", "in front of", "table"), ("dog", "under", "table")]),
    ("two dogs facing each other", [("dog", "facing", "dog-2"), ("dog-2", "facing", "dog")]),
    ("a dog larger than a horse", [("dog", "larger than", "horse")]),
    ("a table with a lamp on it", [("lamp", "on", "table")]),
    ("a man walks by a tree", [("person", "passes", "tree")]),
    ("a dog runs after a cat", [("dog", "follows", "cat")]),
    ("a person waves at a robot", [("person", "facing", "robot")]),
    ("a fish orbits a lamp; the lamp turns into a tree; a bird flies around the tree",
     [("fish", "orbits", "lamp"), ("lamp", "morphs into", "tree"), ("bird", "orbits", "lamp")]),
    ("3 chairs next to 2 tables", [("chair", "next to", "table"), ("chair-2", "next to", "table-2"),
                                   ("chair-3", "next to", "table")]),
    ("a red lamp and a blue lamp; a fish orbits the blue lamp", [("fish", "orbits", "lamp-2")]),
    ("a mug is to the left of a vase", [("mug", "left of", "vase")]),
    ("a robot facing a chair", [("robot", "facing", "chair")]),
])
def test_relations_have_their_ends(prompt, expected):
    composed = compose(prompt)
    assert [(s, k, t) for s, k, t, _, _ in relations(composed)] == expected
    assert composed.not_understood == ()


@pytest.mark.parametrize(("prompt", "span"), [
    ("a fish orbits a lamp from 1 to 4 s", (1.0, 4.0)), ("at 2 seconds a fish orbits a lamp", (2.0, None)),
    ("after two seconds, a fish orbits a lamp", (2.0, None)), ("a fish orbits a lamp for 3 s", (0.0, 3.0)),
    ("a fish orbits a lamp until 4.5 s", (0.0, 4.5)), ("from 500 ms a fish orbits a lamp", (0.5, None)),
    ("a fish orbits a lamp between 1 and 2 s", (1.0, 2.0)), ("at 1 s a lamp morphs into a tree for 2 s", (1.0, 3.0)),
    ("a lamp morphs into a tree at 3s", (3.0, 4.5)),
])
def test_times_are_understood(prompt, span):
    composed = compose(prompt)
    assert [r[3:] for r in relations(composed)] == [span]
    assert composed.not_understood == ()


def test_steps_follow_one_another():
    assert relations(compose("a dog approaches a lamp then orbits it")) == [
        ("dog", "approaches", "lamp", 0.0, 3.0), ("dog", "orbits", "lamp", 3.0, None)]
    assert relations(compose("a lamp melts into a tree then into a robot")) == [
        ("lamp", "morphs into", "tree", 1.5, 3.0), ("lamp", "morphs into", "robot", 4.0, 5.5)]


def test_the_scene_lasts_long_enough():
    assert compose("at 9 s a lamp morphs into a tree").scene.duration == 12.0
    assert compose("a fish swims for 10 s").scene.duration == 10.0


@pytest.mark.parametrize(("prompt", "attributes"), [
    ("a very tall lamp", {"height": 1.0}), ("a round boxy chair", {"boxiness": 0.8}), ("a bar stool", {"height": 0.9}),
    ("a chair with six legs", {"count": 1.0}), ("a three-legged chair", {"count": -1.0}),
    ("a horse with a very long neck", {"feature": 1.0}), ("a dog with short ears", {"detail": -0.8}),
    ("a 1.25 m tall lamp", {"height": 0.0}), ("the lamp is short", {"height": -0.8}),
    ("a tulip", {"feature": 0.9, "count": -1}),
    ("a slightly wide table", {"width": 0.4}),
])
def test_sizes_and_parts_become_attributes(prompt, attributes):
    composed = compose(prompt)
    made = composed.scene.nodes[0].attributes
    assert {key: made[key] for key in attributes} == attributes
    assert composed.not_understood == ()


def test_colours_shades_and_two_colours():
    white, red = COLOUR_WORDS["white"], COLOUR_WORDS["red"]
    assert compose("a red and white fish").scene.nodes[0].colours == {"main": red, "accent": white}
    light, plain, dark = (sum(compose(f"a {word} blue car").scene.nodes[0].colours["main"]) for word in
                          ("light", "big", "dark"))
    assert light > plain > dark
    assert compose("a sky-blue mug").scene.nodes[0].colours["main"] == COLOUR_WORDS["sky blue"]


def test_turning_red_is_a_state_of_the_same_thing():
    composed = compose("a tall lamp turns red at 3 s")
    lamp, state = composed.scene.nodes
    assert (state.kind, state.category, state.attributes) == ("state", "lamp", lamp.attributes)
    assert dict(state.colours) == dict(lamp.colours) | {"main": COLOUR_WORDS["red"]}
    assert lamp.colours["main"] in CATEGORIES["lamp"].mains
    assert relations(composed) == [("lamp", "morphs into", "lamp-2", 3.0, 4.5)]


def test_verbs_manners_and_what_a_category_does_instead():
    composed = compose("a robot waves wildly, a dog runs and a lamp gently sways")
    assert verbs(composed) == {"robot": "wave", "dog": "run", "lamp": "sway"}
    motion = {n.id: n.motion for n in composed.scene.nodes}
    assert motion["robot"].intensity == 1.0
    assert compose("a dog quickly runs").scene.nodes[0].motion.speed > 1.5
    assert motion["lamp"].intensity < 0.3
    swimming = compose("a lamp swims")
    assert verbs(swimming)["lamp"] == "float"
    assert swimming.remarks == ("a lamp cannot swim: it floats instead",)
    assert verbs(compose("a dancing chair"))["chair"] == "sway"


def test_settings_of_an_orbit():
    settings = compose("a fish orbits a lamp clockwise 3 times").scene.relations[0].settings
    assert settings == {"direction": -1.0, "turns": 3.0}
    assert compose("a mug 2 m left of a vase").scene.relations[0].settings == {"distance": 2.0}


def test_what_is_not_understood_is_returned_with_its_place():
    prompt = "a glorious red lamp with a hat hovers beside a lampp"
    composed = compose(prompt)
    assert composed.not_understood == ("glorious", "hat", "beside", "lampp")
    assert composed.scene.not_understood == composed.not_understood
    assert [prompt[a:b] for a, b, kind in composed.spans if kind == "unknown"] == ["glorious", "hat", "beside", "lampp"]
    assert any("did you mean 'lamp'" in remark for remark in composed.remarks)
    assert compose("a dog hops at 2 s").not_understood == ("at 2 s",)


@pytest.mark.parametrize(("prompt", "named"), [
    ("", "is empty"), ("  \n ", "is empty"), ("a gobblet of fire", "gobblet"), ("x" * 3000, "3000 characters"),
    ("a mug on a table; the table on the mug", "nothing can carry itself"),
    ("a lamp left of a chair; the chair left of the lamp", "cannot all be at once"),
    ("a fish orbits a lamp from 4 to 1 s", "ends before it starts"),
    ("a lamp morphs into a tree at 99999 s", "3600 s"), ("…", "Nothing that can be made"),
])
def test_a_prompt_that_cannot_be_a_scene_gives_one_sentence(prompt, named):
    with pytest.raises(LanguageError, match=named) as caught:
        compose(prompt)
    assert str(caught.value).endswith(".")
    assert "\n" not in str(caught.value)


def test_too_many_are_bounded_and_said():
    composed = compose("99 fish")
    assert len(composed.scene.nodes) == 12
    assert "too many" in composed.remarks[0]


@pytest.mark.parametrize("prompt", [
    "; , . and then a fish", "the the lamp and and", "orbits orbits a lamp", "a lamp into into a tree",
    "it it a dog it",
    "a lamp morphs into", "with with a chair with", "3 s 4 m 5 times a dog 6", "twice very slowly a cat very",
    "fish" * 30 + " fish",
    "a fish, then, then; at 3 s at 4 s the fish and it and them orbit each other", "0 dogs", "-3 cats",
    "a 0 m tall lamp",
])
def test_odd_prompts_never_break(prompt):
    composed = compose(prompt)
    assert scene_from_json(scene_to_json(composed.scene)) == composed.scene


def test_the_plain_rooms_do_without_torch_and_qt():
    program = ("import sys, engine.language.compose, engine.document.storage, engine.document.history, "
               "engine.document.autosave, engine.document.graph, engine.document.edits, engine.vocabulary.relations; "
               "bad = {m.split('.')[0] for m in sys.modules} & {'torch', 'PySide6', 'diffusers'}; "
               "sys.exit(str(bad) if bad else 0)")
    assert subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False).stderr == ""


@pytest.mark.parametrize(("prompt", "style"), [
    ("a lamp melts into a tree", "melt"), ("a lamp slowly melts into a tree", "melt"),
    ("a rock is exploding into a bird", "explode and assemble"), ("a mug grows into a dog", "grow along the skeleton"),
    ("a mug swells into a whale", "inflate"), ("a lamp turns into a tree", "direct")])
def test_the_verb_of_a_morph_says_its_style(prompt, style):
    morph, = [r for r in compose(prompt).scene.relations if r.kind == "morphs into"]
    assert MORPH_STYLE.chosen(morph.settings) == style
