"""Gallery: what the shipped weights make, unpicked: a contact sheet of every category, and a film of the motions.

In     a Generator, seeds, a path.
Out    a PNG: the objects of one category side by side, three categories a row; a GIF: a tile for each way to move; how
       many objects there are, and how many of them were not in one piece before their joints were settled.
Raises ExportError where the file cannot be written, GraphicsError where nothing can be drawn.
Knows nothing of Qt.

Each object is what an artist gets who types the category's name: curated colours by the seed, everything else free.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from engine.bake.bake import bake_object
from engine.conditioning.condition import Condition, of_node
from engine.document.scene import Motion, Node
from engine.exchange import film
from engine.exchange.files import write_whole
from engine.exchange.images import contact_sheet, png
from engine.form.object4d import Object4D
from engine.form.parts import expand
from engine.form.pieces import components
from engine.generation.generator import Generator
from engine.training.preview import drawn
from engine.vocabulary.categories import CATEGORIES
from engine.vocabulary.palettes import outfit

ABREAST = 3
"""Categories in one row."""
MOTIONS = (("dog", "walk"), ("horse", "run"), ("rabbit", "hop"), ("bird", "fly"), ("fish", "swim"), ("lizard", "crawl"),
           ("snake", "slither"), ("bell", "swing"), ("windmill", "spin"), ("barrel", "roll"), ("palm", "sway"),
           ("lamp", "nod"), ("robot", "wave"), ("bear", "breathe"), ("mug", "bounce"), ("jellyfish", "pulse"),
           ("book", "open"), ("flower", "bloom"), ("butterfly", "flap"), ("snowman", "melt"), ("car", "drive"),
           ("alien", "dance"), ("chicken", "peck"), ("ghost", "float"))
COLUMNS, FRAMES, RATE = 8, 24, 15.0
"""Of the film: tiles in a row, pictures in a cycle, pictures a second."""


def gallery(generator: Generator, path: Path, *, categories: Sequence[str] = tuple(CATEGORIES),
            seeds: Sequence[int] = range(6), size: int = 112) -> dict[str, int]:
    """Write the sheet; {"objects", "repaired"}."""
    pictures, repaired = [], 0
    for category in categories:
        row = CATEGORIES[category]
        wishes = [_wish(category, row.verbs[0], seed) for seed in seeds]
        objects = generator.batch(wishes, seeds)
        repaired += sum(_torn(tokens) for tokens in objects)
        pictures += [drawn(category, tokens, verb=row.verbs[0], size=size) for tokens in objects]
    labels = ["  |  ".join(categories[k:k + ABREAST]) for k in range(0, len(categories), ABREAST)]
    columns = min(ABREAST, len(categories)) * len(seeds)
    write_whole(path, [png(contact_sheet(pictures, columns=columns, labels=labels))])
    return {"objects": len(pictures), "repaired": repaired}


def motions(generator: Generator, path: Path, *, moving: Sequence[tuple[str, str]] = MOTIONS, seed: int = 0,
            size: int = 112, frames: int = FRAMES) -> dict[str, int]:
    """Write the film: (category, verb) a tile, one cycle of each; {"objects", "repaired"}."""
    tiles, repaired = [], 0
    for category, verb in moving:
        row = CATEGORIES[category]
        tokens = generator.sample(_wish(category, verb, seed), seed=seed)
        repaired += _torn(tokens)
        obj = Object4D.from_tokens(tokens, scale=row.scale, period=1.0, contact=row.contact(verb))
        times = np.linspace(0.0, 1.0, frames + 1).tolist()
        clip = bake_object(category, obj, times=times, cycle_of_time=float, draft=True)
        tiles.append(list(film.frames({category: clip}, count=frames, rate=frames, size=(size, size))))
    sheets = (contact_sheet([tile[k] for tile in tiles], columns=min(COLUMNS, len(tiles))) for k in range(frames))
    film.gif((sheet[..., :3] for sheet in sheets), path, rate=RATE)
    return {"objects": len(tiles), "repaired": repaired}


def _torn(tokens: np.ndarray) -> bool:
    """Is an object not in one piece as it was sampled?"""
    return components(expand(tokens, settled=False)) != 1


def _wish(category: str, verb: str, seed: int) -> Condition:
    """What an artist says who types the category's name and a verb."""
    row = CATEGORIES[category]
    return of_node(Node("one", category=category, colours=outfit(row.mains, row.seconds, seed), motion=Motion(verb)))
