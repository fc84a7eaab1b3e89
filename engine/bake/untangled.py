"""Untangled: places at which a mesh passes no more through itself than at rest.

In     a Cloth at rest; places [vertex, 3] m of its vertices, on the way to another's.
Out    places near them.
Raises nothing.  Knows nothing of correspondence, time, files or Qt.

Ways that are alike all about a point take a surface there along as it is, and straight ways from a sound rest to a
sound end are sound between unless they turn a neighbourhood round. So where faces pass through others their ways are
made more alike to those of all that lies about them in space, farther from round to round, and those of no other place
are touched. Going nearer to a surface, whatever would make faces pass through others stays behind.
"""

from __future__ import annotations

import numpy as np

from engine.bake.cloth import Cloth, Spread, beside
from engine.bake.pierced import pierced

ROUNDS, PATIENCE = 24, 8
"""How often ways are made more alike, and how often in vain."""
MEANS, MOST_TURNS = 8, 16
"""The means over neighbours that are taken for that, more by these in each of the first rounds."""
STEPS, TRIES, EVEN = 3, 5, 0.02
"""How often a mesh goes nearer, and less of it in each; the share of the size over which neighbours go one way."""
TAUT, SLACK = 0.03, 0.03
"""Shares of the size over which what lies beside a surface is slack more or less, and how smooth it is then."""
BOLD = 0.7
"""Share of the way that is gone in a step."""
STRONG, LITTLE = 3.0, 0.02
"""How much more than the mean about it a vertex counts as concerned; and what counts as not at all."""


def untangled(cloth: Cloth, at: np.ndarray, *, rounds: int = ROUNDS) -> np.ndarray:
    """Places [vertex, 3] m near `at`."""
    way, bad = at - cloth.points, _newly(cloth, at)
    fewest, best, stuck = int(bad.sum()), way, 0
    for turn in range(rounds):
        if not fewest or stuck == PATIENCE:
            break
        share = _about(cloth, bad, 2 + 2 * turn)
        way = way + share * (_evened(cloth, way, share[:, 0] > 0.0, MEANS * min(1 + turn, MOST_TURNS)) - way)
        bad = _newly(cloth, cloth.points + way, moved=share)
        stuck = 0 if bad.sum() < fewest else stuck + 1
        if not stuck:
            fewest, best = int(bad.sum()), way
    return cloth.points + best


def nearer(cloth: Cloth, at: np.ndarray, onto: Spread) -> np.ndarray:
    """Places [vertex, 3] m from `at` nearer to another surface; slack where they lie beside that, as between the
    ears that a round head would stretch to."""
    taut = cloth.smoothed(beside(onto.far(at) / onto.size), TAUT * cloth.size)[:, None]
    at = untangled(cloth, at + taut * (cloth.smoothed(at, SLACK * cloth.size) - at))
    for _ in range(STEPS):
        off = onto.nearest(at, cloth.turned(at)) - at
        new = at + BOLD * cloth.smoothed(off, EVEN * cloth.size)
        bad = _newly(cloth, new)
        for turn in range(TRIES):
            if not bad.any():
                break
            share = _about(cloth, bad, 2 + 2 * turn)
            new = new + share * (at - new)
            bad = _newly(cloth, new, moved=share)
        at = new
    return at


def _evened(cloth: Cloth, way: np.ndarray, some: np.ndarray, means: int) -> np.ndarray:
    """Ways [vertex, 3] m, those of `some` [vertex] so many times the mean about them."""
    near, out = cloth.nearby[some], way.copy()
    inner = near[:, some].astype(np.float32)
    mine = way[some].astype(np.float32)
    held = (near @ way).astype(np.float32) - inner @ mine
    for _ in range(means):
        mine = inner @ mine + held
    out[some] = mine
    return out


def _newly(cloth: Cloth, at: np.ndarray, *, moved: np.ndarray | None = None) -> np.ndarray:
    """Which faces [face] others pass through with the vertices `at`, and not at rest, of those that have to do with
    what `moved` [vertex, 1], if told."""
    among = None if moved is None else np.any((moved[:, 0] > 0.0)[cloth.faces], axis=1)
    return pierced(at, cloth.faces, cloth.place, among=among) & ~cloth.tangled


def _about(cloth: Cloth, faces: np.ndarray, steps: int) -> np.ndarray:
    """How much [vertex, 1] each vertex is concerned by some faces [face], 0..1."""
    out = np.isin(cloth.place, cloth.place[cloth.faces[faces]]).astype(float)
    for _ in range(steps):
        out = np.maximum(out, cloth.nearby @ out)
    out = np.minimum(STRONG * out, 1.0)
    return np.where(out > LITTLE, out, 0.0)[:, None]
