"""The composer: items to a draft, clause by clause.

In     items (engine.language.reading).   Out   a Draft, the items not understood, spans, remarks.
Raises LanguageError.   Knows nothing of tokenising, torch or Qt.

One pass, left to right. A noun phrase is gathered until its noun comes; a noun phrase after a relation is its object,
any other is a subject; a verb, a manner and a relation belong to the subjects of their clause. What cannot be placed
is returned, never dropped.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import permutations

from engine.language.describing import ADJECTIVES, Describer, Phrase, with_article
from engine.language.draft import Clause, Draft, Link, Thing
from engine.language.lexicon import Doing, Relating, reading
from engine.language.reading import Item
from engine.vocabulary.nouns import Noun, plurals
from engine.vocabulary.relations import RELATIONS
from engine.vocabulary.verbs import VERBS
from engine.vocabulary.words import (
    AFTER_GESTURE,
    AFTER_MOTION,
    COUNT_LIMIT,
    GESTURES,
    LOCOMOTION,
)


@dataclass
class Wanted:
    """A relation that waits for its object."""

    item: Item
    key: str
    sources: list[Thing]
    settings: dict[str, float] = field(default_factory=dict)


class Composer(Describer):
    def __init__(self) -> None:
        super().__init__()
        self.draft = Draft()
        self.subjects: list[Thing] = []           # of the clause
        self.before: list[Thing] = []             # subjects of the clause before
        self.told: list[Thing] = []               # every mention, in order
        self.clause = self.draft.clauses[0]
        self.leading: Clause | None = None        # the time said before the clause's predicate
        self.predicate = False                    # the clause has a verb or relation
        self.joined = False                       # "and" came, and nothing after it yet
        self.wanted: Wanted | None = None
        self.made: list[Link] = []                # of the last relation
        self.goes: Item | None = None             # the item before was a verb that carries through space
        self.features = False                     # "with" came: parts and counts of the thing before
        self.manner: Item | None = None
        self.settings: dict[str, float] = {}      # "2 m", "twice" before a relation
        self.seen_group = 0
        self.ahead: Item | None = None            # the next item
        self.times: list[tuple[Clause, Item]] = []
        self.heirs: list[tuple[Clause, Clause]] = []   # clauses that took over a leading time

    def compose(self, items: list[Item]) -> None:
        for index, item in enumerate(items):
            self.ahead = items[index + 1] if index + 1 < len(items) else None
            goes, self.goes = self.goes, None
            if item.kind == "relation" or item.text.lower() in AFTER_MOTION:
                item = self._after_motion(item, goes)
            getattr(self, f"_{item.kind}")(item)
        self._close()
        for clause, item in self.times:
            if (clause.start, clause.end) != (None, None) and not any(c is clause for c in self._used()):
                self.remarks.append(f"{item.text!r} changes nothing: only relations and morphs have times")
                self._not_understood(item)

    def _used(self) -> list[Clause]:
        """Clauses whose time some relation has."""
        used = [link.clause for link in self.draft.links]
        return used + [clause for clause, heir in self.heirs if any(heir is c for c in used)]

    # ---- noun phrases ----------------------------------------------------------------------------

    def _article(self, item: Item) -> None:
        self._begin(item)
        self.phrase.article = item.value
        if "second" in item.text.lower() or "third" in item.text.lower() or item.text.lower() == "another":
            self.phrase.article = "new"

    def _count(self, item: Item) -> None:
        self._begin(item)
        self.phrase.count = item

    def _adjective(self, item: Item) -> None:
        self._begin(item)
        self.phrase.items.append(item)

    _colour = _shade = _size = _option = _degree = _adjective

    def _begin(self, item: Item) -> None:
        if self.phrase.start is None:
            self.phrase.start = item.start

    def _noun(self, item: Item) -> None:
        noun, plural = item.value
        if self.features and self._feature(item):
            return
        if self.last and not self.phrase.open and self._compound(item, noun):
            return
        phrase, self.phrase = self.phrase, Phrase()
        things = self._known(phrase, noun, plural) if phrase.article == "known" else []
        state = self.wanted is not None and RELATIONS[self.wanted.key].family == "change"
        if not things or state:
            things = self._new(phrase, noun, plural, item, state, copy=things)
            for thing in things:
                thing.said = tuple(said.text.lower() for said in phrase.items if said.kind != "degree")
        else:
            self._consume(phrase)
        self._span(item, "state" if state else "object", start=phrase.start)
        self._place(things)

    def _compound(self, item: Item, noun: Noun) -> bool:
        """ "oak tree": the word before says more of the same thing; "fish vase": it only describes."""
        start, end = next(((s, e) for s, e, kind in reversed(self.spans) if kind in ("object", "state")), (0, -1))
        touching = end >= 0 and item.start - end == 1 and end == self.noun_end
        if touching and all(thing.noun.category == noun.category for thing in self.last):
            self.spans[-1] = (start, item.end, self.spans[-1][2])
            self.noun_end = item.end
            return True
        return False

    noun_end = -1

    def _known(self, phrase: Phrase, noun: Noun, plural: bool) -> list[Thing]:
        """What "the red fish" means among what was named before; nothing: it is new."""
        same = [t for t in self.draft.things if t.noun.category == noun.category]
        exact = [t for t in same if t.word == noun.word]
        if not exact and (noun.word == noun.category or len(same) == 1):
            exact = same
        colours = self._colours(phrase)
        fitting = [t for t in exact if not colours or (t.colours and t.colours[0] == colours[0])]
        if not fitting:
            return []
        if plural and not phrase.count:
            return fitting
        number = phrase.count.value if phrase.count else 1
        group = [t for t in fitting if t.group == fitting[-1].group]
        if number > 1 or (noun.word in plurals(noun.word) and len(group) > 1):
            return group[-number:] if number > 1 else group
        objects = [t for t in fitting if t.kind == "object"] or fitting
        mentioned = [t for t in reversed(self.told) if t in objects]
        return [mentioned[0] if mentioned else objects[-1]]

    def _new(self, phrase: Phrase, noun: Noun, plural: bool, item: Item, state: bool,
             copy: list[Thing]) -> list[Thing]:
        count = phrase.count.value if phrase.count else (3 if plural and phrase.article is None and not state and
                                                         noun.word not in plurals(noun.word) else 1)
        if count < 1:
            self._not_understood(phrase.count)
            count = 1
        if count > COUNT_LIMIT:
            self.remarks.append(f"{count} {item.text} are too many for one prompt: {COUNT_LIMIT} were made")
            count = COUNT_LIMIT
        self.seen_group += 1
        kind = "state" if state else "object"
        things = [self.draft.add(noun, noun.word, kind=kind, group=self.seen_group) for _ in range(count)]
        for thing in things:
            if copy:
                thing.attributes.update(copy[0].attributes)
                thing.colours = list(copy[0].colours)
            self._describe(thing, phrase.items, report=thing is things[0])
            if phrase.doing:
                self._do(thing, phrase.doing.value)
        for part_count, part in phrase.parts:
            self.last, self.phrase.count = things, part_count
            if not self._feature(part):
                self._not_understood(part)
            self.phrase = Phrase()
        if phrase.doing:
            self._span(phrase.doing, "move")
        if self.manner is not None:
            self._manners(things, self.manner)
        return things

    def _consume(self, phrase: Phrase) -> None:
        """Adjectives of a known thing only told which one is meant."""
        if phrase.doing:
            self._not_understood(phrase.doing)

    def _place(self, things: list[Thing]) -> None:
        """A finished noun phrase: the object of a relation, one more subject, or the subject of a new clause."""
        self.noun_end = self.spans[-1][1] if self.spans else -1
        self.told += things
        self.features = False
        if self.wanted:
            self._relate(things)
        elif self.joined and not self.predicate and self.subjects:
            self.subjects = self.subjects + [t for t in things if t not in self.subjects]
        elif self.subjects and not self.predicate and not self.joined and self.side:
            self.subjects = self.subjects + things
        else:
            if self.predicate:
                self._next_clause(keep_time=self.joined)
            self.subjects = things
        self.joined = self.side = False
        self.last = things

    side = False                                  # a comma came between two noun phrases

    def _with(self, item: Item) -> None:
        self.features = bool(self.last)

    # ---- pronouns --------------------------------------------------------------------------------

    def _pronoun(self, item: Item) -> None:
        if self.phrase.open:
            self._drop_phrase()
        if item.value == "each other":
            if self.wanted and len(self.wanted.sources) > 1:
                wanted, self.wanted = self.wanted, None
                self._span(wanted.item, RELATIONS[wanted.key].family)
                pairs = [(a, b) for a, b in permutations(wanted.sources, 2)
                         if not RELATIONS[wanted.key].symmetric or a.id < b.id]
                self.made = [self._link(wanted.key, a, b, wanted.settings) for a, b in pairs]
            else:
                self._not_understood(item)
            return
        things = self._meant(item.value)
        if not things:
            self._not_understood(item)
            return
        self._span(item, "object")
        self._place(things)

    def _meant(self, number: str) -> list[Thing]:
        """ "it": as a subject the subject before, as an object the latest other thing. "them": all of the latest."""
        if self.wanted:
            others = [t for t in self.told if t not in self.wanted.sources and t.kind == "object"]
            if number == "many" and others:
                return [t for t in self.draft.things if t.group == others[-1].group]
            return others[-1:]
        things = self.subjects or self.before or self.last
        things = list(dict.fromkeys(self.draft.bearer(t) for t in things))
        return things if number == "many" else things[:1]

    # ---- verbs and manners -----------------------------------------------------------------------

    def _verb(self, item: Item) -> None:
        if self.phrase.open and self.phrase.article != "known" and item.text.lower().endswith("ing"):
            self.phrase.doing = item
            return
        self._drop_phrase()
        if self._continues():
            self._next_clause(keep_time=True, keep_subjects=True)
        if not self.subjects:
            self.subjects = self.before
        if not self.subjects:
            self._not_understood(item)
            return
        self._span(item, "move")
        actors = self.last if self.last and item.text.lower().endswith("ing") and not self.joined else self.subjects
        for thing in actors:
            self._do(self.draft.bearer(thing), item.value)
        if self.manner is not None:
            self._manners(actors, self.manner)
        self.predicate = True
        self.joined = False
        verb = item.value.verb
        self.goes = item if verb is None or verb in LOCOMOTION or verb in GESTURES else None

    def _do(self, thing: Thing, doing: Doing) -> None:
        verb = thing.goes() if doing.verb is None else thing.does(doing.verb)
        if doing.verb is not None and verb != doing.verb:
            self.remarks.append(f"{with_article(thing.word)} cannot {doing.verb}: it {VERBS[verb].words[0]} instead")
        thing.verb = verb
        if doing.intensity is not None:
            thing.intensity = doing.intensity
        if doing.speed is not None:
            thing.speed = doing.speed

    def _manner(self, item: Item) -> None:
        self._span(item, "move")
        if self.predicate and self.subjects and not self.joined:
            self._manners(self.subjects, item)
        else:
            self.manner = item

    def _manners(self, things: list[Thing], item: Item) -> None:
        intensity, speed = item.value
        degree = 1.0
        if self.phrase.items and self.phrase.items[-1].kind == "degree":
            degree = self.phrase.items.pop().value
        for thing in map(self.draft.bearer, things):
            if intensity is not None:
                thing.intensity = round(min(1.0, max(0.0, 0.5 + (intensity - 0.5) * degree)), 4)
            if speed is not None:
                thing.speed = round((thing.speed or 1.0) * speed ** degree, 4)
        self.manner = None

    def _copula(self, item: Item) -> None:
        self._drop_phrase()

    # ---- relations -------------------------------------------------------------------------------

    def _after_motion(self, item: Item, goes: Item | None) -> Item:
        """ "walks by" passes, "walks to" approaches."""
        if goes is None:
            return item
        gesture = goes.value.verb in GESTURES
        key = (AFTER_GESTURE if gesture else AFTER_MOTION).get(item.text.lower())
        if key is None:
            return item
        return Item("relation", Relating(key), item.text, item.start, item.end)

    def _relation(self, item: Item) -> None:
        relating: Relating = item.value
        row = RELATIONS[relating.key]
        if item.text.lower() in ("into", "back into") and not any(
                link.kind == "morphs into" for link in self.made):
            self._not_understood(item)
            return
        self._drop_phrase(predicate=True)
        if self.wanted:
            self._give_up()
        after_object = bool(self.last) and not self.joined and self.last != self.subjects
        if self._continues() and row.family in ("move", "change"):
            self._next_clause(keep_time=True, keep_subjects=True)
        elif self._continues() and any(RELATIONS[link.kind].family == "move" for link in self.made):
            self._then()                          # "walks to the chair and sits on it"
        sources = self.subjects or self.before
        if after_object and row.family == "place" and relating.key != "facing" and relating.doing is None:
            sources = self.last
        if not sources:
            self._not_understood(item)
            return
        if not self.subjects:
            self.subjects = sources
        sources = list(dict.fromkeys(map(self.draft.bearer, sources)))
        if relating.doing is not None:
            for thing in sources:
                if thing.verb is None or relating.doing.verb != "still":
                    self._do(thing, relating.doing)
        if self.manner is not None:
            self._manners(sources, self.manner)
        self.wanted = Wanted(item, relating.key, sources, self.settings)
        if self.measure is not None:
            self.wanted.settings = {**self.settings, "distance": self.measure.value}
            self._span(self.measure, row.family)
            self.measure = None
        self.settings = {}
        self.predicate = True
        self.joined = False

    def _relate(self, things: list[Thing]) -> None:
        wanted, self.wanted = self.wanted, None
        assert wanted is not None
        self._span(wanted.item, RELATIONS[wanted.key].family)
        change = RELATIONS[wanted.key].family == "change"
        self.made = []
        for index, source in enumerate(wanted.sources):
            targets = things
            if len(wanted.sources) > 1 and len(things) > 1 and RELATIONS[wanted.key].family != "compare":
                targets = [things[index % len(things)]]   # "three chairs next to two tables": one each, in turn
            if change:
                # each object becomes a state of its own
                targets = things[:1] if index == 0 else [self._twin(things[0])]
            for target in targets:
                target = target if change else self.draft.bearer(target)
                if target is not source:
                    self.made.append(self._link(wanted.key, source, target, wanted.settings))
        if not self.made:
            self._not_understood(wanted.item)

    def _twin(self, state: Thing) -> Thing:
        twin = self.draft.add(state.noun, state.word, kind="state", group=state.group)
        twin.attributes, twin.colours, twin.scale = dict(state.attributes), list(state.colours), state.scale
        return twin

    def _become(self, items: list[Item]) -> None:
        """ "turns red": into a state that is the same thing, but for these adjectives."""
        assert self.wanted is not None
        for source in self.wanted.sources:
            self.seen_group += 1
            state = self.draft.add(source.noun, source.word, kind="state", group=self.seen_group)
            state.attributes, state.colours = dict(source.attributes), list(source.colours)
            state.scale = source.scale
            self._describe(state, items, report=source is self.wanted.sources[0])
            self.made = [self._link(self.wanted.key, source, state, {})]
        self._span(self.wanted.item, "change")
        self.wanted = None

    def _turning(self, item: Item) -> None:
        """ "turns" before an adjective is a change, else the verb."""
        if self.ahead is not None and self.ahead.kind in ADJECTIVES:
            self._relation(Item("relation", Relating("morphs into"), item.text, item.start, item.end))
        elif entry := reading(item.text, "verb"):
            self._verb(Item("verb", entry.value, item.text, item.start, item.end))
        else:
            self._not_understood(item)

    def _direction(self, item: Item) -> None:
        orbits = [link for link in self.made if link.kind == "orbits"]
        for link in orbits:
            link.settings["direction"] = item.value
        if orbits:
            self._span(item, "move")
        elif self.wanted and self.wanted.key == "orbits":
            self.wanted.settings = {**self.wanted.settings, "direction": item.value}
            self._span(item, "move")
        else:
            self._not_understood(item)

    def _link(self, key: str, source: Thing, target: Thing, settings: dict[str, float]) -> Link:
        known = {setting.key for setting in RELATIONS[key].settings}
        link = Link(key, source, target, self.clause, {k: v for k, v in settings.items() if k in known})
        self.draft.links.append(link)
        return link

    def _times(self, item: Item) -> None:
        """ "twice": turns of an orbit."""
        for link in self.made:
            if link.kind == "orbits":
                link.settings["turns"] = min(100.0, item.value)
        if any(link.kind == "orbits" for link in self.made):
            self._span(item, "move")
        elif self.wanted and self.wanted.key == "orbits":
            self.wanted.settings = {**self.wanted.settings, "turns": min(100.0, item.value)}
            self._span(item, "move")
        else:
            self._not_understood(item)

    def _metres(self, item: Item) -> None:
        for link in self.made:
            if not self.joined and any(s.key == "distance" for s in RELATIONS[link.kind].settings):
                link.settings["distance"] = min(20.0, item.value)
                self._span(item, RELATIONS[link.kind].family)
                return
        self.measure = item

    # ---- clauses and times -----------------------------------------------------------------------

    def _time(self, item: Item) -> None:
        self._drop_phrase()
        self._span(item, "time")
        said = item.value
        if self.wanted:
            self._give_up()
        if self._continues():
            self._next_clause(keep_time=False, keep_subjects=True)
        clause = self.clause
        self.times.append((clause, item))
        clause.start = said.start if said.start is not None else clause.start
        clause.end = said.end if said.end is not None else clause.end
        clause.length = said.length if said.length is not None else clause.length
        if said.later is not None:
            starts = [c.start for c in self.draft.clauses if c.start is not None]
            clause.start = (max(starts) if starts else 0.0) + said.later
        if not self.predicate:
            self.leading = clause

    def _continues(self) -> bool:
        """A predicate after "and": the same subjects do something else."""
        return self.joined and self.predicate

    def _joint(self, item: Item) -> None:
        if self.phrase.items and self.ahead is not None and self.ahead.kind in ADJECTIVES and item.value == "and":
            return                                # "a red and white fish"
        self._drop_phrase()
        if item.value == "then":
            if self.wanted:
                self._give_up()
            if self.predicate:
                self._then()
            return
        self.joined = True

    def _then(self) -> None:
        """The next step of the same subjects."""
        before = self.clause
        self._next_clause(keep_time=False, keep_subjects=True)
        self.clause.chain, self.clause.step = before.chain, before.step + 1

    def _comma(self, item: Item) -> None:
        if self.phrase.items and self.ahead is not None and self.ahead.kind in ADJECTIVES:
            return                                # "a big, red fish"
        self._drop_phrase()
        if self.predicate and self.wanted is None:
            self.joined = True
        elif self.wanted:
            self._give_up()
            self.joined = True
        else:
            self.side = bool(self.subjects)

    def _stop(self, item: Item) -> None:
        self._close()
        self._next_clause(keep_time=False)

    def _next_clause(self, *, keep_time: bool, keep_subjects: bool = False) -> None:
        self.before = self.subjects or self.before
        old = self.clause
        self.clause = Clause(chain=len(self.draft.clauses))
        if keep_time and self.leading is old:
            self.clause.start, self.clause.end, self.clause.length = old.start, old.end, old.length
            self.leading = self.clause
            self.heirs.append((old, self.clause))
        else:
            self.leading = None
        self.draft.clauses.append(self.clause)
        if not keep_subjects:
            self.subjects = []
        self.predicate = self.joined = self.side = self.features = False
        if not keep_subjects:
            self.last = []

    def _close(self) -> None:
        """The end of a sentence: what is still open is settled or reported."""
        self._drop_phrase()
        if self.wanted:
            self._give_up()
        for left in (self.measure, self.manner):
            if left is not None:
                self._not_understood(left)
        self.measure = self.manner = None
        self.settings = {}

    def _give_up(self) -> None:
        """A relation without an object: "walks past" means the thing the scene is about."""
        wanted, self.wanted = self.wanted, None
        assert wanted is not None
        central = self.draft.central(wanted.sources) if RELATIONS[wanted.key].family == "move" else None
        if central is None:
            self._not_understood(wanted.item)
            return
        self.wanted = wanted
        self._relate([central])

    # ---- the rest --------------------------------------------------------------------------------

    def _drop_phrase(self, *, predicate: bool = False) -> None:
        """Adjectives without a noun: they describe the subject ("the lamp is tall"), or they are reported."""
        phrase, self.phrase = self.phrase, Phrase()
        if phrase.items and self.wanted and RELATIONS[self.wanted.key].family == "change":
            self._become(phrase.items)
        elif phrase.items and self.subjects and not self.wanted:
            if all(item.kind == "degree" for item in phrase.items):
                self.phrase.items = phrase.items
                return
            for thing in self.subjects:
                self._describe(thing, phrase.items, report=thing is self.subjects[0])
            self.predicate = True
        else:
            for item in phrase.items:
                self._not_understood(item)
        for left in (phrase.count, phrase.doing, *(item for pair in phrase.parts for item in pair)):
            self._not_understood(left)

    def _unknown(self, item: Item) -> None:
        if self.phrase.count is not None and item.text.lower().endswith("ed"):
            self.phrase.parts.append((self.phrase.count, item))   # "a three-legged stool"
            self.phrase.count = None
            return
        if (self.features or item.text.lower().endswith("ed")) and self.last and self._feature(item):
            return
        if self.phrase.items and (self.ahead is None or self.ahead.kind not in (*ADJECTIVES, "noun", "unknown")):
            for adjective in self.phrase.items:   # "a red crown": the colour is not the object's
                self._not_understood(adjective)
            self.phrase = Phrase()
        self._not_understood(item)

    def _silent(self, item: Item) -> None:
        pass
