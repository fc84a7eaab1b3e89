"""Morphs of which an end is imported: each mesh its own at its end, both one surface halfway."""

import json
import struct
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import trimesh
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from scipy.spatial import KDTree

sys.path.insert(0, str(Path(__file__).parent / "exchange"))
from file_samples import bending_glb

from engine.bake.asunder import in_pieces
from engine.bake.chain import HIDDEN, LAP, sampled
from engine.bake.clip import Clip, Material
from engine.bake.crossing import LONGEST, End, refined
from engine.bake.dressed import seen
from engine.bake.error import nearest
from engine.bake.evaluate import evaluate
from engine.bake.fronts import MOST, TARGETS
from engine.bake.palette import to_srgb
from engine.bake.pierced import pierced
from engine.bake.sides import Side
from engine.cli import main
from engine.document.blobs import Blobs
from engine.document.imports import scene_of
from engine.document.scene import Generation, Node, Relation, Timing
from engine.document.storage import save
from engine.exchange.gltf import export_gltf
from engine.exchange.importing import import_file
from engine.stages import Stages
from engine.vocabulary.relations import MORPH_STYLE
from tests.engine.form.shapes import chair_slots, parts_of

START, END = 0.5, 1.5
TORN, NO_AREA = 0.01, 1e-9
EXPLODE = MORPH_STYLE.choices.index("explode and assemble")


@pytest.fixture(scope="module")
def knob(tmp_path_factory):
    """A low mesh with a head: a ball on a box, as one file of triangles."""
    box = trimesh.creation.box((1.0, 0.5, 0.6))
    ball = trimesh.creation.icosphere(2, 0.3).apply_translation((0.0, 0.45, 0.1))
    path = tmp_path_factory.mktemp("knob") / "knob.obj"
    trimesh.util.concatenate([box, ball]).export(path)
    return path


def imported(path, blobs, name, **more):
    read = import_file(path, unit="m", up="y")
    (node,) = scene_of(read.imported(blobs.put(read.data))).nodes
    return node.changed(id=name, **more)


def becoming(stages, first, last, blobs, timings=(), **settings):
    """The scene in which one node becomes another, its arrays, and its clip."""
    nodes = []
    for node in (first, last):
        if node.imported is None:
            node = node.changed(generation=replace(node.generation, tokens=blobs.put(stages.sampled(node))))
        nodes.append(node)
    nodes[1] = nodes[1].changed(kind="state")
    relation = Relation("m", "morphs into", nodes[0].id, nodes[1].id, START, END, settings=settings, timings=timings)
    scene = scene_of(first.imported or last.imported).changed(nodes=tuple(nodes), relations=(relation,), duration=2.0,
                                                              rate=12.0)
    arrays = dict(blobs.needed(scene))
    staged = stages.staged(scene, stages.boxes(scene, arrays))
    return scene, arrays, stages.clip(scene, nodes[0], arrays, staged, exact=False)


def shown(clip: Clip, time: float) -> np.ndarray:
    """Corners [face, 3, 3] of the faces that have any size."""
    corners = evaluate(clip, time)[0][clip.faces]
    return corners[sizes(corners) > NO_AREA]


def sizes(corners: np.ndarray) -> np.ndarray:
    """Areas [face] of triangles [face, 3, 3]."""
    return 0.5 * np.linalg.norm(np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]), axis=1)


def evenly_over(corners: np.ndarray) -> np.ndarray:
    """Points [3000, 3] of triangles [face, 3, 3]."""
    mesh = trimesh.Trimesh(corners.reshape(-1, 3), np.arange(3 * len(corners)).reshape(-1, 3), process=False)
    return np.asarray(trimesh.sample.sample_surface(mesh, 3000, seed=1)[0])


def apart(corners, others):
    """Mean distance of points on some triangles from others [face, 3, 3]."""
    return float(nearest(evenly_over(corners), others, candidates=min(len(others), 400)).mean())


@pytest.fixture(scope="module")
def melting(stages, knob):
    blobs = Blobs()
    chair = Node("chair", category="chair", generation=Generation(seed=5))
    return becoming(stages, imported(knob, blobs, "knob"), chair, blobs)


