"""Everyday words of a prompt: sizes, manners, counts, and the words that say nothing by themselves.

Plain tables; imports nothing.
"""

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
    "slowly": (None, 0.5), "slow": (None, 0.5), "leisurely": (0.4, 0.6), "lazily": (0.3, 0.6), "steadily": (None, 1.0),
    "quickly": (None, 1.7), "fast": (None, 1.8), "rapidly": (None, 2.0), "swiftly": (None, 1.8),
    "briskly": (0.6, 1.4), "wildly": (1.0, 1.4), "frantically": (1.0, 2.0), "furiously": (1.0, 1.9),
    "vigorously": (0.9, 1.3), "strongly": (0.85, None), "energetically": (0.9, 1.4), "happily": (0.75, 1.2),
    "excitedly": (0.9, 1.5), "gently": (0.25, 0.8), "softly": (0.25, 0.8), "calmly": (0.3, 0.7),
    "gracefully": (0.45, 0.8), "lightly": (0.3, None), "barely": (0.1, 0.7), "sadly": (0.25, 0.6),
    "majestically": (0.6, 0.6), "proudly": (0.6, 0.8), "quietly": (0.25, 0.7),
}
"""Manner to (intensity 0..1, speed as a factor); None leaves it."""

VERB_WORDS: dict[str, tuple[str, float | None, float | None]] = {
    "run": ("walk", 0.85, 1.7), "runs": ("walk", 0.85, 1.7), "running": ("walk", 0.85, 1.7),
    "sprints": ("walk", 1.0, 2.2), "gallops": ("walk", 1.0, 1.9), "galloping": ("walk", 1.0, 1.9),
    "trots": ("walk", 0.7, 1.3), "trotting": ("walk", 0.7, 1.3), "strolls": ("walk", 0.35, 0.7),
    "creeps": ("walk", 0.25, 0.5), "crawls": ("walk", 0.25, 0.5), "marching": ("walk", 0.7, 1.0),
    "strolling": ("walk", 0.35, 0.7), "wanders": ("walk", 0.4, 0.8), "wandering": ("walk", 0.4, 0.8),
    "stomps": ("walk", 1.0, 0.9), "dances": ("sway", 0.9, 1.5), "dancing": ("sway", 0.9, 1.5),
    "wiggles": ("sway", 0.8, 1.8), "wiggling": ("sway", 0.8, 1.8), "shakes": ("sway", 0.9, 2.2),
    "leaps": ("hop", 1.0, 1.0), "leaping": ("hop", 1.0, 1.0), "soars": ("fly", 0.3, 0.7), "soaring": ("fly", 0.3, 0.7),
    "hovers": ("fly", 0.4, 1.0), "hovering": ("fly", 0.4, 1.0), "glides": ("fly", 0.2, 0.6),
    "races": ("drive", 0.8, 2.0), "racing": ("drive", 0.8, 2.0), "speeds": ("drive", 0.8, 2.0),
    "whirls": ("spin", 0.8, 1.8), "whirling": ("spin", 0.8, 1.8), "revolves": ("spin", None, None),
    "spinning": ("spin", None, None), "rotating": ("spin", None, None), "turning": ("spin", None, None),
    "standing": ("still", None, None), "sitting": ("still", None, None), "resting": ("still", None, None),
    "lies": ("still", None, None), "lying": ("still", None, None), "waits": ("still", None, None),
    "waiting": ("still", None, None), "sleeps": ("still", None, None), "sleeping": ("still", None, None),
}
"""Verb forms beside those of VERBS: the verb, and the intensity and speed the word implies."""

GOING = ("goes", "go", "going", "moves", "move", "moving", "travels", "travel", "heads", "comes", "come")
"""Motion without a manner: the category's own way to move."""

LOCOMOTION = ("walk", "fly", "swim", "drive", "hop")
"""Verbs that carry an object through space, the most natural first."""

INSTEAD: dict[str, tuple[str, ...]] = {
    "walk": ("hop", "drive", "swim", "fly", "sway"), "fly": ("swim", "hop", "sway"), "swim": ("fly", "sway", "hop"),
    "drive": ("walk", "hop", "sway"), "spin": ("sway", "hop"), "hop": ("sway",), "wave": ("nod", "sway"),
    "nod": ("sway", "hop"), "sway": ("hop", "nod"), "still": (),
}
"""What a category that cannot do a verb does in its place."""

NUMBERS: dict[str, int] = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12, "both": 2, "a pair of": 2, "a couple of": 2, "a few": 3, "some": 3, "several": 4,
    "many": 6, "a dozen": 12, "a dozen of": 12,
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

ARTICLES: dict[str, str] = {"a": "new", "an": "new", "another": "new", "the": "known", "this": "known", "that": "known",
                            "its": "known", "their": "known", "these": "known", "those": "known", "a second": "new",
                            "a third": "new"}
PRONOUNS: dict[str, str] = {"it": "one", "him": "one", "her": "one", "he": "one", "she": "one", "they": "many",
                            "them": "many", "each other": "each other", "one another": "each other"}

COPULAS = ("is", "are", "be", "being", "was", "stays", "remains", "looks", "appears")
SILENT = ("there", "of", "which", "who", "please", "show", "me", "make", "create", "draw", "i", "want", "see",
          "scene", "where", "so", "also", "too", "to", "on the floor", "on the ground", "in the air", "in the water",
          "in place", "off", "up", "down", "along", "about", "has", "have", "having", "colored", "coloured", "color",
          "colour", "generate", "animation", "an animation of", "a scene of", "a scene with", "just", "like", "does",
          "through the air", "through the water", "s", "as", "over time", "smoothly", "own", "on its own")
"""Words that carry nothing by themselves."""

JOINTS: dict[str, str] = {"and": "and", "while": "and", "as well as": "and", "&": "and", "but": "and", "then": "then",
                          "and then": "then", "afterwards": "then", "finally": "then", "next": "then", "when": "and"}

RELATION_WORDS: dict[str, str] = {"at": "next to", "in circles around": "orbits", "in a circle around": "orbits",
                                  "up to": "approaches", "into": "morphs into", "back into": "morphs into"}
"""Forms beside those of RELATIONS, for the reader of prompts alone."""

AFTER_MOTION: dict[str, str] = {"by": "passes", "past": "passes", "to": "approaches", "after": "follows",
                                "round": "orbits", "behind": "follows", "along with": "follows"}
"""What a small word means right after a verb that carries an object through space ("walks by the lamp")."""
