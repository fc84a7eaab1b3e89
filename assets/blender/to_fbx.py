"""A GLB to FBX, by Blender: run by it (`--background --python`), or by a Python that has bpy.

... to_fbx.py -- IN.glb OUT.fbx KEYS_PER_SECOND [quads]      Needs Blender 4.2 or newer.
With `quads`, triangles that follow each other and begin with one vertex become the quad that they are halves of.
Says how far it is in lines that begin with "chronoform ": {"share", "note"}, and last {"done"} or {"error"}.
It ends where its standard input does: nobody waits for it any more.
"""

import json
import math
import os
import sys
import threading

OLDEST = (4, 2, 0)


def say(**words):
    print("chronoform " + json.dumps(words), flush=True)


def leave_with_the_caller():
    sys.stdin.buffer.read()
    os._exit(4)


def upstream(node):
    """The nodes that feed one, the nearest first."""
    for socket in node.inputs:
        for link in socket.links:
            yield link.from_node
            yield from upstream(link.from_node)


def feed_directly(tree):
    """The picture of the base colour without the vertices' colours over it: FBX knows no mixing, and drops it all."""
    for shader in [node for node in tree.nodes if node.type == "BSDF_PRINCIPLED"]:
        base = shader.inputs["Base Color"]
        mixes = [link.from_node for link in base.links if link.from_node.type != "TEX_IMAGE"]
        picture = next((node for mix in mixes for node in upstream(mix) if node.type == "TEX_IMAGE"), None)
        if picture is not None:
            tree.links.new(picture.outputs["Color"], base)


def join_halves(mesh):
    """The quads that the order of a mesh's triangles tells, with the normals and UVs that their corners had."""
    import bmesh

    normals = [tuple(corner.vector) for corner in mesh.corner_normals]
    seen = {loop.vertex_index: normals[loop.index] for loop in mesh.loops}
    first = [tuple(polygon.vertices) for polygon in mesh.polygons]
    halves = [at for at in range(len(first) - 1) if first[at][0] == first[at + 1][0]]
    work = bmesh.new()
    work.from_mesh(mesh)
    work.faces.ensure_lookup_table()
    edges = []
    for at in halves:
        ends = set(first[at]) & set(first[at + 1])
        edges += [edge for edge in work.faces[at].edges if {vertex.index for vertex in edge.verts} == ends]
    bmesh.ops.dissolve_edges(work, edges=edges, use_verts=False, use_face_split=False)
    work.to_mesh(mesh)
    work.free()
    mesh.normals_split_custom_set_from_vertices([seen.get(at, (0.0, 0.0, 0.0)) for at in range(len(mesh.vertices))])


def convert(source, target, rate, *, quads=False):
    import bpy

    if bpy.app.version < OLDEST:
        say(error=f"it is Blender {bpy.app.version_string}, and 4.2 or newer is needed")
        return
    say(share=0.1, note="Blender reads the scene")
    bpy.ops.wm.read_factory_settings(use_empty=True)
    scene = bpy.context.scene
    scene.render.fps = max(round(rate), 1)
    scene.render.fps_base = scene.render.fps / rate
    bpy.ops.import_scene.gltf(filepath=source, disable_bone_shape=True)       # no icospheres in the scene
    scene.frame_start = 0
    scene.frame_end = max([1, *(math.ceil(action.frame_range[1] - 1e-3) for action in bpy.data.actions)])
    for material in bpy.data.materials:
        if material.node_tree is not None:
            feed_directly(material.node_tree)
    for mesh in bpy.data.meshes if quads else []:
        join_halves(mesh)
    scene.frame_set(0)
    say(share=0.4, note="Blender writes the FBX")
    bpy.ops.export_scene.fbx(
        filepath=target, object_types={"ARMATURE", "MESH", "EMPTY", "CAMERA"}, use_custom_props=True, add_leaf_bones=False,
        mesh_smooth_type="FACE", path_mode="COPY", embed_textures=True, bake_anim=True, bake_anim_use_all_bones=True,
        bake_anim_use_nla_strips=False, bake_anim_use_all_actions=False, bake_anim_step=1.0,
        bake_anim_simplify_factor=0.0)
    say(share=1.0, done=bpy.app.version_string)


if __name__ == "__main__":
    threading.Thread(target=leave_with_the_caller, daemon=True).start()
    glb, fbx, keys, *more = sys.argv[sys.argv.index("--") + 1:]
    convert(glb, fbx, float(keys), quads="quads" in more)
    sys.stdout.flush()
    os._exit(0)            # the thread may sit in its read