def test_each_end_is_the_mesh_that_it_was(stages, knob, melting):
    scene, blobs, clip = melting
    before = stages.imports.still(scene.nodes[0], blobs)
    first = shown(clip, 0.2)
    own = evaluate(before, 0.0)[0][before.faces]
    size = np.linalg.norm(np.ptp(own.reshape(-1, 3), axis=0))
    assert apart(first, own) < 1e-5 * size
    assert apart(own, first) < 1e-5 * size
    area = [trimesh.triangles.area(x).sum() for x in (first, own)]
    assert area[0] == pytest.approx(area[1], rel=1e-4)
    alone = scene.changed(nodes=(scene.nodes[1].changed(kind="object"),), relations=())
    chair = stages.clip(alone, alone.nodes[0], blobs, stages.staged(alone, stages.boxes(alone, blobs)), exact=False,
                       cells=48)
    last, true = shown(clip, 2.0), shown(chair, 2.0)
    move = true.reshape(-1, 3).mean(0) - last.reshape(-1, 3).mean(0)
    assert apart(last + move, true) < 0.02 * np.linalg.norm(np.ptp(true.reshape(-1, 3), axis=0))


def test_halfway_both_are_one_surface(melting):
    *_, clip = melting
    assert 0.0 < clip.report["meets"] < 5.0
    count = sum(material.faces for material in clip.materials[:1])
    corners = evaluate(clip, halfway(clip))[0][clip.faces]
    sides = corners[:count], corners[count:]
    size = np.linalg.norm(np.ptp(corners.reshape(-1, 3), axis=0))
    assert all(np.ptp(side.reshape(-1, 3), axis=0).min() > 0.1 * size for side in sides)
    assert max(apart(*sides), apart(*sides[::-1])) < 0.05 * size


def test_nothing_jumps(melting):
    *_, clip = melting
    times = np.linspace(START, END, 49)
    clouds = [shown(clip, time).reshape(-1, 3) for time in times]
    low, high = (np.array([getattr(cloud, end)(0) for cloud in clouds]) for end in ("min", "max"))
    steps = np.abs(np.diff(np.concatenate([low, high], 1), axis=0)).max(1)
    assert steps.max() < 0.12 * np.linalg.norm(high[0] - low[0])


def test_four_targets_and_the_same_bytes(stages, melting):
    scene, blobs, clip = melting
    assert len(clip.target_names) == 4
    fresh = Stages(stages._generator)
    again = fresh.clip(scene, scene.nodes[0], blobs, fresh.staged(scene, fresh.boxes(scene, blobs)), exact=False)
    assert {key: value.tobytes() for key, value in clip.arrays().items()} == {
        key: value.tobytes() for key, value in again.arrays().items()}


@pytest.mark.parametrize("style", range(8))
def test_every_style_ends_alike(stages, knob, melting, style):
    blobs = Blobs()
    chair = Node("chair", category="chair", generation=Generation(seed=5))
    *_, clip = becoming(stages, imported(knob, blobs, "knob"), chair, blobs, style=float(style))
    *_, plain = melting
    for time in (0.0, 2.0):
        if style == EXPLODE:        # cut between its pieces: the same surface in other faces
            corners, others = shown(clip, time), shown(plain, time)
            assert max(apart(corners, others), apart(others, corners)) < 1e-4
            area = [trimesh.triangles.area(each).sum() for each in (corners, others)]
            assert area[0] == pytest.approx(area[1], rel=2e-3)
            continue
        corners, others = (evaluate(each, time)[0][each.faces] for each in (clip, plain))   # faces may be cut apart
        assert np.allclose(corners, others, atol=1e-4)
    if style in (1, 2, 4):
        bent, straight = shown(clip, 1.0), shown(plain, 1.0)
        assert apart(bent, straight) > 0.02 * np.linalg.norm(np.ptp(straight.reshape(-1, 3), axis=0))


def test_its_own_animation_plays_until_it_becomes_another(stages, knob, tmp_path):
    blobs = Blobs()
    bar = imported(bending_glb(tmp_path / "bar.glb"), blobs, "bar")
    scene, arrays, clip = becoming(stages, bar, imported(knob, blobs, "knob"), blobs)
    own = stages.imports.clip(scene, scene.nodes[0], arrays)
    for time in (0.0, 0.25, 0.45):
        true = evaluate(own, time)[0][own.faces]
        assert apart(shown(clip, time), true) < 0.01 * np.linalg.norm(np.ptp(true.reshape(-1, 3), axis=0))
    assert apart(evaluate(own, 0.0)[0][own.faces], evaluate(own, 0.4)[0][own.faces]) > 0.01
    assert {texture.image for material in clip.materials for texture in material.textures.values()} <= set(
        range(len(clip.images)))


