"""The words of the wide vocabulary: verbs, materials, patterns, ages, likenesses and negatives."""

import pytest

from engine.language.compose import compose
from engine.language.lexicon import reading
from engine.vocabulary.categories import CATEGORIES
from engine.vocabulary.colours import COLOUR_WORDS, MATERIAL_COLOURS
from engine.vocabulary.materials import MATERIALS, PATTERNS
from engine.vocabulary.verbs import VERBS
from engine.vocabulary.words import INSTEAD, LOCOMOTION, MATERIAL_WORDS, PATTERN_WORDS, VERB_WORDS


def only(prompt: str):
    """The one node of a prompt of which everything is understood."""
    composed = compose(prompt)
    assert composed.not_understood == ()
    node, = composed.scene.nodes
    return node


def test_every_verb_is_known_in_its_forms():
    for verb in VERBS.values():
        able = next(key for key, row in CATEGORIES.items() if verb.key in row.verbs)
        for form in verb.words:
            assert only(f"a {able.replace('-', ' ')} {form}").motion.verb == verb.key, form
    for form in ("running", "run", "flapping", "slither", "dancing", "closing", "melting", "shrink", "pecking"):
        assert reading(form, "verb") is not None


def test_every_verb_has_something_every_category_does_instead():
    assert set(INSTEAD) == set(VERBS)
    for verb, choices in INSTEAD.items():
        assert VERBS[verb].everyone or VERBS[choices[-1]].everyone
        assert verb not in choices
    assert set(LOCOMOTION) == {verb.key for verb in VERBS.values() if verb.travels}
    assert {verb for verb, _, _ in VERB_WORDS.values()} <= set(VERBS)


@pytest.mark.parametrize(("prompt", "verb", "remark"), [
    ("a chair swims", "float", "a chair cannot swim: it floats instead"),
    ("a snail runs", "crawl", "a snail cannot run: it crawls instead"),
    ("an octopus blooms", "grow", "an octopus cannot bloom: it grows instead"),
])
def test_a_verb_outside_the_category_is_said(prompt, verb, remark):
    composed = compose(prompt)
    assert composed.scene.nodes[0].motion.verb == verb
    assert remark in composed.remarks


def test_melting_is_a_motion_and_melting_into_a_change():
    assert only("a snowman melts").motion.verb == "melt"
    assert compose("a snowman melts into a tree").scene.relations[0].kind == "morphs into"
    assert only("a flower grows").motion.verb == "grow"
    assert compose("a flower grows into a tree").scene.relations[0].kind == "morphs into"


@pytest.mark.parametrize(("prompt", "verb"), [
    ("birds fly", "fly"), ("a boat rocks", "sway"), ("a flower blooms", "bloom"), ("a boat slowly rocks", "sway"),
    ("a running dog", "run"), ("a snake slithers", "slither"), ("a sleeping bear", "breathe"),
])
def test_a_word_after_its_doer_is_a_verb(prompt, verb):
    assert {node.motion.verb for node in compose(prompt).scene.nodes} == {verb}
    assert compose(prompt).not_understood == ()


def test_what_an_unknown_subject_does_is_not_done_by_another():
    composed = compose("a moon above a castle while gargoyles fly around it")
    assert [(r.source, r.kind, r.target) for r in composed.scene.relations] == [("moon", "above", "castle")]
    assert composed.not_understood[0] == "gargoyles"
    assert composed.scene.node("moon").motion.verb == "still"
    suddenly = compose("a dog walks and suddenly hops")
    assert (suddenly.not_understood, suddenly.scene.nodes[0].motion.verb) == (("suddenly",), "hop")


@pytest.mark.parametrize(("prompt", "attributes"), [
    ("a wooden chair", {"material wood": 1.0}), ("a striped cat", {"pattern stripes": 1.0}),
    ("a glass bottle", {"material glass": 1.0}), ("a stone house", {"material stone": 1.0}),
    ("a spotted wooden table", None), ("a golden bell", {"material metal": 1.0}),
    ("a tiger", {"pattern stripes": 1.0, "feature": -1.0}), ("a baby elephant", {"age": -1.0}),
    ("an old man", {"age": 0.9}), ("a fat cat", {"weight": 0.9}), ("a cartoon bear", {"style": 0.9}),
    ("a checkered umbrella", {"pattern checks": 1.0}), ("a polka-dot vase", {"pattern spots": 1.0}),
    ("a scaly long-legged lizard", None),
])
def test_materials_patterns_ages_weights_and_styles(prompt, attributes):
    if attributes is None:
        assert compose(prompt).scene.nodes[0].attributes
    else:
        made = only(prompt).attributes
        assert {key: made[key] for key in attributes} == attributes


