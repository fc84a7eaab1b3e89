"""Transform: moving, turning and scaling by the pointer, by axis and by number; plain mathematics.

In     a tool, the objects' matrices [4, 4], a camera, pointer positions [px].   Out   new matrices.
Raises nothing.  Knows nothing of Qt, OpenGL or documents.

Without a chosen axis an object moves along the floor (or across the view, where the camera looks along
the floor), turns about its upright axis and scales as a whole.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from engine.picture.camera import Camera

Triple = tuple[float, float, float]
TOOLS = ("select", "move", "rotate", "scale")
AXES = {"x": np.array([1.0, 0.0, 0.0]), "y": np.array([0.0, 1.0, 0.0]), "z": np.array([0.0, 0.0, 1.0])}
_LEVEL = np.radians(12.0)
_STEPS = {"move": 0.1, "rotate": np.radians(15.0), "scale": 0.1}
"""What a held Ctrl rounds to: m, rad, times."""


@dataclass(frozen=True)
class Drag:
    """One transformation under way."""

    tool: str
    places: dict[str, np.ndarray]      # as they were when it began
    camera: Camera
    size: tuple[int, int]              # px
    start: tuple[float, float]         # px
    at: tuple[float, float]            # px
    axis: str = ""                     # "", "x", "y" or "z"
    typed: str = ""
    stepped: bool = False

    @property
    def pivot(self) -> np.ndarray:
        return np.mean([place[:3, 3] for place in self.places.values()], axis=0)

    def key(self, text: str) -> Drag:
        """After a key: an axis letter (again: free), a digit, a sign, a point, or "back"."""
        if text in AXES:
            return replace(self, axis="" if self.axis == text else text)
        if text == "back":
            return replace(self, typed=self.typed[:-1])
        if text == "-":
            return replace(self, typed=self.typed[1:] if self.typed.startswith("-") else "-" + self.typed)
        if text == "." and "." in self.typed:
            return self
        return replace(self, typed=self.typed + text)

    def matrices(self) -> dict[str, np.ndarray]:
        """The objects' new matrices."""
        change = {"move": self._moved, "rotate": self._turned, "scale": self._scaled}[self.tool]()
        return {node: change @ place for node, place in self.places.items()}

    def changes(self) -> dict[str, tuple[np.ndarray, np.ndarray]]:
        """Each object's matrix before and now."""
        return {node: (self.places[node], matrix) for node, matrix in self.matrices().items()}

    def words(self) -> str:
        """What is going on, for the foot of the viewport."""
        amount = self.amount()
        axis = f" along {self.axis.upper()}" if self.axis and self.tool == "move" else (
            f" about {(self.axis or 'y').upper()}" if self.tool == "rotate" else "")
        if self.tool == "move":
            number = f"{np.linalg.norm(self._moved()[:3, 3]):.2f} m" if not self.axis else f"{amount:+.2f} m"
        elif self.tool == "rotate":
            number = f"{np.degrees(amount):+.0f}°"
        else:
            number = f"× {amount:.2f}"
        return f"{ {'move': 'Move', 'rotate': 'Turn', 'scale': 'Scale'}[self.tool] }{axis}   {number}"

    def amount(self) -> float:
        """Metres along the axis, radians about it, or the factor."""
        if self.typed not in ("", "-", ".", "-."):
            number = float(self.typed)
            return np.radians(number) if self.tool == "rotate" else number
        found = {"move": self._along, "rotate": self._about, "scale": self._ratio}[self.tool]()
        step = _STEPS[self.tool]
        return round(found / step) * step if self.stepped else found

    def _moved(self) -> np.ndarray:
        change = np.eye(4)
        if self.axis or self.typed:
            change[:3, 3] = AXES[self.axis or "x"] * self.amount()
        else:
            change[:3, 3] = self._on_plane(self.at) - self._on_plane(self.start)
            if self.stepped:
                change[:3, 3] = np.round(change[:3, 3] / _STEPS["move"]) * _STEPS["move"]
        return change

    def _turned(self) -> np.ndarray:
        return self._around(rotation(AXES[self.axis or "y"], self.amount()))

    def _scaled(self) -> np.ndarray:
        return self._around(np.eye(3) * max(abs(self.amount()), 0.01))

    def _around(self, linear: np.ndarray) -> np.ndarray:
        change = np.eye(4)
        change[:3, :3] = linear
        change[:3, 3] = self.pivot - linear @ self.pivot
        return change

    def _on_plane(self, pixel: tuple[float, float]) -> np.ndarray:
        """Where the pointer meets the plane the object moves in."""
        origin, direction = self.camera.ray(*pixel, self.size)
        level = abs(self.camera.pitch) > _LEVEL
        normal = AXES["y"] if level else self.camera.axes()[2]
        slope = direction @ normal
        if abs(slope) < 0.02:
            return self.pivot
        way = (self.pivot - origin) @ normal / slope
        return origin + direction * np.clip(way, -60 * self.camera.distance, 60 * self.camera.distance)

    def _along(self) -> float:
        """How far along the axis the pointer has come: the nearest point of axis and line of sight."""
        axis = AXES[self.axis or "x"]

        def nearest(pixel: tuple[float, float]) -> float:
            origin, direction = self.camera.ray(*pixel, self.size)
            across = np.cross(axis, direction)
            square = across @ across
            return 0.0 if square < 1e-6 else float(np.cross(origin - self.pivot, direction) @ across / square)

        return nearest(self.at) - nearest(self.start)

    def _about(self) -> float:
        """The angle the pointer has turned round the pivot, seen from the axis' tip."""
        x, y, _ = self.camera.project(self.pivot, self.size)
        a, b = (np.arctan2(y - p[1], p[0] - x) for p in (self.start, self.at))
        turned = (b - a + np.pi) % (2 * np.pi) - np.pi
        towards = self.camera.axes()[2] @ AXES[self.axis or "y"]
        return float(turned if towards >= 0 else -turned)

    def _ratio(self) -> float:
        x, y, _ = self.camera.project(self.pivot, self.size)
        before, now = (np.hypot(p[0] - x, p[1] - y) for p in (self.start, self.at))
        return float(now / max(before, 8.0))


def rotation(axis: np.ndarray, angle: float) -> np.ndarray:
    """Rodrigues' formula, [3, 3]."""
    x, y, z = axis
    cross = np.array([[0, -z, y], [z, 0, -x], [-y, x, 0]])
    return np.eye(3) + np.sin(angle) * cross + (1 - np.cos(angle)) * cross @ cross


def taken_apart(place: np.ndarray) -> tuple[Triple, Triple, float]:
    """Position [m], rotation [rad] about x, y, z (applied Y X Z: R = Ry Rx Rz) and uniform scale of a matrix."""
    scale = float(np.cbrt(max(np.linalg.det(place[:3, :3]), 1e-9)))
    r = place[:3, :3] / scale
    x = float(np.arcsin(np.clip(-r[1, 2], -1.0, 1.0)))
    y, z = float(np.arctan2(r[0, 2], r[2, 2])), float(np.arctan2(r[1, 0], r[1, 1]))
    return (float(place[0, 3]), float(place[1, 3]), float(place[2, 3])), (x, y, z), scale


def put_together(position: Triple, angles: Triple, scale: float) -> np.ndarray:
    """The inverse of `taken_apart`."""
    x, y, z = (rotation(AXES[name], angle) for name, angle in zip("xyz", angles))
    place = np.eye(4)
    place[:3, :3] = y @ x @ z * scale
    place[:3, 3] = position
    return place
