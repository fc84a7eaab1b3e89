"""USD apart: a USD file of anyone's is read by a process of its own, and comes from there as a GLB.

In     a path.   Out   the bytes of a GLB that a scene can keep, and what a GLB does not say; the scene it carries.
Raises AssetError: what is wrong with the file, or that USD's own reader broke off over it.
Knows nothing of scenes.

Over some damaged binary files USD's library ends the process that reads them, over the same file not each time; others
ask it for more memory than there is. So nothing here opens one: the other process does, within SECONDS and BYTES. Its
start costs half a second.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from engine.exchange.apart import bounded, ended
from engine.exchange.gltf_bytes import AssetError, OutsideError
from engine.exchange.sights import Camera, Light, Sight

SECONDS, BYTES = 300.0, 4 << 30
MESH, ABOUT, FAULT = "mesh.glb", "about.json", "fault.json"


@dataclass(frozen=True)
class Converted:
    glb: bytes
    scale: float | None                 # m of its unit; None: it does not say
    up: str | None
    remarks: tuple[str, ...]
    sights: tuple[Sight, ...]
    told: tuple[str, ...]               # of those


def converted(path: Path) -> Converted:
    with tempfile.TemporaryDirectory(prefix="chronoform-") as folder:
        about = _run("mesh", path, Path(folder))
        return Converted((Path(folder) / MESH).read_bytes(), about["scale"], about["up"], tuple(about["remarks"]),
                         tuple(map(_sight, about["sights"])), tuple(about["told"]))


def carried(path: Path, key: str) -> dict[str, Any] | None:
    """What is under `key` in the custom data of the file's own layer, None for what is no text. No other is opened."""
    with tempfile.TemporaryDirectory(prefix="chronoform-") as folder:
        return _run("data", path, Path(folder), key)["data"]


def _sight(row: dict[str, Any]) -> Sight:
    kind = {each.__name__: each for each in (Camera, Light)}[row.pop("kind")]
    values: dict[str, Any] = {key: np.array(value) if isinstance(value, list) else value for key, value in row.items()}
    return kind(**values)


def _run(step: str, path: Path, folder: Path, *more: str) -> dict[str, Any]:
    try:
        code = ended(__name__, step, path, folder, *more, within=SECONDS)
    except subprocess.TimeoutExpired as error:
        raise AssetError(f"{path.name} takes more than {SECONDS:.0f} s to read: write it anew with less in it"
                         ) from error
    if (fault := folder / FAULT).exists():
        said = json.loads(fault.read_text("utf-8"))
        raise (OutsideError if said["outside"] else AssetError)(said["words"])
    if code or not (folder / ABOUT).exists():
        raise AssetError(f"{path.name} is damaged: USD's own reader broke off over it. Write it anew in the program it "
                         "comes from")
    return json.loads((folder / ABOUT).read_text("utf-8"))


# ---- in the process ----------------------------------------------------------------------------------


def main(arguments: list[str]) -> int:
    step, path, folder, *more = arguments
    bounded(BYTES)
    try:
        about = _mesh(Path(path), Path(folder)) if step == "mesh" else _data(Path(path), *more)
    except AssetError as error:
        said = {"words": str(error), "outside": isinstance(error, OutsideError)}
        (Path(folder) / FAULT).write_text(json.dumps(said), "utf-8")
        return 0
    (Path(folder) / ABOUT).write_text(json.dumps(about), "utf-8")
    return 0


def _mesh(path: Path, folder: Path) -> dict[str, Any]:
    from engine.exchange.asset_glb import asset_glb
    from engine.exchange.usd_reader import read_stage

    asset, scale, up, sights, told = read_stage(path)
    (folder / MESH).write_bytes(asset_glb(asset))
    return {"scale": scale, "up": up, "remarks": asset.remarks, "sights": [_row(sight) for sight in sights],
            "told": told}


def _row(sight: Sight) -> dict[str, Any]:
    """The sight as JSON values."""
    return {"kind": type(sight).__name__} | {
        key: value.tolist() if isinstance(value, np.ndarray) else value for key, value in vars(sight).items()}


def _data(path: Path, key: str) -> dict[str, Any]:
    from engine.exchange.usd_layer import layer_data

    found = layer_data(path).get(key)
    return {"data": {name: text if isinstance(text, str) else None for name, text in found.items()}
            if isinstance(found, dict) else None}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
