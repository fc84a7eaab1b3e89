"""Rules beside the drawing: what is held out of training, how parts are dressed, what a build does to sizes."""

from typing import Any

import numpy as np
import pytest

from engine.form.parts import read
from engine.training.data import drawn, gathered
from engine.training.grammar import condition, draw, sketch
from engine.training.grammar.deform import deform
from engine.training.heldout import CORNERS, MOTIONS, held_out
from engine.vocabulary.attributes import CONDITION_INDEX, OPTIONS
from engine.vocabulary.categories import CATEGORIES, CATEGORY_KEYS
from engine.vocabulary.materials import MATERIALS, PATTERNS
from engine.vocabulary.slots import CHANNEL, SLOT
from engine.vocabulary.verbs import EVERYONES, VERB_KEYS

MATERIAL_KEYS, PATTERN_KEYS = list(MATERIALS), list(PATTERNS)


def conditioned(key, seed=0, **changed):
    index = CATEGORY_KEYS.index(key)
    _, values = condition(np.random.default_rng((seed, index)), index)
    for name, value in changed.items():
        values[CONDITION_INDEX[name]] = value
    return index, values


def still(key, seed=0, **changed):
    index, values = conditioned(key, seed, **changed)
    return draw(index, VERB_KEYS.index("still"), values, np.random.default_rng(seed))


def test_training_never_sees_what_is_held_out_and_evaluation_sees_nothing_else():
    for held in (False, True):
        batch = gathered(31, 150, held=held)
        assert all(held_out(int(c), int(v), x) == held
                   for c, v, x in zip(batch.category, batch.verb, batch.values))


def test_every_category_holds_out_a_corner_of_its_own_attributes_and_none_a_gait_of_its_own():
    for index, row in enumerate(CATEGORIES.values()):
        keys = [a.key for a in row.attributes]
        first, second = ((list(CONDITION_INDEX)[k]) for k in CORNERS[index])
        assert first != second
        assert {first, second} <= set(keys)
    assert len({category for category, _ in MOTIONS}) > 60
    for category, verb in MOTIONS:
        row = list(CATEGORIES.values())[category]
        assert VERB_KEYS[verb] in EVERYONES
        assert VERB_KEYS[verb] not in row.own_verbs


def test_the_same_number_gives_the_same_sample():
    first, second = drawn(7, 11), drawn(7, 11)
    assert first[:2] == second[:2]
    assert first[3].tobytes() == second[3].tobytes()


@pytest.mark.parametrize("key", CATEGORY_KEYS)
def test_the_part_that_wears_the_main_colour_is_of_what_was_asked(key):
    row = CATEGORIES[key]
    for material, pattern in ((row.materials[-1], row.patterns[0]), (row.materials[0], row.patterns[-1])):
        asked: dict[str, Any] = {name: float(name == f"{kind} {chosen}") * 2.0 - 1.0
                                 for kind, chosen in (("material", material), ("pattern", pattern))
                                 for name in OPTIONS[f"{kind} {chosen}"]}
        index, values = conditioned(key, **asked)
        drawing, wish = sketch(index, VERB_KEYS.index("still"), values, np.random.default_rng(0))
        assert (wish.material, wish.pattern) == (material, pattern)
        worn = [piece for piece in drawing.pieces.values() if piece.colour is wish.main]
        assert worn
        assert any(piece.material == material for piece in worn)
        for piece in drawing.pieces.values():
            assert piece.material in MATERIALS
            assert piece.pattern in PATTERNS
            assert piece.second is not None
            assert None not in (piece.roughness, piece.metallic, piece.glow)


def test_materials_and_patterns_survive_the_tokens():
    asked: dict[str, Any] = {f"pattern {key}": float(key == CATEGORIES["dog"].patterns[-1]) * 2 - 1
                             for key in PATTERN_KEYS}
    tokens = still("dog", **asked)
    body = read(tokens)[0]
    assert PATTERN_KEYS[body.pattern] == CATEGORIES["dog"].patterns[-1]
    assert MATERIAL_KEYS[body.material] in CATEGORIES["dog"].materials
    assert np.abs(np.subtract(body.second, body.colour)).max() > 0.05


def test_a_young_animal_has_a_large_head_and_a_fat_one_a_wide_belly():
    size = CHANNEL["log_size"]
    young, old = still("dog", age=-1.0), still("dog", age=1.0)
    assert (young[SLOT["head"], size] > old[SLOT["head"], size]).all()
    assert young[SLOT["upper leg"], size][1] < old[SLOT["upper leg"], size][1]
    thin, fat = still("dog", weight=-1.0), still("dog", weight=1.0)
    assert fat[SLOT["body"], size][0] > thin[SLOT["body"], size][0] + 0.3


def test_a_toy_is_rounder_and_only_what_lives_changes_its_proportions():
    plain, toy = still("cabinet", style=-1.0), still("cabinet", style=1.0)
    used = plain[:, 0] > 0
    assert np.array_equal(plain[used][:, CHANNEL["log_size"]], toy[used][:, CHANNEL["log_size"]])
    assert (plain[used][:, CHANNEL["exponents"]] >= toy[used][:, CHANNEL["exponents"]]).all()
    assert (plain[used][:, CHANNEL["log_blend"]] < toy[used][:, CHANNEL["log_blend"]]).all()


def test_no_build_changes_nothing():
    tokens = still("dog", age=0.0, weight=0.0, style=0.0)
    assert deform(tokens.copy(), 0.0, 0.0, 0.0, alive=True).tobytes() == tokens.tobytes()
