"""Furniture: the rows of one family (see engine.vocabulary.category)."""

from engine.vocabulary.category import Attribute, category
from engine.vocabulary.palettes import CLOTH, CREAM, GLAZE, PAINT, WOOD

ROWS = (
    category(
        "chair", 0.60, "still walk hop sway spin", "#c8794a", "#f1e3cf", (
            Attribute("height", "seat height", "m", 0.32, 0.66, (("bar", 0.9), ("low", -0.8))),
            Attribute("width", "seat width", "m", 0.38, 0.62),
            Attribute("length", "seat depth", "m", 0.36, 0.54, (("deep", 0.8), ("shallow", -0.8))),
            Attribute("count", "legs", "legs", 3, 6),
            Attribute("boxiness", "squareness", "", 0.0, 1.0, (("square", 0.8), ("round", -0.9))),
            Attribute("feature", "backrest height", "m", 0.20, 0.62, (("throne", 1.0), ("stool", -1.0))),
            Attribute("detail", "slats", "", 0.0, 1.0, (("slatted", 0.7), ("plain", -0.8))),
        ), "body: seat, torso: backrest, cap: top rail, upper leg: legs, foot: feet, back: back posts, slat: slats, "
           "detail: cushion, upper arm: armrest posts, lower arm: armrests",
        wears="body", accents="torso, detail", counts="upper leg",
        mains=WOOD + CLOTH,
        materials="wood plastic metal matte", patterns="plain checks stripes",
        nouns=("armchair", "seat", ("stool", {"feature": -1.0}), ("throne", {"feature": 1.0, "height": 0.5}),
               ("bench", {"width": 1.0}), "rocking chair", "kitchen chair",)),
    category(
        "table", 0.75, "still walk hop sway", "#b98a5e", "#3d4a55", (
            Attribute("height", "height", "m", 0.42, 1.05, (("bar", 0.9), ("coffee", -0.9), ("low", -0.8))),
            Attribute("width", "width", "m", 0.60, 1.40, (("long", 0.8), ("wide", 0.8))),
            Attribute("length", "depth", "m", 0.50, 0.90, (("deep", 0.8),)),
            Attribute("count", "legs", "legs", 3, 6),
            Attribute("boxiness", "squareness", "", 0.0, 1.0, (("square", 0.8), ("rectangular", 1.0), ("round", -0.9))),
            Attribute("feature", "top thickness", "m", 0.03, 0.10),
            Attribute("detail", "leg taper", "", 0.0, 1.0),
        ), "body: top, torso: apron, upper leg: legs, foot: feet, muzzle: drawer, handle: knob, detail: bowl",
        wears="body", accents="upper leg", counts="upper leg",
        mains=WOOD + PAINT,
        materials="wood plastic stone metal", patterns="plain checks",
        nouns=("desk", ("coffee table", {"height": -0.9}), ("workbench", {"boxiness": 0.8}), "dining table",)),
    category(
        "lamp", 0.80, "still sway hop nod", "#f0d9a8", "#3a3f46", (
            Attribute("height", "height", "m", 0.75, 1.75, (("floor", 0.7), ("desk", -0.8))),
            Attribute("width", "shade width", "m", 0.30, 0.70),
            Attribute("length", "arm reach", "m", 0.0, 0.42, (("arched", 0.8), ("straight", -1.0))),
            Attribute("boxiness", "squareness", "", 0.0, 1.0, (("square", 0.8), ("round", -0.9))),
            Attribute("feature", "shade height", "m", 0.16, 0.42),
            Attribute("detail", "shade flare", "", 0.0, 0.62, (("conical", 0.9), ("cylindrical", -0.9))),
        ), "body: foot, neck: pole, neck tip: arm, crown: shade, crown top: bulb, detail: rings, upper leg: legs, "
           "cap: finial",
        wears="crown", accents="body",
        mains=CREAM[:4] + GLAZE,
        materials="matte plastic metal glass", patterns="plain stripes spots",
        nouns=(("floor lamp", {"height": 0.7}), ("desk lamp", {"height": -0.8}), "lantern", ("streetlight",
               {"height": 1.0}), ("street lamp", {"height": 1.0}),)),
)
