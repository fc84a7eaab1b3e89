"""Part tokens to parts and back.

In     tokens [slot, channel], float32: rows of engine.vocabulary.slots, in object units.
Out    Parts: every copy of every slot, placed in the object's frame, in metres.
Raises TokenError when a token is not finite or has the wrong shape.
Knows nothing of diffusion, meshes, documents or Qt.

A part is a superquadric with taper and bend. Its *unit coordinates* u lie in [-1, 1]; the warp to the
part's own frame [m] is

    y = size_y u_y,   x = size_x (1 + taper u_y) u_x,   z = size_z (1 + taper u_y) u_z + bend size_y u_y^2.

A child hangs on its parent by one joint given twice: `attach` in the parent's unit coordinates and
`anchor` in its own. Where both lie inside their solids the two parts touch, whatever the sizes: this
is what keeps a sampled object in one piece, and `settle` is the repair that makes it so.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace

import numpy as np

from engine.vocabulary.materials import MATERIAL_KEYS, MATERIALS, PATTERN_KEYS
from engine.vocabulary.slots import (
    CHANNEL,
    COUNT_LIMIT,
    MOTION,
    PART_LIMIT,
    SLOT_COUNT,
    SYMMETRIES,
    TOKEN_WIDTH,
)

RISES = 64
"""Control points of the rise over a cycle."""
SOLID = 0.02
"""A shell thinner than this share is read as a solid part."""
REFLECT_X = np.diag([-1.0, 1.0, 1.0])
REFLECT_Z = np.diag([1.0, 1.0, -1.0])


class TokenError(ValueError):
    """The tokens are not finite or not [slot, channel]."""


@dataclass(frozen=True)
class Slot:
    """One token in natural units (object units, radians, 0..1 colours)."""

    index: int
    parent: int = 0
    symmetry: str = "one"
    count: int = 1
    attach: tuple[float, ...] = (0.0, 0.0, 0.0)
    anchor: tuple[float, ...] = (0.0, 0.0, 0.0)
    size: tuple[float, ...] = (0.1, 0.1, 0.1)
    rotation: np.ndarray | None = None
    exponents: tuple[float, ...] = (0.0, 0.0)
    taper: float = 0.0
    bend: float = 0.0
    shell: float = 0.0
    open: float = -1.0
    blend: float = 0.02
    colour: tuple[float, ...] = (0.5, 0.5, 0.5)
    roughness: float = 0.5
    metallic: float = 0.0
    glow: float = 0.0
    material: int = 0
    pattern: int = 0
    second: tuple[float, ...] = (0.5, 0.5, 0.5)
    grain: float = 0.3
    motion: np.ndarray | None = None
    """The motion channels: turn 12, shift 8, swell 2, spin, offset, stretch 2, step 4."""


@dataclass(frozen=True)
class Parts:
    """Placed parts of one object, as arrays whose first axis is the part. Metres, object frame.

    A part's parent always comes before it. The root's parent is -1.
    """

    slot: np.ndarray        # [part] int, index into ROLES
    copy: np.ndarray        # [part] int, which copy of its slot
    parent: np.ndarray      # [part] int, index of a part
    centre: np.ndarray      # [part, 3] m
    rotation: np.ndarray    # [part, 3, 3] proper rotation, part's frame to object's
    size: np.ndarray        # [part, 3] half extents, m
    exponents: np.ndarray   # [part, 2] 0 ellipsoid .. 1 box
    taper: np.ndarray       # [part]
    bend: np.ndarray        # [part] in units of size_y
    shell: np.ndarray       # [part] wall thickness, m; 0 where solid
    open: np.ndarray        # [part] 0 closed .. 1 open at the +y end
    blend: np.ndarray       # [part] smooth union radius, m
    colour: np.ndarray      # [part, 3] sRGB 0..1
    surface: np.ndarray     # [part, 3] roughness, metallic, glow, 0..1
    material: np.ndarray    # [part] int, row of MATERIALS
    pattern: np.ndarray     # [part] int, row of PATTERNS
    second: np.ndarray      # [part, 3] the pattern's other colour, sRGB 0..1
    grain: np.ndarray       # [part] the pattern's step as a share of the part's mean half extent
    relief: np.ndarray      # [part] how far its surface is uneven either way, the same share
    joint: np.ndarray       # [part, 3] m, where the part turns
    frame: np.ndarray       # [part, 3, 3] orthogonal, parent's frame to object's; a reflection for mirrored copies
    motion: np.ndarray      # [part, 30] motion channels, shift, stride and lift in m
    phase: np.ndarray       # [part] share of the cycle by which this copy runs ahead
    turned: np.ndarray      # [part] turns about its own y axis, beside its spin
    rise: np.ndarray        # [part, 64] m by which the whole object is raised over the cycle, the same for all parts

    def __len__(self) -> int:
        return len(self.slot)

    def take(self, index: np.ndarray) -> Parts:
        """Arrays of the parts at `index`; parents are not renumbered."""
        return Parts(**{f.name: getattr(self, f.name)[index] for f in fields(self)})

    def changed(self, **arrays: np.ndarray) -> Parts:
        return replace(self, **arrays)


def gauge(unit: np.ndarray, exponents: np.ndarray) -> np.ndarray:
    """1 on the superquadric's surface, 0 at its centre. Unit coordinates [..., 3] -> [...].

    Barr 1981; exponent 2 / (1 - .86 e) keeps the surface smooth up to e = 1.
    """
    around = 2.0 / (1.0 - 0.86 * exponents[..., 0])
    along = 2.0 / (1.0 - 0.86 * exponents[..., 1])
    x, y, z = np.moveaxis(np.abs(unit) + 1e-9, -1, 0)
    ring = (x**around + z**around) ** (1.0 / around)
    return (ring**along + y**along) ** (1.0 / along)


def warp(unit: np.ndarray, size: np.ndarray, taper: np.ndarray, bend: np.ndarray) -> np.ndarray:
    """Unit coordinates [..., 3] to the part's own frame, in the unit of `size`."""
    x, y, z = np.moveaxis(unit, -1, 0)
    scale = 1.0 + taper * y
    return np.stack([
        size[..., 0] * scale * x,
        size[..., 1] * y,
        size[..., 2] * scale * z + bend * size[..., 1] * y * y,
    ], axis=-1)


