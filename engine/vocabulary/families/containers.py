"""Containers: the rows of one family (see engine.vocabulary.category)."""

from engine.vocabulary.category import Attribute, category
from engine.vocabulary.palettes import GLAZE

ROWS = (
    category(
        "mug", 0.07, "still hop spin sway", "#5b8c85", "#f3e3c3", (
            Attribute("height", "height", "m", 0.055, 0.115),
            Attribute("width", "width", "m", 0.062, 0.100),
            Attribute("count", "dots", "dots", 3, 8),
            Attribute("boxiness", "squareness", "", 0.0, 0.9, (("square", 0.8), ("round", -0.8))),
            Attribute("feature", "handle size", "m", 0.020, 0.042),
            Attribute("detail", "flare", "", -0.16, 0.24, (("conical", 0.9),)),
        ), "body: wall, torso: drink, handle: handle, detail: dots, foot: saucer",
        wears="body", accents="detail", counts="detail",
        mains=GLAZE,
        materials="plastic matte stone", patterns="plain stripes spots checks",
        nouns=("cup", "teacup", "beaker", "coffee mug", "coffee cup",)),
    category(
        "vase", 0.30, "still hop spin sway", "#3f6f9e", "#e7d6b1", (
            Attribute("height", "height", "m", 0.26, 0.54),
            Attribute("width", "belly width", "m", 0.16, 0.34, (("bulbous", 0.9), ("slim", -0.8))),
            Attribute("length", "neck length", "m", 0.04, 0.18),
            Attribute("count", "dots", "dots", 3, 8),
            Attribute("boxiness", "squareness", "", 0.0, 0.8, (("square", 0.8), ("round", -0.8))),
            Attribute("feature", "mouth width", "m", 0.07, 0.16),
            Attribute("detail", "handle size", "m", 0.02, 0.09),
        ), "body: belly, neck: neck, cap: lip, handle: handles, foot: foot, detail: dots",
        wears="body", accents="foot", counts="detail",
        mains=GLAZE,
        materials="plastic matte stone glass", patterns="plain stripes spots gradient",
        nouns=("urn", "amphora", "jug", "pitcher", "flower vase",)),
)
