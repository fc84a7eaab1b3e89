"""Correcting: the shipped network's objects keep to sizes and come nearer to an outline; a small one's hooks."""

import numpy as np
import pytest
from small_models import ship, small_network

from engine.conditioning.condition import of_node, of_values
from engine.document.scene import Node
from engine.form.fitting import Fit, Limits, size_of
from engine.form.parts import Slot, encode, expand
from engine.form.silhouette import overlap, silhouette
from engine.generation.generator import Generator
from engine.vocabulary.categories import CATEGORIES
from engine.vocabulary.slots import CHANNEL, SLOT, SLOT_COUNT

EVERY = np.ones(SLOT_COUNT, bool)
LAMP = of_node(Node("lamp", category="lamp"))


@pytest.fixture(scope="module")
def generator() -> Generator:
    return Generator(device="cpu")


@pytest.mark.parametrize(("category", "limits"), [
    ("chair", Limits(height=1.6)), ("car", Limits(box=(1.0, 9.0, 9.0))), ("horse", Limits((9.0, 9.0, 1.0), 0.9)),
    ("mouse", Limits(height=2.0))])
def test_an_object_keeps_to_its_limits(generator: Generator, category: str, limits: Limits) -> None:
    scale, wish = CATEGORIES[category].scale, of_node(Node("one", category=category))
    plain = generator.sample(wish, seed=1)
    fit = Fit(plain, limits, scale=scale, free=EVERY)
    assert not fit.holds(plain)
    made = generator.sample(wish, seed=1, correct=fit)
    size = size_of(expand(made, scale=scale))
    assert limits.factor(size) == pytest.approx(1.0, abs=0.02)
    assert made.tobytes() == generator.sample(wish, seed=1, correct=fit).tobytes()


def test_what_is_too_wide_becomes_narrower_and_not_smaller(generator: Generator) -> None:
    scale, wish = CATEGORIES["car"].scale, of_node(Node("car", category="car"))
    plain = generator.sample(wish, seed=1)
    before = size_of(expand(plain, scale=scale))
    limits = Limits((float(before[0]) / 1.5, 99.0, 99.0))
    made = generator.sample(wish, seed=1, correct=Fit(plain, limits, scale=scale, free=EVERY))
    by = size_of(expand(made, scale=scale)) / before
    assert by[0] == pytest.approx(1.0 / 1.5, rel=0.02)
    assert min(by[1:]) > 0.8


def test_an_outline_is_come_nearer_to(generator: Generator) -> None:
    """A wide shade on a short foot, which is not what the network draws by itself."""
    mask = silhouette(expand(encode([
        Slot(0, size=(0.2, 0.03, 0.2)), Slot(SLOT["neck"], attach=(0.0, 0.9, 0.0), anchor=(0.0, -1.0, 0.0),
                                             size=(0.05, 0.2, 0.05)),
        Slot(SLOT["crown"], parent=SLOT["neck"], attach=(0.0, 0.9, 0.0), size=(0.4, 0.2, 0.4), taper=-0.3,
             exponents=(0.0, 1.0))])))
    plain = generator.sample(LAMP, seed=1)
    fit = Fit(plain, Limits(), mask, scale=1.0, free=EVERY)
    made = generator.sample(LAMP, seed=1, correct=fit)
    assert overlap(silhouette(expand(made), fit.view), mask) > fit.overlap + 0.2


def test_a_correction_sees_every_step_and_has_the_last_word(tmp_path) -> None:
    small, seen = Generator(ship(tmp_path, small_network()), device="cpu"), []
    wish = of_values(0, 0, {"height": 0.5})

    def correct(tokens: np.ndarray, last: bool) -> np.ndarray:
        seen.append(last)
        out = np.array(tokens)
        out[:, CHANNEL["log_size"]] += 0.25 if last else 0.1
        return out

    made = small.sample(wish, seed=3, steps=4, correct=correct)
    assert seen == [False] * 4 + [True]
    quiet = small.sample(wish, seed=3, steps=4, correct=lambda tokens, _: tokens)
    assert quiet.tobytes() == small.sample(wish, seed=3, steps=4).tobytes()
    assert np.abs(made - quiet).max() > 0.2
