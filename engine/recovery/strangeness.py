"""Strangeness: how much what passes from one object to another looks like a third thing.

In     the tokens that a way leads through, its ends first and last; what these were asked to be.   Out   0..1.
Raises RolesError when the network's weights are missing.
Knows nothing of generators, documents or how the way was found.

Moments of the way are surfaced and looked at by the network that reads imported objects, which has seen no morph: how
sure it is of whichever category it is surest of that is neither end's, in the mean.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch

from engine.conditioning.condition import Condition
from engine.form.parts import expand
from engine.form.surface import SurfaceError, surface
from engine.form.way import Way
from engine.generation.generator import one_thread
from engine.recovery.network import POINTS, RolesNetwork, load, normalised
from engine.recovery.target import sampled

MOMENTS, CLOUDS, CELLS = 13, 2, 32
"""Of a way; of a moment, of POINTS points each; of its surface."""


def strangeness(stops: Sequence[np.ndarray], ends: tuple[Condition, Condition]) -> float:
    """Of the way through tokens [slot, channel], two or more; 0 where the network does not know both ends."""
    network, way = load(), Way([expand(tokens) for tokens in stops])
    own = [end.category for end in ends]
    if max(own) >= network.category.out_features:
        return 0.0
    with one_thread(torch.device("cpu")):
        sure = np.stack([_named(network, way, moment) for moment in range(MOMENTS)])
    sure[:, own] = 0.0
    return float(sure.max(1).mean())


def _named(network: RolesNetwork, way: Way, moment: int) -> np.ndarray:
    """How sure the network is of each category [category], 0..1; of all where there is nothing to see."""
    try:
        mesh = surface(way.at(moment / (MOMENTS - 1)), cells=CELLS, relaxations=0)
    except SurfaceError:
        return np.ones(network.category.out_features)
    points, normals, _ = sampled(mesh.positions.astype(float), mesh.faces.astype(int), CLOUDS * POINTS,
                                 np.random.default_rng(moment))
    clouds = (torch.from_numpy(np.asarray(each, np.float32).reshape(CLOUDS, POINTS, 3))
              for each in (normalised(points)[0], normals))
    with torch.no_grad():
        return network(*clouds)["category"].double().log_softmax(-1).mean(0).softmax(-1).numpy()
