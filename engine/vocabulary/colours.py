"""Colour words: what an artist types, as sRGB 0..1.

Chosen for how they look on a lit object, not as the screen's corners: a "red" fish is #d9372b, not #ff0000.
Plain tables; imports nothing.
"""

from typing import TypeAlias

Rgb: TypeAlias = tuple[float, float, float]


def _rgb(code: int) -> Rgb:
    return (code >> 16) / 255, (code >> 8 & 255) / 255, (code & 255) / 255


COLOUR_WORDS: dict[str, Rgb] = {name: _rgb(code) for name, code in {
    "red": 0xD9372B, "crimson": 0xB3162D, "scarlet": 0xE2341D, "ruby": 0xA8163C, "maroon": 0x6E1A22, "cherry": 0xC02038,
    "orange": 0xEE7A1F, "coral": 0xF3755F, "salmon": 0xF29180, "peach": 0xF7BE97, "apricot": 0xF5B06E, "rust": 0xA9482A,
    "yellow": 0xF2C72E, "gold": 0xD9A32B, "golden": 0xD9A32B, "mustard": 0xC99A2A, "lemon": 0xF4E04D, "amber": 0xF0A52A,
    "green": 0x4C9A3F, "lime": 0x97C93D, "olive": 0x7C7F36, "mint": 0x9BD8B4, "emerald": 0x1F8F63, "jade": 0x3F9C74,
    "teal": 0x1F8A8A, "turquoise": 0x35BDB2, "cyan": 0x2FB6D3, "aqua": 0x5CC8CF, "blue": 0x2F6FC4, "navy": 0x1F2F5C,
    "azure": 0x3D93E0, "indigo": 0x3F3C94, "purple": 0x7B3FA0, "violet": 0x7A52C7, "lavender": 0xB7A3DC,
    "lilac": 0xC3A4D4, "plum": 0x7A3A66, "magenta": 0xC9358C, "pink": 0xEE86A8, "rose": 0xDE6B85, "fuchsia": 0xD0389B,
    "brown": 0x7A4E2F, "chocolate": 0x52301F, "tan": 0xC6A077, "beige": 0xDCC9A6, "cream": 0xF3E8CF, "ivory": 0xF2ECDC,
    "caramel": 0xB9793E, "copper": 0xB9693F, "bronze": 0x96693A, "brass": 0xBB9745, "white": 0xF1F0EC,
    "silver": 0xBFC3C8, "grey": 0x85898E, "gray": 0x85898E, "charcoal": 0x3A3E44, "black": 0x1D1E21,
    "sand": 0xD8C08F, "sky blue": 0x86BFE8, "royal blue": 0x2F50C0, "forest green": 0x2C6437, "blonde": 0xDDBB76,
}.items()}

SHADES: dict[str, tuple[str, float]] = {
    "light": ("white", 0.42), "pale": ("white", 0.55), "pastel": ("white", 0.5), "bright": ("vivid", 0.5),
    "dark": ("black", 0.5), "deep": ("black", 0.3), "vivid": ("vivid", 0.7), "dull": ("grey", 0.45),
    "muted": ("grey", 0.4),
}
"""Modifier of the colour word after it: towards what, and by what share."""

MATERIAL_COLOURS: dict[str, Rgb] = {name: _rgb(code) for name, code in {
    "wooden": 0xA9784A, "wood": 0xA9784A, "timber": 0xA9784A, "oaken": 0x9A6B3F, "oak": 0x9A6B3F, "pine": 0xC79A63,
    "bamboo": 0xCDB26B, "steel": 0x9EA5AB, "iron": 0x5B5F64, "chrome": 0xC9CED2, "metal": 0xA7ADB3,
    "metallic": 0xA7ADB3, "aluminium": 0xBCC2C7, "aluminum": 0xBCC2C7, "tin": 0xAEB4B8, "rusty": 0xA9482A,
    "icy": 0xBFE3F2, "ice": 0xBFE3F2, "leafy": 0x5C9A45, "grassy": 0x6AA84A, "mossy": 0x6E8B3D, "stone": 0x8D8A84,
    "rocky": 0x857F77, "stony": 0x8D8A84, "marble": 0xEDEAE4, "granite": 0x77777A, "concrete": 0x9B9A96,
    "brick": 0xA6523A, "porcelain": 0xF1EFE9, "china": 0xF1EFE9, "clay": 0xB8714A, "chalk": 0xF2F0EA,
    "paper": 0xF4F0E4, "cardboard": 0xB98F5E, "leather": 0x7A4A2C, "leathery": 0x7A4A2C,
}.items()}
"""What colour a material's word implies where none is said."""


def shaded(colour: Rgb, shade: str) -> Rgb:
    """A colour [sRGB] under a word of SHADES, mixed in sRGB as painters' words are."""
    towards, share = SHADES[shade]
    mean = sum(colour) / 3.0
    goal = {"white": (1.0, 1.0, 1.0), "black": (0.02, 0.02, 0.03), "grey": (mean, mean, mean),
            "vivid": tuple(min(1.0, max(0.0, mean + (x - mean) * 2.0)) for x in colour)}[towards]
    mixed = tuple(round(x + (g - x) * share, 6) for x, g in zip(colour, goal))
    return mixed[0], mixed[1], mixed[2]
