"""Becoming: what a mesh turns into: what a few words name, or another mesh.

In     options, the scene of one imported object.   Out   that scene with a state, and the morph into it.
Raises CommandError and what the rooms raise.
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

from engine.cli.asking import CommandError
from engine.cli.composing import told_of
from engine.cli.meshes import is_mesh, read_mesh

BEGINS, ENDS = 0.25, 0.75
"""Of the scene's length."""


def becoming(command: argparse.ArgumentParser) -> None:
    command.add_argument("--into", metavar="WHAT",
                         help="of a mesh: it becomes this between a quarter and three quarters of the time: a noun, a "
                              "phrase (\"a red horse\") or another mesh, for which --unit and --up hold where its file "
                              "says nothing")
    command.add_argument("--style", metavar="STYLE", help="with --into: how (direct): melt, inflate, twist, ...")


def style_of(options: argparse.Namespace) -> float:
    """The number of the style; what cannot be meant is refused before anything is read."""
    from engine.vocabulary.relations import MORPH_STYLE

    if options.style is None:
        return 0.0
    if options.into is None:
        raise CommandError("--style says how a mesh becomes something else: add --into WHAT, or leave it out.")
    if options.style not in MORPH_STYLE.choices:
        raise CommandError(f"--style names no style: {options.style!r}; choose one of "
                           f"{', '.join(MORPH_STYLE.choices)}.")
    return float(MORPH_STYLE.choices.index(options.style))


def becomes(scene: Any, blobs: Any, options: argparse.Namespace) -> Any:
    """The scene in which its imported object becomes what --into says; as it is without."""
    from engine.document.scene import Relation

    style = style_of(options)
    if options.into is None:
        return scene
    first, taken = scene.nodes[0], {node.id for node in scene.nodes}
    state = _of_mesh(blobs, options, taken) if is_mesh(Path(options.into)) else _of_words(options, taken)
    morph = Relation(f"{first.id}-morphs-into-{state.id}"[:60], "morphs into", first.id, state.id,
                     BEGINS * scene.duration, ENDS * scene.duration, {"style": style} if style else {})
    return scene.changed(nodes=(first, state, *scene.nodes[1:]), relations=(morph,))


def _of_mesh(blobs: Any, options: argparse.Namespace, taken: set[str]) -> Any:
    from engine.document.imports import node_of

    read = read_mesh(Path(options.into), options, repair=getattr(options, "repair", False), other=True)
    for remark in () if options.quiet else read.remarks:
        print(f"note: {remark}", file=sys.stderr)
    return node_of(replace(read.imported(""), file=blobs.put(read.data)), taken).changed(kind="state")


def _of_words(options: argparse.Namespace, taken: set[str]) -> Any:
    from engine.document.imports import free_id

    if Path(options.into).suffix == ".chrono":
        raise CommandError(f"--into {options.into}: a mesh becomes one thing, not a scene: name it, or another mesh.")
    composed = _composed(options.into, options.seed)
    if len(composed.scene.nodes) != 1:
        raise CommandError(f"--into {options.into!r} names {len(composed.scene.nodes)} things: name one, such as "
                           "'a red horse', or another mesh.")
    told_of(composed, options)
    (state,) = composed.scene.nodes
    return state.changed(kind="state", card=None, id=free_id(state.id, "state", taken))


def _composed(words: str, seed: int) -> Any:
    """What words come to; without its article, a noun could be what one does ("duck")."""
    from engine.language.compose import LanguageError, compose
    from engine.vocabulary.nouns import with_article

    try:
        return compose(words, seed=seed)
    except LanguageError as error:
        try:
            return compose(with_article(words), seed=seed)
        except LanguageError:
            raise error from None
