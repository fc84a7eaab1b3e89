"""The union surface as a clip, at once: for the viewport while a slider moves and until the bake is ready.

In     Object4D; the keys' times and cycles; cells of the surface.   Out   Clip with a smooth skin and no targets.
Raises what engine.form.surface raises.
Knows nothing of scenes, files or Qt.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from engine.bake.atlas import opacity
from engine.bake.clip import Clip
from engine.bake.palette import texels, to_linear, to_srgb
from engine.bake.skeleton import bind, joint_names, local_curves
from engine.form import pattern
from engine.form.motion import poses
from engine.form.object4d import Object4D
from engine.form.parts import Parts
from engine.form.surface import Surface, surface
from engine.form.unit import unit_of


def preview(name: str, obj: Object4D, *, cells: int = 64, times: Sequence[float] = (0.0,),
            cycle_of_time: Callable[[float], float] = lambda _: 0.0) -> Clip:
    """The object's one watertight mesh, blended in shape and colour, on the same skeleton as its bake."""
    parts = obj.parts
    mesh = surface(parts, cells=cells)
    keys = np.asarray(times, np.float64)
    cycles, which = np.unique([round(float(cycle_of_time(float(t))) % 1.0, 7) for t in keys], return_inverse=True)
    rest = bind(parts)
    translation, rotation, scale = local_curves(poses(parts, cycles), rest, parts.parent, which)
    light = to_linear(_painted(parts, mesh, cells))
    most = to_linear(parts.colour)
    np.maximum.at(most, mesh.part, light)
    palette, finish, windows = texels(to_srgb(most), parts.surface, opacity(parts.material))
    shown = to_linear(np.round(to_srgb(most) * 255.0) / 255.0)[mesh.part]
    tint = np.where(shown > 0.0, light / np.where(shown > 0.0, shown, 1.0), 1.0)
    count = len(mesh.positions)
    return Clip(
        name=name, positions=mesh.positions, normals=mesh.normals, faces=mesh.faces,
        uvs=(windows[mesh.part, :2] + 0.5 * windows[mesh.part, 2:]).astype(np.float32), palette=palette,
        surface=finish, tint=tint.clip(0.0, 1.0).astype(np.float32), part=mesh.part, joints=mesh.joints,
        weights=mesh.weights, joint_names=joint_names(parts), joint_parents=parts.parent.astype(np.int32), bind=rest,
        target_names=(), target_positions=np.zeros((0, count, 3), np.float32),
        target_normals=np.zeros((0, count, 3), np.float32), target_tints=np.zeros((0, count, 3), np.float32),
        times=keys, target_weights=np.zeros((len(keys), 0), np.float32),
        joint_translation=translation.astype(np.float32),
        joint_rotation=rotation.astype(np.float32), joint_scale=scale.astype(np.float32), place_times=np.zeros(1),
        place_translation=np.zeros((1, 3)), place_rotation=np.array([[0.0, 0.0, 0.0, 1.0]]),
        place_scale=np.ones((1, 3)), report={"preview": True})


def _painted(parts: Parts, mesh: Surface, cells: int) -> np.ndarray:
    """The vertices' sRGB colours [vertex, 3] with what is painted there; once for all copies of a slot."""
    colours = mesh.colours.astype(np.float64)
    spacing = float(np.ptp(mesh.positions, axis=0).max()) / cells
    slots = parts.slot[mesh.part]
    for slot in np.unique(parts.slot[pattern.painted(parts)]):
        at = np.flatnonzero(slots == slot)
        if len(at):
            first = int(np.flatnonzero(parts.slot == slot)[0])
            unit = unit_of(parts, mesh.part[at], mesh.positions[at].astype(np.float64))
            paint = pattern.colours(parts, first, unit.clip(-1.0, 1.0), texel=0.7 * spacing)
            colours[at] = (colours[at] + paint - parts.colour[first]).clip(0.0, 1.0)
    return colours
