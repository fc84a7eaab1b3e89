"""The grammar draws valid objects of every category that obey their condition to the letter."""

from typing import Any

import numpy as np
import pytest

from engine.form.outline import outline
from engine.form.parts import REFLECT_X, encode, expand, read, settle
from engine.training.grammar import condition, draw, sample, sketch
from engine.vocabulary.attributes import ATTRIBUTES, CONDITION, CONDITION_INDEX
from engine.vocabulary.categories import CATEGORIES, CATEGORY_KEYS
from engine.vocabulary.slots import CHANNEL, MOTION, ROLES, SLOT, SLOT_COUNT, TOKEN_WIDTH
from engine.vocabulary.verbs import VERB_KEYS

INDEX = {key: index for index, key in enumerate(CATEGORY_KEYS)}
EVERY = pytest.mark.parametrize("key", CATEGORY_KEYS)
SHARPEST = -6.5
"""ln of the least blend radius that is read; the smallest details are drawn sharper still."""
MIDDLING: dict[str, Any] = {"age": 0.0, "weight": 0.0, "style": 0.0}


def drawn(key: str, verb: str = "still", seed: int = 0, **changed: Any):
    """(values, tokens) of a random condition with some values set by name."""
    dice = np.random.default_rng((seed, INDEX[key]))
    _, values = condition(dice, INDEX[key])
    for name, value in changed.items():
        values[CONDITION_INDEX[name]] = value
    return values, draw(INDEX[key], VERB_KEYS.index(verb), values, dice)


def corner(seed: int) -> dict[str, Any]:
    """Every value at one of its ends, the build (age, weight, style) too."""
    return dict(zip(CONDITION, np.random.default_rng(seed).choice([-1.0, 1.0], len(CONDITION))))


@EVERY
def test_every_verb_draws_valid_tokens(key):
    for seed, verb in enumerate(CATEGORIES[key].verbs):
        _, tokens = drawn(key, verb, seed)
        blend = tokens[:, CHANNEL["log_blend"]]
        blend[:] = np.maximum(blend, SHARPEST * (tokens[:, :1] > 0))
        assert tokens.shape == (SLOT_COUNT, TOKEN_WIDTH)
        assert tokens.dtype == np.float32
        assert np.isfinite(tokens).all()
        assert tokens[0, 0] > 0
        if seed % 4 == 0:
            assert np.abs(encode(read(tokens)) - tokens).max() < 2e-6, verb


@EVERY
def test_the_fast_path_is_encode(key):
    for seed in range(2):
        dice = np.random.default_rng((seed, INDEX[key]))
        verb, values = condition(dice, INDEX[key])
        drawing, _ = sketch(INDEX[key], verb, values, dice)
        assert np.abs(drawing.tokens() - encode(drawing.slots())).max() < 1e-6


@EVERY
def test_joints_lie_inside_both_parts_even_at_the_ends_of_every_range(key):
    """Exactly as drawn; style squares or rounds a part's edges afterwards, which settle makes good by a hair."""
    verbs = CATEGORIES[key].verbs
    for seed in range(3):
        for build, slack in ((MIDDLING, 1e-6), ({}, 0.04)):
            _, tokens = drawn(key, verbs[seed % len(verbs)], seed, **(corner(seed) | build))
            for before, after in zip(read(tokens), settle(read(tokens))):
                assert np.allclose(before.attach, after.attach, atol=slack), ROLES[before.index]
                assert np.allclose(before.anchor, after.anchor, atol=slack), ROLES[before.index]


@EVERY
def test_objects_stand_near_the_ground_and_have_a_middling_size(key):
    """Objects are grounded when they are placed, so an extreme build may dip; what flies or swims is drawn aloft."""
    for seed in range(2):
        for build, low in ((MIDDLING, -0.15), ({}, -0.30)):
            points = outline(expand(drawn(key, seed=seed, **(corner(seed) | build))[1])).reshape(-1, 3)
            assert 0.4 < np.linalg.norm(np.ptp(points, axis=0)) < 4.2
            assert low < points[:, 1].min() < 0.4


