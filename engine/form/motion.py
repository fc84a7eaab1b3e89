"""Motion: the motion channels of parts as continuous curves, and the pose at any time.

In     Parts; cycles (time x speed / period + phase), any real numbers.
Out    object-frame matrices that take rest to posed; Parts in that pose.
Raises MotionError when a cycle is not finite.
Knows nothing of diffusion, meshes, documents or Qt.

Each of eight curves of a part (turn x y z [rad], shift x y z [m], swell, stretch [ln]) is a uniform periodic cubic
B-spline of 16 control points a cycle (de Boor 1978, ch. X). The channels are harmonics; sampled at the
knots, a spline through samples of frequency m is (2 + cos(2 pi m / 16)) / 3 too small, so the control
points are larger by the inverse: the curve meets the harmonics exactly at the knots, within .01 % (m = 1)
and .11 % (m = 2) of their amplitude between them. A curve has two continuous derivatives and closes exactly.
"""

from __future__ import annotations

import numpy as np

from engine.form import gait
from engine.form.parts import Parts
from engine.vocabulary.slots import MOTION

CONTROLS = 16
"""Control points in a cycle, of a part's curve."""
CURVES = ("turn x", "turn y", "turn z", "shift x", "shift y", "shift z", "swell", "stretch")
TURN, SHIFT, SWELL, STRETCH = slice(0, 3), slice(3, 6), 6, 7
SPIN, WIDTH = 22, MOTION.stop - MOTION.start

# (curve, first motion channel, harmonics: cos, sin, cos 2, sin 2)
_LAYOUT = ((0, 0, 4), (1, 4, 4), (2, 8, 4), (3, 12, 2), (4, 14, 4), (5, 18, 2), (6, 20, 2), (7, 24, 2))


class MotionError(ValueError):
    """A cycle is not a finite number."""


def _basis() -> np.ndarray:
    """Motion channels to control points, [control, curve, channel]."""
    angle = 2.0 * np.pi * np.arange(CONTROLS) / CONTROLS
    waves = np.stack([np.cos(angle), np.sin(angle), np.cos(2 * angle), np.sin(2 * angle)])
    gain = 3.0 / (2.0 + np.cos(2.0 * np.pi * np.array([1, 1, 2, 2]) / CONTROLS))
    basis = np.zeros((CONTROLS, len(CURVES), WIDTH))
    for curve, channel, harmonics in _LAYOUT:
        for k in range(harmonics):
            basis[:, curve, channel + k] = waves[k] * gain[k]
    return basis


BASIS = _basis()


def controls(motion: np.ndarray) -> np.ndarray:
    """Motion channels [part, 30] to control points [part, 16, curve] (rad, m, ln)."""
    return np.einsum("kcm,pm->pkc", BASIS, motion)


def curves(points: np.ndarray, cycles: np.ndarray) -> np.ndarray:
    """Curves of each part at its own cycles: points [part, point, curve], cycles [t, part] -> [t, part, curve]."""
    count = points.shape[1]
    place = np.mod(cycles, 1.0) * count
    knot = np.floor(place).astype(int)
    u = place - knot
    weights = np.stack([(1 - u) ** 3, 3 * u**3 - 6 * u**2 + 4, -3 * u**3 + 3 * u**2 + 3 * u + 1, u**3]) / 6.0
    part = np.arange(points.shape[0])[None]
    out = np.zeros((*cycles.shape, points.shape[2]))
    for k in range(4):
        out += weights[k][..., None] * points[part, (knot + k - 1) % count]
    return out


def pose(parts: Parts, cycle: float) -> np.ndarray:
    """Matrices [part, 4, 4] that take rest to the pose at one cycle, object frame."""
    return poses(parts, np.array([cycle], float))[0]


def raised(parts: Parts, cycles: np.ndarray) -> np.ndarray:
    """How far the object as a whole is raised at the cycles [t], m (engine.form.footing)."""
    return curves(parts.rise[:1, :, None], np.asarray(cycles, float)[:, None])[:, 0, 0]


