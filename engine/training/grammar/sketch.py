"""Sketch: part slots drawn in the object's own frame, the way a sculptor thinks.

In     joints, directions and half extents in object units, in the *object's* frame (Y up, +Z front).
Out    tokens [slot, channel] float32, or the same as a list of engine.form.parts.Slot.
Raises KeyError for a role or parent that does not exist, ValueError where the parent's slot does not come first.
Knows nothing of categories, conditions, meshes or networks.

A part names its parent and the joint where the two meet; the sketch turns that into unit coordinates of
both and pulls the joint inside (or, on a hollow parent, into the wall), so everything drawn here touches
by construction. Parts in the middle plane may only be turned about x: mirror planes are their parent's
x = 0. Plain floats and tuples throughout: an object of twenty slots takes about a third of a millisecond.
"""

from __future__ import annotations

import math

import numpy as np

from engine.form.parts import Slot
from engine.vocabulary.materials import MATERIAL, PATTERN
from engine.vocabulary.slots import CHANNEL, SLOT, SLOT_COUNT, SYMMETRIES, TOKEN_WIDTH

Vector = tuple[float, float, float]
Matrix = tuple[Vector, Vector, Vector]
IDENTITY: Matrix = ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0))
INSIDE = 0.92
"""Joints lie at most at this gauge of a solid parent, ..."""
TIP = 0.975
"""... and at most at this gauge of the part itself, so that a limb's end can sit flush on its joint."""

_SYMMETRY = {name: [1.0 if name == other else -1.0 for other in SYMMETRIES] for name in SYMMETRIES}
_BITS = [[1.0 if value >> k & 1 else -1.0 for k in range(5)] for value in range(32)]
_SHAPE_WIDTH = CHANNEL["turn"].start
_TURN, _SHIFT, _SWELL, _SPIN, _OFFSET, _STRETCH, _STEP = (
    CHANNEL[k].start - _SHAPE_WIDTH for k in ("turn", "shift", "swell", "spin", "offset", "stretch", "step"))


def about_x(angle: float) -> Matrix:
    c, s = math.cos(angle), math.sin(angle)
    return ((1.0, 0.0, 0.0), (0.0, c, -s), (0.0, s, c))


def about_y(angle: float) -> Matrix:
    c, s = math.cos(angle), math.sin(angle)
    return ((c, 0.0, s), (0.0, 1.0, 0.0), (-s, 0.0, c))


def about_z(angle: float) -> Matrix:
    c, s = math.cos(angle), math.sin(angle)
    return ((c, -s, 0.0), (s, c, 0.0), (0.0, 0.0, 1.0))


def product(a: Matrix, b: Matrix) -> Matrix:
    (b0, b1, b2) = b
    return tuple((r[0] * b0[0] + r[1] * b1[0] + r[2] * b2[0],
                  r[0] * b0[1] + r[1] * b1[1] + r[2] * b2[1],
                  r[0] * b0[2] + r[1] * b1[2] + r[2] * b2[2]) for r in a)  # type: ignore[return-value]


def transpose(m: Matrix) -> Matrix:
    return tuple(zip(*m))  # type: ignore[return-value]


def apply(m: Matrix, v) -> Vector:
    x, y, z = v
    return (m[0][0] * x + m[0][1] * y + m[0][2] * z,
            m[1][0] * x + m[1][1] * y + m[1][2] * z,
            m[2][0] * x + m[2][1] * y + m[2][2] * z)


def towards(direction: Vector, hang: bool = False) -> Matrix:
    """The shortest turn of +y (of -y, where `hang`) onto a direction; in the y-z plane a turn about x."""
    x, y, z = direction
    length = math.sqrt(x * x + y * y + z * z) or 1.0
    sign = -1.0 / length if hang else 1.0 / length
    x, y, z = x * sign, y * sign, z * sign
    if y < -0.9999:
        return about_x(math.pi)
    k = 1.0 / (1.0 + y)
    return ((1.0 - x * x * k, x, -x * z * k), (-x, y, -z), (-x * z * k, z, 1.0 - z * z * k))


def wave(amplitude: float, lag: float = 0.0, second: float = 0.0, second_lag: float = 0.0):
    """Coefficients of amplitude cos(cycle - lag) + second cos 2(cycle - second_lag); lags are shares of the cycle."""
    a, b = 2 * math.pi * lag, 4 * math.pi * second_lag
    return (amplitude * math.cos(a), amplitude * math.sin(a), second * math.cos(b), second * math.sin(b))


NONE = (0.0, 0.0, 0.0, 0.0)


