"""Blender (PyPI bpy) opens an FBX and tells what it shows.

PYTHON_WITH_BPY blender_fbx.py FILE.fbx TIMES_JSON    TIMES_JSON: seconds.
Prints {"rate", "seconds", "bones": {armature: number}, "meshes": {name: {"keys", "faces", "positions" [time, vertex, 3]
in glTF's axes, "picture" [row, column, rgb] of the base colour or null}}, "objects",
"cameras": {name: {"field", "at" [time, 4, 4] in glTF's axes}}}.
"""

import json
import sys

import bpy
import numpy as np

bpy.ops.wm.read_factory_settings(use_empty=True)
bpy.ops.import_scene.fbx(filepath=sys.argv[1], anim_offset=0.0)
scene = bpy.context.scene
rate = scene.render.fps / scene.render.fps_base
ranges = [action.frame_range for action in bpy.data.actions]
meshes, cameras = {}, {}
for thing in scene.objects:
    if thing.type == "MESH":
        keys = thing.data.shape_keys
        (slot,) = thing.material_slots
        shader = next(node for node in slot.material.node_tree.nodes if node.type == "BSDF_PRINCIPLED")
        image = next((link.from_node.image for link in shader.inputs["Base Color"].links), None)
        wide, high = image.size if image else (0, 0)
        picture = image and np.array(image.pixels).reshape(high, wide, 4)[::-1, :, :3].round(4).tolist()
        meshes[thing.name] = {"keys": [key.name for key in keys.key_blocks][1:] if keys else [], "positions": [],
                              "faces": len(thing.data.polygons), "picture": picture}
for thing in scene.objects:
    if thing.type == "CAMERA":
        cameras[thing.name] = {"field": thing.data.angle_y, "at": []}
for time in json.loads(sys.argv[2]):
    scene.frame_set(int(time * rate + 1e-6), subframe=min(max(time * rate - int(time * rate + 1e-6), 0.0), 0.999))
    graph = bpy.context.evaluated_depsgraph_get()
    for name, row in cameras.items():
        world = np.array(scene.objects[name].evaluated_get(graph).matrix_world)[[0, 2, 1, 3]]
        row["at"].append((world * np.array([1, 1, -1, 1])[:, None]).tolist())
    for name, row in meshes.items():
        evaluated = scene.objects[name].evaluated_get(graph)
        mesh = evaluated.to_mesh()
        places = np.empty(3 * len(mesh.vertices), np.float32)
        mesh.vertices.foreach_get("co", places)
        matrix = np.array(evaluated.matrix_world)
        world = places.reshape(-1, 3) @ matrix[:3, :3].T + matrix[:3, 3]
        row["positions"].append((world[:, [0, 2, 1]] * [1, 1, -1]).tolist())
print(json.dumps({
    "rate": rate, "seconds": (max(r[1] for r in ranges) - min(r[0] for r in ranges)) / rate, "meshes": meshes,
    "cameras": cameras,
    "bones": {thing.name: len(thing.data.bones) for thing in scene.objects if thing.type == "ARMATURE"},
    "objects": sorted(thing.name for thing in scene.objects)}))