def encode(slots: list[Slot]) -> np.ndarray:
    """Slots to tokens [slot, channel]; unused slots are 0 except exists = -1."""
    tokens = np.zeros((SLOT_COUNT, TOKEN_WIDTH), np.float32)
    tokens[:, CHANNEL["exists"]] = -1.0
    for slot in slots:
        row = tokens[slot.index]
        rotation = np.eye(3) if slot.rotation is None else np.asarray(slot.rotation)
        put = {
            "exists": 1.0,
            "parent": _bits(slot.parent, 5),
            "symmetry": [1.0 if slot.symmetry == name else -1.0 for name in SYMMETRIES],
            "count": _bits(slot.count - 1, 3),
            "attach": slot.attach,
            "anchor": slot.anchor,
            "log_size": np.log(np.maximum(slot.size, 1e-3)),
            "rotation": rotation[:, :2].T.reshape(-1),
            "exponents": np.asarray(slot.exponents) * 2.0 - 1.0,
            "taper": slot.taper,
            "bend": slot.bend,
            "shell": slot.shell,
            "open": slot.open,
            "log_blend": np.log(max(slot.blend, 1e-3)),
            "colour": np.asarray(slot.colour) * 2.0 - 1.0,
            "roughness": slot.roughness * 2.0 - 1.0,
            "metallic": slot.metallic * 2.0 - 1.0,
            "glow": slot.glow * 2.0 - 1.0,
            "material": _bits(slot.material, 4),
            "pattern": _bits(slot.pattern, 3),
            "second": np.asarray(slot.second) * 2.0 - 1.0,
            "grain": np.log(max(slot.grain, 1e-3)),
        }
        for name, value in put.items():
            row[CHANNEL[name]] = value
        if slot.motion is not None:
            row[CHANNEL["turn"].start:] = slot.motion
    return tokens