def poses(parts: Parts, cycles: np.ndarray) -> np.ndarray:
    """Matrices [t, part, 4, 4] that take rest to the poses at the cycles [t], object frame."""
    cycles = np.asarray(cycles, float)
    if not np.isfinite(cycles).all():
        raise MotionError(f"cycles must be finite, not {cycles.tolist()}")
    cycles = np.mod(cycles, 1.0)        # before the phases are added: a loop closes to the bit
    own = cycles[:, None] + parts.phase[None]
    values = curves(controls(parts.motion), own)
    frame, back = parts.frame[None], parts.frame.transpose(0, 2, 1)[None]
    turn = frame @ rotations(values[..., TURN]) @ back
    # a mirrored copy spins the other way about its mirrored axis
    mirrored = np.where(np.linalg.det(parts.frame) < 0, -1.0, 1.0)
    angle = 2.0 * np.pi * np.mod(np.round(parts.motion[:, SPIN]) * own + parts.turned, 1.0) * mirrored
    spin = rotations(angle[..., None] * parts.rotation[None, :, :, 1])
    linear = np.exp(values[..., SWELL])[..., None, None] * (turn @ spin)
    if parts.motion[:, 24:26].any():
        along = np.exp(values[..., STRETCH, None] * (-0.5, 1.0, -0.5))
        linear = linear @ (parts.rotation * along[..., None, :]) @ parts.rotation.transpose(0, 2, 1)
    local = np.zeros((*own.shape, 4, 4))
    local[..., :3, :3], local[..., 3, 3] = linear, 1.0
    shift = np.einsum("pij,tpj->tpi", parts.frame, values[..., SHIFT])
    local[..., :3, 3] = parts.joint + shift - np.einsum("tpij,pj->tpi", linear, parts.joint)
    return _world(parts, local, cycles)


def _world(parts: Parts, local: np.ndarray, cycles: np.ndarray) -> np.ndarray:
    """Matrices of the parts from those in their parents' frames, [t, part, 4, 4], in place; legs that step reach."""
    chains, placed = {chain[0]: chain for chain in gait.legs(parts)}, set()
    whole = np.tile(np.eye(4), (len(cycles), 1, 1))
    whole[:, 1, 3] = raised(parts, cycles)
    for index, parent in enumerate(parts.parent.tolist()):
        host = whole if parent < 0 else local[:, parent]
        if index in chains:
            chain = chains[index]
            for bone, matrix in zip(chain, gait.reach(parts, chain, host, cycles)):
                local[:, bone] = matrix
            placed.update(chain)
        elif index not in placed:
            local[:, index] = host @ local[:, index]
    return local


def rotations(vectors: np.ndarray) -> np.ndarray:
    """Rotation vectors [..., 3] rad to matrices [..., 3, 3] (Rodrigues)."""
    angle = np.linalg.norm(vectors, axis=-1)[..., None, None]
    x, y, z = np.moveaxis(vectors, -1, 0)
    nought = np.zeros_like(x)
    cross = np.stack([nought, -z, y, z, nought, -x, -y, x, nought], -1).reshape(*x.shape, 3, 3)
    sine, cosine = np.sinc(angle / np.pi), 0.5 * np.sinc(angle / (2.0 * np.pi)) ** 2
    return np.eye(3) + sine * cross + cosine * (cross @ cross)


def posed(parts: Parts, matrices: np.ndarray) -> Parts:
    """The parts carried by the matrices [part, 4, 4]: a swell scales every length of a part, a stretch its axes.

    A part on a stretched one is sheared in truth; here it keeps its right angles.
    """
    linear = matrices[:, :3, :3]
    scale, move = np.cbrt(np.linalg.det(linear)), matrices[:, :3, 3]
    along = np.linalg.norm(linear @ parts.rotation, axis=1)
    left, _, right = np.linalg.svd(linear)
    turn = left @ right
    return parts.changed(
        centre=np.einsum("pij,pj->pi", linear, parts.centre) + move,
        rotation=turn @ parts.rotation, frame=turn @ parts.frame,
        joint=np.einsum("pij,pj->pi", linear, parts.joint) + move,
        size=parts.size * along, shell=parts.shell * scale, blend=parts.blend * scale,
    )


def moving(parts: Parts, cycle: float) -> Parts:
    """The parts in their pose at one cycle."""
    return posed(parts, pose(parts, cycle))
