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


ADDED = (
    Noun("tiger", "lion", {"feature": -1.0, "pattern stripes": 1.0}, 1.0, "orange"),
    Noun("leopard", "lion", {"feature": -1.0, "pattern spots": 1.0}, 0.8),
    Noun("cheetah", "lion", {"feature": -1.0, "width": -0.8, "pattern spots": 1.0}, 0.8),
    Noun("jaguar", "lion", {"feature": -1.0, "width": 0.4, "pattern spots": 1.0}, 0.8),
    Noun("zebra", "horse", {"pattern stripes": 1.0}, 1.0, "white"),
    Noun("dalmatian", "dog", {"pattern spots": 1.0}, 1.0, "white"), Noun("fox", "dog", {"detail": 0.3}, 0.9, "orange"),
    Noun("tabby", "cat", {"pattern stripes": 1.0}), Noun("fawn", "deer", {"detail": -1.0, "age": -1.0,
                                                                          "pattern spots": 1.0}, 0.55),
    Noun("ladybug", "ladybird"), Noun("fly", "bee", {"width": -0.3}, 0.8, "black"),
    Noun("queen", "person"), Noun("king", "person"), Noun("driver", "person"), Noun("prince", "person"),
    Noun("plum", "apple", {}, 0.6, "plum"), Noun("apricot", "apple", {}, 0.6, "apricot"),
    Noun("mango", "apple", {"height": 0.4}, 1.2, "orange"), Noun("lemon", "apple", {}, 0.7, "lemon"),
    Noun("lime", "apple", {}, 0.6, "lime"), Noun("dolphin", "whale", {"length": -0.9, "width": -0.8}, 0.4),
    Noun("tuna", "fish", {"length": 0.6}, 1.4), Noun("cod", "fish"), Noun("pike", "fish", {"length": 1.0}, 1.2),
    Noun("peacock", "bird", {}, 1.3, "teal"), Noun("redwood", "tree", {"height": 1.0}, 1.5),
    Noun("poplar", "tree", {"width": -0.8, "height": 0.6}), Noun("chestnut", "tree"), Noun("larch", "tree"),
    Noun("daffodil", "flower", {"feature": 0.4}, 1.0, "yellow"), Noun("chrysanthemum", "flower"),
    Noun("rose", "flower", {"feature": 0.4}, 1.0, "crimson"), Noun("violet", "flower", {}, 0.7, "violet"),
)
"""Words whose everyday meaning, look or options neither the categories' rows nor WordNet tell. They go before both."""


def _rows() -> list[Noun]:
    """What is added, a category's key, then what its row adds."""
    out = [*ADDED, *(Noun(key.replace("-", " "), key) for key in CATEGORIES)]
    for key, row in CATEGORIES.items():
        out.extend(Noun(noun, key) if isinstance(noun, str) else Noun(noun[0], key, *noun[1:]) for noun in row.nouns)
    return out


NOUNS: dict[str, Noun] = {noun.word.replace("-", " "): noun for noun in reversed(_rows())}
"""Where two categories claim a word, the first in their order has it, and a category's own key before all."""

_SAME = ("fish", "goldfish", "clownfish", "trout", "aircraft", "carp", "koi", "deer", "sheep", "cattle", "salmon",
         "moose", "swine", "bison", "elk", "reindeer", "shelves", "mice", "cacti", "bookshelves", "bananas",
         "spacecraft", "cod", "squid", "jellyfish", "angelfish", "series", "species", "hovercraft", "tuna", "pike",
         "swordfish", "shellfish")
_IRREGULAR: dict[str, tuple[str, ...]] = {word: (word,) for word in _SAME} | {
    "fish": ("fish", "fishes"), "child": ("children",), "person": ("people", "persons"), "mouse": ("mice",),
    "ox": ("oxen",), "goose": ("geese",), "foot": ("feet",), "tooth": ("teeth",), "cactus": ("cacti", "cactuses"),
    "octopus": ("octopuses", "octopi", "octopodes"), "fungus": ("fungi",), "louse": ("lice",), "die": ("dice",),
    "hippopotamus": ("hippopotamuses", "hippopotami"), "platypus": ("platypuses",), "medusa": ("medusas", "medusae"),
    "squid": ("squid", "squids"), "jellyfish": ("jellyfish", "jellyfishes"), "bus": ("buses", "busses"),
    "human": ("humans",), "german": ("germans",), "talisman": ("talismans",), "shaman": ("shamans",),
    "roof": ("roofs",), "dwarf": ("dwarfs", "dwarves"), "chief": ("chiefs",), "chef": ("chefs",), "reef": ("reefs",),
    "cliff": ("cliffs",), "sheriff": ("sheriffs",), "belief": ("beliefs",), "giraffe": ("giraffes",),
    "piano": ("pianos",), "photo": ("photos",), "kangaroo": ("kangaroos",), "flamingo": ("flamingos", "flamingoes"),
    "buffalo": ("buffaloes", "buffalos", "buffalo"), "potato": ("potatoes",), "tomato": ("tomatoes",),
    "mango": ("mangoes", "mangos"), "mosquito": ("mosquitoes", "mosquitos"), "hero": ("heroes",),
    "chest of drawers": ("chests of drawers",), "bunch of bananas": ("bunches of bananas",),
    "antenna": ("antennae", "antennas"), "larva": ("larvae",), "nucleus": ("nuclei",), "axis": ("axes",),
    "knife": ("knives",), "wife": ("wives",), "midwife": ("midwives",), "life": ("lives",), "passerby": ("passersby",),
    "mongoose": ("mongooses",), "quiz": ("quizzes",), "gateau": ("gateaux", "gateaus"), "chateau": ("chateaux",),
}
_MEN = ("man", "woman")
_VES = ("wolf", "calf", "half", "leaf", "loaf", "shelf", "elf", "self", "thief", "hoof", "scarf", "wharf", "sheaf")


def plurals(word: str) -> tuple[str, ...]:
    """The plural forms of a singular noun; of several words, the last takes the ending."""
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    head, space, last = word.rpartition(" ")
    if space:
        return tuple(f"{head} {plural}" for plural in plurals(last))
    if word.endswith(_MEN):
        return (word[:-2] + "en",)
    if word.endswith(_VES):
        return (word[:-1] + "ves",)
    if word.endswith("fish"):
        return (word, word + "es")
    if word.endswith("y") and word[-2:-1] not in "aeiou":
        return (word[:-1] + "ies",)
    if word.endswith(("s", "x", "z", "ch", "sh")):
        return (word + "es",)
    return (word + "s",)


def with_article(word: str) -> str:
    """A word with its article."""
    return f"{'an' if word[:1] in 'aeiou' else 'a'} {word}"


def singulars(word: str) -> tuple[str, ...]:
    """What a word may be the plural of, the likeliest first: the candidates of which it is a plural form."""
    head, space, last = word.rpartition(" ")
    stems = [word[:-1], word[:-2], word[:-3] + "y", word[:-3] + "f", word[:-3] + "fe", word[:-2] + "an", word]
    stems += [head + space + single for single, forms in _IRREGULAR.items() if last in forms]
    return tuple(stem for stem in dict.fromkeys(stems) if len(stem) > 1 and stem != word and word in plurals(stem))