def read(tokens: np.ndarray) -> list[Slot]:
    """Tokens to the slots in use, every number brought into its range.

    A parent that does not exist, or does not come before its child, is replaced by the slot before it
    whose code is nearest, so that any finite token array is an object.
    """
    tokens = np.asarray(tokens, np.float64)
    if tokens.shape != (SLOT_COUNT, TOKEN_WIDTH):
        raise TokenError(f"part tokens must be [{SLOT_COUNT}, {TOKEN_WIDTH}], not {list(tokens.shape)}")
    if not np.isfinite(tokens).all():
        raise TokenError("part tokens hold numbers that are not finite")
    used = np.flatnonzero(tokens[:, 0] > 0)
    if len(used) == 0:
        used = np.array([int(tokens[:, 0].argmax())])
    slots, kept = [], tokens.clip(_LEAST, _MOST)
    for index in used:
        get = {name: kept[index, channel] for name, channel in _READ}
        before = used[used < index]
        codes = np.array([_bits(int(j), 5) for j in before]).reshape(-1, 5)
        parent = int(before[((codes - get["parent"]) ** 2).sum(1).argmin()]) if len(before) else int(index)
        symmetry = SYMMETRIES[int(get["symmetry"].argmax())]
        count = _number(get["count"]) + 1
        count = {"one": 1, "mirror": 2, "quad": 4}.get(symmetry, min(count, COUNT_LIMIT))
        shell, shares = float(get["shell"][0]), ((kept[index] + 1.0) / 2.0).tolist()
        slots.append(Slot(
            index=int(index), parent=parent, symmetry=symmetry, count=count,
            attach=tuple(get["attach"].tolist()), anchor=tuple(get["anchor"].tolist()),
            size=tuple(np.exp(get["log_size"]).tolist()), rotation=_rotation(get["rotation"]),
            exponents=tuple(shares[CHANNEL["exponents"]]), taper=float(get["taper"][0]), bend=float(get["bend"][0]),
            shell=shell if shell >= SOLID else 0.0, open=float(get["open"][0]),
            blend=float(np.exp(get["log_blend"][0])), colour=tuple(shares[CHANNEL["colour"]]),
            **{name: shares[CHANNEL[name].start] for name in ("roughness", "metallic", "glow")},
            material=min(_number(get["material"]), len(MATERIAL_KEYS) - 1),
            pattern=min(_number(get["pattern"]), len(PATTERN_KEYS) - 1),
            second=tuple(shares[CHANNEL["second"]]), grain=float(np.exp(get["grain"][0])),
            motion=tokens[index, CHANNEL["turn"].start:].copy(),
        ))
    return slots


def settle(slots: list[Slot]) -> list[Slot]:
    """Pull every joint inside both of its parts, so that parent and child touch.

    On a hollow parent the joint goes into the wall. Joints that already lie inside stay as they are.
    """
    by_index = {slot.index: slot for slot in slots}
    out = []
    for slot in slots:
        anchor = _into_solid(slot, np.asarray(slot.anchor), hollow=slot.shell > 0)
        attach = np.asarray(slot.attach)
        if slot.parent != slot.index:
            parent = by_index[slot.parent]
            attach = _into_solid(parent, attach, hollow=parent.shell > 0)
        out.append(replace(slot, anchor=tuple(anchor), attach=tuple(attach)))
    return out


def expand(tokens: np.ndarray | list[Slot], *, scale: float = 1.0, settled: bool = True) -> Parts:
    """Place every copy of every slot. `scale` is metres per object unit."""
    slots = tokens if isinstance(tokens, list) else read(tokens)
    if settled:
        slots = settle(slots)
    placed: dict[int, list[int]] = {}
    rows: list[dict] = []
    poses: list[np.ndarray] = []
    for slot in slots:
        root = slot.parent == slot.index
        parents = [-1] if root else placed[slot.parent]
        mine: list[int] = []
        copies = list(_copies(slot, None if root else next(s for s in slots if s.index == slot.parent)))
        for parent in parents:
            base = np.eye(4) if parent < 0 else poses[parent]
            for copy, local, joint in copies:
                if len(rows) >= PART_LIMIT:
                    break
                pose = base @ local
                linear = pose[:3, :3]
                proper = linear @ REFLECT_X if np.linalg.det(linear) < 0 else linear
                ahead = (len(mine) * _offset(slot)) % 1.0
                carried = rows[parent]["phase"] if parent >= 0 and len(parents) > 1 else 0.0
                symmetric = base[:3, :3] @ copy
                rows.append(_row(slot, scale) | {
                    "copy": len(mine), "parent": parent, "centre": pose[:3, 3] * scale,
                    "rotation": proper, "joint": (base[:3, :3] @ joint + base[:3, 3]) * scale,
                    "frame": symmetric, "phase": carried if len(parents) > 1 else ahead, "rise": np.zeros(RISES),
                    "turned": 0.0,
                })
                poses.append(pose)
                mine.append(len(rows) - 1)
        placed[slot.index] = mine or [0]
    return Parts(**{f.name: np.array([row[f.name] for row in rows]) for f in fields(Parts)})


def _copies(slot: Slot, parent: Slot | None):
    """(symmetry [3, 3], pose [4, 4], joint [3]) of each copy in the parent's frame, object units."""
    rotation = np.eye(3) if slot.rotation is None else slot.rotation
    own = rotation @ warp(np.asarray(slot.anchor), np.asarray(slot.size), np.asarray(slot.taper), np.asarray(slot.bend))
    for attach, symmetry in _places(slot):
        joint = attach
        if parent is not None:
            joint = warp(attach, np.asarray(parent.size), np.asarray(parent.taper), np.asarray(parent.bend))
        pose = np.eye(4)
        pose[:3, :3] = symmetry @ rotation
        pose[:3, 3] = symmetry @ (joint - own)
        yield symmetry, pose, symmetry @ joint


