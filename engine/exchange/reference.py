"""Reference: what a picture says of an object: its two colours and its outline. Nothing else of it is read.

In     the path of a PNG or JPEG.
Out    Reference: colours "main" and, where there is a second, "accent", sRGB 0..1; the outline as a mask, row 0 on top.
Raises PictureError, one sentence that says what to do: a file that is no such picture, is damaged or too large, or in
       which no object can be told from its background.
Knows nothing of documents, generation or Qt.

The object is what is not transparent; in an opaque picture, what a plain background does not reach: the border's few
colours are the background, and what is like them and touches the border belongs to it. Colours are clusters of the
object's pixels (Lloyd 1982, from seeds far apart) in OKLab (Ottosson 2020), by hue and chroma over lightness, which a
shadow leaves as they are, and by a little of the lightness: the shaded side of a red ball is red. The accent is the
cluster that is both large and far from the main one. A colour is that of its cluster's brighter half.
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image, ImageOps, UnidentifiedImageError
from scipy import ndimage

from engine.form.surface import linear

LARGEST_FILE, LARGEST_SIDE, MOST_PIXELS = 64 * 2**20, 16_384, 50_000_000
SMALLEST_SIDE = 16
TOO_LARGE = f"{{}} has more than the {MOST_PIXELS // 10**6} million pixels that are read: save it smaller."
LOOKED_AT = 256
"""Pixels along the longer side of what is looked at."""
OUTLINE = 96
"""Pixels along the longer side of an outline."""
LEAST, MOST = 0.004, 0.93
"""Share of the picture that an object may cover."""
PLAIN = 0.05
"""Distance in OKLab within which a pixel is of the background's colour."""
HOLE = 0.01
"""Share of the picture from which a patch of that colour within the object is seen through it."""
EVEN = 0.8
"""Share of the border that must be of the background's colours."""
CLUSTERS, ROUNDS = 6, 12
TINT = np.array([0.18, 0.6, 0.6])
"""What lightness, and green to red and blue to yellow over lightness, count for between colours."""
DARK = 0.2
"""Lightness below which there is little to be told of a hue."""
SAME = 0.08
"""Distance below which two clusters are one colour."""
ACCENT, APART = 0.03, 0.12
"""Least share of the object that an accent covers, and its least distance from the main colour."""
_TO_CONES = np.array([[0.4122214708, 0.5363325363, 0.0514459929], [0.2119034982, 0.6806995451, 0.1073969566],
                      [0.0883024619, 0.2817188376, 0.6299787005]])
_TO_LAB = np.array([[0.2104542553, 0.7936177850, -0.0040720468], [1.9779984951, -2.4285922050, 0.4505937099],
                    [0.0259040371, 0.7827717662, -0.8086757660]])
_CROSS = np.ones((3, 3), bool)


class PictureError(ValueError):
    """The picture cannot be a reference; the message says what to do."""


@dataclass(frozen=True, eq=False)
class Reference:
    colours: dict[str, tuple[float, float, float]]   # sRGB 0..1
    outline: np.ndarray                              # [row, column] uint8, 1 where the object is, no empty border
    by: str                                          # "transparency" or "background"


def read_reference(path: str | Path) -> Reference:
    """The two colours and the outline of the object in a picture."""
    path = Path(path)
    pixels = _pixels(path)
    colour, lab = pixels[..., :3] / 255.0, oklab(pixels[..., :3] / 255.0)
    by = "transparency" if (pixels[..., 3] < 128).mean() > LEAST else "background"
    mask = pixels[..., 3] >= 128 if by == "transparency" else _foreground(lab)
    if mask is None or not LEAST < mask.mean() < MOST:
        raise PictureError(f"No object can be told from its background in {path.name}: use a picture with a plain "
                             "background or a transparent one.")
    mask = _whole(mask)
    return Reference(_palette(colour, lab, mask), _cropped(mask), by)


def _pixels(path: Path) -> np.ndarray:
    """The picture, small, [row, column, 4] uint8."""
    if not path.is_file():
        raise PictureError(f"there is no picture {path}: choose another one.")
    size = path.stat().st_size
    if size > LARGEST_FILE:
        raise PictureError(f"{path.name} has {size / 2**20:.0f} MiB, more than the {LARGEST_FILE >> 20} that are read: "
                           "save it smaller.")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")          # a bomb's warning: its size is looked at below
            with Image.open(path, formats=("PNG", "JPEG")) as picture:
                width, height = picture.size
                _bounded(path, width, height)
                picture.draft("RGB", (2 * LOOKED_AT, 2 * LOOKED_AT))
                small = ImageOps.exif_transpose(picture).convert("RGBA").convert("RGBa")
                small.thumbnail((LOOKED_AT, LOOKED_AT), Image.Resampling.BOX)
                return np.asarray(small.convert("RGBA"))
    except PictureError:
        raise
    except UnidentifiedImageError as error:
        raise PictureError(f"{path.name} is no PNG or JPEG picture: choose one that is.") from error
    except Image.DecompressionBombError as error:
        raise PictureError(TOO_LARGE.format(path.name)) from error
    except (OSError, SyntaxError, ValueError, TypeError, KeyError, IndexError, EOFError, OverflowError, ArithmeticError,
            MemoryError) as error:                   # what Pillow raises on damaged files
        raise PictureError(f"{path.name} is damaged ({error}): choose another picture.") from error


