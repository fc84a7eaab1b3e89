from dataclasses import replace

import pytest

from engine.conditioning.condition import of_values, whole
from engine.generation.generator import Generator
from engine.recovery.strangeness import strangeness
from engine.vocabulary.categories import CATEGORIES

KEYS = list(CATEGORIES)


def asked(key):
    return whole(of_values(KEYS.index(key), 0, {}), 1)


@pytest.fixture(scope="module")
def tokens():
    generator = Generator(device="cpu")
    return {key: generator.sample(asked(key), seed=1)
            for key in ("chair", "table", "elephant")}


def test_a_way_that_leads_through_an_elephant_looks_like_a_third_thing(tokens):
    ends = asked("chair"), asked("table")
    straight = strangeness([tokens["chair"], tokens["table"]], ends)
    through = strangeness([tokens["chair"], tokens["elephant"], tokens["table"]], ends)
    assert 0.0 <= straight < through - 0.1
    assert through == strangeness([tokens["chair"], tokens["elephant"], tokens["table"]], ends)
    known = strangeness([tokens["chair"], tokens["elephant"]], (ends[0], asked("elephant")))
    assert known < strangeness([tokens["chair"], tokens["elephant"]], ends)


def test_of_kinds_that_the_network_never_saw_nothing_is_said(tokens):
    new = replace(asked("table"), category=len(KEYS))
    assert strangeness([tokens["chair"], tokens["table"]], (asked("chair"), new)) == 0.0
