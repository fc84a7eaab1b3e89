"""Way: several morphs one after the other, at one pace.

In     objects' Parts, two or more.   Out   when each is reached; the parts at any share of the whole way; how far
       objects' surfaces are from each other.
Raises what matching and morphs raise.  Knows nothing of diffusion, meshes, documents or Qt.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.spatial import KDTree

from engine.form.matching import match
from engine.form.morph import Morph
from engine.form.outline import outline
from engine.form.parts import Parts, expand


def apart(objects: Sequence[np.ndarray]) -> np.ndarray:
    """Chamfer distance of each of some tokens' surfaces from the one's before it [object - 1], in object units."""
    clouds = [outline(expand(tokens))[:, ::6].reshape(-1, 3) for tokens in objects]
    trees = [KDTree(cloud) for cloud in clouds]
    return np.array([trees[k].query(clouds[k + 1])[0].mean() + trees[k + 1].query(clouds[k])[0].mean()
                     for k in range(len(clouds) - 1)])


class Way:
    def __init__(self, stops: Sequence[Parts]) -> None:
        self.legs = [Morph(*match(first, last)) for first, last in zip(stops, stops[1:])]
        far = np.cumsum([0.0, *(leg.length for leg in self.legs)])
        self.reached = far / far[-1] if far[-1] > 0.0 else np.linspace(0.0, 1.0, len(stops))
        """At which share of the way each stop is [stop]: as much changes in the first second as in the last."""

    def at(self, share: float) -> Parts:
        leg = min(int(np.searchsorted(self.reached, share, side="right")) - 1, len(self.legs) - 1)
        start, end = self.reached[leg:leg + 2]
        done = (share - start) / max(float(end - start), 1e-12)
        return self.legs[leg].at(float(self.legs[leg].even(np.clip(done, 0.0, 1.0))))
