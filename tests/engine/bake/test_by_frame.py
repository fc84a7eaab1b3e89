"""By frame: the figures are those of the mesh, and react when it is spoilt."""

from dataclasses import replace

import numpy as np
import pytest

from engine.bake import cut
from engine.bake.bake import Course, Wish, bake_object
from engine.bake.by_frame import by_frame, strains
from engine.bake.error import shown
from engine.bake.evaluate import evaluate
from engine.bake.rig import rig
from engine.form.matching import match
from engine.form.motion import moving
from engine.form.object4d import Object4D
from engine.form.parts import Slot, encode

TIMES = (np.arange(9) / 8).tolist()
COLUMNS = {"times", "chamfer", "hausdorff", "stretch", "stretch_worst", "flipped"}


def beast(size: float = 0.3) -> Object4D:
    swing = np.zeros(30)
    swing[1], swing[23] = 0.5, 0.5
    return Object4D.from_tokens(encode([
        Slot(0, parent=0, size=(size, 0.2, 0.4), exponents=(0.3, 0.3), blend=0.06),
        Slot(9, parent=0, symmetry="mirror", attach=(0.6, -0.6, 0), anchor=(0, 0.8, 0), size=(0.07, 0.25, 0.07),
             blend=0.04, motion=swing)]), scale=1.0, period=1.0)


@pytest.fixture(scope="module")
def clip():
    return bake_object("beast", beast(), times=TIMES, cycle_of_time=float, budget=3000)


def truth(time: float):
    return moving(beast().parts, time)


def pushed(clip, vertex: int, far: float):
    points = clip.positions.copy()
    points[vertex] += np.float32(far) * clip.normals[vertex]
    return replace(clip, positions=points)


def test_there_is_a_row_for_every_frame_and_a_good_bake_has_good_figures(clip):
    found = by_frame(clip, TIMES, truth)
    assert set(found) == COLUMNS
    assert {len(column) for column in found.values()} == {len(TIMES)}
    assert max(found["chamfer"]) < 0.3
    assert max(found["flipped"]) < 0.01
    assert all(mean <= far for mean, far in zip(found["chamfer"], found["hausdorff"]))
    assert all(1.0 <= high <= most for high, most in zip(found["stretch"][:1], found["stretch_worst"][:1]))


def test_the_figures_react_when_a_vertex_is_moved(clip):
    points = evaluate(clip, 0.0)[0]
    vertex = int(points[:, 1].argmax())
    good, bad = by_frame(clip, TIMES, truth), by_frame(pushed(clip, vertex, 0.2), TIMES, truth)
    for before, after in zip(good["hausdorff"], bad["hausdorff"]):
        assert after > before + 3.0             # its faces' middles are a third of .2 m out, the object is 1.2 m
    assert np.all(np.array(bad["chamfer"]) > good["chamfer"])


def test_an_edge_that_is_drawn_out_is_stretch_and_a_face_that_is_turned_over_is_flipped():
    made = rig("beast", beast(), times=TIMES, cycle_of_time=float, budget=3000)
    good = strains(made, TIMES)
    vertex = int(made.positions[:, 1].argmax())
    delta = np.zeros((1, *made.positions.shape), np.float32)
    delta[0, vertex] = 0.3 * made.normals[vertex]
    weights = np.zeros((len(made.times), 1), np.float32)
    weights[4] = 1.0
    still = np.zeros_like(delta)
    drawn = replace(made, materials=("its own",), target_names=("out",), target_positions=delta, target_normals=still,
                    target_tints=still, target_weights=weights)
    bad = strains(drawn, TIMES)
    assert [one.most > 4.0 * other.most for one, other in zip(bad, good)] == [k == 4 for k in range(9)]
    back = replace(made, faces=made.faces[:, [0, 2, 1]])
    assert all(one.flipped == 0.0 for one in strains(back, TIMES[:1]))           # so it is at rest
    inward = np.zeros_like(delta)
    inward[0] = -2.0 * (made.positions - made.positions.mean(0)) * [1, 0, 0]
    turned = strains(replace(drawn, target_positions=inward), TIMES)
    assert turned[4].flipped > 0.5               # but for what faces the mirror
    assert turned[0].flipped < 0.01


def test_what_a_chain_hides_is_neither_wrong_nor_stretched():
    course = Course(*match(beast().parts, beast(0.15).parts), np.array(TIMES), lambda t: t, lambda t: t)
    found = cut.pieces("x", course, np.array(TIMES), Wish(None, 1), limit=0.001)
    assert len(found) > 1
    chain = cut.together("x", found, np.array(TIMES))
    starts = [start for _, (start, _) in found[1:]]
    seen = {time: shown(evaluate(chain, time)[0], chain.faces).mean() for time in TIMES}
    assert max(share for time, share in seen.items() if time not in starts) < 0.7
    assert all(seen[start] == 1.0 for start in starts)          # there they lie in one place
    figures = by_frame(chain, TIMES, course.parts)
    assert max(figures["chamfer"]) < 0.5
    assert max(figures["stretch"]) < 3.0


def test_the_place_in_the_scene_is_no_error(clip):
    away = replace(clip, place_translation=np.array([[5.0, 0.0, -3.0]]), place_scale=np.full((1, 3), 0.0))
    assert by_frame(away, TIMES[:2], truth) == by_frame(clip, TIMES[:2], truth)


def test_without_a_truth_there_are_no_errors(clip):
    assert set(by_frame(clip, TIMES[:2], None)) == COLUMNS - {"chamfer", "hausdorff"}
