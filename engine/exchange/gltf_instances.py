"""Meshes that a glTF node shows many times over (EXT_mesh_gpu_instancing), as nodes of their own.

In     an opened Source and its nodes.   Out   the nodes, after them one under its node for each time it is shown.
Raises AssetError where the places are damaged or too many.   Knows nothing of what the meshes hold.

What an instance has beside its place (a colour, a number of its own) is left out, and said.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from engine.exchange.asset import Node
from engine.exchange.gltf_bytes import FARTHEST, Source

KEY = "EXT_mesh_gpu_instancing"
MOST = 20_000
"""Instances in a file."""
_PLACES = {"TRANSLATION": (0.0, 0.0, 0.0), "ROTATION": (0.0, 0.0, 0.0, 1.0), "SCALE": (1.0, 1.0, 1.0)}


def spread(source: Source, nodes: tuple[Node, ...], remarks: list[str]) -> tuple[Node, ...]:
    out = list(nodes)
    for index, (node, row) in enumerate(zip(nodes, source.rows("nodes"))):
        more = row.get("extensions")
        how = more.get(KEY) if isinstance(more, dict) else None
        if how is None or node.mesh < 0:
            continue
        attributes = how.get("attributes") if isinstance(how, dict) else None
        if not isinstance(attributes, dict) or not set(attributes) & set(_PLACES):
            raise source.fault(f"{node.name} is shown many times over, and where is not said")
        if node.skin >= 0:
            remarks.append(f"{node.name}: it bends and is shown many times over; it is shown once.")
            continue
        if set(attributes) - set(_PLACES):
            remarks.append(f"{node.name}: what its instances have beside their places is left out.")
        places = _places(source, attributes)
        if len(out) - len(nodes) + len(places["SCALE"]) > MOST:
            raise source.fault(f"it shows meshes more than {MOST:,} times over: join them in the program it comes from")
        out[index] = replace(node, mesh=-1)
        out += [Node(f"{node.name} {k + 1}", index, *(places[name][k] for name in _PLACES), mesh=node.mesh,
                     weights=node.weights) for k in range(len(places["SCALE"]))]
    return tuple(out)


def _places(source: Source, attributes: dict[str, Any]) -> dict[str, np.ndarray]:
    """Each of _PLACES [instance, number]; turns are of length 1."""
    given = {name: source.accessor(attributes[name], width=len(rest)).astype(np.float64)
             for name, rest in _PLACES.items() if name in attributes}
    counts = {len(values) for values in given.values()}
    if len(counts) > 1:
        raise source.fault(f"instances have {' and '.join(map(str, sorted(counts)))} places")
    out = {name: given.get(name, np.tile(rest, (max(counts), 1))) for name, rest in _PLACES.items()}
    if not all((np.abs(values) <= FARTHEST).all() for values in out.values()):
        raise source.fault("an instance's place is no usable number")
    length = np.linalg.norm(out["ROTATION"], axis=1, keepdims=True)
    out["ROTATION"] = np.where(length > 1e-9, out["ROTATION"] / np.maximum(length, 1e-9), _PLACES["ROTATION"])
    return out
