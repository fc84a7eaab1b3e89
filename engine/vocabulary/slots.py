"""The part slots and the layout of a part token: the one table that grammar, network and form share.

A *slot* is a symmetry orbit: a part together with its mirror images or n-fold copies. Every slot has
a fixed role, so that the same noise always stays with the same role and a count change moves nothing
else. A slot's parent always has a lower index, so the table order is a topological order.

A token is one row of SHAPE + MOTION numbers. Shape and motion share a row, not two rows of a longer
sequence: the denoiser then attends over 32 positions instead of 64, at half the cost, and the two
halves stay separately addressable (`SHAPE`, `MOTION` slices) for locks, retiming and morphs.

Plain tables; imports nothing.
"""

SLOT_COUNT = 32
PART_LIMIT = 128

ROLES = (
    "body",          # 0  the root: seat, trunk base, hull, mug wall, lamp foot, torso of an animal
    "torso",         # 1  second mass: chest, cabin, cushion, upper robot block
    "neck",          # 2  neck, stem, lamp pole, trunk
    "neck tip",      # 3  second segment of the neck
    "head",          # 4
    "muzzle",        # 5  snout, beak, nose, bonnet
    "cap",           # 6  hair, hat, lid, roof
    "eye",           # 7  eyes, headlights
    "ear",           # 8  ears, antennae, horns
    "upper leg",     # 9  front or only pair, or the legs of furniture
    "lower leg",     # 10
    "foot",          # 11
    "hind upper leg",  # 12
    "hind lower leg",  # 13
    "hind foot",     # 14
    "upper arm",     # 15 arms, armrest posts
    "lower arm",     # 16 forearms, armrests
    "hand",          # 17
    "wing",          # 18 wings, leaves
    "wing tip",      # 19
    "tail",          # 20
    "tail tip",      # 21 tail fin, tail brush
    "fin",           # 22 dorsal fin, vertical stabiliser
    "side fin",      # 23 pectoral fins, horizontal stabiliser
    "back",          # 24 backrest, posts
    "slat",          # 25 rungs of a backrest
    "crown",         # 26 foliage, lamp shade, petals
    "crown middle",  # 27
    "crown top",     # 28 also the bulb of a lamp
    "wheel",         # 29 wheels, propeller blades
    "detail",        # 30 bumper, bands, buttons
    "handle",        # 31
)
SLOT = {role: index for index, role in enumerate(ROLES)}



def part_named(name: str) -> tuple[int, int] | None:
    """(slot, which of its parts, -1 all) of a role, or of a single part of it: "upper leg", "upper leg 2". None: there
    is no such part."""
    role, _, number = name.rpartition(" ")
    if name in SLOT:
        return SLOT[name], -1
    if role in SLOT and number.isascii() and number.isdecimal() and not number.startswith("0") and (
            int(number) <= PART_LIMIT):
        return SLOT[role], int(number) - 1
    return None


SYMMETRIES = ("one", "mirror", "quad", "radial", "row")
"""How a slot's copies arise, in the parent's local frame.

one     a single part.
mirror  2 parts: the part and its reflection in the plane x = 0.
quad    4 parts: reflections in x = 0 and z = 0.
radial  n parts (1..8) turned about the y axis by 360/n degrees.
row     n parts (1..8) evenly from attach y to -y.
"""
COUNT_LIMIT = 8

_WIDTHS = (
    ("exists", 1),      # > 0: the slot is in use
    ("parent", 5),      # slot index of the parent as 5 bits, least significant first, bit 0/1 as -1/+1
    ("symmetry", 5),    # one-hot over SYMMETRIES, as -1/+1
    ("count", 3),       # copies - 1 as 3 bits
    ("material", 4),    # row of engine.vocabulary.materials.MATERIALS as bits
    ("pattern", 3),     # row of PATTERNS as bits
    ("attach", 3),      # joint in the parent's unit coordinates (see engine.form.parts)
    ("anchor", 3),      # the same joint in the part's own unit coordinates
    ("log_size", 3),    # ln of the half extents, in object units
    ("rotation", 6),    # first two columns of the rotation in the parent's frame (Zhou et al. 2019)
    ("exponents", 2),   # squareness around and along the y axis, 0 ellipsoid .. 1 box
    ("taper", 1),       # -.85 .. .85: scale of the x-z section is 1 + taper * y
    ("bend", 1),        # local z offset at the two y ends, in units of the y half extent
    ("shell", 1),       # wall thickness as a share of the smaller of the x and z half extents; < .02: solid
    ("open", 1),        # -1 closed, +1 open at the +y end (only where there is a shell)
    ("log_blend", 1),   # ln of the smooth union radius, in object units
    ("colour", 3),      # sRGB, 0..1 as -1..1
    ("roughness", 1),   # 0..1 as -1..1
    ("metallic", 1),    # 0..1 as -1..1
    ("glow", 1),        # 0..1 as -1..1
    ("second", 3),      # the pattern's other colour: sRGB, 0..1 as -1..1
    ("grain", 1),       # ln of the pattern's step as a share of the part's mean half extent
    # motion: coefficients of the harmonics cos, sin, cos 2, sin 2 of the cycle (engine.form.motion)
    ("turn", 12),       # rotation vector [rad] about the joint, parent's frame: x 4, y 4, z 4
    ("shift", 8),       # translation in object units, parent's frame: x cos sin, y 4, z cos sin
    ("swell", 2),       # ln of a uniform scale: cos sin
    ("spin", 1),        # whole turns about the part's own y axis per cycle
    ("offset", 1),      # phase step between successive copies, as a share of the cycle
    ("stretch", 2),     # ln of a scale along the part's own y axis, its volume kept: cos sin
    ("step", 4),        # of the first bone of a leg: stride and lift [object units], share of the cycle on the
                        # ground as -1..1, lead as a share of the cycle (engine.form.gait); stride 0: no step
)

CHANNEL: dict[str, slice] = {}
_start = 0
for _name, _width in _WIDTHS:
    CHANNEL[_name] = slice(_start, _start + _width)
    _start += _width
TOKEN_WIDTH = _start
MOTION = slice(CHANNEL["turn"].start, TOKEN_WIDTH)
SHAPE = slice(0, MOTION.start)
