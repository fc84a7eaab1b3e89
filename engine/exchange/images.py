"""Images: pictures, thumbnails, contact and sprite sheets, drawn by the viewport's own renderer.

In     Clips by node id, a time [s], a size [px].   Out   pixels [height, width, 4] uint8 sRGB, or a PNG.
Raises ExportError for a size that cannot be drawn, GraphicsError where nothing can be drawn.
Knows nothing of documents or Qt.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from engine.bake.clip import Clip
from engine.exchange.files import ExportError
from engine.picture.camera import THREE_QUARTERS, Camera
from engine.picture.studio import Studio

LARGEST = 8192


def picture(clips: Mapping[str, Clip], *, time: float = 0.0, size: tuple[int, int] = (1280, 720),
            camera: Camera | None = None, mode: str = "studio", samples: int | None = None) -> np.ndarray:
    """A fine picture of one time, [height, width, 4] uint8."""
    with drawing(clips, size) as studio:
        camera = camera or whole_view(studio, time)
        return _drawn(studio.draw(time, camera, mode=mode, quality="fine", samples=samples))


def thumbnail(clip: Clip, *, size: int = 256, time: float = 0.0, samples: int = 10) -> np.ndarray:
    """An object alone, where it stands at its place's origin, [size, size, 4] uint8."""
    from dataclasses import replace

    alone = replace(clip, place_times=np.zeros(1), place_translation=np.zeros((1, 3)),
                    place_rotation=np.array([[0.0, 0.0, 0.0, 1.0]]), place_scale=np.ones((1, 3)))
    with drawing({"object": alone}, (size, size)) as studio:
        camera = THREE_QUARTERS.fit(studio.cloud(), aspect=1.0, margin=1.16)
        return _drawn(studio.draw(time, camera, quality="fine", samples=samples))


def contact_sheet(pictures: Sequence[np.ndarray], *, columns: int, labels: Sequence[str] = (), gap: int = 4,
                  ground: tuple[int, int, int] = (22, 24, 27)) -> np.ndarray:
    """Pictures of one size in rows, [height, width, 4] uint8; labels above them, one for each row or each picture."""
    if not pictures or len({p.shape for p in pictures}) != 1:
        raise ExportError("a contact sheet needs at least one picture, all of one size")
    height, width = pictures[0].shape[:2]
    rows = -(-len(pictures) // columns)
    head = 24 if labels else 0
    sheet = Image.new("RGBA", (columns * (width + gap) + gap, rows * (height + head + gap) + gap), (*ground, 255))
    ink = ImageDraw.Draw(sheet)
    font = ImageFont.load_default(15)
    each = len(labels) > rows
    for index, pixels in enumerate(pictures):
        row, column = divmod(index, columns)
        label = index if each else row
        top = gap + row * (height + head + gap)
        sheet.paste(Image.fromarray(pixels), (gap + column * (width + gap), top + head))
        if (each or column == 0) and label < len(labels):
            ink.text((gap + column * (width + gap) + 4, top + 3), labels[label], fill=(200, 205, 211, 255), font=font)
    return np.asarray(sheet)


def sprite_sheet(pictures: Sequence[np.ndarray], *, columns: int) -> np.ndarray:
    """Pictures of one size, row by row and without a gap."""
    rows = [np.concatenate(pictures[start:start + columns], axis=1) for start in range(0, len(pictures), columns)]
    return np.concatenate(rows, axis=0)


def png(pixels: np.ndarray) -> bytes:
    """[height, width, 3 or 4] uint8, or one grey [height, width] uint8 or uint16, as a PNG file's bytes; an alpha that
    is full everywhere is left out."""
    if pixels.ndim == 3 and pixels.shape[2] == 4 and (pixels[..., 3] == 255).all():
        pixels = pixels[..., :3]
    stream = io.BytesIO()
    Image.fromarray(np.ascontiguousarray(pixels)).save(stream, "PNG")
    return stream.getvalue()


@contextmanager
def drawing(clips: Mapping[str, Clip], size: tuple[int, int], *, alone: bool = False) -> Iterator[Studio]:
    """The process's studio with these clips, cleared again afterwards; `alone` without floor and background."""
    if not all(1 <= side <= LARGEST for side in size):
        raise ExportError(f"a picture is 1 to {LARGEST} pixels a side, not {size[0]} x {size[1]}")
    studio = _studio()
    studio.size = size
    studio.floor = studio.opaque = not alone
    studio.set_clips(clips)
    try:
        yield studio
    finally:
        studio.set_clips({})
        studio.light_by(None)
        studio.floor = studio.opaque = True


def whole_view(studio: Studio, time: float | None = None) -> Camera:
    """The view that shows everything at a time, or over the whole time."""
    return THREE_QUARTERS.fit(studio.cloud(time=time), aspect=studio.size[0] / studio.size[1], margin=1.2)


def around_view(studio: Studio) -> Camera:
    """The view from which everything stays in the picture, also while it is turned."""
    cloud = studio.cloud()
    low, high = cloud.min(0), cloud.max(0)
    middle = (low + high) / 2
    reach = np.linalg.norm((cloud - middle)[:, [0, 2]], axis=1).max() * np.array([1.0, 0.0, 1.0])
    return THREE_QUARTERS.frame(np.where(reach > 0, middle - reach, low), np.where(reach > 0, middle + reach, high),
                                aspect=studio.size[0] / studio.size[1], margin=1.02)


@cache
def _studio() -> Studio:
    return Studio()


def _drawn(pixels: np.ndarray | None) -> np.ndarray:
    assert pixels is not None
    return pixels
