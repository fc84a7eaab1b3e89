"""Takes of a file one after the other: crossfades, speeds, seams."""

import os
from pathlib import Path

import numpy as np
import pytest
from file_samples import bending_glb

from engine.bake.evaluate import evaluate, joints_at, slerp, to_quaternion
from engine.document.scene import Cue
from engine.exchange.importing import Pace, asset_of, clip_of, import_file, stand

FOX = Path(os.environ.get("CHRONOFORM_MODELS", Path.home() / ".cache/chronoform-models")) / (
    "bevy/assets/models/animated/Fox.glb")
FRAMES = tuple((np.arange(121) / 30.0).tolist())


@pytest.fixture(scope="module")
def bar(tmp_path_factory):
    read = import_file(bending_glb(tmp_path_factory.mktemp("file") / "bar.glb"))
    return asset_of(read.imported("0" * 64), read.data)


def played(asset, *cues, take=0, **more):
    return clip_of(asset, "a", stand(asset), take=take, pace=Pace(FRAMES, cues=cues, **more))


def shown(clip, time):
    return evaluate(clip, time)[0]


def tip(clip, time):
    """How its bone of that name is turned on the one before it."""
    joint, at = clip.joint_names.index("tip"), joints_at(clip, time)
    local = np.linalg.inv(at[clip.joint_parents[joint]]) @ at[joint]
    return to_quaternion(local[:3, :3] / np.linalg.norm(local[:3, :3], axis=0))


def test_each_take_is_its_own_before_and_after_a_blend(bar):
    whole = played(bar, Cue(1.25, 1, 0.4, 1.0))
    first, last = played(bar), played(bar, take=1)
    for time in (0.0, 0.33, 0.77, 1.21):
        assert np.abs(shown(whole, time) - shown(first, time)).max() < 5e-4
    for time in (1.66, 2.1, 2.9):
        assert np.abs(shown(whole, time) - shown(last, time - 1.25)).max() < 5e-4
    middle = shown(whole, 1.45)
    assert min(np.abs(middle - shown(first, 1.45)).max(), np.abs(middle - shown(last, 0.2)).max()) > 0.02


def test_joints_turn_the_shorter_way_and_weights_pass_evenly(bar):
    whole, first, last = played(bar, Cue(1.2, 1, 0.6, 1.0)), played(bar), played(bar, take=1)
    turns = [tip(first, 1.5), tip(last, 0.3)]
    assert abs(float(turns[0] @ turns[1])) < 0.99
    assert abs(float(tip(whole, 1.5) @ slerp(*turns, 0.5))) == pytest.approx(1.0, abs=1e-4)
    names = list(whole.target_names)
    for name in ("swell", "lift"):
        before = np.interp(1.5, first.times, first.target_weights[:, list(first.target_names).index(name)])
        now = np.interp(1.5, whole.times, whole.target_weights[:, names.index(name)])
        assert now == pytest.approx(0.5 * before, abs=1e-3)          # nothing moves them in the second


def test_nothing_leaps_but_where_it_is_told_to(bar):
    def leap(clip):
        times = np.arange(0.0, 4.0, 0.01)
        clouds = np.stack([shown(clip, time) for time in times.tolist()])
        return np.abs(np.diff(clouds, axis=0)).max()

    steady = played(bar, take=1, seam=0.3)
    assert leap(played(bar, take=1)) > 0.3
    assert leap(steady) < 0.06
    assert leap(played(bar, Cue(1.0, None, 0.3), Cue(2.0, 1, 0.5, 0.8), take=1, seam=0.3)) < 0.06
    assert np.abs(shown(steady, 0.9) - shown(played(bar, take=1), 0.9)).max() < 5e-4


def test_a_cue_has_a_speed_of_its_own(bar):
    fast = played(bar, Cue(1.0, 1, 0.1, 2.0), speed=0.5)
    plain = played(bar, take=1)
    for time in (1.2, 1.7):
        assert np.abs(shown(fast, time) - shown(plain, time - 1.0)).max() < 5e-4


def test_keyed_speed_is_of_all_takes(bar):
    run = tuple(0.5 * time * time for time in FRAMES)
    clip = played(bar, Cue(1.0, 1, 0.1, 1.0), run=run)
    assert np.abs(shown(clip, 1.8) - shown(played(bar, take=1), 0.5 * 1.8**2 - 0.5)).max() < 5e-3


def test_a_take_that_plays_once_stays_at_its_end(bar):
    clip = played(bar, Cue(2.5, 1, 0.2, 1.0), loops=False)
    assert np.abs(shown(clip, 1.2) - shown(clip, 2.4)).max() < 1e-6


@pytest.mark.skipif(not FOX.is_file(), reason="no Fox: sh packaging/models.sh")
def test_a_fox_looks_about_walks_and_runs():
    read = import_file(FOX)
    asset = asset_of(read.imported("0" * 64), read.data)
    assert [animation.name for animation in asset.animations] == ["Survey", "Walk", "Run"]
    whole = played(asset, Cue(1.0, 1, 0.4, 1.0), Cue(2.5, 2, 0.4, 1.2))
    walk, run = played(asset, take=1), played(asset, take=2, speed=1.2)
    size = np.linalg.norm(np.ptp(shown(whole, 0.0), axis=0))
    assert np.abs(shown(whole, 2.0) - shown(walk, 1.0)).max() < 1e-4 * size
    assert np.abs(shown(whole, 3.5) - shown(run, 1.0)).max() < 1e-4 * size
    clouds = np.stack([shown(whole, time) for time in np.arange(0.0, 4.0, 1.0 / 60.0).tolist()])
    steps = np.linalg.norm(np.diff(clouds, axis=0), axis=2).max(1)
    alone = np.stack([shown(run, time) for time in np.arange(0.0, 1.0, 1.0 / 60.0).tolist()])
    assert steps.max() < 1.3 * np.linalg.norm(np.diff(alone, axis=0), axis=2).max()
