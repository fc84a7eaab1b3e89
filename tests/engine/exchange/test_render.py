"""Render: transparent ground, numbered pictures, passes and sheets hold what was drawn, and nothing else."""

import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

sys.path.insert(0, str(Path(__file__).parent.parent / "picture"))
from moving_clips import ball, creature

from engine.exchange.film import bled
from engine.exchange.images import drawing
from engine.exchange.passes import FARTHEST, NO_DEPTH
from engine.exchange.render import Shot, numbered, render
from engine.picture.camera import Camera
from engine.picture.layers import LAYERS, NOTHING, id_colour

CLIPS = {"creature": creature(swing=0.6, turns=12), "ball": ball(path=lambda t: (-1.0 + t, 0.0, 0.6), turns=12)}
CAMERA = Camera(yaw=0.55, pitch=0.2, distance=4.0, target=(0.0, 0.6, 0.0))


def shot(**options):
    return Shot(**{"duration": 0.5, "rate": 8.0, "size": (96, 64), "camera": CAMERA} | options)


def pixels(path, mode="RGBA"):
    return np.asarray(Image.open(path).convert(mode))


def layers(time=0.0, names=tuple(LAYERS)):
    with drawing(CLIPS, (96, 64), alone=True) as studio:
        return studio.layers(time, CAMERA, names)


def inner(mask):
    """Pixels whose neighbours are all of the mask."""
    out = mask.copy()
    for axis in (0, 1):
        for step in (-1, 1):
            out &= np.roll(out, step, axis)
    return out


def test_alpha_is_the_objects_alone_and_lies_over_a_ground_as_the_plain_picture(tmp_path):
    render(CLIPS, tmp_path / "plain.png", shot())
    render(CLIPS, tmp_path / "alpha.png", shot(alpha=True))
    plain, clear = pixels(tmp_path / "plain.png").astype(float), pixels(tmp_path / "alpha.png").astype(float)
    mask = layers(names=("mask",))["mask"][..., 0] > 0
    assert (clear[inner(inner(mask)), 3] == 255).all()
    assert (clear[inner(inner(~mask))] == 0).all()
    edge = clear[..., 3][~inner(mask) & ~inner(~mask)]
    assert ((edge > 0) & (edge < 255)).sum() > 50
    share = clear[..., 3:] / 255
    over = clear[..., :3] * share + plain[..., :3] * (1 - share)
    assert np.abs(over - plain[..., :3])[inner(inner(mask))].max() <= 1.0
    assert np.abs(over - plain[..., :3]).mean() < 1.0


def test_webm_keeps_alpha_and_gives_the_same_bytes(tmp_path):
    import av

    for name in ("a.webm", "b.webm"):
        render(CLIPS, tmp_path / name, shot(alpha=True, size=(95, 63)))
    assert (tmp_path / "a.webm").read_bytes() == (tmp_path / "b.webm").read_bytes()
    render(CLIPS, tmp_path / "#.png", shot(alpha=True, size=(95, 63)))
    decoder = av.CodecContext.create("libvpx-vp9", "r")
    with av.open(str(tmp_path / "a.webm")) as container:
        assert container.streams.video[0].metadata["alpha_mode"] == "1"
        shown = [f for packet in container.demux(video=0) if packet.size for f in decoder.decode(packet)]
    shown += decoder.decode(None)
    assert len(shown) == 4
    for index, frame in enumerate(shown):
        seen, drawn = frame.to_ndarray(format="rgba").astype(int), pixels(tmp_path / f"{index + 1}.png").astype(int)
        assert np.abs(seen[..., 3] - drawn[..., 3]).mean() < 4.0
        solid = inner(drawn[..., 3] == 255)
        assert np.abs(seen[solid] - drawn[solid]).mean() < 10.0
        assert seen[inner(inner(drawn[..., 3] == 0)), 3].mean() < 3.0


def test_colours_are_carried_on_beyond_the_edge_and_nothing_else_changes():
    drawn = np.zeros((5, 6, 4), np.uint8)
    drawn[:, 2] = 200, 30, 10, 90
    out = bled(drawn)
    np.testing.assert_array_equal(out[..., 3], drawn[..., 3])
    assert (out[..., :3] == (200, 30, 10)).all()


def test_numbered_pictures_are_exactly_the_frames(tmp_path):
    done = render(CLIPS, tmp_path / "walk.###.png", shot(turntable=True, camera=None))
    assert sorted(p.name for p in tmp_path.iterdir()) == [f"walk.00{k}.png" for k in range(1, 5)]
    assert (done.report["first"], done.report["last"], done.report["frames"]) == ("walk.001.png", "walk.004.png", 4)
    assert done.size == sum(p.stat().st_size for p in tmp_path.iterdir())
    assert len({p.read_bytes() for p in tmp_path.iterdir()}) == 4
    assert numbered(Path("a#b.png"), 12) == "a12b.png"


