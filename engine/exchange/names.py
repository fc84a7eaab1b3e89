"""Names that engines keep as they are.

In     the artist's names, a rule.   Out   identifiers, no two the same.
Raises nothing.   Knows nothing of files.

Godot's endings: "Node type customization using name suffixes" of its documentation; it looks at them after "-", "$" or
"_", whatever their case, and drops digits after them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True)
class Rule:
    kept: str = "A-Za-z0-9_-"               # what else stands in a name becomes an underscore
    letter: bool = False                    # a name begins with a letter
    longest: int = 120
    endings: str = ""                       # words (a|b) that mean something to the engine at a name's end
    looped: str = ""                        # words that make an animation loop where its name begins or ends with one


RULES: Mapping[str, Rule] = MappingProxyType({
    "plain": Rule(),
    "unreal": Rule(kept="A-Za-z0-9_", letter=True, longest=60),
    "usd": Rule(kept="A-Za-z0-9_", letter=True),
    "godot": Rule(kept="A-Za-z0-9_", looped="loop|cycle", endings=(
        "noimp|colonly|convcolonly|convcol|col|rigid|navmesh|occonly|occ|vehicle|wheel|loop|cycle|vcol|alpha")),
})


def identifier(text: str, otherwise: str, rule: Rule = RULES["plain"]) -> str:
    """What the rule leaves of a text."""
    name = re.sub(f"[^{rule.kept}]+", "_", text).strip("_")[:rule.longest].strip("_")
    if rule.letter and not name[:1].isalpha():
        name = f"{otherwise}_{name}".strip("_")
    return name or otherwise


def unique(texts: Sequence[str], taken: Set[str] = frozenset(), rule: Rule = RULES["plain"]) -> list[str]:
    """Identifiers of `texts`, in order, no two the same and none taken."""
    used, out = set(taken), []
    for text in texts:
        name = stem = identifier(text, "object", rule)
        count = 2
        while name in used:
            name, count = f"{stem}_{count}", count + 1
        used.add(name)
        out.append(name)
    return out


def kept(texts: Sequence[str], before: str, taken: Set[str], rule: Rule) -> list[str]:
    """`texts` as they are where the rule is plain, else their identifiers; with `before` before them where they are
    taken."""
    used, out = set(taken), []
    for text in texts:
        plain = rule == RULES["plain"] and text.isprintable() and text.strip() != ""
        name = text if plain else identifier(text, before, rule)
        name = name if name not in used else unique([f"{before}_{text}"], used, rule)[0]
        used.add(name)
        out.append(name)
    return out


def objects(texts: Sequence[str], rule: Rule) -> list[str]:
    """Names of nodes: unique, and none of them ends in a word that would make it something else."""
    names = [identifier(text, "object", rule) for text in texts]
    meant = re.compile(rf"[-$_]({rule.endings})[-_ .\d]*$", re.IGNORECASE) if rule.endings else None
    return unique([f"{name}_object" if meant and meant.search(name) else name for name in names], rule=rule)


def animation(name: str, rule: Rule, *, loop: str) -> str:
    """An animation's name with its `loop` mark, which may be none; then no word in it is one by chance."""
    chance = bool(rule.looped) and re.search(rf"^({rule.looped})|({rule.looped})$", name, re.IGNORECASE) is not None
    return f"clip_{name}_once" if chance and not loop else name + loop
