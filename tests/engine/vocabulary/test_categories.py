"""The category table: every word in it means something elsewhere, and every part an artist can meet has a name."""

import numpy as np
import pytest

from engine.vocabulary.attributes import ATTRIBUTES
from engine.vocabulary.categories import CATEGORIES, CATEGORY_KEYS, ORDER
from engine.vocabulary.families import FAMILIES
from engine.vocabulary.slots import ROLES
from engine.vocabulary.verbs import VERBS


def test_at_least_eighty_categories_in_fourteen_families_none_forgotten():
    assert len(CATEGORIES) >= 80
    assert {row.family for row in CATEGORIES.values()} == set(FAMILIES)
    assert len(FAMILIES) == 14
    assert list(CATEGORY_KEYS) == ORDER
    assert sum(map(len, FAMILIES.values())) == len(ORDER) == len(set(ORDER))


@pytest.mark.parametrize("row", CATEGORIES.values(), ids=CATEGORY_KEYS)
def test_a_row_speaks_only_of_known_things(row):
    keys = [a.key for a in row.attributes]
    assert len(set(keys)) == len(keys)
    assert set(keys) <= set(ATTRIBUTES)
    assert "height" in keys
    assert row.verbs[0] == "still"
    assert set(row.verbs) <= set(VERBS)
    assert set(row.parts) <= set(ROLES)
    assert row.parts["body"]
    assert [name for name, _ in row.palette] == ["main", "accent"]
    assert all(0.0 <= x <= 1.0 for _, colour in row.palette for x in colour)


@pytest.mark.parametrize("row", CATEGORIES.values(), ids=CATEGORY_KEYS)
def test_attributes_have_ranges_and_words_within_them(row):
    for a in row.attributes:
        assert a.low < a.high
        assert a.label
        assert all(-1.0 <= value <= 1.0 for _, value in a.words)
        if a.key == "count":
            assert (a.low, a.high) == (int(a.low), int(a.high))
            assert 1 <= a.low < a.high <= 8
        if a.unit == "m":
            assert a.low >= 0.0
            assert np.isfinite(a.high / row.scale)


def test_no_word_means_two_things_in_one_category():
    for row in CATEGORIES.values():
        words = [word for a in row.attributes for word, _ in a.words]
        assert len(set(words)) == len(words), (row.key, sorted(words))
