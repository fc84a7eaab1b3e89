"""The story so far: what has been understood of a prompt, and what is still being gathered.

In     what the readers of the items' kinds found (engine.language.composer names them).
Out    the draft, the items not understood, spans and remarks; the phrase, clause and relation that are still open.
Raises nothing.   Knows nothing of what any word means, torch or Qt.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from engine.language.draft import Clause, Draft, Link, Thing
from engine.language.reading import Item


@dataclass
class Phrase:
    """A noun phrase before its noun."""

    items: list[Item] = field(default_factory=list)   # colours, shades, sizes, degrees
    article: str | None = None
    count: Item | None = None
    doing: Item | None = None                         # "a walking chair"
    parts: list[Item] = field(default_factory=list)   # "three-legged"
    start: int | None = None

    @property
    def open(self) -> bool:
        return bool(self.items or self.article or self.count or self.doing or self.parts)


@dataclass
class Wanted:
    """A relation that waits for its object."""

    item: Item
    key: str
    sources: list[Thing]
    settings: dict[str, float] = field(default_factory=dict)
    converse: bool = False                            # the object is the relation's source
    between: str = ""                                 # the relation to a second object
    first: list[Thing] = field(default_factory=list)  # of two objects, the one that was named


class Story:
    def __init__(self) -> None:
        self.draft = Draft()
        self.unknown: list[Item] = []
        self.spans: list[tuple[int, int, str]] = []
        self.remarks: list[str] = []
        self.ahead: Item | None = None            # the next item
        # the noun phrase
        self.phrase = Phrase()
        self.last: list[Thing] = []               # of the noun phrase read last
        self.noun_end = -1                        # where its noun ends
        self.measure: Item | None = None          # "1.6 m", waiting for "tall" or a relation
        self.features: Item | None = None         # "with" came: parts and counts of the thing before
        self.told: list[Thing] = []               # every mention, in order
        self.group = 0                            # of the things counted together last
        # the clause
        self.clause = self.draft.clauses[0]
        self.subjects: list[Thing] = []           # of the clause
        self.before: list[Thing] = []             # subjects of the clause before
        self.predicate = False                    # the clause has a verb or relation
        self.joined = False                       # "and" came, and nothing after it yet
        self.lost = False                         # a verb came that nobody here knows: its object is no subject
        self.each = 0                             # subjects that "one red, one blue" has told of
        self.side = False                         # a comma came between two noun phrases
        self.leading: Clause | None = None        # the time said before the clause's predicate
        self.times: list[tuple[Clause, Item]] = []
        self.heirs: list[tuple[Clause, Clause]] = []   # clauses that took over a leading time
        # verb and relation
        self.goes: Item | None = None             # the item before was a verb that carries through space
        self.moved: Item | None = None            # the clause's verb, if it is one of these
        self.manner: Item | None = None
        self.wanted: Wanted | None = None
        self.changing: Item | None = None         # "turns" came, and what it turns into something comes next
        self.made: list[Link] = []                # of the last relation
        self.company: list[Link] = []             # made of "with" alone
        self.along: Wanted | None = None          # what "with" said last, for "and" more

    def not_understood(self, item: Item | None) -> None:
        if item is not None and item not in self.unknown:
            self.unknown.append(item)

    def span(self, item: Item, kind: str, *, start: int | None = None) -> None:
        self.spans.append((item.start if start is None else start, item.end, kind))

    def used(self) -> list[Clause]:
        """Clauses whose time some relation has."""
        used = [link.clause for link in self.draft.links]
        return used + [clause for clause, heir in self.heirs if any(heir is c for c in used)]
