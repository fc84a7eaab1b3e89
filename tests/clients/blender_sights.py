"""Blender (PyPI bpy) makes a scene with cameras and lights that move, and writes it as GLB and USD.

PYTHON_WITH_BPY blender_sights.py FOLDER FRAMES.json
Writes FOLDER/b.glb and FOLDER/b.usdc. Prints, by name, the matrices at the frames with Y up, rows first, and settings.
"""

import json
import sys
from pathlib import Path

import bpy
import numpy as np

folder, frames = Path(sys.argv[1]), json.loads(sys.argv[2])
bpy.ops.wm.read_factory_settings(use_empty=True)
scene = bpy.context.scene
scene.frame_start, scene.frame_end, scene.render.fps = 0, 48, 24
scene.render.resolution_x, scene.render.resolution_y = 1280, 720
bpy.ops.mesh.primitive_cube_add(size=1.0, location=(0.5, 1.0, 2.0))

arm = bpy.data.objects.new("Arm", None)
scene.collection.objects.link(arm)
arm.scale = (2.0, 2.0, 2.0)
for frame, angle in ((0, 0.0), (48, 2.5)):
    arm.rotation_euler = (0.2, 0.1, angle)
    arm.keyframe_insert("rotation_euler", frame=frame)

data = bpy.data.cameras.new("Lens")
data.sensor_fit, data.angle_y = "VERTICAL", 0.7
made = {}


def add(name, thing, location, rotation, parent=None):
    made[name] = thing_object = bpy.data.objects.new(name, thing)
    scene.collection.objects.link(thing_object)
    thing_object.location, thing_object.rotation_euler, thing_object.parent = location, rotation, parent
    return thing_object


def light(name, kind, energy, **more):
    made_light = bpy.data.lights.new(name, kind)
    made_light.energy = energy
    for key, value in more.items():
        setattr(made_light, key, value)
    return made_light


eye = add("Eye", data, (0.0, -3.0, 0.5), (1.4, 0.0, 0.1), arm)
for frame, tall in ((0, 0.5), (20, 1.0), (48, 0.0)):
    eye.location.z = tall
    eye.keyframe_insert("location", frame=frame)
add("Still", data, (4.0, -4.0, 3.0), (1.1, 0.0, 0.8))
add("Sun", light("Sun", "SUN", 2.0), (0.0, 0.0, 4.0), (0.4, 0.3, 0.2))
add("Spot", light("Spot", "SPOT", 100.0, spot_size=0.9, color=(1.0, 0.6, 0.3)), (2.0, 0.0, 3.0), (0.2, 0.5, 0.0), arm)
add("Point", light("Point", "POINT", 50.0), (-2.0, 1.0, 1.0), (0.0, 0.0, 0.0))

y_up = np.array([[1.0, 0, 0, 0], [0, 0, 1, 0], [0, -1, 0, 0], [0, 0, 0, 1]])
told = {name: [] for name in made}
for frame in frames:
    scene.frame_set(frame)
    for name, thing in made.items():
        told[name].append((y_up @ np.array(thing.matrix_world)).tolist())
scene.frame_set(0)
bpy.ops.export_scene.gltf(filepath=str(folder / "b.glb"), export_cameras=True, export_lights=True,
                          export_animations=True, export_import_convert_lighting_mode="SPEC")
bpy.ops.wm.usd_export(filepath=str(folder / "b.usdc"), export_animation=True, export_lights=True, export_cameras=True,
                      convert_world_material=False)
print(json.dumps(told))