def test_its_matches_are_told_and_kept_by_hand(stages, melting):
    scene, blobs, _ = melting
    found = stages.matches(scene, blobs)["m"]
    assert {first for first, _ in found if first}
    assert ("body" in {last for _, last in found}) or ("torso" in {last for _, last in found})


def names_in_three(path: Path) -> list[str]:
    """Of the nodes, and of the primitives as three.js calls them: the mesh's name, with a number from the second on."""
    data = path.read_bytes()
    document = json.loads(data[20:20 + struct.unpack_from("<I", data, 12)[0]])
    return [node["name"] for node in document["nodes"]] + [
        f"{mesh['name']}_{k}" if k else mesh["name"] for mesh in document["meshes"] for k in range(4)]


def test_it_is_written_and_read_again(melting, tmp_path):
    scene, blobs, clip = melting
    report = export_gltf([clip], tmp_path / "m.glb", scene_name="m")
    assert any("two meshes while it becomes" in line for line in report["remarks"]) or report["bytes"] > 0
    written = names_in_three(tmp_path / "m.glb")
    assert len(written) == len(set(written))
    stored = Blobs()
    for array in blobs.values():
        stored.put(array)
    save(tmp_path / "m.chrono", scene, stored)
    assert main(["generate", str(tmp_path / "m.chrono"), "-o", str(tmp_path / "n.glb"), "--quiet"]) == 0
    assert main(["render", str(tmp_path / "n.glb"), "-o", str(tmp_path / "n.png"), "--size", "64x48", "--quiet"]) == 0


def test_long_edges_are_halved_and_nothing_else_changes():
    box = trimesh.creation.box((3.0, 1.0, 0.2))
    faces = np.asarray(box.faces, np.int64)
    count = len(faces)
    clip = still(box)
    end = End(clip, np.asarray(box.vertices), np.asarray(box.vertex_normals), np.zeros((8, 4), int),
              np.tile((1.0, 0.0, 0.0, 0.0), (8, 1)))
    fine = refined(end)
    mesh = trimesh.Trimesh(fine.points, fine.clip.faces, process=False)
    assert mesh.is_watertight
    assert mesh.area == pytest.approx(box.area)
    assert mesh.volume == pytest.approx(box.volume)
    assert mesh.edges_unique_length.max() <= LONGEST * np.linalg.norm((3.0, 1.0, 0.2))
    assert len(mesh.faces) > 20 * count
    assert [material.faces for material in fine.clip.materials] == [
        len(half) for half in (flat(mesh, fine, 0), flat(mesh, fine, 1))]
    assert np.allclose(fine.weights.sum(1), 1.0)


def still(mesh) -> Clip:
    """A box of two materials, one on the first six triangles."""
    count = len(mesh.vertices)
    asset = trimesh.Trimesh(mesh.vertices, mesh.faces, process=False)
    zero = np.zeros((0, count, 3), np.float32)
    return Clip(
        "box", np.asarray(asset.vertices, np.float32), np.asarray(asset.vertex_normals, np.float32),
        np.asarray(asset.faces, np.uint32), np.zeros((count, 2), np.float32), np.full((4, 4, 4), 255, np.uint8),
        np.zeros((4, 4, 3), np.uint8), np.ones((count, 3), np.float32), np.zeros(count, np.int32),
        np.zeros((count, 4), np.uint16), np.tile(np.float32((1, 0, 0, 0)), (count, 1)), ("root",),
        np.array([-1], np.int32), np.eye(4)[None], (), zero, zero, zero, np.zeros(1), np.zeros((1, 0)),
        np.zeros((1, 1, 3)), np.tile((0.0, 0.0, 0.0, 1.0), (1, 1, 1)), np.ones((1, 1, 3)), np.zeros(1),
        np.zeros((1, 3)), np.array([[0.0, 0.0, 0.0, 1.0]]), np.ones((1, 3)),
        materials=(Material("first", 6), Material("second", 6)))


def flat(mesh, end, number):
    """The faces that lie in the triangles of one of the box's materials."""
    box = trimesh.creation.box((3.0, 1.0, 0.2))
    closest = trimesh.proximity.closest_point_naive(box, mesh.triangles_center)[2]
    return np.flatnonzero((closest >= 6) == bool(number))


