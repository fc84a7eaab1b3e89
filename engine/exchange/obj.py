"""Wavefront OBJ: the text of a mesh of several objects, frame after frame.

In     Clips and their names once; then places and normals of each.   Out   the file's bytes, in pieces.
Raises nothing.   Knows nothing of files or of what materials look like (engine.exchange.obj_library).

After "Object Files (.obj)", appendix B1 of the Alias|Wavefront Advanced Visualizer manual: metres, Y up as in the
scene, the UVs' origin bottom left. Vertices, UVs and normals have the clip's own order and number; of a frame only
places and normals change, so the rest of the text is made once.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from engine.bake.clip import Clip
from engine.exchange.dress import dressed
from engine.exchange.names import unique
from engine.exchange.polygons import Polygons, of_clip

Shape = tuple[np.ndarray, np.ndarray]
"""Places [vertex, 3] m and unit normals [vertex, 3]."""


@dataclass(frozen=True)
class _Fixed:
    head: bytes
    uvs: bytes
    faces: bytes


class ObjText:
    def __init__(self, clips: Sequence[Clip], names: Sequence[str]) -> None:
        self._fixed, start = [], 1
        for clip, name in zip(clips, names):
            materials, _, runs = dressed(clip)
            corners = "".join(f"usemtl {title}\n" + _faces(of_clip(clip, run), start)
                              for title, run in zip(material_names(name, clip), runs) if len(run))
            uvs = clip.uvs.astype(np.float64) * [1.0, -1.0] + [0.0, 1.0]
            self._fixed.append(_Fixed(f"o {name}\n".encode(), _rows("vt", uvs, 7), corners.encode()))
            start += len(clip.positions)

    def frame(self, shapes: Sequence[Shape], library: str, remark: str = "") -> Iterator[bytes]:
        """The file that shows the objects so, with materials of the file `library`."""
        yield f"# Chronoform, metres, Y up{remark}\nmtllib {library}\n".encode()
        for fixed, (positions, normals) in zip(self._fixed, shapes):
            yield fixed.head
            yield _rows("v", positions, 8)
            yield fixed.uvs
            yield _rows("vn", normals, 4)
            yield fixed.faces


def material_names(name: str, clip: Clip) -> list[str]:
    """Of an object's materials, in the order of engine.exchange.dress."""
    return unique([f"{name}_{material.name}" for material in dressed(clip)[0]])


def _rows(mark: str, numbers: np.ndarray, digits: int) -> bytes:
    line = " ".join([mark, *(f"%.{digits}g" for _ in range(numbers.shape[1]))]) + "\n"
    return (line * len(numbers) % tuple(np.asarray(numbers, np.float64).reshape(-1).tolist())).encode()


def _faces(told: Polygons, start: int) -> str:
    lines = np.where(told.counts == 4, "f %d/%d/%d %d/%d/%d %d/%d/%d %d/%d/%d\n", "f %d/%d/%d %d/%d/%d %d/%d/%d\n")
    return "".join(lines.tolist()) % tuple(np.repeat(told.corners + start, 3).tolist())
