"""Sea life: the rows of one family (see engine.vocabulary.category)."""

from engine.vocabulary.category import Attribute, category
from engine.vocabulary.palettes import SCALES

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
           "fin: dorsal fin, side fin: side fins, slat: stripes, foot: belly fin",
        wears="body", accents="slat", counts="slat",
        mains=SCALES,
        materials="skin", patterns="plain scales gradient", alive=True, flies=0.9,
        nouns=(("goldfish", {}, 1.0, "orange"), "trout", "carp", ("clownfish", {}, 1.0, "orange"), "koi",)),
)
