from dataclasses import replace

import numpy as np
import pytest
import trimesh

from engine.bake.bake import BakeError, Course, bake_morph, bake_object
from engine.bake.evaluate import colours, evaluate
from engine.bake.palette import to_linear
from engine.bake.preview import preview
from engine.form.field import Field
from engine.form.matching import match
from engine.form.motion import SPIN, moving, pose
from engine.form.object4d import Object4D
from engine.form.parts import Slot, encode

TIMES = np.arange(16) / 10


def slots():
    swing, nod = np.zeros(30), np.zeros(30)
    swing[1], swing[23], nod[4] = 0.5, 0.5, 0.3
    return [Slot(0, parent=0, size=(0.3, 0.2, 0.4), exponents=(0.3, 0.3), blend=0.06, colour=(0.8, 0.3, 0.2)),
            Slot(4, parent=0, attach=(0, 0.6, 0.9), anchor=(0, -0.6, -0.4), size=(0.18, 0.2, 0.18), blend=0.05,
                 colour=(0.2, 0.4, 0.8), glow=0.5, motion=nod),
            Slot(9, parent=0, symmetry="mirror", attach=(0.6, -0.6, 0), anchor=(0, 0.8, 0), size=(0.07, 0.25, 0.07),
                 blend=0.04, colour=(0.3, 0.7, 0.3), motion=swing)]


def beast() -> Object4D:
    return Object4D.from_tokens(encode(slots()), scale=1.0, period=1.5)


def pot() -> Object4D:
    body, head, legs = slots()
    changed = [replace(body, size=(0.35, 0.3, 0.35), shell=0.15, open=1.0, exponents=(0.0, 0.7),
                       colour=(0.1, 0.1, 0.9)),
               replace(head, size=(0.25, 0.1, 0.25), attach=(0, 0, 1.0), colour=(0.9, 0.9, 0.1), glow=0.0),
               replace(legs, size=(0.05, 0.35, 0.05), colour=(0.9, 0.9, 0.9))]
    return Object4D.from_tokens(encode(changed), scale=1.0, period=1.5)


def baked(**options):
    obj = beast()
    return bake_object("beast", obj, times=TIMES, cycle_of_time=lambda t: t / obj.period, **options)


@pytest.fixture(scope="module")
def clip():
    return baked()


def morphed():
    start, end = match(beast().parts, pot().parts)
    clip = bake_morph("beast", start, end, times=TIMES, share_of_time=lambda t: np.clip((t - 0.3) / 0.9, 0, 1),
                      cycle_of_time=lambda t: t / 1.5)
    return start, end, clip


def test_every_part_is_a_closed_shell_on_its_own_bone(clip):
    assert trimesh.Trimesh(clip.positions, clip.faces, process=False).is_watertight
    assert clip.joint_names == ("body", "head", "upper leg L", "upper leg R")
    assert list(clip.joint_parents) == [-1, 0, 0, 0]
    assert (clip.part[clip.faces] == clip.part[clip.faces][:, :1]).all()
    assert np.array_equal(clip.joints[:, 0], clip.part)
    assert clip.uvs.min() >= 0
    assert clip.uvs.max() <= 1
    assert np.allclose(np.linalg.norm(clip.normals, axis=1), 1, atol=1e-5)


def test_bones_follow_the_motion():
    obj, clip = beast(), baked(targets=0)
    positions = evaluate(clip, float(TIMES[4]))[0]
    matrices = pose(obj.parts, float(TIMES[4]) / obj.period)[clip.part]
    assert not clip.target_names
    expected = np.einsum("vij,vj->vi", matrices[:, :3, :3], clip.positions) + matrices[:, :3, 3]
    assert np.abs(positions - expected).max() < 1e-5


def test_the_error_is_small_and_true(clip):
    assert clip.report["error_mean"] < 0.12
    assert clip.report["error_worst"] < 0.15
    assert clip.report["normal_error"] < 5
    worse = baked(budget=450)
    assert len(worse.faces) <= 450
    assert worse.report["error_mean"] > 1.5 * clip.report["error_mean"]
    positions = evaluate(clip, 0.55)[0]
    field = Field(moving(beast().parts, 0.55 / 1.5))
    assert field.distance(positions).max() < 0.01


