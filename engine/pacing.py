"""Pacing: how far an object's motion has gone at a time: what steps and goes somewhere steps as far as it goes.

In     a node, its way through the scene; how far one cycle carries it [m], over time.
Out    cycles at a time [s].
Raises nothing.  Knows nothing of sampling, meshes or Qt.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from engine.changing import Change, Stop
from engine.document.scene import Node
from engine.document.tracks import cycle
from engine.staging.stage import Path
from engine.vocabulary.verbs import VERBS

SOMEWHERE = 0.25
"""Strides from which an object goes somewhere, and does not merely walk where it stands."""
LEAST = 0.2
"""Share of its longest stride below which an object's legs do not hurry after it."""
OverTime = Callable[[float], float]


def strides(node: Node, change: Change | None, own: float, of_stop: Callable[[Stop], float]) -> OverTime:
    """How far one cycle carries a node [m] at a time [s]: between its own keyed shapes what is between theirs.

    `own`: of the node as it is; `of_stop`: of a stop.
    """
    legs = [leg for leg in change.legs if change.stops[leg.last].node.id == node.id] if change else []
    if change is None or not (legs or len(change.stops) == 1):
        return lambda _: own
    far = [of_stop(stop) for stop in change.stops[:1 + max((max(leg.first, leg.last) for leg in legs), default=0)]]

    def stride(time: float) -> float:
        leg = next((leg for leg in legs if time < leg.end), legs[-1] if legs else None)
        return far[0] if leg is None else far[leg.first] + (far[leg.last] - far[leg.first]) * leg.share(time)

    return stride


def paced(node: Node, stride: OverTime, path: Path) -> OverTime:
    """Cycles of a node's motion done at a time [s].

    What steps and goes somewhere steps as far as it goes, so that its feet do not slide; what merely moves keeps time.
    A verb that happens once runs half a cycle and stays there.
    """
    verb = VERBS[node.motion.verb]
    moved = np.linalg.norm(np.diff(path.translation[:, ::2], axis=0), axis=1)
    middles = 0.5 * (path.times[1:] + path.times[:-1])
    lengths = np.array([stride(time) for time in (*middles.tolist(), 0.0)]) * float(path.scale[:, 0].mean())
    longest = float(lengths.max())
    if longest > 0.0 and float(moved.sum()) > SOMEWHERE * longest:
        cycles = np.concatenate([[0.0], (moved / np.maximum(lengths[:-1], LEAST * longest)).cumsum()])
        return lambda time: node.motion.phase + float(np.interp(time, path.times, cycles))
    if verb.once:
        return lambda time: min(cycle(node, time, period=2.0 * verb.period), 0.5)
    return lambda time: cycle(node, time, period=verb.period)
