"""Shapes found in a surface: as near as asked, thin ones kept, the same bytes again."""

import numpy as np
import pytest
import trimesh

from engine.form.field import Field
from engine.form.parts import Slot, encode, expand
from engine.form.surface import surface
from engine.form.thickness import thickness
from engine.recovery import superquadric as sq
from engine.recovery.fit import NEAR, _Work, fit_groups, found
from engine.recovery.limbs import limbs
from engine.recovery.placing import bare
from engine.recovery.score import scored
from engine.recovery.segments import concavity, segments
from engine.recovery.symmetry import imaged, mirror
from engine.recovery.target import target_of_mesh
from engine.vocabulary.slots import SLOT

COUNT = 2500


@pytest.fixture(scope="module")
def stool():
    """A seat on four thin legs: one mesh of ours."""
    seat = Slot(0, size=(0.3, 0.04, 0.22), exponents=(0.7, 0.7), blend=0.004)
    leg = Slot(SLOT["upper leg"], symmetry="quad", attach=(0.8, -0.5, 0.8), anchor=(0.0, 0.95, 0.0),
               size=(0.014, 0.25, 0.014), exponents=(0.2, 0.8), blend=0.004)
    union = surface(expand(encode([seat, leg])), cells=96)
    return union.positions.astype(float), union.faces.astype(int)


def test_a_stool_is_fitted_thin_legs_and_all(stool) -> None:
    target = target_of_mesh(*stool, count=COUNT)
    plane = mirror(target)
    shapes = found(target, plane)
    seen = scored(*stool, bare(shapes, target.size), target=target)
    assert plane is not None
    assert 5 <= len(shapes) <= 9
    assert seen.f >= 0.97
    assert seen.limbs >= 4
    assert seen.kept == seen.limbs
    again = found(target_of_mesh(*stool, count=COUNT), plane)
    assert again.tobytes() == shapes.tobytes()


def test_of_the_pieces_of_a_hollow_part_each_is_needed() -> None:
    pipe = _plain(trimesh.creation.annulus(r_min=0.42, r_max=0.5, height=0.7, sections=48))
    target = target_of_mesh(*pipe, count=1600)
    shapes = fit_groups(target, np.zeros(len(target.points), int)).shapes
    far = np.abs(sq.away(shapes, target.points))
    missed = [int((np.delete(far, index, 0).min(0) > NEAR * target.size).sum()) for index in range(len(shapes))]
    assert len(shapes) >= 3
    assert min(missed) > (far.min(0) > NEAR * target.size).sum() + 1


def test_score_misses_what_the_parts_lack(stool) -> None:
    target = target_of_mesh(*stool, count=COUNT)
    seat = np.zeros(sq.SHAPE)
    seat[sq.CENTRE], seat[sq.AXES], seat[sq.ROUND] = 0.0, np.eye(3).reshape(-1), 0.7
    seat[sq.SIZE] = np.log((0.3, 0.04, 0.22))
    seen = scored(*stool, bare(seat[None], target.size), target=target)
    assert seen.precision > 0.95
    assert seen.recall < 0.9
    assert seen.kept < seen.limbs


def test_legs_are_thin_and_long_and_a_plate_is_no_limb(stool) -> None:
    target = target_of_mesh(*stool, count=COUNT)
    leg = target.points[:, 1] < -0.15
    assert np.median(thickness(target.points, target.normals, target.size)[leg]) == pytest.approx(0.028, rel=0.25)
    feet = [limb for limb in limbs(target) if target.points[limb, 1].min() < -0.4]
    assert len(feet) == 4
    plate = target_of_mesh(*_plain(trimesh.creation.box((1.0, 0.01, 1.0))), count=COUNT)
    assert limbs(plate) == []


def test_a_known_shape_is_found_again() -> None:
    true = np.zeros(sq.SHAPE)
    turn, _ = np.linalg.qr(np.array([[1.0, 0.2, 0.1], [-0.2, 1.0, 0.3], [0.1, -0.3, 1.0]]))
    turn = turn * np.sign(np.linalg.det(turn))
    true[sq.CENTRE], true[sq.AXES], true[sq.SIZE] = (0.1, 0.2, -0.1), turn.reshape(-1), np.log((0.1, 0.4, 0.15))
    true[sq.ROUND], true[sq.TAPER], true[sq.BEND] = (0.3, 0.6), -0.4, 0.3
    dice = np.random.default_rng(0)
    points = sq.surface_of(true, dice.normal(size=(200, 3)))
    start = true.copy()
    start[sq.CENTRE] += 0.04
    start[sq.SIZE] += 0.2
    start[sq.ROUND], start[sq.TAPER], start[sq.BEND] = 0.4, 0.0, 0.0
    grid = np.full((2, 2, 2), -1.0)
    end, left = sq.fitted(start, points, np.ones(len(points)), points[:4], grid, np.zeros(3), 1.0, 1.0, 0.05, 1.0, 60,
                          sq.HELD)
    assert left < 1e-5
    assert np.abs(sq.away(end[None], sq.surface_of(true, dice.normal(size=(300, 3))))).max() < 0.006