def _bounded(path: Path, width: int, height: int) -> None:
    if max(width, height) > LARGEST_SIDE or width * height > MOST_PIXELS:
        raise PictureError(TOO_LARGE.format(path.name))
    if min(width, height) < SMALLEST_SIDE:
        raise PictureError(f"{path.name} is {width} x {height} pixels: at least {SMALLEST_SIDE} a side are needed.")


def oklab(colour: np.ndarray) -> np.ndarray:
    """sRGB 0..1 [..., 3] in OKLab: lightness 0..1, green to red, blue to yellow."""
    return np.cbrt(linear(colour) @ _TO_CONES.T) @ _TO_LAB.T


def _foreground(lab: np.ndarray) -> np.ndarray | None:
    """What the border's colours do not reach from the border; None where the border is of no few colours."""
    band = max(2, round(0.015 * max(lab.shape[:2])))
    border = np.ones(lab.shape[:2], bool)
    border[band:-band, band:-band] = False
    plain = _clusters(lab[border], 3)[0]
    away = np.linalg.norm(lab[:, :, None] - plain, axis=-1).min(-1)
    if (away[border] < PLAIN).mean() < EVEN:
        return None
    regions = _regions(away < PLAIN)
    behind = np.bincount(regions.ravel()) > HOLE * regions.size
    behind[regions[border]] = True
    behind[0] = False
    return ~behind[regions]


def _regions(mask: np.ndarray) -> np.ndarray:
    """Each pixel's number of the piece of the mask that it lies in, from 1; 0 outside."""
    regions = np.zeros(mask.shape, np.int32)
    ndimage.label(mask, output=regions)
    return regions


def _whole(mask: np.ndarray) -> np.ndarray:
    """The mask without specks: its largest piece and those of a twentieth of it."""
    regions = _regions(ndimage.binary_opening(mask, _CROSS))
    sizes = np.bincount(regions.ravel())
    sizes[0] = 0
    return np.isin(regions, np.flatnonzero(sizes >= max(sizes.max() / 20, 1))) if sizes.any() else mask


def _palette(colour: np.ndarray, lab: np.ndarray, mask: np.ndarray) -> dict[str, tuple[float, float, float]]:
    inner = np.asarray(ndimage.binary_erosion(mask, _CROSS), bool)        # the edge is mixed with the background
    inner = inner if inner.sum() > 32 else mask
    light = lab[inner][:, :1]
    middles, of = _clusters(np.hstack([light, lab[inner][:, 1:] / np.maximum(light, DARK)]) * TINT, CLUSTERS)
    share = np.bincount(of, minlength=len(middles)) / len(of)
    for index in np.argsort(share)[:-1].tolist():     # the smaller of two alike joins the larger
        larger = np.flatnonzero(share > share[index])
        apart = np.linalg.norm(middles[larger] - middles[index], axis=1)
        if len(larger) and apart.min() < SAME:
            into = int(larger[apart.argmin()])
            of[of == index] = into
            share[into], share[index] = share[into] + share[index], 0.0
    main = int(share.argmax())
    apart = np.linalg.norm(middles - middles[main], axis=1)
    worth = np.where((share >= ACCENT) & (apart > APART), apart * np.sqrt(share), 0.0)
    chosen = {"main": main} | ({"accent": int(worth.argmax())} if worth.max() > 0.0 else {})
    return {name: _lit(colour[inner][of == index], light[of == index, 0]) for name, index in chosen.items()}


def _lit(colour: np.ndarray, light: np.ndarray) -> tuple[float, float, float]:
    """The median colour of the brighter half."""
    red, green, blue = np.median(colour[light >= np.median(light)], axis=0).round(4).tolist()
    return red, green, blue


def _clusters(points: np.ndarray, count: int) -> tuple[np.ndarray, np.ndarray]:
    """(middles [cluster, 3], which of them [n]): from the median and the points furthest from those before."""
    middles = [np.median(points, axis=0)]
    for _ in range(count - 1):
        away = np.min([np.linalg.norm(points - middle, axis=1) for middle in middles], axis=0)
        order = np.argsort(away, kind="stable")
        middles.append(points[order[int(0.99 * (len(order) - 1))]])       # the very furthest may be a speck
    found = np.array(middles)
    of = np.zeros(len(points), int)
    for _ in range(ROUNDS):
        of = np.linalg.norm(points[:, None] - found, axis=-1).argmin(1)
        for index in np.unique(of).tolist():
            found[index] = points[of == index].mean(0)
    return found, of


def _cropped(mask: np.ndarray) -> np.ndarray:
    """The mask's own box, OUTLINE along its longer side."""
    rows, columns = np.flatnonzero(mask.any(1)), np.flatnonzero(mask.any(0))
    own = Image.fromarray(mask[rows[0]:rows[-1] + 1, columns[0]:columns[-1] + 1].astype(np.uint8) * 255)
    width, height = (max(1, round(side * OUTLINE / max(own.size))) for side in own.size)
    return (np.asarray(own.resize((width, height), Image.Resampling.BILINEAR)) >= 128).astype(np.uint8)
