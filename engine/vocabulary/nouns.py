"""Nouns: the words an artist may type for a category, and what else a word says.

A category's own key needs no row. Plain tables; imports nothing but its neighbours.
"""

from dataclasses import dataclass, field

from engine.vocabulary.categories import CATEGORIES


@dataclass(frozen=True)
class Noun:
    word: str                       # singular
    category: str
    attributes: dict[str, float] = field(default_factory=dict, hash=False)
    scale: float = 1.0
    colour: str = ""                # a key of COLOUR_WORDS, where the word implies one


def _nouns(category: str, *rows: str | tuple) -> list[Noun]:
    return [Noun(row, category) if isinstance(row, str) else Noun(row[0], category, *row[1:]) for row in rows]


_ROWS = [
    *(Noun(key, key) for key in CATEGORIES),
    *_nouns("chair", "armchair", "seat", ("stool", {"feature": -1.0}), ("throne", {"feature": 1.0, "height": 0.5}),
            ("bench", {"width": 1.0}), "rocking chair", "kitchen chair"),
    *_nouns("table", "desk", ("coffee table", {"height": -0.9}), ("workbench", {"boxiness": 0.8}), "dining table"),
    *_nouns("lamp", ("floor lamp", {"height": 0.7}), ("desk lamp", {"height": -0.8}), "lantern",
            ("streetlight", {"height": 1.0}), ("street lamp", {"height": 1.0})),
    *_nouns("dog", ("puppy", {"height": -0.6, "length": -0.4}, 0.75), "hound", ("dachshund", {"length": 1.0,
            "height": -0.9}), "labrador", ("doggy", {}, 0.85), "terrier", "wolf"),
    *_nouns("cat", ("kitten", {"height": -0.5, "length": -0.5}, 0.7), "kitty", "tomcat"),
    *_nouns("horse", ("pony", {"height": -0.8}), ("foal", {"height": 0.3}, 0.65), "stallion", "mare", "donkey"),
    *_nouns("bird", ("sparrow", {}, 0.8), ("stork", {"height": 1.0, "feature": 0.8}), ("duck", {"height": -0.7,
            "width": 0.5}), ("crow", {}, 1.0, "black"), ("raven", {}, 1.2, "black"), ("canary", {}, 0.8, "yellow"),
            "pigeon", "seagull", "parrot", ("robin", {}, 0.8), "birdie"),
    *_nouns("fish", ("goldfish", {}, 1.0, "orange"), "trout", "carp", ("clownfish", {}, 1.0, "orange"), "koi"),
    *_nouns("tree", ("oak", {"feature": -0.8, "width": 0.5}), ("pine", {"feature": 0.9}), ("fir", {"feature": 0.9}),
            ("spruce", {"feature": 0.9}), ("conifer", {"feature": 0.8}), ("maple", {"feature": -0.6}),
            ("birch", {"width": -0.6}), ("apple tree", {"detail": 0.8, "feature": -0.7}), ("christmas tree",
            {"feature": 1.0, "detail": 0.6}), ("sapling", {"height": -0.9}, 0.6), "willow", "elm", "beech"),
    *_nouns("flower", "blossom", ("tulip", {"feature": 0.9, "count": -1.0}), ("daisy", {"feature": -0.8, "count": 1.0}),
            ("sunflower", {"count": 1.0, "height": 0.9}, 1.3, "yellow"), "bloom", "lily", "poppy"),
    *_nouns("car", "automobile", "sedan", ("van", {"height": 0.9}), ("jeep", {"feature": 0.8}), ("limousine",
            {"length": 1.0}), ("taxi", {}, 1.0, "yellow"), ("sports car", {"height": -0.8}), "vehicle", "cab"),
    *_nouns("airplane", "plane", "aeroplane", "aircraft", "jet", ("glider", {"width": 1.0}), "propeller plane"),
    *_nouns("person", "man", "woman", "human", ("child", {"height": -1.0}, 0.9), ("kid", {"height": -1.0}, 0.9),
            ("boy", {"height": -0.8}, 0.9), ("girl", {"height": -0.8}, 0.9), "guy", "lady", "dancer", "figure",
            ("baby", {"height": -1.0}, 0.6), "somebody", "someone"),
    *_nouns("robot", "android", "droid", "bot", "machine"),
    *_nouns("mug", "cup", "teacup", "beaker", "coffee mug", "coffee cup"),
    *_nouns("vase", "urn", "amphora", "jug", "pitcher", "flower vase"),
]

NOUNS: dict[str, Noun] = {noun.word: noun for noun in _ROWS if noun.category in CATEGORIES}

_IRREGULAR = {"fish": ("fish", "fishes"), "goldfish": ("goldfish",), "clownfish": ("clownfish",), "man": ("men",),
              "woman": ("women",), "child": ("children",), "person": ("people", "persons"), "trout": ("trout",),
              "aircraft": ("aircraft",), "wolf": ("wolves",), "carp": ("carp",), "koi": ("koi",), "foal": ("foals",)}


def plurals(word: str) -> tuple[str, ...]:
    """The plural forms of a singular noun."""
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if word.endswith("y") and word[-2] not in "aeiou":
        return (word[:-1] + "ies",)
    if word.endswith(("s", "x", "ch", "sh")):
        return (word + "es",)
    return (word + "s",)
