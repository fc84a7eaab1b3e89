"""Senses: which reading of a word is meant, by the words around it.

In     items (engine.language.reading).   Out   items: an "orange" before a noun is a colour, a "rose" after an article
a flower, what birds do when they "fly" a verb; likenesses ("like an octopus") and negatives ("without wings") are one
item each, whose value is the items in them.
Raises nothing.   Knows nothing of scenes, torch or Qt.
"""

from __future__ import annotations

from engine.language.comparing import comparison
from engine.language.lexicon import reading
from engine.language.reading import Item
from engine.language.wide import seldom, verbal, wide
from engine.vocabulary.words import CHANGING, POSSESSIVES, RELATIVES

ADJECTIVES = ("colour", "shade", "size", "option", "degree")
_BEFORE = (*ADJECTIVES, "article", "count")


def settled(items: list[Item], prompt: str) -> list[Item]:
    """The items with every word in the sense meant."""
    return _orphaned(_Settling(items, prompt).run())


def _orphaned(items: list[Item]) -> list[Item]:
    """What an unknown subject does or is, is unknown too: "and bats fly around it", "whose leaves are red" say nothing
    of the subject before."""
    out: list[Item] = []
    fresh, lost = False, False                    # a noun phrase may begin here; its noun was not known
    looks = False                                 # what an unknown subject is comes now
    for item in items:
        if item.kind == "copula" and out and _names(out[-1]):
            looks = True
        elif item.kind not in (*ADJECTIVES, "joint"):
            looks = False
        if item.kind in ("joint", "comma", "stop"):
            fresh, lost = True, False
        elif fresh and _names(item):
            lost = True
        elif item.kind not in _BEFORE and item.kind != "unknown":
            fresh = False
        gone = lost and item.kind in ("verb", "relation", "pronoun", "manner", "time", "direction", "times", "turning")
        gone |= looks and item.kind in ADJECTIVES
        out.append(_as(item, "unknown", None) if gone else item)
    return out


def _names(item: Item) -> bool:
    """Whether an unknown word may be a noun."""
    return item.kind == "unknown" and item.text[0].isalpha() and not item.text.lower().endswith(("ly", "ed", "ing"))


