"""Matches of single parts: named by role and number, kept whatever is nearer, the rest solved around them."""

import numpy as np
import pytest
from shapes import SHAPES, parts_of

from engine.document.check import check
from engine.document.scene import Match, Node, Relation, Scene, SceneError
from engine.form.matching import match, paired_singly, single_names
from engine.vocabulary.slots import PART_LIMIT, SLOT, part_named

DOG, CHAIR = parts_of(SHAPES["dog"]()), parts_of(SHAPES["chair"]())


def told(pairs):
    names = [["", *single_names(parts)] for parts in (DOG, CHAIR)]
    return {names[0][a + 1]: names[1][b + 1] for a, b in pairs if a >= 0}


def kept(*pairs):
    return [tuple(part_named(part) or (-1, -1) for part in pair) for pair in pairs]


def several(parts):
    slot = int(np.bincount(parts.slot).argmax())
    return [name for name, own in zip(single_names(parts), parts.slot) if own == slot]


def test_names_are_roles_with_numbers_where_there_are_several():
    names = single_names(DOG)
    assert len(set(names)) == len(DOG)
    for name, slot in zip(names, DOG.slot.tolist()):
        assert part_named(name)[0] == slot
    assert part_named("upper leg 2") == (SLOT["upper leg"], 1)
    assert part_named("upper leg") == (SLOT["upper leg"], -1)
    for wrong in ("", "paw", "upper leg 0", "upper leg 02", f"body {PART_LIMIT + 1}", "body -1", "2"):
        assert part_named(wrong) is None


def test_one_of_several_is_matched_alone_and_the_rest_is_solved_around_it():
    free = told(paired_singly(DOG, CHAIR))
    first = next(part for part, becomes in free.items() if becomes and part[-1].isdigit())
    last = next(part for part in several(CHAIR) if part != free[first])
    found = told(paired_singly(DOG, CHAIR, kept((first, last))))
    assert found[first] == last
    taken = [part for part in found.values() if part]
    assert len(set(taken)) == len(taken)                        # nothing is two things
    assert len(taken) >= sum(map(bool, free.values())) - 1
    role = first.rpartition(" ")[0]
    assert any(found[part] != last for part in found if part.startswith(role) and part != first)
    a, b = match(DOG, CHAIR, kept((first, last)))
    assert len(a) == len(b)


def test_a_single_part_goes_before_its_role_and_may_vanish_alone():
    first, *rest = several(DOG)
    role = first.rpartition(" ")[0]
    found = told(paired_singly(DOG, CHAIR, kept((first, ""), (role, "upper leg"))))
    assert found[first] == ""
    assert any(found[part].startswith("upper leg") for part in rest)
    alone = told(paired_singly(DOG, CHAIR, kept((first, "body 77"))))
    assert alone == told(paired_singly(DOG, CHAIR))             # a part that is no more says nothing


def test_a_document_names_roles_and_single_parts_and_nothing_else():
    nodes = (Node("dog", category="dog"), Node("chair", kind="state", category="chair"))

    def scene(*pairs):
        return Scene(nodes=nodes, relations=(Relation("m", "morphs into", "dog", "chair", 1.0,
                                                      matches=tuple(Match(*pair) for pair in pairs)),))

    check(scene(("head", "back"), ("upper leg", "upper leg"), ("upper leg 2", "back 1"), ("upper leg 1", "")))
    for wrong in (("paw 1", "back"), ("head", "back 0"), ("", "back")):
        with pytest.raises(SceneError, match="a number from 1 behind it names a single one"):
            check(scene(wrong))
    with pytest.raises(SceneError, match="one part twice"):
        check(scene(("upper leg 2", "back 1"), ("upper leg 2", "")))
