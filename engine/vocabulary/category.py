"""Category: what one kind of object is called, how large it is, what may be asked of it.

The rows are in engine.vocabulary.families, one file per family. Plain tables; imports nothing but its neighbours.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from engine.vocabulary.palettes import Rgb
from engine.vocabulary.palettes import rgb as colours
from engine.vocabulary.verbs import EVERYONES, VERBS

Words = tuple[tuple[str, float], ...]


@dataclass(frozen=True)
class Attribute:
    """What one condition value means for one category: value -1 is `low`, +1 is `high`."""

    key: str                        # one of engine.vocabulary.attributes.ATTRIBUTES
    label: str                      # "backrest height"
    unit: str = ""                  # "m", "" for a plain share, "legs" for counts
    low: float = -1.0
    high: float = 1.0
    words: Words = ()               # ("tall", .8), ("short", -.8): beside the general ones


AGE = Attribute("age", "age", words=(("baby", -1.0), ("newborn", -1.0), ("young", -0.7), ("adult", 0.3), ("old", 0.9),
                                     ("ancient", 1.0), ("elderly", 1.0)))
WEIGHT = Attribute("weight", "weight", words=(("skinny", -1.0), ("thin", -0.8), ("lean", -0.6), ("slim", -0.6),
                                              ("fat", 0.9), ("chubby", 0.7), ("plump", 0.7), ("obese", 1.0)))
STYLE = Attribute("style", "style", words=(("realistic", -0.8), ("natural", -0.6), ("toy", 0.7), ("cute", 0.8),
                                           ("cartoon", 0.9), ("cartoonish", 0.9), ("chunky", 1.0)))
"""What every living thing, and every thing, has: see engine.training.grammar.deform."""


@dataclass(frozen=True)
class Category:
    key: str
    family: str                     # its file in engine.vocabulary.families
    scale: float                    # metres per object unit
    attributes: tuple[Attribute, ...]
    own_verbs: tuple[str, ...]      # keys of VERBS it has a gait of its own for; the first is the default
    palette: tuple[tuple[str, Rgb], ...] = ()   # default colours: ("main", sRGB), ("accent", sRGB)
    parts: dict[str, str] = field(default_factory=dict, hash=False)    # slot role -> what artists call it here
    wears: str = "body"             # role that wears the main colour exactly
    accents: tuple[str, ...] = ()   # roles of which one wears the accent colour
    counts: str = ""                # role whose copies the attribute `count` counts
    mains: tuple[Rgb, ...] = ()     # main colours that suit it
    seconds: tuple[Rgb, ...] = ()   # accents that suit it; none: whatever goes well with the main colour
    materials: tuple[str, ...] = ("matte",)      # keys of MATERIALS, the first is the usual one
    patterns: tuple[str, ...] = ("plain",)       # keys of PATTERNS
    alive: bool = False
    flies: float = 0.0              # m above ground at which it is placed by default (fish, airplane)
    nouns: tuple = field(default=(), hash=False)   # "word", or ("word", {attribute: value}, scale, colour word)

    @property
    def verbs(self) -> tuple[str, ...]:
        """All it can do: its own gaits, then what everything can."""
        return (*self.own_verbs, *(verb for verb in EVERYONES if verb not in self.own_verbs))

    def contact(self, verb: str) -> str:
        """How it keeps to the floor while it does a verb: of engine.vocabulary.verbs.CONTACTS."""
        return "free" if self.flies > 0.0 else VERBS[verb].contact


def category(key: str, scale: float, verbs: str, main: str, accent: str, attributes: tuple[Attribute, ...], parts: str,
             *, wears: str, accents: str, mains: tuple[Rgb, ...], counts: str = "", materials: str = "matte",
             patterns: str = "plain", alive: bool = False, **more: Any) -> Category:
    """A row: verbs, materials and patterns as words, colours as #rrggbb, parts as "role: name, role: name"."""
    said = {word for attribute in attributes for word, _ in attribute.words}
    common = tuple(replace(a, words=tuple(pair for pair in a.words if pair[0] not in said))     # its own words first
                   for a in ((AGE, WEIGHT, STYLE) if alive else (STYLE,)))
    return Category(
        key=key, family="", scale=scale, attributes=(*attributes, *common),
        own_verbs=tuple(verbs.split()),
        palette=(("main", colours(main[1:])[0]), ("accent", colours(accent[1:])[0])),
        parts={role.strip(): name.strip() for role, name in (pair.split(":") for pair in parts.split(","))},
        wears=wears, accents=tuple(role.strip() for role in accents.split(",")), counts=counts, mains=mains,
        materials=tuple(materials.split()), patterns=tuple(patterns.split()), alive=alive, **more)


FOUR_LEGS = ("body: belly, torso: chest, neck: neck, head: head, muzzle: muzzle, eye: eyes, ear: ears, "
             "upper leg: front upper legs, lower leg: front lower legs, foot: front paws, "
             "hind upper leg: hind thighs, hind lower leg: hind lower legs, hind foot: hind paws, "
             "tail: tail, tail tip: tail tip, detail: nose")
TWO_LEGS = ("body: hips, torso: chest, neck: neck, head: head, eye: eyes, ear: ears, "
            "upper leg: thighs, lower leg: shins, foot: shoes, upper arm: upper arms, lower arm: forearms, "
            "hand: hands, hind upper leg: waving upper arm, hind lower leg: waving forearm, hind foot: waving hand")
"""Part names that categories of one build share."""
