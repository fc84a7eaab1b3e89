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
from engine.exchange.film import film, frames
from engine.exchange.images import around_view, contact_sheet, drawing, picture, png, still, thumbnail

CLIPS = {"creature": creature(swing=0.6, turns=12), "ball": ball(path=lambda t: (-1.0 + t, 0.0, 0.6), turns=12)}


def test_still_is_the_picture(tmp_path):
    size = still(CLIPS, tmp_path / "a.png", time=0.5, size=(96, 64), samples=3)
    assert size == (tmp_path / "a.png").stat().st_size
    shown = np.asarray(Image.open(tmp_path / "a.png").convert("RGBA"))
    np.testing.assert_array_equal(shown, picture(CLIPS, time=0.5, size=(96, 64), samples=3))


def test_thumbnail_shows_the_object_in_its_middle_wherever_it_is_placed():
    here = thumbnail(ball(), size=64, samples=2)
    there = thumbnail(ball(path=lambda t: (9.0, 2.0, t)), size=64, samples=2)
    np.testing.assert_array_equal(here, there)
    blue = here[..., 2].astype(int) - here[..., 0]
    assert blue[24:40, 24:40].mean() > 40 + blue[:6].mean()


def test_film_has_its_frames_its_length_and_the_same_bytes(tmp_path):
    import av

    for name in ("a.mp4", "b.mp4"):
        film(CLIPS, tmp_path / name, duration=0.5, rate=12.0, size=(96, 64))
    assert (tmp_path / "a.mp4").read_bytes() == (tmp_path / "b.mp4").read_bytes()
    with av.open(str(tmp_path / "a.mp4")) as container:
        video = container.streams.video[0]
        shown = [f.to_ndarray(format="rgb24") for f in container.decode(video)]
        assert (video.codec_context.name, video.codec_context.pix_fmt) == ("h264", "yuv420p")
        assert float(video.duration * video.time_base) == pytest.approx(0.5)
    drawn = list(frames(CLIPS, count=6, rate=12.0, size=(96, 64)))
    assert len(shown) == 6
    assert max(np.abs(a.astype(int) - b).mean() for a, b in zip(shown, drawn)) < 4.0
    assert np.abs(drawn[0].astype(int) - drawn[-1]).mean() > 0.5


def test_gif_keeps_time_and_colour(tmp_path):
    film(CLIPS, tmp_path / "a.gif", duration=0.4, rate=15.0, size=(64, 48), turntable=True)
    shown = Image.open(tmp_path / "a.gif")
    assert shown.n_frames == 6
    total = 0
    for index in range(shown.n_frames):
        shown.seek(index)
        total += shown.info["duration"]
    assert total == 400
    shown.seek(0)
    drawn = next(frames(CLIPS, count=6, rate=15.0, size=(64, 48), turntable=True))
    assert np.abs(np.asarray(shown.convert("RGB")).astype(int) - drawn).mean() < 6.0


def test_a_cancelled_film_leaves_nothing_and_spoils_nothing(tmp_path):
    (tmp_path / "a.mp4").write_bytes(b"precious")

    def cancel(done):
        if done > 0.3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        film(CLIPS, tmp_path / "a.mp4", duration=0.5, rate=12.0, size=(64, 48), on_frame=cancel)
    assert [p.name for p in tmp_path.iterdir()] == ["a.mp4"]
    assert (tmp_path / "a.mp4").read_bytes() == b"precious"


@pytest.mark.parametrize(("name", "options", "words"), [
    ("a.avi", {"duration": 1.0}, r"\.mp4 or \.gif, not \.avi"),
    ("a.mp4", {"duration": 0.0}, "0 frames"),
    ("a.mp4", {"duration": 1.0, "size": (63, 48)}, "even sides, not 63 x 48"),
    ("none/a.gif", {"duration": 0.1, "size": (16, 16)}, "cannot write .*a.gif"),
    ("a.gif", {"duration": 0.1, "size": (0, 16)}, "not 0 x 16"),
])
def test_refusals_say_what_to_do(tmp_path, name, options, words):
    with pytest.raises(ExportError, match=words):
        film(CLIPS, tmp_path / name, **options)


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


def test_png_keeps_transparency_only_where_there_is_some():
    full = np.full((4, 4, 4), 255, np.uint8)
    assert Image.open(io.BytesIO(png(full))).mode == "RGB"
    full[0, 0, 3] = 0
    assert Image.open(io.BytesIO(png(full))).mode == "RGBA"
