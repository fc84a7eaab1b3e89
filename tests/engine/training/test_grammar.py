"""The grammar draws valid objects in one piece that obey their condition to the letter."""

import numpy as np
import pytest

from engine.form.object4d import outline
from engine.form.parts import REFLECT_X, encode, expand, read, settle
from engine.training.grammar import (
    ACCENT_PART,
    COUNTED_PART,
    MAIN_PART,
    condition,
    draw,
    sample,
    sketch,
)
from engine.vocabulary.attributes import ATTRIBUTES, CONDITION, CONDITION_INDEX
from engine.vocabulary.categories import CATEGORIES, CATEGORY_KEYS
from engine.vocabulary.slots import MOTION, ROLES, SLOT, SLOT_COUNT, TOKEN_WIDTH
from engine.vocabulary.verbs import VERB_KEYS

INDEX = {key: index for index, key in enumerate(CATEGORY_KEYS)}
EVERY = pytest.mark.parametrize("key", CATEGORY_KEYS)


def drawn(key, verb="still", seed=0, **changed):
    """(values, tokens) of a random condition with some values set by name."""
    dice = np.random.default_rng((seed, INDEX[key]))
    _, values = condition(dice, INDEX[key])
    for name, value in changed.items():
        values[CONDITION_INDEX[name]] = value
    return values, draw(INDEX[key], VERB_KEYS.index(verb), values, dice)


def corner(key, seed):
    """Every value at one of its ends."""
    return dict(zip(CONDITION, np.random.default_rng(seed).choice([-1.0, 1.0], len(CONDITION))))


@pytest.mark.parametrize(("key", "verb"), [(row.key, verb) for row in CATEGORIES.values() for verb in row.verbs])
def test_every_verb_draws_valid_tokens(key, verb):
    for seed in range(4):
        _, tokens = drawn(key, verb, seed)
        assert tokens.shape == (SLOT_COUNT, TOKEN_WIDTH)
        assert tokens.dtype == np.float32
        assert np.isfinite(tokens).all()
        used = tokens[:, 0] > 0
        assert used[0]
        if verb != "still":
            assert np.abs(tokens[used, MOTION]).max() > 0.01
        assert np.abs(encode(read(tokens)) - tokens).max() < 2e-6


@EVERY
def test_the_fast_path_is_encode(key):
    for seed in range(4):
        dice = np.random.default_rng((seed, INDEX[key]))
        verb, values = condition(dice, INDEX[key])
        drawing = sketch(INDEX[key], verb, values, dice)
        assert np.abs(drawing.tokens() - encode(drawing.slots())).max() < 1e-6


@EVERY
def test_joints_lie_inside_both_parts_even_at_the_ends_of_every_range(key):
    for seed in range(12):
        _, tokens = drawn(key, CATEGORIES[key].verbs[seed % len(CATEGORIES[key].verbs)], seed, **corner(key, seed))
        for before, after in zip(read(tokens), settle(read(tokens))):
            assert np.allclose(before.attach, after.attach, atol=1e-6), ROLES[before.index]
            assert np.allclose(before.anchor, after.anchor, atol=1e-6), ROLES[before.index]


@EVERY
def test_objects_stand_near_the_ground_and_have_a_middling_size(key):
    for seed in range(8):
        points = outline(expand(drawn(key, seed=seed, **corner(key, seed))[1])).reshape(-1, 3)
        size = np.linalg.norm(np.ptp(points, axis=0))
        assert 0.9 < size < (4.0 if key == "bird" else 3.2)
        assert -0.15 < points[:, 1].min() < 0.2


@pytest.mark.parametrize("key", COUNTED_PART)
def test_counts_are_obeyed_on_the_placed_parts(key):
    attribute = next(a for a in CATEGORIES[key].attributes if a.key == "count")
    role = SLOT[COUNTED_PART[key]]
    low, high = int(attribute.low), int(attribute.high)
    for count in range(low, high + 1):
        for seed in range(3):
            value = (count - low) / (high - low) * 2.0 - 1.0
            placed = expand(drawn(key, seed=seed, count=value)[1])
            assert (placed.slot == role).sum() == count


