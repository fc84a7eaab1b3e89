"""Sea life: the rows of one family (see engine.vocabulary.category)."""

from engine.vocabulary.category import Attribute, category
from engine.vocabulary.palettes import CRABS, JELLIES, OCTOPI, SCALES, SHARKS, WHALES, rgb

ROWS = (
    category(
        "fish", 0.48, "still swim hop nod", "#f0803c", "#fbe7c6", (
            Attribute("height", "body height", "m", 0.18, 0.405, (("slender", -0.8),)),
            Attribute("width", "girth", "m", 0.105, 0.27, (("plump", 0.8), ("flat", -0.9))),
            Attribute("length", "body length", "m", 0.45, 0.75),
            Attribute("count", "stripes", "stripes", 1, 5),
            Attribute("feature", "tail fin size", "m", 0.12, 0.33),
            Attribute("detail", "dorsal fin size", "m", 0.045, 0.15),
        ), "body: body, torso: belly, muzzle: lips, eye: eyes, ear: pupils, tail: tail stem, tail tip: tail fin, "
           "back: lower tail fin, fin: dorsal fin, side fin: side fins, slat: stripes, foot: belly fin, "
           "handle: glints",
        wears="body", accents="slat", counts="slat",
        mains=SCALES,
        materials="skin plastic", patterns="plain scales gradient", alive=True, flies=0.9,
        nouns=(("goldfish", {}, 1.0, "orange"), "trout", "carp", ("clownfish", {"count": -0.5}, 1.0, "orange"), "koi",
               ("salmon", {"length": 0.8}, 1.2, "pink"), ("angelfish", {"height": 1.0, "width": -0.9}))),
    category(
        "shark", 1.9, "still swim nod peck", "#6f8496", "#eef1f0", (
            Attribute("height", "body height", "m", 0.46, 0.94, (("slender", -0.8),)),
            Attribute("width", "girth", "m", 0.45, 0.80, (("plump", 0.8),)),
            Attribute("length", "body length", "m", 2.4, 4.0),
            Attribute("count", "gills", "gills", 3, 6),
            Attribute("feature", "tail fin size", "m", 0.55, 1.10),
            Attribute("detail", "dorsal fin size", "m", 0.28, 0.62),
        ), "body: body, torso: belly, muzzle: jaw, crown: mouth, crown top: teeth, eye: eyes, ear: gill plates, "
           "slat: gills, tail: tail stem, tail tip: tail fin, back: lower tail fin, fin: dorsal fin, "
           "side fin: side fins, foot: belly fin, handle: glints",
        wears="body", accents="torso",
        mains=SHARKS, seconds=rgb("eef1f0", "e3e8ea", "f0ece4"),
        materials="skin plastic", patterns="plain gradient stripes", alive=True, flies=1.2,
        nouns=(("great white shark", {"width": 0.6}, 1.2), ("tiger shark", {}), ("reef shark", {"width": -0.6}, 0.6),
               "great white")),
    category(
        "whale", 4.2, "still swim nod hop", "#46699a", "#eef2f2", (
            Attribute("height", "body height", "m", 1.6, 2.8, (("slender", -0.8),)),
            Attribute("width", "girth", "m", 1.5, 2.7, (("plump", 0.8),)),
            Attribute("length", "body length", "m", 5.4, 8.4),
            Attribute("feature", "fluke span", "m", 1.5, 3.2),
            Attribute("detail", "flipper length", "m", 0.9, 2.2),
        ), "body: body, torso: belly, crown: mouth, cap: blowhole, eye: eyes, tail: tail stem, tail tip: flukes, "
           "fin: dorsal fin, side fin: flippers, crown middle: spout, crown top: spray, handle: glints, detail: pupils",
        wears="body", accents="torso",
        mains=WHALES, seconds=rgb("eef2f2", "dfe8ec", "f0ece4"),
        materials="skin plastic", patterns="plain gradient spots", alive=True, flies=2.0,
        nouns=(("blue whale", {"length": 1.0, "height": -0.4}, 1.6, "blue"), ("humpback", {"detail": 1.0}, 1.3),
               ("orca", {"length": -0.8}, 0.9, "black"), "sperm whale", ("whale calf", {}, 0.5))),
    category(
        "octopus", 0.42, "still crawl swim wave nod", "#d8604f", "#f4d9c0", (
            Attribute("height", "head height", "m", 0.24, 0.40, (("tall", 0.8), ("squat", -0.8))),
            Attribute("width", "head width", "m", 0.23, 0.34),
            Attribute("length", "arm length", "m", 0.19, 0.33),
            Attribute("count", "arms", "arms", 5, 8),
            Attribute("feature", "arm thickness", "m", 0.060, 0.100),
            Attribute("detail", "eye size", "m", 0.050, 0.085),
        ), "body: skirt, head: head, eye: eyes, ear: pupils, handle: glints, muzzle: mouth, "
           "upper leg: arms, lower leg: second arm bones, foot: third arm bones, hind upper leg: arm ends, "
           "hind lower leg: arm tips, slat: suckers, detail: spots",
        wears="head", accents="slat", counts="upper leg",
        mains=OCTOPI, seconds=rgb("f4d9c0", "f6c8b4", "f2e3bc", "f6dfe6"),
        materials="skin plastic", patterns="plain spots gradient", alive=True,
        nouns=("squid", ("kraken", {"length": 1.0}, 6.0), "cephalopod")),
    category(
        "crab", 0.15, "still walk run open wave dance", "#d8503a", "#f4dcc0", (
            Attribute("height", "leg length", "m", 0.035, 0.075, (("leggy", 0.8),)),
            Attribute("width", "shell width", "m", 0.11, 0.18),
            Attribute("length", "shell depth", "m", 0.080, 0.120),
            Attribute("feature", "claw size", "m", 0.034, 0.066),
            Attribute("detail", "eye stalk length", "m", 0.012, 0.036),
        ), "body: shell, torso: underside, neck: eye stalks, eye: eyes, detail: pupils, handle: glints, muzzle: mouth, "
           "upper leg: front legs, lower leg: front shins, foot: front tips, hind upper leg: middle legs, "
           "hind lower leg: middle shins, hind foot: middle tips, crown: hind legs, crown middle: hind shins, "
           "crown top: hind tips, upper arm: arms, lower arm: forearms, hand: claws, wing: lower pincers, "
           "wing tip: upper pincers, back: shell knobs",
        wears="body", accents="torso",
        mains=CRABS, seconds=rgb("f4dcc0", "f6e7cf", "f2d0b0"),
        materials="plastic skin", patterns="plain spots gradient", alive=True,
        nouns=(("lobster", {"length": 1.0, "width": -1.0, "feature": 1.0}, 1.6, "red"), ("king crab", {"height": 1.0},
               2.0), ("hermit crab", {}, 0.6))),
    category(
        "jellyfish", 0.40, "still swim pulse float", "#e79ac0", "#fbe0ee", (
            Attribute("height", "bell height", "m", 0.12, 0.26, (("flat", -0.8), ("tall", 0.8))),
            Attribute("width", "bell width", "m", 0.26, 0.44),
            Attribute("length", "tentacle length", "m", 0.20, 0.38),
            Attribute("count", "tentacles", "tentacles", 4, 8),
            Attribute("feature", "arm width", "m", 0.030, 0.070),
            Attribute("detail", "frill size", "m", 0.030, 0.070),
        ), "body: bell, torso: core, crown: frill, upper leg: tentacles, lower leg: tentacle middles, "
           "foot: tentacle ends, hind upper leg: tentacle bends, hind lower leg: tentacle tips, "
           "upper arm: mouth arms, lower arm: arm middles, hand: arm ends, detail: spots",
        wears="body", accents="crown, torso", counts="upper leg",
        mains=JELLIES, seconds=rgb("fbe0ee", "e8f0ff", "fff0d8", "f4c6e0", "c9f0f0"),
        materials="glass plastic emissive", patterns="plain spots gradient", alive=True, flies=0.8,
        nouns=("medusa", "jelly", ("moon jelly", {"height": -0.8}), ("box jellyfish", {"height": 0.8, "count": -1.0}))),
)
