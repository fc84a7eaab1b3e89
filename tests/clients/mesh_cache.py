"""Blender (PyPI bpy) plays a point cache on its base mesh by the Mesh Cache modifier, as an artist would set it up.

PYTHON_WITH_BPY mesh_cache.py BASE.obj CACHE.mdd|.pc2 FRAMES(json) OUT.npz    OUT: positions [frame, vertex, 3], Y up.
"""

import json
import sys

import bpy
import numpy as np

base, cache, frames, out = sys.argv[1], sys.argv[2], json.loads(sys.argv[3]), sys.argv[4]
bpy.ops.wm.read_factory_settings(use_empty=True)
bpy.ops.wm.obj_import(filepath=base)
(thing,) = bpy.context.scene.objects
modifier = thing.modifiers.new("cache", "MESH_CACHE")
modifier.cache_format = "PC2" if cache.endswith(".pc2") else "MDD"
modifier.filepath = cache
shown = []
for frame in frames:
    bpy.context.scene.frame_set(int(frame), subframe=frame % 1.0)
    seen = thing.evaluated_get(bpy.context.evaluated_depsgraph_get())
    mesh = seen.to_mesh()
    places = np.empty(3 * len(mesh.vertices))
    mesh.vertices.foreach_get("co", places)
    world = np.array(seen.matrix_world)
    x, y, z = (places.reshape(-1, 3) @ world[:3, :3].T + world[:3, 3]).T
    shown.append(np.stack([x, z, -y], 1))          # Blender's Z is up
np.savez(out, positions=np.stack(shown), faces=len(thing.data.polygons), uvs=len(thing.data.uv_layers))
