"""Render: the scene as picture files: a still, numbered stills, a film, a sheet; lit, without ground, or as passes.

In     Clips by node id, a path whose ending chooses the writer, a Shot.   Out   files; Rendered.
Raises ExportError, one sentence, for what cannot be written, GraphicsError where nothing can be drawn; whatever
`on_frame` raises ends it. Nothing is on the disk then that was not there before.
Knows nothing of documents or Qt.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from engine.bake.clip import Clip
from engine.exchange import film, passes
from engine.exchange.exr import exr
from engine.exchange.files import ExportError, numbered, write_series, write_whole
from engine.exchange.images import around_view, contact_sheet, drawing, png, sprite_sheet, whole_view
from engine.picture.camera import Camera
from engine.picture.lamps import Lamp
from engine.picture.layers import LAYERS
from engine.picture.studio import Studio

FRAME_LIMIT = 20_000
SHEET_LIMIT = 16_384
"""Pixels a side of a sheet, which is what graphics cards take."""
CLEAR_SAMPLES = 12
"""Samples of a moving picture without ground: its edge has as many steps of alpha."""
SIZES = {"still": (1280, 720), "sequence": (1280, 720), "film": (1280, 720), "sprites": (256, 256),
         "contact": (480, 270)}
"""Of each layout the size of one picture [px] where none is asked for."""


@dataclass(frozen=True)
class Shot:
    """What is drawn. Without `sprites`, `contact` and a # in the name it is a still or a film, as the ending says."""

    duration: float                             # s, the scene's
    rate: float                                 # 1/s
    time: float = 0.0                           # s, a still's
    size: tuple[int, int] | None = None         # px, of one picture
    turntable: bool = False                     # the camera goes around once
    alpha: bool = False                         # the objects alone, the rest transparent
    passes: tuple[str, ...] = ()                # layers instead of light
    sprites: tuple[int, ...] = ()      # columns, rows of a sheet of the loop
    contact: int | None = None                  # pictures on a sheet of labelled times
    camera: Camera | None = None                # None: all that is seen, three quarters
    through: Callable[[float], Camera] | None = None        # a camera that moves: what it sees at a time [s]
    lit: Callable[[float], Sequence[Lamp]] | None = None    # the scene's own lights; None: the studio's


def shot_of(options: Mapping[str, Any], *, duration: float, rate: float) -> Shot:
    """What a request asks for: its options are Shot's fields, with `width` and `height` for `size`."""
    time, sides = options.get("time"), (options.get("width"), options.get("height"))
    return Shot(duration=duration, rate=rate, time=duration / 2 if time is None else time,
                size=(int(sides[0]), int(sides[1])) if sides[0] and sides[1] else None,
                turntable=bool(options.get("turntable")), alpha=bool(options.get("alpha")),
                passes=tuple(options.get("passes") or ()), sprites=tuple(options.get("sprites") or ()),
                contact=options.get("contact"))


@dataclass(frozen=True)
class Rendered:
    size: int                                   # byte
    report: dict

    @property
    def remarks(self) -> list[str]:
        """What a reader of the file has to know and cannot see in it."""
        told, out = self.report.get("passes", {}), []
        if "at_0" in (depth := told.get("depth", {})):
            out.append(f"In the depth pass 0 is {depth['at_0']:.4f} m, {passes.FARTHEST} is "
                       f"{depth[f'at_{passes.FARTHEST}']:.4f} m and {passes.NO_DEPTH} is nothing.")
        if legend := told.get("id", {}).get("legend", {}):
            colours = ", ".join(f"{node} #{r:02x}{g:02x}{b:02x}" for node, (r, g, b) in legend.items())
            out.append(f"In the id pass the objects are {colours}.")
        return out


@dataclass(frozen=True)
class Ending:
    """A writer of one picture, or of a film; and what it can hold."""

    still: Callable[..., bytes] | None = None
    film: Callable[[Iterable[np.ndarray], float], bytes] | None = None
    alpha: bool = False
    layers: int = 0                             # passes at once
    even: bool = False                          # sides
    fastest: float = np.inf                     # frames a second


ENDINGS = {
    ".png": Ending(still=png, alpha=True, layers=1),
    ".exr": Ending(still=exr, layers=len(LAYERS)),
    ".webm": Ending(film=film.webm, alpha=True),
    ".mp4": Ending(film=film.mp4, even=True),
    ".gif": Ending(film=film.gif, fastest=film.GIF_RATE),
}


