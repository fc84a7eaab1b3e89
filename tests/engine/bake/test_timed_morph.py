"""Bakes of morphs whose parts go at times of their own: the error between the frames, and what the file shows."""

import numpy as np
import pytest

from engine.bake.bake import Course, bake_morph
from engine.bake.error import differs
from engine.bake.evaluate import evaluate
from engine.document.tracks import EASES
from engine.form.matching import aligned
from engine.form.timing import Span, spans
from engine.vocabulary.slots import SLOT
from tests.engine.form.shapes import SHAPES, parts_of

TIMES = np.linspace(0.0, 2.0, 61)


def share(time):
    return EASES["ease"](min(1.0, max(0.0, (time - 0.25) / 1.5)))


def cycle(time):
    return time / 1.5


def by_generation(parts, ease):
    """Half of the way each, the root first and the tips last."""
    depth = np.zeros(len(parts))
    for node in range(1, len(parts)):
        depth[node] = depth[parts.parent[node]] + 1.0
    return [Span(0.5 * late, 0.5 * late + 0.5, EASES[ease]) for late in (depth / depth.max()).tolist()]


@pytest.mark.parametrize(("first", "last", "ease", "bar"), [
    ("chair", "dog", "linear", 0.25), ("dog", "mug", "ease", 0.25), ("chair", "dog", "overshoot", 0.35)])
def test_between_the_frames_it_is_as_exact_as_other_morphs(first, last, ease, bar):
    """What overshoots sets out five times as fast as it goes on the whole, so that its frames tell less of it."""
    common = aligned(parts_of(SHAPES[first]()), parts_of(SHAPES[last]()))
    told = by_generation(common.first, ease)
    clip = bake_morph("x", common.first, common.last, times=TIMES, share_of_time=share, cycle_of_time=cycle, spans=told)
    course = Course(common.first, common.last, TIMES, share, cycle, spans=told)
    halves = 0.5 * (TIMES[8:52:6] + TIMES[9:53:6])
    off = [differs(clip, course.parts(time), time).mean for time in halves.tolist()]
    assert max(off) < bar
    assert clip.report["error_worst"] < bar


def test_the_file_shows_the_head_there_while_the_legs_have_not_set_out():
    common = aligned(parts_of(SHAPES["dog"]()), parts_of(SHAPES["chair"]()))
    told = spans(common, {(SLOT["head"], -1): (0.0, 0.35, EASES["linear"]),
                          (SLOT["upper leg"], -1): (0.65, 1.0, EASES["linear"])})
    made = [bake_morph("x", common.first, common.last, times=TIMES, share_of_time=share, cycle_of_time=lambda _: 0.0,
                       spans=spans_, draft=True) for spans_ in (told, told, [])]
    assert all(a.tobytes() == b.tobytes() for a, b in zip(made[0].arrays().values(), made[1].arrays().values()))

    def extent(clip, slot, time):
        """The diagonal of the vertices of the parts of a slot."""
        return np.mean([np.linalg.norm(np.ptp(evaluate(clip, time)[0][clip.part == part], axis=0))
                        for part in np.flatnonzero(common.first.slot == SLOT[slot])])

    timed, _, plain = made
    legs = [extent(timed, "upper leg", time) for time in (0.0, 1.0, 2.0)]
    assert abs(legs[1] - legs[0]) < 0.1 * (legs[2] - legs[0])
    assert extent(plain, "upper leg", 1.0) - legs[0] > 0.3 * (legs[2] - legs[0])
    assert extent(timed, "head", 1.0) < 0.6 * extent(plain, "head", 1.0)
