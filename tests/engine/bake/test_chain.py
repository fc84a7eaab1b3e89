"""Chain: one clip of several, in which one at a time is seen, without a gap and as each was by itself."""

from dataclasses import replace

import numpy as np
import pytest
from scipy.spatial import KDTree

from engine.bake.bake import BakeError, bake_morph
from engine.bake.chain import BLINK, LAP, joined, sampled
from engine.bake.error import areas
from engine.bake.evaluate import colours, evaluate
from engine.exchange.colour_switch import change_overs, switched
from engine.exchange.gltf import export_gltf
from engine.exchange.gltf_reader import read_gltf
from engine.form.hanging import smooth
from engine.form.matching import match
from engine.form.object4d import Object4D
from engine.form.parts import Slot, encode
from tests.engine.form.shapes import chair_slots, parts_of

TIMES = np.arange(13) / 6
SPANS = [(0.0, 1.0), (1.0, 2.0)]


def _ball(size, colour):
    return Object4D.from_tokens(encode([
        Slot(0, parent=0, size=size, colour=colour),
        Slot(4, parent=0, attach=(0, 0.8, 0), anchor=(0, -0.6, 0), size=(0.1, 0.1, 0.1), colour=colour)]), scale=1.0,
        period=1.0)


BALLS = [_ball((0.2, 0.2, 0.2), (0.9, 0.1, 0.1)), _ball((0.4, 0.2, 0.2), (0.1, 0.8, 0.2)),
         _ball((0.2, 0.5, 0.2), (0.1, 0.1, 0.9))]


@pytest.fixture(scope="module")
def clips():
    return [bake_morph("ball", *match(BALLS[k].parts, BALLS[k + 1].parts),
                       times=TIMES[(start <= TIMES) & (end >= TIMES)].tolist(),
                       share_of_time=lambda t, start=start: min(max(t - start, 0.0), 1.0),
                       cycle_of_time=lambda t: 0.0, targets=2, draft=True) for k, (start, end) in enumerate(SPANS)]


@pytest.fixture(scope="module")
def chain(clips):
    return joined("ball", clips, SPANS, TIMES)


def _halves(chain, clips, time):
    """Positions of the vertices of the first and of the second clip."""
    positions = evaluate(chain, time)[0]
    return positions[:len(clips[0].positions)], positions[len(clips[0].positions):]


@pytest.mark.parametrize("time", [0.0, 0.4, 0.95, 1.0 - LAP - BLINK, 1.25, 2.0])
def test_one_at_a_time_is_seen_as_it_was_by_itself(chain, clips, time):
    now = int(time >= 1.0)
    halves = _halves(chain, clips, time)
    assert np.allclose(halves[now], evaluate(clips[now], time)[0], atol=1e-5)
    assert np.ptp(halves[1 - now], axis=0).max() < 1e-5
    seen = chain.part < clips[0].part.max() + 1 if now == 0 else chain.part > clips[0].part.max()
    shown = colours(chain, evaluate(chain, time)[2])[seen]
    assert np.allclose(shown, colours(clips[now], evaluate(clips[now], time)[2]), atol=1e-5)


def test_where_they_change_places_both_are_seen_for_a_lap(chain, clips):
    for time in (1.0, 1.0 + LAP / 2, 1.0 + LAP - BLINK):
        first, second = _halves(chain, clips, time)
        assert np.allclose(first, evaluate(clips[0], 1.0)[0], atol=1e-5)
        assert np.allclose(second, evaluate(clips[1], time)[0], atol=1e-5)
    assert (np.diff(chain.times.astype(np.float32)) > 0).all()
    assert set(TIMES) < set(chain.times)


@pytest.fixture(scope="module")
def seats():
    """A ball becomes a chair, and that a ball."""
    shapes = [BALLS[0].parts, parts_of(chair_slots()), BALLS[1].parts]
    out = []
    for (start, end), one, other in zip(SPANS, shapes, shapes[1:]):
        times = TIMES[(start <= TIMES) & (end >= TIMES)].tolist()
        out.append(bake_morph("seat", *match(one, other), times=times, targets=2, draft=True,
                              cycle_of_time=lambda t: 0.0,
                              share_of_time=lambda t, start=start: float(smooth(np.clip(t - start, 0.0, 1.0)))))
    return out


