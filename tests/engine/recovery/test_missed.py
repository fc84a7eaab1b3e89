"""What was not found is looked for where other objects have it, and taken only where the mesh bears it out."""

import numpy as np
import pytest

from engine.document.scene import Generation, Node
from engine.form.parts import expand
from engine.form.surface import surface
from engine.recovery.missed import Surroundings, completed
from engine.recovery.recover import recovered
from engine.recovery.rigging import pack, rigged, unpack
from engine.recovery.roles import Reading
from engine.recovery.target import target_of_mesh
from engine.training import grammar
from engine.training.roles import UNSEEN
from engine.training.roles_data import _object, harmed
from engine.vocabulary.categories import CATEGORIES
from engine.vocabulary.slots import ROLES, SLOT
from engine.vocabulary.verbs import VERB_KEYS

DOG = list(CATEGORIES).index("dog")


def dog(seed):
    dice = np.random.default_rng(seed)
    _, values = grammar.condition(dice, DOG)
    return expand(grammar.draw(DOG, VERB_KEYS.index("still"), values, dice))


OTHERS = [dog(seed) for seed in (5, 6, 7)]


@pytest.fixture(scope="module")
def whole():
    """A dog's parts, and what its mesh says of them."""
    return dog(1), said(dog(1), dog(1))


def said(parts, of):
    """What the surface of `parts` says where its points vote for the nearest of the parts `of`."""
    union = surface(parts, cells=72)
    target = target_of_mesh(union.positions.astype(float), union.faces.astype(int), count=1600)
    near = np.argmin([np.linalg.norm((target.points - c) @ r / s, axis=1)
                      for c, r, s in zip(of.centre, of.rotation, of.size)], axis=0)
    role = np.full((len(target.points), len(ROLES)), 0.001)
    role[np.arange(len(near)), of.slot[near]] = 0.9
    return Surroundings(target.points, role, target.dense, target.size)


def without(parts, *names):
    """(the parts, their reading) as if those of some roles had not been found: what hung on them hangs on what they
    did."""
    gone = np.isin(parts.slot, [SLOT[name] for name in names])
    parent = parts.parent.copy()
    for index in range(len(parts)):
        while parent[index] >= 0 and gone[parent[index]]:
            parent[index] = parts.parent[parent[index]]
    kept = np.flatnonzero(~gone)
    number = np.full(len(parts) + 1, -1)
    number[kept] = np.arange(len(kept))
    left = parts.take(kept)
    return left, Reading(left.slot.copy(), number[parent[kept]], left.joint.copy(), np.ones(len(kept)))


@pytest.mark.parametrize("names", [("foot",), ("ear",), ("muzzle",), ("foot", "hind foot", "ear")])
def test_what_others_have_and_the_mesh_bears_out_is_found_where_it_is(whole, names):
    true, around = whole
    parts, reading = without(true, *names)
    made, told = completed(parts, reading, around, OTHERS)
    new = np.arange(len(parts), len(made))
    assert {ROLES[slot] for slot in told.role[new]} == set(names)
    for index in new.tolist():
        same = np.flatnonzero(true.slot == told.role[index])
        far = np.linalg.norm(true.centre[same] - made.centre[index], axis=1)
        assert far.min() < 0.06 * around.size
        host = true.parent[same[far.argmin()]]
        assert told.role[told.parent[index]] == true.slot[host]
        assert np.linalg.norm(true.joint[same[far.argmin()]] - told.joint[index]) < 0.06 * around.size
    assert len(new) == sum(int((true.slot == SLOT[name]).sum()) for name in names)


def test_what_was_found_stays_as_it_is(whole):
    true, around = whole
    parts, reading = without(true, "ear", "foot")
    made, told = completed(parts, reading, around, OTHERS)
    count = len(parts)
    assert len(made) > count
    for name in ("centre", "rotation", "size", "exponents", "taper", "bend", "colour"):
        assert getattr(made, name)[:count].tobytes() == getattr(parts, name).tobytes()
    assert np.array_equal(told.role[:count], reading.role)
    assert np.array_equal(told.joint[:count], reading.joint)
    again, _ = completed(parts, reading, around, OTHERS)
    assert again.centre.tobytes() == made.centre.tobytes()


def test_what_lies_between_carries_what_hangs_on_it(whole):
    true, around = whole
    parts, reading = without(true, "lower leg")
    made, told = completed(parts, reading, around, OTHERS)
    knees = np.flatnonzero(told.role == SLOT["lower leg"])
    assert len(knees) == 2
    feet = np.flatnonzero(told.role == SLOT["foot"])
    assert set(told.parent[feet].tolist()) == set(knees.tolist())
    for knee in knees.tolist():
        assert told.role[told.parent[knee]] == SLOT["upper leg"]
        mine = [foot for foot in feet.tolist() if told.parent[foot] == knee]
        assert np.sign(made.centre[mine, 0]) == np.sign(made.centre[knee, 0])


def test_what_the_mesh_does_not_have_is_not_made_up(whole):
    true, around = whole
    parts, reading = without(true, "tail tip")
    assert SLOT["tail tip"] in completed(parts, reading, around, [true])[1].role
    bare = said(parts.changed(parent=reading.parent), parts)
    assert len(completed(parts, reading, bare, [true, *OTHERS])[0]) == len(parts)
    eager = Surroundings(bare.points, np.full_like(bare.role, 0.5), bare.dense, bare.size)
    assert SLOT["tail tip"] not in completed(parts, reading, eager, [true])[1].role


def test_what_nobody_votes_for_is_not_taken(whole):
    true, around = whole
    parts, reading = without(true, "ear", "foot")
    silent = around.role.copy()
    silent[:, [SLOT["ear"], SLOT["foot"]]] = 0.01
    deaf = Surroundings(around.points, silent, around.dense, around.size)
    assert completed(parts, reading, deaf, OTHERS)[0] is parts


def test_a_mesh_gets_bones_that_were_missed_and_a_rig_keeps_them(stages):
    category, true, dice = _object(UNSEEN, 0, 1)
    union = surface(true, cells=int(dice.integers(56, 88)))
    mesh = harmed(union.positions.astype(float), union.faces.astype(int), dice)

    def others(name):
        return [expand(stages.sampled(Node("other", category=name, generation=Generation(seed=seed))))
                for seed in range(3)]

    plain, more = recovered(*mesh, turning=False), recovered(*mesh, turning=False, others=others)
    assert plain.category == more.category == list(CATEGORIES)[category]
    assert len(more.parts) == len(plain.parts) + more.report["missed"]
    assert (plain.report["missed"], plain.report["explained"]) == (0, more.report["explained"])
    assert set(plain.roles) <= set(more.roles) <= {ROLES[slot] for slot in true.slot} | set(plain.roles)
    rig = rigged(*mesh, others=others)
    kept = unpack(pack(rig), len(mesh[0]))
    assert kept.parts.centre.tobytes() == rig.parts.centre.tobytes()
