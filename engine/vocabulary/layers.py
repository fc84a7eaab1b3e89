"""Layers: what an imported material has beyond colour, roughness and metal: a clear coat, a sheen, glass's depth.

In     nothing.   Out   LAYERS, plain rows by key: of KHR_materials_KEY the factors and pictures.
Knows nothing of files or of who shows them (engine.vocabulary.profiles says that).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

PREFIX = "KHR_materials_"
SCALE = ".scale"
"""What the factor of a picture of bumps is called after its picture's name."""


@dataclass(frozen=True)
class Factor:
    """One number, or a colour."""

    default: float | tuple[float, float, float]
    least: float = 0.0
    most: float = 1.0


def bends(slot: str) -> bool:
    """Whether a picture of this name is told along the surface's tangents."""
    return "normal" in slot.lower() or "anisotropy" in slot


@dataclass(frozen=True)
class LayerKind:
    words: str                              # after "its", for the artist
    factors: Mapping[str, Factor]           # by their names in glTF
    pictures: Mapping[str, bool]            # by their names in glTF; whether it is of colours (sRGB)

    @property
    def bent(self) -> bool:
        """Whether a picture is told along the surface's tangents."""
        return any(map(bends, self.pictures))


ONE, WHITE, MANY = Factor(0.0), Factor((1.0, 1.0, 1.0)), 1e6

LAYERS: Mapping[str, LayerKind] = MappingProxyType({
    "clearcoat": LayerKind(
        "clear coat", {"clearcoatFactor": ONE, "clearcoatRoughnessFactor": ONE,
                       f"clearcoatNormalTexture{SCALE}": Factor(1.0, -MANY, MANY)},
        {"clearcoatTexture": False, "clearcoatRoughnessTexture": False, "clearcoatNormalTexture": False}),
    "transmission": LayerKind("transmission", {"transmissionFactor": ONE}, {"transmissionTexture": False}),
    "volume": LayerKind(
        "volume", {"thicknessFactor": Factor(0.0, 0.0, MANY), "attenuationDistance": Factor(MANY, 1e-6, MANY),
                   "attenuationColor": WHITE}, {"thicknessTexture": False}),
    "ior": LayerKind("index of refraction", {"ior": Factor(1.5, 1.0, 100.0)}, {}),
    "dispersion": LayerKind("dispersion", {"dispersion": Factor(0.0, 0.0, MANY)}, {}),
    "specular": LayerKind("specular strength and colour", {
        "specularFactor": Factor(1.0), "specularColorFactor": Factor((1.0, 1.0, 1.0), 0.0, MANY)},
        {"specularTexture": False, "specularColorTexture": True}),
    "sheen": LayerKind("sheen", {"sheenColorFactor": Factor((0.0, 0.0, 0.0)), "sheenRoughnessFactor": ONE},
                       {"sheenColorTexture": True, "sheenRoughnessTexture": False}),
    "iridescence": LayerKind(
        "iridescence", {"iridescenceFactor": ONE, "iridescenceIor": Factor(1.3, 1.0, 100.0),
                        "iridescenceThicknessMinimum": Factor(100.0, 0.0, MANY),
                        "iridescenceThicknessMaximum": Factor(400.0, 0.0, MANY)},
        {"iridescenceTexture": False, "iridescenceThicknessTexture": False}),
    "diffuse_transmission": LayerKind(
        "translucency", {"diffuseTransmissionFactor": ONE, "diffuseTransmissionColorFactor": WHITE},
        {"diffuseTransmissionTexture": False, "diffuseTransmissionColorTexture": True}),
    "anisotropy": LayerKind("anisotropy", {"anisotropyStrength": ONE, "anisotropyRotation": Factor(0.0, -MANY, MANY)},
                            {"anisotropyTexture": False}),
})
"""In the order in which they are written. Thickness and attenuation are lengths [m]."""