@pytest.mark.parametrize("phase", [0.0, 0.3, 0.6, 0.9])
def test_what_hides_shrinks_within_what_is_seen(seats, phase):
    """So that an engine which samples 30 a second, and draws straight between, shows hardly anything of it."""
    chain = joined("seat", seats, SPANS, TIMES)
    size = np.linalg.norm(np.ptp(evaluate(seats[0], 1.0)[0], axis=0))
    for start in 1.0 + (np.arange(-3, 5) + phase) / 30.0:
        times = np.array([start, start + 1.0 / 30.0])
        theirs = replace(chain, times=times, **dict(zip(
            ("joint_translation", "joint_rotation", "joint_scale", "target_weights"), sampled(chain, times))))
        points, normals, _ = evaluate(theirs, start + 1.0 / 60.0)
        area = areas(points, chain.faces)[1]
        large = chain.faces[:, 0] < len(seats[0].positions)
        if area[large].sum() < area[~large].sum():
            large = ~large
        seen, at = np.unique(chain.faces[large]), points[chain.faces[~large]].mean(1)
        near = KDTree(points[seen]).query(at)[1]
        out = ((at - points[seen][near]) * normals[seen][near]).sum(1) > 0.01 * size
        assert area[~large][out].sum() < 0.01 * area[large].sum()


def _sized(clip, samples):
    """The size of each of its meshes [sample, mesh]."""
    return np.array([[np.ptp(evaluate(clip, time)[0][vertices], axis=0).max() for vertices, _ in clip.meshes()]
                     for time in samples.tolist()])


@pytest.mark.parametrize("phase", [0.0, 0.3, 0.6, 0.9])
def test_an_engine_that_samples_finds_no_mesh_small_that_none_stands_in_for(chain, phase):
    """Between any two samples, 30 a second, one mesh is whole."""
    whole = _sized(chain, (np.arange(59) + phase) / 30.0) > 0.3
    assert (whole[1:] & whole[:-1]).any(1).all()


def test_meshes_that_are_never_seen_together_have_the_same_targets(clips):
    """The third takes the first one's weights over while neither is seen, and each shows what it does by itself."""
    third = replace(clips[0], times=clips[0].times + 2.0)
    spans, keys = [*SPANS, (2.0, 3.0)], np.arange(19) / 6
    chain = joined("ball", [*clips, third], spans, keys)
    assert chain.runs == (len(clips[0].target_names), len(clips[1].target_names))
    assert len(set(chain.target_names)) == sum(chain.runs)
    starts = np.cumsum([0, *(len(clip.positions) for clip in (*clips, third))])
    for k, (clip, (start, end)) in enumerate(zip((*clips, third), spans)):
        for time in (start, 0.5 * (start + end), end - BLINK, end, min(end + LAP - BLINK, 3.0)):
            shown = evaluate(chain, time)[0][starts[k]:starts[k + 1]]
            assert np.allclose(shown, evaluate(clip, time)[0], atol=1e-5)
    swap = 0.5 * (1.0 + LAP + 2.0)
    small = _sized(chain, np.array([swap]))[0]
    assert small[0] < 1e-5 < 0.3 < small[1]


def test_clips_that_have_the_same_weights_share_targets_though_both_are_seen(clips):
    twin = replace(clips[0], positions=clips[0].positions + 1.0)
    assert joined("ball", [clips[0], twin], [SPANS[0]] * 2, TIMES[:7]).runs == ()


def test_each_mesh_of_a_chain_has_few_targets_and_it_is_an_asset(chain, clips, tmp_path):
    assert chain.runs == tuple(len(clip.target_names) for clip in clips)
    assert chain.most_targets <= 2
    assert len(set(chain.joint_names)) == len(chain.joint_names) == sum(len(clip.bind) for clip in clips)
    assert all(size & (size - 1) == 0 for size in chain.palette.shape[:2])
    assert chain.report["draft"]
    path = tmp_path / "a.glb"
    assert export_gltf([chain], path, colours="targets")["targets"] <= 2
    asset = read_gltf(path)
    assert [len(mesh.target_names) for mesh in asset.meshes] == list(chain.runs)
    for time in (0.3, 1.0 + LAP / 2, 1.6):
        shown = [mesh.positions for mesh in asset.shown(time, 0)]
        for points, (vertices, _) in zip(shown, chain.meshes(), strict=True):
            assert np.allclose(points, evaluate(chain, time)[0][vertices], atol=1e-4)


@pytest.mark.parametrize("rests", [False, True])
def test_a_chain_that_switches_its_colours_shows_none_of_another_time(chain, clips, rests):
    middle = [start + np.interp(0.5, clip.target_weights[:, 0], clip.times - start)
              for clip, (start, _) in zip(clips, SPANS)]
    assert [round(time, 2) for time in change_overs(chain)] == [round(time, 2) for time in middle]
    before, after = switched(chain, rests=rests)
    for time, seen in ((0.3, [[1, 0], [0, 0]]), (0.7, [[0, 0], [1, 0]]), (1.0 + LAP / 2, [[0, 1], [1, 0]]),
                       (1.2, [[0, 1], [0, 0]]), (1.8, [[0, 0], [0, 1]])):
        assert [(_sized(each, np.array([time]))[0] > 0.3).tolist() for each in (before, after)] == seen


def test_too_many_bones_are_refused(clips):
    many = replace(clips[0], bind=np.tile(np.eye(4), (300, 1, 1)))
    with pytest.raises(BakeError, match="302 bones"):
        joined("ball", [many, clips[1]], SPANS, TIMES)
