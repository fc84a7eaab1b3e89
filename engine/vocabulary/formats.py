"""Formats: endings of the files that can be imported, and what each says of its unit and axes.

In     nothing.   Out   a plain table.
Raises nothing.  Knows nothing of how they are read (engine.exchange.importing).
"""

from __future__ import annotations

FORMATS: dict[str, str] = {
    ".glb": "glTF", ".gltf": "glTF", ".vrm": "glTF", ".obj": "OBJ", ".ply": "PLY", ".stl": "STL", ".off": "OFF",
    ".xyz": "XYZ", ".usd": "USD", ".usda": "USD", ".usdc": "USD", ".usdz": "USD"}
"""What a file of an ending is written in."""
UNITS: dict[str, float] = {"m": 1.0, "cm": 0.01, "mm": 0.001, "in": 0.0254}
"""Metres of a unit."""
