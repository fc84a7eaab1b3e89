import re

import pytest

from engine.exchange.names import RULES, animation, objects, unique


@pytest.mark.parametrize("name", ["ferris wheel", "Ferris-WHEEL", "proto_col", "a loop", "big wheel 2", "my-noimp"])
def test_no_object_becomes_something_else_in_godot(name):
    (kept,) = objects([name], RULES["godot"])
    assert kept.endswith("_object")
    assert not objects([name], RULES["plain"])[0].endswith("_object")


def test_a_word_that_is_no_ending_stays():
    assert objects(["wheel", "wheelbarrow", "protocol"], RULES["godot"]) == ["wheel", "wheelbarrow", "protocol"]


def test_unreal_names_are_letters_digits_and_underscores():
    names = objects(["2 cats", "été-chair", "", "x" * 200, "2 cats"], RULES["unreal"])
    assert len(set(names)) == 5
    assert all(re.fullmatch(r"[A-Za-z][A-Za-z0-9_]{0,63}", name) for name in names)


def test_names_stay_apart():
    assert unique(["chair", "chair", "chair_2", "é", ""]) == ["chair", "chair_2", "chair_2_2", "object", "object_2"]


def test_only_what_loops_is_marked_to_loop():
    rule = RULES["godot"]
    assert animation("fish", rule, loop="-loop") == "fish-loop"
    assert animation("motorcycle", rule, loop="-loop") == "motorcycle-loop"
    once = animation("motorcycle", rule, loop="")
    assert not re.search("^(loop|cycle)|(loop|cycle)$", once)
    assert animation("motorcycle", RULES["plain"], loop="") == "motorcycle"
