"""A mesh without bones or animation as a GLB, with one set of UVs more.

In     a Clip for what its faces look like, places, normals and colours of its vertices, the second UVs.
Out    the file's bytes.
Raises ExportError for numbers that are not finite.   Knows nothing of files.
"""

from __future__ import annotations

import numpy as np

from engine.bake.clip import Clip
from engine.exchange.gltf_buffer import ATTRIBUTE, Buffer
from engine.exchange.gltf_object import dressing, primitives
from engine.exchange.welded import Level


def still_glb(clip: Clip, name: str, positions: np.ndarray, normals: np.ndarray, tint: np.ndarray | None,
              texels: np.ndarray) -> bytes:
    """`texels` [vertex, 2] are TEXCOORD_1; `tint` [vertex, 3], linear factors on the palette, COLOR_0."""
    buffer = Buffer()
    document: dict = {"asset": {"version": "2.0", "generator": "Chronoform"}, "scene": 0,
                      "scenes": [{"name": name, "nodes": [0]}], "nodes": [{"name": name, "mesh": 0}], "materials": [],
                      "textures": [], "images": [], "samplers": [], "extensionsUsed": []}
    columns = {"POSITION": positions, "NORMAL": normals, "TEXCOORD_0": clip.uvs, "TEXCOORD_1": texels}
    if tint is not None:
        columns["COLOR_0"] = tint
    attributes = {key: buffer.accessor(np.asarray(column, np.float32), f"{name}'s {key}", use=ATTRIBUTE, meaning=key)
                  for key, column in columns.items()}
    dressed = dressing(clip, name, buffer, document)(Level(
        clip.faces, tuple(material.faces for material in clip.materials)))
    document["meshes"] = [{"name": f"{name}_mesh", "primitives": primitives(
        dressed, (attributes, []), len(positions), name, buffer)}]
    return b"".join(buffer.container({key: value for key, value in document.items() if value != []}))
