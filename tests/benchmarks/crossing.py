"""Crossing: real meshes that become one another, and generated objects.

The meshes are those of the recovery benchmark, fetched by pip into the user's cache. For each pair: how far the two
surfaces lie from one another halfway, the seconds until its clip is there once bones are found, and how far any vertex
that three.js shows of the file is from the studio's. For every style, of three pairs: the worst step in units of the
median one, and, of the worst of some moments with one mesh alone, beside the worse of its ends, how many faces others
pass through (of those next to them), how many edges are rims of holes, and how much of the surface shows its
back. Run as a program, it draws the film of three pairs: FILE.gif.
"""

from __future__ import annotations

import importlib.util
import json
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import trimesh
from scipy.spatial import KDTree

from engine.bake.by_frame import strains
from engine.bake.clip import Clip
from engine.bake.error import areas, shown, unplaced
from engine.bake.evaluate import evaluate
from engine.bake.pierced import pierced
from engine.bench import row
from engine.changing import ramp
from engine.document.blobs import Blobs
from engine.document.imports import node_of
from engine.document.scene import Generation, Motion, Node, Placement, Relation, Scene
from engine.exchange import film
from engine.exchange.gltf import export_gltf
from engine.exchange.images import contact_sheet, drawing, whole_view
from engine.exchange.importing import import_file
from engine.generation.generator import Generator
from engine.recovery.rigging import pack
from engine.stages import Stages
from engine.vocabulary.categories import CATEGORIES
from engine.vocabulary.relations import MORPH_STYLE

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "engine" / "exchange"))
import test_gltf_clients as clients  # noqa: E402

PAIRS = (("mesh duck, textured", "horse", "direct"), ("robot", "mesh dragon", "melt"),
         ("mesh bunny", "mesh duck, textured", "direct"), ("mesh ant", "mesh jet", "direct"),
         ("mesh worm, textured", "mesh bunny", "direct"), ("mesh duck, textured", "car", "inflate"),
         ("mesh mug", "bird", "direct"), ("mesh jet", "bird", "direct"))
"""First, last, style; a category, or a mesh by its name in the recovery benchmark."""
SIZE, START, END, LENGTH, RATE = 1.2, 0.4, 2.0, 2.4, 24.0
BETWEEN = [0.03, 0.51, 0.87, 1.21, 1.97]
"""s, between keys."""
FRAMES, DENSE, ASKED, BEYOND = 25, 40_000, 4000, 3.0
"""Frames of which steps are measured; points that stand for a frame's surface, and that are asked how far they are from
another's; median distances beyond which a point lies beside that."""
MOMENTS = (0.2, 0.8, 1.0, 1.1, 1.3, 1.4, 1.6, 2.2)
"""s: before, on the way, after."""
NIGH = 5e-5
"""Share of the size within which places are one."""
GONE = 0.01
"""Share of what is seen that a mesh may have left which is gone."""
TILE, MESH = 224, "mesh "


def rows(*, seed: int = 0) -> list[dict]:
    out = []
    for first, last, style in PAIRS:
        made = becoming(first, last, style, seed)
        name = f"{first} to {last}"
        if made is None:
            out.append(row(f"surface morph, {name}", None, "% of size", baseline="its mesh cannot be fetched"))
            continue
        clip, seconds = made
        out += [row(f"surface morph, {name}, apart halfway", clip.report["meets"], "% of size", n=len(clip.positions)),
                row(f"surface morph, {name}, seconds", round(seconds, 2), "core-s", n=len(clip.faces)),
                row(f"surface morph, {name}, in three.js, worst vertex", _in_three(clip), "% of diagonal",
                    bar="<= 0.1", n=len(BETWEEN))]
    return out + [row_ for style in MORPH_STYLE.choices for row_ in _sound(style, seed)]


