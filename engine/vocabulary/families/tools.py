"""Tools and props: the rows of one family (see engine.vocabulary.category)."""

from engine.vocabulary.category import Attribute, category
from engine.vocabulary.palettes import CLOTH, PAINT, WOOD, rgb

BLADES = rgb("c9ced4", "b0b8c2", "dfe3e6", "8f9aa8", "c9a45c", "7f8fb0")
GOLDS = rgb("d9b45a", "c9a45c", "b9bec4", "a8704a", "e3c46f")
LEATHERS = rgb("8a3a34", "33568c", "3f6f4f", "6b4630", "4a3a6a", "c8794a", "2f4858", "b5476a")
WAXES = rgb("f4ead2", "f7f3ea", "d8504f", "e9c46a", "8fb8a0", "b79ad0", "e8a0a8", "6f9ac0")

ROWS = (
    category(
        "hammer", 0.27, "still swing", "#b98a5e", "#d24b3e", (
            Attribute("height", "handle length", "m", 0.25, 0.42),
            Attribute("width", "head length", "m", 0.12, 0.22),
            Attribute("length", "head thickness", "m", 0.034, 0.062, (("heavy", 0.9),)),
            Attribute("boxiness", "squareness", "", 0.0, 1.0),
            Attribute("feature", "claw length", "m", 0.03, 0.09),
            Attribute("detail", "grip length", "m", 0.07, 0.15),
        ), "body: handle, handle: grip, torso: grip ring, head: head, muzzle: poll, cap: face, ear: claw, crown: wedge",
        wears="body", accents="handle",
        mains=WOOD + PAINT[:4], seconds=rgb("d24b3e", "2f3640", "e3b04b", "3f6fa8", "4f9a83"),
        materials="wood plastic metal", patterns="plain stripes",
        nouns=(("mallet", {"boxiness": 0.9, "length": 0.9}), ("sledgehammer", {"height": 1.0, "length": 1.0}, 2.0),
               "claw hammer",)),
    category(
        "sword", 0.62, "still swing", "#c9ced4", "#d9b45a", (
            Attribute("height", "blade length", "m", 0.55, 1.05, (("dagger", -1.0),)),
            Attribute("width", "blade width", "m", 0.055, 0.130, (("broad", 0.8),)),
            Attribute("length", "grip length", "m", 0.13, 0.26),
            Attribute("boxiness", "leaf shape", "", 0.0, 1.0),
            Attribute("feature", "guard width", "m", 0.18, 0.40),
            Attribute("detail", "jewel size", "m", 0.03, 0.07),
        ), "body: blade, cap: point, slat: fuller, torso: guard, ear: guard ends, tail: grip, back: winding, "
           "tail tip: pommel, detail: jewel",
        wears="body", accents="torso",
        mains=BLADES, seconds=GOLDS,
        materials="metal wood glass emissive", patterns="plain gradient",
        nouns=("blade", ("dagger", {"height": -1.0}, 0.6), ("broadsword", {"width": 0.9}), "longsword", "katana",
               ("knife", {"height": -1.0, "feature": -1.0}, 0.4), ("lightsaber", {}, 1.0),)),
    category(
        "umbrella", 0.72, "still open spin sway", "#d9694a", "#f4f1ea", (
            Attribute("height", "height", "m", 0.80, 1.15),
            Attribute("width", "width", "m", 0.80, 1.30),
            Attribute("length", "canopy depth", "m", 0.18, 0.42, (("flat", -0.8),)),
            Attribute("count", "panels", "panels", 5, 8),
            Attribute("feature", "crook size", "m", 0.10, 0.17),
            Attribute("detail", "bulge", "", 0.05, 0.26),
        ), "body: shaft, crown: panels, slat: ribs, detail: rib tips, cap: ferrule, neck: runner, handle: grip, "
           "tail: crook",
        wears="crown", accents="slat", counts="crown",
        mains=CLOTH + PAINT, materials="matte plastic glass", patterns="plain stripes spots checks gradient",
        nouns=("parasol", "brolly", ("beach umbrella", {"width": 1.0}, 2.0),)),
    category(
        "guitar", 0.62, "still sway dance", "#c8793f", "#3a241c", (
            Attribute("height", "length", "m", 0.82, 1.12, (("long", 0.8),)),
            Attribute("width", "body width", "m", 0.34, 0.48),
            Attribute("length", "body depth", "m", 0.07, 0.14),
            Attribute("count", "strings", "strings", 4, 7),
            Attribute("boxiness", "waist", "", 0.0, 1.0),
            Attribute("feature", "neck share", "", 0.46, 0.58),
            Attribute("detail", "sound hole", "", 0.20, 0.34),
        ), "body: lower bout, torso: upper bout, lower arm: lower top, upper arm: upper top, crown: rosette, "
           "crown middle: sound hole, side fin: pickguard, muzzle: bridge, slat: strings, neck: neck, "
           "neck tip: fretboard, back: frets, head: headstock, ear: pegs, cap: nut",
        wears="body", accents="side fin, crown", counts="slat",
        mains=rgb("c8793f", "a8552f", "7a3a26", "d9a45a", "b5332e", "2f5f7a", "3a3436", "e0b070"),
        seconds=rgb("3a241c", "2a2322", "f0e6d2", "7a2f26", "1f3a44"),
        materials="wood plastic metal", patterns="plain gradient stripes",
        nouns=("acoustic guitar", ("ukulele", {"count": -1.0, "height": -1.0}, 0.6), ("bass", {"count": -1.0,
               "height": 1.0}), "banjo", "lute",)),
    category(
        "book", 0.27, "still open", "#8a3a34", "#d9b45a", (
            Attribute("height", "height", "m", 0.22, 0.36, (("tall", 0.8),)),
            Attribute("width", "page width", "m", 0.16, 0.26),
            Attribute("length", "thickness", "m", 0.025, 0.080, (("thick", 0.9), ("thin", -0.9))),
            Attribute("boxiness", "squareness", "", 0.0, 1.0),
            Attribute("feature", "opening", "", 0.10, 1.30, (("open", 0.9), ("closed", -1.0))),
            Attribute("detail", "title plate", "", 0.16, 0.36),
        ), "body: spine, wing: covers, wing tip: pages, torso: gutter, slat: lines, detail: title plate, "
           "back: spine bands, tail: ribbon",
        wears="wing", accents="detail",
        mains=LEATHERS, seconds=rgb("d9b45a", "f4e6cf", "e3c46f", "b9bec4", "d24b3e"),
        materials="matte skin wood", patterns="plain gradient checks",
        nouns=("novel", "notebook", "diary", ("bible", {"length": 0.8}), ("tome", {"length": 1.0, "height": 0.8}),
               "textbook",)),
    category(
        "candle", 0.24, "still sway", "#f4ead2", "#c9a45c", (
            Attribute("height", "candle length", "m", 0.12, 0.34),
            Attribute("width", "thickness", "m", 0.06, 0.12, (("thick", 0.8), ("thin", -0.8))),
            Attribute("count", "drips", "drips", 1, 6),
            Attribute("boxiness", "squareness", "", 0.0, 0.9),
            Attribute("feature", "flame size", "m", 0.06, 0.12),
            Attribute("detail", "dish width", "", 0.0, 1.0),
        ), "body: dish, hind foot: dish floor, foot: socket, handle: ring, torso: wax, neck tip: pool, detail: drips, "
           "neck: wick, crown: flame, crown top: heart of the flame",
        wears="torso", accents="body", counts="detail",
        mains=WAXES, seconds=rgb("c9a45c", "8a9097", "3a3f46", "a8704a", "b9bec4"),
        materials="skin plastic emissive", patterns="plain stripes gradient",
        nouns=("candlestick", "taper", ("tealight", {"height": -1.0, "width": 1.0}),)),
    category(
        "bell", 0.26, "still swing", "#d9b45a", "#c23b3b", (
            Attribute("height", "bell height", "m", 0.15, 0.30),
            Attribute("width", "width", "m", 0.18, 0.32),
            Attribute("length", "handle length", "m", 0.06, 0.16),
            Attribute("feature", "flare", "", 0.12, 0.46, (("flared", 0.8),)),
            Attribute("detail", "bow size", "m", 0.05, 0.10),
        ), "body: bell, torso: crown, foot: lip, upper arm: band, lower arm: lower band, neck: handle, head: knob, "
           "tail: clapper, tail tip: clapper ball, muzzle: knot, wing: bow, side fin: ribbon ends",
        wears="body", accents="muzzle",
        mains=rgb("d9b45a", "c9a45c", "b9bec4", "b8803c", "e3c46f", "c98a6a"),
        seconds=rgb("c23b3b", "2f6f4f", "33568c", "7a4a9a", "e3e0d8"),
        materials="metal plastic glass", patterns="plain",
        nouns=("handbell", "hand bell", "jingle bell", "school bell",)),
)