def test_a_depth_png_tells_the_metres_again(tmp_path):
    done = render(CLIPS, tmp_path / "d.png", shot(passes=("depth",), time=0.25))
    told = done.report["passes"]["depth"]
    assert f"{told['at_0']:.4f} m" in done.remarks[0]
    stored = np.asarray(Image.open(tmp_path / "d.png")).astype(float)
    depth = layers(0.25, ("depth",))["depth"][..., 0]
    np.testing.assert_array_equal(stored == NO_DEPTH, depth == np.float32(NOTHING))
    there = stored < NO_DEPTH
    step = (told[f"at_{FARTHEST}"] - told["at_0"]) / FARTHEST
    assert np.abs(told["at_0"] + stored[there] * step - depth[there]).max() <= 0.51 * step + 1e-6


def test_id_and_mask_pngs_have_no_values_between(tmp_path):
    done = render(CLIPS, tmp_path / "i.png", shot(passes=("id",)))
    assert done.report["passes"]["id"]["legend"] == {name: list(id_colour(name)) for name in sorted(CLIPS)}
    ids = {tuple(c) for c in pixels(tmp_path / "i.png", "RGB").reshape(-1, 3).tolist()}
    assert ids == {id_colour(name) for name in CLIPS} | {(0, 0, 0)}
    render(CLIPS, tmp_path / "m.png", shot(passes=("mask",)))
    assert set(np.unique(np.asarray(Image.open(tmp_path / "m.png")))) == {0, 255}


def test_an_exr_holds_every_layer_as_it_is(tmp_path):
    import OpenEXR

    for name in ("a.exr", "b.exr"):
        render(CLIPS, tmp_path / name, shot(passes=tuple(LAYERS)))
    assert (tmp_path / "a.exr").read_bytes() == (tmp_path / "b.exr").read_bytes()
    found = OpenEXR.File(str(tmp_path / "a.exr"), separate_channels=True).channels()
    drawn = layers()
    assert set(found) == {f"colour.{c}" for c in "RGBA"} | {"depth.Z", "mask.Y"} | {
        f"{name}.{c}" for name in ("normal", "id") for c in "RGB"}
    for name, letters in (("colour", "RGBA"), ("depth", "Z"), ("normal", "RGB"), ("id", "RGB"), ("mask", "Y")):
        for index, letter in enumerate(letters):
            np.testing.assert_array_equal(found[f"{name}.{letter}"].pixels, drawn[name][..., index])
    render(CLIPS, tmp_path / "z.exr", shot(passes=("depth",)))
    assert set(OpenEXR.File(str(tmp_path / "z.exr"), separate_channels=True).channels()) == {"Z"}


@pytest.mark.parametrize("options", [{"alpha": True}, {"passes": ("normal",)}])
def test_sprites_are_the_single_frames_in_a_grid(tmp_path, options):
    done = render(CLIPS, tmp_path / "s.png", shot(sprites=(2, 2), turntable=True, **options))
    assert done.report["sprites"] == {"columns": 2, "rows": 2, "frame": [96, 64], "rate": 8.0}
    render(CLIPS, tmp_path / "#.png", shot(turntable=True, **options))
    sheet = pixels(tmp_path / "s.png")
    assert sheet.shape == (128, 192, 4)
    for index in range(4):
        row, column = divmod(index, 2)
        single = pixels(tmp_path / f"{index + 1}.png")
        np.testing.assert_array_equal(sheet[row * 64:][:64, column * 96:][:, :96], single)


def test_a_contact_sheet_begins_and_ends_with_the_scene(tmp_path):
    render(CLIPS, tmp_path / "c.png", shot(contact=3, size=(64, 48)))
    render(CLIPS, tmp_path / "end.png", shot(time=0.5, size=(64, 48)))
    sheet = pixels(tmp_path / "c.png")
    assert sheet.shape == (2 * (48 + 24 + 4) + 4, 2 * 68 + 4, 4)
    np.testing.assert_array_equal(sheet[4 + 76 + 24:][:48, 4:68], pixels(tmp_path / "end.png"))


def test_plain_pictures_come_back_after_transparent_ones(tmp_path):
    render(CLIPS, tmp_path / "a.png", shot())
    render(CLIPS, tmp_path / "clear.png", shot(alpha=True))
    render(CLIPS, tmp_path / "b.png", shot())
    assert (tmp_path / "a.png").read_bytes() == (tmp_path / "b.png").read_bytes()
