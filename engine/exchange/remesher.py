"""Remesher: two libraries run in a process of their own: an even mesh by Instant Meshes, UVs by xatlas.

In     points [vertex, 3] and faces [face, 3]; how many faces are wanted.   Out   points and faces; or seamed UVs.
Raises AssetError, one sentence, where a library is absent or fails; whatever `check` raises ends the process.
Knows nothing of files' formats, materials or skins.

Both print to standard output and cannot be stopped, and what they are given is anyone's: hence the process. After
Jakob et al. 2015, "Instant Field-Aligned Meshes", and Young 2018, xatlas. The same mesh gives the same bytes.
"""

from __future__ import annotations

import importlib.util
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from engine.exchange.apart import command, environment
from engine.exchange.gltf_bytes import AssetError

LIMIT = 600.0
"""Seconds that a step may take."""
SMOOTHING, CREASE = 2, 30.0
"""Rounds, and degrees between two faces from which the edge between them is kept."""
POLL = 0.05
"""Seconds between two looks at whether the artist has cancelled."""
PADDING = 4
"""Texels between charts."""
FAILED = {"remesh": "its mesh could not be made even: repair it first, or ask for another number of triangles",
          "unwrap": "its mesh could not be laid flat: repair it first, or ask for fewer triangles"}
NEEDED = {"remesh": "pyinstantmeshes", "unwrap": "xatlas"}


def even(points: np.ndarray, faces: np.ndarray, triangles: int, *, quads: bool,
         check: Callable[[], None] = lambda: None) -> tuple[np.ndarray, np.ndarray]:
    """Points and faces [face, 3] of an even mesh of about so many triangles; with `quads`, halves of squares."""
    made = _run("remesh", check, points=points.astype(np.float32), faces=faces.astype(np.uint32),
                triangles=np.array(triangles), quads=np.array(quads))
    return made["points"].astype(np.float64), made["faces"].astype(np.int64)


def unwrapped(points: np.ndarray, faces: np.ndarray, side: int, *,
              check: Callable[[], None] = lambda: None) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Which vertex each new one is, the faces over those in their order, and UVs [vertex, 2] in 0..1 for a picture of
    `side` texels."""
    made = _run("unwrap", check, points=points.astype(np.float32), faces=faces.astype(np.uint32), side=np.array(side))
    return made["source"].astype(np.int64), made["faces"].astype(np.int64), made["uvs"].astype(np.float64)


def lacking(*steps: str) -> list[str]:
    """The libraries of these steps that the installation lacks."""
    return [NEEDED[step] for step in steps if importlib.util.find_spec(NEEDED[step]) is None]


def check_installed(*steps: str) -> None:
    """Refuse, before any work, what the installation lacks."""
    if absent := lacking(*steps):
        raise AssetError(f"this needs {' and '.join(absent)}: type pip install \"chronoform[retopology]\" "
                         "(Python 3.11 to 3.13)")


def _run(step: str, check: Callable[[], None], **arrays: np.ndarray) -> dict[str, np.ndarray]:
    check_installed(step)
    with tempfile.TemporaryDirectory(prefix="chronoform-") as folder:
        given, made, words = (Path(folder, name) for name in ("given.npz", "made.npz", "words.txt"))
        np.savez(given, **arrays)       # pyright: ignore[reportArgumentType]
        with words.open("wb") as log:
            process = subprocess.Popen([*command(__name__), step, str(given), str(made)], stdin=subprocess.DEVNULL,
                                       stdout=subprocess.DEVNULL, stderr=log, env=environment())
            try:
                _await(process, check)
            finally:
                process.kill()
                process.wait()
        if process.returncode or not made.exists():
            raise AssetError(FAILED[step])
        with np.load(made) as found:
            return {name: found[name] for name in found.files}


def _await(process: subprocess.Popen, check: Callable[[], None]) -> None:
    end = time.monotonic() + LIMIT
    while process.poll() is None:
        check()
        if time.monotonic() > end:
            raise AssetError(f"its mesh took more than {LIMIT:.0f} s: ask for fewer triangles")
        time.sleep(POLL)


# ---- in the process ----------------------------------------------------------------------------------


def main(arguments: list[str]) -> int:
    step, given, made = arguments
    with np.load(given) as found:
        arrays = {name: found[name] for name in found.files}
    out = {"remesh": _remesh, "unwrap": _unwrap}[step](arrays)
    np.savez(made, **out)       # pyright: ignore[reportArgumentType]
    return 0


def _remesh(given: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    from pyinstantmeshes import remesh  # pyright: ignore[reportMissingImports]

    around = (4, 4) if given["quads"] else (6, 3)       # symmetries of directions and of places
    points, faces = remesh(given["points"], given["faces"].astype(np.int32), rosy=around[0], posy=around[1],
                           target_vertex_count=int(given["triangles"]) // 2, crease_angle=CREASE, extrinsic=True,
                           align_to_boundaries=True, smooth_iterations=SMOOTHING, deterministic=True)
    return {"points": np.asarray(points), "faces": np.asarray(faces)}


def _unwrap(given: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    import xatlas  # pyright: ignore[reportMissingImports]

    atlas, packing = xatlas.Atlas(), xatlas.PackOptions()
    packing.padding, packing.resolution = PADDING, int(given["side"])
    atlas.add_mesh(given["points"], given["faces"])
    atlas.generate(pack_options=packing)
    source, faces, uvs = atlas[0]
    return {"source": source, "faces": faces, "uvs": uvs}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