class Piece:
    """One slot being drawn. `pose` and `centre` are those of its first copy, in the object's frame."""

    __slots__ = ("anchor", "attach", "bend", "blend", "centre", "colour", "count", "exponents", "frame", "glow",
                 "grain", "index", "material", "metallic", "motion", "open", "parent", "pattern", "pose", "rotation",
                 "roughness", "second", "shell", "size", "symmetry", "taper")

    def gauge(self, u) -> float:
        around = 2.0 / (1.0 - 0.86 * self.exponents[0])
        along = 2.0 / (1.0 - 0.86 * self.exponents[1])
        ring = ((abs(u[0]) + 1e-9) ** around + (abs(u[2]) + 1e-9) ** around) ** (along / around)
        return (ring + (abs(u[1]) + 1e-9) ** along) ** (1.0 / along)

    def warp(self, u) -> Vector:
        sx, sy, sz = self.size
        scale = 1.0 + self.taper * u[1]
        return (sx * scale * u[0], sy * u[1], sz * scale * u[2] + self.bend * sy * u[1] * u[1])

    def point(self, u) -> Vector:
        """Unit coordinates to the object's frame."""
        x, y, z = apply(self.pose, self.warp(u))
        cx, cy, cz = self.centre
        return (cx + x, cy + y, cz + z)

    def unit(self, point) -> Vector:
        """A point of the object's frame in unit coordinates."""
        cx, cy, cz = self.centre
        (a, b, c), (d, e, f), (g, h, i) = self.pose
        x, y, z = point[0] - cx, point[1] - cy, point[2] - cz
        x, y, z = a * x + d * y + g * z, b * x + e * y + h * z, c * x + f * y + i * z
        sx, sy, sz = self.size
        u = y / sy
        scale = 1.0 + self.taper * min(max(u, -1.0), 1.0)
        return (x / (sx * scale), u, (z - self.bend * sy * u * u) / (sz * scale))

    def inside(self, u, limit: float = INSIDE) -> Vector:
        """The joint `u`, pulled into the solid, or into the wall of a hollow part."""
        value = self.gauge(u)
        if self.shell > 0.0:
            target = min(0.979, 1.0 - 0.42 * self.shell)
            if value < 1e-3 or 1.0 - 0.49 * self.shell <= value <= 0.975:
                return u
        elif value > limit:
            target = limit
        else:
            return u
        k = target / value
        return (u[0] * k, u[1] * k, u[2] * k)


