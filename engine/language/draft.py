"""A scene while it is being read: objects and relations that can still change.

In     what the reader of prompts found.   Out   a Scene.
Raises nothing.   Knows nothing of words and spans, torch or Qt.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

from engine.document.graph import layout
from engine.document.scene import Generation, Motion, Node, Relation, Scene
from engine.vocabulary.categories import CATEGORIES, Category
from engine.vocabulary.colours import COLOUR_WORDS, Rgb
from engine.vocabulary.families import MOBILE
from engine.vocabulary.nouns import Noun
from engine.vocabulary.palettes import outfit
from engine.vocabulary.relations import RELATIONS
from engine.vocabulary.words import INSTEAD, LOCOMOTION

DURATION = 6.0
"""Seconds of a scene whose prompt does not say."""
FIRST_MORPH = 1.5
AFTERGLOW = 1.5
"""Seconds left after the last thing that is told to happen."""


@dataclass(eq=False)
class Thing:
    """An object or a state."""

    id: str
    noun: Noun
    word: str                                     # as the artist wrote it, singular
    kind: str = "object"
    attributes: dict[str, float] = field(default_factory=dict)
    colours: list[Rgb] = field(default_factory=list)
    scale: float = 1.0
    verb: str | None = None
    intensity: float | None = None
    speed: float | None = None
    group: int = 0                                # things of one noun phrase share it
    said: tuple[str, ...] = ()                    # the adjectives it was first named with
    like: str = ""                                # a category it is a hybrid with
    share: float = 0.5
    avoid: dict[str, float] = field(default_factory=dict)

    @property
    def category(self) -> Category:
        return CATEGORIES[self.noun.category]

    @property
    def called(self) -> str:
        """What the artist reads on its card: "Tall lamp"."""
        words = " ".join((*self.said[-2:], self.word))
        return words[:1].upper() + words[1:]

    def attribute(self, key: str, value: float) -> bool:
        """Set a condition value if the category has it."""
        if key not in {attribute.key for attribute in self.category.attributes}:
            return False
        self.attributes[key] = round(max(-1.0, min(1.0, value)), 4)
        return True

    def goes(self) -> str:
        """The verb by which this carries itself through space; what is in the air has no ground to hop on."""
        own = next((verb for verb in self.category.own_verbs if verb in LOCOMOTION), None)
        return own or ("float" if self.category.flies else "hop")

    def does(self, verb: str) -> str:
        """The verb, or what this category does in its place."""
        return next((v for v in (verb, *INSTEAD.get(verb, ())) if v in self.category.verbs), self.category.verbs[0])


@dataclass(eq=False)
class Clause:
    """What holds over one interval [s]."""

    step: int = 0                                 # how many "then" came before it
    chain: int = 0                                # which chain of "then" it belongs to
    start: float | None = None
    end: float | None = None
    length: float | None = None


@dataclass(eq=False)
class Link:
    """A relation."""

    kind: str
    source: Thing
    target: Thing
    clause: Clause
    settings: dict[str, float] = field(default_factory=dict)


class Draft:
    def __init__(self) -> None:
        self.things: list[Thing] = []
        self.links: list[Link] = []
        self.clauses: list[Clause] = [Clause()]

    def add(self, noun: Noun, word: str, *, kind: str = "object", group: int = 0) -> Thing:
        """A new thing with the id of its category, numbered from the second on."""
        taken = {thing.id for thing in self.things}
        number, made = 1, noun.category
        while made in taken:
            number += 1
            made = f"{noun.category}-{number}"
        colours = [COLOUR_WORDS[noun.colour]] if noun.colour else []
        thing = Thing(made, noun, word, kind, dict(noun.attributes), colours, noun.scale, group=group)
        self.things.append(thing)
        return thing

    def bearer(self, thing: Thing) -> Thing:
        """The object that becomes this state; an object is its own."""
        for link in self.links:
            if link.kind == "morphs into" and link.target is thing and thing.kind == "state":
                return self.bearer(link.source)
        return thing

    def central(self, without: list[Thing]) -> Thing | None:
        """The object to which most relations lead; of several, the one mentioned last."""
        choices = [t for t in self.things if t.kind == "object" and t not in without]
        lead = {t.id: sum(self.bearer(link.target) is t for link in self.links) for t in choices}
        return max(choices, key=lambda t: (lead[t.id], self.things.index(t)), default=None)

    def scene(self, prompt: str, seed: int) -> Scene:
        """The scene, its nodes' seeds drawn from the seed and their ids, its cards laid out."""
        spans = self._times()
        latest = max((end for end in (*(s[1] for s in spans.values()), *(s[0] + 1.5 for s in spans.values()))
                      if end is not None), default=0.0)
        latest = max([latest, *(c.length for c in self.clauses if c.length), *(c.end for c in self.clauses if c.end)])
        duration = DURATION if latest <= DURATION else latest + AFTERGLOW
        if any(c.length and not self._of(c) for c in self.clauses):
            duration = latest                     # "a fish swims for 10 s" and nothing else happens in it
        relations, taken = [], set()
        for link in self.links:
            start, end = spans[link]
            made = _fresh(f"{link.source.id}-{link.kind.replace(' ', '-')}-{link.target.id}", taken)
            relations.append(Relation(made, link.kind, link.source.id, link.target.id, start, end, link.settings))
        movers = {link.source for link in self.links if RELATIONS[link.kind].family == "move"}
        movers |= {link.target for link in self.links if link.kind == "follows"
                   and link.target.category.family in MOBILE}
        scene = Scene(nodes=tuple(self._node(thing, seed, moves=thing in movers) for thing in self.things),
                      relations=tuple(relations), duration=duration, prompt=prompt)
        cards = layout(scene)
        return scene.changed(nodes=tuple(node.changed(card=cards[node.id]) for node in scene.nodes))

    def _of(self, clause: Clause) -> list[Link]:
        return [link for link in self.links if link.clause is clause]

    def _node(self, thing: Thing, seed: int, *, moves: bool) -> Node:
        verb = thing.verb or (thing.goes() if moves else thing.category.verbs[0])
        motion = Motion(verb, 0.5 if thing.intensity is None else thing.intensity, thing.speed or 1.0)
        called = thing.called
        same = [t for t in self.things if t.called == called]
        name = called if same[0] is thing else f"{called} {same.index(thing) + 1}"
        placement = Node("x").placement
        if thing.scale != 1.0:
            placement = type(placement)(scale=round(thing.scale, 4))
        return Node(
            id=thing.id, kind=thing.kind, name=name, category=thing.noun.category, attributes=usual(thing),
            colours=self._dressed(thing, seed), motion=motion, placement=placement,
            generation=Generation(seed=node_seed(seed, thing.id), like=thing.like, share=thing.share,
                                  avoid=thing.avoid),
            understood="" if thing.word == thing.noun.category.replace("-", " ") else thing.word)

    def _dressed(self, thing: Thing, seed: int) -> dict[str, Rgb]:
        """The colours that were said, and for those that were not, ones that suit the category and each other."""
        said, bearer = dict(zip(("main", "accent"), thing.colours)), self.bearer(thing)
        if bearer is not thing and bearer.noun.category == thing.noun.category:
            return self._dressed(bearer, seed) | said
        return outfit(thing.category.mains, thing.category.seconds, node_seed(seed, thing.id), said.get("main")) | said

    def _times(self) -> dict[Link, tuple[float, float | None]]:
        """Start and end of every relation [s]."""
        spans: dict[Link, tuple[float, float | None]] = {}
        free = dict.fromkeys(self.things, FIRST_MORPH)    # when an object may next begin to morph
        for link in self.links:
            clause, row = link.clause, RELATIONS[link.kind]
            start, end = clause.start, clause.end
            if start is None and row.duration is None:
                start, share = self._step_start(link)
                end = share if end is None else end
            bearer = self.bearer(link.source)
            if start is None:
                start = free[bearer]
            length = clause.length if clause.length is not None else row.duration
            if end is None and length is not None:
                end = start + length
            if row.duration is not None and end is not None:
                free[bearer] = end + 1.0
            spans[link] = (round(start, 6), None if end is None else round(max(end, start + 1e-3), 6))
        return spans

    def _step_start(self, link: Link) -> tuple[float, float | None]:
        """A step of a chain of "then" without a time of its own gets an equal share of the scene."""
        chain = {other.clause.step for other in self.links if other.clause.chain == link.clause.chain
                 and other.source is link.source and RELATIONS[other.kind].duration is None}
        steps = sorted(chain)
        if len(steps) < 2:
            return 0.0, None
        share = DURATION / len(steps)
        index = steps.index(link.clause.step)
        return index * share, None if index == len(steps) - 1 else (index + 1) * share


def usual(thing: Thing) -> dict[str, float]:
    """What was said of a thing, and the usual pattern of its kind where none was: nobody asks for a spotted lamp who
    says "a lamp". The material stays free."""
    said = dict(thing.attributes)
    if not any(key.startswith("pattern ") for key in said):
        said[f"pattern {thing.category.patterns[0]}"] = 1.0
    return said


def node_seed(seed: int, node_id: str) -> int:
    """The seed of one node, from the scene's seed and the node's id alone."""
    return int.from_bytes(hashlib.sha256(f"{seed}/{node_id}".encode()).digest()[:4], "big") >> 1


def _fresh(wanted: str, taken: set[str]) -> str:
    made, number = wanted[:56], 1
    while made in taken:
        number += 1
        made = f"{wanted[:56]}-{number}"
    taken.add(made)
    return made
