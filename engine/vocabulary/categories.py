"""Categories the embedded generator draws, with what their attributes mean and how large they are.

Order is the network's embedding order: append, never reorder. Plain tables; imports nothing but its neighbours.
"""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Attribute:
    """What one condition value means for one category: value -1 is `low`, +1 is `high`."""

    key: str                        # one of engine.vocabulary.attributes.ATTRIBUTES
    label: str                      # "backrest height"
    unit: str = ""                  # "m", "" for a plain share, "legs" for counts
    low: float = -1.0
    high: float = 1.0
    words: tuple[tuple[str, float], ...] = ()    # ("tall", .8), ("short", -.8): beside the general ones


@dataclass(frozen=True)
class Category:
    key: str
    family: str                     # furniture, animals, plants, vehicles, people, containers
    scale: float                    # metres per object unit
    attributes: tuple[Attribute, ...]
    verbs: tuple[str, ...]          # keys of VERBS; the first is the default
    palette: tuple[tuple[str, tuple[float, float, float]], ...] = ()   # default colours: ("main", sRGB), ("accent", sRGB)
    parts: dict[str, str] = field(default_factory=dict, hash=False)    # slot role -> what artists call it here ("body": "seat")
    flies: float = 0.0              # m above ground at which it is placed by default (fish, bird, airplane)


CATEGORIES: dict[str, Category] = {}