class Sketch:
    """Parts by role. Where a drawer names no material, `dress` must come before `slots` and `tokens`."""

    def __init__(self) -> None:
        self.pieces: dict[str, Piece] = {}

    def part(self, role: str, parent: str | None, joint: Vector, size: Vector, *, anchor: Vector = (0.0, 0.0, 0.0),
             turn: Matrix | None = None, unit: bool = False, symmetry: str = "one", count: int = 1,
             exponents: tuple[float, float] = (0.0, 0.0), taper: float = 0.0, bend: float = 0.0, shell: float = 0.0,
             open: float = -1.0, blend: float = 0.02, colour=(0.5, 0.5, 0.5), roughness: float | None = None,
             metallic: float | None = None, glow: float | None = None, material: str = "", pattern: str = "plain",
             second=None, grain: float = 0.3) -> Piece:
        """A part whose own point `anchor` (unit coordinates) sits at `joint` of its parent.

        `joint` is a point of the object's frame, or with `unit` the parent's unit coordinates; `turn` is the
        part's orientation in the object's frame. Without a parent the joint is the centre of the object's root.
        Without a material the part is of the object's (engine.training.grammar.dress); without roughness, metallic
        and glow it has its material's. `second` and `grain`: the pattern's other colour and step.
        """
        p = Piece()
        p.index = SLOT[role]
        p.symmetry, p.count = symmetry, {"one": 1, "mirror": 2, "quad": 4}.get(symmetry, count)
        p.size, p.exponents, p.taper, p.bend, p.shell, p.open = size, exponents, taper, bend, shell, open
        p.blend, p.colour, p.roughness, p.metallic, p.glow = blend, colour, roughness, metallic, glow
        p.material, p.pattern, p.second, p.grain = material, pattern, second, grain
        p.motion = [0.0] * (TOKEN_WIDTH - _SHAPE_WIDTH)
        p.pose = IDENTITY if turn is None else turn
        p.anchor = p.inside(anchor, TIP)
        if parent is None:
            p.parent, p.attach, p.frame, p.rotation = p.index, joint, IDENTITY, p.pose
        else:
            host = self.pieces[parent]
            if host.index >= p.index:
                raise ValueError(f"a {role} cannot hang on a {parent}: a parent's slot comes first")
            p.parent, p.frame = host.index, host.pose
            p.attach = host.inside(joint if unit else host.unit(joint))
            p.rotation = p.pose if host.pose is IDENTITY else product(transpose(host.pose), p.pose)
            joint = host.point(p.attach)
        x, y, z = apply(p.pose, p.warp(p.anchor))
        p.centre = (joint[0] - x, joint[1] - y, joint[2] - z)
        self.pieces[role] = p
        return p

    def limb(self, role: str, parent: str | None, a: Vector, b: Vector, first: float, last: float, *,
             hang: bool = False, flat: float = 1.0, thick: float = 1.0, reach: float = 0.9, **more) -> Piece:
        """A tapered stick from `a` on the parent to `b`, radius `first` to `last`; `flat` scales its z, `thick` its x.

        With `hang` its +y end is at `a`: for limbs that point down, so that small changes of direction
        stay small changes of rotation. Children at the far end use role_end().
        """
        dx, dy, dz = b[0] - a[0], b[1] - a[1], b[2] - a[2]
        half = 0.5 * math.sqrt(dx * dx + dy * dy + dz * dz) / reach
        radius = 0.5 * (first + last)
        taper = (last - first) / (first + last)
        more.setdefault("exponents", (0.0, 0.45))
        return self.part(role, parent, a, (radius * thick, half, radius * flat),
                         anchor=(0.0, reach if hang else -reach, 0.0), turn=towards((dx, dy, dz), hang),
                         taper=-taper if hang else taper, **more)

    def end(self, role: str, share: float = 0.86) -> Vector:
        """The point near the far end of a limb, object's frame (the far end is opposite its anchor)."""
        piece = self.pieces[role]
        return piece.point((0.0, -share if piece.anchor[1] > 0 else share, 0.0))

    def move(self, role: str, *, x=NONE, y=NONE, z=NONE, rise=NONE, drift=(0.0, 0.0), surge=(0.0, 0.0),
             swell=(0.0, 0.0), stretch=(0.0, 0.0), spin: float = 0.0, offset: float = 0.0) -> None:
        """Add motion. x, y, z: turns [rad] about the object's axes; rise, drift, surge: shifts in y, x, z of the
        parent's frame [object units]; swell, stretch: ln of a scale, of all axes or along the part's own y with its
        volume kept; all as harmonics (cos, sin, cos 2, sin 2). Roles not drawn are passed over."""
        piece = self.pieces.get(role)
        if piece is None:
            return
        m, f = piece.motion, piece.frame
        for k in range(4):
            a, b, c = x[k], y[k], z[k]
            if a or b or c:
                m[_TURN + k] += f[0][0] * a + f[1][0] * b + f[2][0] * c
                m[_TURN + 4 + k] += f[0][1] * a + f[1][1] * b + f[2][1] * c
                m[_TURN + 8 + k] += f[0][2] * a + f[1][2] * b + f[2][2] * c
            m[_SHIFT + 2 + k] += rise[k]
        for k in range(2):
            m[_SHIFT + k] += drift[k]
            m[_SHIFT + 6 + k] += surge[k]
            m[_SWELL + k] += swell[k]
            m[_STRETCH + k] += stretch[k]
        m[_SPIN] += spin
        m[_OFFSET] += offset

    def step(self, role: str, stride: float, lift: float, *, duty: float = 0.6, lead: float = 0.0) -> None:
        """Let the leg that begins with `role` (then its child, then a foot) walk: its foot stands still on the ground
        for `duty` of the cycle while the body passes over it, `stride` [object units] a step, and swings forward with
        `lift` for the rest. `lead`: share of the cycle by which it is ahead; copies follow by their offset."""
        piece = self.pieces.get(role)
        if piece is not None:
            piece.motion[_STEP:_STEP + 4] = [stride, lift, duty * 2.0 - 1.0, (lead + 0.5) % 1.0 - 0.5]

    def slots(self) -> list[Slot]:
        return [Slot(index=p.index, parent=p.parent, symmetry=p.symmetry, count=p.count, attach=p.attach,
                     anchor=p.anchor, size=p.size, rotation=np.array(p.rotation), exponents=p.exponents,
                     taper=p.taper, bend=p.bend, shell=p.shell, open=p.open, blend=p.blend, colour=p.colour,
                     roughness=p.roughness, metallic=p.metallic, glow=p.glow, material=MATERIAL[p.material],
                     pattern=PATTERN[p.pattern], second=p.second, grain=p.grain, motion=np.array(p.motion))
                for p in sorted(self.pieces.values(), key=lambda p: p.index)]

    def tokens(self) -> np.ndarray:
        """engine.form.parts.encode of `slots()`, several times faster."""
        tokens = np.zeros((SLOT_COUNT, TOKEN_WIDTH), np.float32)
        tokens[:, 0] = -1.0
        for p in self.pieces.values():
            sx, sy, sz = p.size
            r0, r1, r2 = p.rotation
            (cr, cg, cb), (dr, dg, db) = p.colour, p.second
            tokens[p.index] = [
                1.0, *_BITS[p.parent], *_SYMMETRY[p.symmetry], *_BITS[p.count - 1][:3],
                *_BITS[MATERIAL[p.material]][:4], *_BITS[PATTERN[p.pattern]][:3], *p.attach, *p.anchor,
                math.log(max(sx, 1e-3)), math.log(max(sy, 1e-3)), math.log(max(sz, 1e-3)),
                r0[0], r1[0], r2[0], r0[1], r1[1], r2[1],
                p.exponents[0] * 2.0 - 1.0, p.exponents[1] * 2.0 - 1.0, p.taper, p.bend, p.shell, p.open,
                math.log(max(p.blend, 1e-3)), cr * 2.0 - 1.0, cg * 2.0 - 1.0, cb * 2.0 - 1.0,
                p.roughness * 2.0 - 1.0, p.metallic * 2.0 - 1.0, p.glow * 2.0 - 1.0,
                dr * 2.0 - 1.0, dg * 2.0 - 1.0, db * 2.0 - 1.0, math.log(max(p.grain, 1e-3)), *p.motion]
        return tokens