@EVERY
def test_main_and_accent_are_worn_exactly(key):
    worn = 0
    for seed in range(6):
        values, tokens = drawn(key, seed=seed)
        slots = {slot.index: slot for slot in read(tokens)}
        main, accent = (values[CONDITION_INDEX[f"{name} r"]:][:3] for name in ("main", "accent"))
        assert np.allclose(np.asarray(slots[SLOT[MAIN_PART[key]]].colour) * 2 - 1, main, atol=1e-6)
        wearers = [slots[SLOT[role]] for role in ACCENT_PART[key] if SLOT[role] in slots]
        worn += any(np.allclose(np.asarray(slot.colour) * 2 - 1, accent, atol=1e-6) for slot in wearers)
    assert worn == 6 or key == "tree"


@EVERY
def test_height_raises_the_object(key):
    for seed in range(3):
        heights = [np.ptp(outline(expand(drawn(key, seed=seed, height=value)[1]))[...,
                                                                                  1]) for value in np.linspace(-1, 1,
                                                                                                               7)]
        assert (np.diff(heights) > -0.03).all()
        assert heights[-1] > heights[0] + 0.1


@EVERY
def test_an_attribute_that_is_listed_acts(key):
    listed = {a.key for a in CATEGORIES[key].attributes}
    for name in ATTRIBUTES:
        low, high = drawn(key, seed=1, **{name: -1.0})[1], drawn(key, seed=1, **{name: 1.0})[1]
        assert (np.abs(high - low).max() > 0.02) == (name in listed), name


@EVERY
def test_intensity_scales_the_motion_and_nothing_else(key):
    for verb in CATEGORIES[key].verbs[1:]:
        calm, wild = drawn(key, verb, intensity=-1.0)[1], drawn(key, verb, intensity=1.0)[1]
        assert np.array_equal(calm[:, :MOTION.start], wild[:, :MOTION.start])
        assert np.abs(wild[:, MOTION]).sum() > np.abs(calm[:, MOTION]).sum() or verb == "spin"


@EVERY
def test_mirrored_parts_are_mirror_images(key):
    for seed in range(3):
        placed = expand(drawn(key, "still", seed)[1])
        for slot in np.unique(placed.slot):
            rows = np.flatnonzero(placed.slot == slot)
            if len(rows) != 2 or (placed.copy[rows] != (0,
                                                        1)).any() or placed.parent[rows[0]] != placed.parent[rows[1]]:
                continue
            left, right = rows
            if np.linalg.det(placed.frame[right]) > 0:      # a row or ring of two
                continue
            parent = placed.parent[left]
            across = placed.rotation[parent] @ REFLECT_X @ placed.rotation[parent].T
            offset = placed.centre[parent]
            assert np.allclose(across @ (placed.centre[left] - offset), placed.centre[right] - offset, atol=1e-6)
            assert np.allclose(across @ placed.rotation[left] @ REFLECT_X, placed.rotation[right], atol=1e-6)


def test_the_same_dice_give_the_same_bytes():
    for seed in range(20):
        first, second = (sample(np.random.default_rng(seed)) for _ in range(2))
        assert first[:2] == second[:2]
        assert first[2].tobytes() == second[2].tobytes()
        assert first[3].tobytes() == second[3].tobytes()


def test_samples_cover_all_categories_and_verbs_in_range():
    dice = np.random.default_rng(3)
    seen = set()
    for _ in range(900):
        category, verb, values, _ = sample(dice)
        seen.add((category, verb))
        assert values.dtype == np.float32
        assert np.abs(values).max() <= 1.0
    assert seen == {(INDEX[row.key], VERB_KEYS.index(verb)) for row in CATEGORIES.values() for verb in row.verbs}


def test_every_drawn_part_has_a_name():
    dice = np.random.default_rng(5)
    for key, row in CATEGORIES.items():
        for _ in range(40):
            tokens = sample(dice, INDEX[key])[3]
            for slot in np.flatnonzero(tokens[:, 0] > 0):
                assert ROLES[slot] in row.parts, (key, ROLES[slot])


def test_a_verb_the_category_cannot_do_is_refused():
    with pytest.raises(ValueError, match="a table does not fly: it can still, walk"):
        draw(INDEX["table"], VERB_KEYS.index("fly"), np.zeros(len(CONDITION)), np.random.default_rng(0))
