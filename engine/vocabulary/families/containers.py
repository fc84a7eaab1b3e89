"""Containers: the rows of one family (see engine.vocabulary.category)."""

from engine.vocabulary.category import Attribute, category
from engine.vocabulary.palettes import APPLES, GLAZE, METAL, PAINT, WOOD, rgb

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
    category(
        "bottle", 0.16, "still sway", "#3f7d5a", "#f3e3c3", (
            Attribute("height", "height", "m", 0.19, 0.34),
            Attribute("width", "width", "m", 0.066, 0.105, (("bulbous", 0.9), ("slim", -0.8))),
            Attribute("length", "neck length", "m", 0.03, 0.09),
            Attribute("boxiness", "squareness", "", 0.0, 0.9, (("square", 0.8), ("round", -0.9))),
            Attribute("feature", "neck width", "m", 0.024, 0.042),
            Attribute("detail", "label height", "m", 0.04, 0.10),
        ), "body: body, neck: neck, neck tip: lip, cap: cork, slat: label, torso: shoulder, detail: label stripes",
        wears="body", accents="slat",
        mains=(*rgb("3f7d5a", "5a3a24", "2f5f7a", "8fb8a6", "a8432f", "d8e6e2"), *GLAZE[:4]),
        materials="glass plastic metal stone", patterns="plain gradient stripes",
        nouns=(("wine bottle", {"height": 0.7, "boxiness": -1.0}), "flask", "carafe", "decanter", ("potion",
               {"width": 1.0, "height": -0.8}), ("perfume", {"boxiness": 0.9, "height": -1.0}))),
    category(
        "bowl", 0.15, "still sway", "#3f6f9e", "#d9694a", (
            Attribute("height", "height", "m", 0.060, 0.120, (("deep", 0.8), ("shallow", -0.9))),
            Attribute("width", "width", "m", 0.15, 0.27),
            Attribute("count", "fruits", "fruits", 3, 8),
            Attribute("boxiness", "squareness", "", 0.0, 0.8, (("square", 0.8), ("round", -0.8))),
            Attribute("feature", "fruit size", "m", 0.036, 0.058),
            Attribute("detail", "flare", "", 0.12, 0.42, (("conical", 0.9),)),
        ), "body: wall, torso: filling, foot: foot, detail: fruits, crown: top fruit, handle: stem",
        wears="body", accents="detail", counts="detail",
        mains=(*GLAZE, *WOOD[:3]), seconds=APPLES,
        materials="plastic wood stone metal matte glass", patterns="plain stripes spots checks gradient",
        nouns=("fruit bowl", "dish", "basin", "salad bowl", ("plate", {"height": -1.0, "width": 1.0}))),
    category(
        "teapot", 0.15, "still nod sway", "#c98a9a", "#e3b04b", (
            Attribute("height", "height", "m", 0.10, 0.19),
            Attribute("width", "width", "m", 0.13, 0.19, (("bulbous", 0.9), ("slim", -0.8))),
            Attribute("length", "spout length", "m", 0.06, 0.11),
            Attribute("count", "dots", "dots", 3, 8),
            Attribute("boxiness", "squareness", "", 0.0, 0.7, (("square", 0.8), ("round", -0.8))),
            Attribute("feature", "handle size", "m", 0.035, 0.062),
            Attribute("detail", "lid height", "m", 0.016, 0.040),
        ), "body: belly, muzzle: spout, cap: lid, torso: collar, crown: spout lip, handle: handle, crown top: knob, "
           "foot: foot, detail: dots",
        wears="body", accents="crown top, detail", counts="detail",
        mains=GLAZE,
        materials="plastic metal stone matte", patterns="plain stripes spots gradient",
        nouns=("kettle", "coffee pot", "tea kettle")),
    category(
        "basket", 0.36, "still swing sway", "#b98a5e", "#c5322d", (
            Attribute("height", "height", "m", 0.16, 0.30, (("deep", 0.8), ("shallow", -0.8))),
            Attribute("width", "width", "m", 0.28, 0.48),
            Attribute("length", "depth", "m", 0.24, 0.38),
            Attribute("count", "apples", "apples", 3, 8),
            Attribute("boxiness", "squareness", "", 0.0, 0.8, (("square", 0.8), ("round", -0.8))),
            Attribute("feature", "handle height", "m", 0.12, 0.28),
            Attribute("detail", "flare", "", 0.04, 0.26),
        ), "body: wall, torso: cloth, cap: rim, handle: handle, detail: apples, crown: top apple, slat: base band, "
           "wing: leaf, foot: base",
        wears="body", accents="detail", counts="detail",
        mains=rgb("b98a5e", "c8a26f", "8a5a38", "d8b98a", "a8714a", "e0cda4", "6b4630"), seconds=APPLES,
        materials="wood matte plastic", patterns="checks stripes plain",
        nouns=("hamper", ("picnic basket", {"boxiness": 1.0}), "crate", "wicker basket", "easter basket")),
    category(
        "barrel", 0.55, "still roll sway", "#a8714a", "#3a3f46", (
            Attribute("height", "height", "m", 0.60, 1.00),
            Attribute("width", "width", "m", 0.46, 0.72, (("bulbous", 0.9), ("slim", -0.8))),
            Attribute("count", "staves", "staves", 6, 8),
            Attribute("boxiness", "stave squareness", "", 0.0, 1.0),
            Attribute("feature", "bulge", "", 0.04, 0.20),
            Attribute("detail", "hoop width", "m", 0.022, 0.055),
        ), "body: core, back: staves, slat: end hoops, detail: middle hoops, cap: lid, foot: bottom, handle: tap, "
           "muzzle: bung",
        wears="back", accents="slat, detail", counts="back",
        mains=(*WOOD, *rgb("3f6f9e", "b5543f", "5b8c5a")), seconds=(*METAL, *rgb("2f3640", "4a342a")),
        materials="wood metal plastic", patterns="plain stripes",
        nouns=("keg", "cask", "wine barrel", "drum", ("tun", {"width": 1.0, "height": 1.0}))),
    category(
        "bucket", 0.30, "still swing sway", "#d24b3e", "#b9bec4", (
            Attribute("height", "height", "m", 0.22, 0.36),
            Attribute("width", "width", "m", 0.24, 0.34),
            Attribute("count", "rivets", "rivets", 3, 8),
            Attribute("boxiness", "squareness", "", 0.0, 0.7, (("square", 0.8), ("round", -0.8))),
            Attribute("feature", "handle height", "m", 0.10, 0.19),
            Attribute("detail", "flare", "", 0.06, 0.26, (("conical", 0.9),)),
        ), "body: wall, torso: water, cap: rim, ear: lugs, handle: handle, slat: band, detail: rivets",
        wears="body", accents="slat, cap", counts="detail",
        mains=(*PAINT, *METAL[1:4], *WOOD[:2]), seconds=METAL,
        materials="metal plastic wood", patterns="plain stripes spots",
        nouns=("pail", "tub", ("trash can", {"height": 1.0}), "bin", "sand bucket", "washtub")),
)
