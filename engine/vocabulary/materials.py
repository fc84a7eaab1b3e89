"""Materials and patterns: what a part is made of, and what is painted on it.

A token holds both as bits: the row's number. Plain tables; imports nothing.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Material:
    """roughness, metallic, glow: what a fresh part gets, 0..1; a token's own numbers go before them."""

    key: str
    roughness: float
    metallic: float = 0.0
    glow: float = 0.0
    opacity: float = 1.0
    relief: float = 0.0             # how far it is uneven either way, as a share of the part's mean half extent
    grain: float = 1.0              # size of its painted grain, the same share
    words: tuple[str, ...] = ()


MATERIALS = {row.key: row for row in (
    Material("matte", 0.85, words=("clay", "paper", "chalk", "fabric", "cloth", "felt")),
    Material("plastic", 0.35, words=("rubber", "vinyl", "glossy", "shiny", "lacquered", "porcelain", "ceramic")),
    Material("metal", 0.28, metallic=1.0, words=("metallic", "steel", "iron", "golden", "silver", "brass", "chrome")),
    Material("glass", 0.05, opacity=0.35, words=("transparent", "crystal", "icy", "ice")),
    Material("wood", 0.70, grain=0.10, words=("wooden", "timber", "oaken")),
    Material("fur", 0.95, grain=0.06, words=("furry", "fluffy", "hairy", "woolly", "plush")),
    Material("stone", 0.90, relief=0.035, grain=0.30, words=("rocky", "marble", "granite", "concrete", "brick")),
    Material("skin", 0.55, grain=0.20, words=("leather", "leathery", "smooth-skinned")),
    Material("leaf", 0.80, relief=0.050, grain=0.22, words=("leafy", "grassy", "mossy")),
    Material("emissive", 0.60, glow=0.8, words=("glowing", "luminous", "neon", "shining")),
)}
PATTERNS: dict[str, tuple[str, ...]] = {
    "plain": ("plain", "unicolour"),
    "stripes": ("striped", "stripy"),
    "spots": ("spotted", "dotted", "polka dot", "speckled"),
    "gradient": ("gradient", "ombre", "faded"),
    "bark": ("barky",),
    "scales": ("scaly", "scaled"),
    "checks": ("checked", "checkered", "chequered", "plaid"),
}
"""Pattern to the words that ask for it. All are drawn in the part's own coordinates, from the part's colour to its
second colour."""
MATERIAL_KEYS, PATTERN_KEYS = tuple(MATERIALS), tuple(PATTERNS)
MATERIAL, PATTERN = ({key: index for index, key in enumerate(keys)} for keys in (MATERIAL_KEYS, PATTERN_KEYS))
