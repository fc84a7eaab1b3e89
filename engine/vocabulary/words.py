"""Everyday words of a prompt: sizes, manners, counts, and the words that say nothing by themselves.

Plain tables; imports nothing but its neighbours.
"""

from engine.vocabulary.verbs import VERBS

SIZES: dict[str, dict[str, float]] = {
    "tall": {"height": 0.8}, "high": {"height": 0.8}, "towering": {"height": 1.0}, "short": {"height": -0.8},
    "low": {"height": -0.8}, "squat": {"height": -0.8, "width": 0.5},
    "wide": {"width": 0.8}, "broad": {"width": 0.8}, "thick": {"width": 0.7}, "fat": {"width": 0.9},
    "chubby": {"width": 0.9}, "plump": {"width": 0.8}, "stout": {"width": 0.8, "height": -0.3},
    "narrow": {"width": -0.8}, "thin": {"width": -0.8}, "slim": {"width": -0.8}, "slender": {"width": -0.8},
    "skinny": {"width": -1.0}, "lean": {"width": -0.7},
    "long": {"length": 0.8}, "elongated": {"length": 1.0}, "stubby": {"length": -0.8},
    "compact": {"length": -0.6, "width": -0.3},
    "round": {"boxiness": -0.8}, "rounded": {"boxiness": -0.8}, "curvy": {"boxiness": -0.9},
    "soft": {"boxiness": -0.5}, "boxy": {"boxiness": 0.8}, "square": {"boxiness": 0.8}, "angular": {"boxiness": 0.9},
    "blocky": {"boxiness": 0.9}, "cubic": {"boxiness": 1.0},
    "detailed": {"detail": 0.7}, "fancy": {"detail": 0.7}, "simple": {"detail": -0.8}, "plain": {"detail": -0.8},
    "big": {"height": 0.5, "width": 0.5}, "large": {"height": 0.5, "width": 0.5},
    "huge": {"height": 0.8, "width": 0.7}, "giant": {"height": 0.8, "width": 0.7},
    "enormous": {"height": 0.8, "width": 0.7}, "gigantic": {"height": 0.8, "width": 0.7},
    "small": {"height": -0.5, "width": -0.5}, "little": {"height": -0.5, "width": -0.5},
    "tiny": {"height": -0.8, "width": -0.6}, "miniature": {"height": -0.6, "width": -0.5},
}
"""Shape words to condition values; a category's own words go before these."""

SCALES: dict[str, float] = {
    "big": 1.25, "large": 1.25, "huge": 1.7, "giant": 2.0, "enormous": 1.9, "gigantic": 2.0,
    "small": 0.8, "little": 0.8, "tiny": 0.55, "miniature": 0.4,
}
"""Words that also make the whole object larger or smaller."""

MORE = ("long", "big", "large", "tall", "high", "wide", "thick", "huge", "giant", "broad", "deep", "pointed", "bushy")
LESS = ("short", "small", "little", "tiny", "low", "thin", "narrow", "slim", "flat", "shallow")
"""Before a part or a measure ("a long neck"): more of it, less of it."""

DEGREES: dict[str, float] = {"very": 1.3, "really": 1.3, "extremely": 1.6, "quite": 0.85, "slightly": 0.5,
                             "somewhat": 0.6, "fairly": 0.8, "rather": 0.9, "super": 1.5}
"""Factor on the size or manner word after it."""

MANNERS: dict[str, tuple[float | None, float | None]] = {
    "slowly": (None, 0.5), "slow": (None, 0.5), "gradually": (None, 0.5), "leisurely": (0.4, 0.6),
    "lazily": (0.3, 0.6), "steadily": (None, 1.0),
    "quickly": (None, 1.7), "fast": (None, 1.8), "rapidly": (None, 2.0), "swiftly": (None, 1.8),
    "briskly": (0.6, 1.4), "wildly": (1.0, 1.4), "frantically": (1.0, 2.0), "furiously": (1.0, 1.9),
    "vigorously": (0.9, 1.3), "strongly": (0.85, None), "energetically": (0.9, 1.4), "happily": (0.75, 1.2),
    "excitedly": (0.9, 1.5), "gently": (0.25, 0.8), "softly": (0.25, 0.8), "calmly": (0.3, 0.7),
    "gracefully": (0.45, 0.8), "lightly": (0.3, None), "barely": (0.1, 0.7), "sadly": (0.25, 0.6),
    "majestically": (0.6, 0.6), "proudly": (0.6, 0.8), "quietly": (0.25, 0.7),
}
"""Manner to (intensity 0..1, speed as a factor); None leaves it."""

