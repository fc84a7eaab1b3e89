"""Motion verbs: what an object can do on its own, and how long one cycle takes.

Order is the network's embedding order: append, never reorder. Plain tables; imports nothing.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Verb:
    key: str
    period: float               # s, one cycle at speed 1
    words: tuple[str, ...]      # forms an artist may type
    icon: str = "motion"


VERBS = {verb.key: verb for verb in (
    Verb("still", 2.0, ("stands", "sits", "rests")),
    Verb("sway", 3.0, ("sways", "swaying", "swings", "swinging", "rocks", "rocking")),
    Verb("walk", 1.0, ("walks", "walking", "runs", "running", "strolls", "marches")),
    Verb("fly", 0.8, ("flies", "flying", "flaps", "flapping", "glides")),
    Verb("swim", 1.2, ("swims", "swimming")),
    Verb("spin", 2.0, ("spins", "spinning", "rotates", "turns", "twirls")),
    Verb("hop", 0.9, ("hops", "hopping", "jumps", "jumping", "bounces", "bouncing")),
    Verb("wave", 1.4, ("waves", "waving", "greets")),
    Verb("drive", 0.7, ("drives", "driving", "rolls", "rolling")),
    Verb("nod", 1.6, ("nods", "nodding", "looks around")),
)}
VERB_KEYS = tuple(VERBS)
