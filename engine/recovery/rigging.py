"""Rigging: bones and skin weights for an imported mesh, kept beside it in a scene.

In     vertices [vertex, 3] m and faces [face, 3], Y up; or the bytes of a rig.
Out    Rig; its bytes, a safetensors file as an array [byte] uint8.
Raises RecoveryError for a mesh that has none, RigError for bytes that are no rig of this mesh.
Knows nothing of documents, files or Qt.

A rig is found once, as the mesh stands in its file's axes and units, and then stood, sized and turned with it: what a
file is measured in can be chosen again at any time.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING

import numpy as np
from safetensors import SafetensorError
from safetensors.numpy import load, save

from engine.form.parts import PART_LIMIT, Parts
from engine.recovery.binding import bound
from engine.recovery.placing import parts_turned
from engine.vocabulary.categories import CATEGORIES
from engine.vocabulary.materials import MATERIALS, PATTERNS
from engine.vocabulary.slots import SLOT_COUNT

if TYPE_CHECKING:
    from engine.recovery.recover import Others

LENGTHS = ("centre", "size", "shell", "blend", "joint", "rise")
"""Fields of Parts in metres."""
WHOLE = ("slot", "copy", "parent", "material", "pattern")
FORMAT = "1"


class RigError(ValueError):
    """Bytes that are no rig, or another mesh's."""


@dataclass(frozen=True)
class Rig:
    parts: Parts                # metres, as the mesh stands; they hang on each other and do not move yet
    joints: np.ndarray          # [vertex, 4] uint16, indices of parts, strongest first
    weights: np.ndarray         # [vertex, 4] float32, sum 1
    category: str               # what it was taken for
    turn: int                   # quarter turns about the vertical, counter-clockwise from above, until it faces +Z
    sure: float                 # 0..1: mean of how sure the roles are

    def stood(self, scale: float, turn: int) -> Parts:
        """The parts of the mesh that is `scale` times as large and turned by quarters, about the origin."""
        sized = self.parts.changed(**{name: getattr(self.parts, name) * scale for name in LENGTHS})
        return parts_turned(sized, 0.5 * np.pi * turn)


def rigged(vertices: np.ndarray, faces: np.ndarray, *, colours: np.ndarray | None = None,
           others: Others | None = None) -> Rig:
    """The rig of a mesh, found in some seconds. `colours` [vertex, 3]: sRGB 0..1; `others`: as of
    engine.recovery.recover."""
    from engine.recovery.recover import recovered  # with torch, which only this needs

    found = recovered(vertices, faces, colours=colours, others=others)
    turn = round(found.turn / (0.5 * np.pi)) % 4
    parts = parts_turned(found.parts, -found.turn)
    joints, weights = bound(vertices, faces, parts)
    return Rig(parts, joints, weights, found.category, turn, float(found.sure.mean()))


def pack(rig: Rig) -> np.ndarray:
    """The bytes of a rig."""
    arrays = {f"parts.{f.name}": np.ascontiguousarray(getattr(rig.parts, f.name)) for f in fields(Parts)}
    arrays |= {"joints": rig.joints.astype(np.uint16), "weights": rig.weights.astype(np.float16)}
    words = {"format": FORMAT, "category": rig.category, "turn": rig.turn, "sure": round(rig.sure, 4)}
    return np.frombuffer(save(arrays, {"rig": json.dumps(words)}), np.uint8)    # several would be in any order


def unpack(data: np.ndarray, vertices: int) -> Rig:
    """The rig of a mesh of so many vertices; everything in it is looked at before it is used."""
    raw = np.asarray(data, np.uint8).tobytes()
    try:
        arrays = load(raw)
        words = json.loads(json.loads(raw[8:8 + int.from_bytes(raw[:8], "little")])["__metadata__"]["rig"])
        parts = Parts(**{f.name: arrays.pop(f"parts.{f.name}") for f in fields(Parts)})
        rig = Rig(parts, arrays["joints"], arrays["weights"].astype(np.float32), words["category"], int(words["turn"]),
                  float(words["sure"]))
    except (SafetensorError, KeyError, ValueError, TypeError) as error:
        raise RigError("its bones cannot be read: rig it again") from error
    if words.get("format") != FORMAT or rig.category not in CATEGORIES or not _sound(rig.parts):
        raise RigError("its bones are not those of this program: rig it again")
    if rig.joints.shape != (vertices, 4) or rig.weights.shape != (vertices, 4) or rig.joints.max(
            initial=0) >= len(rig.parts) or not np.isfinite(rig.weights).all():
        raise RigError("its bones are those of another mesh: rig it again")
    total = np.maximum(rig.weights.sum(1, keepdims=True), 1e-6)
    return replace(rig, weights=(rig.weights / total).astype(np.float32))


def _sound(parts: Parts) -> bool:
    """Whether arrays are the parts of one object."""
    count = len(parts.slot)
    if not 0 < count <= PART_LIMIT:
        return False
    arrays = {f.name: getattr(parts, f.name) for f in fields(Parts)}
    whole = all(arrays[name].dtype == np.int64 and arrays[name].shape == (count,) for name in WHOLE)
    rest = all(a.dtype == np.float64 and np.isfinite(a).all() and a.shape == (count, *_SHAPES.get(name, ()))
               for name, a in arrays.items() if name not in WHOLE)
    return (whole and rest and bool((parts.parent < np.arange(count)).all()) and bool((parts.parent[1:] >= 0).all())
            and bool((parts.size > 0.0).all())
            and all(a.min() >= 0 and a.max() < most for a, most in (
                (parts.slot, SLOT_COUNT), (parts.material, len(MATERIALS)), (parts.pattern, len(PATTERNS)))))


_SHAPES = {"centre": (3,), "rotation": (3, 3), "size": (3,), "exponents": (2,), "colour": (3,), "surface": (3,),
           "second": (3,), "joint": (3,), "frame": (3, 3), "motion": (30,), "rise": (64,)}