def render(clips: Mapping[str, Clip], path: str | os.PathLike, shot: Shot, *,
           on_frame: Callable[[float], None] = lambda done: None) -> Rendered:
    """Write what `shot` asks for. `on_frame` hears the share done, 0..1, before each picture."""
    path = Path(path)
    ending = checked(path, shot)
    layout = _layout(path, shot)
    rate = min(shot.rate, ending.fastest) if layout == "film" else shot.rate
    times = _times(path, layout, shot, rate)
    size = picture_size(path, shot)
    with drawing(clips, size, alone=shot.alpha or layout == "sprites" or bool(shot.passes)) as studio:
        studio.light_by(shot.lit)
        views = _views(studio, layout, shot, times)
        reach = _reach(studio, views) if "depth" in shot.passes else (0.0, 0.0)
        report: dict[str, Any] = {"width": size[0], "height": size[1], "frames": len(times)}
        if shot.passes:
            report["passes"] = passes.report(shot.passes, list(clips), reach, whole=ending.still is png)
        pictures = _pictures(studio, layout, shot, ending, views, reach, on_frame)
        if layout == "film":
            assert ending.film is not None
            return Rendered(write_whole(path, [ending.film(pictures, rate)]), report | {"rate": rate})
        assert ending.still is not None
        if layout == "sequence":
            names = [numbered(path, index + 1) for index in range(len(times))]
            written = write_series(path.parent, ((name, ending.still(each)) for name, each in zip(names, pictures)))
            return Rendered(written, report | {"rate": rate, "first": names[0], "last": names[-1]})
        if layout == "sprites":
            report["sprites"] = {"columns": shot.sprites[0], "rows": shot.sprites[1], "frame": list(size),
                                 "rate": len(times) / shot.duration}
        return Rendered(write_whole(path, [ending.still(_sheet(layout, shot, list(pictures), times))]), report)


def checked(path: Path, shot: Shot) -> Ending:
    """The writer, where it can write such a shot."""
    ending = ENDINGS.get(path.suffix.lower())
    if ending is None:
        raise ExportError(f"pictures are written as {', '.join(ENDINGS)}, not "
                          f"{path.suffix or 'a file without ending'}: rename it")
    layout, name = _layout(path, shot), path.suffix.lower()
    unknown = [each for each in shot.passes if each not in LAYERS]
    refusals = (
        (unknown, f"there is no pass {unknown[:1]}: choose among {', '.join(LAYERS)}"),
        (len(set(shot.passes)) < len(shot.passes), "a pass is asked for twice: name each once"),
        (shot.sprites and shot.contact, "a sheet is of sprites or of times, not of both: ask for one"),
        ((shot.sprites or shot.contact) and name != ".png", f"a sheet is written as .png, not {name}: rename it"),
        ((shot.sprites or shot.contact) and "#" in path.name, "a sheet is one picture: leave the # out of its name"),
        ("#" in path.name and ending.still is None,
         f"a {name} is one file: leave the # out of its name, or number pictures as name_####.png"),
        (ending.still is exr and not shot.passes, "an .exr holds passes: ask for one, or write .png"),
        (shot.passes and not ending.layers, f"a {name} would blur what a pass says: write .png or .exr"),
        (len(shot.passes) > max(ending.layers, 1), f"a {name} holds one pass, not {len(shot.passes)}: write .exr"),
        (shot.passes and shot.contact, "a sheet of times is lit: leave the passes out, or ask for sprites"),
        (shot.passes and shot.alpha, "passes have no ground to leave out: ask for them without alpha"),
        (shot.alpha and shot.contact, "a sheet of times has a ground of its own: ask for it without alpha"),
        (shot.alpha and not ending.alpha,
         f"a {name} has no transparency: write .webm, .png, or numbered pictures as name_####.png"),
        (shot.turntable and layout == "still",
         "one still does not turn: write a film, or numbered pictures as name_####.png"),
    )
    for wrong, sentence in refusals:
        if wrong:
            raise ExportError(sentence)
    _check_size(path, layout, shot, ending, picture_size(path, shot))
    return ending


def picture_size(path: Path, shot: Shot) -> tuple[int, int]:
    """Of one picture [px]."""
    return shot.size or SIZES[_layout(path, shot)]