def test_the_same_object_gives_the_same_bytes(clip):
    again = baked()
    assert clip.header() == again.header()
    for key, array in clip.arrays().items():
        assert array.tobytes() == again.arrays()[key].tobytes(), key


def test_a_morph_shows_both_ends_and_their_colours():
    start, end, clip = morphed()
    assert clip.target_names[0] == "morph"
    assert len(clip.target_names) <= 4
    course = Course(start, end, TIMES, lambda t: np.clip((t - 0.3) / 0.9, 0, 1), lambda t: t / 1.5)
    assert np.allclose(clip.target_weights[:, 0], [course.share(time) for time in TIMES], atol=1e-6)
    assert clip.target_weights[[0, 3, 12, 15], 0].tolist() == [0.0, 0.0, 1.0, 1.0]
    assert clip.target_weights.min() >= 0
    assert clip.target_weights.max() <= 1
    assert clip.report["error_worst"] < 0.3
    assert clip.report["finish_changes"]
    for time, parts in ((0.0, start), (1.5, end)):
        shown = colours(clip, evaluate(clip, time)[2])
        assert np.abs(shown - to_linear(parts.colour)[clip.part]).max() < 0.01
    assert trimesh.Trimesh(evaluate(clip, 0.75)[0], clip.faces, process=False).is_watertight


def test_unusable_times_and_budgets_are_refused():
    with pytest.raises(BakeError, match="run forward"):
        bake_object("x", beast(), times=[1.0, 0.5], cycle_of_time=lambda t: t)
    with pytest.raises(BakeError, match="budget is 10"):
        baked(budget=10)


def test_the_preview_is_the_union_on_the_same_skeleton(clip):
    shown = preview("beast", beast(), cells=32, times=TIMES, cycle_of_time=lambda t: t / 1.5)
    assert shown.joint_names == clip.joint_names
    assert np.array_equal(shown.joint_rotation, clip.joint_rotation)
    positions = evaluate(shown, 0.0)[0]
    assert trimesh.Trimesh(positions, shown.faces, process=False).is_watertight
    assert np.abs(Field(moving(beast().parts, 0.0)).distance(positions)).mean() < 0.01
    assert shown.tint.max() <= 1


def test_what_spins_slows_down_without_a_jump_and_ends_as_the_last_object_turns():
    """A board that turns three times a cycle becomes one that turns once; its corners tell."""
    def board(turns: float) -> Object4D:
        motion = np.zeros(30)
        motion[SPIN] = turns
        return Object4D.from_tokens(encode([Slot(0, parent=0, size=(0.1, 0.1, 0.1)), Slot(
            4, parent=0, attach=(0, 0.9, 0), size=(0.5, 0.02, 0.1), motion=motion)]), scale=1.0, period=1.0)

    times = np.linspace(0.0, 2.0, 201)
    start, end = match(board(3.0).parts, board(1.0).parts)
    course = Course(start, end, times, lambda t: float(np.clip((t - 0.4) / 1.2, 0, 1)), lambda t: 1.3 * t)
    states = [course.state(time) for time in times.tolist()]
    moved = np.stack([course.at(state)[1][1] for state in states])
    angles = np.unwrap(np.arctan2(moved[:, 0, 2], moved[:, 0, 0]))
    speed = np.diff(angles) / np.diff(times) / (2.0 * np.pi * 1.3)
    assert np.allclose(np.abs(speed[:39]), 3.0, atol=1e-4)
    assert np.allclose(np.abs(speed[-39:]), 1.0, atol=1e-4)
    assert np.abs(np.diff(speed)).max() < 0.15
    last = pose(end, states[-1].cycle)[1]
    assert np.allclose(moved[-1][:3, :3], last[:3, :3], atol=1e-5)


def test_a_mug_that_becomes_a_house_is_as_exact_as_a_mug():
    """Errors count by the size that the object has at the moment, not by its largest."""
    small = Object4D.from_tokens(encode(slots()), scale=0.02, period=1.0)
    start, end = match(small.parts, pot().parts)
    times = np.linspace(0.0, 1.0, 25)
    clip = bake_morph("grown", start, end, times=times.tolist(), share_of_time=lambda t: t, cycle_of_time=lambda t: t)
    assert clip.report["error_worst"] < 0.3
