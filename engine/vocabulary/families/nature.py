"""Nature and sky: the rows of one family (see engine.vocabulary.category)."""

from engine.vocabulary.category import Attribute, category
from engine.vocabulary.palettes import rgb

_GEMS = rgb("8f6fd8", "4fb0d8", "58c9a0", "e86a92", "f2c14e", "7fd0e8", "c9e4f2", "d24b8a", "6f8ff0", "e88a4a")

ROWS = (
    category(
        "rock", 0.9, "still roll", "#8d9096", "#6f8f4f", (
            Attribute("height", "height", "m", 0.45, 1.15, (("tall", 0.8), ("flat", -0.9))),
            Attribute("width", "width", "m", 0.80, 1.50, (("wide", 0.8), ("narrow", -0.8))),
            Attribute("length", "depth", "m", 0.65, 1.25),
            Attribute("count", "pebbles", "pebbles", 1, 6),
            Attribute("boxiness", "angularity", "", 0.0, 1.0, (("angular", 0.8), ("smooth", -0.9), ("jagged", 1.0))),
            Attribute("feature", "moss", "", 0.0, 1.0, (("mossy", 0.9), ("bare", -1.0))),
        ), "body: boulder, torso: shoulder, neck: peak, head: side stone, cap: moss, crown: more moss, foot: pebbles",
        wears="body", accents="cap", counts="foot",
        mains=rgb("8d9096", "a39a8c", "6f747c", "b0a590", "7d7268", "5f6670", "c2b8a6"),
        seconds=rgb("6f8f4f", "8aa04c", "5b7d58", "a5a84c", "4f7f6a", "c9c3b4"),
        materials="stone matte", patterns="plain",
        nouns=("stone", "boulder", ("pebble", {"height": -0.8, "width": -0.8}, 0.4), "crag")),
    category(
        "cloud", 2.4, "still float", "#f4f1ea", "#b9c9dc", (
            Attribute("height", "height", "m", 0.9, 2.0, (("tall", 0.8), ("flat", -0.8))),
            Attribute("width", "width", "m", 2.0, 3.6, (("wide", 0.8),)),
            Attribute("length", "depth", "m", 1.1, 2.0),
            Attribute("count", "puffs", "puffs", 4, 8),
            Attribute("feature", "puffiness", "", 0.0, 1.0, (("puffy", 0.8), ("smooth", -0.8))),
            Attribute("detail", "cap height", "", 0.0, 1.0),
        ), "body: core, torso: left billow, neck: right billow, head: top billow, crown: puffs, foot: underside",
        wears="body", accents="foot", counts="crown",
        mains=rgb("f4f1ea", "f7f3ec", "e8eef4", "f4dfe2", "c9ced6", "fbe7c6"),
        seconds=rgb("b9c9dc", "c8bedb", "8f9fb8", "f0c4b4", "a3b8c9"),
        materials="matte", patterns="plain gradient", flies=2.6,
        nouns=("cumulus", ("storm cloud", {"height": 0.6}, 1.0, "grey"))),
    category(
        "sun", 1.2, "still spin pulse", "#ffc83d", "#f28a2e", (
            Attribute("height", "diameter", "m", 0.65, 1.15),
            Attribute("length", "ray length", "m", 0.20, 0.46, (("long", 0.8), ("short", -0.8))),
            Attribute("width", "thickness", "m", 0.25, 0.85, (("flat", -0.9), ("round", 0.8))),
            Attribute("count", "rays", "rays", 5, 8),
            Attribute("feature", "ray width", "m", 0.10, 0.26),
            Attribute("detail", "small rays", "", 0.0, 1.0),
        ), "body: disc, torso: ring, crown: rays, crown middle: small rays, eye: eyes, detail: eye lights, "
           "muzzle: smile, hand: cheeks",
        wears="body", accents="crown", counts="crown",
        mains=rgb("ffc83d", "ffd75e", "f9b233", "ffe08a", "ff9f3d"),
        seconds=rgb("f28a2e", "ef6f3a", "ffb020", "e8552e", "fff0b8"),
        materials="emissive plastic matte", patterns="plain", flies=3.0,
        nouns=("sunshine",)),
    category(
        "moon", 1.2, "still float", "#f2e6c0", "#d8bf86", (
            Attribute("height", "height", "m", 1.0, 1.6, (("tall", 0.8),)),
            Attribute("width", "thickness", "m", 0.30, 0.60, (("flat", -0.8),)),
            Attribute("count", "craters", "craters", 1, 5),
            Attribute("feature", "fullness", "", 0.0, 1.0, (("full", 1.0), ("half", 0.1), ("crescent", -0.9),
                                                          ("thin", -1.0))),
            Attribute("detail", "crater size", "m", 0.14, 0.32),
        ), "body: moon, detail: craters, foot: big crater, hand: small crater, cap: nightcap, crown middle: cap's hem, "
           "crown top: pompom",
        wears="body", accents="detail", counts="detail",
        mains=rgb("f2e6c0", "f4f1ea", "f7d774", "d9dee6", "e8d9f0", "f2c98a"),
        seconds=rgb("d8bf86", "c2b79c", "b0a8c9", "9fb0c4", "dba05f"),
        materials="matte stone emissive", patterns="plain", flies=3.0,
        nouns=(("full moon", {"feature": 1.0}), ("crescent", {"feature": -0.9}), ("crescent moon", {"feature": -0.9}),
               ("half moon", {"feature": 0.1}))),
    category(
        "star", 1.1, "still spin pulse", "#ffcf4a", "#ffe9a3", (
            Attribute("height", "size", "m", 0.80, 1.70),
            Attribute("width", "thickness", "m", 0.20, 0.50, (("flat", -0.8), ("puffy", 0.8))),
            Attribute("count", "points", "points", 4, 8),
            Attribute("boxiness", "sharpness", "", 0.0, 1.0, (("sharp", 0.8), ("pointed", 0.8), ("round", -0.8))),
            Attribute("feature", "core", "", 0.0, 1.0),
        ), "body: core, crown: points, crown middle: inner points, torso: inner core, eye: eyes, detail: eye lights, "
           "muzzle: smile, hand: cheeks",
        wears="body", accents="crown middle", counts="crown",
        mains=rgb("ffcf4a", "ffd75e", "f4f1ea", "7fd0e8", "f49ac1", "f9b233", "b9a3f0"),
        seconds=rgb("ffe9a3", "f28a2e", "fff6dc", "e86a92", "6f8fd8"),
        materials="plastic emissive metal matte", patterns="plain", flies=2.0,
        nouns=("starlet", "lucky star")),
    category(
        "crystal", 0.9, "still pulse", "#8f6fd8", "#5b5f68", (
            Attribute("height", "height", "m", 0.70, 1.60, (("tall", 0.8), ("short", -0.8))),
            Attribute("width", "spread", "m", 0.45, 1.00, (("wide", 0.8), ("narrow", -0.8))),
            Attribute("length", "prism width", "m", 0.13, 0.27, (("thick", 0.8), ("slender", -0.8))),
            Attribute("count", "prisms", "prisms", 3, 8),
            Attribute("boxiness", "squareness", "", 0.0, 1.0, (("square", 0.8), ("round", -0.8))),
            Attribute("feature", "tip length", "m", 0.10, 0.35, (("pointed", 0.8), ("blunt", -0.8))),
            Attribute("detail", "small prisms", "m", 0.10, 0.45),
        ), "body: rock, neck: great prism, neck tip: great tip, crown: prisms, crown middle: prism tips, "
           "crown top: small prisms, detail: small tips, foot: stones",
        wears="neck", accents="body", counts="crown",
        mains=_GEMS, seconds=rgb("5b5f68", "6f6a64", "4a4a58", "8d8578", "3a3f46"),
        materials="glass plastic emissive", patterns="plain gradient",
        nouns=("gem", "gemstone", "quartz", "amethyst", ("emerald", {}, 1.0, "green"), ("ruby", {}, 1.0, "red"),
               "ice crystal")),
)
