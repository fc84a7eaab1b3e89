"""Birds: the rows of one family (see engine.vocabulary.category)."""

from engine.vocabulary.category import Attribute, category
from engine.vocabulary.palettes import FEATHERS, rgb

ROWS = (
    category(
        "bird", 0.22, "still fly walk hop nod", "#4f8fd0", "#f2a33c", (
            Attribute("height", "leg length", "m", 0.03, 0.12, (("stork", 1.0), ("duck", -0.7))),
            Attribute("width", "girth", "m", 0.10, 0.19, (("plump", 0.8), ("slim", -0.8))),
            Attribute("length", "body length", "m", 0.20, 0.34),
            Attribute("feature", "beak length", "m", 0.03, 0.11),
            Attribute("detail", "wing span", "m", 0.10, 0.22),
        ), "body: body, torso: breast, head: head, muzzle: beak, eye: eyes, cap: crest, wing: wings, "
           "wing tip: wing tips, tail: tail, upper leg: legs, foot: feet",
        wears="body", accents="torso",
        mains=FEATHERS, seconds=rgb("f2a33c", "f4e6cf", "e0574f", "37474f"),
        materials="fur", patterns="plain gradient spots", alive=True,
        nouns=(("sparrow", {}, 0.8), ("stork", {"height": 1.0, "feature": 0.8}), ("duck", {"height": -0.7, "width":
               0.5}), ("crow", {}, 1.0, "black"), ("raven", {}, 1.2, "black"), ("canary", {}, 0.8,
               "yellow"), "pigeon", "seagull", "parrot", ("robin", {}, 0.8), "birdie",)),
)
