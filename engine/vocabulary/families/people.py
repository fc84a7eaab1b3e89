"""People and robots: the rows of one family (see engine.vocabulary.category)."""

from engine.vocabulary.category import TWO_LEGS, Attribute, category
from engine.vocabulary.palettes import CLOTH, PAINT, rgb

ROWS = (
    category(
        "person", 0.90, "still walk wave hop nod sway", "#3f8fa6", "#39415a", (
            Attribute("height", "height", "m", 1.15, 1.85, (("child", -1.0), ("adult", 0.4))),
            Attribute("width", "shoulder width", "m", 0.36, 0.56, (("broad", 0.8), ("slim", -0.8))),
            Attribute("length", "belly", "m", 0.18, 0.36, (("fat", 0.9), ("thin", -0.8))),
            Attribute("feature", "hair volume", "m", 0.02, 0.11),
            Attribute("detail", "head size", "m", 0.25, 0.37),
        ), TWO_LEGS + ", muzzle: nose, cap: hair, back: back hair, detail: mouth",
        wears="torso", accents="body",
        mains=CLOTH, seconds=rgb("39415a", "6b4f3a", "2f3640", "8a8f98", "56707a"),
        materials="matte", patterns="plain stripes checks", alive=True,
        nouns=("man", "woman", "human", ("child", {"height": -1.0}, 0.9), ("kid", {"height": -1.0}, 0.9), ("boy",
               {"height": -0.8}, 0.9), ("girl", {"height": -0.8}, 0.9), "guy", "lady", "dancer",
               "figure", ("baby", {"height": -1.0}, 0.6), "somebody", "someone",)),
    category(
        "robot", 0.80, "still walk wave hop nod spin", "#e0a030", "#4a5563", (
            Attribute("height", "height", "m", 1.00, 1.80),
            Attribute("width", "chest width", "m", 0.36, 0.66),
            Attribute("length", "chest depth", "m", 0.26, 0.46),
            Attribute("count", "chest lights", "lights", 1, 5),
            Attribute("boxiness", "squareness", "", 0.0, 1.0, (("square", 0.8), ("round", -0.8))),
            Attribute("feature", "head size", "m", 0.26, 0.46),
            Attribute("detail", "antenna length", "m", 0.06, 0.26),
        ), TWO_LEGS + ", muzzle: visor, cap: antenna, crown top: antenna tip, slat: chest lights, back: chest panel, "
                     "detail: backpack",
        wears="torso", accents="body", counts="slat",
        mains=PAINT,
        materials="metal plastic matte", patterns="plain stripes", alive=True,
        nouns=("android", "droid", "bot", "machine",)),
)