VERB_WORDS: dict[str, tuple[str, float | None, float | None]] = {
    "sprints": ("run", 1.0, 1.3), "gallops": ("run", 1.0, 1.1), "jogs": ("run", 0.4, 0.75),
    "races": ("drive", 0.8, 2.0), "trots": ("walk", 0.7, 1.3), "strolls": ("walk", 0.35, 0.7),
    "marches": ("walk", 0.7, 1.0), "tiptoes": ("walk", 0.25, 0.6), "wanders": ("walk", 0.4, 0.8),
    "stomps": ("walk", 1.0, 0.9), "waddles": ("walk", 0.6, 0.8), "strides": ("walk", 0.8, 1.0),
    "limps": ("walk", 0.4, 0.6), "creeps": ("crawl", 0.3, 0.6), "sneaks": ("crawl", 0.3, 0.7),
    "scuttles": ("crawl", 0.8, 1.6), "wiggles": ("wobble", 0.6, 1.4), "jiggles": ("wobble", 0.7, 1.2),
    "totters": ("wobble", 0.8, 0.8), "writhes": ("slither", 0.9, 1.2),
    "leaps": ("hop", 1.0, 1.0), "skips": ("hop", 0.5, 1.2), "soars": ("fly", 0.3, 0.7), "glides": ("fly", 0.2, 0.6),
    "dives": ("swim", 0.7, 1.2), "paddles": ("swim", 0.5, 0.9), "sails": ("swim", 0.4, 0.8),
    "hovers": ("float", 0.4, 1.0), "levitates": ("float", 0.5, 0.8), "bobs": ("float", 0.6, 1.3),
    "speeds": ("drive", 0.8, 2.0), "cruises": ("drive", 0.5, 0.9),
    "whirls": ("spin", 0.8, 1.8), "revolves": ("spin", None, None), "rotates": ("spin", None, None),
    "tumbles": ("roll", 0.9, 1.2), "sways": ("sway", None, None), "swirls": ("spin", 0.6, 1.2),
    "vibrates": ("shake", 0.4, 2.0), "quivers": ("shake", 0.3, 1.2), "jitters": ("shake", 0.6, 1.5),
    "glows": ("pulse", 0.3, 0.7), "swells": ("grow", 0.6, None), "inflates": ("grow", 0.8, None),
    "expands": ("grow", 0.7, None), "deflates": ("shrink", 0.8, None), "withers": ("shrink", 0.6, 0.7),
    "dissolves": ("melt", None, None), "thaws": ("melt", 0.6, 0.7), "droops": ("melt", 0.4, 0.7),
    "waltzes": ("dance", 0.6, 0.8), "boogies": ("dance", 1.0, 1.3),
    "nibbles": ("peck", 0.3, 1.4), "snores": ("breathe", 0.9, 0.7),
    "inhales": ("breathe", None, None), "salutes": ("wave", 0.5, 0.8), "bows": ("nod", 0.9, 0.7),
    "dips": ("nod", 0.7, 1.0), "shuts": ("open", None, None), "snaps": ("open", 1.0, 1.6),
    "standing": ("still", None, None), "sitting": ("still", None, None), "resting": ("still", None, None),
    "stand": ("still", None, None), "sit": ("still", None, None), "rest": ("still", None, None),
    "lies": ("still", None, None), "lie": ("still", None, None), "lying": ("still", None, None),
    "waits": ("still", None, None), "freezes": ("still", None, None), "stops": ("still", None, None),
    "sleeps": ("breathe", 0.4, 0.7), "eats": ("peck", None, None), "bites": ("peck", 0.9, 1.2),
}
"""Verb forms beside those of VERBS: the verb, and the intensity and speed the word implies. The bare and the -ing form
of each are known by it."""

