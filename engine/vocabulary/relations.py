"""Relations between two nodes: one row each, with the words an artist may type.

A row stands here only when `engine/staging/energies/` brings it about and `engine/observe/predicates/` tests it;
a test of ours holds the three key sets equal. Left / right / in front of / behind are the scene's -X / +X / +Z / -Z.
Plain tables; imports nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass

FAMILIES = ("place", "compare", "move", "cause", "change", "hold")
"""The family decides the colour of an edge, of the word in the prompt and of the clip on the timeline."""


@dataclass(frozen=True)
class Setting:
    """A number of a relation. `default` None: staging chooses what looks right for the two objects.

    Where there are `choices` the number says which of them; new ones are added at the end, for documents' sake.
    """

    key: str
    label: str
    unit: str = ""
    default: float | None = None
    low: float = 0.0
    high: float = 100.0
    choices: tuple[str, ...] = ()

    def chosen(self, settings: Mapping[str, float]) -> str:
        """Which of the choices a relation's settings make."""
        return self.choices[int(round(settings.get(self.key, self.default or 0.0)))]


@dataclass(frozen=True)
class Relation:
    key: str
    family: str                         # one of FAMILIES
    words: tuple[str, ...]              # forms an artist may type; the first is what the studio shows
    settings: tuple[Setting, ...] = ()
    icon: str = "relation"
    symmetric: bool = False             # a next to b says the same as b next to a
    inverse: str | None = None          # key of the relation that says the same with the ends exchanged
    verb: str | None = None             # True motion shows as this; None: the category's own way to move
    duration: float | None = None       # s, how long it lasts where nothing is said; None: to the end of the scene


_GAP = Setting("distance", "gap", "m", None, 0.0, 20.0)
_CLEARANCE = Setting("distance", "clearance", "m", None, 0.0, 20.0)

def _choice(key: str, label: str, *choices: str) -> Setting:
    return Setting(key, label, "", 0.0, 0.0, len(choices) - 1.0, choices)


PART_BY_PART, GENERATED = "part by part", "through the generator"
MORPH_WAY = _choice("way", "way", PART_BY_PART, GENERATED)
MORPH_STYLE = _choice("style", "style", "direct", "melt", "inflate", "explode and assemble", "twist",
                      "grow along the skeleton", "wipe upwards", "wipe to the right")
AS_IT_COMES, HELD = "as it comes", "kept between the ends"
MORPH_VOLUME = _choice("volume", "volume", AS_IT_COMES, HELD)

RELATIONS: dict[str, Relation] = {row.key: row for row in (
    Relation("on", "place", ("on", "on top of", "upon", "atop", "stands on", "sits on", "lies on"), icon="on"),
    Relation("under", "place", ("under", "beneath", "underneath", "below"), icon="under"),
    Relation("above", "place", ("above", "over", "hovers above", "hovers over"), (_GAP,), icon="above"),
    Relation("inside", "place", ("inside", "in", "within", "inside of"), icon="inside"),
    Relation("left of", "place", ("left of", "to the left of", "on the left of"), (_GAP,), "left", inverse="right of"),
    Relation("right of", "place", ("right of", "to the right of", "on the right of"), (_GAP,), "right",
             inverse="left of"),
    Relation("in front of", "place", ("in front of", "before"), (_GAP,), "front", inverse="behind"),
    Relation("behind", "place", ("behind", "in back of"), (_GAP,), "behind", inverse="in front of"),
    Relation("next to", "place", ("next to", "beside", "near", "by", "alongside", "close to"), (_GAP,), "beside",
             symmetric=True),
    Relation("facing", "place", ("facing", "faces", "looks at", "looking at", "watches", "watching"), icon="facing"),
    Relation("larger than", "compare", ("larger than", "bigger than", "taller than"),
             (Setting("ratio", "times as large", "", 1.25, 1.0, 20.0),), "larger", inverse="smaller than"),
    Relation("smaller than", "compare", ("smaller than", "tinier than", "shorter than"),
             (Setting("ratio", "times as small", "", 1.25, 1.0, 20.0),), "smaller", inverse="larger than"),
    Relation("as tall as", "compare", ("as tall as", "as high as"),
             (Setting("ratio", "times as tall", "", 1.0, 0.05, 20.0),), "larger"),
    Relation("orbits", "move", ("orbits", "orbit", "orbiting", "circles", "circling", "goes around", "flies around",
                                "swims around", "walks around", "runs around", "moves around", "around"),
             (Setting("turns", "turns", "turns", None, 0.0, 100.0), _CLEARANCE,
              Setting("height", "height", "m", None, 0.0, 50.0),
              Setting("direction", "direction", "", 1.0, -1.0, 1.0)), "orbit"),
    Relation("passes", "move", ("passes", "pass", "passing", "passes by", "goes past", "past"),
             (_CLEARANCE, Setting("side", "side (front 1, back -1)", "", 1.0, -1.0, 1.0),
              Setting("direction", "direction (right 1, left -1)", "", 1.0, -1.0, 1.0)), "pass"),
    Relation("follows", "move", ("follows", "follow", "following", "chases", "chasing", "trails"),
             (Setting("distance", "gap", "m", None, 0.0, 20.0),), "follow"),
    Relation("approaches", "move", ("approaches", "approach", "approaching", "comes to", "comes towards", "goes to",
                                    "goes towards", "towards", "toward"),
             (Setting("distance", "stops at", "m", None, 0.0, 20.0),), "approach"),
    Relation("morphs into", "change", ("morphs into", "turns into", "melts into", "transforms into", "changes into",
                                       "becomes", "grows into", "shrinks into"), (MORPH_WAY, MORPH_STYLE, MORPH_VOLUME),
             "morph",
             duration=1.5),
)}
RELATION_KEYS = tuple(RELATIONS)
