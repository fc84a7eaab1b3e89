import numpy as np
import pytest
import trimesh

from engine.bake.lift import averaging, lift
from engine.bake.shells import BakeError, lattice, shells
from engine.form.field import Field, cup
from engine.form.parts import Slot, encode, expand


def cup_on_a_foot(opening: float):
    return expand(encode([
        Slot(0, parent=0, size=(0.5, 0.15, 0.5), exponents=(0.3, 0.6), blend=0.08),
        Slot(26, parent=0, attach=(0, 0.8, 0), anchor=(0, -0.9, 0), size=(0.4, 0.4, 0.4), exponents=(0.2, 0.7),
             shell=0.15, open=opening, taper=0.2, blend=0.05)]))


@pytest.mark.parametrize("folded", [False, True])
def test_a_lattice_is_closed_and_faces_outwards(folded):
    shape = lattice(5, 7, 4, folded=folded)
    mesh = trimesh.Trimesh(shape.solid, shape.faces, process=False)
    assert mesh.is_watertight
    assert mesh.is_winding_consistent
    assert mesh.volume == pytest.approx(8.0)


@pytest.mark.parametrize("opening", [-1.0, -0.4, -0.1, 0.2, 1.0])
def test_shells_lie_on_their_parts_from_solid_to_cup(opening):
    parts = cup_on_a_foot(opening)
    field = Field(parts)
    shape = shells(parts.size, np.array([False, True]), parts.bend, 1.5)
    points, normals = shape.points(field)
    for part in (0, 1):
        mine = shape.part == part
        assert np.abs(field.part_distance(points[mine], part)).max() < 0.004
    corners = points[shape.faces]
    cross = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    area = np.linalg.norm(cross, axis=1)
    turned = (cross * normals[shape.faces].mean(1)).sum(1) < -0.2 * area
    assert area[turned].sum() < 0.01 * area.sum()
    mesh = trimesh.Trimesh(points, shape.faces, process=False)
    assert mesh.is_watertight
    if opening == 1.0:
        assert cup(parts)[0][1] > 0
        inside = points[(shape.part == 1)][:, 1].min()
        assert inside < parts.centre[1, 1] - 0.2      # the fold reaches down to the floor


def test_lifted_vertices_lie_on_the_union_and_no_seen_face_is_turned():
    parts = cup_on_a_foot(1.0)
    field = Field(parts)
    shape = shells(parts.size, np.array([False, True]), parts.bend, 1.5)
    lifted = lift(shape, field, averaging(shape), 1.5)
    assert np.abs(field.distance(lifted.positions[lifted.shown])).max() < 0.003 * 1.5
    assert np.allclose(np.linalg.norm(lifted.normals, axis=1), 1.0)
    seen = lifted.shown[shape.faces].all(1)
    corners = lifted.positions[shape.faces]
    cross = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    facing = (cross * lifted.normals[shape.faces].mean(1)).sum(1)
    assert (facing[seen] > -1e-9).all()
    assert field.distance(lifted.positions).max() < 0.004     # nothing sticks out


def test_a_budget_is_met_or_refused():
    size, solid = np.full((20, 3), 0.1), np.zeros(20, bool)
    for budget in (20_000, 5_000, 1_500):
        assert len(shells(size, solid, np.zeros(20), 1.0, budget=budget).faces) <= budget
    with pytest.raises(BakeError, match="the budget is 500"):
        shells(size, solid, np.zeros(20), 1.0, budget=500)
