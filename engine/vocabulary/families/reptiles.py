"""Reptiles, dinosaurs, the frog and the dragon: the rows of one family (see engine.vocabulary.category)."""

from engine.vocabulary.category import Attribute, category
from engine.vocabulary.palettes import BELLIES, DRAGONS, REPTILE, rgb

_FOUR = ("upper leg: front upper legs, lower leg: front lower legs, foot: front feet, hind upper leg: hind thighs, "
         "hind lower leg: hind lower legs, hind foot: hind feet")
_FACE = "head: head, muzzle: snout, eye: eyes, detail: pupils, handle: eye lights"
_TAIL = "tail: tail, tail tip: tail middle, fin: tail end"

ROWS = (
    category(
        "snake", 0.90, "still slither nod sway", "#5d9a4b", "#f0e2b8", (
            Attribute("height", "head height", "m", 0.16, 0.50, (("raised", 0.8), ("flat", -0.9))),
            Attribute("width", "girth", "m", 0.09, 0.16, (("thick", 0.8), ("slender", -0.8))),
            Attribute("length", "body length", "m", 1.60, 2.60),
            Attribute("boxiness", "head squareness", "", 0.0, 1.0),
            Attribute("feature", "winding", "", 0.70, 1.50, (("straight", -1.0), ("winding", 0.8), ("curly", 1.0))),
            Attribute("detail", "hood", "", 0.0, 1.0, (("hooded", 1.0),)),
        ), "body: body, torso: front body, neck: neck, neck tip: upper neck, muzzle: tongue, cap: neck ring, "
           "head: head, eye: eyes, wheel: pupils, handle: eye lights, tail: rear body, tail tip: tail, "
           "fin: tail middle, side fin: tail end, back: tail point, slat: middle ring, crown: rear ring, "
           "crown middle: tail ring, "
           "crown top: front ring, detail: tongue fork",
        wears="body", accents="slat",
        mains=REPTILE + rgb("e3b04b", "c85f7b"), seconds=rgb("f0e2b8", "33302f", "e0574f", "f2c14e", "2f5d50"),
        materials="skin plastic", patterns="scales plain stripes spots", alive=True,
        nouns=(("cobra", {"detail": 1.0, "height": 0.8}), ("python", {"width": 0.9, "length": 0.8}), ("viper", {}, 0.8),
               ("worm", {"length": -1.0, "detail": -1.0, "height": -1.0}, 0.3, "pink"), "serpent", "adder")),
    category(
        "lizard", 0.35, "still walk run nod crawl", "#7fae4d", "#f2c14e", (
            Attribute("height", "leg length", "m", 0.04, 0.10, (("leggy", 0.8),)),
            Attribute("width", "girth", "m", 0.09, 0.155, (("stout", 0.8),)),
            Attribute("length", "body length", "m", 0.30, 0.44),
            Attribute("count", "spines", "spines", 2, 8),
            Attribute("feature", "tail length", "m", 0.24, 0.48),
            Attribute("detail", "spine height", "m", 0.012, 0.055, (("crested", 0.8),)),
        ), f"body: body, torso: chest, crown: belly, neck: neck, {_FACE}, slat: spines, cap: throat, {_FOUR}, {_TAIL}",
        wears="body", accents="slat", counts="slat",
        mains=REPTILE, seconds=rgb("f2c14e", "e0574f", "f0e2b8", "3aa6a0", "2f3e46"),
        materials="skin plastic", patterns="scales plain spots stripes", alive=True,
        nouns=("gecko", ("iguana", {"detail": 1.0}, 1.4), ("salamander", {"height": -0.6, "detail": -1.0}, 0.8),
               ("newt", {"detail": -1.0}, 0.6), "chameleon", ("monitor", {}, 1.8))),
    category(
        "crocodile", 1.60, "still walk crawl peck open", "#5f7f4a", "#e3d9a8", (
            Attribute("height", "leg length", "m", 0.18, 0.46, (("leggy", 0.8),)),
            Attribute("width", "girth", "m", 0.58, 0.86, (("stout", 0.8),)),
            Attribute("length", "body length", "m", 1.10, 1.60),
            Attribute("count", "back ridges", "ridges", 3, 8),
            Attribute("feature", "jaw length", "m", 0.50, 0.90),
            Attribute("detail", "tail length", "m", 0.80, 1.40),
        ), f"body: body, torso: chest, crown: belly, neck: neck, {_FACE}, cap: lower jaw, ear: nostrils, slat: teeth, "
           f"wheel: other teeth, back: back ridges, crown middle: tail ridges, side fin: eye bumps, "
           f"{_FOUR}, {_TAIL}",
        wears="body", accents="crown", counts="back",
        mains=rgb("5f7f4a", "6b7a45", "4b6b4e", "7a7a4a", "56705a", "7fae4d"), seconds=BELLIES,
        materials="skin plastic", patterns="scales plain", alive=True,
        nouns=("alligator", ("caiman", {}, 0.7), "croc", "gator")),
    category(
        "turtle", 0.55, "still walk crawl swim nod", "#6b8f4a", "#c9a05c", (
            Attribute("height", "shell height", "m", 0.17, 0.33, (("domed", 0.8), ("flat", -0.9))),
            Attribute("width", "shell width", "m", 0.40, 0.58, (("wide", 0.8),)),
            Attribute("length", "shell length", "m", 0.48, 0.68),
            Attribute("count", "shell plates", "plates", 4, 8),
            Attribute("feature", "neck length", "m", 0.07, 0.20),
            Attribute("detail", "leg thickness", "m", 0.08, 0.14, (("sturdy", 0.8),)),
        ), f"body: shell, torso: shell rim, crown: belly plate, slat: shell plates, crown top: top plate, neck: neck, "
           f"{_FACE}, cap: mouth, tail: tail, {_FOUR}",
        wears="body", accents="slat", counts="slat",
        mains=rgb("6b8f4a", "4b7f6e", "8a7a4a", "5b7f4b", "7a6248", "3f7d6a"), seconds=rgb("c9a05c", "a5b86a", "3f5a3c",
                                                                                       "e3c98a", "8a5a38"),
        materials="skin plastic stone", patterns="plain scales", alive=True,
        nouns=("tortoise", ("sea turtle", {"height": -0.6}), "terrapin")),
    category(
        "tyrannosaur", 2.60, "still walk run peck nod", "#7a8a4a", "#e8d3a0", (
            Attribute("height", "leg length", "m", 1.30, 2.00, (("leggy", 0.8),)),
            Attribute("width", "girth", "m", 0.95, 1.40, (("stout", 0.8),)),
            Attribute("length", "tail length", "m", 1.90, 2.90),
            Attribute("count", "back spines", "spines", 2, 8),
            Attribute("feature", "jaw length", "m", 0.60, 1.00),
            Attribute("detail", "arm length", "m", 0.45, 0.85),
        ), f"body: hips, torso: chest, crown: belly, neck: neck, {_FACE}, cap: lower jaw, ear: brows, slat: teeth, "
           f"wheel: other teeth, crown middle: nostrils, back: back spines, upper leg: thighs, "
           f"lower leg: shins, foot: feet, side fin: toes, upper arm: upper arms, lower arm: forearms, hand: claws, "
           f"{_TAIL}",
        wears="body", accents="crown", counts="back",
        mains=rgb("7a8a4a", "8a6a45", "5d7f55", "a5703f", "6b6f8f", "b5623f", "4f7f7a"), seconds=BELLIES,
        materials="skin plastic", patterns="plain stripes scales spots", alive=True,
        nouns=("t-rex", "trex", "dinosaur", ("raptor", {"height": 0.4, "width": -1.0, "detail": 1.0}, 0.5), "dino")),
    category(
        "sauropod", 4.50, "still walk nod peck sway", "#6f8fa0", "#d9d3b8", (
            Attribute("height", "leg length", "m", 1.30, 2.40, (("leggy", 0.8),)),
            Attribute("width", "girth", "m", 1.80, 2.80, (("stout", 0.8),)),
            Attribute("length", "tail length", "m", 2.40, 4.00),
            Attribute("count", "back plates", "plates", 2, 8),
            Attribute("feature", "neck length", "m", 2.80, 5.00),
            Attribute("detail", "plate height", "m", 0.10, 0.55, (("plated", 0.8),)),
        ), f"body: belly, torso: chest, neck: lower neck, neck tip: upper neck, {_FACE}, ear: nostrils, cap: mouth, "
           f"crown: underside, slat: back plates, {_FOUR}, {_TAIL}",
        wears="body", accents="slat", counts="slat",
        mains=rgb("6f8fa0", "7a9a6a", "8a7f6a", "a58a6a", "6b8f8a", "8f7fa5", "c98a6a"),
        seconds=rgb("d9d3b8", "4f6a5a", "d9803a", "8a5a6a", "f0dcae"),
        materials="skin plastic", patterns="plain spots stripes scales", alive=True,
        nouns=("brontosaurus", "diplodocus", ("brachiosaurus", {"feature": 0.9, "height": 0.7}), "longneck",
               ("stegosaurus", {"detail": 1.0, "feature": -1.0}))),
    category(
        "frog", 0.20, "still hop crawl nod swim", "#5faa4b", "#f0e2b8", (
            Attribute("height", "body height", "m", 0.080, 0.130, (("squat", -0.8),)),
            Attribute("width", "girth", "m", 0.13, 0.19, (("plump", 0.8),)),
            Attribute("length", "body length", "m", 0.15, 0.21),
            Attribute("count", "spots", "spots", 2, 8),
            Attribute("feature", "eye size", "m", 0.026, 0.044),
            Attribute("detail", "leg length", "m", 0.09, 0.15, (("leggy", 0.8),)),
        ), f"body: back, torso: belly, head: head, muzzle: mouth, cap: eye bumps, eye: eyes, detail: pupils, "
           f"handle: eye lights, ear: nostrils, slat: spots, hand: front toes, tail: hind toes, {_FOUR}",
        wears="body", accents="torso", counts="slat",
        mains=rgb("5faa4b", "7fbf4d", "4b9f6e", "3f8f8a", "d9803a", "a5b84c", "4f8fd0"), seconds=BELLIES,
        materials="skin plastic", patterns="plain spots gradient", alive=True,
        nouns=(("toad", {"width": 0.8, "height": -0.5}, 0.9, "brown"), "tree frog", "froggy")),
    category(
        "dragon", 2.50, "still fly walk run flap peck", "#c8453a", "#f0c98a", (
            Attribute("height", "leg length", "m", 0.55, 1.05, (("leggy", 0.8),)),
            Attribute("width", "wing span", "m", 2.40, 3.60, (("broad", 0.8),)),
            Attribute("length", "tail length", "m", 1.40, 2.20),
            Attribute("count", "back spikes", "spikes", 3, 8),
            Attribute("feature", "horn length", "m", 0.25, 0.65, (("horned", 0.8),)),
            Attribute("detail", "neck length", "m", 0.75, 1.25),
        ), f"body: belly, torso: chest, crown: belly plates, neck: neck, neck tip: upper neck, {_FACE}, "
           f"cap: lower jaw, ear: horns, slat: back spikes, wing: wings, wing tip: wing tips, "
           f"side fin: wing arms, back: wing fingers, "
           f"crown middle: tail spade, crown top: nostrils, {_FOUR}, {_TAIL}",
        wears="body", accents="wing", counts="slat",
        mains=DRAGONS, seconds=rgb("f0c98a", "f2b84b", "e0883a", "e86a92", "8fd0c0", "f0e2b8"),
        materials="skin plastic metal", patterns="scales plain gradient", alive=True,
        nouns=(("wyvern", {"width": 0.8}), ("drake", {"width": -0.5}, 0.8), "wyrm")),
)