class _Settling:
    def __init__(self, items: list[Item], prompt: str) -> None:
        self.items, self.prompt, self.out, self.at = items, prompt, [], 0

    def run(self) -> list[Item]:
        while self.at < len(self.items):
            item = self.items[self.at]
            word = item.text.lower()
            if found := comparison(self.items, self.at, self.prompt):
                told, self.at = found
                self.out.append(told)
                if told.kind == "simile":
                    self._vehicle()
            elif item.kind == "like":
                self._swallow("like", noun=True)
            elif item.kind == "without":
                self._swallow("without", noun=False)
            elif item.kind == "hybrid" or word == "half":
                self._hybrid(item)
            elif self._hyphened(item):
                self._merge()
            else:
                self.out.append(self._sense(item))
                self.at += 1
        return self.out

    def _hyphened(self, item: Item) -> bool:
        """Whether a colour belongs to a part nobody knows: "green-eyed" makes no green cat."""
        after = self._next()
        return (item.kind in ("colour", "option") and after is not None and after.kind == "unknown"
                and self.prompt[item.end:after.start] == "-")

    def _merge(self) -> None:
        first, last = self.items[self.at], self.items[self.at + 1]
        self.out.append(Item("unknown", None, self.prompt[first.start:last.end], first.start, last.end))
        self.at += 2

    def _next(self, ahead: int = 1) -> Item | None:
        return self.items[self.at + ahead] if self.at + ahead < len(self.items) else None

    def _vehicle(self) -> None:
        """What a simile names only carries the adjective: "as red as a tomato" makes no tomato."""
        said, self.at = self.out.pop(), self.at - 1
        self._swallow("simile", noun=True)
        whole = self.out.pop()
        self.out.append(Item("simile", said.value, self.prompt[said.start:whole.end], said.start, whole.end))

    # ---- one word --------------------------------------------------------------------------------

    def _sense(self, item: Item) -> Item:
        after, before = self._next(), self.out[-1] if self.out else None
        word = item.text.lower()
        if word in ("one", "ones") and before is not None and before.kind in (*ADJECTIVES, "article") and (
                after is None or after.kind not in (*ADJECTIVES, "noun", "unknown")):
            return _as(item, "again", word == "ones")
        if word in POSSESSIVES and after is not None and after.kind in ("noun", "count", *ADJECTIVES[:-1]):
            return _as(item, "article", "known")      # "her dog"
        if word in RELATIVES and self._relative(before, after):
            return _as(item, "relative", None)
        if self._changes(item):
            return _as(item, "changing", None)
        if item.kind == "noun":
            return self._noun(item, before, after)
        if item.kind in ADJECTIVES and before is not None and before.kind in ("article", "count"):
            ends = after is None or after.kind not in (*ADJECTIVES, "noun", "unknown", "hybrid", "count")
            if ends and not (after is not None and after.kind == "joint" and self._describes(self._next(2))):
                entry = reading(item.text, "noun")
                found = entry.value if entry else wide(item.text.lower())
                if found:
                    return _as(item, "noun", found)
        if item.kind in ("verb", "relation") and (found := wide(item.text.lower())) and self._named(plural=found[1]):
            return _as(item, "noun", found)           # "a watch": after an article no verb can stand
        return item

    def _relative(self, before: Item | None, after: Item | None) -> bool:
        """Whether "which" or "that" goes on about the noun before it."""
        named = before is not None and (before.kind == "noun" or (
            before.kind == "comma" and len(self.out) > 1 and self.out[-2].kind == "noun"))
        return named and after is not None and after.kind in ("verb", "relation", "copula", "manner", "turning")

    def _changes(self, item: Item) -> bool:
        """Whether a verb changes its object: "turns a frog into a prince"."""
        if item.kind != "turning" and item.text.lower() not in CHANGING:
            return False
        ahead = 1
        while (told := self._next(ahead)) is not None and told.kind in _BEFORE:
            ahead += 1
        into = self._next(ahead + 1)
        named = told is not None and told.kind in ("noun", "pronoun")
        return named and into is not None and into.text.lower() == "into"

    def _named(self, *, plural: bool) -> bool:
        """Whether a noun must follow what was read last: an article or count, and adjectives after it."""
        before = next((told for told in reversed(self.out) if told.kind not in ADJECTIVES), None)
        return before is not None and (before.kind == "article" or (before.kind == "count" and plural))

    def _noun(self, item: Item, before: Item | None, after: Item | None) -> Item:
        if after is not None and after.text.lower() in ("coloured", "colored") and (
                entry := reading(item.text, "colour")):
            return _as(item, "colour", entry.value)   # "rose-coloured"
        touches = after is not None and after.start - item.end == 1
        if touches and after is not None and self._describes(after):
            for kind in ("option", "colour", "size"):
                if entry := reading(item.text, kind):
                    return _as(item, kind, entry.value)
        if before is not None and self._acts(before):
            entry = reading(item.text, "verb")
            if entry:
                return _as(item, "verb", entry.value)
            if item.value[1] and before.kind == "noun" and reading(item.text, "noun") is None \
                    and verbal(item.value[0].word):
                return _as(item, "unknown", None)     # "a woman cooks": a verb nobody here knows
        single, plural = item.value
        if not plural and seldom(single.word) and (before is None or before.kind not in _BEFORE):
            return _as(item, "unknown", None)         # "a robot is jolly": no boat
        if touches and after is not None and after.kind == "noun" and not item.value[1]:
            later = self._next(2)
            hybrid = later is not None and later.kind == "hybrid"
            acts = reading(after.text, "verb") or (after.value[1] and verbal(after.value[0].word))
            if after.value[0].category != item.value[0].category and not hybrid and not acts:
                return _as(item, "unknown", None)     # "a fish vase": the vase is made, the fish only describes it
        return item

    def _acts(self, before: Item) -> bool:
        """Whether a verb may follow: after a noun, a pronoun, a manner, "that"."""
        if before.kind == "joint" and self._predicate():
            last = self.out[-2]
            return last.kind in ("verb", "manner") or (last.kind == "noun" and not last.value[1])
        return before.kind in ("noun", "pronoun", "manner", "relative")

    def _predicate(self) -> bool:
        """Whether the sentence has said by now what something does."""
        said = [item.kind for item in self.out]
        last = max((index for index, kind in enumerate(said) if kind == "stop"), default=-1)
        return bool({"verb", "relation", "changing"} & set(said[last + 1:])) or "unknown" in said[last + 1:-1]

    def _describes(self, item: Item | None) -> bool:
        return item is not None and item.kind in (*ADJECTIVES, "noun")

    # ---- several words ---------------------------------------------------------------------------

    def _swallow(self, kind: str, *, noun: bool) -> None:
        """This item and what it governs, as one item."""
        first, inner = self.items[self.at], []
        ahead = 1
        while (item := self._next(ahead)) is not None:
            taken = item.kind in _BEFORE or item.kind in ("noun", "unknown") or (
                not noun and item.kind in ("verb", "relation", "manner", "silent", "copula", "turning"))
            if not taken:
                break
            inner.append(item)
            ahead += 1
            if item.kind in ("noun", "unknown", "verb"):
                break
        self.at += ahead
        self._add(kind, inner, first, inner[-1] if inner else first)

    def _hybrid(self, item: Item) -> None:
        """ "a dog-horse hybrid", "a hybrid of a dog and a horse", "half dog, half horse": a dog like a horse."""
        pair = self.out[-2:]
        if item.kind == "hybrid" and len(pair) == 2 and all(told.kind == "noun" for told in pair):
            second = self.out.pop()
            self.at += 1
            self._add("like", [second], second, item)
            return
        end = self._phrase(self.at + 1)
        second = None if end is None else self._phrase(end + 1)
        if end is None or second is None:
            self.out.append(_as(item, "unknown", None) if item.kind == "hybrid" else item)
            self.at += 1
            return
        if item.kind == "hybrid" and self.out and self.out[-1].kind == "article":
            self.out.pop()
        self.out += [told for told in self.items[self.at + 1:end + 1] if told.kind in (*_BEFORE, "noun")]
        told = [item for item in self.items[end + 1:second + 1]
                if item.kind in (*ADJECTIVES, "count", "noun") and item.text.lower() != "half"]
        self._add("like", told, told[0], told[-1])
        self.at = second + 1

    def _phrase(self, start: int) -> int | None:
        """Where the noun phrase ends that begins at or right after `start`; None where there is none."""
        for index in range(start, min(start + 6, len(self.items))):
            item = self.items[index]
            if item.kind == "noun":
                return index
            if item.kind not in (*_BEFORE, "joint", "comma", "silent", "with") and item.text.lower() not in (
                    "half", "between", "of"):
                return None
        return None

    def _add(self, kind: str, inner: list[Item], first: Item, last: Item) -> None:
        self.out.append(Item(kind, inner, self.prompt[first.start:last.end], first.start, last.end))


def _as(item: Item, kind: str, value: object) -> Item:
    return Item(kind, value, item.text, item.start, item.end)
