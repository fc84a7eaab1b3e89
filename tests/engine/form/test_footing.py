"""What rests on its floor stays above it, and legs that do not reach go slower."""

import numpy as np
import pytest

from engine.form import gait
from engine.form.footing import footed
from engine.form.motion import poses, raised
from engine.form.object4d import Object4D, ObjectError
from engine.form.outline import outline
from engine.form.parts import RISES, Slot, encode, read
from engine.vocabulary.slots import MOTION
from tests.engine.form.shapes import dog_slots, motion, parts_of

BETWEEN = (np.arange(96) + 0.37) / 96


def lowest(parts, cycles=BETWEEN):
    """The lowest point at the cycles [t], in heights of the object."""
    points, row = outline(parts), poses(parts, cycles)[:, :, 1]
    low = (np.einsum("tpj,pkj->tpk", row[..., :3], points) + row[..., 3:]).min((1, 2))
    return low / np.ptp(points[..., 1])


def box(**channels):
    return encode([Slot(0, size=(0.5, 0.4, 0.5), exponents=(0.9, 0.9), motion=motion(**channels))])


def of(tokens, contact):
    return Object4D.from_tokens(tokens, scale=1.0, period=1.0, contact=contact).parts


def test_what_stands_tilts_on_its_edge_and_keeps_to_the_floor_as_it_grows():
    for tokens in (box(turn=[0, 0, 0, 0, 0, 0, 0, 0, 0.3]), box(swell=[0.4, 0.2]), box(shift=[0, 0, 0.3, 0.1])):
        assert lowest(of(tokens, "free")).min() < -0.05
        assert np.abs(lowest(of(tokens, "stands"))).max() < 0.01


def test_what_leaps_touches_the_floor_and_keeps_all_of_its_height():
    tokens = box(shift=[0, 0, -0.3, 0, 0.1, 0])
    free, leaps = (lowest(of(tokens, contact)) for contact in ("free", "leaps"))
    assert abs(leaps.min()) < 0.01
    np.testing.assert_allclose(leaps - free, leaps[0] - free[0], atol=1e-9)


def test_the_rise_is_one_smooth_closed_curve_of_the_whole_object():
    parts = of(box(turn=[0.4, 0, 0, 0.1, 0, 0, 0, 0, 0.3]), "stands")
    assert (parts.rise == parts.rise[0]).all()
    assert raised(parts, np.array([0.0]))[0] == raised(parts, np.array([1.0]))[0]
    fine = raised(parts, np.arange(4096) / 4096)
    assert np.abs(np.diff(fine)).max() < 4.0 * np.ptp(fine) / RISES
    flat = of(box(turn=[0.4, 0, 0, 0.1, 0, 0, 0, 0, 0.3]), "free")
    apart = poses(parts, BETWEEN) - poses(flat, BETWEEN)
    np.testing.assert_allclose(apart[:, :, 1, 3], raised(parts, BETWEEN)[:, None], atol=1e-12)
    assert np.abs(np.delete(apart.reshape(len(BETWEEN), -1), 7, axis=1)).max() < 1e-12


def test_what_does_not_move_is_left_as_it_is():
    parts = parts_of([Slot(0, size=(0.3, 0.3, 0.3))])
    assert footed(parts, "stands") is parts
    with pytest.raises(ObjectError, match="swims"):
        of(box(), "swims")


def walking(front, back, *, bob=0.0):
    slots = dog_slots()
    for k, slot in enumerate(slots):
        channels = np.zeros(MOTION.stop - MOTION.start)
        if slot.index == 0:
            channels[14] = bob
        if slot.index in (9, 12):
            channels[gait.STEP] = [front if slot.index == 9 else back, 0.05, 0.2, 0.0]
            channels[23] = 0.5
        slots[k] = Slot(**{**vars(slot), "motion": channels})
    return encode(slots)


def test_all_legs_go_at_one_pace():
    raw, made = (of(walking(*strides), "stands") for strides in ((0.2, 0.2), (0.16, 0.24)))
    hips = [chain[0] for chain in gait.legs(made)]
    assert len(hips) == 4
    paces = made.motion[hips, gait.STEP.start] / gait.duty(made.motion[hips, gait.STEP.start + 2])
    np.testing.assert_allclose(paces, gait.advance(raw), rtol=1e-6)


def test_strides_that_legs_cannot_reach_grow_shorter_until_they_can():
    made = of(walking(1.4, 1.4), "stands")
    chains = gait.legs(made)
    assert 0.3 * 1.4 / 0.6 < gait.advance(made) < 0.9 * 1.4 / 0.6
    moved = poses(made, np.arange(RISES) / RISES)
    for chain in chains:
        host = moved[:, made.parent[chain[0]]]
        assert gait.fastest(made, chain, host, np.arange(RISES) / RISES) >= gait.advance(made) - 1e-9


def test_a_body_that_would_crouch_onto_its_feet_is_held_up_by_its_legs():
    tokens = walking(0.2, 0.2, bob=0.45)
    low, held = (of(tokens, contact) for contact in ("free", "stands"))
    for parts, least, most in ((low, 0.03, 1.0), (held, 0.0, 0.003)):
        for chain in gait.legs(parts):
            host = poses(parts, BETWEEN)[:, parts.parent[chain[0]]]
            assert least <= gait.crouched(parts, chain, host).max() <= most


def test_a_tail_that_would_sink_turns_up_and_the_body_stays():
    tail = Slot(20, parent=0, attach=(0, 0, -0.9), anchor=(0, 0, 0.9), size=(0.03, 0.03, 0.4),
                motion=motion(turn=[-1.0, 0.3]))
    tokens = encode([*(s for s in read(walking(0.2, 0.2)) if s.index != 20), tail])
    low, made = of(tokens, "free"), of(tokens, "stands")
    assert lowest(low).min() < -0.05
    assert lowest(made).min() > -0.01
    assert made.rise.max() < 0.01
    still = made.slot != 20
    np.testing.assert_allclose(poses(made, BETWEEN)[:, still], poses(low, BETWEEN)[:, still], atol=0.01)


def test_a_whisper_of_a_stride_on_a_small_part_makes_it_no_leg():
    slots = dog_slots()
    whisper = np.zeros(MOTION.stop - MOTION.start)
    whisper[gait.STEP] = [0.001, 0.0, 0.2, 0.0]
    slots.append(Slot(30, parent=4, size=(0.02, 0.02, 0.02), motion=whisper))
    assert gait.legs(parts_of(slots)) == []
