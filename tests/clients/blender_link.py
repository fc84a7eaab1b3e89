"""Blender (PyPI bpy) runs the add-on: shows a file, then another version of it, then one that is broken.

PYTHON_WITH_BPY blender_link.py ADDON.py WORK.json    WORK: folder, first, second, broken (files), frame.
Prints {"shown": {"first", "second", "broken"}, ...}: the vertices of each in the collection's empty's frame, and what
stayed. The add-on's own tick looks at the files, as its timer does.
"""

import importlib.util
import json
import os
import shutil
import sys
from pathlib import Path

import bpy
import numpy as np

spec = importlib.util.spec_from_file_location("chronoform_link", sys.argv[1])
addon = importlib.util.module_from_spec(spec)
sys.modules["chronoform_link"] = addon
spec.loader.exec_module(addon)
work = json.loads(Path(sys.argv[2]).read_text())
bpy.ops.wm.read_factory_settings(use_empty=True)
addon.register()
bpy.context.scene.render.fps = work["rate"]
link = bpy.context.scene.chronoform_link
link.path, link.watching = work["folder"], True
file = Path(work["folder"], "scene.glb")


def put(name):
    times = file.stat().st_mtime if file.exists() else 0
    shutil.copyfile(work[name], file)
    os.utime(file, (times + 5, times + 5))
    addon.tick()


def seen():
    """Names and vertices of the meshes at the frame, in the empty's own frame."""
    bpy.context.scene.frame_set(work["frame"])
    graph = bpy.context.evaluated_depsgraph_get()
    shown = addon.collection_of(file)
    root = next(thing for thing in shown.objects if thing.get(addon.FILE))
    out = {}
    for thing in shown.all_objects:
        if thing.type == "MESH":
            evaluated = thing.evaluated_get(graph)
            mesh = evaluated.to_mesh()
            places = np.empty(3 * len(mesh.vertices), np.float32)
            mesh.vertices.foreach_get("co", places)
            matrix = np.array(root.matrix_world.inverted() @ evaluated.matrix_world)
            out[thing.name] = (places.reshape(-1, 3) @ matrix[:3, :3].T + matrix[:3, 3]).tolist()
    return out


def counts():
    return {kind: len(getattr(bpy.data, kind)) for kind in addon.KINDS}


results = {}
put("first")
results["first"], before = seen(), counts()
shown = addon.collection_of(file)
root = next(thing for thing in shown.objects if thing.get(addon.FILE))
shown.name, shown.hide_render, root.location = "mine", True, (4.0, 5.0, 6.0)
pointer = shown.as_pointer()
mesh = next(thing for thing in shown.objects if thing.type == "MESH")
bpy.context.view_layer.objects.active = mesh
put("second")
results["second"] = seen()
stayed = addon.collection_of(file)
facts = {"same": stayed.as_pointer() == pointer, "name": stayed.name, "hidden": stayed.hide_render,
         "place": list(root.location), "counts": [before, counts()],
         "active": bpy.context.view_layer.objects.active.name, "said": link.said}
put("broken")
results["broken"] = seen()
facts |= {"told": link.said, "after": counts()}
link.said = ""
addon.tick()
facts["again"] = link.said
addon.unregister()
print(json.dumps({"shown": results, "registered": hasattr(bpy.types.Scene, "chronoform_link"), **facts}))
