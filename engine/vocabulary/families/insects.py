"""Insects and small creatures: the rows of one family (see engine.vocabulary.category).

They are drawn a few times their size in life, so that they can be seen beside anything else.
"""

from engine.vocabulary.category import Attribute, category
from engine.vocabulary.palettes import CHITIN, SLUGS, WINGS, rgb

_SIX_LEGS = ("upper leg: middle legs, lower leg: middle shins, foot: middle feet, hind upper leg: hind legs, "
             "hind lower leg: hind shins, hind foot: hind feet, upper arm: front legs, lower arm: front shins, "
             "hand: front feet")

ROWS = (
    category(
        "butterfly", 0.10, "still fly flap nod", "#e8833a", "#f6ecd2", (
            Attribute("height", "fore wing height", "m", 0.050, 0.090),
            Attribute("width", "wing span", "m", 0.12, 0.20, (("broad", 0.8), ("small-winged", -0.8))),
            Attribute("length", "body length", "m", 0.050, 0.080),
            Attribute("boxiness", "wing squareness", "", 0.0, 1.0, (("square", 0.8), ("round", -0.9))),
            Attribute("feature", "hind wing length", "m", 0.045, 0.085),
            Attribute("detail", "wing marks", "m", 0.008, 0.022),
        ), "body: thorax, tail: abdomen, slat: pupils, head: head, eye: eyes, "
           "handle: eye lights, ear: antennae, detail: antenna clubs, wing: fore wings, wing tip: hind wings, "
           "side fin: fore wing rims, fin: hind wing rims, crown: fore wing marks, crown middle: hind wing marks, "
           "crown top: rim dots, back: small wing marks, " + _SIX_LEGS,
        wears="wing", accents="crown",
        mains=WINGS, seconds=rgb("f6ecd2", "f2c14e", "fbe3ea", "bfe3e8"),
        materials="matte fur", patterns="plain gradient", alive=True, flies=0.8,
        nouns=("moth", ("monarch", {}, 1.0, "orange"), ("swallowtail", {"feature": 1.0}), "papillon")),
    category(
        "bee", 0.06, "still fly walk flap nod", "#f2b632", "#33261d", (
            Attribute("height", "body height", "m", 0.026, 0.044, (("slender", -0.8),)),
            Attribute("width", "girth", "m", 0.030, 0.046, (("plump", 0.8), ("slim", -0.9))),
            Attribute("length", "body length", "m", 0.046, 0.066),
            Attribute("count", "stripes", "stripes", 2, 5),
            Attribute("feature", "wing length", "m", 0.030, 0.052),
            Attribute("detail", "sting length", "m", 0.004, 0.014),
        ), "body: body, torso: collar, slat: stripes, head: head, muzzle: mouth, eye: eyes, handle: eye lights, "
           "crown: pupils, ear: antennae, detail: antenna clubs, wing: fore wings, wing tip: hind wings, tail: sting, "
           + _SIX_LEGS,
        wears="body", accents="slat", counts="slat",
        mains=rgb("f2b632", "f2c14e", "e89a2e", "ffd166", "d9a441", "f0dcae"),
        seconds=rgb("33261d", "2a211d", "4a3226", "1d1d22"),
        materials="fur plastic matte", patterns="plain", alive=True, flies=0.7,
        nouns=(("bumblebee", {"width": 1.0, "height": 0.9}, 1.15), ("wasp", {"width": -1.0, "detail": 1.0}),
               ("hornet", {"width": -0.6, "detail": 1.0}, 1.3), "honeybee",
               ("housefly", {"width": -0.3}, 0.8, "black"))),
    category(
        "ant", 0.04, "still walk run nod peck", "#7a3b26", "#2b211d", (
            Attribute("height", "leg height", "m", 0.009, 0.019, (("leggy", 0.8),)),
            Attribute("width", "leg spread", "m", 0.030, 0.048, (("wide", 0.8),)),
            Attribute("length", "abdomen length", "m", 0.016, 0.028),
            Attribute("feature", "jaw length", "m", 0.003, 0.011),
            Attribute("detail", "antenna length", "m", 0.010, 0.024),
        ), "body: thorax, torso: abdomen, slat: abdomen rings, neck: neck, head: head, muzzle: jaws, eye: eyes, "
           "crown: pupils, handle: eye lights, ear: antennae, detail: antenna ends, " + _SIX_LEGS,
        wears="body", accents="lower leg",
        mains=CHITIN, seconds=rgb("2b211d", "1d1d22", "4a2a1e", "d9a441"),
        materials="plastic skin metal", patterns="plain gradient", alive=True,
        nouns=(("soldier ant", {"feature": 1.0}, 1.3), "termite", ("emmet", {}, 0.8))),
    category(
        "spider", 0.10, "still walk run nod float", "#4a3a4f", "#e0574f", (
            Attribute("height", "knee height", "m", 0.030, 0.085, (("leggy", 0.8),)),
            Attribute("width", "leg span", "m", 0.13, 0.20, (("wide", 0.8),)),
            Attribute("length", "abdomen length", "m", 0.055, 0.085),
            Attribute("count", "marks", "marks", 1, 5),
            Attribute("feature", "leg thickness", "m", 0.005, 0.012, (("sturdy", 0.8), ("spindly", -0.9))),
            Attribute("detail", "fang length", "m", 0.006, 0.016),
        ), "body: chest, torso: abdomen, slat: abdomen marks, head: head, muzzle: fangs, cap: small eyes, eye: eyes, "
           "detail: pupils, handle: eye lights, upper arm: first legs, lower arm: first shins, hand: first feet, "
           "upper leg: second legs, lower leg: second shins, foot: second feet, hind upper leg: third legs, "
           "hind lower leg: third shins, hind foot: third feet, crown: fourth legs, crown middle: fourth shins, "
           "crown top: fourth feet, tail: spinneret",
        wears="body", accents="slat", counts="slat",
        mains=rgb("4a3a4f", "33302f", "6b4a32", "5b3a6b", "8a5a38", "37474f", "7b3f52"),
        seconds=rgb("e0574f", "f2b632", "f0e6d2", "8fd0a0"),
        materials="fur plastic skin", patterns="plain spots", alive=True,
        nouns=(("tarantula", {"feature": 1.0}, 1.4, "brown"), ("black widow", {}, 1.0, "black"),
               ("daddy longlegs", {"feature": -1.0, "height": 1.0, "width": 1.0}))),
    category(
        "snail", 0.07, "still crawl nod", "#b9794a", "#f0dcae", (
            Attribute("height", "shell height", "m", 0.050, 0.080, (("tall", 0.8),)),
            Attribute("width", "shell width", "m", 0.028, 0.048, (("stout", 0.8),)),
            Attribute("length", "foot length", "m", 0.085, 0.125),
            Attribute("feature", "eye stalk length", "m", 0.011, 0.026),
            Attribute("detail", "neck lift", "m", 0.004, 0.020),
        ), "body: foot, torso: shell, neck: neck, head: head, muzzle: mouth, cap: eye stalks, eye: eyes, "
           "handle: eye lights, detail: pupils, ear: feelers, tail: tail, tail tip: tail tip, fin: shell second arc, "
           "side fin: shell third arc, back: shell fourth arc, slat: shell fifth arc, crown: shell sixth arc, "
           "crown middle: shell seventh arc, crown top: shell eighth arc, wheel: shell middle",
        wears="torso", accents="body",
        mains=rgb("b9794a", "c98f55", "d9694a", "8a5a38", "5b8c85", "7a6c9d", "e3b04b", "c85f7b", "a3b18a"),
        seconds=SLUGS,
        materials="plastic stone matte", patterns="plain stripes", alive=True,
        nouns=("escargot", ("sea snail", {"height": 0.5}))),
    category(
        "ladybird", 0.05, "still walk fly nod", "#d8342b", "#211c1e", (
            Attribute("height", "shell height", "m", 0.026, 0.042, (("flat", -0.9), ("domed", 0.8))),
            Attribute("width", "shell width", "m", 0.036, 0.054, (("wide", 0.8),)),
            Attribute("length", "shell length", "m", 0.042, 0.062),
            Attribute("count", "spots", "spots", 3, 8),
            Attribute("feature", "head size", "m", 0.016, 0.026),
            Attribute("detail", "spot size", "m", 0.008, 0.015),
        ), "body: shell, torso: belly, slat: spots, back: shell seam, neck: shoulders, neck tip: cheeks, head: head, "
           "eye: eyes, detail: pupils, handle: eye lights, ear: antennae, crown: antenna clubs, wing: wings, "
           + _SIX_LEGS,
        wears="body", accents="slat", counts="slat",
        mains=rgb("d8342b", "e0574f", "e88a2e", "f2b632", "c8322f", "d7263d"), seconds=rgb("211c1e", "2b2326"),
        materials="plastic metal skin", patterns="plain", alive=True,
        nouns=("ladybug", "beetle", ("scarab", {"height": 0.4}, 1.2, "green"), "bug")),
)
