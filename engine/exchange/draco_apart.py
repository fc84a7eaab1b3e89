"""Draco apart: compressed meshes of anyone's are unpacked by Google's library, in a process of its own.

In     the bytes of compressed meshes.   Out   for each its triangles [face, 3] and attributes [vertex, n] by unique id.
Raises AssetError: they are damaged, take too long or would fill the memory; the reader names the file.
Knows nothing of glTF.

A few bytes may ask for any amount of memory, and the library cannot be stopped: hence the process, within SECONDS and
BYTES. Its start costs a quarter of a second.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np

from engine.exchange.apart import bounded, ended
from engine.exchange.gltf_bytes import MOST_BYTES, AssetError

SECONDS, BYTES = 300.0, 2 << 30
TOO_MUCH = 3
"""What the process ends with where all that it unpacked would be more than a file may hold."""
FACES = "faces"

Unpacked = dict[str, np.ndarray]
"""FACES, and attributes by their unique id as text."""


def decoded(pieces: list[bytes]) -> list[Unpacked]:
    with tempfile.TemporaryDirectory(prefix="chronoform-") as folder:
        given, made = Path(folder, "given.npz"), Path(folder, "made.npz")
        rows = {str(k): np.frombuffer(piece, np.uint8) for k, piece in enumerate(pieces)}
        np.savez(given, **rows)         # pyright: ignore[reportArgumentType]
        try:
            code = ended(__name__, given, made, within=SECONDS)
        except subprocess.TimeoutExpired as error:
            raise AssetError(f"its compressed meshes take more than {SECONDS:.0f} s: write it without Draco") from error
        if code == TOO_MUCH:
            raise AssetError(f"it would unpack to more than {MOST_BYTES >> 20} MB")
        if code or not made.exists():
            raise AssetError("its compressed meshes are damaged: write it anew, or without Draco")
        out: list[Unpacked] = [{} for _ in pieces]
        with np.load(made) as found:
            for name in found.files:
                number, _, key = name.partition(" ")
                out[int(number)][key] = found[name]
        return out


# ---- in the process ----------------------------------------------------------------------------------


def main(arguments: list[str]) -> int:
    import DracoPy  # pyright: ignore[reportMissingImports]

    given, made = arguments
    bounded(BYTES)
    out, size = {}, 0
    with np.load(given) as found:
        for number in found.files:
            try:
                mesh = DracoPy.decode(found[number].tobytes())
            except Exception:       # whatever damaged bytes make of it; its traceback looks for its source
                return 1
            if not isinstance(mesh, DracoPy.DracoMesh):
                return 1                # points alone
            rows = {FACES: mesh.faces} | {str(each["unique_id"]): each["data"] for each in mesh.attributes}
            size += sum(array.nbytes for array in rows.values())
            if size > MOST_BYTES:
                return TOO_MUCH
            out |= {f"{number} {key}": array for key, array in rows.items()}
    np.savez(made, **out)       # pyright: ignore[reportArgumentType]
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