def _layout(path: Path, shot: Shot) -> str:
    if shot.sprites:
        return "sprites"
    if shot.contact:
        return "contact"
    return "film" if ENDINGS[path.suffix.lower()].film else "sequence" if "#" in path.name else "still"


def _times(path: Path, layout: str, shot: Shot, rate: float) -> np.ndarray:
    """When each picture is [s]."""
    if layout == "still":
        return np.array([shot.time])
    if layout in ("film", "sequence"):
        count = round(shot.duration * rate) if shot.duration > 0 and rate > 0 else 0
    else:
        count = shot.contact or shot.sprites[0] * shot.sprites[1] * (shot.duration > 0)
    digits = len(max(re.findall("#+", path.name) or ["#" * 9], key=len))
    if not 1 <= count <= min(FRAME_LIMIT, 10**digits - 1):
        raise ExportError(f"{shot.duration:g} s at {rate:g} a second are {count} pictures: from 1 to "
                          f"{min(FRAME_LIMIT, 10**digits - 1)} can be written" if layout in ("film", "sequence") else
                          f"a sheet has 1 to {FRAME_LIMIT} pictures, not {count}")
    if layout == "contact":
        return np.linspace(0.0, shot.duration, count)
    return np.arange(count) / (rate if layout != "sprites" else count / shot.duration)


def _check_size(path: Path, layout: str, shot: Shot, ending: Ending, size: tuple[int, int]) -> None:
    if ending.even and (size[0] % 2 or size[1] % 2):
        raise ExportError(f"an {path.suffix.lower()} has even sides, not {size[0]} x {size[1]}: add a pixel")
    columns, rows = shot.sprites or (1, 1)
    if layout == "sprites" and (min(columns, rows) < 1 or max(columns * size[0], rows * size[1]) > SHEET_LIMIT):
        raise ExportError(f"{columns} x {rows} sprites of {size[0]} x {size[1]} make a sheet of {columns * size[0]} x "
                          f"{rows * size[1]} pixels: 1 to {SHEET_LIMIT} a side can be written")


def _views(studio: Studio, layout: str, shot: Shot, times: np.ndarray) -> list[tuple[float, Camera]]:
    """The time and the camera of each picture."""
    if shot.through is not None:
        return [(float(time), shot.through(float(time))) for time in times]
    view = shot.camera or (around_view(studio) if shot.turntable else
                           whole_view(studio, float(times[0]) if layout == "still" else None))
    return [(float(time), view.turntable(index / len(times)) if shot.turntable else view)
            for index, time in enumerate(times)]


def _reach(studio: Studio, views: list[tuple[float, Camera]]) -> tuple[float, float]:
    """The nearest and the farthest that anything can be in any of the pictures [m]."""
    depths = np.concatenate([(studio.cloud(time=time) - view.eye()) @ -view.axes()[2] for time, view in views])
    return max(float(depths.min()), 0.0), float(depths.max())


def _pictures(studio: Studio, layout: str, shot: Shot, ending: Ending, views: list[tuple[float, Camera]],
              reach: tuple[float, float], on_frame: Callable[[float], None]) -> Iterator:
    """What the writer is given, one after the other."""
    fine = layout in ("still", "contact")
    samples = CLEAR_SAMPLES if not fine and not studio.opaque else None
    for index, (time, view) in enumerate(views):
        on_frame(index / len(views))
        if shot.passes:
            layers = studio.layers(time, view, shot.passes)
            yield passes.channels(layers) if ending.still is exr else passes.pixels(
                shot.passes[0], layers[shot.passes[0]], reach)
        else:
            drawn = studio.draw(time, view, quality="fine" if fine else "smooth", samples=samples)
            assert drawn is not None
            yield drawn[..., :3].copy() if studio.opaque and not shot.contact else cleared(drawn)


def cleared(pixels: np.ndarray) -> np.ndarray:
    """What is not seen has no colour either."""
    return pixels * (pixels[..., 3:] > 0)


def _sheet(layout: str, shot: Shot, pictures: list, times: np.ndarray) -> Any:
    """One of all pictures, for the writer."""
    if layout == "sprites":
        return sprite_sheet(pictures, columns=shot.sprites[0])
    if layout == "contact":
        columns = int(np.ceil(np.sqrt(len(pictures))))
        return contact_sheet(pictures, columns=columns, labels=[f"{time:.2f} s" for time in times])
    return pictures[0]