def whole(clip: Clip, time: float) -> np.ndarray:
    """Which vertices are of faces that are neither hidden nor gathered in a point."""
    out = np.zeros(len(clip.positions), bool)
    out[clip.faces[sizes(evaluate(clip, time)[0][clip.faces]) > NO_AREA]] = True
    return out


def sides(clip: Clip, time: float) -> list[tuple[np.ndarray, np.ndarray]]:
    """Of the first mesh and of the last, where they are seen: points [vertex, 3] and colours, sRGB."""
    change = np.array([np.interp(time, clip.times, curve) for curve in clip.target_weights.T])
    tint = clip.tint + np.tensordot(change, clip.target_tints, 1)
    points, light = evaluate(clip, time)[0], to_srgb(seen(replace(clip, tint=tint)))
    large = whole(clip, time)
    assert tint[large].min() > -0.01
    assert tint[large].max() < 1.01
    return [(points[some], light[some]) for some in (large & vertices for vertices, _ in clip.meshes())]


def halfway(clip: Clip) -> float:
    """When [s] both have risen and neither has sunk."""
    return float(clip.times[sum(weights(clip, name) for name in ("sinking", "risen")).argmin()])


def weights(clip: Clip, name: str) -> np.ndarray:
    """Of a target [key]."""
    return clip.target_weights[:, clip.target_names.index(name)]


@pytest.fixture(scope="module")
def tub(tmp_path_factory):
    """Open at its top, with thin walls."""
    wide, thick = 1.0, 0.06
    walls = [trimesh.creation.box((wide, thick, 0.7))]
    walls += [trimesh.creation.box((thick, 0.5, 0.7)).apply_translation((side * (wide - thick) / 2, 0.25, 0.0))
              for side in (-1, 1)]
    walls += [trimesh.creation.box((wide, 0.5, thick)).apply_translation((0.0, 0.25, side * 0.32)) for side in (-1, 1)]
    path = tmp_path_factory.mktemp("tub") / "tub.obj"
    trimesh.util.concatenate(walls).export(path)
    return path


def test_both_have_one_colour_where_both_are_seen(melting):
    *_, clip = melting
    both = clip.times[weights(clip, "sinking") + weights(clip, "risen") < 1e-6]
    assert np.ptp(both) > LAP - 1e-6        # an engine that samples a file sees both as well
    for time in (both[0], halfway(clip), both[-1]):
        (first, shade), (last, light) = sides(clip, time)
        near = [KDTree(there).query(here)[1] for here, there in ((first, last), (last, first))]
        off = [np.abs(one - other[which]).mean() for one, other, which in zip((shade, light), (light, shade), near)]
        assert max(off) < 0.12
    first, last = sides(clip, START)[0][1], sides(clip, END)[1][1]
    assert np.abs(first.mean(0) - last.mean(0)).max() > 0.3


def test_one_mesh_alone_is_seen_but_for_a_moment(melting):
    *_, clip = melting
    times = np.linspace(START, END, 201)
    both = [all(len(points) for points, _ in sides(clip, time)) for time in times.tolist()]
    assert any(both)
    assert np.mean(both) < 0.2


def test_no_bone_moves_nothing(melting):
    *_, clip = melting
    used = set(np.unique(clip.joints[clip.weights > 0.0]).tolist())
    inner = {k for k, parent in enumerate(clip.joint_parents.tolist()) if parent >= 0}
    assert inner <= used


def test_what_is_hollow_is_not_torn(stages, tub):
    """Few of either mesh's faces are drawn out across the hollow where both are seen."""
    blobs = Blobs()
    chair = Node("turtle", category="turtle", generation=Generation(seed=5))
    *_, clip = becoming(stages, imported(tub, blobs, "tub"), chair, blobs)
    corners = evaluate(clip, halfway(clip))[0][clip.faces]
    longest = np.linalg.norm(corners - np.roll(corners, 1, 1), axis=2).max(1)
    size = np.linalg.norm(np.ptp(corners.reshape(-1, 3), axis=0))
    assert (longest > 0.1 * size).mean() < TORN


@pytest.fixture(scope="module")
def chair():
    return Node("chair", category="chair", generation=Generation(seed=5))


