"""Gallery: what the shipped weights make, unpicked: a contact sheet of every category, films of motions and morphs.

In     a Generator, seeds, a path.
Out    a PNG: the objects of one category side by side, three categories a row; a GIF: a tile for each way to move or to
       become something else; how many objects there are, and how many of them were not in one piece before their
       joints were settled.
Raises ExportError where the file cannot be written, GraphicsError where nothing can be drawn.
Knows nothing of Qt.

Each object is what an artist gets who types the category's name: curated colours by the seed, everything else free.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from engine.bake.bake import bake_morph, bake_object
from engine.bake.clip import Clip
from engine.conditioning.condition import Condition, of_node
from engine.document.scene import Motion, Node
from engine.exchange import film
from engine.exchange.files import write_whole
from engine.exchange.images import contact_sheet, drawing, png, whole_view
from engine.form.hanging import smooth
from engine.form.matching import match
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
MORPHS = (("lamp", "tree", "melt"), ("dog", "cat", "direct"), ("car", "airplane", "wipe to the right"),
          ("chair", "robot", "explode and assemble"), ("fish", "bird", "direct"), ("house", "castle", "wipe upwards"),
          ("octopus", "tree", "grow along the skeleton"), ("duck", "boat", "inflate"), ("guitar", "penguin", "twist"),
          ("mug", "rocket", "wipe upwards"), ("butterfly", "bee", "direct"), ("dragon", "whale", "direct"))
"""First, last, style."""
COLUMNS, FRAMES, RATE = 8, 24, 15.0
"""Of the film of motions: tiles in a row, pictures in a cycle, pictures a second."""
ACROSS, TURN = 4, 40
"""Of the film of morphs: tiles in a row, pictures there and back."""


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
    times = np.linspace(0.0, 1.0, frames + 1).tolist()
    clips, repaired = [], 0
    for category, verb in moving:
        obj, torn = _object(generator, category, verb, seed, CATEGORIES[category].scale)
        repaired += torn
        clips.append(bake_object(category, obj, times=times, cycle_of_time=float, draft=True))
    _film(clips, path, columns=COLUMNS, size=size, frames=frames)
    return {"objects": len(clips), "repaired": repaired}


def morphs(generator: Generator, path: Path, *, pairs: Sequence[tuple[str, str, str]] = MORPHS, seed: int = 3,
           size: int = 160, frames: int = TURN) -> dict[str, int]:
    """Write the film: (first, last, style) a tile, there and back while either moves; {"objects", "repaired"}.

    All objects are drawn as if they were of one size.
    """
    times = np.linspace(0.0, 1.0, frames + 1).tolist()
    clips, repaired = [], 0
    for *ends, style in pairs:
        objects, torn = zip(*(_object(generator, key, CATEGORIES[key].verbs[0], seed, 1.0) for key in ends))
        repaired += sum(torn)
        first, last = match(*(obj.parts for obj in objects))
        clips.append(bake_morph(" ".join(ends), first, last, times=times, share_of_time=_there_and_back,
                                cycle_of_time=lambda time: 2.0 * time, style=style, draft=True))
    _film(clips, path, columns=ACROSS, size=size, frames=frames)
    return {"objects": 2 * len(clips), "repaired": repaired}


def _there_and_back(time: float) -> float:
    """0 for a while, then 1 for a while, and again 0."""
    return float(smooth(np.array((0.42 - abs(time - 0.5)) / 0.34)))


def _object(generator: Generator, category: str, verb: str, seed: int, scale: float) -> tuple[Object4D, bool]:
    """An object, and whether it was not in one piece as it was sampled."""
    tokens = generator.sample(_wish(category, verb, seed), seed=seed)
    contact = CATEGORIES[category].contact(verb)
    return Object4D.from_tokens(tokens, scale=scale, period=1.0, contact=contact), _torn(tokens)


def _film(clips: Sequence[Clip], path: Path, *, columns: int, size: int, frames: int) -> None:
    """A GIF of clips of one second, a tile each."""
    tiles = [_cycle(clip, frames, size) for clip in clips]
    sheets = (contact_sheet([tile[k] for tile in tiles], columns=min(columns, len(tiles))) for k in range(frames))
    film.write_gif((sheet[..., :3] for sheet in sheets), path, rate=RATE)


def _torn(tokens: np.ndarray) -> bool:
    """Is an object not in one piece as it was sampled?"""
    return components(expand(tokens, settled=False)) != 1


def _wish(category: str, verb: str, seed: int) -> Condition:
    """What an artist says who types the category's name and a verb."""
    row = CATEGORIES[category]
    return of_node(Node("one", category=category, colours=outfit(row.mains, row.seconds, seed), motion=Motion(verb)))


def _cycle(clip: Clip, count: int, size: int) -> list[np.ndarray]:
    """So many pictures [size, size, 4] uint8 of a clip's first second."""
    with drawing({clip.name: clip}, (size, size)) as studio:
        view = whole_view(studio)
        drawn = [studio.draw(index / count, view, quality="smooth") for index in range(count)]
    return [pixels for pixels in drawn if pixels is not None]
