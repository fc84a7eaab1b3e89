"""USD preview surfaces, whoever wrote them, as glTF's materials.

In     a UsdPreviewSurface shader with what it is connected to.   Out   Materials and the image files that they show.
Raises OutsideError where a picture lies outside the file's folder; one that cannot be shown is left out, and said so.
Knows nothing of meshes.

After the UsdPreviewSurface specification: a value is a picture's channel times a scale plus a bias. glTF has colour and
opacity in one picture, roughness and metal in another; where a file has them so, its own picture is kept, else one is
made of those it has. What glTF has no room for (displacement) is left out.
"""

from __future__ import annotations

import io
import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image
from pxr import Usd, UsdShade

from engine.bake.clip import AS_THEY_ARE, Layer, Material, Texture
from engine.bake.palette import to_linear, to_srgb
from engine.exchange.gltf_bytes import AssetError, OutsideError, contents
from engine.exchange.gltf_looks import MOST_PIXELS, PictureError, shown

MOST_MADE = 2 * MOST_PIXELS
"""Pixels of all pictures that are put together."""
PLAIN = (0.8, 0.8, 0.8, 1.0)
"""Linear colour of what has another shader."""
_LEVELS = np.arange(256) / 255.0
_WRAPS = ("clamp", "mirror", "repeat")
_AS_IT_IS = ((1.0, 1.0, 1.0, 1.0), (0.0, 0.0, 0.0, 0.0))


def beside(home: Path, folder: Path, asked: str, name: str) -> Path:
    """The place of what a layer in `folder` points to, if it is in `home`."""
    plain = asked.replace("\\", "/")
    place = (folder / plain).resolve() if "\0" not in plain else home.parent
    if ":" in plain or "[" in plain or not place.is_relative_to(home):
        raise OutsideError(f"{name}: it points outside its folder, to {asked[:60]!r}, which is not read")
    return place


@dataclass(frozen=True)
class _Picture:
    """A channel of an image, or its "rgb", as an input takes it."""

    texture: Texture
    channel: str
    scale: tuple[float, ...]
    bias: tuple[float, ...]
    space: str                       # sRGB, raw or auto

    @property
    def plain(self) -> bool:
        """Its scale is a factor that glTF may have, and nothing is added."""
        return not any(self.bias) and all(0.0 <= each <= 1.0 for each in self.scale)

    def levels(self, channel: str, *, coded: bool) -> np.ndarray:
        """What each of 256 levels of a channel becomes, [level] uint8. `coded`: as sRGB says it."""
        k = "rgba".index(channel)
        linear = to_linear(_LEVELS) if channel != "a" and (
            self.space == "sRGB" or self.space == "auto" and coded) else _LEVELS
        values = (linear * self.scale[k] + self.bias[k]).clip(0.0, 1.0)
        return np.round((to_srgb(values) if coded and channel != "a" else values) * 255.0).astype(np.uint8)


_Given = tuple[tuple[float, ...], _Picture | None]
"""What an input says: numbers, or a picture that counts in their place."""


