"""Settings of cameras and lights: low, high, unit, and what is assumed where an artist says nothing.

In     nothing.   Out   plain rows by the node's kind.
Knows nothing of how they are shown or written.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from engine.vocabulary.relations import Setting

FIELD = Setting("field of view", "field of view", "°", 40.0, 10.0, 120.0)
POWER = Setting("power", "power", "×", 1.0, 0.0, 10.0)
TEMPERATURE = Setting("temperature", "temperature", "K", 5600.0, 1800.0, 12000.0)
SIZE = Setting("size", "size", "m", 1.0, 0.05, 5.0)
SPREAD = Setting("spread", "spread", "°", 360.0, 0.0, 360.0)
"""The angle of a light's cone: 0 is parallel light, as the sun's; from 180 on it shines all around, as a bulb."""

LIT = ("studio", "scene")
"""What may light a picture: the studio's own softboxes, or the scene's lights."""

SIGHTS: Mapping[str, tuple[Setting, ...]] = MappingProxyType({
    "camera": (FIELD,), "light": (POWER, TEMPERATURE, SIZE, SPREAD)})
