"""Pace: with how many pixels a frame is drawn while something moves, so that it moves smoothly.

In     how long the last frame took [ms].   Out   a share of the sides.
Raises nothing.  Knows nothing of OpenGL or Qt.
"""

from __future__ import annotations

SMOOTH = 30.0             # ms that a frame may take while something moves
SHARES = (1.0, 0.75, 0.5, 0.375)
"""Of width and height: what is drawn of a frame in a hurry."""


def paced(share: int, took: float) -> int:
    """Which of SHARES is next after a frame of this one took so long [ms]: fewer pixels, or more where time is left."""
    if took > SMOOTH:
        return min(share + 1, len(SHARES) - 1)
    more = (SHARES[share - 1] / SHARES[share]) ** 2 if share else 1.0
    return share - 1 if share and took * more < 0.7 * SMOOTH else share
