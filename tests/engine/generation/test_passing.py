import numpy as np
import pytest

from engine.conditioning.condition import of_values, whole
from engine.form.parts import expand
from engine.form.pieces import components
from engine.form.way import Way
from engine.generation.generator import Generator
from engine.generation.passing import BETWEEN, passing
from engine.vocabulary.categories import CATEGORIES


@pytest.fixture(scope="module")
def generator():
    return Generator(device="cpu")


def test_what_lies_between_is_whole_and_the_same_again(generator):
    keys = list(CATEGORIES)
    ends = [(whole(of_values(keys.index(key), 0, {}), seed), seed) for key, seed in (("chair", 3), ("dog", 8))]
    found = passing(generator, *ends)
    assert [share for share, _ in found] == list(BETWEEN)
    again = passing(generator, *ends)
    assert all(np.array_equal(a, b) for (_, a), (_, b) in zip(found, again))
    first, last = (generator.sample(condition, seed=seed) for condition, seed in ends)
    assert all(np.abs(tokens - end).max() > 0.1 for _, tokens in found for end in (first, last))
    way = Way([expand(tokens) for tokens in (first, *(tokens for _, tokens in found), last)])
    assert np.mean([components(way.at(share)) == 1 for share in np.linspace(0.0, 1.0, 13).tolist()]) > 0.9
