"""Film: the scene over time, or once around it, as MP4 or GIF, by the viewport's own renderer.

In     Clips by node id, a length [s], a rate [1/s], a size [px].   Out   a file.
Raises ExportError for what cannot be written, GraphicsError where nothing can be drawn; whatever
`on_frame` raises ends the film, and nothing is left on the disk.
Knows nothing of documents or Qt.

H.264 in 4:2:0, BT.709 stated in the file, encoded on one thread so that the same clips give the same
bytes. A GIF has one palette for all frames, chosen from a few of them.
"""

from __future__ import annotations

import io
import os
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from av.video.reformatter import ColorRange, Colorspace
from PIL import Image

from engine.bake.clip import Clip
from engine.exchange.files import ExportError, write_whole
from engine.exchange.images import around_view, drawing, whole_view
from engine.picture.camera import Camera

FRAME_LIMIT = 20_000
GIF_RATE = 25.0
"""Frames per second of a GIF at most: its clock ticks in hundredths, and players refuse 1."""
PALETTE_FRAMES = 8


def film(clips: Mapping[str, Clip], path: str | os.PathLike, *, duration: float, rate: float = 30.0,
         size: tuple[int, int] = (1280, 720), turntable: bool = False, camera: Camera | None = None,
         quality: str = "smooth", on_frame: Callable[[float], None] = lambda done: None) -> int:
    """Write a film; the file's size [byte]. `on_frame` hears the share done, 0..1, before each frame."""
    ending = Path(path).suffix.lower()
    if ending not in _WRITERS:
        raise ExportError(f"films are written as .mp4 or .gif, not {ending or 'a file without ending'}: rename it")
    if ending == ".mp4" and (size[0] % 2 or size[1] % 2):
        raise ExportError(f"an MP4 has even sides, not {size[0]} x {size[1]}: add a pixel")
    rate = min(rate, GIF_RATE) if ending == ".gif" else rate
    count = round(duration * rate) if duration > 0 and rate > 0 else 0
    if not 1 <= count <= FRAME_LIMIT:
        raise ExportError(f"a film of {duration:g} s at {rate:g} frames a second has {count} frames: "
                          f"1 to {FRAME_LIMIT} can be written")
    pictures = frames(clips, count=count, rate=rate, size=size, turntable=turntable, camera=camera, quality=quality,
                      on_frame=on_frame)
    return write_whole(path, [_WRITERS[ending](pictures, rate, size)])


def gif(pictures: Iterable[np.ndarray], path: str | os.PathLike, *, rate: float) -> int:
    """Write pictures [height, width, 3] uint8 that are there already as an endless GIF; the file's size [byte]."""
    return write_whole(path, [_gif(iter(pictures), rate, (0, 0))])


def frames(clips: Mapping[str, Clip], *, count: int, rate: float, size: tuple[int, int], turntable: bool = False,
           camera: Camera | None = None, quality: str = "smooth",
           on_frame: Callable[[float], None] = lambda done: None) -> Iterator[np.ndarray]:
    """The film's pictures one after the other, [height, width, 3] uint8."""
    with drawing(clips, size) as studio:
        view = camera or (around_view(studio) if turntable else whole_view(studio))
        for index in range(count):
            on_frame(index / count)
            seen = view.turntable(index / count) if turntable else view
            pixels = studio.draw(index / rate, seen, quality=quality)
            assert pixels is not None
            yield np.ascontiguousarray(pixels[..., :3])


def _mp4(pictures: Iterator[np.ndarray], rate: float, size: tuple[int, int]) -> bytes:
    with tempfile.TemporaryDirectory() as folder:      # the index goes to the front afterwards, which takes a real file
        whole = Path(folder, "film.mp4")
        _encode(whole, pictures, rate, size)
        return whole.read_bytes()


def _encode(path: Path, pictures: Iterator[np.ndarray], rate: float, size: tuple[int, int]) -> None:
    with av.open(str(path), "w", format="mp4", options={"movflags": "+faststart", "fflags": "+bitexact"}) as container:
        track = container.add_stream("libx264", rate=Fraction(rate).limit_denominator(1001))
        track.width, track.height, track.pix_fmt = *size, "yuv420p"
        track.codec_context.thread_count = 1
        track.options = {"crf": "17", "preset": "medium", "colorprim": "bt709", "transfer": "bt709",
                         "colormatrix": "bt709"}
        for pixels in pictures:
            frame = av.VideoFrame.from_ndarray(pixels, format="rgb24").reformat(
                format="yuv420p", dst_colorspace=Colorspace.ITU709, dst_color_range=ColorRange.MPEG)
            container.mux(track.encode(frame))
        container.mux(track.encode())


def _gif(pictures: Iterator[np.ndarray], rate: float, _size: tuple[int, int]) -> bytes:
    images = [Image.fromarray(pixels) for pixels in pictures]
    palette = _palette(np.concatenate([np.asarray(image).reshape(-1, 3)
                                       for image in images[::max(1, len(images) // PALETTE_FRAMES)]]))
    flat = [image.quantize(palette=palette, dither=Image.Dither.FLOYDSTEINBERG) for image in images]
    stream = io.BytesIO()
    flat[0].save(stream, "GIF", save_all=True, append_images=flat[1:], loop=0, optimize=False,
                 duration=[10 * ticks for ticks in _ticks(len(flat), rate)])
    return stream.getvalue()


def _palette(pixels: np.ndarray) -> Image.Image:
    """255 colours for pixels [n, 3]: the many greys of floor and background count by the root of their number,
    so that small, bright objects keep their hues."""
    bins = (pixels >> 2).astype(np.int64) @ (4096, 64, 1)
    order = np.argsort(bins, kind="stable")
    _, first, count = np.unique(bins[order], return_index=True, return_counts=True)
    colours = pixels[order[first + count // 2]]
    chosen = np.repeat(colours, np.ceil(np.sqrt(count)).astype(int), axis=0)
    return Image.fromarray(chosen[None]).quantize(255, method=Image.Quantize.MEDIANCUT)


def _ticks(count: int, rate: float) -> list[int]:
    """Whole hundredths of a second for each frame that add up to the film's length."""
    ends = np.rint(np.arange(count + 1) * 100 / rate).astype(int)
    return [max(2, int(step)) for step in np.diff(ends)]


_WRITERS = {".mp4": _mp4, ".gif": _gif}
