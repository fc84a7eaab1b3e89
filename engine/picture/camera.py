"""Camera: a point of view that turns about a target.

In     angles [rad], distance [m], boxes [m].   Out   a new Camera, and its matrices (OpenGL's conventions).
Raises nothing.  Knows nothing of OpenGL itself, documents or Qt.

Yaw 0 looks from +Z at an object's front, yaw pi/2 from +X; pitch pi/2 looks straight down.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

PITCH_LIMIT = np.pi / 2 - 1e-3


@dataclass(frozen=True)
class Camera:
    yaw: float = 0.62            # rad, about +Y
    pitch: float = 0.30          # rad, above the floor
    distance: float = 5.0        # m
    target: tuple[float, float, float] = (0.0, 0.6, 0.0)
    field: float = 0.56          # rad, vertical field of view
    parallel: bool = False       # orthographic, as large as the perspective at the target
    roll: float = 0.0            # rad, about its line of sight, counter-clockwise seen from behind it

    def orbit(self, yaw: float, pitch: float) -> Camera:
        return replace(self, yaw=(self.yaw + yaw + np.pi) % (2 * np.pi) - np.pi,
                       pitch=float(np.clip(self.pitch + pitch, -PITCH_LIMIT, PITCH_LIMIT)))

    def pan(self, right: float, up: float) -> Camera:
        """Move by shares of the picture's height."""
        span = 2.0 * self.distance * np.tan(self.field / 2)
        x, y, _ = self.axes()
        target = np.asarray(self.target) + (x * right + y * up) * span
        return replace(self, target=tuple(float(v) for v in target))

    def zoom(self, factor: float) -> Camera:
        return replace(self, distance=float(np.clip(self.distance * factor, 0.02, 500.0)))

    def look(self, yaw: float, pitch: float) -> Camera:
        return replace(self, yaw=yaw, pitch=float(np.clip(pitch, -PITCH_LIMIT, PITCH_LIMIT)))

    def frame(self, low: np.ndarray, high: np.ndarray, *, aspect: float = 4 / 3, margin: float = 1.12) -> Camera:
        """The nearest view in this direction that shows the whole box."""
        low, high = np.asarray(low, float), np.asarray(high, float)
        centre, half = (low + high) / 2, np.maximum((high - low) / 2, 1e-3)
        signs = np.array([[x, y, z] for x in (-1, 1) for y in (-1, 1) for z in (-1, 1)])
        x, y, z = self.axes()
        seen = (signs * half) @ np.stack([x, y, z], axis=1)
        tall = np.tan(self.field / 2) / margin
        distance = np.max(np.maximum(np.abs(seen[:, 0]) / (tall * aspect), np.abs(seen[:, 1]) / tall) + seen[:, 2])
        return replace(self, target=tuple(float(v) for v in centre), distance=float(max(distance, 0.02)))

    def fit(self, points: np.ndarray, *, aspect: float = 4 / 3, margin: float = 1.12) -> Camera:
        """The nearest view in this direction that shows all points [n, 3], them in the middle of the picture.

        Each side of the picture is a plane; the outermost point on either side fixes shift and distance.
        """
        seen = np.asarray(points, float) @ np.stack(self.axes(), axis=1)
        depth = seen[:, 2].mean()
        target, distance = np.zeros(3), 0.02
        for axis, tangent in ((0, np.tan(self.field / 2) * aspect / margin), (1, np.tan(self.field / 2) / margin)):
            near = tangent * (seen[:, 2] - depth)
            right, left = (seen[:, axis] + near).max(), (near - seen[:, axis]).max()
            target += self.axes()[axis] * (right - left) / 2
            distance = max(distance, float((right + left) / 2 / tangent))
        target += self.axes()[2] * depth
        return replace(self, target=(float(target[0]), float(target[1]), float(target[2])), distance=distance)

    def turntable(self, share: float) -> Camera:
        """After `share` of a whole turn of the object."""
        return self.orbit(-2 * np.pi * share, 0.0)

    def axes(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Right, up and backward, unit vectors in the scene."""
        cy, sy, cp, sp = np.cos(self.yaw), np.sin(self.yaw), np.cos(self.pitch), np.sin(self.pitch)
        cr, sr = np.cos(self.roll), np.sin(self.roll)
        right, up = np.array([cy, 0.0, -sy]), np.array([-sp * sy, cp, -sp * cy])
        return cr * right + sr * up, cr * up - sr * right, np.array([cp * sy, sp, cp * cy])

    def eye(self) -> np.ndarray:
        """Where the camera stands [m]."""
        return np.asarray(self.target) + self.axes()[2] * self.distance

    def pose(self) -> np.ndarray:
        """The camera's frame to the scene's, [4, 4]."""
        pose = np.eye(4)
        pose[:3, 0], pose[:3, 1], pose[:3, 2] = self.axes()
        pose[:3, 3] = self.eye()
        return pose

    def view(self) -> np.ndarray:
        """The scene's frame to the camera's, [4, 4]."""
        view = np.eye(4)
        view[:3, :3] = turn = np.array(self.axes())
        view[:3, 3] = -turn @ (np.asarray(self.target) + turn[2] * self.distance)
        return view

    def projection(self, aspect: float, *, reach: float = 60.0) -> np.ndarray:
        """The camera's frame to clip space, [4, 4]; `reach` is the depth seen behind the target [m]."""
        near, far = max(self.distance * 0.02, 1e-3), self.distance + reach
        tall = np.tan(self.field / 2)
        out = np.zeros((4, 4))
        if self.parallel:
            height = tall * self.distance
            near = -reach
            out[0, 0], out[1, 1] = 1 / (height * aspect), 1 / height
            out[2, 2], out[2, 3], out[3, 3] = -2 / (far - near), -(far + near) / (far - near), 1.0
        else:
            out[0, 0], out[1, 1] = 1 / (tall * aspect), 1 / tall
            out[2, 2], out[2, 3], out[3, 2] = -(far + near) / (far - near), -2 * far * near / (far - near), -1.0
        return out

    def project(self, points: np.ndarray, size: tuple[int, int]) -> np.ndarray:
        """Points [..., 3] m to pixels from the top left and depth, [..., 3]; behind the camera: nan."""
        points = np.asarray(points, float)
        matrix = self.projection(size[0] / size[1]) @ self.view()
        clip = points @ matrix[:3, :3].T + matrix[:3, 3]
        w = points @ matrix[3, :3] + matrix[3, 3]
        with np.errstate(invalid="ignore", divide="ignore"):
            ndc = np.where(w[..., None] > 1e-9, clip / w[..., None], np.nan)
        return np.stack([(ndc[..., 0] + 1) / 2 * size[0], (1 - ndc[..., 1]) / 2 * size[1], ndc[..., 2]], -1)

    def ray(self, x: float, y: float, size: tuple[int, int]) -> tuple[np.ndarray, np.ndarray]:
        """Origin and unit direction of the line of sight through a pixel (from the top left)."""
        inverse = np.linalg.inv(self.projection(size[0] / size[1]) @ self.view())
        ndc = np.array([2 * x / size[0] - 1, 1 - 2 * y / size[1]])
        ends = [inverse @ np.array([*ndc, z, 1.0]) for z in (-1.0, 1.0)]
        near, far = (end[:3] / end[3] for end in ends)
        direction = far - near
        return near, direction / np.linalg.norm(direction)


THREE_QUARTERS = Camera(yaw=0.55, pitch=0.26)
"""The view of a picture that nobody has set up."""
