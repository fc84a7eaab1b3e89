"""Cut: what one mesh cannot show well enough is several, nearer to the truth and without a jump."""

import numpy as np
import pytest

from engine.bake import cut
from engine.bake.bake import Course, Wish, bake_morph
from engine.bake.chain import BLINK, LAP
from engine.bake.error import difference, nearest, shown
from engine.bake.evaluate import evaluate
from engine.exchange.gltf import export_gltf
from engine.exchange.gltf_reader import read_gltf
from engine.form.field import Field
from engine.form.matching import match
from engine.form.object4d import Object4D
from engine.form.parts import Slot, encode

TIMES = np.linspace(0.0, 2.0, 25)
WISH = Wish(None, 2)
HELD = (0.3, 1.5)
"""s between which the morph goes on."""


def block() -> Object4D:
    swing = np.zeros(30)
    swing[1], swing[23] = 0.5, 0.5
    return Object4D.from_tokens(encode([
        Slot(0, parent=0, size=(0.3, 0.2, 0.4), exponents=(0.2, 0.2), blend=0.08, colour=(0.8, 0.3, 0.2)),
        Slot(9, parent=0, symmetry="mirror", attach=(0.6, -0.6, 0), anchor=(0, 0.8, 0), size=(0.07, 0.25, 0.07),
             blend=0.05, colour=(0.3, 0.7, 0.3), motion=swing)]), scale=1.0, period=1.0)


def ball(**cup) -> Object4D:
    return Object4D.from_tokens(encode([
        Slot(0, parent=0, size=(0.2, 0.4, 0.2), exponents=(1.0, 1.0), blend=0.02, colour=(0.1, 0.2, 0.9), **cup),
        Slot(9, parent=0, symmetry="mirror", attach=(0.2, 0.9, 0), anchor=(0, -0.8, 0), size=(0.12, 0.12, 0.12),
             blend=0.1, colour=(0.9, 0.9, 0.2))]), scale=1.0, period=1.0)


def share(time: float) -> float:
    return float(np.clip((time - HELD[0]) / (HELD[1] - HELD[0]), 0.0, 1.0))


def course(last: Object4D) -> Course:
    return Course(*match(block().parts, last.parts), TIMES, share, lambda t: t)


def errors(meshes_at, taken: Course) -> list[float]:
    """Of every key and the middles between them, in % of the diagonal."""
    found = []
    for time in np.linspace(0.0, 2.0, 2 * len(TIMES) - 1).tolist():
        points, normals, faces = meshes_at(time)
        found.append(difference(points, normals, faces[shown(points, faces)], taken.parts(time)).mean)
    return found


@pytest.fixture(scope="module")
def taken():
    return course(ball())


@pytest.fixture(scope="module")
def one(taken):
    return cut.pieces("x", taken, TIMES, WISH, limit=100.0)


@pytest.fixture(scope="module")
def several(taken):
    return cut.pieces("x", taken, TIMES, WISH, limit=0.01)


def test_a_clip_within_the_limit_is_what_it_would_be_without_one(taken, one):
    plain = bake_morph("x", taken.start, taken.end, times=TIMES, share_of_time=share, cycle_of_time=lambda t: t,
                       targets=2)
    (clip, span), = one
    assert cut.together("x", one, TIMES) is clip
    assert span == (0.0, 2.0)
    assert clip.header() == plain.header()
    for key, array in clip.arrays().items():
        assert array.tobytes() == plain.arrays()[key].tobytes(), key


def test_a_file_that_is_cut_is_nearer_to_the_truth(taken, one, several, tmp_path):
    assert len(several) in (2, 3, 4)
    starts = [start for _, (start, _) in several]
    assert [span[1] for _, span in several[:-1]] == starts[1:]
    assert all(start in TIMES for start in starts)
    export_gltf([cut.together("x", several, TIMES)], tmp_path / "x.glb")
    asset = read_gltf(tmp_path / "x.glb")

    def from_file(time: float):
        meshes = asset.shown(time)
        ends = np.cumsum([0, *(len(mesh.positions) for mesh in meshes)])
        return (np.concatenate([mesh.positions for mesh in meshes]), np.concatenate([mesh.normals for mesh in meshes]),
                np.concatenate([mesh.faces + end for mesh, end in zip(meshes, ends)]))

    before = errors(lambda time: (*evaluate(one[0][0], time)[:2], one[0][0].faces), taken)
    after = errors(from_file, taken)
    assert max(after) < (1.0 - cut.GAIN) * max(before)
    assert np.mean(after) < np.mean(before)