class Surfaces:
    """The materials of one file. `images` grows by those they show, each kept once."""

    def __init__(self, path: Path, name: str, remarks: list[str]) -> None:
        self.path, self.name, self.remarks = path, name, remarks
        self.images: list[np.ndarray] = []
        self._made: dict[tuple, int] = {}
        self._pixels = 0

    def material(self, name: str, shader: Any, *, two_sided: bool) -> tuple[Material, bool]:
        """The material, and whether the mesh's own colours multiply it."""
        if not shader or shader.GetIdAttr().Get() != "UsdPreviewSurface":
            self.remarks.append(f"{name}: its shader is no preview surface, so it is plain.")
            return Material(name, 0, PLAIN, 0.6, 0.0, two_sided=two_sided), True
        painted = self._painted(shader)
        red, green, blue, clear, coloured, pictured = self._colour(name, shader, painted)
        rough, metal, finish = self._finish(name, shader)
        glow, lights = self._input(shader, "emissiveColor", (0.0, 0.0, 0.0))
        if lights is not None:
            glow = lights.scale[:3]
        _, bumps = self._input(shader, "normal", (0.0, 0.0, 1.0))
        ((cutoff,), _) = self._input(shader, "opacityThreshold", (0.0,))
        alpha = "opaque" if clear >= 1.0 and not pictured else "mask" if cutoff > 0.0 else "blend"
        made = Material(
            name, 0, (red, green, blue, clear), rough, metal, (glow[0], glow[1], glow[2]), alpha, cutoff or 0.5,
            two_sided, colour_texture=coloured, surface_texture=finish, glow_texture=lights and lights.texture,
            normal_texture=bumps and bumps.texture,
            bumps=1.0 if bumps is None or bumps.scale == _AS_IT_IS[0] else bumps.scale[0] / 2.0,
            layers=self._layers(shader))
        return made, painted

    def _layers(self, shader: Any) -> tuple[Layer, ...]:
        """Its clear coat and index of refraction, where they are not what every surface has."""
        (coat,), over = self._input(shader, "clearcoat", (0.0,))
        (rough,), grain = self._input(shader, "clearcoatRoughness", (0.01,))
        ((index,), _) = self._input(shader, "ior", (1.5,))
        out = []
        if coat > 0.0 or over is not None:
            pictures = tuple((name, picture.texture) for name, picture, channel in (
                ("clearcoatTexture", over, "r"), ("clearcoatRoughnessTexture", grain, "g"))
                if picture is not None and picture.channel == channel)
            out.append(Layer("clearcoat", (
                ("clearcoatFactor", min(coat if over is None else over.scale[0], 1.0)),
                ("clearcoatRoughnessFactor", min(max(rough if grain is None else grain.scale[1], 0.0), 1.0))),
                pictures))
        if index != 1.5:
            out.append(Layer("ior", (("ior", max(index, 1.0)),)))
        return tuple(out)

    # ---- what two inputs say together

    def _colour(self, name: str, shader: Any,
                painted: bool) -> tuple[float, float, float, float, Texture | None, bool]:
        """Factors, the picture of colour and opacity, and whether it is one of opacity too."""
        (red, green, blue), paint = self._input(shader, "diffuseColor", (0.18, 0.18, 0.18))
        (clear,), veil = self._input(shader, "opacity", (1.0,))
        if painted:
            red = green = blue = 1.0
        if paint is None and veil is None:
            return red, green, blue, clear, None, False
        if paint is not None and paint.plain and paint.space != "raw" and paint.channel == "rgb" and (
                clear >= 1.0 or not _veiled(self.images[paint.texture.image]) if veil is None
                else veil.plain and veil.channel == "a" and veil.texture == paint.texture):
            red, green, blue, _ = paint.scale
            return red, green, blue, clear if veil is None else veil.scale[3], paint.texture, veil is not None
        colour = [None if paint is None else (paint, channel if paint.channel == "rgb" else paint.channel, True)
                  for channel in "rgb"]
        made = self._composed(name, [*colour, None if veil is None else (veil, veil.channel, False)])
        if made is not None and paint is not None:
            red = green = blue = 1.0
        return red, green, blue, clear, made, veil is not None and made is not None

    def _finish(self, name: str, shader: Any) -> tuple[float, float, Texture | None]:
        """Roughness, metal, and the picture of both: roughness in green, metal in blue."""
        (rough,), grain = self._input(shader, "roughness", (0.5,))
        (metal,), shine = self._input(shader, "metallic", (0.0,))
        ((specular,), _) = self._input(shader, "useSpecularWorkflow", (0.0,))
        if specular:
            self.remarks.append(f"{name}: its specular colour is left out.")
            metal, shine = 0.0, None
        both = [(each, channel) for each, channel in ((grain, "g"), (shine, "b")) if each is not None]
        if not both:
            return rough, metal, None
        first = both[0][0].texture
        if all(each.texture == first and each.channel == channel and each.plain and each.space != "sRGB"
               for each, channel in both) and (shine or metal == 0.0) and (grain or rough == 0.0):
            return grain.scale[1] if grain else rough, shine.scale[2] if shine else metal, first
        made = self._composed(name, [None, *(each and (each, each.channel, False) for each in (grain, shine)), None])
        return 1.0 if grain and made else rough, 1.0 if shine and made else metal, made

    def _composed(self, name: str, columns: list[tuple[_Picture, str, bool] | None]) -> Texture | None:
        """A picture of channels of others, full where there is none; as large as the largest of them."""
        given = [column for column in columns if column is not None]
        key = tuple(None if c is None else (c[0].texture, c[0].scale, c[0].bias, c[0].space, *c[1:]) for c in columns)
        if key not in self._made:
            opened = {each.texture.image: _texels(self.images[each.texture.image]) for each, _, _ in given}
            size = max((image.size for image in opened.values()), key=lambda size: size[0] * size[1])
            self._pixels += size[0] * size[1]
            if self._pixels > MOST_MADE:
                self.remarks.append(f"{name}: its pictures are too many to be put together, and are left out.")
                return None
            bands = []
            for column in columns:
                if column is None:
                    bands.append(Image.new("L", size, 255))
                    continue
                picture, channel, coded = column
                channel = channel if channel in "rgba" else "r"
                band = opened[picture.texture.image].getchannel(channel.upper())
                levels = picture.levels(channel, coded=coded)
                bands.append(band.point(levels.tolist()).resize(size, Image.Resampling.BILINEAR))
            stream = io.BytesIO()
            Image.merge("RGBA" if columns[3] else "RGB", bands if columns[3] else bands[:3]).save(stream, "PNG")
            self._made[key] = self._kept(np.frombuffer(stream.getvalue(), np.uint8))
        first = given[0][0].texture
        if any(picture.texture.chart != first.chart for picture, _, _ in given):
            self.remarks.append(f"{name}: its pictures are moved, scaled or turned apart, and lie as the first.")
        return Texture(self._made[key], first.wrap, chart=first.chart)

    # ---- inputs

    def _input(self, shader: Any, key: str, default: tuple[float, ...]) -> _Given:
        """Numbers and a picture; where there is a picture it counts."""
        source = _source(shader, key)
        maker = UsdShade.Shader(source.GetPrim()) if source else None
        if source and maker and maker.GetIdAttr().Get() == "UsdUVTexture":
            return default, self._picture(maker, source.GetBaseName())
        return _numbers(source, default), None

    def _painted(self, shader: Any) -> bool:
        """Whether its colour is the mesh's own."""
        maker = _maker(shader, "diffuseColor", "UsdPrimvarReader_float")
        return maker is not None and _word(maker, "varname") == "displayColor"

    def _picture(self, shader: Any, channel: str) -> _Picture | None:
        file = shader.GetInput("file")
        asked = file.Get() if file else None
        if asked is None or not asked.path:
            return None
        layers = file.GetAttr().GetPropertyStack(Usd.TimeCode.Default())
        folder = Path(layers[0].layer.realPath).parent if layers else self.path.parent
        place = beside(self.path.resolve().parent, folder, asked.path, self.name)
        try:
            image = np.frombuffer(shown(contents(place, asked.path[:60])), np.uint8)
        except (AssetError, PictureError) as error:
            self.remarks.append(f"Its picture {asked.path[:60]} is left out: {error}.")
            return None
        mover = _maker(shader, "st", "UsdTransform2d")
        wraps = [way if (way := _word(shader, key)) in _WRAPS else "repeat" for key in ("wrapS", "wrapT")]
        scale, bias = (_numbers(_source(shader, key), default) for key, default in zip(("scale", "bias"), _AS_IT_IS))
        chart = AS_THEY_ARE if mover is None else _moved(mover)
        return _Picture(Texture(self._kept(image), (wraps[0], wraps[1]), chart=chart), channel, scale, bias,
                        _word(shader, "sourceColorSpace") or "auto")

    def _kept(self, image: np.ndarray) -> int:
        for number, known in enumerate(self.images):
            if np.array_equal(known, image):
                return number
        self.images.append(image)
        return len(self.images) - 1


