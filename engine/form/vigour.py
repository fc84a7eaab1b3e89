"""Vigour: parts that move more at one time and less at another.

In     stretches of time, each on a way between two Parts that differ in their motion alone; keys [s], their cycles.
Out    matrices that take rest to the poses.
Raises nothing.  Knows nothing of meshes, documents or Qt.

Between the ends the motion channels mix, as those of a morph do (engine.form.morph). A spin is a whole number of turns
a cycle: where the ends' differ, it goes at a rate between theirs and its turns are summed up, bent so that at the last
end's share it lies as that end's does.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy.spatial.transform import Rotation

from engine.form.hanging import lerp, smooth
from engine.form.matching import proper
from engine.form.motion import SPIN, poses
from engine.form.parts import Parts

MOMENTS = 8
"""A key, at which spins are summed up."""
SAME = 1e-6


@dataclass(frozen=True)
class Stretch:
    start: float                        # s
    end: float
    first: Parts
    last: Parts
    share: Callable[[float], float]     # time [s] to 0 the first .. 1 the last


def vigorous(stretches: Sequence[Stretch], times: np.ndarray, cycle_of_time: Callable[[float], float]) -> np.ndarray:
    """Matrices [key, part, 4, 4] at `times` [key] s, which the stretches cover without a gap."""
    out = []
    for number, stretch in enumerate(stretches):
        mine = times[(times >= stretch.start) & (times < stretch.end)] if number < len(stretches) - 1 else (
            times[times >= stretch.start])
        if len(mine):
            out.append(_on(stretch, mine, cycle_of_time))
    return np.concatenate(out)


def _on(stretch: Stretch, times: np.ndarray, cycle_of_time: Callable[[float], float]) -> np.ndarray:
    first = proper(stretch.first)
    last = _in_step(first, proper(stretch.last))
    swept = _swept(replace(stretch, first=first, last=last), times, cycle_of_time)
    return np.concatenate([poses(_mixed(first, last, stretch.share(time), turns), np.array([cycle_of_time(time)]))
                           for time, turns in zip(times.tolist(), swept)])


def _mixed(first: Parts, last: Parts, share: float, swept: np.ndarray) -> Parts:
    """The parts at a share, whose spins have turned so often [part]."""
    motion = lerp(first.motion, last.motion, np.array(share))
    there = [np.round(parts.motion[:, SPIN]) * parts.phase + parts.turned for parts in (first, last)]
    motion[:, SPIN] = 0.0
    turn = Rotation.from_matrix(first.frame.transpose(0, 2, 1) @ last.frame).as_rotvec()
    return first.changed(
        motion=motion, frame=first.frame @ Rotation.from_rotvec(share * turn).as_matrix(),
        phase=lerp(first.phase, last.phase, np.array(share)), rise=lerp(first.rise, last.rise, np.array(share)),
        turned=swept + lerp(there[0], there[1], np.array(share)))


def _in_step(first: Parts, last: Parts) -> Parts:
    """`last`, the same motion, with phases next to those of `first`."""
    return last.changed(phase=last.phase - np.round(last.phase - first.phase))


def _swept(stretch: Stretch, times: np.ndarray, cycle_of_time: Callable[[float], float]) -> np.ndarray:
    """Turns [key, part] of the spins, without their phases."""
    moments = np.linspace(stretch.start, max(stretch.end, times[-1]), MOMENTS * len(times) + 1)
    shares = np.array([stretch.share(time) for time in moments.tolist()])
    cycles = np.array([cycle_of_time(time) for time in moments.tolist()])
    slow, fast = (np.round(parts.motion[:, SPIN]) for parts in (stretch.first, stretch.last))
    done = np.concatenate([[0.0], np.cumsum(0.5 * (shares[1:] + shares[:-1]) * np.diff(cycles))])
    turns = slow * cycles[:, None] + (fast - slow) * done[:, None]
    if shares[-1] > 1.0 - SAME:
        short = fast * cycles[-1] - turns[-1]
        turns += (short - np.round(short)) * smooth(shares)[:, None]
    return np.stack([np.interp(times, moments, column) for column in turns.T], 1)
