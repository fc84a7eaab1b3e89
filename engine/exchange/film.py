"""Film: pictures one after the other as the bytes of an MP4, a WebM or a GIF.

In     pictures [height, width, 3 or 4] uint8 of one size, a rate [1/s].   Out   the file's bytes.
Raises ExportError where a finished GIF cannot be written; whatever the pictures raise ends the film.
Knows nothing of clips, documents or Qt.

MP4 is H.264, WebM is VP9, both 4:2:0 with BT.709 stated in the file, encoded on one thread so that the same pictures
give the same bytes. Pictures with an alpha make a WebM with one (straight, as browsers and Blender read it). A GIF has
one palette for all frames, chosen from a few of them.
"""

from __future__ import annotations

import io
import os
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import chain
from pathlib import Path
from typing import cast

import av
import numpy as np
from av.video.reformatter import ColorRange, Colorspace
from PIL import Image
from scipy.ndimage import distance_transform_edt

from engine.exchange.files import write_whole

GIF_RATE = 25.0
"""Frames per second of a GIF at most: its clock ticks in hundredths, and players refuse 1."""
PALETTE_FRAMES = 8


@dataclass(frozen=True)
class _Codec:
    """How PyAV is asked for one."""

    container: str
    encoder: str
    options: dict[str, str]
    muxing: dict[str, str]


_H264 = _Codec("mp4", "libx264", {"crf": "17", "preset": "medium", "colorprim": "bt709", "transfer": "bt709",
                                  "colormatrix": "bt709"}, {"movflags": "+faststart"})
_VP9 = _Codec("webm", "libvpx-vp9", {"crf": "24", "b": "0", "deadline": "good", "cpu-used": "4", "row-mt": "0",
                                     "auto-alt-ref": "0"}, {})


def mp4(pictures: Iterable[np.ndarray], rate: float) -> bytes:
    return _encoded(_H264, pictures, rate)


def webm(pictures: Iterable[np.ndarray], rate: float) -> bytes:
    return _encoded(_VP9, pictures, rate)


def gif(pictures: Iterable[np.ndarray], rate: float) -> bytes:
    """Endless."""
    images = [Image.fromarray(pixels) for pixels in pictures]
    palette = _palette(np.concatenate([np.asarray(image).reshape(-1, 3)
                                       for image in images[::max(1, len(images) // PALETTE_FRAMES)]]))
    flat = [image.quantize(palette=palette, dither=Image.Dither.FLOYDSTEINBERG) for image in images]
    stream = io.BytesIO()
    flat[0].save(stream, "GIF", save_all=True, append_images=flat[1:], loop=0, optimize=False,
                 duration=[10 * ticks for ticks in _ticks(len(flat), rate)])
    return stream.getvalue()


def write_gif(pictures: Iterable[np.ndarray], path: str | os.PathLike, *, rate: float) -> int:
    """Write pictures [height, width, 3] uint8 that are there already as an endless GIF; the file's size [byte]."""
    return write_whole(path, [gif(pictures, rate)])


def bled(pixels: np.ndarray) -> np.ndarray:
    """[height, width, 4] with the colours of the edge carried on to where nothing is seen: a video's coarse colours
    would draw the dark from there into the edge."""
    clear = pixels[..., 3] == 0
    if clear.all() or not clear.any():
        return pixels
    nearest = np.asarray(distance_transform_edt(clear, return_distances=False, return_indices=True))
    out = pixels[tuple(nearest)]
    out[..., 3] = pixels[..., 3]
    return out


def _encoded(codec: _Codec, pictures: Iterable[np.ndarray], rate: float) -> bytes:
    with tempfile.TemporaryDirectory() as folder:      # the index goes to the front afterwards, which takes a real file
        whole = Path(folder, f"film.{codec.container}")
        _encode(codec, whole, iter(pictures), rate)
        return whole.read_bytes()


def _encode(codec: _Codec, path: Path, pictures: Iterator[np.ndarray], rate: float) -> None:
    first = next(pictures)
    clear = first.shape[2] == 4
    outside, inside = ("rgba", "yuva420p") if clear else ("rgb24", "yuv420p")
    with av.open(str(path), "w", format=codec.container, options={"fflags": "+bitexact", **codec.muxing}) as container:
        track = cast(av.VideoStream, container.add_stream(codec.encoder, rate=Fraction(rate).limit_denominator(1001)))
        track.width, track.height, track.pix_fmt = first.shape[1], first.shape[0], inside
        context = track.codec_context
        context.thread_count = 1
        context.colorspace = context.color_primaries = context.color_trc = 1       # BT.709
        context.color_range = ColorRange.MPEG
        track.options = codec.options
        for pixels in chain([first], pictures):
            frame = av.VideoFrame.from_ndarray(bled(pixels) if clear else pixels, format=outside).reformat(
                format=inside, dst_colorspace=Colorspace.ITU709, dst_color_range=ColorRange.MPEG)
            container.mux(track.encode(frame))
        container.mux(track.encode())


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
