"""Land animals: the rows of one family (see engine.vocabulary.category)."""

from engine.vocabulary.category import FOUR_LEGS, Attribute, category
from engine.vocabulary.palettes import CREAM, FUR, rgb

BEAST = FOUR_LEGS + ", crown middle: inner ears, crown top: eye glints"
HOOFED = BEAST.replace("paws", "hooves").replace("detail: nose", "detail: nostrils")
LEGGY = (("leggy", 0.8), ("long-legged", 0.9), ("short-legged", -0.9))
STOUT = (("stout", 0.8), ("round", 0.7), ("lean", -0.8))

ROWS = (
    category(
        "dog", 0.45, "still walk run hop nod", "#c98f55", "#f4e6cf", (
            Attribute("height", "leg length", "m", 0.15, 0.36, LEGGY),
            Attribute("width", "girth", "m", 0.13, 0.25, STOUT),
            Attribute("length", "body length", "m", 0.34, 0.62, (("sausage", 1.0),)),
            Attribute("feature", "snout length", "m", 0.03, 0.10),
            Attribute("detail", "ear length", "m", 0.07, 0.17),
        ), BEAST + ", handle: collar, fin: tongue",
        wears="body", accents="muzzle",
        mains=FUR, seconds=CREAM,
        materials="fur", patterns="plain spots", alive=True,
        nouns=(("puppy", {"height": -0.6, "length": -0.4}, 0.75), "hound", ("dachshund", {"length": 1.0, "height":
               -0.9}), "labrador", ("doggy", {}, 0.85), "terrier", "wolf",)),
    category(
        "cat", 0.36, "still walk run hop nod crawl", "#8d8f98", "#f3efe8", (
            Attribute("height", "leg length", "m", 0.12, 0.25, LEGGY),
            Attribute("width", "girth", "m", 0.11, 0.20, STOUT),
            Attribute("length", "body length", "m", 0.30, 0.48),
            Attribute("feature", "tail length", "m", 0.14, 0.36),
            Attribute("detail", "ear length", "m", 0.05, 0.11),
        ), BEAST + ", handle: collar, slat: pupils, fin: lower whiskers, side fin: upper whiskers",
        wears="body", accents="muzzle",
        mains=FUR, seconds=CREAM,
        materials="fur", patterns="plain stripes spots", alive=True,
        nouns=(("kitten", {"height": -0.5, "length": -0.5}, 0.7), "kitty", "tomcat",)),
    category(
        "horse", 1.05, "still walk run nod peck", "#8a5a38", "#2f231d", (
            Attribute("height", "leg length", "m", 0.55, 0.95, (("pony", -0.8), *LEGGY)),
            Attribute("width", "girth", "m", 0.46, 0.68, STOUT),
            Attribute("length", "body length", "m", 0.95, 1.45),
            Attribute("feature", "neck length", "m", 0.34, 0.66),
            Attribute("detail", "mane", "m", 0.05, 0.16),
        ), HOOFED + ", back: mane, cap: forelock",
        wears="body", accents="back",
        mains=FUR, seconds=rgb("2f231d", "f0e6d2", "4a3226", "1d1a1a"),
        materials="fur", patterns="plain spots stripes", alive=True,
        nouns=(("pony", {"height": -0.8}), ("foal", {"height": 0.3}, 0.65), "stallion", "mare", "donkey",)),
    category(
        "cow", 0.95, "still walk run nod peck", "#f0ebe2", "#3a302c", (
            Attribute("height", "leg length", "m", 0.42, 0.70, LEGGY),
            Attribute("width", "girth", "m", 0.58, 0.86, STOUT),
            Attribute("length", "body length", "m", 1.20, 1.65),
            Attribute("feature", "horn length", "m", 0.04, 0.26, (("horned", 0.6), ("hornless", -1.0))),
            Attribute("detail", "udder", "", 0.6, 1.3),
        ), HOOFED + ", cap: horns, upper arm: horn tips, wing: udder, wing tip: teats",
        wears="body", accents="ear, tail tip",
        mains=rgb("f0ebe2", "8a5637", "f3e6d0", "b5713f", "4a3a33", "d8b98a", "efeff0", "6b4430"),
        seconds=rgb("3a302c", "7d4a2d", "2a2523", "a9683c", "f3efe8"),
        materials="fur", patterns="spots plain", alive=True,
        nouns=(("calf", {"height": 0.2, "feature": -1.0, "age": -0.9}, 0.6), ("bull", {"feature": 0.9, "width": 0.7}),
               ("ox", {"feature": 0.7, "width": 0.8}), "cattle", ("bison", {"width": 1.0}), "heifer",)),
    category(
        "pig", 0.55, "still walk run nod peck", "#eeb0a6", "#d98585", (
            Attribute("height", "leg length", "m", 0.10, 0.24, LEGGY),
            Attribute("width", "girth", "m", 0.36, 0.54, STOUT),
            Attribute("length", "body length", "m", 0.72, 1.02),
            Attribute("feature", "snout size", "m", 0.050, 0.078),
            Attribute("detail", "floppy ears", "", 0.0, 1.0, (("floppy", 0.9), ("prick-eared", -0.9))),
        ), HOOFED + ", fin: third curl of the tail, side fin: end of the tail",
        wears="body", accents="muzzle",
        mains=rgb("eeb0a6", "f2c3b5", "e79a96", "d99a86", "5b4a48", "f0d6c8", "8a6456"),
        seconds=rgb("d98585", "c96f74", "e79c94", "b9605f"),
        materials="skin fur plastic", patterns="plain spots", alive=True,
        nouns=(("piglet", {"length": -0.6, "age": -0.9}, 0.5), "hog", "swine", ("sow", {"width": 0.5}),
               ("boar", {}, 1.0, "brown"), "piggy",)),
    category(
        "sheep", 0.62, "still walk run nod peck", "#f4efe4", "#3b3430", (
            Attribute("height", "leg length", "m", 0.20, 0.38, LEGGY),
            Attribute("width", "girth", "m", 0.38, 0.58, STOUT),
            Attribute("length", "body length", "m", 0.72, 1.00),
            Attribute("feature", "wool", "m", 0.07, 0.13, (("woolly", 0.8), ("shorn", -1.0), ("fluffy", 0.8))),
            Attribute("detail", "horns", "", 0.0, 1.0, (("horned", 0.8), ("hornless", -0.9))),
        ), HOOFED + ", slat: pupils, cap: tuft, crown: wool of the back, wing: wool of the flanks, back: wool of the "
                    "shoulders, wing tip: wool of the chest, upper arm: horns, lower arm: middle of the horns, "
                    "hand: tips of the horns",
        wears="body", accents="head",
        mains=rgb("f4efe4", "e9dfcb", "f7f4ee", "5a4d46", "cfc2ae", "8a7a6c", "fbf3e2"),
        seconds=rgb("3b3430", "d9b896", "4d4038", "2b2729", "efd3bb"),
        materials="fur matte", patterns="plain", alive=True,
        nouns=(("lamb", {"height": 0.3, "detail": -1.0, "age": -1.0}, 0.6), ("ram", {"detail": 1.0}),
               ("ewe", {"detail": -1.0}),)),
    category(
        "rabbit", 0.30, "still hop run nod peck", "#c9b29a", "#f7f3ec", (
            Attribute("height", "leg length", "m", 0.045, 0.095, LEGGY),
            Attribute("width", "girth", "m", 0.13, 0.21, STOUT),
            Attribute("length", "body length", "m", 0.26, 0.38),
            Attribute("feature", "ear length", "m", 0.08, 0.18, (("long-eared", 0.9),)),
            Attribute("detail", "tail size", "m", 0.022, 0.042, (("cottontail", 0.9),)),
        ), BEAST + ", fin: lower whiskers, side fin: upper whiskers",
        wears="body", accents="tail, muzzle",
        mains=rgb("c9b29a", "f3efe8", "9a8f88", "b98a63", "6b5a50", "d9c3a5", "4a4442", "e8d5bd"),
        seconds=rgb("f7f3ec", "efe2cf", "fbf6ee", "d9c7b2"),
        materials="fur", patterns="plain spots", alive=True,
        nouns=("bunny", ("hare", {"height": 0.8, "feature": 0.8, "width": -0.5}, 1.3), "bunny rabbit",)),
    category(
        "elephant", 1.90, "still walk run swing wave nod", "#8f9298", "#b99a98", (
            Attribute("height", "leg length", "m", 0.85, 1.45, LEGGY),
            Attribute("width", "girth", "m", 1.10, 1.60, STOUT),
            Attribute("length", "body length", "m", 1.90, 2.60),
            Attribute("feature", "trunk length", "m", 1.05, 1.60),
            Attribute("detail", "tusk length", "m", 0.10, 0.95, (("tusked", 0.7), ("tuskless", -1.0))),
            Attribute("boxiness", "ear size", "m", 0.60, 1.15, (("african", 0.8), ("indian", -0.8),
                                                                ("big-eared", 0.9))),
        ), BEAST.replace("muzzle: muzzle", "muzzle: trunk").replace("paws", "feet").replace("nose", "tusks")
           + ", upper arm: middle of the trunk, lower arm: lower trunk, hand: trunk tip, side fin: nostrils, "
             "wing: front toenails, wing tip: hind toenails",
        wears="body", accents="crown middle",
        mains=rgb("8f9298", "7b7f8a", "a39a94", "6f6a6a", "9fa8b2", "8a7f78"),
        seconds=rgb("b99a98", "c9a9a2", "a98a8c", "d1b3ab"),
        materials="skin matte plastic", patterns="plain", alive=True,
        nouns=(("mammoth", {"detail": 1.0, "boxiness": -0.8}, 2.2, "brown"), "jumbo",)),
    category(
        "bear", 0.90, "still walk run nod peck", "#6b4a35", "#c9a27a", (
            Attribute("height", "leg length", "m", 0.36, 0.62, LEGGY),
            Attribute("width", "girth", "m", 0.62, 0.90, STOUT),
            Attribute("length", "body length", "m", 1.15, 1.60),
            Attribute("feature", "snout length", "m", 0.06, 0.17),
            Attribute("detail", "ear size", "m", 0.075, 0.125),
        ), BEAST + ", wing: front claws, wing tip: hind claws",
        wears="body", accents="muzzle",
        mains=rgb("6b4a35", "8d5b3e", "3a3330", "f0ece4", "a8794e", "4a3a34", "c9a27a"),
        seconds=rgb("c9a27a", "e6cfa9", "b98d66", "d8b98a"),
        materials="fur", patterns="plain", alive=True,
        nouns=(("polar bear", {}, 1.0, "white"), ("teddy", {"style": 0.9, "age": -0.7}, 0.35), "grizzly",
               ("cub", {"age": -1.0}, 0.45), ("black bear", {}, 0.8, "black"),)),
    category(
        "deer", 0.80, "still walk run hop nod peck", "#b07a4a", "#f2e3cc", (
            Attribute("height", "leg length", "m", 0.48, 0.80, LEGGY),
            Attribute("width", "girth", "m", 0.30, 0.42, STOUT),
            Attribute("length", "body length", "m", 0.75, 1.05),
            Attribute("feature", "neck length", "m", 0.30, 0.48),
            Attribute("detail", "antler length", "m", 0.12, 0.55, (("antlered", 0.8), ("hornless", -1.0))),
        ), HOOFED.replace("nostrils", "nose")
           + ", cap: antlers, upper arm: antler beams, lower arm: upper tines, hand: brow tines, crown: breast",
        wears="body", accents="tail tip, crown",
        mains=rgb("b07a4a", "9a653d", "c48f5e", "7a5238", "a8693c", "8a6a50", "d0a070"),
        seconds=rgb("f2e3cc", "f7f0e2", "e6d0b0"),
        materials="fur", patterns="plain spots", alive=True,
        nouns=(("stag", {"detail": 0.9}), ("fawn", {"detail": -1.0, "age": -1.0}, 0.55), ("doe", {"detail": -1.0}),
               ("reindeer", {"detail": 0.8, "width": 0.5}), ("moose", {"detail": 1.0, "width": 0.9}, 1.3), "elk",
               ("gazelle", {"width": -0.8, "detail": -0.6}), "antelope",)),
    category(
        "mouse", 0.075, "still walk run hop nod peck", "#9a9694", "#e9a9a4", (
            Attribute("height", "leg length", "m", 0.012, 0.024, LEGGY),
            Attribute("width", "girth", "m", 0.034, 0.052, STOUT),
            Attribute("length", "body length", "m", 0.060, 0.090),
            Attribute("feature", "ear size", "m", 0.020, 0.040, (("big-eared", 0.8),)),
            Attribute("detail", "tail length", "m", 0.050, 0.105, (("long-tailed", 0.8),)),
        ), BEAST + ", crown: end of the tail, fin: lower whiskers, side fin: upper whiskers",
        wears="body", accents="tail",
        mains=rgb("9a9694", "b39a83", "f0ece4", "6d6866", "c9a888", "55504f", "8a7a6c"),
        seconds=rgb("e9a9a4", "e3b8ab", "d99a97", "efc3b6"),
        materials="fur", patterns="plain", alive=True,
        nouns=(("rat", {"length": 0.6, "detail": 0.7, "feature": -0.6}, 0.16), "mice", "hamster",)),
    category(
        "lion", 0.80, "still walk run nod peck crawl", "#d6a45c", "#7d4522", (
            Attribute("height", "leg length", "m", 0.40, 0.62, LEGGY),
            Attribute("width", "girth", "m", 0.42, 0.60, STOUT),
            Attribute("length", "body length", "m", 0.95, 1.30),
            Attribute("feature", "mane", "m", 0.0, 0.22, (("maned", 0.7), ("maneless", -1.0))),
            Attribute("detail", "tail length", "m", 0.45, 0.75),
        ), BEAST + ", back: mane, crown: mane tufts, cap: chest mane",
        wears="body", accents="back",
        mains=rgb("d6a45c", "c98f4a", "e0b878", "b9803f", "ead2a8", "d99a4f"),
        seconds=rgb("7d4522", "9a5426", "5a3320", "b5651d", "3d2a20"),
        materials="fur", patterns="plain stripes spots", alive=True,
        nouns=(("lioness", {"feature": -1.0}), ("lion cub", {"age": -1.0, "feature": -1.0}, 0.45),
               ("tiger", {"feature": -1.0}, 1.0, "orange"), ("panther", {"feature": -1.0}, 0.8, "black"),
               ("leopard", {"feature": -1.0}, 0.8), ("puma", {"feature": -1.0}, 0.8))),
    category(
        "giraffe", 2.20, "still walk run nod peck", "#e8c78a", "#8a5230", (
            Attribute("height", "leg length", "m", 1.45, 2.10, LEGGY),
            Attribute("width", "girth", "m", 0.72, 1.00, STOUT),
            Attribute("length", "body length", "m", 1.50, 2.05),
            Attribute("feature", "neck length", "m", 1.25, 2.10, (("long-necked", 0.9),)),
            Attribute("detail", "ossicones", "m", 0.12, 0.26, (("horned", 0.6),)),
        ), HOOFED + ", neck tip: upper neck, cap: ossicones, wing: ossicone tips, back: mane, crown: upper mane",
        wears="body", accents="back, wing",
        mains=rgb("e8c78a", "f0d9a8", "dcb272", "f2e0bd", "e3b866"),
        seconds=rgb("8a5230", "7a4426", "a8652f", "6b3f2a"),
        materials="fur", patterns="spots plain", alive=True,
        nouns=(("okapi", {"feature": -1.0}, 1.0),)),
)
