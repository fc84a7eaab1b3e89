"""Blender (PyPI bpy) writes a mesh with a shape key for every frame; prints {"seconds", "bytes", "version"}.

PYTHON_WITH_BPY blender.py FRAMES.npz OUT.glb    FRAMES: positions [frame, vertex, 3] glTF axes, faces [face, 3], rate.
Only the export is timed: the mesh is built before. Morph normals are its default.
"""

import json
import os
import sys
import time

import bpy
import numpy as np

data = np.load(sys.argv[1])
positions, faces, rate = data["positions"][..., [0, 2, 1]] * [1, -1, 1], data["faces"], int(data["rate"])
bpy.ops.wm.read_factory_settings(use_empty=True)
bpy.context.scene.render.fps = rate
mesh = bpy.data.meshes.new("it")
mesh.from_pydata(positions[0].tolist(), [], faces.tolist())
mesh.shade_smooth()
thing = bpy.data.objects.new("it", mesh)
bpy.context.collection.objects.link(thing)
thing.shape_key_add(name="Basis")
for frame, places in enumerate(positions):
    key = thing.shape_key_add(name=f"frame {frame}")
    key.data.foreach_set("co", places.astype(np.float32).reshape(-1))
    for at, value in ((frame - 1, 0.0), (frame, 1.0), (frame + 1, 0.0)):
        if 0 <= at < len(positions):
            key.value = value
            key.keyframe_insert("value", frame=at)
bpy.context.scene.frame_start, bpy.context.scene.frame_end = 0, len(positions) - 1
start = time.perf_counter()
bpy.ops.export_scene.gltf(filepath=sys.argv[2], export_format="GLB", export_morph=True, export_morph_normal=True)
seconds = time.perf_counter() - start
print(json.dumps({"seconds": seconds, "bytes": os.path.getsize(sys.argv[2]), "version": bpy.app.version_string}))