def _sound(style: str, seed: int) -> list[dict]:
    """Of one style, the worst of PAIRS' first three."""
    made = [becoming(first, last, style, seed) for first, last, _ in PAIRS[:3]]
    clips = [each[0] for each in made if each is not None]
    if len(clips) < len(made):
        return [row(f"surface morph, {style}", None, "% of faces", baseline="a mesh cannot be fetched")]
    steps = [worst_step(clip) for clip in clips]
    found = [np.array([_faults(clip, time) for time in MOMENTS if _alone(clip, time)]) for clip in clips]
    ends, way = (np.array([each[some].max(0) for each in found]) for some in ([0, -1], slice(1, -1)))
    worst = np.argmax(way - ends, 0)
    return [row(f"surface morph, {style}, worst step", round(max(steps), 2), "median steps", bar="<= 3.0", n=FRAMES),
            *(row(f"surface morph, {style}, {what}", round(float(way[worst[k], k]), 3), unit, n=len(MOMENTS) - 2,
                  baseline=f"{ends[worst[k], k]:.3g} at its ends")
              for k, (what, unit) in enumerate((("faces that others pass through", "% of faces"),
                                                ("rims of holes", "% of edges"), ("back faces", "% of area"))))]


def _alone(clip: Clip, time: float) -> bool:
    """Is one of the two meshes seen without the other, and not what stands before or after them?"""
    targets = [clip.target_names.index(name) for name in ("sinking", "risen")]
    sunk, risen = (np.interp(time, clip.times, clip.target_weights[:, target]) for target in targets)
    if abs(sunk + risen - 1.0) > 1e-6 or min(sunk, risen) > 1e-6:
        return False
    points, _ = unplaced(clip, time)
    mine = clip.target_positions[targets[0 if risen > sunk else 1]].any(1)
    return float(np.ptp(points[mine], axis=0).max()) > 0.01 * float(np.ptp(points, axis=0).max())


def _faults(clip: Clip, time: float) -> tuple[float, float, float]:
    """Percent of faces that others pass through, of edges that are rims, of area that shows its back; of one moment."""
    points, _ = unplaced(clip, time)
    faces = clip.faces[shown(points, clip.faces) & ~_gathered(clip, points)].astype(np.int64)
    size = float(np.linalg.norm(np.ptp(points[faces].reshape(-1, 3), axis=0)))
    name = np.unique(np.round(points / (NIGH * size)), axis=0, return_inverse=True)[1].reshape(-1)
    welded = name[faces]
    edges = np.unique(np.sort(welded[:, [0, 1, 1, 2, 2, 0]].reshape(-1, 2), 1), axis=0, return_counts=True)[1]
    return (100.0 * float(pierced(points, faces, name).mean()), 100.0 * float((edges == 1).mean()),
            100.0 * strains(clip, [time])[0].flipped)


def _gathered(clip: Clip, points: np.ndarray) -> np.ndarray:
    """Which faces [face] are of a mesh that is gathered within another."""
    area, out = areas(points, clip.faces)[1], np.zeros(len(clip.faces), bool)
    for vertices, _ in clip.meshes():
        mine = vertices[clip.faces[:, 0]]
        out |= mine & (area[mine].sum() < GONE * area.sum())
    return out


def becoming(first: str, last: str, style: str, seed: int) -> tuple[Clip, float] | None:
    """(the clip of a pair, seconds of one core that it took); None where a mesh cannot be had."""
    stages, blobs = _stages(), Blobs()
    nodes = [_node(name, stages, blobs, seed + k) for k, name in enumerate((first, last))]
    if nodes[0] is None or nodes[1] is None:
        return None
    relation = Relation("m", "morphs into", nodes[0].id, "last", START, END,
                        settings={"style": float(MORPH_STYLE.choices.index(style))})
    scene = Scene(nodes=(nodes[0], nodes[1].changed(id="last", kind="state")), relations=(relation,), duration=LENGTH,
                  rate=RATE)
    arrays = dict(blobs.needed(scene))
    staged = stages.staged(scene, stages.boxes(scene, arrays))
    began = time.process_time()
    clip = stages.clip(scene, scene.nodes[0], arrays, staged, exact=True)
    return clip, time.process_time() - began


def _stages(kept: list[Stages] = []) -> Stages:  # noqa: B006 - one for all pairs
    if not kept:
        generator = Generator(device="cpu")
        kept.append(Stages(lambda: generator))
    return kept[0]


