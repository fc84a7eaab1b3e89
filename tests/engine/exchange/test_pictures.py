"""Pictures as files: what is written can be read, is the picture, and is the same each time."""

import io
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

sys.path.insert(0, str(Path(__file__).parent.parent / "picture"))
from moving_clips import ball, creature, table

from engine.exchange.files import ExportError
from engine.exchange.images import around_view, contact_sheet, drawing, picture, png, thumbnail
from engine.exchange.render import Shot, render

CLIPS = {"creature": creature(swing=0.6, turns=12), "ball": ball(path=lambda t: (-1.0 + t, 0.0, 0.6), turns=12)}


def test_still_is_the_picture(tmp_path):
    done = render(CLIPS, tmp_path / "a.png", Shot(2.0, 30.0, time=0.5, size=(96, 64)))
    assert done.size == (tmp_path / "a.png").stat().st_size
    shown = np.asarray(Image.open(tmp_path / "a.png").convert("RGBA"))
    np.testing.assert_array_equal(shown, picture(CLIPS, time=0.5, size=(96, 64)))


def test_thumbnail_shows_the_object_in_its_middle_wherever_it_is_placed():
    here = thumbnail(ball(), size=64, samples=2)
    there = thumbnail(ball(path=lambda t: (9.0, 2.0, t)), size=64, samples=2)
    np.testing.assert_array_equal(here, there)
    blue = here[..., 2].astype(int) - here[..., 0]
    assert blue[24:40, 24:40].mean() > 40 + blue[:6].mean()


@pytest.mark.parametrize(("ending", "codec"), [(".mp4", "h264"), (".webm", "vp9")])
def test_film_has_its_frames_its_length_and_the_same_bytes(tmp_path, ending, codec):
    import av

    for name in ("a", "b"):
        render(CLIPS, tmp_path / (name + ending), Shot(0.5, 12.0, size=(96, 64)))
    path = tmp_path / f"a{ending}"
    assert path.read_bytes() == (tmp_path / f"b{ending}").read_bytes()
    with av.open(str(path)) as container:
        video = container.streams.video[0]
        shown = [f.to_ndarray(format="rgb24") for f in container.decode(video)]
        assert (video.codec_context.name, video.codec_context.pix_fmt) == (codec, "yuv420p")
        assert container.duration / av.time_base == pytest.approx(0.5)
    render(CLIPS, tmp_path / "c_#.png", Shot(0.5, 12.0, size=(96, 64)))
    drawn = [np.asarray(Image.open(tmp_path / f"c_{k}.png").convert("RGB")) for k in range(1, 7)]
    assert len(shown) == 6
    assert max(np.abs(a.astype(int) - b).mean() for a, b in zip(shown, drawn)) < 4.0
    assert np.abs(drawn[0].astype(int) - drawn[-1]).mean() > 0.5


def test_gif_keeps_time_and_colour(tmp_path):
    shot = Shot(0.4, 15.0, size=(64, 48), turntable=True)
    render(CLIPS, tmp_path / "a.gif", shot)
    shown = Image.open(tmp_path / "a.gif")
    assert shown.n_frames == 6
    total = 0
    for index in range(shown.n_frames):
        shown.seek(index)
        total += shown.info["duration"]
    assert total == 400
    shown.seek(0)
    render(CLIPS, tmp_path / "#.png", shot)
    drawn = np.asarray(Image.open(tmp_path / "1.png").convert("RGB"))
    assert np.abs(np.asarray(shown.convert("RGB")).astype(int) - drawn).mean() < 6.0


def test_a_cancelled_film_leaves_nothing_and_spoils_nothing(tmp_path):
    (tmp_path / "a.mp4").write_bytes(b"precious")

    def cancel(done):
        if done > 0.3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        render(CLIPS, tmp_path / "a.mp4", Shot(0.5, 12.0, size=(64, 48)), on_frame=cancel)
    with pytest.raises(KeyboardInterrupt):
        render(CLIPS, tmp_path / "a.####.png", Shot(0.5, 12.0, size=(64, 48)), on_frame=cancel)
    assert [p.name for p in tmp_path.iterdir()] == ["a.mp4"]
    assert (tmp_path / "a.mp4").read_bytes() == b"precious"


@pytest.mark.parametrize(("name", "options", "words"), [
    ("a.avi", {}, r"\.webm, \.mp4, \.gif, not \.avi"),
    ("a.mp4", {"duration": 0.0}, "are 0 pictures"),
    ("#.png", {"rate": 10.0}, "10 pictures: from 1 to 9"),
    ("a.mp4", {"size": (63, 48)}, "even sides, not 63 x 48"),
    ("none/a.gif", {"duration": 0.1, "size": (16, 16)}, "cannot write .*a.gif"),
    ("none/#.png", {"duration": 0.1, "size": (16, 16)}, "cannot write into .*none"),
    ("a.gif", {"duration": 0.1, "size": (0, 16)}, "not 0 x 16"),
    ("a.mp4", {"alpha": True}, "no transparency"),
    ("a.exr", {}, "holds passes"),
    ("a.png", {"passes": ("depth", "id")}, "one pass, not 2"),
    ("a.png", {"passes": ("shine",)}, "no pass .*shine.*: choose among colour"),
    ("a.webm", {"passes": ("id",)}, "blur"),
    ("a#.webm", {}, "one file"),
    ("a.png", {"turntable": True}, "does not turn"),
    ("a.gif", {"sprites": (2, 2)}, r"as \.png"),
    ("a.png", {"sprites": (200, 1)}, "51200 x 256"),
    ("a.png", {"sprites": (2, 2), "contact": 3}, "not of both"),
])
def test_refusals_say_what_to_do(tmp_path, name, options, words):
    with pytest.raises(ExportError, match=words):
        render(CLIPS, tmp_path / name, Shot(**{"duration": 1.0, "rate": 30.0} | options))
    assert list(tmp_path.iterdir()) == []


def test_a_turntable_keeps_everything_in_the_picture():
    with drawing({"table": table(path=lambda t: (3.0, 0.0, 0.0)), "ball": ball(turns=12)}, (96, 64)) as studio:
        view = around_view(studio)
        for share in np.linspace(0.0, 1.0, 9):
            seen = view.turntable(share).project(studio.cloud(), studio.size)[:, :2]
            assert (seen > 0).all()
            assert (seen < studio.size).all()


def test_contact_sheet_holds_every_picture():
    tiles = [np.full((20, 30, 4), value, np.uint8) for value in (10, 90, 170, 250)]
    sheet = contact_sheet(tiles, columns=3, labels=["cats", "dogs"], gap=2)
    assert sheet.shape == (2 * (20 + 24 + 2) + 2, 3 * 32 + 2, 4)
    for index, tile in enumerate(tiles):
        row, column = divmod(index, 3)
        np.testing.assert_array_equal(sheet[26 + row * 46:][:20, 2 + column * 32:][:, :30], tile)
    each = contact_sheet(tiles, columns=3, labels=["0 s", "1 s", "2 s", "3 s"], gap=2)
    assert each.shape == sheet.shape
    assert (each[:26, 34:64] != (22, 24, 27, 255)).any()


def test_png_keeps_transparency_only_where_there_is_some():
    full = np.full((4, 4, 4), 255, np.uint8)
    assert Image.open(io.BytesIO(png(full))).mode == "RGB"
    full[0, 0, 3] = 0
    assert Image.open(io.BytesIO(png(full))).mode == "RGBA"
