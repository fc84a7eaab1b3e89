"""Layers: what they say of a pixel is what the clip says of the point that it shows."""

import sys
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parent))
from moving_clips import ball, creature

from engine.exchange.images import drawing
from engine.picture.camera import Camera
from engine.picture.layers import LAYERS, NOTHING, id_colour

SIZE = (97, 65)
CLIPS = {"creature": creature(swing=0.6), "ball": ball(path=lambda t: (-0.5 + t, 0.4, 0.7))}
CAMERA = Camera(yaw=0.5, pitch=0.2, distance=4.0, target=(0.0, 0.6, 0.0))


def sphere_seen(camera, centre, radius):
    """Depth along the line of sight and normal where each pixel's ray meets a sphere; nan beside it."""
    depth, normal = np.full(SIZE[::-1], np.nan), np.full((*SIZE[::-1], 3), np.nan)
    for row in range(SIZE[1]):
        for column in range(SIZE[0]):
            start, along = camera.ray(column + 0.5, row + 0.5, SIZE)
            half = along @ (centre - start)
            under = half**2 - ((start - centre) ** 2).sum() + radius**2
            if under > 0:
                point = start + along * (half - np.sqrt(under))
                depth[row, column] = (point - camera.eye()) @ -camera.axes()[2]
                normal[row, column] = (point - centre) / radius
    return depth, normal


def test_depth_and_normals_are_those_of_the_sphere_that_is_seen():
    clip = ball(turns=96)
    middle = (clip.positions.max(0) + clip.positions.min(0)) / 2
    radius = float(np.linalg.norm(clip.positions - middle, axis=1).max())
    for camera in (Camera(yaw=0.4, pitch=0.3, distance=1.5, target=tuple(middle)),
                   Camera(yaw=-2.0, pitch=-0.2, distance=1.5, target=tuple(middle), parallel=True)):
        depth, normal = sphere_seen(camera, middle, radius)
        with drawing({"ball": clip}, SIZE, alone=True) as studio:
            seen = studio.layers(0.0, camera, ("depth", "normal", "mask"))
        there = seen["mask"][..., 0] > 0
        assert (there & np.isfinite(depth)).sum() > 0.97 * np.isfinite(depth).sum() > 100
        assert (seen["depth"][~there] == np.float32(NOTHING)).all()
        assert (seen["normal"][~there] == 0).all()
        inner = there & (np.einsum("ijk,k->ij", np.nan_to_num(normal), camera.axes()[2]) > 0.3)
        assert inner.sum() > 100
        sagged = seen["depth"][inner, 0] - depth[inner]      # the facets' middles lie under the sphere
        assert -1e-5 < sagged.min() <= sagged.max() < 0.006 * radius
        assert (seen["normal"][inner] * normal[inner]).sum(-1).min() > np.cos(np.radians(1.5))
        np.testing.assert_allclose(np.linalg.norm(seen["normal"][there], axis=-1), 1.0, atol=1e-5)


def test_ids_and_mask_are_exact_and_agree_with_what_is_picked():
    with drawing(CLIPS, SIZE, alone=True) as studio:
        seen = studio.layers(0.5, CAMERA, tuple(LAYERS))
        ids = np.rint(seen["id"] * 255).astype(int)
        np.testing.assert_array_equal(seen["id"], (ids / 255).astype(np.float32))
        colours = {id_colour(name) for name in CLIPS}
        assert {tuple(colour) for colour in ids.reshape(-1, 3)} == colours | {(0, 0, 0)}
        np.testing.assert_array_equal(seen["mask"][..., 0], (ids > 0).any(-1))
        assert set(np.unique(seen["mask"])) == {0.0, 1.0}
        np.testing.assert_array_equal(seen["colour"][..., 3], seen["mask"][..., 0])
        for row, column in np.argwhere(ids.any(-1))[::37]:
            picked = studio.pick(column, row)
            assert picked is not None
            assert id_colour(picked.node) == tuple(ids[row, column])
            depth = (picked.point - CAMERA.eye()) @ -CAMERA.axes()[2]
            assert abs(depth - seen["depth"][row, column, 0]) < 1e-3


def test_an_object_keeps_its_colour_in_other_company_and_layers_are_the_same_twice():
    with drawing(CLIPS, SIZE) as studio:
        both = [studio.layers(0.5, CAMERA, tuple(LAYERS)) for _ in range(2)]
    with drawing({"ball": CLIPS["ball"]}, SIZE) as studio:
        alone = studio.layers(0.5, CAMERA, ("id",))["id"]
    for name in LAYERS:
        np.testing.assert_array_equal(both[0][name], both[1][name])
    where = (np.rint(both[0]["id"] * 255) == id_colour("ball")).all(-1)
    assert where.sum() > 20
    np.testing.assert_array_equal(alone[where], both[0]["id"][where])


def test_base_colour_is_the_palettes_own():
    clip = CLIPS["ball"]
    with drawing({"ball": clip}, SIZE) as studio:
        seen = studio.layers(0.0, CAMERA, ("colour",))["colour"]
    shown = np.unique(np.round(seen[seen[..., 3] > 0][:, :3], 4), axis=0)
    srgb = clip.palette[0, 0, :3] / 255
    linear = np.where(srgb <= 0.04045, srgb / 12.92, ((srgb + 0.055) / 1.055) ** 2.4)
    np.testing.assert_allclose(shown, linear[None], atol=3e-3)
