"""Plants: the rows of one family (see engine.vocabulary.category)."""

from engine.vocabulary.category import Attribute, category
from engine.vocabulary.palettes import LEAVES, PETALS, rgb

CACTI = rgb("5f9a5a", "4a8a5e", "7aa85a", "3f7f6a", "8fb070", "5a8f8a")
CAPS = rgb("d8402f", "c9583c", "e08a3c", "8a5a3c", "b07cc6", "e2a14a", "5a8fb0", "d86a8a")

ROWS = (
    category(
        "tree", 1.54, "still sway", "#5d9a4b", "#d8574a", (
            Attribute("height", "height", "m", 1.68, 3.08),
            Attribute("width", "crown width", "m", 1.12, 2.24, (("bushy", 0.8), ("slim", -0.8))),
            Attribute("length", "trunk height", "m", 0.35, 1.05),
            Attribute("boxiness", "topiary squareness", "", 0.0, 0.6),
            Attribute("feature", "pointedness", "", -1.0, 1.0,
                      (("pine", 0.9), ("fir", 0.9), ("conifer", 0.8), ("oak", -0.8), ("round", -0.7))),
            Attribute("detail", "fruit size", "m", 0.035, 0.182, (("fruiting", 0.8),)),
        ), "body: root flare, neck: trunk, crown: lower foliage, lower arm: upper foliage, crown middle: foliage, "
           "crown top: treetop, detail: fruit",
        wears="crown middle", accents="detail",
        mains=LEAVES, seconds=rgb("d8574a", "f2b84b", "f4d4d8", "e88a4a"),
        materials="leaf", patterns="plain", alive=True,
        nouns=(("oak", {"feature": -0.8, "width": 0.5}), ("pine", {"feature": 0.9}), ("fir", {"feature": 0.9}),
               ("spruce", {"feature": 0.9}), ("conifer", {"feature": 0.8}), ("maple", {"feature":
               -0.6}), ("birch", {"width": -0.6}), ("apple tree", {"detail": 0.8, "feature": -0.7}),
               ("christmas tree", {"feature": 1.0, "detail": 0.6}), ("sapling", {"height": -0.9},
               0.6), "willow", "elm", "beech",)),
    category(
        "flower", 0.30, "still bloom sway nod spin", "#e86a92", "#f6c544", (
            Attribute("height", "stem height", "m", 0.16, 0.42),
            Attribute("width", "flower width", "m", 0.16, 0.34),
            Attribute("count", "petals", "petals", 5, 8),
            Attribute("boxiness", "petal width", "", 0.0, 1.0),
            Attribute("feature", "cup", "", 0.0, 1.0, (("open", -0.8), ("closed", 0.9), ("tulip", 0.9))),
            Attribute("detail", "leaf length", "m", 0.06, 0.17, (("leafy", 0.8),)),
        ), "body: pot, torso: rim, foot: soil, neck: stem, neck tip: upper stem, head: flower base, crown: petals, "
           "crown middle: inner petals, crown top: centre, wing: leaves",
        wears="crown", accents="crown top", counts="crown",
        mains=PETALS, seconds=rgb("f6c544", "7a4a2c", "f4e285", "5a3a4a"),
        materials="leaf matte", patterns="plain gradient", alive=True,
        nouns=("blossom", ("tulip", {"feature": 0.9, "count": -1.0}), ("daisy", {"feature": -0.8, "count": 1.0}),
               ("sunflower", {"count": 1.0, "height": 0.9}, 1.3, "yellow"), "bloom", "lily", "poppy",)),
    category(
        "cactus", 0.60, "still sway dance", "#5f9a5a", "#e86a92", (
            Attribute("height", "height", "m", 0.36, 0.90),
            Attribute("width", "girth", "m", 0.17, 0.36, (("barrel", 0.9), ("slim", -0.8))),
            Attribute("length", "arm length", "m", 0.14, 0.34),
            Attribute("count", "arms", "arms", 1, 4),
            Attribute("feature", "flower size", "m", 0.08, 0.20, (("flowering", 0.8),)),
            Attribute("detail", "rib depth", "", 0.0, 1.0, (("ribbed", 0.8), ("smooth", -0.9))),
        ), "body: pot, hind foot: rim, foot: soil, torso: stem, slat: ribs, upper arm: arms, lower arm: raised arms, "
           "crown middle: flower centre, crown top: petals",
        wears="torso", accents="crown top", counts="upper arm",
        mains=CACTI, seconds=rgb("e86a92", "f2b84b", "f4e6d2", "e4572e", "c878d0"),
        materials="skin matte plastic", patterns="plain spots stripes", alive=True,
        nouns=("saguaro", ("barrel cactus", {"width": 0.9, "height": -0.7}), "succulent", "cacti",)),
    category(
        "mushroom", 0.28, "still sway dance", "#d8402f", "#f7f0e2", (
            Attribute("height", "height", "m", 0.20, 0.48),
            Attribute("width", "cap width", "m", 0.20, 0.42),
            Attribute("length", "stem thickness", "m", 0.06, 0.13),
            Attribute("count", "spots", "spots", 3, 7),
            Attribute("feature", "pointedness", "", 0.0, 1.0, (("flat", -0.9), ("pointed", 0.9))),
            Attribute("detail", "spot size", "", 0.05, 0.11),
        ), "body: stem foot, neck: stem, neck tip: ring, head: gills, cap: cap, crown top: top spot, detail: spots, "
           "slat: rim spots, wing: young stem, wing tip: young cap, tail: young spots",
        wears="cap", accents="detail", counts="detail",
        mains=CAPS, seconds=rgb("f7f0e2", "fbe7c6", "f4f1ea", "f2cf8a"),
        materials="skin plastic emissive", patterns="plain gradient", alive=True,
        nouns=("toadstool", "fly agaric", "fungus", ("champignon", {}, 0.6, "white"),)),
    category(
        "bush", 0.85, "still sway", "#5d9a4b", "#d8574a", (
            Attribute("height", "height", "m", 0.62, 1.40),
            Attribute("width", "width", "m", 0.70, 1.60),
            Attribute("count", "clumps", "clumps", 4, 7),
            Attribute("boxiness", "topiary squareness", "", 0.0, 0.7, (("topiary", 0.9),)),
            Attribute("feature", "looseness", "", 0.0, 1.0, (("loose", 0.8), ("dense", -0.8))),
            Attribute("detail", "berry size", "m", 0.04, 0.11, (("berried", 0.6),)),
        ), "body: roots, torso: heart, crown: lower leaves, crown middle: upper leaves, crown top: top, "
           "detail: lower berries, handle: upper berries",
        wears="torso", accents="detail", counts="crown",
        mains=LEAVES, seconds=rgb("d8574a", "e86a92", "f2b84b", "f4f1ea", "6f6fc8"),
        materials="leaf matte", patterns="plain", alive=True,
        nouns=("shrub", ("hedge", {"boxiness": 0.9, "width": 0.8}), "boxwood", ("rose bush", {"detail": 0.9}),)),
    category(
        "palm", 1.90, "still sway", "#5d9a4b", "#7a5236", (
            Attribute("height", "height", "m", 1.90, 3.40),
            Attribute("width", "crown width", "m", 1.60, 2.70),
            Attribute("length", "lean", "m", 0.0, 0.90, (("curved", 0.8), ("straight", -1.0))),
            Attribute("count", "fronds", "fronds", 5, 8),
            Attribute("feature", "droop", "", 0.0, 1.0, (("drooping", 0.9),)),
            Attribute("detail", "coconut size", "m", 0.16, 0.34),
        ), "body: sand, neck: trunk, neck tip: upper trunk, slat: rings, back: upper rings, head: crown shaft, "
           "wing: fronds, wing tip: frond tips, detail: coconuts, crown top: young leaves",
        wears="wing", accents="detail", counts="wing",
        mains=rgb("5d9a4b", "3f7d4f", "7fae4d", "2f7a5a", "8fb84c", "4b8f6e"),
        seconds=rgb("7a5236", "5a3d2a", "9a6a3a", "e0a03c", "8fa84a"),
        materials="leaf plastic", patterns="plain gradient", alive=True,
        nouns=("palm tree", "coconut palm", "coconut tree", "date palm",)),
)