def _node(name: str, stages: Stages, blobs: Blobs, seed: int) -> Node | None:
    if not name.startswith(MESH):
        row_ = CATEGORIES[name]
        node = Node(name, category=name, motion=Motion(row_.verbs[0]), generation=Generation(seed=seed),
                    placement=Placement(scale=0.5 * SIZE / row_.scale))
        return node.changed(generation=replace(node.generation, tokens=blobs.put(stages.sampled(node))))
    recovery, title = _recovery(), name.removeprefix(MESH)
    package, path = next((package, path) for known, package, path in recovery.MESHES if known == title)
    file = recovery.fetched(package) / path
    if not file.is_file():
        return None
    read = import_file(file, unit="m", up="y")
    node = node_of(read.imported(blobs.put(read.data)), set())
    imported = replace(node.imported, scale=SIZE / max(node.imported.contents.size))
    rig = stages.imports.rigged(node.changed(imported=imported), dict(blobs.needed(Scene(nodes=(node,)))))
    return node.changed(imported=replace(imported, rig=blobs.put(pack(rig))))


def _recovery():
    spec = importlib.util.spec_from_file_location("benchmarks_recovery", HERE / "recovery.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _in_three(clip: Clip) -> float | None:
    """The farthest of any vertex, in percent of the diagonal."""
    if not clients.HOME:
        return None
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "portable.glb"
        export_gltf([clip], path)
        meshes = clients.asked("evaluate.mjs", path, json.dumps(BETWEEN))["meshes"]
    worst = 0.0
    for number, moment in enumerate(BETWEEN):
        ours = evaluate(clip, moment)[0]
        for mesh, vertices in zip(meshes, clients.written(clip), strict=True):
            off = np.linalg.norm(clients.unpacked(mesh["frames"][number]["positions"]) - ours[vertices], axis=1).max()
            worst = max(worst, float(off) / float(np.linalg.norm(np.ptp(ours, axis=0))))
    return 100.0 * worst


def worst_step(clip: Clip) -> float:
    """The largest step from frame to frame of an evenly asked morph, in units of the median one, as the morph table of
    `evaluate` has it; a step is how far the surfaces of two frames lie from one another, in the mean."""
    times = np.linspace(START, END, 1001)
    asked = np.interp(np.linspace(0.0, 1.0, FRAMES), [ramp(time, START, END) for time in times.tolist()], times)
    clouds = [_cloud(clip, time) for time in asked.tolist()]
    steps = np.array([0.5 * (_off(*pair) + _off(*pair[::-1])) for pair in zip(clouds, clouds[1:])])
    return float(steps.max() / np.median(steps))


def _cloud(clip: Clip, time: float) -> tuple[np.ndarray, np.ndarray, KDTree]:
    """(points evenly over what is seen, normals there, their tree)."""
    points, _ = unplaced(clip, time)
    faces = clip.faces[shown(points, clip.faces)]
    mesh = trimesh.Trimesh(points, faces, process=False)
    at, face = trimesh.sample.sample_surface(mesh, DENSE, seed=0)
    return np.asarray(at), mesh.face_normals[face], KDTree(at)


def _off(one: tuple[np.ndarray, np.ndarray, KDTree], other: tuple[np.ndarray, np.ndarray, KDTree]) -> float:
    """How far points of the one lie from the surface of the other, in the mean [m]: from its planes, or, where its next
    point is farther than points lie from one another, from that."""
    points, (there, normals, tree) = one[0][:: DENSE // ASKED], other
    far, near = (np.asarray(each) for each in tree.query(points))
    flat = np.abs(((points - there[near]) * normals[near]).sum(1))
    return float(np.where(far > BEYOND * np.median(far), far, flat).mean())


def draw(path: Path, pairs: Sequence[tuple[str, str, str]] = PAIRS[:3]) -> None:
    """The film of some pairs, a tile each."""
    made = [becoming(*pair, 0) for pair in pairs]
    tiles, times = [], np.arange(int(LENGTH * RATE / 2)) * 2.0 / RATE
    for clip, _ in filter(None, made):
        with drawing({clip.name: clip}, (TILE, TILE)) as studio:
            view = whole_view(studio)
            tiles.append([studio.draw(time, view, quality="smooth") for time in times.tolist()])
    sheets = (contact_sheet([tile[k] for tile in tiles], columns=len(tiles)) for k in range(len(times)))
    film.write_gif((sheet[..., :3] for sheet in sheets), path, rate=RATE / 2)


if __name__ == "__main__":
    draw(Path(sys.argv[1]))