def test_a_material_implies_a_colour_unless_one_is_said():
    assert only("a wooden chair").colours["main"] == MATERIAL_COLOURS["wooden"]
    red = only("a red wooden chair")
    assert (red.colours["main"], red.attributes["material wood"]) == (COLOUR_WORDS["red"], 1.0)
    assert only("a golden bell").colours["main"] == COLOUR_WORDS["golden"]


def test_a_material_outside_the_category_is_said():
    composed = compose("a wooden cat")
    assert "material wood" not in composed.scene.nodes[0].attributes
    assert composed.not_understood == ("wooden",)
    assert composed.remarks == ("'wooden' does not go with a cat: its material is fur",)


def test_every_material_and_pattern_word_is_an_option():
    for key, row in MATERIALS.items():
        for word in (key, *row.words):
            entry = reading(word, "option")
            assert entry is not None
            assert entry.value == f"material {key}"
    assert set(MATERIAL_WORDS.values()) <= set(MATERIALS)
    assert set(PATTERN_WORDS.values()) <= set(PATTERNS)


@pytest.mark.parametrize(("prompt", "categories"), [
    ("an orange cat", ["cat"]), ("an orange", ["apple"]), ("a rose", ["flower"]), ("a rose fish", ["fish"]),
    ("a salmon", ["fish"]), ("a red and white fish", ["fish"]), ("a baby", ["person"]), ("a baby dog", ["dog"]),
    ("a rock and a fly", ["rock", "bee"]), ("a crystal vase", ["vase"]), ("a fish vase", ["vase"]),
])
def test_the_words_around_a_word_choose_its_sense(prompt, categories):
    assert [node.category for node in compose(prompt).scene.nodes] == categories


@pytest.mark.parametrize(("prompt", "made", "asked"), [
    ("a chair like an octopus", "chair", "octopus"), ("a dog-horse hybrid", "dog", "horse"),
    ("a hybrid of a dog and a horse", "dog", "horse"), ("a mix between a red car and a boat", "car", "boat"),
    ("half dog, half horse", "dog", "horse"), ("a lamp in the shape of a fish", "lamp", "fish"),
])
def test_a_hybrid_is_a_thing_that_is_like_another(prompt, made, asked):
    node = only(prompt)
    assert (node.category, node.generation.like, node.generation.share) == (made, asked, 0.5)


def test_how_much_of_a_hybrid_and_what_cannot_be_one():
    assert only("a chair slightly like an octopus").generation.share == 0.25
    assert compose("a chair like a red octopus").not_understood == ("red",)
    assert compose("a duck swims like a fish").not_understood == ("like a fish",)
    assert compose("a duck swims like a fish").scene.nodes[0].generation.like == ""
    assert compose("a dog like a puppy").not_understood == ("like a puppy",)


@pytest.mark.parametrize(("prompt", "avoid"), [
    ("a lamp that is not tall", {"height": 0.8}), ("a cat that isn't striped", {"pattern stripes": 1.0}),
    ("a house not wooden", {"material wood": 1.0}), ("a dog without ears", {"detail": 1.0}),
    ("a bear that is not old", {"age": 0.9}),
])
def test_what_a_thing_is_not_is_avoided(prompt, avoid):
    assert dict(only(prompt).generation.avoid) == avoid


def test_what_runs_from_none_at_all_can_be_left_out():
    assert only("a sheep without horns").attributes["detail"] == -1.0


@pytest.mark.parametrize(("prompt", "categories", "words"), [
    ("a car without a driver", ["car"], "without a driver"), ("a tree without apples", ["tree"], "without apples"),
    ("a car that is not red", ["car"], "not red"), ("a chair with no back; a dog", ["chair", "dog"], "no back"),
    ("a dog not on a table", ["dog"], "not on a table"), ("a fish that isn't red", ["fish"], "isn't red"),
])
def test_negatives_are_told_and_never_turned_round(prompt, categories, words):
    composed = compose(prompt)
    assert [node.category for node in composed.scene.nodes] == categories
    assert composed.not_understood == (words,)
    assert composed.scene.relations == ()
    assert not any(COLOUR_WORDS["red"] == node.colours.get("main") for node in composed.scene.nodes)
