"""Small objects that the tests of form share: a chair, a dog that trots, a mug, a plain lamp shade."""

import numpy as np

from engine.form.parts import Parts, Slot, encode, expand
from engine.vocabulary.slots import MOTION


def turn_x(angle: float) -> np.ndarray:
    c, s = np.cos(angle), np.sin(angle)
    return np.array([[1.0, 0.0, 0.0], [0.0, c, -s], [0.0, s, c]])


def motion(**values) -> np.ndarray:
    """The motion channels from turn, shift, swell, spin, offset."""
    starts = {"turn": 0, "shift": 12, "swell": 20, "spin": 22, "offset": 23}
    out = np.zeros(MOTION.stop - MOTION.start)
    for name, value in values.items():
        value = np.atleast_1d(np.asarray(value, float))
        out[starts[name]:starts[name] + len(value)] = value
    return out


def chair_slots() -> list[Slot]:
    wood = (0.55, 0.2, 0.12)
    return [
        Slot(0, size=(0.4, 0.04, 0.4), exponents=(0.9, 0.6), colour=wood, blend=0.02),
        Slot(9, parent=0, symmetry="quad", attach=(0.85, -0.5, 0.85), anchor=(0, 0.95, 0), taper=0.3,
             size=(0.035, 0.38, 0.035), exponents=(0.3, 0.9), colour=wood, blend=0.03),
        Slot(24, parent=0, symmetry="mirror", attach=(0.85, 0.5, -0.85), anchor=(0, -0.95, 0),
             size=(0.03, 0.42, 0.03), exponents=(0.3, 0.9), colour=wood, blend=0.03),
    ]


def dog_slots() -> list[Slot]:
    coat = (0.75, 0.5, 0.25)
    return [
        Slot(0, size=(0.17, 0.16, 0.4), exponents=(0.2, 0.3), colour=coat, blend=0.08,
             motion=motion(shift=[0, 0, 0, 0, 0.02, 0.01])),
        Slot(2, parent=0, attach=(0, 0.4, 0.85), anchor=(0, -0.8, 0), size=(0.08, 0.18, 0.09),
             rotation=turn_x(0.6), colour=coat, blend=0.06),
        Slot(4, parent=2, attach=(0, 0.8, 0), anchor=(0, 0, -0.4), size=(0.12, 0.11, 0.14),
             rotation=turn_x(-0.6), colour=coat, blend=0.05, motion=motion(swell=[0.1, 0.05])),
        Slot(5, parent=4, attach=(0, -0.2, 0.8), anchor=(0, 0, -0.8), size=(0.06, 0.05, 0.1),
             colour=(0.3, 0.2, 0.1), blend=0.03),
        Slot(7, parent=4, symmetry="mirror", attach=(0.5, 0.4, 0.75), size=(0.02, 0.02, 0.02),
             colour=(0.05, 0.05, 0.05), blend=0.003),
        Slot(9, parent=0, symmetry="mirror", attach=(0.7, -0.3, 0.7), anchor=(0, 0.8, 0),
             size=(0.05, 0.16, 0.06), exponents=(0, 0.3), colour=coat, blend=0.05,
             motion=motion(turn=[0.5, 0.1, 0, 0.05, 0, 0.1, 0, 0, 0.2], offset=0.5)),
        Slot(10, parent=9, attach=(0, -0.9, 0), anchor=(0, 0.9, 0), size=(0.04, 0.14, 0.045),
             exponents=(0, 0.4), colour=coat, blend=0.03, motion=motion(turn=[0, 0.4])),
        Slot(12, parent=0, symmetry="mirror", attach=(0.7, -0.3, -0.75), anchor=(0, 0.8, 0),
             size=(0.06, 0.16, 0.07), exponents=(0, 0.3), colour=coat, blend=0.05,
             motion=motion(turn=[-0.5, 0, 0, 0], offset=0.5)),
        Slot(13, parent=12, attach=(0, -0.9, 0), anchor=(0, 0.9, 0), size=(0.04, 0.14, 0.045),
             exponents=(0, 0.4), colour=coat, blend=0.03, motion=motion(turn=[0, -0.4])),
        Slot(20, parent=0, attach=(0, 0.6, -0.9), anchor=(0, -0.9, 0), size=(0.03, 0.2, 0.03),
             rotation=turn_x(-0.9), bend=0.4, taper=-0.4, colour=coat, blend=0.04,
             motion=motion(turn=[0, 0, 0, 0, 0, 0.6])),
    ]


def mug_slots() -> list[Slot]:
    side = np.array([[0.0, 0.0, 1.0], [0.0, 1.0, 0.0], [-1.0, 0.0, 0.0]])
    return [
        Slot(0, size=(0.35, 0.42, 0.35), exponents=(0, 1.0), shell=0.12, open=1,
             colour=(0.2, 0.45, 0.8), blend=0.02),
        Slot(31, parent=0, attach=(0.97, 0.1, 0), size=(0.05, 0.24, 0.05), rotation=side, bend=-0.9,
             colour=(0.9, 0.9, 0.85), blend=0.03),
    ]


def shade_slots() -> list[Slot]:
    return [Slot(0, size=(0.4, 0.3, 0.4), exponents=(0, 0.95), taper=-0.5, shell=0.08, open=1,
                 colour=(0.9, 0.85, 0.7), blend=0.02)]


def bowl_slots() -> list[Slot]:
    return [Slot(0, size=(0.4, 0.3, 0.4), shell=0.12, open=1, colour=(0.8, 0.45, 0.2), blend=0.02)]


def parts_of(slots: list[Slot]) -> Parts:
    return expand(encode(slots))


SHAPES = {"chair": chair_slots, "dog": dog_slots, "mug": mug_slots, "shade": shade_slots, "bowl": bowl_slots}
