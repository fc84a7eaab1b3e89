"""People and robots: the rows of one family (see engine.vocabulary.category)."""

from engine.vocabulary.category import TWO_LEGS, Attribute, category
from engine.vocabulary.palettes import CLOTH, PAINT, rgb

WOOL = rgb("d8504f", "3f8fa6", "4f9a5a", "e3b04b", "7a5fa6", "d9694a", "33568c", "c85f7b")

ROWS = (
    category(
        "person", 0.90, "still walk run wave dance hop nod sway", "#3f8fa6", "#39415a", (
            Attribute("height", "height", "m", 1.15, 1.85, (("child", -1.0), ("adult", 0.4))),
            Attribute("width", "shoulder width", "m", 0.36, 0.56, (("broad", 0.8), ("slim", -0.8))),
            Attribute("length", "belly", "m", 0.18, 0.36, (("fat", 0.9), ("thin", -0.8))),
            Attribute("feature", "hair volume", "m", 0.02, 0.11),
            Attribute("detail", "head size", "m", 0.27, 0.42),
        ), TWO_LEGS + ", neck tip: collar, muzzle: nose, cap: hair, fin: fringe, back: back hair, detail: mouth, "
                     "wheel: pupils, slat: brows, side fin: cheeks, wing tip: thumbs, crown: skirt, handle: belt",
        wears="torso", accents="body",
        mains=CLOTH, seconds=rgb("39415a", "6b4f3a", "2f3640", "8a8f98", "56707a"),
        materials="matte", patterns="plain stripes checks", alive=True,
        nouns=("man", "woman", "human", ("child", {"height": -1.0}, 0.9), ("kid", {"height": -1.0}, 0.9), ("boy",
               {"height": -0.8}, 0.9), ("girl", {"height": -0.8}, 0.9), "guy", "lady", "dancer",
               "figure", ("baby", {"height": -1.0}, 0.6), "somebody", "someone",)),
    category(
        "robot", 0.80, "still walk run wave dance hop nod spin", "#e0a030", "#4a5563", (
            Attribute("height", "height", "m", 1.00, 1.80),
            Attribute("width", "chest width", "m", 0.36, 0.66),
            Attribute("length", "chest depth", "m", 0.26, 0.46),
            Attribute("count", "chest lights", "lights", 1, 5),
            Attribute("boxiness", "squareness", "", 0.0, 1.0, (("square", 0.8), ("round", -0.8))),
            Attribute("feature", "head size", "m", 0.26, 0.46),
            Attribute("detail", "antenna length", "m", 0.06, 0.26),
        ), TWO_LEGS + ", muzzle: visor, cap: antenna, crown top: antenna tip, slat: chest lights, back: chest panel, "
                     "wing tip: thumbs, detail: backpack",
        wears="torso", accents="body", counts="slat",
        mains=PAINT,
        materials="metal plastic matte", patterns="plain stripes", alive=True,
        nouns=("android", "droid", "bot", "machine",)),
    category(
        "alien", 0.85, "still walk run wave dance hop nod", "#7cc46a", "#d8f0a8", (
            Attribute("height", "height", "m", 0.95, 1.70, (("little", -0.8),)),
            Attribute("width", "girth", "m", 0.26, 0.48),
            Attribute("length", "arm length", "m", 0.28, 0.54),
            Attribute("count", "antennae", "antennae", 1, 4),
            Attribute("feature", "head size", "m", 0.34, 0.56, (("brainy", 0.9),)),
            Attribute("detail", "eye size", "", 0.24, 0.36),
        ), TWO_LEGS + ", back: belly patch, slat: spots, detail: mouth, wheel: glints, crown top: antenna tips, "
                      "wing tip: fingers",
        wears="head", accents="back", counts="ear",
        mains=rgb("7cc46a", "58b8a0", "9a7fd0", "e58fb0", "6fa8dc", "b8cf5a", "e8a45a", "8f9fb0"),
        seconds=rgb("d8f0a8", "f4e6c8", "f2c8e0", "bfe8f0", "5a4a8a", "2f6f6a"),
        materials="skin plastic metal emissive", patterns="plain spots gradient scales", alive=True,
        nouns=("martian", "extraterrestrial", ("little green man", {"height": -0.9}, 1.0, "green"), "spaceman",)),
    category(
        "snowman", 1.10, "still wave dance nod", "#f2f5f8", "#d8504f", (
            Attribute("height", "height", "m", 1.10, 2.00),
            Attribute("width", "girth", "m", 0.62, 1.05),
            Attribute("length", "arm length", "m", 0.36, 0.72),
            Attribute("count", "buttons", "buttons", 1, 5),
            Attribute("feature", "carrot length", "m", 0.10, 0.34, (("long-nosed", 0.9),)),
            Attribute("detail", "hat height", "m", 0.14, 0.36),
        ), "body: bottom ball, torso: middle ball, neck: scarf, head: head, muzzle: carrot, cap: hat brim, crown: hat, "
           "crown middle: hat band, eye: eyes, wheel: glints, detail: mouth, side fin: cheeks, slat: buttons, "
           "tail: scarf end, tail tip: scarf fringe, upper arm: branches, lower arm: twigs, hand: upper fingers, "
           "wing tip: lower fingers",
        wears="body", accents="neck", counts="slat",
        mains=rgb("f2f5f8", "f7f4ee", "e4eef6", "fdfdfd", "dfeaf0"), seconds=WOOL,
        materials="matte glass stone", patterns="plain", alive=True,
        nouns=("snow man", "snowwoman", "frosty",)),
    category(
        "ghost", 0.85, "still float fly wave dance", "#f1f1f6", "#f0a0b0", (
            Attribute("height", "height", "m", 0.75, 1.55),
            Attribute("width", "width", "m", 0.55, 0.95),
            Attribute("length", "trail", "m", 0.08, 0.55, (("trailing", 0.8),)),
            Attribute("count", "hem waves", "waves", 5, 8),
            Attribute("feature", "arm length", "m", 0.12, 0.32),
            Attribute("detail", "eye size", "", 0.12, 0.22),
        ), "body: sheet, foot: hem, tail: trail, eye: eyes, wheel: pupils, detail: mouth, side fin: cheeks, "
           "upper arm: arms, cap: party hat, crown top: bobble",
        wears="body", accents="side fin", counts="foot",
        mains=rgb("f1f1f6", "e6ecf8", "f6efe2", "d8f0e4", "e6dcf4", "f8e0e8", "cfe6f4"),
        seconds=rgb("f0a0b0", "f2b48a", "b79ae0", "8fc8d8", "f2cf6a"),
        materials="matte glass emissive", patterns="plain gradient", alive=True, flies=0.25,
        nouns=("spook", "phantom", "spirit", "spectre", "poltergeist",)),
)
