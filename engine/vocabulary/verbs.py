"""Motion verbs: what an object can do on its own, and how long one cycle takes.

Order is the network's embedding order: append, never reorder. Plain tables; imports nothing.
"""

from dataclasses import dataclass

CONTACTS = ("stands", "leaps", "free")
"""Its lowest point stays on the floor; leaves it and comes back once a cycle; knows none (engine.form.footing)."""


@dataclass(frozen=True)
class Verb:
    key: str
    period: float               # s, one cycle at speed 1
    words: tuple[str, ...]      # forms an artist may type
    icon: str = "motion"
    everyone: bool = False      # every object can: engine.training.grammar.gaits moves the whole of it
    once: bool = False          # runs half a cycle and stays there: opens, grows, melts
    pace: float = 0.0           # m/s at which it carries the object through space; 0: nowhere
    strides: bool = False       # that is the pace of what is a metre tall, and goes with the root of the height
    contact: str = "stands"     # with the floor, of CONTACTS

    @property
    def travels(self) -> bool:
        return self.pace > 0.0


VERBS = {verb.key: verb for verb in (
    Verb("still", 2.0, ("stands", "sits", "rests"), everyone=True),
    Verb("sway", 3.0, ("sways", "swaying", "rocks", "rocking"), everyone=True),
    Verb("walk", 1.0, ("walks", "walking", "strolls", "marches"), pace=1.0, strides=True),
    Verb("fly", 0.8, ("flies", "flying", "glides"), pace=1.9, contact="free"),
    Verb("swim", 1.2, ("swims", "swimming"), pace=1.3, contact="free"),
    Verb("spin", 2.0, ("spins", "spinning", "rotates", "turns", "twirls"), everyone=True),
    Verb("hop", 0.9, ("hops", "hopping", "jumps", "jumping"), everyone=True, pace=0.8, strides=True, contact="leaps"),
    Verb("wave", 1.4, ("waves", "waving", "greets")),
    Verb("drive", 0.7, ("drives", "driving"), pace=2.4),
    Verb("nod", 1.6, ("nods", "nodding", "looks around")),
    Verb("run", 0.6, ("runs", "running", "gallops", "galloping", "sprints"), pace=2.2, strides=True),
    Verb("crawl", 1.3, ("crawls", "crawling", "creeps", "creeping"), pace=0.5, strides=True),
    Verb("slither", 1.6, ("slithers", "slithering", "wriggles", "wriggling"), pace=0.6),
    Verb("swing", 2.2, ("swings", "swinging", "dangles", "dangling")),
    Verb("roll", 1.2, ("rolls", "rolling", "tumbles", "tumbling"), pace=1.2),
    Verb("breathe", 3.2, ("breathes", "breathing"), everyone=True),
    Verb("bounce", 0.8, ("bounces", "bouncing"), everyone=True, pace=0.8, strides=True, contact="leaps"),
    Verb("wobble", 1.1, ("wobbles", "wobbling", "jiggles", "jiggling"), everyone=True),
    Verb("open", 2.4, ("opens", "opening", "closes", "closing", "opens and closes")),
    Verb("grow", 4.0, ("grows", "growing", "sprouts", "sprouting"), everyone=True, once=True),
    Verb("shrink", 4.0, ("shrinks", "shrinking"), everyone=True, once=True),
    Verb("melt", 4.0, ("melts", "melting", "collapses", "collapsing"), everyone=True, once=True),
    Verb("bloom", 4.0, ("blooms", "blooming", "blossoms", "unfolds", "unfolding"), once=True),
    Verb("flap", 0.5, ("flaps", "flapping", "flutters", "fluttering")),
    Verb("pulse", 1.2, ("pulses", "pulsing", "pulsates", "beats", "throbs"), everyone=True),
    Verb("shake", 0.5, ("shakes", "shaking", "trembles", "trembling", "shivers"), everyone=True),
    Verb("float", 3.6, ("floats", "floating", "hovers", "hovering", "drifts"), everyone=True, contact="leaps"),
    Verb("peck", 1.2, ("pecks", "pecking", "eats", "eating", "grazes", "bites", "biting", "chews")),
    Verb("dance", 1.2, ("dances", "dancing")),
)}
VERB_KEYS = tuple(VERBS)
EVERYONES = tuple(verb.key for verb in VERBS.values() if verb.everyone)
