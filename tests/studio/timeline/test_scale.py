"""Seconds and pixels: there and back, marks on whole seconds, snapping that can be suspended."""

import pytest

from studio.timeline.scale import PULL, Scale, snapped, ticks, timecode
from studio.timeline.toolbar import read_time


@pytest.mark.parametrize("pace", [5.0, 160.0, 3000.0])
def test_pixels_lead_back_to_the_time_also_after_zoom_and_pan(pace):
    scale = Scale(start=0.3, pace=pace, left=164.0).zoomed(1.7, 400.0).panned(-33.0)
    assert scale.time(scale.x(2.345)) == pytest.approx(2.345)


def test_zoom_keeps_the_time_under_the_pointer():
    scale = Scale(pace=100.0, left=164.0)
    assert scale.zoomed(3.0, 500.0).time(500.0) == pytest.approx(scale.time(500.0))


def test_framing_shows_the_whole_scene():
    scale = Scale(left=164.0).framing(0.0, 6.0, 900.0)
    assert scale.x(0.0) >= 164.0
    assert scale.x(6.0) <= 164.0 + 900.0


@pytest.mark.parametrize("pace", [6.0, 40.0, 160.0, 900.0, 3900.0])
@pytest.mark.parametrize("rate", [24.0, 25.0, 30.0, 29.97])
def test_labels_never_touch_and_fall_on_frames(pace, rate):
    marks = [mark.time for mark in ticks(Scale(pace=pace), 1400.0, rate) if mark.label]
    assert len(marks) >= 2
    assert all((b - a) * pace >= 63.9 for a, b in zip(marks, marks[1:]))
    if rate.is_integer():
        assert all(abs(mark * rate - round(mark * rate)) < 1e-6 for mark in marks)


def test_snapping_prefers_an_edge_then_the_frame_and_ctrl_suspends_it():
    scale = Scale(pace=100.0)
    reach = PULL / 100.0
    assert snapped(2.0 - 0.9 * reach, [0.0, 2.0], scale, 30.0) == 2.0
    assert snapped(1.5 + 0.004, [0.0, 2.0], scale, 30.0) == pytest.approx(1.5)
    assert snapped(1.9931, [0.0, 2.0], scale, 30.0, free=True) == 1.9931


def test_time_code_is_read_as_it_is_written():
    assert timecode(62.4) == "01:02.40"
    assert read_time(timecode(62.4), 30.0) == pytest.approx(62.4)
    assert read_time("2.4 s", 30.0) == pytest.approx(2.4)
    assert read_time("72f", 30.0) == pytest.approx(2.4)
    assert read_time("soon", 30.0) is None
