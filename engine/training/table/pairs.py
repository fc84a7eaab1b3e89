"""Pairs: which objects the morph and the bake are measured on.

In     nothing.   Out   PAIRS, each end a category, a verb and a seed.
Raises nothing.   Knows nothing of how either is measured.

Chosen before anything was measured on them, across all families, near and far. HOLLOW are those of which an end has a
part that is a cup (mug, lampshade, bowl): an opening appears or closes there, which one topology shows least well.
"""

from __future__ import annotations

from typing import NamedTuple


class End(NamedTuple):
    category: str
    verb: str
    seed: int


SOLID = (
    (End("dog", "walk", 0), End("cat", "walk", 0)),
    (End("horse", "walk", 1), End("elephant", "walk", 1)),
    (End("fish", "swim", 2), End("bird", "fly", 2)),
    (End("tree", "sway", 3), End("person", "walk", 3)),
    (End("car", "drive", 4), End("airplane", "fly", 4)),
    (End("chair", "still", 5), End("robot", "walk", 5)),
    (End("table", "still", 6), End("spider", "walk", 6)),
    (End("house", "still", 7), End("castle", "still", 7)),
    (End("apple", "still", 8), End("banana", "still", 8)),
    (End("guitar", "still", 9), End("penguin", "walk", 9)),
    (End("butterfly", "fly", 10), End("bee", "fly", 10)),
    (End("snake", "slither", 11), End("crocodile", "walk", 11)),
    (End("dragon", "fly", 12), End("whale", "swim", 12)),
    (End("rocket", "fly", 13), End("submarine", "swim", 13)),
    (End("star", "spin", 14), End("sun", "spin", 14)),
    (End("crystal", "still", 15), End("mushroom", "sway", 15)),
    (End("flower", "sway", 16), End("umbrella", "still", 16)),
    (End("person", "walk", 17), End("alien", "walk", 17)),
    (End("bus", "drive", 18), End("train", "drive", 18)),
    (End("octopus", "swim", 19), End("tree", "sway", 19)),
    (End("crab", "walk", 20), End("helicopter", "fly", 20)),
    (End("cake", "still", 21), End("snowman", "sway", 21)),
    (End("rock", "still", 22), End("turtle", "walk", 22)),
    (End("cloud", "float", 23), End("sheep", "walk", 23)),
    (End("sword", "still", 24), End("snake", "slither", 24)),
    (End("sofa", "still", 25), End("car", "drive", 25)),
    (End("ghost", "float", 26), End("candle", "sway", 26)),
    (End("giraffe", "walk", 27), End("palm", "sway", 27)),
    (End("duck", "swim", 28), End("boat", "still", 28)),
    (End("hammer", "still", 29), End("bird", "fly", 29)),
)
HOLLOW = (
    (End("mug", "still", 30), End("vase", "still", 30)),
    (End("lamp", "still", 31), End("tree", "sway", 31)),
    (End("bowl", "still", 32), End("turtle", "walk", 32)),
    (End("bell", "swing", 33), End("jellyfish", "swim", 33)),
    (End("bucket", "still", 34), End("frog", "hop", 34)),
    (End("basket", "still", 35), End("chicken", "walk", 35)),
    (End("vase", "still", 36), End("person", "walk", 36)),
    (End("cabinet", "still", 37), End("robot", "walk", 37)),
    (End("mug", "still", 38), End("rocket", "fly", 38)),
    (End("lamp", "still", 39), End("flower", "sway", 39)),
)
PAIRS = SOLID + HOLLOW
