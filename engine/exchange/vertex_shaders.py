"""Shaders of a vertex animation for Godot 4, Unity and Unreal, made out of assets/shaders.

In     what the animation's textures are (Facts).   Out   texts by the files' endings.
Raises FileNotFoundError where the program is not whole.   Knows nothing of clips.

Built to the engines' documented rules, which stand in the templates' heads; what follows from the textures is filled in
where a template says @NAME@, so that a material has only textures to be given.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from engine.bake.clip import Material
from engine.exchange.vertex_texels import Layout, Texels
from engine.paths import asset

ENDINGS = {".gdshader": "vertex_animation.gdshader", ".shader": "vertex_animation.shader",
           "_unreal.txt": "vertex_animation_unreal.txt"}


@dataclass(frozen=True)
class Facts:
    name: str
    stem: str                               # of the object's files
    layout: Layout
    rate: float                             # frames a second
    way: str                                # one of engine.exchange.vertex_texels.TEXELS
    texels: Mapping[str, Texels]            # positions, normals, and colours where they change
    tinted: bool                            # the mesh has colours at its vertices
    cells: bool                             # the pictures of its look have cells of one colour: they are not filtered
    material: Material


def shaders(facts: Facts) -> dict[str, str]:
    """The text of each file by its ending; of glass, the ending begins with _glass."""
    sort = "_glass" if facts.material.alpha == "blend" else ""
    return {sort + ending: _filled(asset(f"shaders/{name}").read_text(encoding="utf-8"), _words(facts, ending))
            for ending, name in ENDINGS.items()}


def _filled(template: str, words: Mapping[str, str]) -> str:
    return re.sub("@([A-Z_]+)@", lambda mark: words[mark[1]], template)


def _words(facts: Facts, ending: str) -> dict[str, str]:
    coloured, material, layout = "colours" in facts.texels, facts.material, facts.layout
    words = {
        "NAME": facts.name + (" glass" if material.alpha == "blend" else ""), "STEM": facts.stem,
        "FRAMES": str(layout.frames), "RATE": _numbers([facts.rate]), "ROWS": str(layout.rows),
        "WIDTH": str(layout.width), "HEIGHT": str(layout.height), "LOWER": str(layout.lower),
        "ROUGHNESS": _numbers([material.roughness]), "METALLIC": _numbers([material.metallic]),
        "GLOW": _numbers(material.glow)}
    for kind in ("positions", "normals", "colours"):
        texels = facts.texels.get(kind)
        for key in ("offset", "scale"):
            words[f"{kind[:-1].upper()}_{key.upper()}"] = _numbers(getattr(texels, key) if texels else (0.0, 0.0, 0.0))
    return words | _OF_ENGINE[ending](facts, coloured, material.alpha == "blend")


def _godot(facts: Facts, coloured: bool, glass: bool) -> dict[str, str]:
    cut = facts.material.alpha == "mask"
    return {"COLOURED": str(coloured).lower(),
            "SAMPLED": "filter_nearest, repeat_disable" if facts.cells else
            "filter_linear_mipmap_anisotropic, repeat_enable",
            "RENDER": "render_mode cull_disabled;" if facts.material.two_sided else "",
            "ALPHA": "ALPHA = base.a;" if glass or cut else ""
            } | ({"ALPHA": f"ALPHA = base.a;\n\tALPHA_SCISSOR_THRESHOLD = {_numbers([facts.material.cutoff])};"}
                 if cut else {})


def _unity(facts: Facts, coloured: bool, glass: bool) -> dict[str, str]:
    blend = ["Blend SrcAlpha OneMinusSrcAlpha", "ZWrite Off"] if glass else []
    return {"COLOURED": str(int(coloured)), "TINT": " * input.colour.rgb" if facts.tinted else "",
            "TAGS": '"RenderType" = "Transparent" "Queue" = "Transparent"' if glass else
            '"RenderType" = "Opaque" "Queue" = "Geometry"',
            "BLEND": "\n            ".join([*blend, *(["Cull Off"] if facts.material.two_sided else [])]),
            "ALPHA": "base.a" if glass else "1"}


def _unreal(facts: Facts, coloured: bool, glass: bool) -> dict[str, str]:
    half, whole = "HDR (TC_HDR)", "HDR of 32 bits (TC_HDR_F32, Unreal 5.1 or newer)"
    words = {"float": (whole, half), "half": (half, half),
             "packed": ("UserInterface2D (TC_EditorIcon)",) * 2}[facts.way]
    picture = facts.texels["colours"] if coloured else None
    mixed = "" if picture is None else (f"Colour = MIXED(Colours, float3({_numbers(picture.offset)}), "
                                        f"float3({_numbers(picture.scale)}));")
    multiplied = ("   Colour > VertexInterpolator > Multiply with the base colour's picture.\n" if coloured else
                  "   Multiply the base colour's picture by VertexColor.\n" if facts.tinted else "")
    return {"POSITIONS": f"{facts.stem}_positions", "COMPRESSION": words[0], "OTHERS": words[1],
            "COLOUR_INPUT": ", Colours" if coloured else "", "COLOUR_CODE": mixed, "COLOUR_STEP": multiplied,
            "COLOUR_OUTPUT": ", Colour (CMOT Float 3)" if coloured else "",
            "BLEND": ", Blend Mode Translucent" if glass else "", "ALPHA": ", its alpha > Opacity" if glass else ""}


_OF_ENGINE = {".gdshader": _godot, ".shader": _unity, "_unreal.txt": _unreal}


def _numbers(values) -> str:
    """As every shading language reads them: with a point, in full."""
    return ", ".join(text if "." in text or "e" in text else f"{text}.0" for text in (f"{v:.9g}" for v in values))