@pytest.mark.parametrize(("style", "axis"), [("wipe upwards", 1), ("wipe to the right", 0)])
def test_a_wipe_passes_along_its_axis(stages, knob, chair, style, axis):
    """Of both meshes, what lies low on the axis leaves its place on the first before what lies high, and comes to its
    place on the last before it."""
    *_, clip = becoming(stages, imported(knob, blobs := Blobs(), "knob"), chair, blobs,
                        style=float(MORPH_STYLE.choices.index(style)))
    assert len(TARGETS) < len(clip.target_names)
    assert clip.most_targets <= MOST
    size = np.linalg.norm(np.ptp(clip.positions, axis=0))
    names, ways = list(clip.target_names), clip.target_positions.astype(float)
    for own, order in (("sinking", 1), ("risen", -1)):
        mine = ways[names.index(own)].any(1)
        place = clip.positions[mine, axis]
        low, high = place <= np.quantile(place, 0.2), place >= np.quantile(place, 0.8)
        others = [k for k, name in enumerate(names) if name not in ("sinking", "risen")]
        gone = np.linalg.norm(ways[others][:, mine], axis=2) > 0.02 * size
        early, late = (gone[:, some].mean(1) for some in (low, high))
        assert order * (early - late).sum() > 0.7


def through(clip: Clip, time: float) -> float:
    """The share of the faces that are seen which others pass through."""
    points = evaluate(clip, time)[0]
    faces = clip.faces[np.ptp(points[clip.faces], axis=1).max(1) > 10.0 * HIDDEN].astype(np.int64)
    place = np.unique(np.round(points, 5), axis=0, return_inverse=True)[1].reshape(-1)
    return float(pierced(points, faces, place).mean())


@pytest.mark.parametrize("style", ["direct", "melt", "inflate", "twist"])
def test_no_face_is_drawn_through_another(stages, knob, chair, style):
    """The knob's ball lies in its box at rest; nothing else passes through anything, while one mesh alone is seen."""
    *_, clip = becoming(stages, imported(knob, blobs := Blobs(), "knob"), chair, blobs,
                        style=float(MORPH_STYLE.choices.index(style)))
    most = max(through(clip, START), through(clip, END))
    assert max(through(clip, time) for time in (0.6, 0.7, 0.8, 0.9, 1.1, 1.2, 1.3, 1.4)) < most + 0.01


@pytest.mark.parametrize("style", ["wipe upwards", "wipe to the right", "grow along the skeleton"])
def test_a_front_hands_over_in_a_moment_and_sheds_nothing(stages, knob, chair, melting, style):
    """One mesh alone is seen but for a moment, and then no face is drawn out and nothing lies far outside the other."""
    *_, clip = becoming(stages, imported(knob, blobs := Blobs(), "knob"), chair, blobs,
                        style=float(MORPH_STYLE.choices.index(style)))
    assert len(clip.positions) < 1.3 * len(melting[2].positions)     # no more is cut off than limbs ask for
    sunk, risen = weights(clip, "sinking"), weights(clip, "risen")
    within = clip.times[(clip.times > START) & (clip.times < END) & (risen < 1.0) & (sunk < 1.0)]
    assert len(within) > 0
    assert np.ptp(within) < 0.1 * (END - START)
    mine = [clip.target_positions[clip.target_names.index(name)].any(1) for name in ("sinking", "risen")]
    for time in np.linspace(within[0], within[-1], 5):
        points = evaluate(clip, time)[0]
        size = np.linalg.norm(np.ptp(points, axis=0))
        faces = [points[clip.faces[some[clip.faces].all(1)]] for some in mine]
        longest = [np.linalg.norm(each - np.roll(each, 1, 1), axis=2).max(1) for each in faces]
        assert max((each > 0.12 * size).mean() for each in longest) < TORN
    since = clip.times[(clip.times < within[0])].max() + 1e-4
    until = clip.times[(clip.times > within[-1])].min() - 1e-4
    start, end = (evaluate(clip, time)[0] for time in (since, until))
    for points, one, other in ((start, 1, 0), (end, 0, 1)):     # hidden, seen
        hidden, there = (sizes(points[clip.faces[mine[k][clip.faces].all(1)]]) for k in (one, other))
        assert hidden.sum() < 1e-3 * there.sum()


