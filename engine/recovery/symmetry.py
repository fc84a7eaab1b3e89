"""Symmetry: the plane in which an object mirrors itself, and shapes made to keep to it.

In     a Target; shapes (engine.recovery.superquadric).
Out    Plane, or None where the object has none; the shapes, even about it; which part mirrors which.
Raises nothing.  Knows nothing of roles or meshes.

A plane is sought from the axes of the world and of the object, and drawn to where points and their images meet (as
Mitra et al. 2006 refine theirs).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.spatial import KDTree

from engine.form.outline import outline, sphere
from engine.form.parts import Parts
from engine.recovery import superquadric as sq
from engine.recovery.target import Target

EVEN = 0.006
"""Share of the size by which points and images may differ, on average."""
ALIKE = 0.02
"""The same of two shapes that are made one another's image."""
PAIRED = 0.5
"""The same as a share of the larger one's longest half, where both lie across the plane."""
ACROSS = 0.4
"""A shape lies across the plane whose middle is nearer to it than this share of its reach."""
UPRIGHT = 0.35
"""rad that a plane may lean from the vertical, where it is preferred."""
_DIRECTIONS = sphere(60)


@dataclass(frozen=True)
class Plane:
    normal: np.ndarray      # [3] unit
    offset: float           # m
    miss: float             # share of the size, mean

    def image(self, points: np.ndarray) -> np.ndarray:
        """Mirror images [n, 3] m of points."""
        return points - 2.0 * ((points @ self.normal) - self.offset)[:, None] * self.normal

    def turned(self, rotation: np.ndarray) -> Plane:
        """The plane turned about the origin."""
        return Plane(rotation @ self.normal, self.offset, self.miss)


def mirror(target: Target) -> Plane | None:
    """The plane in which the object is its own image; of several about as good a vertical one, across x first."""
    tree = KDTree(target.dense)
    some = target.points[target.even][::3]
    middle = (target.low + target.high) / 2.0
    axes = np.linalg.eigh(np.cov((some - some.mean(0)).T))[1].T
    best: Plane | None = None
    for rank, normal in enumerate([*np.eye(3)[[0, 2, 1]], *axes]):
        plane = Plane(normal, float(normal @ middle), 1.0)
        for _ in range(6):
            image = plane.image(some)
            far, near = tree.query(image)
            pair = target.dense[near]
            held = far < 2.0 * np.median(far) + 0.002 * target.size
            across = (some - pair)[held]
            spread = across.T @ across
            normal = np.linalg.eigh(spread)[1][:, 2]
            normal = normal * np.sign(normal @ plane.normal + 1e-12)
            if normal @ plane.normal < 0.8:
                break
            offset = float(((some + pair)[held] @ normal).mean() / 2.0)
            plane = Plane(normal, offset, float(far.mean() / target.size))
        handicap = 0.0015 * (rank > 0) + 0.003 * (abs(plane.normal[1]) > np.sin(UPRIGHT))
        if plane.miss < EVEN and (best is None or plane.miss + handicap < best.miss - 1e-6):
            best = plane
    return best


def evened(shapes: np.ndarray, plane: Plane, size: float, wrong: np.ndarray) -> np.ndarray:
    """The shapes: of two that are about each other's image, the one that is less `wrong` [shape] is taken for both."""
    images = np.array([imaged(shape, plane) for shape in shapes])
    clouds = np.array([sq.surface_of(shape, _DIRECTIONS) for shape in shapes])
    image_clouds = np.array([sq.surface_of(shape, _DIRECTIONS) for shape in images])
    reach = np.linalg.norm(np.exp(shapes[:, sq.SIZE]), axis=1)
    out, pairs = shapes.copy(), _paired(clouds, image_clouds, ALIKE * size + 0.15 * reach)
    for i, j in enumerate(pairs.tolist()):
        if i < j and wrong[i] <= wrong[j]:
            out[j] = images[i]
        elif i < j:
            out[i] = images[j]
    return out


def halves(shapes: np.ndarray, plane: Plane) -> list[np.ndarray]:
    """Two ways to make the shapes even: those across the plane, with all of one side and their images.

    Two that lie across it and are about each other's image, as thighs may, are of the sides.
    """
    axes = shapes[:, sq.AXES].reshape(-1, 3, 3)
    reach = (np.abs(np.einsum("k,pkj->pj", plane.normal, axes)) * np.exp(shapes[:, sq.SIZE])).sum(1)
    aside = shapes[:, sq.CENTRE] @ plane.normal - plane.offset
    across = np.abs(aside) < ACROSS * reach
    clouds = np.array([sq.surface_of(shape, _DIRECTIONS) for shape in shapes])
    images = np.array([sq.surface_of(imaged(shape, plane), _DIRECTIONS) for shape in shapes])
    across &= _paired(clouds, images, PAIRED * np.exp(shapes[:, sq.SIZE]).max(1)) == np.arange(len(shapes))
    made = []
    for side in (aside > 0.0, aside <= 0.0):
        kept = shapes[side & ~across]
        made.append(np.concatenate([shapes[across], kept, *[imaged(shape, plane)[None] for shape in kept]]))
    return made


def partners(parts: Parts, plane: Plane) -> np.ndarray:
    """Each part's mirror image [part]; itself where it has none."""
    clouds = outline(parts)[:, ::2]
    images = plane.image(clouds.reshape(-1, 3)).reshape(clouds.shape)
    return _paired(clouds, images, 0.15 * np.linalg.norm(parts.size, axis=1))


def _paired(clouds: np.ndarray, images: np.ndarray, bound: np.ndarray) -> np.ndarray:
    """Which cloud [n, point, 3] is nearest to each one's image, of two that choose each other within `bound` [n] m."""
    count = len(clouds)
    trees = [KDTree(cloud) for cloud in clouds]
    far = np.full((count, count), np.inf)
    away = np.linalg.norm(images.mean(1)[:, None] - clouds.mean(1)[None], axis=2)
    for i, j in np.argwhere(away < 2.0 * bound[None] + 1e-9).tolist():
        far[i, j] = trees[j].query(images[i])[0].mean()
    far = np.maximum(far, far.T)
    chosen, own = far.argmin(1), np.arange(count)
    held = (chosen[chosen] == own) & (far[own, chosen] < bound)
    return np.where(held, chosen, own)


def imaged(shape: np.ndarray, plane: Plane) -> np.ndarray:
    """A shape's mirror image."""
    out = shape.copy()
    out[sq.CENTRE] = plane.image(shape[None, :3])[0]
    flip = np.eye(3) - 2.0 * np.outer(plane.normal, plane.normal)
    out[sq.AXES] = (flip @ shape[sq.AXES].reshape(3, 3) @ np.diag([-1.0, 1.0, 1.0])).reshape(-1)
    return out
