"""Export: seconds and bytes of a morphing mesh of 20,000 vertices over 48 frames, beside what one would use instead.

trimesh writes a static GLB per frame; pygltflib (if installed) packs 47 targets into one GLB, one per frame.
"""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

import numpy as np
import trimesh

from engine.bake.clip import Clip
from engine.bake.evaluate import evaluate
from engine.bake.palette import texels
from engine.bench import row
from engine.exchange.gltf import export_gltf

FRAMES, REPEATS = 48, 3


def rows(*, seed: int = 0) -> list[dict]:
    clip = wobbling(seed)
    frames = [evaluate(clip, float(t))[0] for t in clip.times]
    with tempfile.TemporaryDirectory() as folder:
        ours, size = best(lambda: export_gltf([clip], Path(folder) / "a.glb")["bytes"])
        theirs, their_size = best(lambda: static_files(clip, frames, Path(folder)))
        packed = best(lambda: every_frame_a_target(clip, frames, Path(folder) / "p.glb")) if peer() else (None, None)
    missing = "" if peer() else "pygltflib is not installed: pip install pygltflib"
    vertices = f"{len(clip.positions)} vertices x {FRAMES} frames"
    return [
        row("export GLB, seconds", ours, "s", bar="<= 1.0", n=REPEATS, baseline=f"trimesh {theirs:.2f} s"),
        row("export GLB, bytes", size / 1e6, "MB", n=1, baseline=f"trimesh {their_size / 1e6:.1f} MB, {vertices}"),
        row("export GLB, seconds / trimesh's static files", ours / theirs, "x", bar="<= 1.0", n=REPEATS,
            baseline="trimesh, one GLB a frame"),
        row("export GLB, bytes / trimesh's static files", size / their_size, "x", bar="<= 0.25",
            baseline="trimesh, one GLB a frame"),
        row("export GLB, seconds / pygltflib", None if packed[0] is None else ours / packed[0], "x", bar="<= 1.0",
            n=REPEATS, baseline=missing or "pygltflib, a target a frame"),
        row("export GLB, bytes / pygltflib", None if packed[1] is None else size / packed[1], "x", bar="<= 0.5",
            baseline=missing or "pygltflib, a target a frame"),
    ]


def wobbling(seed: int) -> Clip:
    """A sphere of 20,000 vertices with two bones and four targets."""
    mesh = trimesh.creation.uv_sphere(1.0, count=(100, 100))
    count, random = len(mesh.vertices), np.random.default_rng(seed)
    waves = random.normal(0, 2.0, (4, 3, 3))
    targets = 0.1 * np.stack([np.sin(mesh.vertices @ wave) for wave in waves])
    palette, surface, windows = texels(np.array([[0.8, 0.3, 0.2]]), np.array([[0.5, 0.0, 0.0]]))
    times = np.arange(FRAMES) / 24.0
    turn = 0.3 * np.sin(times)
    rotation = np.zeros((FRAMES, 2, 4))
    rotation[:, 1, 2], rotation[..., 3] = np.sin(turn / 2), 1.0
    rotation[:, 1, 3] = np.cos(turn / 2)
    share = (mesh.vertices[:, 1:2] * 0.5 + 0.5).clip(0, 1)
    return Clip(
        name="sphere", positions=mesh.vertices + [0, 1.0, 0], normals=mesh.vertex_normals.copy(),
        faces=mesh.faces.astype(np.uint32), uvs=np.tile(windows[0, :2], (count, 1)), palette=palette, surface=surface,
        tint=np.ones((count, 3)), part=np.zeros(count, np.int32),
        joints=np.tile(np.array([0, 1, 0, 0], np.uint16), (count, 1)) * (share > 0),
        weights=np.concatenate([1 - share, share, 0 * share, 0 * share], 1), joint_names=("body", "head"),
        joint_parents=np.array([-1, 0], np.int32), bind=np.tile(np.eye(4), (2, 1, 1)),
        target_names=("a", "b", "c", "d"), target_positions=targets, target_normals=0.5 * targets,
        target_tints=np.zeros_like(targets), times=times, target_weights=0.5 + 0.5 * np.sin(
            times[:, None] * np.arange(1, 5)), joint_translation=np.zeros((FRAMES, 2, 3)), joint_rotation=rotation,
        joint_scale=np.ones((FRAMES, 2, 3)), place_times=np.zeros(1), place_translation=np.zeros((1, 3)),
        place_rotation=np.array([[0, 0, 0, 1.0]]), place_scale=np.ones((1, 3)))


def static_files(clip: Clip, frames: list[np.ndarray], folder: Path) -> int:
    size = 0
    for k, positions in enumerate(frames):
        mesh = trimesh.Trimesh(positions, clip.faces, vertex_normals=clip.normals, process=False)
        path = folder / f"frame{k:03d}.glb"
        mesh.export(path)
        size += path.stat().st_size
    return size


def peer():
    try:
        import pygltflib
    except ImportError:
        return None
    return pygltflib


def every_frame_a_target(clip: Clip, frames: list[np.ndarray], path: Path) -> int:
    lib = peer()
    pieces = [clip.positions.astype(np.float32), clip.faces.astype(np.uint32).reshape(-1)]
    pieces += [(f - clip.positions).astype(np.float32) for f in frames[1:]]
    times = clip.times.astype(np.float32)
    pieces += [times, np.eye(FRAMES, dtype=np.float32)[:, 1:].reshape(-1)]
    views, accessors, at = [], [], 0
    for piece in pieces:
        views.append(lib.BufferView(buffer=0, byteOffset=at, byteLength=piece.nbytes))
        flat = piece.reshape(len(piece), -1)
        accessors.append(lib.Accessor(bufferView=len(views) - 1, count=len(piece), max=flat.max(0).tolist(),
                                      min=flat.min(0).tolist(), type="VEC3" if piece.ndim == 2 else "SCALAR",
                                      componentType=5125 if piece.dtype == np.uint32 else 5126))
        at += piece.nbytes
    last = len(pieces) - 1
    primitive = lib.Primitive(attributes=lib.Attributes(POSITION=0), indices=1,
                              targets=[{"POSITION": 2 + k} for k in range(FRAMES - 1)])
    channel = lib.AnimationChannel(sampler=0, target=lib.AnimationChannelTarget(node=0, path="weights"))
    document = lib.GLTF2(
        scene=0, scenes=[lib.Scene(nodes=[0])], nodes=[lib.Node(mesh=0)], meshes=[lib.Mesh(primitives=[primitive])],
        accessors=accessors, bufferViews=views, buffers=[lib.Buffer(byteLength=at)], animations=[lib.Animation(
            channels=[channel], samplers=[lib.AnimationSampler(input=last - 1, output=last)])])
    document.set_binary_blob(b"".join(piece.tobytes() for piece in pieces))
    document.save_binary(str(path))
    return path.stat().st_size


def best(work) -> tuple[float, int]:
    seconds, size = [], 0
    for _ in range(REPEATS):
        start = time.perf_counter()
        size = work()
        seconds.append(time.perf_counter() - start)
    return min(seconds), size
