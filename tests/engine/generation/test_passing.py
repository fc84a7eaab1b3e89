import numpy as np
import pytest

from engine.conditioning.condition import of_values, whole
from engine.form.parts import expand
from engine.form.pieces import components
from engine.form.way import Way, apart
from engine.generation.generator import Generator
from engine.generation.passing import SHARES, passing
from engine.vocabulary.categories import CATEGORIES


@pytest.fixture(scope="module")
def generator():
    return Generator(device="cpu")


def test_what_lies_between_is_whole_and_the_same_again(generator):
    keys = list(CATEGORIES)
    ends = [(whole(of_values(keys.index(key), 0, {}), seed), seed) for key, seed in (("chair", 3), ("dog", 8))]
    found = passing(generator, *ends, apart=apart)
    shares = [share for share, _ in found]
    assert 1 <= len(shares) <= 2
    assert shares == sorted(shares)
    assert set(shares) <= set(SHARES[1:-1])
    again = passing(generator, *ends, apart=apart)
    assert all(np.array_equal(a, b) for (_, a), (_, b) in zip(found, again))
    first, last = (generator.sample(condition, seed=seed) for condition, seed in ends)
    assert all(np.abs(tokens - end).max() > 0.1 for _, tokens in found for end in (first, last))
    way = Way([expand(tokens) for tokens in (first, *(tokens for _, tokens in found), last)])
    assert np.mean([components(way.at(share)) == 1 for share in np.linspace(0.0, 1.0, 13).tolist()]) > 0.9


class Numbers:
    """Gives for a share the number that a table has for it."""

    def __init__(self, values):
        self.values = dict(zip(SHARES, values))

    def sample(self, wish, *, seed):
        return np.array([self.values[wish[1][1]]])


@pytest.mark.parametrize(("values", "shares"), [
    ((0, 0, 0, 0, 0, 9, 9, 9, 9), [0.5, 0.6]),        # one leap
    ((0, 0, 0, 0, 0, 4, 9, 9, 9), [0.5, 0.7]),        # what lies between two leaps is neither
    ((0, 4, 4, 4, 4, 4, 9, 9, 9), [0.7]),             # leaps at once
    ((0, 0, 0, 0, 0, 0, 0, 0, 9), [0.8]),
    ((0, 1, 2, 3, 4, 5, 6, 7, 8), []),                # an even way needs nothing between
])
def test_leaps_are_gone_around(values, shares):
    found = passing(Numbers(values), (None, 1), (None, 1), apart=lambda tokens: np.abs(np.diff(np.concatenate(tokens))))
    assert [share for share, _ in found] == shares


@pytest.mark.parametrize(("around", "largest", "straight", "shares"), [
    (0.0, 0.0, 0.0, [0.3, 0.8]),
    (0.5, 0.3, 0.4, [0.7, 0.8]),
    (0.5, 0.3, 0.2, []),
    (0.32, 0.3, 0.3, [0.3, 0.8]),                     # too little to mind
])
def test_a_way_through_a_third_thing_is_left_for_another(around, largest, straight, shares):
    seen = {(0, 0, 19, 19): around, (0, 9, 19, 19): largest, (0, 19): straight}
    found = passing(Numbers((0, 0, 0, 9, 9, 9, 9, 19, 19)), (None, 1), (None, 1),
                    apart=lambda tokens: np.abs(np.diff(np.concatenate(tokens))),
                    strange=lambda stops, ends: seen[tuple(int(each[0]) for each in stops)])
    assert [share for share, _ in found] == shares
