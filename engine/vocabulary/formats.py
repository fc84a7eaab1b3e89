"""Formats: endings of the files that can be imported and exported.

In     nothing.   Out   a plain table.
Raises nothing.  Knows nothing of how they are read (engine.exchange.importing) or written (writing).
"""

from __future__ import annotations

FORMATS: dict[str, str] = {
    ".glb": "glTF", ".gltf": "glTF", ".vrm": "glTF", ".obj": "OBJ", ".ply": "PLY", ".stl": "STL", ".off": "OFF",
    ".xyz": "XYZ", ".usd": "USD", ".usda": "USD", ".usdc": "USD", ".usdz": "USD"}
"""What a file of an ending is written in."""
EXPORTS: dict[str, str] = {".glb": "glTF", ".usda": "USD", ".usdc": "USD", ".usdz": "USD"}
"""What a scene is written in, by the file's ending."""
THROUGH_BLENDER: dict[str, str] = {".fbx": "FBX"}
"""What the artist's own Blender writes of a scene, by the file's ending."""
FRAMES: dict[str, str] = {".obj": "series", ".ply": "series", ".mdd": "point cache", ".pc2": "point cache",
                          ".json": "vertex textures"}
"""What the vertices of a scene are written in, frame by frame, by the file's ending."""
UNITS: dict[str, float] = {"m": 1.0, "cm": 0.01, "mm": 0.001, "in": 0.0254}
"""Metres of a unit."""
