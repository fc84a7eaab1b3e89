"""Partial: what a grammar cannot do. Little is said, parts are kept, or what is said together was never seen together.

In     a Bench.   Out   rows.   Raises what the bench raises.
Knows nothing of how objects are made.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from engine.conditioning.condition import Condition
from engine.form.parts import expand
from engine.form.pieces import components
from engine.training.data import drawn, gathered
from engine.training.table import fidelity
from engine.training.table.bench import HELD_OUT, ROWS, Bench, full, redrawn, said
from engine.vocabulary.attributes import CONDITION, CONDITION_INDEX, GROUPS

_COLOUR = np.array([float(name.startswith("main ")) for name in CONDITION], np.float32)
"""What most prompts say of an object beside its category."""
LOCKED = 3


def masked(bench: Bench) -> list[dict[str, Any]]:
    """Half of all that can be said left open, then all but the category, the verb and the main colour."""
    asked = bench.asked
    truth = fidelity.readings(bench, list(asked.tokens), "reading what was asked")
    whole = fidelity.readings(bench, bench.made, "reading")
    half, heard, vague = [], [], []
    for index in bench.each(range(bench.count), "half left open"):
        wish = full(asked, index)
        keep = np.zeros(len(CONDITION), np.float32)
        for number in bench.dice(3, index).permutation(len(GROUPS))[:(len(GROUPS) + 1) // 2]:
            keep[list(GROUPS[number][1])] = 1.0
        half.append(bench.generator.sample(_kept(wish, keep), seed=index))
        vague.append(bench.generator.sample(_kept(wish, _COLOUR), seed=index))
        heard.append(keep)
    some, little = (fidelity.readings(bench, made, "reading") for made in (half, vague))
    named = fidelity.categories(bench, whole, asked.category)
    counted = [i for i in range(bench.count) if bench.category(i).counts and heard[i][CONDITION_INDEX["count"]]]
    counts = [fidelity.counts(made, truth, asked.category, counted) for made in (some, whole)]
    return [
        bench.row("category accuracy, half the attributes masked", fidelity.categories(bench, some, asked.category),
                  named, bar=f">= {round(named - 0.02, 4)}"),
        bench.row("counts exact where said, half the attributes masked", counts[0], counts[1],
                  bar=f">= {round(counts[1] - 0.02, 4)}", n=len(counted)),
        bench.row("category accuracy, only category, verb and colour said",
                  fidelity.categories(bench, little, asked.category), named, bar=f">= {round(named - 0.02, 4)}"),
    ]


def locked(bench: Bench) -> list[dict[str, Any]]:
    """Parts of one object kept while the rest is drawn anew under another condition; pasted onto another instead."""
    change, whole, pasted = 0.0, [], []
    for index in bench.each(range(bench.count), "parts kept"):
        kept, category = bench.asked.tokens[index], int(bench.asked.category[index])
        which = kept_slots(kept, bench.dice(4, index))
        _, verb, values, other = drawn(HELD_OUT + 3 + bench.seed, index, category)
        made = bench.generator.sample(said(category, verb, values), seed=index, locked=(which, kept))
        change = max(change, float(np.abs(made[which] - kept[which]).max()))
        whole.append(components(expand(made)) == 1)
        pasted.append(components(expand(np.where(which[:, None], kept, other))) == 1)
    return [bench.row("change of locked parts", change, 0.0, bar="== 0", unit=""),
            bench.row("in one piece around locked parts", float(np.mean(whole)), None, bar=">= 0.97",
                      pasted=float(np.mean(pasted)))]


def unseen(bench: Bench) -> list[dict[str, Any]]:
    """Combinations that were kept from training."""
    asked = gathered(HELD_OUT + 20 + bench.seed, bench.count, held=True)
    sampled = [bench.generator.sample(full(asked, i), seed=i) for i in bench.each(range(bench.count), "unseen")]
    drawn_again = [redrawn(asked, i, bench.seed + 1) for i in range(bench.count)]
    truth, made, again = (fidelity.readings(bench, objects, "reading")
                          for objects in (list(asked.tokens), sampled, drawn_again))
    counted = [i for i in range(bench.count) if ROWS[int(asked.category[i])].counts]
    return [
        bench.row("category accuracy, combinations never seen", fidelity.categories(bench, made, asked.category),
                  fidelity.categories(bench, again, asked.category), bar=">= 0.9"),
        bench.row("counts exact, combinations never seen", fidelity.counts(made, truth, asked.category, counted),
                  fidelity.counts(again, truth, asked.category, counted), bar=">= 0.9", n=len(counted)),
    ]


def kept_slots(tokens: np.ndarray, dice: np.random.Generator) -> np.ndarray:
    """Up to three slots in use, [slot] bool."""
    used = np.flatnonzero(tokens[:, 0] > 0)
    which = np.zeros(len(tokens), bool)
    which[dice.choice(used, min(LOCKED, len(used)), replace=False)] = True
    return which


def _kept(wish: Condition, keep: np.ndarray) -> Condition:
    return Condition(wish.category, wish.verb, wish.values * keep, wish.mask * keep)