def _source(shader: Any, key: str) -> Any:
    """The attribute that an input's value comes from: its own, or of what it is connected to; None where there is none.
    """
    found = shader.GetInput(key)
    sources = UsdShade.Utils.GetValueProducingAttributes(found) if found else []
    return sources[0] if sources else None


def _maker(shader: Any, key: str, kind: str) -> Any:
    """The shader of a kind that an input is connected to, or None."""
    source = _source(shader, key)
    maker = UsdShade.Shader(source.GetPrim()) if source else None
    return maker if maker and str(maker.GetIdAttr().Get()).startswith(kind) else None


def _moved(shader: Any) -> tuple[float, ...]:
    """How a UsdTransform2d places a picture, where V goes down."""
    wide, tall = _numbers(_source(shader, "scale"), (1.0, 1.0))
    turn = math.radians(_numbers(_source(shader, "rotation"), (0.0,))[0])
    across, up = _numbers(_source(shader, "translation"), (0.0, 0.0))
    return across - math.sin(turn) * tall, 1.0 - up - math.cos(turn) * tall, turn, wide, tall


def _numbers(source: Any, default: tuple[float, ...]) -> tuple[float, ...]:
    """The numbers of an attribute, as many as the default's; that, where there are none such."""
    value: Any = source.Get() if source else None
    try:
        numbers = tuple(float(v) for v in value) if hasattr(value, "__len__") else (float(value),)
    except (TypeError, ValueError):
        return default
    return numbers if len(numbers) == len(default) and np.isfinite(numbers).all() else default


def _word(shader: Any, key: str) -> str:
    """A word of an input, "" where it has none."""
    source = _source(shader, key)
    value = source.Get() if source else None
    return "" if value is None else str(value)


def _veiled(data: np.ndarray) -> bool:
    """Whether an image has an opacity of its own."""
    with Image.open(io.BytesIO(data.tobytes())) as image:
        return "A" in image.getbands() or "transparency" in image.info


def _texels(data: np.ndarray) -> Image.Image:
    """An image file with four channels of 8 bits; of 16, the upper ones."""
    image = Image.open(io.BytesIO(data.tobytes()))
    if image.mode.startswith("I"):
        image = Image.fromarray((np.asarray(image).astype(np.int64).clip(0, 65535) >> 8).astype(np.uint8))
    return image.convert("RGBA")
