"""What the grammar animates moves and closes, and walks without its feet sliding."""

import numpy as np
import pytest

from engine.form.motion import posed, poses
from engine.form.object4d import Object4D, grounded
from engine.form.outline import outline
from engine.form.parts import expand
from engine.training.grammar import condition, draw
from engine.training.table.feet import seam, skate
from engine.vocabulary.attributes import CONDITION_INDEX
from engine.vocabulary.categories import CATEGORIES, CATEGORY_KEYS
from engine.vocabulary.slots import CHANNEL, MOTION
from engine.vocabulary.verbs import EVERYONES, VERB_KEYS

EVEN = (np.arange(24) + 0.4) / 24.0
CYCLES = np.append(np.arange(8) / 8.0, 1.0)


def tokens_of(key, verb, seed=0, **changed):
    index = CATEGORY_KEYS.index(key)
    dice = np.random.default_rng((seed, index))
    _, values = condition(dice, index)
    for name, value in changed.items():
        values[CONDITION_INDEX[name]] = value
    return draw(index, VERB_KEYS.index(verb), values, dice)


@pytest.mark.parametrize("key", CATEGORY_KEYS)
def test_every_verb_moves_and_its_own_close_exactly(key):
    """What only breathes is still; the verbs that everyone can are the same curves for all, tested below."""
    for seed, verb in enumerate(CATEGORIES[key].verbs):
        tokens = tokens_of(key, verb, seed)
        assert verb == "still" or np.abs(tokens[tokens[:, 0] > 0, MOTION]).max() > 0.01, verb
        if verb in CATEGORIES[key].own_verbs[1:]:
            matrices = poses(expand(tokens), CYCLES)
            assert np.isfinite(matrices).all()
            assert np.array_equal(matrices[0], matrices[-1]), verb
            assert np.abs(matrices - matrices[:1]).max() > 0.01, verb


@pytest.mark.parametrize("verb", EVERYONES[1:])
def test_what_everyone_can_closes_exactly_and_moves_the_whole_of_it(verb):
    for key in ("mug", "rock", "guitar"):
        parts = expand(tokens_of(key, verb))
        matrices = poses(parts, CYCLES)
        assert seam(parts) == 0.0
        assert np.abs(matrices[:, 0] - matrices[:1, 0]).max() > 0.005
        assert np.allclose(np.linalg.inv(matrices[3, 0]) @ matrices[3], np.eye(4), atol=1e-6) or key != "rock"


@pytest.mark.parametrize("verb", ["hop", "bounce"])
def test_a_hop_is_squashed_on_the_ground_and_high_in_the_middle(verb):
    for key in ("mug", "table", "pig"):
        parts = grounded(expand(tokens_of(key, verb)))
        low, high = (outline(posed(parts, matrices))[..., 1] for matrices in poses(parts, np.array([0.0, 0.5])))
        assert high.min() > low.min() + 0.04


def placed(key, verb, tokens):
    return Object4D.from_tokens(tokens, scale=1.0, period=1.0, contact=CATEGORIES[key].contact(verb)).parts


STEPPING = [(key, verb) for key, row in CATEGORIES.items() for verb in row.own_verbs
            if (tokens_of(key, verb)[:, CHANNEL["step"].start] > 0).any()]


def test_many_categories_step():
    assert len({key for key, _ in STEPPING}) > 30


@pytest.mark.parametrize(("key", "verb"), STEPPING)
def test_planted_feet_do_not_slide(key, verb):
    assert skate(placed(key, verb, tokens_of(key, verb, intensity=0.5))) <= 0.05


@pytest.mark.parametrize("key", CATEGORY_KEYS)
def test_what_rests_on_its_floor_never_sinks_below_it(key):
    for verb in CATEGORIES[key].own_verbs:
        if CATEGORIES[key].contact(verb) == "free":
            continue
        parts = placed(key, verb, tokens_of(key, verb))
        points, row = outline(parts), poses(parts, EVEN)[:, :, 1]
        low = (np.einsum("tpj,pkj->tpk", row[..., :3], points) + row[..., 3:]).min()
        assert low >= -0.01 * np.ptp(points[..., 1]), verb