@pytest.mark.parametrize("key", [key for key, row in CATEGORIES.items() if row.counts])
def test_counts_are_obeyed_on_the_placed_parts(key):
    attribute = next(a for a in CATEGORIES[key].attributes if a.key == "count")
    role = SLOT[CATEGORIES[key].counts]
    low, high = int(attribute.low), int(attribute.high)
    for count in range(low, high + 1):
        value = (count - low) / (high - low) * 2.0 - 1.0
        placed = expand(drawn(key, seed=count, count=value)[1])
        assert (placed.slot == role).sum() == count


@EVERY
def test_main_and_accent_are_worn_exactly(key):
    row, worn = CATEGORIES[key], 0
    for seed in range(6):
        values, tokens = drawn(key, seed=seed)
        slots = {slot.index: slot for slot in read(tokens)}
        main, accent = (values[CONDITION_INDEX[f"{name} r"]:][:3] for name in ("main", "accent"))
        assert np.allclose(np.asarray(slots[SLOT[row.wears]].colour) * 2 - 1, main, atol=1e-6)
        wearers = [slots[SLOT[role]] for role in row.accents if SLOT[role] in slots]
        worn += any(np.allclose(np.asarray(slot.colour) * 2 - 1, accent, atol=1e-6) for slot in wearers)
    assert worn >= (1 if key == "tree" else 4)      # a tree without fruit wears none


@EVERY
def test_height_raises_the_object(key):
    if not any(a.key == "height" for a in CATEGORIES[key].attributes):
        return
    heights = [np.ptp(outline(expand(drawn(key, height=value)[1]))[..., 1]) for value in (-1.0, 0.0, 1.0)]
    assert (np.diff(heights) > -0.03).all()
    assert heights[-1] > heights[0] + 0.03


@EVERY
def test_an_attribute_that_is_listed_acts(key):
    listed = {a.key for a in CATEGORIES[key].attributes}
    for name in ATTRIBUTES:
        ends: list[dict[str, Any]] = [{name: -1.0}, {name: 1.0}]
        low, high = (drawn(key, seed=1, **end)[1] for end in ends)
        assert (np.abs(high - low).max() > 0.02) == (name in listed), name


@EVERY
def test_intensity_scales_the_motion_and_nothing_else(key):
    for verb in CATEGORIES[key].verbs:
        calm, wild = drawn(key, verb, intensity=-1.0)[1], drawn(key, verb, intensity=1.0)[1]
        assert np.array_equal(calm[:, :MOTION.start], wild[:, :MOTION.start]), verb
        moved = [np.abs(tokens[:, MOTION]).sum() for tokens in (calm, wild)]
        assert moved[1] > moved[0] or verb in ("still", "spin", "roll", "drive"), verb


@EVERY
def test_mirrored_parts_are_mirror_images(key):
    placed = expand(drawn(key)[1])
    for slot in np.unique(placed.slot):
        rows = np.flatnonzero(placed.slot == slot)
        if len(rows) != 2 or (placed.copy[rows] != (0, 1)).any() or placed.parent[rows[0]] != placed.parent[rows[1]]:
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
    for seed in range(40):
        first, second = (sample(np.random.default_rng(seed)) for _ in range(2))
        assert first[:2] == second[:2]
        assert first[2].tobytes() == second[2].tobytes()
        assert first[3].tobytes() == second[3].tobytes()


def test_conditions_cover_every_verb_of_every_category_in_range():
    dice = np.random.default_rng(3)
    for index, row in enumerate(CATEGORIES.values()):
        seen = set()
        for _ in range(160):
            verb, values = condition(dice, index)
            seen.add(VERB_KEYS[verb])
            assert values.dtype == np.float32
            assert np.abs(values).max() <= 1.0
        assert seen <= set(row.verbs)
        assert set(row.own_verbs) <= seen
        assert len(seen) > len(row.verbs) // 2


def test_every_drawn_part_has_a_name():
    dice = np.random.default_rng(5)
    for key, row in CATEGORIES.items():
        for _ in range(5):
            tokens = sample(dice, INDEX[key])[3]
            for slot in np.flatnonzero(tokens[:, 0] > 0):
                assert ROLES[slot] in row.parts, (key, ROLES[slot])


def test_a_verb_the_category_cannot_do_is_refused():
    with pytest.raises(ValueError, match="a table does not fly: it can still"):
        draw(INDEX["table"], VERB_KEYS.index("fly"), np.zeros(len(CONDITION)), np.random.default_rng(0))
