from dataclasses import fields

import numpy as np
import pytest

from engine.form.field import Field
from engine.form.matching import MatchError, match, paired, proper
from engine.form.mend import mend
from engine.form.morph import PACE, Morph, MorphError
from engine.form.motion import SPIN, poses
from engine.form.outline import outline
from engine.form.parts import Slot, encode, expand
from engine.form.pieces import components
from engine.form.surface import linear, surface
from tests.engine.form.shapes import SHAPES, chair_slots, dog_slots, mug_slots, parts_of
from tests.engine.form.test_surface import solid

PAIRS = [("chair", "dog"), ("dog", "chair"), ("mug", "dog"), ("shade", "chair"), ("dog", "dog")]


@pytest.mark.parametrize(("first", "last"), PAIRS)
def test_the_ends_of_a_morph_are_the_objects_themselves(first, last):
    a, b = parts_of(SHAPES[first]()), parts_of(SHAPES[last]())
    start, end = match(a, b)
    assert len(start) == len(end)
    np.testing.assert_array_equal(start.parent, end.parent)
    assert (start.parent < np.arange(len(start))).all()
    for original, aligned, share in ((a, start, 0.0), (b, end, 1.0)):
        field, told = Field(original), Field(Morph(start, end).at(share))
        low, high = field.bounds()
        points = low + (high - low) * np.random.default_rng(0).random((6000, 3))
        distance = field.distance(points)
        near = np.abs(distance) < 0.02
        np.testing.assert_allclose(told.distance(points)[near], distance[near], atol=1e-6)
        assert told.parts is aligned


@pytest.mark.parametrize(("first", "last"), [("chair", "dog"), ("dog", "chair"), ("dog", "dog")])
def test_both_ends_keep_their_motion(first, last):
    a, b = parts_of(SHAPES[first]()), parts_of(SHAPES[last]())
    start, end = match(a, b)
    cycles = np.linspace(0, 1, 7)
    for original, aligned in ((a, start), (b, end)):
        own = [int(np.flatnonzero((aligned.slot == s) & (aligned.copy == c) & (aligned.size.max(1) > 0.5 * z))[0])
               for s, c, z in zip(original.slot, original.copy, original.size.max(1))]
        moved, true = poses(aligned, cycles)[:, own], poses(original, cycles)
        np.testing.assert_allclose(moved, true, atol=1e-6)


def test_proper_frames_move_alike():
    parts = parts_of(dog_slots())
    plain = proper(parts)
    assert (np.linalg.det(plain.frame) > 0).all()
    cycles = np.linspace(0, 1, 9)
    np.testing.assert_allclose(poses(plain, cycles), poses(parts, cycles), atol=1e-12)


@pytest.mark.parametrize(("first", "last"), [("chair", "dog"), ("mug", "dog"), ("shade", "chair")])
def test_what_has_no_partner_starts_inside_its_host(first, last):
    a, b = parts_of(SHAPES[first]()), parts_of(SHAPES[last]())
    start, end = match(a, b)
    for here, there, original in ((start, end, a), (end, start, b)):
        specks = here.size.max(1) < 0.05 * there.size.max(1)
        assert specks.any() or len(here) == len(original)
        points = outline(here.take(np.flatnonzero(specks))).reshape(-1, 3)
        assert (Field(original).distance(points) < 0).all()


@pytest.mark.parametrize(("first", "last"), [("chair", "dog"), ("shade", "chair")])
def test_a_morph_stays_in_one_piece(first, last):
    start, end = match(parts_of(SHAPES[first]()), parts_of(SHAPES[last]()))
    morph = Morph(start, end)
    for share in np.linspace(0.05, 0.95, 7):
        assert solid(surface(morph.at(float(share)), cells=56, relaxations=0)).body_count == 1


def test_a_morph_has_no_jumps():
    start, end = match(parts_of(chair_slots()), parts_of(dog_slots()))
    shares, morph = np.linspace(0, 1, 401), Morph(start, end)
    made = [morph.loose(float(share)) for share in shares]
    for name in ("centre", "rotation", "size", "colour", "joint", "blend", "motion"):
        steps = [np.abs(getattr(b, name) - getattr(a, name)).max() for a, b in zip(made, made[1:])]
        assert max(steps) < 0.05


def test_colours_mix_in_linear_light():
    parts = parts_of(mug_slots())
    other = parts.changed(colour=1.0 - parts.colour)
    start, end = match(parts, other)
    middle = Morph(start, end).at(0.5)
    np.testing.assert_allclose(linear(middle.colour), 0.5 * (linear(start.colour) + linear(end.colour)), atol=1e-12)


def test_alike_objects_keep_every_part_and_their_sharpness():
    parts = parts_of(dog_slots())
    start, end = match(parts, parts.changed(size=parts.size * 1.1))
    assert len(start) == len(parts)
    np.testing.assert_array_equal(start.slot, end.slot)
    np.testing.assert_array_equal(start.copy, end.copy)
    np.testing.assert_allclose(Morph(start, end).at(0.5).blend, start.blend, rtol=0.1)


def test_mending_closes_a_gap_and_leaves_what_touches():
    parts = parts_of(chair_slots())
    centre = parts.centre.copy()
    centre[1] += (0.3, -0.5, 0.3)
    torn = parts.changed(centre=centre)
    assert solid(surface(torn, cells=64)).body_count == 2
    mended = mend(torn)
    assert solid(surface(mended, cells=64)).body_count == 1
    np.testing.assert_array_equal(mended.centre[0], torn.centre[0])
    moved = np.flatnonzero(np.abs(mended.centre - torn.centre).max(1) > 1e-9)
    assert 1 in moved


