"""Evaluating: how well the generator does, in figures and in pictures.

In     options.   Out   rows of figures; a picture or a film.   Raises CommandError and what the rooms raise.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from engine.cli.asking import Command, CommandError, progress, writable
from engine.cli.measuring import tabled


def arguments(command: Command) -> None:
    evaluate = command("evaluate", _evaluate, "measure the generator against the grammar and the baselines")
    evaluate.add_argument("-n", type=int, help="conditions (300)")
    evaluate.add_argument("--full", action="store_true", help="1000 conditions, 50,000 training samples to compare")
    evaluate.add_argument("--weights", metavar="DIR", help="a folder of models with a registry (the shipped one)")
    evaluate.add_argument("--parts", metavar="A,B", help="only these parts of the table")
    evaluate.add_argument("--morph", action="store_true", help="measure morphs of forty pairs instead")
    evaluate.add_argument("--bake", action="store_true", help="measure the files of their bakes instead")
    evaluate.add_argument("--roles", action="store_true", help="measure what is read of fitted meshes instead")
    evaluate.add_argument("--trained", type=int, help="training samples to find the nearest in (5000)")
    evaluate.add_argument("--gallery", metavar="FILE.png|.gif",
                          help="draw every category, seeds 0 to 5, or FILE.gif: what moves, with --morph: what becomes "
                               "something else; measures nothing")
    evaluate.add_argument("--category", metavar="CATEGORY", help="with --gallery: draw only this one")


def _evaluate(options: argparse.Namespace) -> dict:
    from engine.generation.generator import Generator

    if options.weights and not Path(options.weights).is_dir():
        raise CommandError(f"the folder {options.weights} does not exist: name one that holds a registry.json.")
    if options.category and not options.gallery:
        raise CommandError("--category is for the gallery: add --gallery FILE.png.")
    if options.gallery:
        from engine.training.gallery import MORPHS, MOTIONS, gallery, morphs, motions
        from engine.vocabulary.categories import CATEGORIES

        path = Path(options.gallery)
        writable(path)
        if options.category and options.category not in CATEGORIES:
            raise CommandError(f"there is no category {options.category!r}: choose one of {', '.join(CATEGORIES)}.")
        chosen = (options.category,) if options.category else tuple(CATEGORIES)
        generator = Generator(_weights(options), device=options.device)
        if options.morph:
            if path.suffix.lower() != ".gif":
                raise CommandError("the morphs are a film: name a FILE.gif.")
            pairs = [pair for pair in MORPHS if set(pair[:2]) & set(chosen)]
            if not pairs:
                raise CommandError(f"no {options.category} becomes anything in the film: leave --category out.")
            counted = morphs(generator, path, pairs=pairs)
        elif path.suffix.lower() == ".gif":
            moving = [pair for pair in MOTIONS if pair[0] in chosen]
            if not moving:
                raise CommandError(f"no way to move of a {options.category} is in the film: draw it as FILE.png.")
            counted = motions(generator, path, moving=moving)
        else:
            counted = gallery(generator, path, categories=chosen)
        print(f"{counted['objects']} objects, {counted['repaired']} repaired", file=sys.stderr)
        return {"path": str(path), **counted}
    from engine.training.evaluate import BAKE, FULL_COUNT, FULL_TRAINED, MORPH, ROLES, rows

    parts = (options.parts.split(",") if options.parts else []) + [
        name for asked, names in ((options.morph, MORPH), (options.bake, BAKE), (options.roles, ROLES)) if asked
        for name in names]
    count = options.n or (FULL_COUNT if options.full else 300)
    trained = options.trained or (FULL_TRAINED if options.full else 5000)
    device = "cpu" if options.device == "auto" else options.device
    return tabled(options, rows(count=count, seed=options.seed, trained=trained,
                               generator=Generator(_weights(options), device=device),
                               parts=parts or None, on_progress=progress(options)))


def _weights(options: argparse.Namespace) -> Path | None:
    return Path(options.weights) if options.weights else None
