"""Furniture: the rows of one family (see engine.vocabulary.category)."""

from engine.vocabulary.category import Attribute, category
from engine.vocabulary.palettes import CLOTH, CREAM, FABRIC, GLAZE, METAL, PAINT, WOOD, rgb

ROWS = (
    category(
        "chair", 0.60, "still walk hop sway spin", "#c8794a", "#f1e3cf", (
            Attribute("height", "seat height", "m", 0.32, 0.66, (("bar", 0.9), ("low", -0.8))),
            Attribute("width", "seat width", "m", 0.38, 0.62),
            Attribute("length", "seat depth", "m", 0.36, 0.54, (("deep", 0.8), ("shallow", -0.8))),
            Attribute("count", "legs", "legs", 3, 6),
            Attribute("boxiness", "squareness", "", 0.0, 1.0, (("square", 0.8), ("round", -0.9))),
            Attribute("feature", "backrest height", "m", 0.20, 0.62, (("throne", 1.0),)),
            Attribute("detail", "slats", "", 0.0, 1.0, (("slatted", 0.7), ("plain", -0.8))),
        ), "body: seat, torso: backrest, cap: top rail, upper leg: legs, foot: feet, back: back posts, slat: slats, "
           "detail: cushion, upper arm: armrest posts, lower arm: armrests",
        wears="body", accents="torso, detail", counts="upper leg",
        mains=WOOD + CLOTH,
        materials="wood plastic metal matte", patterns="plain checks stripes",
        nouns=("seat", ("throne", {"feature": 1.0, "height": 0.5}),
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
    category(
        "bed", 1.10, "still walk", "#a8714a", "#6f8fa3", (
            Attribute("height", "headboard height", "m", 0.70, 1.35),
            Attribute("width", "width", "m", 0.95, 1.85, (("double", 0.7), ("single", -0.8), ("king-size", 1.0))),
            Attribute("length", "length", "m", 1.75, 2.15),
            Attribute("count", "pillows", "pillows", 1, 4),
            Attribute("boxiness", "squareness", "", 0.0, 1.0, (("square", 0.8), ("round", -0.9))),
            Attribute("feature", "footboard height", "m", 0.36, 0.72),
            Attribute("detail", "mattress thickness", "m", 0.14, 0.30, (("soft", 0.8), ("hard", -0.8))),
        ), "body: frame, torso: mattress, muzzle: sheet fold, cap: blanket, upper leg: legs, back: headboard, "
           "slat: footboard, upper arm: bed posts, hand: knobs, detail: pillows, crown: throw",
        wears="body", accents="cap", counts="detail",
        mains=(*WOOD, *rgb("e9e4da", "33415c", "7a8f83", "b5838d")), seconds=FABRIC,
        materials="wood matte metal plastic", patterns="plain stripes checks spots",
        nouns=("bunk", "cot", ("double bed", {"width": 0.7, "count": -0.4}),
               ("single bed", {"width": -0.9, "count": -1.0}),
               ("mattress", {"height": -1.0, "feature": -1.0}))),
    category(
        "sofa", 1.00, "still walk", "#6f8fa3", "#e3b04b", (
            Attribute("height", "backrest height", "m", 0.66, 1.05),
            Attribute("width", "width", "m", 0.95, 2.20, (("long", 0.9), ("wide", 0.8))),
            Attribute("length", "depth", "m", 0.75, 1.05, (("deep", 0.8),)),
            Attribute("count", "seat cushions", "cushions", 1, 4),
            Attribute("boxiness", "squareness", "", 0.0, 1.0, (("square", 0.8), ("round", -0.9), ("modern", 0.8))),
            Attribute("feature", "armrest height", "m", 0.46, 0.68),
            Attribute("detail", "leg height", "m", 0.05, 0.20),
        ), "body: base, torso: backrest, upper leg: legs, foot: feet, upper arm: armrests, lower arm: rolled tops, "
           "detail: seat cushions, slat: back cushions, hand: throw pillows",
        wears="body", accents="hand", counts="detail",
        mains=FABRIC,
        materials="matte skin fur", patterns="plain stripes checks spots",
        nouns=("couch", "settee", "loveseat", ("armchair", {"width": -1.0, "count": -1.0}), "divan", "lounge")),
    category(
        "stool", 0.50, "still walk", "#b98a5e", "#d9694a", (
            Attribute("height", "seat height", "m", 0.36, 0.80, (("bar", 0.9), ("low", -0.8))),
            Attribute("width", "seat width", "m", 0.28, 0.44),
            Attribute("count", "legs", "legs", 3, 6),
            Attribute("boxiness", "squareness", "", 0.0, 1.0, (("square", 0.8), ("round", -0.9))),
            Attribute("feature", "cushion thickness", "m", 0.02, 0.09, (("padded", 0.9), ("upholstered", 0.9))),
            Attribute("detail", "leg splay", "", 0.0, 1.0, (("splayed", 0.9), ("straight", -1.0))),
        ), "body: seat, torso: cushion, upper leg: legs, foot: feet, slat: rings, handle: button",
        wears="body", accents="torso", counts="upper leg",
        mains=WOOD + CLOTH, seconds=FABRIC,
        materials="wood metal plastic matte", patterns="plain checks stripes",
        nouns=(("bar stool", {"height": 0.9}), ("footstool", {"height": -1.0, "feature": 0.8}), "pouf",
               ("milking stool", {"count": -1.0, "height": -0.7}))),
    category(
        "shelf", 1.00, "still", "#a8714a", "#3f8fa6", (
            Attribute("height", "height", "m", 0.95, 2.00, (("low", -0.8),)),
            Attribute("width", "width", "m", 0.60, 1.20),
            Attribute("length", "depth", "m", 0.24, 0.40, (("deep", 0.8),)),
            Attribute("count", "shelves", "shelves", 2, 6),
            Attribute("boxiness", "squareness", "", 0.0, 1.0, (("square", 0.8), ("round", -0.9))),
            Attribute("feature", "leg height", "m", 0.03, 0.18),
            Attribute("detail", "fullness", "", 0.0, 1.0, (("full", 1.0), ("packed", 1.0), ("empty", -1.0))),
        ), "body: back panel, torso: sides, cap: top, foot: base, back: spine, slat: shelves, "
           "crown: books, crown middle: tall books, crown top: thin books, wheel: short books, detail: row of books, "
           "handle: leaning book, hand: vase",
        wears="body", accents="detail, crown", counts="slat",
        mains=(*WOOD, *rgb("e9e4da", "33415c", "7a8f83", "2f3640")), seconds=CLOTH,
        materials="wood matte plastic metal", patterns="plain",
        nouns=("bookshelf", "bookcase", "shelves", "rack", "bookshelves", ("library", {"width": 1.0, "detail": 1.0}))),
    category(
        "cabinet", 0.90, "still open walk", "#8a5a38", "#c9a45c", (
            Attribute("height", "height", "m", 0.80, 1.80),
            Attribute("width", "width", "m", 0.60, 1.30),
            Attribute("length", "depth", "m", 0.38, 0.62, (("deep", 0.8), ("shallow", -0.8))),
            Attribute("count", "drawers", "drawers", 1, 4),
            Attribute("boxiness", "squareness", "", 0.0, 1.0, (("square", 0.8), ("round", -0.9))),
            Attribute("feature", "leg height", "m", 0.04, 0.24),
            Attribute("detail", "door height", "", 0.30, 0.66, (("wardrobe", 1.0),)),
        ), "body: drawer case, torso: cupboard, cap: top, upper leg: legs, wing: doors, wing tip: door panels, "
           "slat: drawers, handle: drawer handles, detail: door knobs, back: inner shelf",
        wears="body", accents="handle, detail", counts="slat",
        mains=(*WOOD, *PAINT, *rgb("e9e4da", "7a8f83", "b5838d")), seconds=METAL,
        materials="wood matte plastic metal", patterns="plain",
        nouns=("cupboard", "dresser", "chest of drawers", ("wardrobe", {"height": 1.0, "detail": 1.0}), "sideboard",
               "closet", "drawer", ("nightstand", {"height": -1.0, "width": -1.0}))),
    category(
        "clock", 1.00, "still swing walk", "#8a5a38", "#c9a45c", (
            Attribute("height", "height", "m", 0.88, 2.00, (("grandfather", 0.9), ("wall", -0.9))),
            Attribute("width", "width", "m", 0.36, 0.62),
            Attribute("length", "depth", "m", 0.20, 0.34),
            Attribute("boxiness", "squareness", "", 0.0, 1.0, (("square", 0.8), ("round", -0.9))),
            Attribute("feature", "bob size", "m", 0.08, 0.16),
            Attribute("detail", "hand length", "m", 0.11, 0.17),
        ), "body: plinth, torso: case, neck: back of the case, head: bezel, muzzle: face, cap: pediment, "
           "upper arm: hour hand, lower arm: minute hand, hand: pin, tail: pendulum, tail tip: bob, slat: hour marks, "
           "detail: marks between, crown top: finial, foot: feet, neck tip: hood",
        wears="body", accents="head, tail tip",
        mains=(*WOOD, *PAINT), seconds=METAL,
        materials="wood plastic matte metal stone", patterns="plain",
        nouns=(("grandfather clock", {"height": 0.9}), ("wall clock", {"height": -0.9}), ("cuckoo clock",
               {"height": -0.8}), "timepiece", ("pendulum clock", {"height": -0.2}), "longcase clock")),
)
