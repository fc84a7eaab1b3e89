"""The condition vector's layout: what an artist may say of any object, in one order.

A category names and gives units to these (engine.vocabulary.categories); a value runs from -1 to 1 and may be missing
(then the generator is free). Plain tables; imports nothing but its neighbours.
"""

from engine.vocabulary.materials import MATERIAL_KEYS, PATTERN_KEYS

ATTRIBUTES = ("height", "width", "length", "count", "boxiness", "feature", "detail", "age", "weight", "style")
"""feature and detail mean something different in each category: a chair's backrest height, a dog's neck length.
age (baby .. old) and weight (thin .. fat) belong to everything alive, style (natural .. chunky toy) to everything."""

MIDDLING = ("age", "weight", "style")
"""Attributes of which most things have a middle value."""

COLOURS = ("main", "accent")
"""Each adds three condition values, sRGB 0..1 mapped to -1..1."""

MOTION_VALUES = ("intensity",)
CHOICES = {"material": MATERIAL_KEYS, "pattern": PATTERN_KEYS}
"""Each adds one condition value for every option: 1 for the chosen one, -1 for the others, all said or none."""
OPTIONS = {f"{name} {option}": tuple(f"{name} {other}" for other in options)
           for name, options in CHOICES.items() for option in options}
"""A chosen option ("material wood") to all that it is chosen from. A node says it as an attribute of any value."""

CONDITION = (ATTRIBUTES + tuple(f"{c} {x}" for c in COLOURS for x in "rgb") + MOTION_VALUES
             + tuple(OPTIONS))
CONDITION_INDEX = {name: index for index, name in enumerate(CONDITION)}
GROUPS = tuple((name, tuple(CONDITION_INDEX[n] for n in members)) for name, members in (
    *((a, (a,)) for a in ATTRIBUTES), *((c, tuple(f"{c} {x}" for x in "rgb")) for c in COLOURS),
    *((m, (m,)) for m in MOTION_VALUES), *((n, tuple(f"{n} {o}" for o in options)) for n, options in CHOICES.items())))
"""What is said or left open as a whole: (name, indices into CONDITION)."""
