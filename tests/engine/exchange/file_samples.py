"""Small files as others write them: a bending, morphing bar with a picture, and meshes without units."""

import io
import json
import struct
from pathlib import Path

import numpy as np
import trimesh
from PIL import Image

from engine.bake.clip import Material, Texture
from engine.exchange.asset import Animation, Asset, Curve, Mesh, Node, Primitive, Skin
from engine.exchange.asset_glb import asset_glb


def picture(colours=((255, 0, 0), (0, 255, 0), (0, 0, 255), (255, 255, 0))) -> np.ndarray:
    stream = io.BytesIO()
    Image.fromarray(np.array(colours, np.uint8).reshape(2, 2, 3)).save(stream, "PNG")
    return np.frombuffer(stream.getvalue(), np.uint8)


def node(name, parent=-1, translation=(0.0, 0.0, 0.0), rotation=(0.0, 0.0, 0.0, 1.0), scale=(1.0, 1.0, 1.0), **more):
    return Node(name, parent, np.array(translation), np.array(rotation), np.array(scale), **more)


def bending() -> Asset:
    """A skinned box of two bones and five influences a vertex, a morphing sphere under a scaled node that turns, and a
    still, mirrored cone; two animations, one of them with every kind of curve."""
    box = trimesh.creation.box((0.2, 1.0, 0.2)).subdivide().subdivide()
    positions = np.array(box.vertices)
    share = (positions[:, 1] + 0.5).clip(0.0, 1.0)
    weights = np.stack([1.0 - share, 0.6 * share, 0.2 * share, 0.15 * share, 0.05 * share] + [0.0 * share] * 3, 1)
    joints = np.tile([0, 1, 1, 1, 1, 0, 0, 0], (len(positions), 1))
    skinned = Primitive(positions, np.array(box.faces), np.array(box.vertex_normals), joints=joints, weights=weights,
                        uvs=positions[:, :2] * 3.0, material=0)
    ball = trimesh.creation.icosphere(2, 0.3)
    swell = np.array(ball.vertices) * [0.5, 0.0, 0.0]
    lift = np.tile([0.0, 0.4, 0.0], (len(swell), 1))
    morphing = Primitive(np.array(ball.vertices), np.array(ball.faces), np.array(ball.vertex_normals), material=1,
                         target_positions=np.stack([swell, lift]), target_normals=np.zeros((2, len(swell), 3)))
    cone = trimesh.creation.cone(0.2, 0.5, sections=12)
    bare = Primitive(np.array(cone.vertices), np.array(cone.faces))
    inverse = np.tile(np.eye(4), (2, 1, 1))
    inverse[0, 1, 3], inverse[1, 1, 3] = 0.5, 0.0
    half = np.sqrt(0.5)
    times = np.array([0.0, 0.4, 1.0])
    spline = np.zeros((3, 3, 3))
    spline[:, 1] = [[1.5, 0, 0], [1.5, 0.6, 0.2], [1.5, 0, 0]]
    spline[1, 0] = spline[1, 2] = [0.3, -0.5, 1.0]
    turns = np.array([[0, 0, 0, 1], [0, 0, half, half], [0, 0, 0, 1.0]])
    wave = Animation("wave", (
        Curve(1, "rotation", times, turns, "LINEAR"), Curve(3, "translation", times, spline, "CUBICSPLINE"),
        Curve(3, "weights", times, np.array([[0, 0], [1, 0.2], [0.3, 1.0]]), "LINEAR"),
        Curve(0, "scale", times, np.array([[1, 1, 1], [1, 1.5, 1], [1, 1, 1.0]]), "STEP")))
    nod = Animation("nod", (Curve(1, "rotation", np.array([0.0, 2.0]), turns[:2], "LINEAR"),))
    return Asset(
        nodes=(node("base", translation=(0.0, 0.5, 0.0)), node("tip", 0, rotation=(0, 0, 0.1, np.sqrt(0.99))),
               node("bar", mesh=0, skin=0), node("ball", translation=(1.5, 0, 0), scale=(1.0, 2.0, 1.0), mesh=1),
               node("mirror", matrix=np.diag([-1.0, 1.0, 1.0, 1.0])), node("cone", 4, (0.8, 0, 0), mesh=2)),
        meshes=(Mesh("bar", (skinned,), np.zeros(0)), Mesh("ball", (morphing,), np.zeros(2), ("swell", "lift")),
                Mesh("cone", (bare,), np.zeros(0))),
        skins=(Skin(np.array([0, 1]), inverse),), animations=(wave, nod),
        materials=(Material("painted", 0, colour_texture=Texture(0, ("mirror", "clamp"), True), two_sided=True),
                   Material("glass", 0, (0.2, 0.4, 1.0, 0.5), 0.1, 0.0, alpha="blend", glow=(2.0, 0.0, 0.0))),
        images=(picture(),))


def bending_glb(path: Path) -> Path:
    path.write_bytes(asset_glb(bending()))
    return path


def beside_gltf(folder: Path) -> Path:
    """The same as a .gltf with its buffer and its picture beside it."""
    data = asset_glb(bending())
    size = struct.unpack_from("<I", data, 12)[0]
    document, binary = json.loads(data[20:20 + size]), data[28 + size:]
    document["buffers"][0]["uri"] = "bar%20data.bin"
    document["images"][0] = {"uri": "picture.png"}
    folder.mkdir(exist_ok=True)
    (folder / "bar data.bin").write_bytes(binary)
    (folder / "picture.png").write_bytes(picture().tobytes())
    (folder / "bar.gltf").write_text(json.dumps(document))
    return folder / "bar.gltf"


def painted_obj(folder: Path) -> Path:
    """A square of two triangles with a picture, through an MTL."""
    folder.mkdir(exist_ok=True)
    (folder / "paint.png").write_bytes(picture().tobytes())
    (folder / "a.mtl").write_text("newmtl paint\nKd 1 1 1\nmap_Kd paint.png\n")
    (folder / "a.obj").write_text("mtllib a.mtl\nv 0 0 0\nv 1 0 0\nv 1 1 0\nv 0 1 0\nvt 0 0\nvt 1 0\nvt 1 1\nvt 0 1\n"
                                  "usemtl paint\nf 1/1 2/2 3/3\nf 1/1 3/3 4/4\n")
    return folder / "a.obj"