def test_a_clip_that_is_cut_says_where_and_why(several):
    clip = cut.together("x", several, TIMES)
    assert [[start, end] for start, end, _ in clip.report["cuts"]] == [list(span) for _, span in several[1:]]
    assert all("is off by" in why and "more than 0.01 %" in why for _, _, why in clip.report["cuts"])
    assert clip.report["error_worst"] == max(piece.report["error_worst"] for piece, _ in several)


def seen(clip, time: float):
    """What is seen of a chain: points and faces."""
    points = evaluate(clip, time)[0]
    return points, clip.faces[shown(points, clip.faces)]


def test_it_plays_through_the_cut_without_a_jump(taken, several):
    """What is seen lies, right before a cut and right after it, in one place, and between keys on, as nearly."""
    clip = cut.together("x", several, TIMES)
    for start, _, _ in clip.report["cuts"]:
        (_, faces), (after, both) = seen(clip, start - LAP - BLINK), seen(clip, start)
        others = both[~np.isin(both, faces).any(1)]
        assert len(faces) + len(others) == len(both)             # for a lap they are seen in one place
        assert np.array_equal(seen(clip, start + 2.0 * LAP)[1], others)
        size = float(np.linalg.norm(np.ptp(after[faces], axis=(0, 1))))
        outside = np.abs(Field(taken.parts(start)).distance(after)) < 0.005 * size
        apart = nearest(after[np.intersect1d(others, np.flatnonzero(outside))], after[faces]) / size
        assert apart.mean() < 0.002
        assert np.quantile(apart, 0.99) < 0.015
    sizes = [np.ptp(points[faces], axis=(0, 1)) for points, faces in (seen(clip, t) for t in clip.times.tolist())]
    assert np.abs(np.diff(sizes, axis=0)).max() < 0.1


def test_the_same_morph_is_cut_alike(taken, several):
    again = cut.pieces("x", taken, TIMES, WISH, limit=0.01)
    assert [span for _, span in again] == [span for _, span in several]
    for (clip, _), (other, _) in zip(again, several):
        assert clip.header() == other.header()
        assert clip.positions.tobytes() == other.positions.tobytes()


def test_too_few_bones_or_triangles_leave_it_whole(taken, several):
    bones = len(several[0][0].bind)
    assert len(cut.pieces("x", taken, TIMES, WISH, limit=0.01, bones=bones)) == 1
    assert len(cut.pieces("x", taken, TIMES, WISH, limit=0.01, bones=2 * bones)) <= 2
    assert len(cut.pieces("x", taken, TIMES, Wish(450, 2), limit=0.01)) == 1
    assert len(cut.pieces("x", taken, TIMES, Wish(None, 2, draft=True), limit=0.01)) == 1


def test_the_shade_goes_with_the_mesh_it_is_of(taken):
    shaded = cut.pieces("x", taken, TIMES, Wish(3000, 2, shaded=True), limit=0.01)
    assert len(shaded) > 1
    clip = cut.together("x", shaded, TIMES)
    assert clip.occlusion is not None
    assert clip.occlusion.shape == clip.palette.shape[:2]
    rows = [piece.palette.shape[0] for piece, _ in shaded]
    for (piece, _), top, high in zip(shaded, np.cumsum([0, *rows]).tolist(), rows):
        assert np.array_equal(clip.occlusion[top:top + high, :piece.palette.shape[1]], piece.occlusion)


def test_the_limit_is_wider_where_an_end_is_hollow():
    solid, hollow = (course(ball(**cup)) for cup in ({}, {"shell": 0.15, "open": 1.0}))
    assert cut.limit_of(solid.start, solid.end) == cut.LIMITS["solid"]
    assert cut.limit_of(hollow.start, hollow.end) == cut.LIMITS["hollow"]
