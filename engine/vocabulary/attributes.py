"""The condition vector's layout: what an artist may say of any object, in one order.

A category names and gives units to these (engine.vocabulary.categories); a value runs from -1 to 1 and may be missing
(then the generator is free). Plain tables; imports nothing.
"""

ATTRIBUTES = ("height", "width", "length", "count", "boxiness", "feature", "detail")
"""feature and detail mean something different in each category: a chair's backrest height, a dog's neck length."""

COLOURS = ("main", "accent")
"""Each adds three condition values, sRGB 0..1 mapped to -1..1."""

MOTION_VALUES = ("intensity",)

CONDITION = ATTRIBUTES + tuple(f"{c} {x}" for c in COLOURS for x in "rgb") + MOTION_VALUES
CONDITION_INDEX = {name: index for index, name in enumerate(CONDITION)}