GOING = ("goes", "go", "going", "moves", "move", "moving", "travels", "travel", "heads", "comes", "come")
"""Motion without a manner: the category's own way to move."""

LOCOMOTION = tuple(verb.key for verb in VERBS.values() if verb.travels)
"""Verbs that carry an object through space."""

INSTEAD: dict[str, tuple[str, ...]] = {
    "walk": ("crawl", "slither", "drive", "swim", "fly", "roll", "hop"),
    "run": ("walk", "drive", "crawl", "slither", "swim", "fly", "roll", "hop"),
    "crawl": ("slither", "walk", "hop"), "slither": ("crawl", "swim", "wobble"),
    "fly": ("float",), "swim": ("float",), "drive": ("roll", "run", "walk", "swim", "fly", "hop"),
    "roll": ("spin",), "wave": ("swing", "nod", "sway"), "nod": ("sway",), "swing": ("sway",), "open": ("pulse",),
    "bloom": ("grow",), "flap": ("wave", "shake"), "peck": ("nod", "hop"), "dance": ("sway",),
} | {verb.key: () for verb in VERBS.values() if verb.everyone}
"""What a category that cannot do a verb does in its place; the last is what everything can do."""

NUMBERS: dict[str, int] = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12, "both": 2, "a pair of": 2, "a couple of": 2, "a few": 3, "some": 3, "several": 4,
    "many": 6, "a dozen": 12, "a dozen of": 12, "dozens of": 12, "twenty": 20, "thirty": 30, "fifty": 50,
    "a hundred": 100, "hundreds of": 100,
}
COUNT_LIMIT = 12
"""Objects from one count at most."""

TIMES: dict[str, float] = {"once": 1.0, "twice": 2.0, "thrice": 3.0}
AFTER_GESTURE: dict[str, str] = {"at": "facing", "to": "facing"}
"""The same after a verb that greets ("waves at the robot")."""
GESTURES = ("wave", "nod")

DIRECTIONS: dict[str, float] = {"clockwise": -1.0, "counterclockwise": 1.0, "anticlockwise": 1.0,
                                "counter clockwise": 1.0}
"""Sense of an orbit, seen from above."""

TURNING = ("turns", "turn", "grows", "grow", "gets", "get", "becoming", "growing", "turning")
"""Before an adjective ("turns red"): the object becomes itself with that adjective."""

CHANGING = ("transforms", "transform", "transforming", "changes", "change", "changing", "morphs", "morph", "morphing",
            "melts", "melt", "melting")
"""Before an object and "into", beside the words of TURNING: the object becomes something else."""

MORPHING: dict[str, str] = {"melts": "melt", "dissolves": "melt", "inflates": "inflate", "swells": "inflate",
                            "puffs up": "inflate", "explodes": "explode and assemble",
                            "bursts": "explode and assemble", "shatters": "explode and assemble", "twists": "twist",
                            "whirls": "twist", "grows": "grow along the skeleton",
                            "sprouts": "grow along the skeleton"}
"""Before "into", what becomes something else and in which style of MORPH_STYLE."""

ARTICLES: dict[str, str] = {"a": "new", "an": "new", "another": "new", "the": "known", "this": "known", "that": "known",
                            "its": "known", "their": "known", "his": "known", "these": "known", "those": "known",
                            "a second": "new", "a third": "new"}
RELATIVES = ("which", "that", "who")
"""After a noun and before a verb: more is said of the noun."""
POSSESSIVES = ("her",)
"""Pronouns that are articles before a noun."""
PRONOUNS: dict[str, str] = {"it": "one", "him": "one", "her": "one", "he": "one", "she": "one", "they": "many",
                            "them": "many", "each other": "each other", "one another": "each other"}