def test_a_part_stands_still_until_its_time(stages, knob, chair):
    scene, blobs, plain = becoming(stages, imported(knob, stored := Blobs(), "knob"), chair, stored)
    keys = [(first, "" if first else last) for first, last in stages.matches(scene, blobs)["m"]]
    late = tuple(Timing(*key, 0.6, 1.0, "linear") for key in sorted(set(keys)))
    *_, clip = becoming(stages, imported(knob, stored, "knob"), chair, stored, timings=late)
    before, own = shown(clip, 0.95), shown(plain, 0.2)
    size = np.linalg.norm(np.ptp(own.reshape(-1, 3), axis=0))
    assert max(apart(before, own), apart(own, before)) < 1e-3 * size
    assert apart(shown(plain, 0.95), own) > 5e-3 * size
    assert apart(shown(clip, 2.0), shown(plain, 2.0)) < 1e-5 * size


@pytest.fixture(scope="module")
def exploding(stages, knob, chair):
    return becoming(stages, imported(knob, blobs := Blobs(), "knob"), chair, blobs, style=float(EXPLODE))


def bodies(clip: Clip, time: float) -> list[trimesh.Trimesh]:
    """What hangs together of what is seen, its corners in one place being one."""
    points = shown(clip, time).reshape(-1, 3)
    pairs = KDTree(points).query_pairs(1e-5, output_type="ndarray")
    net = coo_array((np.ones(len(pairs)), tuple(pairs.T)), (len(points), len(points)))
    name = connected_components(net, directed=False)[1]
    places = np.zeros((int(name.max()) + 1, 3))
    places[name] = points
    return list(trimesh.Trimesh(places, name.reshape(-1, 3), process=False).split(only_watertight=False))


def rims(mesh: trimesh.Trimesh) -> int:
    """Edges that one face alone has."""
    return int((np.unique(mesh.edges_sorted, axis=0, return_counts=True)[1] == 1).sum())


def test_it_comes_apart_into_closed_pieces_and_assembles(exploding, melting):
    *_, clip = exploding
    assert "shut" in clip.target_names
    assert clip.most_targets <= MOST
    whole = np.linalg.norm(np.ptp(shown(clip, 0.0).reshape(-1, 3), axis=0))
    for time, torn in ((0.85, 0.0), (1.15, 0.01)):      # one mesh alone, in flight; the last grows out of fewer parts
        pieces = [piece for piece in bodies(clip, time) if piece.area > 0.003]
        assert len(pieces) > 4
        spread = np.linalg.norm(np.ptp(np.concatenate([piece.vertices for piece in pieces]), axis=0))
        assert spread > 1.3 * whole
        assert sum(map(rims, pieces)) <= torn * sum(len(piece.edges_unique) for piece in pieces)
    flown = np.linalg.norm(clip.joint_translation - clip.joint_translation[[0]], axis=2)
    of_first, aloft = np.flatnonzero(clip.joint_parents < 0)[1], np.abs(clip.times - 0.92).argmin()
    assert (flown[aloft, :of_first] > 0.1 * whole).sum() > 4
    for time in (START, END):           # nothing has flown yet, and all is back
        there, plain = shown(clip, time), shown(melting[2], time)
        assert max(apart(there, plain), apart(plain, there)) < 1e-4


def slopes(points: np.ndarray) -> np.ndarray:
    """The angles of points about the origin from its upright."""
    return np.arctan2(np.linalg.norm(points[:, [0, 2]], axis=1), points[:, 1])


def test_lids_lie_within_the_body_that_was_cut():
    """A ball with a deep dent, cut round it above the dent's ground: a flat lid would pass through that."""
    ball = trimesh.creation.icosphere(4, 1.0)
    points = np.asarray(ball.vertices)

    def radius(slope: np.ndarray) -> np.ndarray:
        return 1.0 - 0.8 * np.exp(-(slope / 0.45) ** 2)

    slope = slopes(points)
    points = points * radius(slope)[:, None]
    mesh = trimesh.Trimesh(points, ball.faces, process=False)
    clip = replace(still(mesh), materials=(Material("all", len(mesh.faces)),))
    upper = 1.0 / (1.0 + np.exp(-20.0 * (points[:, 1] - 0.4) - 40.0 * (slope < 0.7)))
    end = End(clip, points, np.asarray(mesh.vertex_normals), np.zeros((len(points), 4), int),
              np.tile((1.0, 0.0, 0.0, 0.0), (len(points), 1)))
    parts = parts_of(chair_slots())
    side = in_pieces(Side(end, parts, np.stack([1.0 - upper, upper], 1)), np.zeros((2, 3)))
    made, lids = side.end.points, np.flatnonzero(side.flown.lid.any(1))
    assert np.ptp(side.flown.piece) == 1
    assert len(lids) > 50
    assert (np.linalg.norm(made[lids], axis=1) < radius(slopes(made[lids])) + 0.01).all()
    folded = made - side.flown.lid
    assert KDTree(folded[np.setdiff1d(np.arange(len(made)), lids)]).query(folded[lids])[0].max() < 1e-6
    faces = side.end.clip.faces.astype(np.int64)
    place = np.unique(np.round(made, 6), axis=0, return_inverse=True)[1].reshape(-1)
    assert pierced(made, faces, place).mean() < 0.01
    corners = made[faces[np.isin(faces, lids).any(1)]]
    outward = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    told = side.end.normals[faces[np.isin(faces, lids).any(1)]].mean(1)
    assert ((outward * told).sum(1) > 0.0).mean() > 0.99


