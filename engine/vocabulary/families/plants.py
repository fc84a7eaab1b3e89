"""Plants: the rows of one family (see engine.vocabulary.category)."""

from engine.vocabulary.category import Attribute, category
from engine.vocabulary.palettes import LEAVES, PETALS, rgb

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
        "flower", 0.30, "still sway nod spin", "#e86a92", "#f6c544", (
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
)