COPULAS = ("is", "are", "be", "being", "was", "stays", "remains", "looks")
SILENT = ("there", "of", "which", "who", "please", "show", "me", "make", "create", "draw", "i", "want", "see",
          "scene", "where", "so", "also", "too", "to", "on the floor", "on the ground", "in the air", "in the water",
          "in place", "off", "up", "down", "along", "about", "has", "have", "having", "colored", "coloured", "color",
          "colour", "generate", "animation", "an animation of", "a scene of", "a scene with", "just", "does",
          "through the air", "through the water", "s", "as", "made", "made of",
          "made out of", "over time", "smoothly", "own", "on its own")
"""Words that carry nothing by themselves."""

JOINTS: dict[str, str] = {"and": "and", "while": "and", "as well as": "and", "&": "and", "but": "and", "then": "then",
                          "and then": "then", "afterwards": "then", "finally": "then", "next": "then", "when": "and"}

LIKENESS = ("like", "looks like", "looking like", "shaped like", "in the shape of", "in the form of", "resembling")
"""Before what a thing should share its looks with: "a chair like an octopus"."""
HYBRIDS = ("hybrid", "crossbreed", "chimera", "mix", "mixture", "cross", "mashup", "crossover", "blend")
"""A thing of two kinds: "a dog-horse hybrid", "a hybrid of a dog and a horse"."""
WITHOUT = ("without", "no", "not", "lacking", "minus", "never", "isn t", "doesn t", "don t", "cannot", "can t",
           "except")
"""Before what must not be."""

MATERIAL_WORDS: dict[str, str] = {
    "gold": "metal", "copper": "metal", "bronze": "metal", "aluminium": "metal", "aluminum": "metal", "tin": "metal",
    "brassy": "metal", "rusty": "metal", "oak": "wood", "pine": "wood", "bamboo": "wood", "china": "plastic",
    "velvet": "fur", "wool": "fur", "furred": "fur", "stony": "stone", "glassy": "glass", "cotton": "matte",
    "linen": "matte", "cardboard": "matte", "paper": "matte", "leafed": "leaf", "radiant": "emissive",
}
"""Forms beside those of MATERIALS."""
PATTERN_WORDS: dict[str, str] = {"tartan": "checks", "gingham": "checks", "freckled": "spots", "dappled": "spots",
                                 "mottled": "spots", "polka dotted": "spots", "banded": "stripes"}
"""Forms beside those of PATTERNS."""

RELATION_WORDS: dict[str, str] = {"at": "next to", "in circles around": "orbits", "in a circle around": "orbits",
                                  "up to": "approaches", "into": "morphs into", "back into": "morphs into",
                                  "lands on": "on", "perches on": "on", "rests on": "on", "balances on": "on",
                                  "leans on": "next to", "hangs above": "above", "hangs over": "above",
                                  "floats above": "above", "floats over": "above", "hides under": "under",
                                  "hides behind": "behind", "hides inside": "inside", "hides in": "inside"}
"""Forms beside those of RELATIONS, for the reader of prompts alone."""
CONVERSE_WORDS: dict[str, str] = {"carries": "on", "supports": "on", "contains": "inside"}
"""Verbs that say a relation from its other end: what a table supports is on it."""
BETWEEN: dict[str, tuple[str, str]] = {"between": ("right of", "left of"), "in between": ("right of", "left of")}
"""A relation to two objects, as one to each."""
EXTENTS = ("size", "height", "length", "width")
"""What a thing may have the same of, or twice, as another."""
COMPANY = "next to"
"""What "with" says of two objects where nothing more is said."""

AFTER_MOTION: dict[str, str] = {"by": "passes", "past": "passes", "to": "approaches", "after": "follows",
                                "round": "orbits", "behind": "follows", "along with": "follows"}
"""What a small word means right after a verb that carries an object through space ("walks by the lamp")."""
ONWARDS = ("to",)
"""Of these, the words that mean it anywhere after such a verb."""
STANDING: dict[str, str] = {"around": "next to"}
"""What a word of motion says of things that do not move."""
AFTER_STEP: dict[str, str] = {"over": "passes", "across": "passes"}
FLIGHT = ("fly", "swim")
"""The same after a verb that keeps to the ground, and the verbs that do not."""
