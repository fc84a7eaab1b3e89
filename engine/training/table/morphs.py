"""Morphs: is every frame between two objects an object, is the way even, and does a file show it?

In     a Bench, for its generator and its judge.   Out   rows.   Raises what the bench raises.
Knows nothing of how objects are made.

The pairs are those of engine.training.table.pairs; the bench's count says nothing here. In two seconds each end's
motion runs once and the first object becomes the last, evenly.

morph          the parts' way (engine.form.morph): the union's surface in FRAMES frames, the ends among them.
plausibility   the way through the generator (engine.generation.passing), and beside it the parts' way: how sure the
               judge is of either category, over LOOKS draws of points, since one alone moves it by more than BACK. A
               pair counts where it is sure of the first at the start and of the last at the end (by more than one
               half), and goes one way: sure of the first it never becomes again, and of the last never less, by more
               than BACK.
rig            the objects that the pairs begin with, each as a rig (engine.bake.rig) in POSES random poses within its
               joints' limits, held against the blended surface of the parts in that pose.
bake           the clip is written as a portable file with KEYS keys, read back by the reader of foreign files, and
               every key and half-frame held against the blended surface of that moment, in percent of its box's
               diagonal.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from scipy.spatial import KDTree

from engine.bake.bake import Course, Wish
from engine.bake.cut import LIMITS, pieces, together
from engine.bake.error import Difference, difference, shown
from engine.bake.rig import misses, rig, within
from engine.bake.warm import warm
from engine.conditioning.condition import Condition, of_values, whole
from engine.exchange.gltf import export_gltf
from engine.exchange.gltf_reader import read_gltf
from engine.form.matching import match
from engine.form.object4d import Object4D
from engine.form.outline import outline
from engine.form.parts import Parts, expand
from engine.form.surface import SurfaceError, surface
from engine.form.way import Way, apart
from engine.generation.passing import passing
from engine.recovery.strangeness import strangeness
from engine.training.judge import cloud
from engine.training.table.bench import ROWS, Bench
from engine.training.table.likeness import chamfer
from engine.training.table.pairs import HOLLOW, PAIRS, SOLID, End
from engine.training.table.solid import bodies, watertight
from engine.vocabulary.categories import CATEGORIES
from engine.vocabulary.verbs import VERB_KEYS, VERBS

FRAMES, KEYS = 25, 24
SECONDS = 2.0
CELLS = 64
JUMP = 3.0
WATCHED, LOOKS = 13, 4
BACK = 0.1
TARGETS, POSES = 4, 50
_INDEX = {name: index for index, name in enumerate(CATEGORIES)}


def morph(bench: Bench) -> list[dict[str, Any]]:
    ways = [_way(course(first, last)) for first, last in _objects(bench, "morphs")]
    pieces, closed = (np.concatenate([way[k] for way in ways]) for k in (0, 1))
    even = [way[2] <= JUMP for way in ways]
    return [
        bench.row("morph: frames in one piece", float(pieces.mean()), bar=">= 0.97", n=len(pieces)),
        bench.row("morph: frames watertight", float(closed.mean()), bar=">= 1.0", n=len(closed)),
        bench.row("morph: pairs whose worst step is at most three times the median", float(np.mean(even)),
                  bar=">= 0.97", n=len(even), failing=_named(even)),
    ]


def plausibility(bench: Bench) -> list[dict[str, Any]]:
    good, plain = [], []
    for first, last in bench.each(PAIRS, "semantic morphs"):
        ends = [(_condition(end), end.seed) for end in (first, last)]
        start, *between, end = (expand(tokens) for tokens in (
            bench.generator.sample(ends[0][0], seed=first.seed),
            *(tokens for _, tokens in passing(bench.generator, *ends, apart=apart, strange=strangeness)),
            bench.generator.sample(ends[1][0], seed=last.seed)))
        good.append(_plausible(bench, Way([start, *between, end]), first, last))
        plain.append(_plausible(bench, Way([start, end]), first, last))
    return [bench.row("semantic morph: pairs the classifier follows from the one to the other", float(np.mean(good)),
                      float(np.mean(plain)), bar=">= 0.9", n=len(good), failing=_named(good))]


def bake(bench: Bench) -> list[dict[str, Any]]:
    warm()                  # what a clip costs is not what the compiler does
    found = []
    for number, (first, last) in enumerate(_objects(bench, "bakes")):
        found.append(_baked(course(first, last), str(number)))
    solid, hollow = found[:len(SOLID)], found[len(SOLID):]
    spans = [(one["worst"], one["h95"] <= 1.0) for one in solid]
    return [
        _of(bench, "bake: mean error, solid pairs", [one["mean"] for one in solid], 0.15),
        _of(bench, "bake: worst frame's error, solid pairs", [worst for worst, _ in spans], LIMITS["solid"], most=True),
        bench.row("bake: solid pairs whose worst frame's 95th percentile is at most 1 %",
                  float(np.mean([low for _, low in spans])), bar=">= 0.9", n=len(spans),
                  failing=_named([low for _, low in spans])),
        _of(bench, "bake: mean error, hollow pairs", [one["mean"] for one in hollow], 0.3),
        _of(bench, "bake: worst frame's error, hollow pairs", [one["worst"] for one in hollow], LIMITS["hollow"],
            most=True),
        bench.row("bake: solid pairs that needed a cut", float(np.mean([one["cuts"] > 0 for one in solid])),
                  bar="<= 0.05", n=len(solid)),
        bench.row("bake: hollow pairs that needed a cut", float(np.mean([one["cuts"] > 0 for one in hollow])),
                  bar="<= 0.3", n=len(hollow)),
        bench.row("bake: back faces among what is seen", float(np.mean([one["behind"] for one in found])),
                  bar="<= 0.005", n=len(found), worst=max(one["behind"] for one in found)),
        bench.row("bake: normals of the file against the field's", float(np.mean([one["normal"] for one in found])),
                  unit="degrees", bar="<= 2.5", n=len(found), worst=max(one["normal"] for one in found)),
        bench.row("bake: the same in the middle of the triangles", float(np.mean([one["shading"] for one in found])),
                  unit="degrees", n=len(found), worst=max(one["shading"] for one in found)),
        bench.row("bake: one clip", max(one["seconds"] for one in found), unit="core-s", bar="<= 8", n=len(found),
                  median=float(np.median([one["seconds"] for one in found]))),
        bench.row("bake: its file", max(one["bytes"] for one in found) / 1e6, unit="MB", bar="<= 4", n=len(found),
                  median=float(np.median([one["bytes"] for one in found])) / 1e6),
    ]


def rigs(bench: Bench) -> list[dict[str, Any]]:
    mean, worst = [], []
    for number, pair in enumerate(bench.each(PAIRS, "rigs")):
        obj = _object(bench, pair[0])
        missed = misses(rig(str(number), obj), obj.parts, within(obj.parts, POSES, seed=number + 1))
        mean.append(float(np.mean([one.mean for one in missed])))
        worst.append(max(one.mean for one in missed))
    return [_of(bench, "rig: mean error over unseen poses", mean, 0.5),
            _of(bench, "rig: worst pose's error", worst, 2.0, most=True)]


def course(first: Object4D, last: Object4D) -> Course:
    """The morph of two objects, part by part."""
    return Course(*match(first.parts, last.parts), np.linspace(0.0, SECONDS, KEYS), share, share)


def share(time: float) -> float:
    return time / SECONDS


def _objects(bench: Bench, note: str) -> Iterator[tuple[Object4D, Object4D]]:
    for pair in bench.each(PAIRS, note):
        first, last = (_object(bench, end) for end in pair)
        yield first, last


def _object(bench: Bench, end: End) -> Object4D:
    row = ROWS[_INDEX[end.category]]
    tokens = bench.generator.sample(_condition(end), seed=end.seed)
    return Object4D.from_tokens(tokens, scale=row.scale, period=VERBS[end.verb].period, contact=row.contact(end.verb))


def _condition(end: End) -> Condition:
    return whole(of_values(_INDEX[end.category], VERB_KEYS.index(end.verb), {}), end.seed)


def _way(taken: Course) -> tuple[list[bool], list[bool], float]:
    """Of each frame whether it is in one piece and whether it is closed; the worst step in units of the median."""
    pieces, closed, clouds = [], [], []
    for at in np.linspace(0.0, SECONDS, FRAMES).tolist():
        parts, _ = taken.at(taken.state(at))
        try:
            skin = surface(parts, cells=CELLS, relaxations=0)
            pieces.append(bodies(skin) == 1)
            closed.append(watertight(skin.faces))
        except SurfaceError:
            pieces.append(False)
            closed.append(False)
        clouds.append(outline(parts)[:, ::6].reshape(-1, 3))
    trees = [KDTree(points) for points in clouds]
    steps = np.array([chamfer(clouds[k], trees[k], clouds[k + 1], trees[k + 1]) for k in range(FRAMES - 1)])
    return pieces, closed, float(steps.max() / max(float(np.median(steps)), 1e-9))


def _plausible(bench: Bench, way: Way, first: End, last: End) -> bool:
    frames = [way.at(share) for share in np.linspace(0.0, 1.0, WATCHED).tolist()]
    shares = np.mean([bench.judge.shares(np.stack([cloud(parts, bench.dice(look)) for parts in frames]))
                      for look in range(LOOKS)], 0)
    here, there = shares[:, _INDEX[first.category]], shares[:, _INDEX[last.category]]
    again, less = here - np.minimum.accumulate(here), np.maximum.accumulate(there) - there
    return bool(here[0] > 0.5 and there[-1] > 0.5 and max(again.max(), less.max()) <= BACK)


def _baked(taken: Course, name: str) -> dict[str, float]:
    """Errors of the written file over all keys and half-frames, and what it cost."""
    times = np.linspace(0.0, SECONDS, KEYS)
    began = time.process_time()
    clip = together(name, pieces(name, taken, times, Wish(None, TARGETS)), times)
    seconds = time.process_time() - began
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "clip.glb"
        size = export_gltf([clip], path)["bytes"]
        asset = read_gltf(path)
    halves = np.linspace(0.0, SECONDS, 2 * KEYS - 1)
    frames = [_shown(asset.shown(at), taken.at(taken.state(at))[0]) for at in halves.tolist()]
    return {"mean": float(np.mean([f.mean for f in frames])), "worst": max(f.mean for f in frames),
            "h95": max(f.h95 for f in frames), "normal": float(np.mean([f.normal for f in frames])),
            "shading": float(np.mean([f.shading for f in frames])),
            "behind": float(np.mean([f.behind for f in frames])), "cuts": len(clip.report["cuts"]),
            "seconds": seconds, "bytes": size}


def _shown(meshes: list, parts: Parts) -> Difference:
    starts = np.cumsum([0, *(len(mesh.positions) for mesh in meshes)])
    points = np.concatenate([mesh.positions for mesh in meshes])
    faces = np.concatenate([mesh.faces + at for mesh, at in zip(meshes, starts)])
    return difference(points, np.concatenate([mesh.normals for mesh in meshes]), faces[shown(points, faces)], parts)


def _of(bench: Bench, name: str, values: list[float], limit: float, *, most: bool = False) -> dict[str, Any]:
    """A row of errors: their mean, or the worst of them; which pairs are beyond the limit."""
    return bench.row(name, max(values) if most else float(np.mean(values)), unit="% of the diagonal",
                     bar=f"<= {limit}", n=len(values), within=float(np.mean([v <= limit for v in values])),
                     failing=_named([v <= limit for v in values], HOLLOW if len(values) == len(HOLLOW) else PAIRS))


def _named(good: list[bool], pairs: tuple = PAIRS) -> str:
    """Which pairs are not good."""
    return ", ".join(f"{first.category} to {last.category}" for (first, last), fine in zip(pairs, good) if not fine)
