"""Reference pictures: known colours and outlines are found; what is no picture of one thing is refused."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw

from engine.exchange.reference import OUTLINE, PictureError, read_reference
from engine.form.silhouette import overlap

RED, BLUE = (200, 40, 30), (30, 60, 160)


def drawing(ground: tuple[int, ...] = (240, 240, 238)) -> Image.Image:
    """A red egg on a blue post."""
    picture = Image.new("RGBA" if len(ground) == 4 else "RGB", (400, 300), ground)
    pen = ImageDraw.Draw(picture)
    pen.ellipse((100, 75, 300, 225), fill=RED)
    pen.rectangle((175, 220, 225, 280), fill=BLUE)
    return picture


def truth() -> np.ndarray:
    return np.asarray(drawing((0, 0, 0, 0)))[..., 3] > 0


def saved(picture: Image.Image, path: Path, **options) -> Path:
    picture.save(path, **options)
    return path


@pytest.mark.parametrize(("ground", "by"), [((240, 240, 238), "background"), ((20, 90, 40), "background"),
                                            ((0, 0, 0, 0), "transparency")])
def test_both_colours_and_the_outline_are_found(tmp_path: Path, ground: tuple[int, ...], by: str) -> None:
    seen = read_reference(saved(drawing(ground), tmp_path / "egg.png"))
    assert seen.by == by
    assert list(seen.colours) == ["main", "accent"]
    np.testing.assert_allclose(np.array(list(seen.colours.values())) * 255, (RED, BLUE), atol=2)
    assert (max(seen.outline.shape), seen.outline.dtype) == (OUTLINE, np.uint8)
    assert overlap(seen.outline, truth()) > 0.96


def test_a_photograph_is_read_as_well(tmp_path: Path) -> None:
    """Noise, a fall of light over object and background, and the marks of compression."""
    pixels = np.asarray(drawing(), float) * np.linspace(1.0, 0.85, 400)[None, :, None]
    pixels += np.random.default_rng(0).normal(0.0, 4.0, pixels.shape)
    photograph = Image.fromarray(pixels.clip(0, 255).astype(np.uint8))
    seen = read_reference(saved(photograph, tmp_path / "egg.jpg", quality=80))
    np.testing.assert_allclose(np.array(seen.colours["main"]) * 255, RED, atol=20)
    assert overlap(seen.outline, truth()) > 0.94


def test_the_shaded_side_of_a_thing_is_no_second_colour(tmp_path: Path) -> None:
    y, x = np.mgrid[-1:1:200j, -1:1:200j]
    within = x * x + y * y < 0.8
    light = np.clip(0.35 + 0.65 * (0.6 * np.sqrt(np.clip(1 - x * x - y * y, 0, 1)) - 0.5 * y + 0.3 * x), 0.1, 1.0)
    ball = np.dstack([light[..., None] * (40, 160, 60), within * 255]).astype(np.uint8)
    seen = read_reference(saved(Image.fromarray(ball), tmp_path / "ball.png"))
    assert list(seen.colours) == ["main"]
    red, green, blue = seen.colours["main"]
    assert green > 1.5 * max(red, blue)


def test_the_background_is_seen_through_a_handle(tmp_path: Path) -> None:
    ring = Image.new("RGB", (300, 300), "white")
    ImageDraw.Draw(ring).ellipse((40, 40, 260, 260), outline=RED, width=40)
    outline = read_reference(saved(ring, tmp_path / "ring.png")).outline
    assert outline[OUTLINE // 2, OUTLINE // 2] == 0
    assert outline[OUTLINE // 2, 5] == 1


@pytest.mark.parametrize(("name", "picture"), [
    ("noise", Image.fromarray(np.random.default_rng(1).integers(0, 255, (120, 120, 3), np.uint8))),
    ("flat", Image.new("RGB", (120, 120), (10, 200, 10))), ("clear", Image.new("RGBA", (120, 120)))])
def test_a_picture_of_no_one_thing_is_refused(tmp_path: Path, name: str, picture: Image.Image) -> None:
    with pytest.raises(PictureError, match=f"No object can be told from its background in {name}.png"):
        read_reference(saved(picture, tmp_path / f"{name}.png"))


def test_files_that_are_no_such_picture_are_refused(tmp_path: Path) -> None:
    (tmp_path / "words.png").write_text("not a picture at all")
    saved(drawing(), tmp_path / "egg.gif")
    saved(Image.new("1", (9000, 9000)), tmp_path / "huge.png")
    saved(Image.new("RGB", (400, 3)), tmp_path / "thin.png")
    (tmp_path / "bomb.png").write_bytes(bomb())
    for name, reason in {"words.png": "no PNG or JPEG", "egg.gif": "no PNG or JPEG", "huge.png": "50 million pixels",
                         "bomb.png": "50 million pixels", "thin.png": "at least 16", "absent.png": "no picture",
                         ".": "no picture"}.items():
        with pytest.raises(PictureError, match=reason):
            read_reference(tmp_path / name)


def bomb() -> bytes:
    """A PNG that says it has 60,000 x 60,000 pixels."""
    import struct
    import zlib

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)) + chunk(
        b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b"")


def test_damaged_pictures_are_read_or_refused_and_nothing_else(tmp_path: Path) -> None:
    dice, path = np.random.default_rng(2), tmp_path / "egg"
    whole = [saved(drawing(), tmp_path / "egg.png").read_bytes(),
             saved(drawing(), tmp_path / "egg.jpg").read_bytes()]
    refused = 0
    for number in range(40):
        data = bytearray(whole[number % 2])
        if number % 4 < 2:
            data = data[:dice.integers(1, len(data) - 8)]
        else:
            for place in dice.integers(0, min(len(data), 400), 8):
                data[place] = dice.integers(256)
        path.write_bytes(data)
        try:
            read_reference(path)
        except PictureError:
            refused += 1
    assert refused > 30
