"""Pieces: which of what was found side by side is one part.

In     the role of each piece, the places that it points to, where it lies and how many points it has.
Out    which part each is a piece of.
Raises nothing.  Knows nothing of networks, meshes or objects.
"""

from __future__ import annotations

import numpy as np

ONE, TOWARDS = 0.07, 0.5
"""Parts of one role are pieces of one where they point to middles and joints that are so near, as a share of the
diagonal, or of how far apart they lie themselves.
"""


def pieces_of_one(role: np.ndarray, aims: np.ndarray, centre: np.ndarray, count: np.ndarray) -> np.ndarray:
    """Which pieces are of one part [piece]: of one role, pointing to the same places or at least towards each other;
    places [piece, place, 3] and centres [piece, 3] in shares of the diagonal, `count` of points.

    The two that agree best become one piece, which points to the means of their places, until no two agree.
    """
    name, count = np.arange(len(role)), count.astype(float)
    aims, centre = aims.copy(), centre.copy()
    differ = _differ(aims[:, None] - aims, centre[:, None] - centre)
    differ[(role[:, None] != role) | np.eye(len(role), dtype=bool)] = np.inf
    while differ.size:
        one, two = np.unravel_index(int(differ.argmin()), differ.shape)
        if differ[one, two] >= 1.0:
            break
        name[name == two] = one
        for of in (aims, centre):
            of[one] = (count[one] * of[one] + count[two] * of[two]) / (count[one] + count[two])
        count[one] += count[two]
        differ[two], differ[:, two] = np.inf, np.inf
        row = np.where(np.isfinite(differ[one]), _differ(aims[one] - aims, centre[one] - centre), np.inf)
        differ[one], differ[:, one] = row, row
    return np.unique(name, return_inverse=True)[1]


def _differ(aimed: np.ndarray, apart: np.ndarray) -> np.ndarray:
    """How much the places disagree that are pointed to, from 1 on too much; by what is between them [..., place, 3],
    and between the pieces themselves [..., 3].
    """
    return np.linalg.norm(aimed, axis=-1).mean(-1) / np.maximum(ONE, TOWARDS * np.linalg.norm(apart, axis=-1))
