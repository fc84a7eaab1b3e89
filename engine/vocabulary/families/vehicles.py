"""Vehicles: the rows of one family (see engine.vocabulary.category)."""

from engine.vocabulary.category import Attribute, category
from engine.vocabulary.palettes import PAINT

ROWS = (
    category(
        "car", 2.2, "still drive hop", "#d24b3e", "#e9e4da", (
            Attribute("height", "cabin height", "m", 0.40, 0.85, (("van", 0.9), ("sporty", -0.8))),
            Attribute("width", "width", "m", 1.45, 1.95),
            Attribute("length", "length", "m", 2.7, 4.2, (("limousine", 1.0), ("mini", -0.9))),
            Attribute("boxiness", "squareness", "", 0.0, 1.0, (("square", 0.8), ("round", -0.8))),
            Attribute("feature", "wheel size", "m", 0.26, 0.44, (("jeep", 0.8),)),
            Attribute("detail", "cabin length", "m", 1.1, 2.2),
        ), "body: hull, torso: windows, cap: roof, muzzle: bonnet, eye: headlights, ear: mirrors, foot: front bumper, "
           "hind foot: rear bumper, tail: rear lights, upper arm: wheel arches, wheel: wheels, detail: hubs, "
           "back: stripe, slat: grille",
        wears="body", accents="foot",
        mains=PAINT,
        materials="plastic metal", patterns="plain stripes",
        nouns=("automobile", "sedan", ("van", {"height": 0.9}), ("jeep", {"feature": 0.8}), ("limousine",
               {"length": 1.0}), ("taxi", {}, 1.0, "yellow"), ("sports car", {"height": -0.8}),
               "vehicle", "cab",)),
    category(
        "airplane", 2.6, "still fly sway", "#e8e4dc", "#d8503f", (
            Attribute("height", "fin height", "m", 0.5, 1.25),
            Attribute("width", "wing span", "m", 3.0, 5.4, (("glider", 1.0),)),
            Attribute("length", "length", "m", 3.0, 4.8),
            Attribute("count", "propeller blades", "blades", 2, 6),
            Attribute("boxiness", "fuselage squareness", "", 0.0, 0.7),
            Attribute("feature", "fuselage width", "m", 0.55, 1.0, (("chubby", 0.9), ("sleek", -0.8))),
            Attribute("detail", "wing depth", "m", 0.5, 1.0),
        ), "body: fuselage, torso: cockpit, muzzle: propeller hub, eye: windows, wing: wings, wing tip: wing tips, "
           "tail: tail cone, fin: fin, side fin: tailplane, wheel: propeller blades, upper leg: wheel struts, "
           "foot: wheels, neck: engine cowl",
        wears="body", accents="fin", counts="wheel",
        mains=PAINT,
        materials="metal plastic", patterns="plain stripes", flies=1.2,
        nouns=("plane", "aeroplane", "aircraft", "jet", ("glider", {"width": 1.0}), "propeller plane",)),
)
