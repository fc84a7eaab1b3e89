"""Gallery: a contact sheet of what the shipped weights make, every category, unpicked.

In     a Generator, seeds, a path.   Out   a PNG: the objects of one category side by side, two categories a row.
Raises ExportError where the file cannot be written, GraphicsError where nothing can be drawn.
Knows nothing of Qt.

Each object is what an artist gets who types the category's name: curated colours by the seed, everything else free.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from engine.conditioning.condition import of_node
from engine.document.scene import Motion, Node
from engine.exchange.files import write_whole
from engine.exchange.images import contact_sheet, png
from engine.generation.generator import Generator
from engine.training.preview import drawn
from engine.vocabulary.categories import CATEGORIES
from engine.vocabulary.palettes import outfit

ABREAST = 3
"""Categories in one row."""


def gallery(generator: Generator, path: Path, *, seeds: Sequence[int] = range(6), size: int = 112) -> None:
    """Write the sheet."""
    pictures = []
    for category, row in CATEGORIES.items():
        for seed in seeds:
            worn = outfit(row.mains, row.seconds, seed)
            node = Node("one", category=category, colours=worn, motion=Motion(row.verbs[0]))
            tokens = generator.sample(of_node(node), seed=seed)
            pictures.append(drawn(category, tokens, verb=row.verbs[0], size=size))
    keys = list(CATEGORIES)
    labels = ["  |  ".join(keys[k:k + ABREAST]) for k in range(0, len(keys), ABREAST)]
    write_whole(path, [png(contact_sheet(pictures, columns=ABREAST * len(seeds), labels=labels))])
