from dataclasses import replace

import numpy as np
import pytest

from engine.bake.bake import bake_object
from engine.bake.evaluate import colours, evaluate
from engine.bake.occlusion import _reached
from engine.form.field import Field
from engine.form.object4d import Object4D
from engine.form.parts import Slot, encode
from engine.form.surface import surface
from engine.vocabulary.materials import MATERIAL

BODY = Slot(0, size=(0.3, 0.3, 0.3), colour=(0.9, 0.6, 0.1))
PLATE = Slot(2, parent=0, attach=(0, -1, 0), anchor=(0, 0.9, 0), size=(0.9, 0.05, 0.9), exponents=(1, 1))
MUG = Slot(0, size=(0.3, 0.4, 0.3), exponents=(0, 0.8), shell=0.15, open=1.0)


def obj(*slots):
    return Object4D.from_tokens(encode(list(slots)), scale=1.0, period=1.0)


def shaded(*slots, times=(0.0,)):
    return bake_object("thing", obj(*slots), times=times, cycle_of_time=lambda t: t, draft=True, shaded=True)


def open_at_vertices(clip):
    """Of every vertex 0..1, and where it is."""
    height, width = clip.occlusion.shape
    column, row = np.minimum((clip.uvs * (width, height)).astype(int), (width - 1, height - 1)).T
    return clip.occlusion[row, column] / 255.0, evaluate(clip, 0.0)[0]


def traced(field, points, normals, diagonal, count=400):
    """The share of rays [n], by the cosine, that leave the object within its reach: stepped by the distance itself."""
    k = np.arange(count) + 0.5
    radius, turn = np.sqrt(k / count), k * 2.399963
    about = np.stack([radius * np.cos(turn), radius * np.sin(turn), np.sqrt(1.0 - radius**2)], 1)
    out = []
    for point, normal in zip(points, normals):
        x = np.cross(normal, np.eye(3)[np.abs(normal).argmin()])
        x /= np.linalg.norm(x)
        ways = about @ np.stack([x, np.cross(normal, x), normal])
        at, free = np.full(count, 0.004 * diagonal), np.ones(count, bool)
        for _ in range(60):
            clear = field.distance(point + at[:, None] * ways)
            free &= (at > 0.5 * diagonal) | (clear > 0.0005 * diagonal)
            at = np.where(free & (at < 0.5 * diagonal), at + clear.clip(0.001 * diagonal, None), at)
        out.append(free.mean())
    return np.array(out)


@pytest.mark.parametrize("slots", [(BODY, PLATE), (MUG,)])
def test_cones_see_what_rays_see(slots):
    parts = obj(*slots).parts
    field = Field(parts)
    diagonal = float(np.linalg.norm(np.subtract(*field.bounds())))
    points = surface(parts, cells=48).positions.astype(float)
    points = points[np.random.default_rng(3).choice(len(points), 150, replace=False)]
    distance, slope, _ = field.both(points)
    points = points - distance[:, None] * slope
    truth = traced(field, points, slope / np.linalg.norm(slope, axis=1, keepdims=True), diagonal)
    found, seen = _reached(field, points)
    assert seen.all()
    assert np.abs(found - truth).mean() < 0.045
    assert np.corrcoef(found, truth)[0, 1] > 0.97
    assert np.ptp(truth) > 0.4


def test_a_ball_alone_is_open_and_a_cup_is_dark_at_its_bottom():
    seen, _ = open_at_vertices(shaded(BODY))
    assert seen.min() > 0.97
    seen, at = open_at_vertices(shaded(MUG))
    inside = (np.hypot(at[:, 0], at[:, 2]) < 0.26) & (at[:, 1] < 0.4) & (at[:, 1] > 0.1)
    outside = np.hypot(at[:, 0], at[:, 2]) > 0.28
    assert inside.sum() > 20
    assert seen[inside].mean() < 0.35
    assert seen[outside].mean() > 0.9


def test_a_plate_is_dark_around_what_stands_on_it_and_nowhere_leaks_what_is_hidden():
    seen, at = open_at_vertices(shaded(BODY, PLATE))
    far = np.hypot(at[:, 0], at[:, 2])
    top = at[:, 1] > 0.05
    near, wide = seen[top & (far < 0.35) & (at[:, 1] < 0.2)], seen[top & (far > 0.75) & (at[:, 1] < 0.2)]
    assert near.mean() < 0.7
    assert wide.mean() > 0.85
    assert seen[at[:, 1] > 0.6].min() > 0.95


def test_what_passes_by_darkens_less_than_what_stays():
    swing = np.zeros(30)
    swing[0] = 1.2
    arm = Slot(9, parent=0, attach=(0.95, 0.4, 0), anchor=(0, 0.95, 0), size=(0.08, 0.4, 0.2), exponents=(0.5, 0.5))
    still = shaded(BODY, arm)
    moving = shaded(BODY, replace(arm, motion=swing), times=tuple(np.linspace(0, 0.9, 10)))
    dark = [1.0 - open_at_vertices(clip)[0][clip.part == 0].min() for clip in (still, moving)]
    assert dark[0] > 3.0 * dark[1]
    assert still.report["occlusion_varies"] < 1e-6 < moving.report["occlusion_varies"]


def test_glass_neither_darkens_nor_is_darkened():
    glass = replace(PLATE, material=MATERIAL["glass"])
    assert shaded(BODY, glass).occlusion.min() > 240
    seen = open_at_vertices(clip := shaded(replace(BODY, material=MATERIAL["glass"]), PLATE))[0]
    assert seen[clip.part == 0].min() == 1.0


def test_every_part_has_its_own_tile_and_looks_as_it_did():
    legs = Slot(9, parent=0, symmetry="mirror", attach=(0.5, -0.6, 0), anchor=(0, 0.8, 0), size=(0.07, 0.25, 0.07),
                colour=(0.2, 0.5, 0.2), material=MATERIAL["wood"])
    clip = shaded(BODY, legs)
    plain = bake_object("thing", obj(BODY, legs), times=(0.0,), cycle_of_time=lambda t: t, draft=True)
    left, right = (clip.uvs[clip.part == k] for k in (1, 2))
    assert np.abs(left - right).max() > 0.05
    assert clip.occlusion.shape == clip.palette.shape[:2] == clip.surface.shape[:2]
    assert plain.occlusion is None
    assert len(clip.faces) == len(plain.faces)
    body = clip.part == 0
    assert np.abs(colours(clip, clip.tint)[body] - colours(plain, plain.tint)[plain.part == 0][0]).max() < 0.01
    assert shaded(BODY, legs).occlusion.tobytes() == clip.occlusion.tobytes()
