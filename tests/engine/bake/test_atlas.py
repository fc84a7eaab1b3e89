from dataclasses import replace

import numpy as np
import pytest
import trimesh

from engine.bake.atlas import _packed
from engine.bake.bake import bake_morph, bake_object
from engine.bake.evaluate import colours, evaluate
from engine.bake.palette import opacities, tiled, to_linear
from engine.bake.preview import preview
from engine.bake.shells import lattice
from engine.bake.unwrap import unwrapped
from engine.exchange.preflight import preflight
from engine.form import pattern
from engine.form.matching import match
from engine.form.object4d import Object4D
from engine.form.parts import Slot, encode
from engine.form.unit import unit_of
from engine.vocabulary.materials import MATERIAL, PATTERN

BODY = Slot(0, size=(0.3, 0.25, 0.4), colour=(0.9, 0.6, 0.1), second=(0.1, 0.1, 0.1), grain=0.6,
            pattern=PATTERN["stripes"])
LEGS = Slot(9, parent=0, symmetry="mirror", attach=(0.5, -0.6, 0), anchor=(0, 0.8, 0), size=(0.07, 0.25, 0.07),
            colour=(0.2, 0.5, 0.2))


def obj(*slots):
    return Object4D.from_tokens(encode(list(slots)), scale=1.0, period=1.0)


def baked(*slots):
    return bake_object("thing", obj(*slots), times=(0.0,), cycle_of_time=lambda _: 0.0, draft=True)


@pytest.mark.parametrize("folded", [False, True])
def test_a_lattice_lies_flat_on_its_tile_once(folded):
    shape = lattice(4, 6, 5, folded=folded)
    flat = unwrapped(shape, 128, 0.6)
    assert np.array_equal(flat.source[flat.faces], shape.faces)
    a, b, c = (flat.place[flat.faces[:, k]] for k in range(3))
    u, v = b - a, c - a
    area = 0.5 * np.abs(u[:, 0] * v[:, 1] - u[:, 1] * v[:, 0])
    windows = np.array([chart.window for chart in flat.charts])
    inside = (windows[:, 2:] - windows[:, :2] - 4).prod(1).sum()
    assert area.min() > 0
    assert area.sum() == pytest.approx(inside)


def test_tiles_fill_a_square_and_none_lies_on_another():
    sides = {0: 128, 1: 32, 2: 64, 3: 128, 4: 16, 5: 16, 6: 64}
    corners, side = _packed(sides)
    used = np.zeros((side, side), int)
    for part, (x, y) in corners.items():
        used[y:y + sides[part], x:x + sides[part]] += 1
    assert used.max() == 1
    assert used.sum() == sum(s * s for s in sides.values())
    assert side == 256


def test_a_painted_part_shows_its_pattern_and_the_others_their_colour():
    clip, parts = baked(BODY, LEGS), obj(BODY, LEGS).parts
    seen = colours(clip, clip.tint)
    assert tiled(clip.palette, clip.uvs, clip.part)
    body = clip.part == 0
    assert np.abs(seen[~body] - to_linear(parts.colour[1])).max() < 0.01
    unit = unit_of(parts, np.zeros(body.sum(), int), clip.positions[body].astype(float))
    expected = to_linear(pattern.colours(parts, 0, unit, texel=0.004))
    assert np.abs(seen[body] - expected).mean() < 0.03
    assert np.ptp(seen[body][:, 0]) > 0.7
    mesh = trimesh.Trimesh(clip.positions, clip.faces, process=False)
    mesh.merge_vertices(merge_tex=True, merge_norm=True)
    assert mesh.is_watertight
    assert clip.arrays()["palette"].tobytes() == baked(BODY, LEGS).palette.tobytes()


def test_copies_share_a_tile():
    clip = baked(BODY, replace(LEGS, material=MATERIAL["wood"]))
    left, right = (clip.uvs[clip.part == k] for k in (1, 2))
    assert np.array_equal(left, right)


def test_a_morph_begins_and_ends_in_its_patterns_colours_and_says_so():
    spotted = replace(BODY, pattern=PATTERN["spots"], colour=(0.9, 0.9, 0.9), second=(0.6, 0.1, 0.1))
    start, end = match(obj(BODY).parts, obj(spotted).parts)
    clip = bake_morph("thing", start, end, times=(0.0, 1.0), share_of_time=lambda t: t, cycle_of_time=lambda _: 0.0,
                      draft=True)
    for time, parts in ((0.0, start), (1.0, end)):
        seen = colours(clip, evaluate(clip, time)[2])
        ends = to_linear(np.stack([parts.colour[0], parts.second[0]]))
        way = ends[1] - ends[0]
        along = (seen - ends[0]) @ way / (way @ way)
        mixed = to_linear(parts.colour[0] + np.linspace(0, 1, 200)[:, None] * (parts.second[0] - parts.colour[0]))
        assert np.abs(seen[:, None] - mixed[None]).max(2).min(1).max() < 0.02
        assert along.min() < 0.1
        assert along.max() > 0.8
    assert any("changes its pattern" in finding.sentence for finding in preflight([clip]))


def test_glass_is_the_palettes_alpha_and_none_lies_inside_it():
    glass = replace(BODY, material=MATERIAL["glass"], pattern=0)
    inner = replace(LEGS, symmetry="one", attach=(0, 0, 0), anchor=(0, 0, 0), size=(0.1, 0.1, 0.1),
                    material=MATERIAL["glass"])
    clip = baked(glass, inner)
    assert opacities(clip.palette, clip.uvs).max() < 0.5
    assert set(clip.part[clip.faces].ravel().tolist()) == {0}
    assert opacities(baked(BODY).palette, baked(BODY).uvs).min() == 1.0


def test_the_preview_is_painted_at_its_vertices():
    shown = preview("thing", obj(BODY), cells=48)
    seen = colours(shown, shown.tint)
    assert np.ptp(seen[:, 0]) > 0.5
    plain = preview("thing", obj(replace(BODY, pattern=0)), cells=48)
    assert np.ptp(colours(plain, plain.tint)[:, 0]) < 0.01