def test_pieces_pass_over_in_flight_and_nothing_pops(exploding):
    *_, clip = exploding
    times = np.linspace(START, END, 49)
    clouds = [evenly_over(shown(clip, time)) for time in times]
    steps = [max(KDTree(b).query(a)[0].mean(), KDTree(a).query(b)[0].mean()) for a, b in zip(clouds, clouds[1:])]
    assert max(steps) < 4.0 * np.median(steps)
    assert clip.report["meets"] < 5.0


def evenly(clip: Clip, phase: float) -> Clip:
    """The clip as an engine has it that samples a file 30 times a second."""
    times = np.concatenate([[0.0], np.arange(phase / 30.0, 2.0, 1.0 / 30.0)[1:], [2.0]])
    translation, rotation, scale, own = sampled(clip, times)
    return replace(clip, times=times, joint_translation=translation, joint_rotation=rotation, joint_scale=scale,
                   target_weights=own)


@pytest.mark.parametrize("phase", [0.0, 0.4, 0.8])
@pytest.mark.parametrize("style", ["direct", "twist", "wipe upwards", "grow along the skeleton",
                                   "explode and assemble"])
def test_an_engine_that_samples_sees_nothing_flicker(stages, knob, chair, style, phase):
    """Of what is drawn straight between two samples, hardly anything lies outside what is seen."""
    *_, clip = becoming(stages, imported(knob, blobs := Blobs(), "knob"), chair, blobs,
                        style=float(MORPH_STYLE.choices.index(style)))
    theirs = evenly(clip, phase)
    size = np.linalg.norm(np.ptp(shown(clip, 0.0).reshape(-1, 3), axis=0))
    for time in theirs.times[np.abs(theirs.times - 1.0) < 0.25] + 1.0 / 60.0:
        points, normals, _ = evaluate(clip, time)
        seen = np.unique(clip.faces[whole(clip, time)[clip.faces].all(1)])
        corners = evaluate(theirs, time)[0][clip.faces]
        area, at = sizes(corners), corners.mean(1)
        far, near = KDTree(points[seen]).query(at)
        out = ((at - points[seen][near]) * normals[seen][near]).sum(1) > 0.0
        assert area[out & (far > 0.05 * size)].sum() < TORN * area.sum()


def test_blender_keeps_the_keys_of_a_hand_over(melting, exploding):
    """Of two keys nearer than a hundredth of a frame, 24 a second, it makes one."""
    for *_, clip in (melting, exploding):
        scale = clip.joint_scale.max(2)
        over = np.flatnonzero((np.abs(np.log(scale[1:] / scale[:-1])) > 3.0).any(1))
        assert len(over) >= 2
        assert np.diff(clip.times)[over].min() > 1.1 * 0.01 / 24.0
        assert np.diff(clip.times)[over].max() < 1.0 / 60.0


def test_pieces_with_times_of_their_own_come_apart_too(stages, knob, chair, exploding):
    scene, blobs, plain = exploding
    keys = sorted({(first, "" if first else last) for first, last in stages.matches(scene, blobs)["m"]})
    late = tuple(Timing(*key, 0.6, 1.0, "linear") for key in keys[:1])
    *_, clip = becoming(stages, imported(knob, stored := Blobs(), "knob"), chair, stored, timings=late,
                        style=float(EXPLODE))
    assert clip.most_targets <= MOST
    for time in (0.0, 2.0):
        assert max(apart(shown(clip, time), shown(plain, time)), apart(shown(plain, time), shown(clip, time))) < 1e-4
    assert len(bodies(clip, 0.85)) > 2