def test_a_convex_body_is_one_segment_and_a_corner_two() -> None:
    ball = target_of_mesh(*_plain(trimesh.creation.icosphere(3, 0.5)), count=600)
    assert segments(ball.points, ball.normals, ball.body, ball.size).max() == 0
    up = trimesh.transformations.translation_matrix((0.45, 0.5, 0.0))
    corner = trimesh.util.concatenate([trimesh.creation.box((1.0, 0.1, 0.1)),
                                       trimesh.creation.box((0.1, 1.0, 0.1), up)])
    bent = target_of_mesh(*_plain(corner), count=900)
    assert concavity(bent.points, bent.normals, bent.size) > 0.1
    assert concavity(ball.points, ball.normals, ball.size) < 0.02
    group = segments(bent.points, bent.normals, np.zeros(len(bent.points), int), bent.size)
    high, low = bent.points[:, 1] > 0.3, bent.points[:, 0] < 0.2
    assert len(np.intersect1d(group[high], group[low])) == 0


def test_a_plane_of_symmetry_is_found_where_there_is_one(stool) -> None:
    lopsided = trimesh.util.concatenate([trimesh.creation.box((1.0, 0.4, 0.2)),
                                         trimesh.creation.icosphere(3, 0.25)])
    vertices = np.asarray(lopsided.vertices).copy()
    vertices[8:] += (0.4, 0.35, 0.17)
    assert mirror(target_of_mesh(vertices, np.asarray(lopsided.faces), count=COUNT)) is None
    plane = mirror(target_of_mesh(*stool, count=COUNT))
    assert plane is not None
    assert np.abs(plane.normal[0]) == pytest.approx(1.0, abs=0.01)
    shape = np.zeros(sq.SHAPE)
    shape[sq.CENTRE], shape[sq.AXES], shape[sq.SIZE] = (0.3, 0.1, 0.2), np.eye(3).reshape(-1), np.log((0.1, 0.2, 0.3))
    shape[sq.TAPER], shape[sq.BEND] = 0.4, 0.3
    assert np.allclose(imaged(imaged(shape, plane), plane), shape)
    directions = np.random.default_rng(0).normal(size=(50, 3))
    there = sq.surface_of(imaged(shape, plane), directions)
    assert np.abs(sq.away(shape[None], plane.image(there))).max() < 1e-6


def _plain(mesh) -> tuple[np.ndarray, np.ndarray]:
    return np.asarray(mesh.vertices, float), np.asarray(mesh.faces)


def test_a_stretch_of_a_thin_limb_that_was_missed_gets_a_shape():
    ball = trimesh.creation.icosphere(3, 0.3)
    mast = trimesh.creation.cylinder(0.012, segment=[(0.0, 0.2, 0.0), (0.0, 1.0, 0.0)], sections=12)
    mesh = trimesh.util.concatenate([ball, mast])
    target = target_of_mesh(np.asarray(mesh.vertices), np.asarray(mesh.faces))
    far = np.linalg.norm(target.points, axis=1) > 0.31
    work = _Work(target)
    alone = work.first(np.flatnonzero(~far))[None]
    (limb,) = limbs(target)
    assert far[limb].all()
    shapes = work.whole(alone, 8)
    assert 1 < len(shapes) <= 8
    missed = np.abs(Field(bare(shapes, target.size)).distance(target.points[limb]))
    assert (missed < 0.02 * target.size).mean() > 0.98
    assert len(work.whole(shapes, 8)) == len(shapes)            # nothing is missed any more


def test_a_shape_for_a_bent_limb_covers_no_other():
    turns = np.linspace(0.0, np.pi, 17)
    ring = [0.3 * np.array([np.cos(turn), np.sin(turn), 0.0]) for turn in turns]
    rods = [trimesh.creation.cylinder(0.016, segment=ends, sections=10) for ends in zip(ring, ring[1:])]
    rod = trimesh.creation.cylinder(0.002, segment=((-0.2, 0.08, 0.0), (0.2, 0.08, 0.0)), sections=10)
    target = target_of_mesh(*_plain(trimesh.util.concatenate([*rods, rod])))
    bar = (np.abs(target.points[:, 0]) < 0.2) & (np.abs(target.points[:, 1] - 0.08) < 0.02)
    assert len(limbs(target)) == 2
    work = _Work(target)
    alone = work.first(np.flatnonzero(bar))[None]
    covered = np.concatenate([alone, work.first(np.flatnonzero(~bar))[None]])       # a straight one all along
    missed = [np.abs(Field(bare(each, target.size)).distance(target.points)) > 0.011 * target.size
              for each in (alone, covered, work.whole(alone, 12))]
    assert missed[1][bar].mean() > 0.02
    assert not missed[2][bar].any()
    assert missed[2].sum() <= missed[0].sum()
