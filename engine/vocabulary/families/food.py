"""Food: the rows of one family (see engine.vocabulary.category)."""

from engine.vocabulary.category import Attribute, category
from engine.vocabulary.palettes import APPLES, BANANAS, BREAD, CARROTS, FROSTING, LEAVES, SAUCES, SCOOPS, STEM, rgb

ROWS = (
    category(
        "apple", 0.08, "still roll sway", "#c5322d", "#6f9a4a", (
            Attribute("height", "height", "m", 0.062, 0.096),
            Attribute("width", "width", "m", 0.070, 0.104, (("plump", 0.8), ("slim", -0.8))),
            Attribute("count", "leaves", "leaves", 1, 4),
            Attribute("boxiness", "lobes", "", 0.0, 1.0, (("lobed", 0.8), ("smooth", -0.8), ("round", -0.9))),
            Attribute("feature", "stem length", "m", 0.012, 0.030),
            Attribute("detail", "leaf length", "m", 0.022, 0.050),
        ), "body: flesh, torso: lobes, neck: stem, wing: leaves, tail: worm, tail tip: worm's head, eye: worm's eyes, "
           "foot: blossom end",
        wears="body", accents="wing", counts="wing",
        mains=APPLES, seconds=(*STEM, *LEAVES[:3]),
        materials="plastic matte metal glass", patterns="plain gradient spots stripes",
        nouns=("fruit", ("peach", {"boxiness": -1.0}, 1.0), ("pear", {"width": -1.0, "height": 1.0}), ("cherry",
               {"boxiness": -0.8, "feature": 1.0}, 0.35), "tomato", ("orange", {"boxiness": -1.0, "feature": -1.0}))),
    category(
        "banana", 0.13, "still sway", "#f3cf3f", "#5b4027", (
            Attribute("height", "curl", "m", 0.030, 0.075, (("curved", 0.9), ("straight", -0.9))),
            Attribute("width", "thickness", "m", 0.030, 0.048, (("plump", 0.8), ("slim", -0.8))),
            Attribute("length", "length", "m", 0.15, 0.23),
            Attribute("count", "bananas", "bananas", 1, 6),
            Attribute("boxiness", "edges", "", 0.0, 0.6, (("square", 0.8), ("round", -0.8))),
            Attribute("feature", "stem length", "m", 0.018, 0.042),
        ), "body: crown, torso: bananas, neck: stem, tail: necks, tail tip: tips",
        wears="torso", accents="tail tip, body", counts="torso",
        mains=BANANAS, seconds=rgb("5b4027", "3d2b1c", "7a8f3a", "8a6a32"),
        materials="matte plastic metal", patterns="plain spots gradient",
        nouns=("bananas", "plantain", ("bunch of bananas", {"count": 0.6}))),
    category(
        "cake", 0.24, "still sway", "#f4c6cf", "#c22b3a", (
            Attribute("height", "height", "m", 0.12, 0.30, (("tall", 0.8), ("flat", -0.9))),
            Attribute("width", "width", "m", 0.20, 0.34),
            Attribute("length", "tier step", "m", 0.022, 0.055),
            Attribute("count", "candles", "candles", 1, 8),
            Attribute("boxiness", "squareness", "", 0.0, 0.5, (("square", 0.9), ("round", -0.9))),
            Attribute("feature", "candle height", "m", 0.035, 0.075),
            Attribute("detail", "drip length", "", 0.15, 0.75, (("dripping", 0.9),)),
        ), "body: bottom tier, torso: middle tier, head: top tier, foot: stand, upper arm: candles, lower arm: flames, "
           "slat: drips, cap: icing, crown: cream, crown middle: cherries, "
           "hind foot: plate, hand: top icing",
        wears="body", accents="crown middle", counts="upper arm",
        mains=FROSTING, seconds=rgb("c22b3a", "e0483e", "7a2348", "5a3121", "f2b84b", "f4f1ea"),
        materials="matte plastic", patterns="plain stripes spots gradient checks",
        nouns=(("birthday cake", {"count": 1.0}), ("wedding cake", {"height": 1.0}), "tart", "pie", ("cupcake",
               {"width": -1.0, "count": -1.0}, 0.5), "gateau", "dessert")),
    category(
        "ice-cream", 0.15, "still sway", "#f3a6b4", "#5a3121", (
            Attribute("height", "cone length", "m", 0.09, 0.15),
            Attribute("width", "scoop width", "m", 0.060, 0.088),
            Attribute("count", "scoops", "scoops", 1, 4),
            Attribute("boxiness", "ruffle", "", 0.0, 1.0, (("ruffled", 0.8), ("smooth", -0.8))),
            Attribute("feature", "sauce", "", 0.0, 1.0, (("dripping", 0.8),)),
            Attribute("detail", "wafer length", "m", 0.03, 0.07),
        ), "body: cone, torso: core, back: scoops, slat: ruffles, cap: rim, crown: sauce, crown middle: drips, "
           "crown top: cherry, ear: wafer, detail: sprinkles, handle: cherry stem",
        wears="back", accents="crown", counts="back",
        mains=SCOOPS, seconds=SAUCES,
        materials="matte plastic fur", patterns="plain spots gradient stripes",
        nouns=("gelato", "cone", "ice-cream cone", "ice cream cone", ("sundae", {"feature": 1.0}), "sorbet",
               "icecream")),
    category(
        "burger", 0.11, "still hop sway", "#d9984f", "#f2b53a", (
            Attribute("height", "bun height", "m", 0.030, 0.058),
            Attribute("width", "width", "m", 0.095, 0.140),
            Attribute("count", "patties", "patties", 1, 3),
            Attribute("boxiness", "cheese droop", "", 0.0, 1.0),
            Attribute("feature", "patty thickness", "m", 0.014, 0.026, (("thick", 0.8),)),
            Attribute("detail", "lettuce ruffle", "", 0.3, 1.0, (("leafy", 0.8),)),
        ), "body: bottom bun, cap: top bun, neck: filling, back: patties, slat: cheese, wheel: cheese corners, "
           "crown: tomato, crown middle: lettuce, crown top: lettuce edge, detail: sesame, handle: more sesame, "
           "hand: olive, upper arm: pick",
        wears="cap", accents="slat", counts="back",
        mains=BREAD, seconds=rgb("f2b53a", "f6c944", "ef9f2f", "f7d977"),
        materials="skin matte plastic", patterns="gradient plain",
        nouns=("hamburger", "cheeseburger", ("double burger", {"count": 0.0}), "sandwich", "big burger",
               "veggie burger")),
    category(
        "carrot", 0.16, "still sway", "#ee7d2a", "#5b8f47", (
            Attribute("height", "length", "m", 0.14, 0.25),
            Attribute("width", "width", "m", 0.050, 0.088, (("plump", 0.8), ("slim", -0.8))),
            Attribute("length", "leaf length", "m", 0.06, 0.13),
            Attribute("count", "leaves", "leaves", 3, 8),
            Attribute("boxiness", "bluntness", "", 0.0, 0.8, (("blunt", 0.8), ("pointed", -0.9))),
            Attribute("feature", "taper", "", 0.30, 0.72),
        ), "body: root, torso: shoulder, wing: leaf stalks, wing tip: leaf fronds, crown: middle fronds, "
           "detail: rings, slat: rings below, handle: rings above, neck: heart",
        wears="body", accents="wing tip", counts="wing",
        mains=CARROTS, seconds=(*STEM, *LEAVES[:3]),
        materials="matte plastic skin", patterns="gradient plain stripes",
        nouns=(("parsnip", {}), "radish", "vegetable", ("turnip", {"width": 1.0, "height": -1.0}))),
)
