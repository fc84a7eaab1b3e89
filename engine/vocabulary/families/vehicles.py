"""Vehicles: the rows of one family (see engine.vocabulary.category)."""

from engine.vocabulary.category import Attribute, category
from engine.vocabulary.palettes import PAINT, rgb

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
    category(
        "truck", 2.4, "still drive", "#3f6fa8", "#e9e4da", (
            Attribute("height", "height", "m", 1.75, 2.75, (("tall", 0.8), ("low", -0.8))),
            Attribute("width", "width", "m", 1.55, 2.05),
            Attribute("length", "length", "m", 3.9, 6.0, (("long", 0.8), ("short", -0.8))),
            Attribute("boxiness", "squareness", "", 0.0, 1.0, (("square", 0.8), ("round", -0.8))),
            Attribute("feature", "wheel size", "m", 0.34, 0.52, (("monster", 1.0),)),
            Attribute("detail", "bonnet length", "m", 0.0, 0.75, (("flat-nosed", -1.0),)),
        ), "body: chassis, torso: cab, head: windscreen, neck: side windows, cap: visor, muzzle: bonnet, slat: grille, "
           "eye: headlights, ear: mirrors, handle: exhausts, crown top: beacon, back: load, crown: load's top, "
           "tail: rear lights, foot: bumper, upper arm: mudguards, wheel: wheels, detail: hubs, hind foot: third axle, "
           "hand: third axle's hubs",
        wears="torso", accents="back",
        mains=PAINT, seconds=rgb("e9e4da", "f0c24a", "d24b3e", "8fb8d0", "5b6470", "e88a4a", "f4f1ea"),
        materials="plastic metal", patterns="plain stripes",
        nouns=("lorry", "dump truck", "tipper", "tanker", ("pickup", {"length": -0.9, "height": -0.9}),
               ("fire truck", {}, 1.0, "red"), ("fire engine", {}, 1.0, "red"))),
    category(
        "bus", 3.6, "still drive", "#f0c24a", "#2f3640", (
            Attribute("height", "height", "m", 2.3, 4.1, (("double-decker", 1.0), ("low", -0.8))),
            Attribute("width", "width", "m", 1.9, 2.5),
            Attribute("length", "length", "m", 5.6, 8.8, (("long", 0.8), ("short", -0.8))),
            Attribute("count", "windows", "windows", 3, 8),
            Attribute("boxiness", "squareness", "", 0.0, 1.0, (("square", 0.8), ("round", -0.8))),
            Attribute("feature", "wheel size", "m", 0.40, 0.62),
        ), "body: lower body, torso: upper body, back: stripe, slat: windows, crown middle: upper windows, "
           "head: windscreen, crown top: upper windscreen, cap: roof, crown: sign, eye: headlights, tail: rear lights, "
           "muzzle: grille, foot: front bumper, hind foot: rear bumper, ear: mirrors, upper arm: wheel arches, "
           "wheel: wheels, detail: hubs",
        wears="body", accents="back", counts="slat",
        mains=PAINT, seconds=rgb("2f3640", "e9e4da", "f0c24a", "d24b3e", "33586f"),
        materials="plastic metal", patterns="plain",
        nouns=("coach", "minibus", ("double-decker", {"height": 1.0}, 1.0, "red"), ("school bus", {}, 1.0, "yellow"),
               "tram", "trolleybus")),
    category(
        "boat", 2.6, "still float swim", "#f4f1ea", "#d24b3e", (
            Attribute("height", "mast height", "m", 1.9, 3.9, (("tall", 0.8),)),
            Attribute("width", "width", "m", 1.0, 1.7),
            Attribute("length", "length", "m", 2.7, 4.6, (("long", 0.8), ("short", -0.8))),
            Attribute("feature", "hull depth", "m", 0.38, 0.72, (("deep", 0.8), ("shallow", -0.8))),
            Attribute("detail", "sail width", "", 0.0, 1.0),
        ), "body: hull, muzzle: bow, slat: gunwale, torso: deck, neck: mast, crown: mainsail, crown middle: jib, "
           "crown top: pennant, back: cabin, detail: cabin windows, tail: rudder",
        wears="body", accents="slat",
        mains=rgb("f4f1ea", "3f6fa8", "d24b3e", "2f3640", "4f9a83", "8a5a38", "f0c24a", "8fb8d0"),
        seconds=rgb("d24b3e", "3f6fa8", "f0c24a", "e88a4a", "2f6f73", "f4f1ea"),
        materials="plastic wood", patterns="plain stripes",
        nouns=("sailing boat", "sailboat", "yacht", "ship", ("dinghy", {"length": -0.9, "height": -0.6}))),
    category(
        "rocket", 3.0, "still fly", "#f4f1ea", "#d24b3e", (
            Attribute("height", "length", "m", 2.9, 5.6, (("tall", 0.8), ("short", -0.8))),
            Attribute("width", "width", "m", 0.95, 1.75, (("chubby", 0.9), ("sleek", -0.8))),
            Attribute("count", "fins", "fins", 3, 6),
            Attribute("feature", "nose length", "m", 0.25, 0.95, (("pointed", 0.8), ("blunt", -0.8))),
            Attribute("detail", "fin span", "m", 0.35, 0.95),
        ), "body: hull, cap: nose, ear: tip, slat: band, muzzle: window rim, eye: window, hand: hatch, foot: nozzle, "
           "fin: fins, tail: flame, tail tip: hot flame",
        wears="body", accents="cap", counts="fin",
        mains=rgb("f4f1ea", "e9e4da", "d24b3e", "3f6fa8", "f0c24a", "8fb8d0", "c9ced6"),
        seconds=rgb("d24b3e", "e88a4a", "3f6fa8", "2f3640", "f0c24a"),
        materials="plastic metal", patterns="plain stripes checks",
        nouns=("spaceship", "spacecraft", "missile", "space rocket")),
    category(
        "helicopter", 2.8, "still fly float", "#d24b3e", "#f4f1ea", (
            Attribute("height", "height", "m", 1.8, 2.7, (("tall", 0.8), ("low", -0.8))),
            Attribute("width", "rotor span", "m", 3.0, 5.2),
            Attribute("length", "cabin length", "m", 2.3, 3.3),
            Attribute("count", "rotor blades", "blades", 2, 6),
            Attribute("feature", "cabin width", "m", 1.1, 1.7, (("chubby", 0.9), ("slim", -0.8))),
            Attribute("detail", "tail length", "m", 1.3, 2.5),
        ), "body: cabin, torso: canopy, ear: side windows, cap: engine, neck: mast, muzzle: rotor hub, "
           "wheel: rotor blades, tail: tail boom, fin: tail fin, side fin: tailplane, tail tip: tail rotor hub, "
           "slat: tail rotor, upper leg: front struts, hind upper leg: rear struts, foot: skids, detail: stripe",
        wears="body", accents="fin", counts="wheel",
        mains=PAINT, seconds=rgb("f4f1ea", "f0c24a", "2f3640", "d24b3e", "e88a4a"),
        materials="plastic metal", patterns="plain stripes", flies=1.6,
        nouns=("chopper", "copter", "rescue helicopter")),
    category(
        "train", 5.6, "still drive", "#3a6b52", "#b23a32", (
            Attribute("height", "height", "m", 2.6, 3.9, (("tall", 0.8), ("low", -0.8))),
            Attribute("width", "width", "m", 1.7, 2.4),
            Attribute("length", "engine length", "m", 3.4, 4.6),
            Attribute("count", "wagons", "wagons", 1, 4),
            Attribute("feature", "wheel size", "m", 0.42, 0.68),
            Attribute("detail", "funnel height", "m", 0.15, 0.8),
        ), "body: frame, torso: boiler, muzzle: smokebox, cap: smokebox door, slat: boiler bands, back: cab, "
           "crown middle: cab roof, crown top: cab windows, crown: funnel, handle: steam dome, ear: whistle, "
           "eye: lamp, foot: cowcatcher, hand: buffers, wheel: wheels, detail: hubs, lower arm: coupling rods, "
           "neck: coupling, hind upper leg: wagons, upper arm: wagon roofs, wing: wagon windows, "
           "hind foot: wagon wheels",
        wears="torso", accents="body", counts="hind upper leg",
        mains=rgb("3a6b52", "d24b3e", "3f6fa8", "2f3640", "f0c24a", "7b3f52", "4f9a83"),
        seconds=rgb("b23a32", "f0c24a", "2f3640", "e9e4da", "d98a3e"),
        materials="plastic metal", patterns="plain",
        nouns=("steam train", "steam engine", "locomotive", "railway", "toy train")),
    category(
        "submarine", 3.6, "still swim float", "#f0c24a", "#d24b3e", (
            Attribute("height", "tower height", "m", 0.45, 1.25, (("tall", 0.8), ("low", -0.8))),
            Attribute("width", "width", "m", 1.5, 2.5, (("chubby", 0.9), ("sleek", -0.8))),
            Attribute("length", "length", "m", 4.2, 7.0, (("long", 0.8), ("short", -0.8))),
            Attribute("count", "portholes", "portholes", 2, 6),
            Attribute("feature", "periscope height", "m", 0.35, 1.1),
            Attribute("detail", "fin size", "m", 0.3, 0.75),
        ), "body: hull, tail: stern, torso: tower, cap: tower top, neck: periscope, neck tip: periscope head, "
           "head: lens, eye: portholes, ear: porthole rims, muzzle: searchlight, fin: rudder, side fin: stern planes, "
           "wing: bow planes, tail tip: propeller hub, wheel: propeller, slat: band",
        wears="body", accents="fin", counts="eye",
        mains=rgb("f0c24a", "e88a4a", "d24b3e", "3f6fa8", "4f9a83", "8fb8d0", "5b6470", "e9e4da"),
        seconds=rgb("d24b3e", "2f3640", "e9e4da", "e88a4a", "3f6fa8"),
        materials="plastic metal", patterns="plain stripes", flies=0.6,
        nouns=("sub", "u-boat", "bathyscaphe")),
)