def _places(slot: Slot):
    """(attach [3], symmetry [3, 3]) of each copy."""
    attach, identity = np.asarray(slot.attach, float), np.eye(3)
    if slot.symmetry == "mirror":
        return [(attach, identity), (attach, REFLECT_X)]
    if slot.symmetry == "quad":
        return [(attach, s) for s in (identity, REFLECT_X, REFLECT_Z, REFLECT_X @ REFLECT_Z)]
    if slot.symmetry == "radial":
        return [(attach, _turn_y(2 * np.pi * k / slot.count)) for k in range(slot.count)]
    if slot.symmetry == "row":
        steps = np.linspace(1.0, -1.0, slot.count) if slot.count > 1 else np.zeros(1)
        return [(attach * (1.0, step, 1.0), identity) for step in steps]
    return [(attach, identity)]


def _row(slot: Slot, scale: float) -> dict:
    motion = np.zeros(MOTION.stop - MOTION.start) if slot.motion is None else np.array(slot.motion, float)
    motion[[*range(12, 20), 26, 27]] *= scale
    size = np.asarray(slot.size) * scale
    return {
        "slot": slot.index, "size": size, "exponents": np.asarray(slot.exponents),
        "taper": slot.taper, "bend": slot.bend, "shell": slot.shell * min(size[0], size[2]),
        "open": (slot.open + 1.0) / 2.0 if slot.shell > 0 else 0.0, "blend": slot.blend * scale,
        "colour": np.asarray(slot.colour), "surface": np.array([slot.roughness, slot.metallic, slot.glow]),
        "material": slot.material, "pattern": slot.pattern, "second": np.asarray(slot.second), "grain": slot.grain,
        "relief": MATERIALS[MATERIAL_KEYS[slot.material]].relief, "motion": motion,
    }


def _into_solid(slot: Slot, unit: np.ndarray, *, hollow: bool) -> np.ndarray:
    value = float(gauge(unit, np.asarray(slot.exponents)))
    if value > 0.98:
        return unit * (0.98 / value)
    if hollow and value > 1e-3 and value < 1.0 - 0.5 * slot.shell:
        return unit * ((1.0 - 0.5 * slot.shell) / value)
    return unit


def _offset(slot: Slot) -> float:
    return 0.0 if slot.motion is None else float(slot.motion[23])


def _turn_y(angle: float) -> np.ndarray:
    c, s = np.cos(angle), np.sin(angle)
    return np.array([[c, 0.0, s], [0.0, 1.0, 0.0], [-s, 0.0, c]])


def _rotation(six: np.ndarray) -> np.ndarray:
    """Gram-Schmidt on two columns (Zhou et al. 2019, eq. 15)."""
    first = six[:3] / max(np.linalg.norm(six[:3]), 1e-6)
    second = six[3:] - first * (first @ six[3:])
    norm = np.linalg.norm(second)
    if np.linalg.norm(six[:3]) < 1e-6 or norm < 1e-6:
        return np.eye(3)
    second = second / norm
    return np.stack([first, second, np.cross(first, second)], axis=1)


def _bits(value: int, width: int) -> list[float]:
    return [1.0 if value >> k & 1 else -1.0 for k in range(width)]


def _number(bits: np.ndarray) -> int:
    return int(sum(1 << k for k, bit in enumerate(bits) if bit > 0))


_RANGES = {"attach": (-4.0, 4.0), "anchor": (-1.5, 1.5), "log_size": (-6.0, 2.5), "exponents": (-1.0, 1.0),
           "taper": (-0.85, 0.85), "bend": (-1.5, 1.5), "shell": (0.0, 0.9), "open": (-1.0, 1.0),
           "log_blend": (-6.5, -1.5), "colour": (-1.0, 1.0), "roughness": (-1.0, 1.0), "metallic": (-1.0, 1.0),
           "glow": (-1.0, 1.0), "second": (-1.0, 1.0), "grain": (-4.0, 1.0)}
_LEAST, _MOST = np.full(TOKEN_WIDTH, -np.inf), np.full(TOKEN_WIDTH, np.inf)
for _name, (_least, _most) in _RANGES.items():
    _LEAST[CHANNEL[_name]], _MOST[CHANNEL[_name]] = _least, _most
_READ = [(name, channel) for name, channel in CHANNEL.items() if channel.start < CHANNEL["turn"].start]
