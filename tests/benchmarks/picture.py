"""What a frame of the picture costs the processor: scrubbing a clip, beside a mesh that stands still and one rebuilt.

Only the submission is counted: Mesa's null driver (GALLIUM_NOOP) takes the calls and draws nothing, so that a
software renderer's own work is left out; what is counted is this thread's processor time, all three in turns.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import numpy as np

from engine.bench import row

ROOT = Path(__file__).parents[2]
FRAMES = 200


def rows(*, seed: int = 0) -> list[dict]:
    environment = {**os.environ, "GALLIUM_NOOP": "1", "PYOPENGL_PLATFORM": "egl", "OMP_NUM_THREADS": "1",
                   "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "tests" / "engine" / "picture")])}
    done = subprocess.run([sys.executable, "-P", __file__], env=environment, capture_output=True, text=True, check=True)
    took = json.loads(done.stdout.splitlines()[-1])
    scrub, still, posed, made = (np.array(took[name]) for name in ("scrub", "still", "posed", "made"))
    size = f"{took['vertices']} vertices, {took['joints']} joints, {took['targets']} targets"
    return [
        row(f"picture: submit a frame while scrubbing, {size}", float(np.median(scrub) * 1e3), "ms", n=len(scrub)),
        row("picture: scrubbing / the same mesh standing still", float(np.median(scrub) / np.median(still)), "x",
            bar="<= 1.3", n=len(scrub), baseline="the same renderer, shadows drawn anew in both"),
        row("picture: scrubbing / rebuilding the mesh", float(np.median(scrub / (posed + made))), "x", n=len(scrub),
            baseline="vertices posed by numpy, pyrender.Mesh made anew, its renderer"),
        row("picture: scrubbing / rebuilding a mesh that is posed already",
            float(np.median(scrub / made)), "x", bar="<= 0.2", n=len(scrub),
            baseline="pyrender.Mesh made anew, pyrender's renderer with one shadow"),
    ]


def subject():
    """A clip of about 20,000 vertices, 24 joints and 4 targets, of which all are on."""
    from moving_clips import clip

    rng = np.random.default_rng(0)
    pieces = [(rng.uniform(-1, 1, 3) + (0, 1.2, 0), rng.uniform(0.1, 0.3, 3), (0.1, 0.1), 0.2, (200, 120, 80),
               (0.4, 0.0, 0.0)) for _ in range(24)]
    made = clip("subject", pieces, swing=0.5, swell=0.3, turns=38)
    return replace(made, target_names=tuple("abcd"), target_weights=np.repeat(made.target_weights, 4, 1),
                   **{name: np.repeat(getattr(made, name), 4, 0)
                      for name in ("target_positions", "target_normals", "target_tints")})


def stock(pyrender, size: tuple[int, int], target):
    """pyrender's own renderer, drawing into our target: its window's framebuffer does not exist here."""
    class Renderer(pyrender.Renderer):
        def _configure_forward_pass_viewport(self, flags):
            super()._configure_forward_pass_viewport(flags)
            target.bind()

    return Renderer(*size)


def measure() -> dict:
    import pyrender

    from engine.bake.evaluate import evaluate
    from engine.picture.camera import Camera
    from engine.picture.context import offscreen
    from engine.picture.studio import Studio
    from engine.picture.targets import Target

    moving = subject()
    still = replace(moving, times=moving.times[:1], target_weights=moving.target_weights[:1],
                    joint_translation=moving.joint_translation[:1], joint_rotation=moving.joint_rotation[:1],
                    joint_scale=moving.joint_scale[:1])
    size, camera = (800, 600), Camera()
    scenes = {}
    took: dict = {"scrub": [], "still": [], "posed": [], "made": []}
    with offscreen():
        for name, clip in (("scrub", moving), ("still", still)):
            scenes[name] = Studio(size, window=True)
            scenes[name].set_clips({"subject": clip})
        target = Target("rgba8", depth=True).fit(*size)
        renderer, scene = stock(pyrender, size, target), pyrender.Scene()
        scene.add(pyrender.PerspectiveCamera(yfov=camera.field), pose=camera.pose())
        scene.add(pyrender.DirectionalLight(intensity=3.0), pose=camera.pose())
        node = None
        for frame in range(FRAMES + 5):
            at = 2.0 * frame / (FRAMES + 5)
            began = time.thread_time()
            positions, normals, _ = evaluate(moving, at)
            took["posed"].append(time.thread_time() - began)
            for name, studio in list(scenes.items())[::1 if frame % 2 else -1]:   # neither always with the cold cache
                began = time.thread_time()
                studio.draw(at, camera, framebuffer=target.id)
                took[name].append(time.thread_time() - began)
            began = time.thread_time()
            if node is not None:
                scene.remove_node(node)
            node = scene.add(pyrender.Mesh([pyrender.Primitive(positions, normals, indices=moving.faces)]))
            renderer.render(scene, pyrender.RenderFlags.SHADOWS_DIRECTIONAL)
            took["made"].append(time.thread_time() - began)
    took = {name: times[5:] for name, times in took.items()}
    return took | {"vertices": len(moving.positions), "joints": len(moving.bind), "targets": len(moving.target_names)}


if __name__ == "__main__":
    print(json.dumps(measure()))
