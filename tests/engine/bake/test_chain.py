"""Chain: one clip of several, in which one at a time is seen, without a gap and as each was by itself."""

from dataclasses import replace

import numpy as np
import pytest

from engine.bake.bake import BakeError, bake_morph
from engine.bake.chain import BLINK, LAP, joined, leaps
from engine.bake.evaluate import colours, evaluate
from engine.exchange.colour_switch import change_overs, switched
from engine.exchange.gltf import export_gltf
from engine.exchange.preflight import preflight
from engine.form.matching import match
from engine.form.object4d import Object4D
from engine.form.parts import Slot, encode

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


@pytest.mark.parametrize("time", [0.0, 0.4, 0.95, 1.0, 1.25, 2.0])
def test_one_at_a_time_is_seen_as_it_was_by_itself(chain, clips, time):
    now = int(time >= 1.0)
    halves = _halves(chain, clips, time)
    assert np.allclose(halves[now], evaluate(clips[now], time)[0], atol=1e-5)
    assert np.ptp(halves[1 - now], axis=0).max() < 1e-5
    seen = chain.part < clips[0].part.max() + 1 if now == 0 else chain.part > clips[0].part.max()
    shown = colours(chain, evaluate(chain, time)[2])[seen]
    assert np.allclose(shown, colours(clips[now], evaluate(clips[now], time)[2]), atol=1e-5)


def test_they_change_places_within_a_blink_and_never_leave_a_gap(chain, clips):
    for time in (1.0 - BLINK, 1.0 - BLINK / 2, 1.0):
        assert max(np.ptp(half, axis=0).max() for half in _halves(chain, clips, time)) > 0.3
    assert (np.diff(chain.times.astype(np.float32)) > 0).all()
    assert set(TIMES) < set(chain.times)


def test_where_an_engine_samples_it_is_said_that_meshes_change(chain, clips):
    assert leaps(chain) == 1
    assert leaps(clips[0]) == 0
    lapped = joined("ball", [replace(clip, target_weights=np.zeros_like(clip.target_weights)) for clip in clips],
                    ((0.0, 1.0 + LAP), (1.0, 2.0)), TIMES)
    assert leaps(lapped) == 0
    said = {profile: [finding for finding in preflight([chain], profile=profile) if "small for a frame" in
                      finding.sentence] for profile in ("godot", "unity")}
    assert said["godot"]
    assert not said["unity"]


def test_a_chain_has_no_more_targets_than_its_richest_clip_and_is_an_asset(chain, clips, tmp_path):
    assert len(chain.target_names) == max(len(clip.target_names) for clip in clips) <= 2
    assert len(set(chain.joint_names)) == len(chain.joint_names) == sum(len(clip.bind) for clip in clips)
    assert all(size & (size - 1) == 0 for size in chain.palette.shape[:2])
    assert chain.report["draft"]
    assert export_gltf([chain], tmp_path / "a.glb")["targets"] <= 2
    middle = [start + np.interp(0.5, clip.target_weights[:, 0], clip.times - start)
              for clip, (start, _) in zip(clips, SPANS)]
    assert [round(time, 2) for time in change_overs(chain)] == [round(middle[0], 2), 1.0, round(middle[1], 2)]
    before, after = switched(chain)
    for time, shown, hidden in ((0.3, before, after), (0.7, after, before), (1.2, before, after), (1.8, after, before)):
        assert np.ptp(evaluate(shown, time)[0], axis=0).max() > 0.3
        assert np.ptp(evaluate(hidden, time)[0], axis=0).max() < 1e-4


def test_too_many_bones_are_refused(clips):
    many = replace(clips[0], bind=np.tile(np.eye(4), (300, 1, 1)))
    with pytest.raises(BakeError, match="302 bones"):
        joined("ball", [many, clips[1]], SPANS, TIMES)
