"""Birds: the rows of one family (see engine.vocabulary.category)."""

from engine.vocabulary.category import Attribute, category
from engine.vocabulary.palettes import BILLS, COMBS, DOWN, FEATHERS, HENS, OWLS, PENGUINS, rgb

_PARTS = ("body: body, torso: breast, neck: neck, head: head, muzzle: beak, eye: eyes, wing: wings, "
          "wing tip: wing tips, tail: tail, tail tip: tail feathers, upper leg: thighs, lower leg: shanks, foot: feet, "
          "hind foot: toes, detail: pupils, handle: glints, ")

ROWS = (
    category(
        "bird", 0.22, "still fly walk run hop peck flap nod", "#4f8fd0", "#f2a33c", (
            Attribute("height", "leg length", "m", 0.03, 0.12, (("stork", 1.0), ("duck", -0.7))),
            Attribute("width", "girth", "m", 0.10, 0.19, (("plump", 0.8), ("slim", -0.8))),
            Attribute("length", "body length", "m", 0.20, 0.34),
            Attribute("feature", "beak length", "m", 0.03, 0.11),
            Attribute("detail", "wing span", "m", 0.10, 0.22),
        ), _PARTS + "cap: crest",
        wears="body", accents="torso",
        mains=FEATHERS, seconds=rgb("f2a33c", "f4e6cf", "e0574f", "37474f"),
        materials="fur matte", patterns="plain gradient spots", alive=True,
        nouns=(("sparrow", {}, 0.8), ("stork", {"height": 1.0, "feature": 0.8}), ("crow", {}, 1.0, "black"),
               ("raven", {}, 1.2, "black"), ("canary", {}, 0.8, "yellow"), "pigeon", "seagull", "parrot",
               ("robin", {}, 0.8), ("heron", {"height": 1.0, "feature": 0.9, "width": -0.6}), "birdie",)),
    category(
        "duck", 0.36, "still walk run swim fly peck flap nod", "#f4efe4", "#f0982f", (
            Attribute("height", "leg length", "m", 0.05, 0.13),
            Attribute("width", "girth", "m", 0.17, 0.27, (("stout", 0.8), ("lean", -0.8))),
            Attribute("length", "body length", "m", 0.30, 0.48),
            Attribute("feature", "neck length", "m", 0.05, 0.20, (("swan", 1.0), ("goose", 0.6))),
            Attribute("detail", "bill length", "m", 0.05, 0.11),
        ), _PARTS + "cap: crest, slat: neck ring",
        wears="body", accents="muzzle",
        mains=DOWN, seconds=BILLS,
        materials="fur matte", patterns="plain gradient spots", alive=True,
        nouns=(("duckling", {"feature": -0.8}, 0.5, "yellow"), ("mallard", {}), ("drake", {}),
               ("goose", {"feature": 0.6, "length": 0.6}, 1.5, "white"),
               ("swan", {"feature": 1.0, "length": 0.9}, 1.9, "white"), ("rubber duck", {"height": -1.0}, 0.4,
               "yellow"),)),
    category(
        "owl", 0.34, "still fly walk hop flap nod", "#8a6a4c", "#ead9b8", (
            Attribute("height", "body height", "m", 0.24, 0.42, (("tall", 0.8), ("squat", -0.8))),
            Attribute("width", "girth", "m", 0.17, 0.28, (("stout", 0.8), ("lean", -0.8))),
            Attribute("length", "wing length", "m", 0.16, 0.30),
            Attribute("feature", "ear tuft length", "m", 0.012, 0.075, (("horned", 1.0), ("tufted", 0.6))),
            Attribute("detail", "eye size", "m", 0.035, 0.065, (("wide-eyed", 1.0),)),
        ), _PARTS + "ear: ear tufts, cap: facial discs",
        wears="body", accents="torso, cap",
        mains=OWLS, seconds=rgb("ead9b8", "f4e6cf", "d9b98a", "f3efe8"),
        materials="fur matte", patterns="plain spots stripes", alive=True,
        nouns=(("owlet", {"height": -0.7}, 0.6), ("barn owl", {"feature": -1.0}), ("eagle owl", {"feature": 1.0}, 1.5),
               ("snowy owl", {"feature": -1.0}, 1.2, "white"),)),
    category(
        "penguin", 0.58, "still walk run hop swim flap nod", "#2b3340", "#f6f2ea", (
            Attribute("height", "body height", "m", 0.42, 0.80, (("emperor", 1.0), ("squat", -0.8))),
            Attribute("width", "girth", "m", 0.28, 0.46, (("stout", 0.8), ("lean", -0.8))),
            Attribute("length", "flipper length", "m", 0.18, 0.34),
            Attribute("feature", "beak length", "m", 0.05, 0.14),
            Attribute("detail", "foot length", "m", 0.10, 0.20),
        ), _PARTS + "cap: cheeks, crown: crest",
        wears="body", accents="torso, cap",
        mains=PENGUINS, seconds=rgb("f6f2ea", "f4e6cf", "e8eef2"),
        materials="fur matte plastic", patterns="plain gradient", alive=True,
        nouns=(("penguin chick", {"height": -0.8}, 0.6, "grey"), ("emperor penguin", {"height": 1.0}, 1.4),
               ("puffin", {"height": -0.9, "feature": 0.3}, 0.5),)),
    category(
        "chicken", 0.36, "still walk run peck flap hop nod", "#c9773f", "#d8372f", (
            Attribute("height", "leg length", "m", 0.06, 0.15),
            Attribute("width", "girth", "m", 0.18, 0.29, (("stout", 0.8), ("lean", -0.8))),
            Attribute("length", "body length", "m", 0.28, 0.42),
            Attribute("count", "comb points", "points", 2, 5),
            Attribute("feature", "comb size", "m", 0.02, 0.055),
            Attribute("detail", "tail length", "m", 0.08, 0.22, (("cockerel", 0.9),)),
        ), _PARTS + "cap: comb, slat: wattles",
        wears="body", accents="cap", counts="cap",
        mains=HENS, seconds=COMBS,
        materials="fur matte", patterns="plain spots gradient", alive=True,
        nouns=("hen", ("rooster", {"feature": 1.0, "detail": 1.0}, 1.1), ("cock", {"feature": 1.0, "detail": 1.0}),
               ("chick", {"feature": -1.0, "detail": -1.0}, 0.4, "yellow"), ("turkey", {"width": 0.8, "detail": 0.8},
               1.6),)),
)
