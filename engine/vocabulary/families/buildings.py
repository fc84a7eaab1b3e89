"""Buildings: the rows of one family (see engine.vocabulary.category)."""

from engine.vocabulary.category import Attribute, category
from engine.vocabulary.palettes import CLOTH, rgb

_PLASTER = rgb("f4e6cf", "f3efe8", "e9c9a0", "d9a07c", "a8c3b8", "8fb8d0", "e8b4a0", "c9b8d6", "f2d68a", "b95a48")
_ROOFS = rgb("b5533c", "7a3b2e", "4a5a6a", "3f6f6a", "8a5a38", "c9583c", "5b4a6e", "2f3e46")
_STONES = rgb("b9b3a8", "9aa0a6", "d8cbb4", "8d8f98", "c9b8a0", "a8a29a", "e0d8c8")

ROWS = (
    category(
        "house", 4.8, "still open", "#f4e6cf", "#b5533c", (
            Attribute("height", "wall height", "m", 2.4, 4.6, (("tall", 0.8), ("low", -0.8))),
            Attribute("width", "width", "m", 4.4, 6.8, (("wide", 0.8), ("narrow", -0.8))),
            Attribute("length", "depth", "m", 3.6, 5.8, (("deep", 0.8),)),
            Attribute("count", "front windows", "windows", 1, 4),
            Attribute("boxiness", "squareness", "", 0.0, 1.0, (("crisp", 0.8), ("soft", -0.8))),
            Attribute("feature", "roof height", "m", 1.2, 2.8, (("steep", 0.9), ("flat", -1.0))),
            Attribute("detail", "chimney height", "m", 0.5, 1.5),
        ), "body: walls, torso: gables, cap: roof, crown: ridge, neck: chimney, neck tip: chimney top, "
           "muzzle: window sill, eye: windows, ear: window frames, upper leg: window bars, "
           "hind upper leg: side windows, hind lower leg: side window frames, "
           "side fin: door frame, back: door, handle: door knob, foot: doorstep, "
           "detail: lamp, crown top: gable window, lower arm: base, wing: bushes",
        wears="body", accents="cap", counts="eye",
        mains=_PLASTER, seconds=_ROOFS,
        materials="matte wood stone", patterns="plain stripes",
        nouns=("home", "cottage", "hut", "cabin", "villa", ("barn", {}, 1.0, "red"))),
    category(
        "castle", 9.6, "still open", "#b9b3a8", "#4a5a8a", (
            Attribute("height", "tower height", "m", 5.0, 9.5, (("tall", 0.8), ("low", -0.8))),
            Attribute("width", "width", "m", 8.0, 13.0, (("wide", 0.8), ("narrow", -0.8))),
            Attribute("length", "tower width", "m", 1.9, 3.0),
            Attribute("count", "towers", "towers", 3, 8),
            Attribute("boxiness", "squareness", "", 0.0, 1.0, (("square", 0.9), ("round", -0.9))),
            Attribute("feature", "roof height", "m", 1.8, 4.2, (("pointed", 0.8),)),
            Attribute("detail", "keep height", "m", 2.0, 5.0),
        ), "body: walls, torso: keep, cap: keep roof, eye: keep windows, upper leg: towers, lower leg: tower tops, "
           "crown: tower roofs, detail: tower windows, slat: battlements, crown middle: more battlements, "
           "side fin: gatehouse, back: gate, foot: drawbridge, wing: flagpole, wing tip: flag, crown top: roof tips",
        wears="body", accents="crown", counts="upper leg",
        mains=_STONES, seconds=rgb("4a5a8a", "b5533c", "3f6f6a", "7a3b2e", "5b4a6e", "c9583c", "2f6f73"),
        materials="stone matte", patterns="plain",
        nouns=("fortress", "palace", "fort", "stronghold", "citadel")),
    category(
        "lighthouse", 6.5, "still", "#f4f1ea", "#c9402f", (
            Attribute("height", "tower height", "m", 6.0, 11.0, (("tall", 0.8), ("low", -0.8))),
            Attribute("width", "base width", "m", 2.8, 4.6, (("stout", 0.8), ("slender", -0.8))),
            Attribute("count", "windows", "windows", 1, 5),
            Attribute("boxiness", "squareness", "", 0.0, 0.7),
            Attribute("feature", "lantern height", "m", 1.0, 2.1),
            Attribute("detail", "taper", "", 0.06, 0.30),
        ), "body: tower, torso: lower band, neck: upper band, neck tip: gallery, head: lantern, cap: roof, "
           "ear: finial, eye: windows, upper leg: lantern bars, slat: railing, side fin: door frame, back: door, "
           "foot: base, hind foot: rocks",
        wears="body", accents="torso", counts="eye",
        mains=rgb("f4f1ea", "f3efe8", "e9e4da", "f2d68a", "d8e2e6"),
        seconds=rgb("c9402f", "3f6fa8", "2f3e46", "e07a3f", "2f6f6a"),
        materials="matte stone", patterns="plain",
        nouns=("beacon", "light tower")),
    category(
        "windmill", 6.5, "still spin", "#f3efe8", "#8a5a38", (
            Attribute("height", "tower height", "m", 5.0, 8.0, (("tall", 0.8), ("low", -0.8))),
            Attribute("width", "base width", "m", 3.0, 4.8, (("stout", 0.8), ("slender", -0.8))),
            Attribute("length", "sail length", "m", 2.8, 4.8),
            Attribute("count", "sails", "sails", 3, 8),
            Attribute("boxiness", "squareness", "", 0.0, 0.8, (("square", 0.9), ("round", -0.9))),
            Attribute("feature", "sail width", "m", 0.5, 1.1),
            Attribute("detail", "cap height", "m", 0.7, 1.6),
        ), "body: tower, torso: gallery, head: cap, muzzle: hub, wing: sail arms, wing tip: sails, eye: windows, "
           "ear: window frames, side fin: door frame, back: door, handle: door knob, foot: base, tail: tail pole",
        wears="body", accents="head", counts="wing",
        mains=rgb("f3efe8", "f4e6cf", "d8cbb4", "b5533c", "8a5a38", "a8c3b8", "e9e4da"),
        seconds=rgb("8a5a38", "7a3b2e", "4a5a6a", "b5533c", "2f3e46", "3f6f6a"),
        materials="matte stone wood", patterns="plain stripes",
        nouns=("mill", "wind turbine")),
    category(
        "tent", 1.9, "still open", "#d98a3e", "#f4e6cf", (
            Attribute("height", "height", "m", 1.2, 2.2, (("tall", 0.8), ("low", -0.8))),
            Attribute("width", "width", "m", 1.6, 2.7, (("wide", 0.8), ("narrow", -0.8))),
            Attribute("length", "length", "m", 1.8, 3.2, (("long", 0.8), ("short", -0.8))),
            Attribute("feature", "canvas overhang", "m", 0.0, 0.35),
            Attribute("detail", "door flaps", "m", 0.25, 0.55),
        ), "body: ground sheet, cap: canvas, torso: back wall, crown: ridge, neck: poles, side fin: door flaps, "
           "back: stripes, foot: pegs, wing: flagpole, wing tip: pennant, eye: lantern, hand: sleeping bag, "
           "head: pillow, crown middle: hem",
        wears="cap", accents="side fin",
        mains=CLOTH + rgb("d98a3e", "6a994e", "b5533c", "8a7a4a"),
        seconds=rgb("f4e6cf", "f4f1ea", "e3b04b", "d9694a", "33415c"),
        materials="matte", patterns="plain stripes checks",
        nouns=("camping tent", "tipi", "marquee", "wigwam")),
)
