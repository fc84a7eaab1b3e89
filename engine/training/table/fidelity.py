"""Fidelity: does the object show what was said? Category, count, height, colour, parts.

In     a Bench.   Out   rows.   Raises what the bench raises.
Knows nothing of how objects are made.

Figures are read off the placed parts and their surfaces, never off the tokens' own claims.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from engine.form.parts import expand
from engine.form.surface import SurfaceError, surface
from engine.training.readings import Reading, reading
from engine.training.table.bench import HELD_OUT, NAMES, ROWS, Bench
from engine.vocabulary.colours import COLOUR_WORDS
from engine.vocabulary.slots import SLOT

BASIC = ("red", "orange", "yellow", "green", "blue", "purple", "pink", "brown", "white", "grey", "black")
"""Berlin and Kay 1969."""
MANY = 20
"""Heights of categories that are asked for more than once, to compare them within their categories."""
CELLS, CLEAREST = 56, 0.8
"""The surface for colours, and what share of a part's vertices is too near to another part to show its colour."""


def rows(bench: Bench) -> list[dict[str, Any]]:
    asked, seen = bench.asked, {}
    truth = readings(bench, list(asked.tokens), "reading what was asked")
    for name, objects in bench.everyone().items():
        seen[name] = readings(bench, objects, "reading")
    counted = [i for i in range(bench.count) if bench.category(i).counts]

    def compared(name: str, figure, *, bar: str | None = None, within: float | None = None, **more: Any) -> dict:
        values = {who: figure(made) for who, made in seen.items()}
        value, baseline = values.pop("value"), values.pop("baseline")
        if within is not None:
            bar = f">= {round(baseline - within, 4)}"
        return bench.row(name, value, baseline, bar=bar, **more, **values)

    return [
        compared("category accuracy", lambda made: categories(bench, made, asked.category), within=0.02,
                 worst=worst(bench, seen["value"], asked.category)),
        compared("counts exact", lambda made: counts(made, truth, asked.category, counted), bar=">= 0.97",
                 n=len(counted)),
        compared("height correlation", lambda made: heights(made, truth, asked.category), bar=">= 0.92", unit="r"),
        compared("colour error", lambda made: colours(made, truth, asked.category), bar="<= 0.05", unit="sRGB"),
        *_named(bench),
    ]


def readings(bench: Bench, objects: list[np.ndarray], note: str) -> list[Reading]:
    return [reading(tokens, np.random.default_rng([HELD_OUT, 7, index]), pieces=False)
            for index, tokens in bench.each(list(enumerate(objects)), note)]


def categories(bench: Bench, made: list[Reading], asked: np.ndarray) -> float:
    """Share that the judge names as asked."""
    return float(_named_as_asked(bench, made, asked).mean())


def _named_as_asked(bench: Bench, made: list[Reading], asked: np.ndarray) -> np.ndarray:
    return bench.judge.names(np.stack([r.cloud for r in made])) == asked[:len(made)]


def worst(bench: Bench, made: list[Reading], asked: np.ndarray) -> str:
    """The category that the judge misses most often, with how often it is named rightly; "" for none."""
    hit = _named_as_asked(bench, made, asked)
    share = {ROWS[c].key: (float(hit[asked == c].mean()), int((asked == c).sum())) for c in sorted(set(asked.tolist()))}
    key = min(share, key=lambda k: (share[k][0], -share[k][1]))
    return f"{key}, {share[key][0]:.2f} of {share[key][1]}" if share[key][0] < 1.0 else ""


def counts(made: list[Reading], truth: list[Reading], category: np.ndarray, which: list[int]) -> float:
    """Share of the objects at `which` with as many legs, petals, stripes ... as asked."""
    role = [SLOT[ROWS[int(category[index])].counts] for index in which]
    hits = [made[i].counts[r] == truth[i].counts[r] for i, r in zip(which, role)]
    return float(np.mean(hits)) if hits else 1.0


def heights(made: list[Reading], truth: list[Reading], category: np.ndarray) -> float:
    """Correlation of log heights with the reference's, each less its category's mean in the reference.

    Where hardly any category is asked for twice, of the heights as they are.
    """
    pair, category = np.log([[a.height, b.height] for a, b in zip(made, truth)]), category[:len(made)]
    shared = np.bincount(category)[category] > 1
    if shared.sum() >= MANY:
        for key in set(category[shared].tolist()):
            pair[category == key] -= pair[category == key, 1].mean()
        pair = pair[shared]
    return float(np.corrcoef(pair.T)[0, 1]) if np.ptp(pair, axis=0).min() > 1e-9 else 0.0


def colours(made: list[Reading], truth: list[Reading], category: np.ndarray) -> float:
    """Mean absolute difference of the part that wears the main colour, sRGB 0..1; 1 where that part is missing."""
    role = [SLOT[ROWS[int(c)].wears] for c in category]
    apart = [np.abs(a.colours[r] - b.colours[r]) for a, b, r in zip(made, truth, role)]
    return float(np.nan_to_num(apart, nan=1.0).mean())


def _named(bench: Bench) -> list[dict[str, Any]]:
    """Colours asked for by name and read back off the surface, unlit."""
    which = list(range(0, bench.count, 2))
    fine, coarse = {}, {}
    for who, objects in (("value", bench.made), ("baseline", bench.grammar), ("retrieval", bench.retrieved)):
        read = [worn(objects[i], bench.category(i).wears) for i in bench.each(which, "reading colours")]
        fine[who] = float(np.mean([nearest(c, NAMES) == bench.named(i) for c, i in zip(read, which)]))
        coarse[who] = float(np.mean([nearest(c, BASIC) == nearest(np.array(COLOUR_WORDS[bench.named(i)]), BASIC)
                                     for c, i in zip(read, which)]))
    return [bench.row(f"named colour read back, of {len(NAMES)} names", fine["value"], fine["baseline"],
                      bar=">= 0.95", n=len(which), retrieval=fine["retrieval"]),
            bench.row(f"named colour read back, as one of {len(BASIC)} basic ones", coarse["value"],
                      coarse["baseline"], n=len(which), retrieval=coarse["retrieval"])]


def worn(tokens: np.ndarray, role: str) -> np.ndarray:
    """The colour of the surface of the part that wears the main colour, [3] sRGB; nan where there is none."""
    parts = expand(tokens)
    try:
        skin = surface(parts, cells=CELLS, relaxations=0)
    except SurfaceError:
        return np.full(3, np.nan)
    here = np.flatnonzero(parts.slot[skin.part] == SLOT[role])
    if len(here) == 0:
        return np.full(3, np.nan)
    own = (skin.weights[here] * (parts.slot[skin.joints[here]] == SLOT[role])).sum(1)
    return np.median(skin.colours[here[own >= np.quantile(own, CLEAREST)]], axis=0)


def nearest(colour: np.ndarray, names: tuple[str, ...]) -> str:
    """The name whose colour is nearest in sRGB; "" for none."""
    if np.isnan(colour).any():
        return ""
    apart = [float(((colour - np.array(COLOUR_WORDS[name])) ** 2).sum()) for name in names]
    return names[int(np.argmin(apart))]