def test_mending_leaves_what_hangs_on_a_later_part_in_its_place():
    """A head that touches its neck alone, where the neck comes after it."""
    ball = [Slot(0, parent=0, size=(0.2, 0.2, 0.2)), Slot(2, parent=0, size=(0.1, 0.1, 0.1)),
            Slot(4, parent=0, size=(0.1, 0.3, 0.1))]
    parts = expand(encode(ball))
    parts = parts.changed(centre=np.array([[0.0, 0.0, 0.0], [0.0, 0.8, 0.0], [0.0, 0.45, 0.0]]), joint=np.zeros((3, 3)))
    assert components(parts) == 1
    assert mend(parts) is parts
    torn = parts.changed(centre=parts.centre + [[0, 0, 0], [0, 0.4, 0], [0, 0.4, 0]])
    assert components(torn) == 2
    mended = mend(torn)
    assert components(mended) == 1
    moves = mended.centre - torn.centre
    assert np.allclose(moves[1], moves[2])
    assert np.abs(moves[0]).max() == 0.0


def test_a_morph_begins_without_a_jump_whichever_way_its_tree_grows():
    start, end = match(parts_of(dog_slots()), parts_of(chair_slots()))
    for share, near in ((1e-4, start), (1.0 - 1e-4, end)):
        assert np.abs(Morph(start, end).at(share).centre - near.centre).max() < 2e-3


def test_what_is_asked_evenly_changes_evenly():
    start, end = match(parts_of(chair_slots()), parts_of(dog_slots()).changed(size=parts_of(dog_slots()).size * 3.0))
    morph, plain = Morph(start, end), np.linspace(0.0, 1.0, PACE)
    shares = morph.even(plain)
    assert shares[0] == 0.0
    assert shares[-1] == 1.0
    assert (np.diff(shares) > 0.2 / PACE).all()

    def unevenness(way):
        points = [outline(morph.loose(share)) for share in way]
        steps = [np.linalg.norm(b - a, axis=2).mean() for a, b in zip(points, points[1:])]
        return max(steps) / np.median(steps)

    assert unevenness(shares) < unevenness(plain)
    painted = start.changed(colour=1.0 - start.colour)
    assert np.allclose(Morph(start, painted).even(plain), plain)


def test_matching_is_deterministic_and_refuses_nothing():
    a, b = parts_of(chair_slots()), parts_of(dog_slots())
    for one, two in zip(match(a, b), match(a, b)):
        for column in fields(one):
            assert getattr(one, column.name).tobytes() == getattr(two, column.name).tobytes()
    with pytest.raises(MatchError, match="without parts"):
        match(a, b.take(np.arange(0)))
    with pytest.raises(MorphError, match="match the two objects first"):
        Morph(a, b)


def test_what_hangs_beside_a_spinning_part_does_not_spin_with_it():
    """In one object the last part hangs on the first, in the other beside it; there the first spins."""
    spin = np.zeros(30)
    spin[SPIN] = 1.0
    ball, arm = {"size": (0.2, 0.2, 0.2)}, {"size": (0.3, 0.08, 0.08)}
    chained = [Slot(0, parent=0, **ball), Slot(2, parent=0, attach=(0, 0.9, 0), **ball),
               Slot(4, parent=2, attach=(0.9, 0, 0), **arm)]
    beside = [Slot(0, parent=0, **ball), Slot(2, parent=0, attach=(0, 0.9, 0), motion=spin, **ball),
              Slot(4, parent=0, attach=(0.9, 0.3, 0), **arm)]
    a, b = parts_of(chained), parts_of(beside)
    for first, last in ((a, b), (b, a)):
        for original, told in zip((first, last), match(first, last)):
            cycles = np.arange(8) / 8.0
            for part in range(3):
                node = int(np.flatnonzero(told.slot == original.slot[part])[0])
                true, now = (poses(parts, cycles)[:, k] for parts, k in ((original, part), (told, node)))
                assert np.abs(now[:, :3, :3] @ told.centre[node] + now[:, :3, 3]
                              - true[:, :3, :3] @ told.centre[node] - true[:, :3, 3]).max() < 0.01


def test_what_is_matched_by_hand_stays_so_and_the_rest_is_solved_again():
    a, b = parts_of(chair_slots()), parts_of(dog_slots())
    free = dict(paired(a, b))
    legs = [slot for slot in np.unique(a.slot) if slot != 0]
    other = next(slot for slot in np.unique(b.slot) if slot not in (0, free[legs[0]]))
    kept = [(int(legs[0]), int(other))]
    assert dict(paired(a, b, kept))[legs[0]] == other
    start, end = match(a, b, kept)
    of, to = start.slot == legs[0], end.slot == other
    assert (of & to).sum() == min((a.slot == legs[0]).sum(), (b.slot == other).sum())
    gone = dict(paired(a, b, [(int(legs[0]), -1)]))
    assert gone[legs[0]] == -1
    assert {last for first, last in paired(a, b, kept) if last >= 0} == set(b.slot.tolist())
    assert solid(surface(Morph(start, end).at(0.5), cells=56, relaxations=0)).body_count == 1
