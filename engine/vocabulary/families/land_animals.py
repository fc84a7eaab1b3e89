"""Land animals: the rows of one family (see engine.vocabulary.category)."""

from engine.vocabulary.category import FOUR_LEGS, Attribute, category
from engine.vocabulary.palettes import CREAM, FUR, rgb

ROWS = (
    category(
        "dog", 0.45, "still walk hop nod sway", "#c98f55", "#f4e6cf", (
            Attribute("height", "leg length", "m", 0.15, 0.36, (("leggy", 0.8),)),
            Attribute("width", "girth", "m", 0.13, 0.25, (("stout", 0.8), ("lean", -0.8))),
            Attribute("length", "body length", "m", 0.34, 0.62, (("sausage", 1.0),)),
            Attribute("feature", "snout length", "m", 0.03, 0.10),
            Attribute("detail", "ear length", "m", 0.07, 0.17),
        ), FOUR_LEGS + ", handle: collar",
        wears="body", accents="muzzle",
        mains=FUR, seconds=CREAM,
        materials="fur", patterns="plain spots", alive=True,
        nouns=(("puppy", {"height": -0.6, "length": -0.4}, 0.75), "hound", ("dachshund", {"length": 1.0, "height":
               -0.9}), "labrador", ("doggy", {}, 0.85), "terrier", "wolf",)),
    category(
        "cat", 0.36, "still walk hop nod sway", "#8d8f98", "#f3efe8", (
            Attribute("height", "leg length", "m", 0.12, 0.25, (("leggy", 0.8),)),
            Attribute("width", "girth", "m", 0.11, 0.20, (("stout", 0.8), ("lean", -0.8))),
            Attribute("length", "body length", "m", 0.30, 0.48),
            Attribute("feature", "tail length", "m", 0.14, 0.36),
            Attribute("detail", "ear length", "m", 0.05, 0.11),
        ), FOUR_LEGS + ", handle: collar",
        wears="body", accents="muzzle",
        mains=FUR, seconds=CREAM,
        materials="fur", patterns="plain stripes spots", alive=True,
        nouns=(("kitten", {"height": -0.5, "length": -0.5}, 0.7), "kitty", "tomcat",)),
    category(
        "horse", 1.05, "still walk hop nod sway", "#8a5a38", "#2f231d", (
            Attribute("height", "leg length", "m", 0.55, 0.95, (("pony", -0.8),)),
            Attribute("width", "girth", "m", 0.46, 0.68, (("stout", 0.8), ("lean", -0.8))),
            Attribute("length", "body length", "m", 0.95, 1.45),
            Attribute("feature", "neck length", "m", 0.34, 0.66),
            Attribute("detail", "mane", "m", 0.05, 0.16),
        ), FOUR_LEGS + ", back: mane, cap: forelock",
        wears="body", accents="back",
        mains=FUR, seconds=rgb("2f231d", "f0e6d2", "4a3226", "1d1a1a"),
        materials="fur", patterns="plain spots", alive=True,
        nouns=(("pony", {"height": -0.8}), ("foal", {"height": 0.3}, 0.65), "stallion", "mare", "donkey",)),
)
