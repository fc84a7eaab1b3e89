"""One superquadric to points: the compiled least squares of a fit.

In     a shape [SHAPE]: centre [m], axes (columns of a rotation, row by row), ln of half extents, exponents, taper,
       bend; points [n, 3] m with weights; a grid of the object's signed distances.
Out    the shape that is nearest to the points without leaving the object; distances [m].
Raises nothing.  Knows nothing of Parts, meshes or how points are shared out.

Levenberg (1944) and Marquardt (1963) on the first-order distance of the kernel, whose points are weighed down where
they are far off (Geman and McClure 1987), as Liu et al. 2022 weigh outliers; and on how far the part's own surface
stands out of the object, read from the grid. Slopes are differences: a shape has thirteen.
"""

from __future__ import annotations

import math

import numpy as np

from engine.form import kernel
from engine.form.compiling import compiled
from engine.form.parts import gauge, warp

SHAPE, FREE = 19, 13
CENTRE, AXES, SIZE, ROUND, TAPER, BEND = slice(0, 3), slice(3, 12), slice(12, 15), slice(15, 17), 17, 18
TAPERED, BENT = 0.8, 0.9
"""Most that a part tapers and bends."""
THINNEST = 0.004
"""Share of the size that a half extent is at least: what is thinner vanishes between the cells of a surface."""
HELD = np.array([0.02, 0.02, 0.02, 0.01, 0.01, 0.01, 0.02, 0.02, 0.02, 0.01, 0.01, 0.03, 0.05])
"""Of what moves, what a whole step weighs."""


@compiled
def fill(shape, row):
    """Write the kernel's table row [1, COLUMNS] of a shape."""
    for k in range(3):
        row[0, k] = shape[k]
        for j in range(3):
            row[0, 3 + 3 * k + j] = shape[3 + 3 * j + k]      # the kernel's rows are the shape's columns
        row[0, 12 + k] = math.exp(shape[12 + k])
    row[0, 15] = 2.0 / (1.0 - 0.86 * shape[15])
    row[0, 16] = 2.0 / (1.0 - 0.86 * shape[16])
    row[0, 17], row[0, 18] = shape[17], shape[18]


@compiled
def moved(shape, step, least, most, out):
    """The shape after a step [FREE]: shifts in its own half extents, turns [rad], ln of sizes, the rest as it is."""
    for k in range(SHAPE):
        out[k] = shape[k]
    for k in range(3):
        for j in range(3):
            out[k] += shape[3 + 3 * k + j] * step[j] * math.exp(shape[12 + j])
    x, y, z = step[3], step[4], step[5]
    angle = math.sqrt(x * x + y * y + z * z) + 1e-12
    x, y, z = x / angle, y / angle, z / angle
    c, s = math.cos(angle), math.sin(angle)
    v = 1.0 - c
    turn = ((c + x * x * v, x * y * v - z * s, x * z * v + y * s),
            (y * x * v + z * s, c + y * y * v, y * z * v - x * s),
            (z * x * v - y * s, z * y * v + x * s, c + z * z * v))
    for k in range(3):
        a, b, d = shape[3 + 3 * k], shape[4 + 3 * k], shape[5 + 3 * k]
        for j in range(3):
            out[3 + 3 * k + j] = a * turn[0][j] + b * turn[1][j] + d * turn[2][j]
    for k in range(3):
        out[12 + k] = min(max(shape[12 + k] + step[6 + k], least), most)
    out[15] = min(max(shape[15] + step[9], 0.0), 1.0)
    out[16] = min(max(shape[16] + step[10], 0.0), 1.0)
    out[17] = min(max(shape[17] + step[11], -TAPERED), TAPERED)
    out[18] = min(max(shape[18] + step[12], -BENT), BENT)


@compiled
def looked_up(grid, corner, spacing, x, y, z):
    """The grid's value [m] at a point, straight between its cells; outside of it that of the nearest."""
    nx, ny, nz = grid.shape
    a = min(max((x - corner[0]) / spacing, 0.0), nx - 1.001)
    b = min(max((y - corner[1]) / spacing, 0.0), ny - 1.001)
    c = min(max((z - corner[2]) / spacing, 0.0), nz - 1.001)
    i, j, k = int(a), int(b), int(c)
    a, b, c = a - i, b - j, c - k
    low = (1 - a) * ((1 - b) * grid[i, j, k] + b * grid[i, j + 1, k]) + a * (
        (1 - b) * grid[i + 1, j, k] + b * grid[i + 1, j + 1, k])
    high = (1 - a) * ((1 - b) * grid[i, j, k + 1] + b * grid[i, j + 1, k + 1]) + a * (
        (1 - b) * grid[i + 1, j, k + 1] + b * grid[i + 1, j + 1, k + 1])
    return low + c * (high - low)


@compiled
def misses(shape, row, points, directions, grid, corner, spacing, slack, size, weight, out):
    """What is missed, as shares of `size`: the points' distances, then how far the part's own surface stands out."""
    fill(shape, row)
    for k in range(len(points)):
        x, y, z = kernel.local(row, 0, points[k, 0], points[k, 1], points[k, 2])
        out[k] = kernel.part(row, 0, x, y, z, 0.0, False)[0] / size
    count = len(points)
    around, along = row[0, 15], row[0, 16]
    for k in range(len(directions)):
        x, y, z = directions[k, 0], directions[k, 1], directions[k, 2]
        ring = (abs(x) ** around + abs(z) ** around) ** (1.0 / around)
        g = (ring**along + abs(y) ** along) ** (1.0 / along)
        x, y, z = x / g, y / g, z / g
        section = 1.0 + row[0, 17] * y
        own = (row[0, 12] * section * x, row[0, 13] * y, row[0, 14] * section * z + row[0, 18] * row[0, 13] * y * y)
        px, py, pz = row[0, 0], row[0, 1], row[0, 2]
        for j in range(3):
            px += row[0, 3 + 3 * j] * own[j]
            py += row[0, 4 + 3 * j] * own[j]
            pz += row[0, 5 + 3 * j] * own[j]
        out[count + k] = weight * max(looked_up(grid, corner, spacing, px, py, pz) - slack, 0.0) / size


@compiled
def cost(out, weights, count, scale):
    """Of the misses: the points' as Geman and McClure weigh them, weighted; the others' squares."""
    total, sum_weights = 0.0, 1e-12
    for k in range(count):
        d = out[k] * out[k]
        total += weights[k] * d / (1.0 + d / (scale * scale))
        sum_weights += weights[k]
    total /= sum_weights
    more = 0.0
    for k in range(count, len(out)):
        more += out[k] * out[k]
    return total + more / max(len(out) - count, 1)


@compiled
def fitted(shape, points, weights, directions, grid, corner, spacing, size, scale, weight, rounds, held):
    """The shape fitted to points, and what remains: (shape, cost). `scale`: share of `size` beyond which points are
    far off; `weight` of what stands out.
    """
    count, all_count = len(points), len(points) + len(directions)
    row = np.zeros((1, kernel.COLUMNS))
    least, most, slack = math.log(THINNEST * size), math.log(size), 0.35 * spacing
    now, trial = shape.copy(), shape.copy()
    out, other = np.empty(all_count), np.empty(all_count)
    slopes = np.empty((all_count, FREE))
    step, delta = np.zeros(FREE), np.zeros(FREE)
    misses(now, row, points, directions, grid, corner, spacing, slack, size, weight, out)
    best = cost(out, weights, count, scale)
    damping = 1e-3
    total = max(weights.sum(), 1e-12)
    for _ in range(rounds):
        for j in range(FREE):
            step[:] = 0.0
            step[j] = 1e-4
            moved(now, step, least, most, trial)
            misses(trial, row, points, directions, grid, corner, spacing, slack, size, weight, other)
            for k in range(all_count):
                slopes[k, j] = (other[k] - out[k]) * 1e4
        matrix, right = np.zeros((FREE, FREE)), np.zeros(FREE)
        for k in range(all_count):
            if k < count:
                w = weights[k] / total / (1.0 + out[k] * out[k] / (scale * scale)) ** 2
            else:
                w = 1.0 / len(directions) if out[k] > 0.0 else 0.0
            if w == 0.0:
                continue
            for j in range(FREE):
                right[j] -= w * slopes[k, j] * out[k]
                for i in range(j + 1):
                    matrix[j, i] += w * slopes[k, j] * slopes[k, i]
        for j in range(FREE):
            for i in range(j):
                matrix[i, j] = matrix[j, i]
        done = True
        for _ in range(6):
            lifted = matrix.copy()
            for j in range(FREE):
                lifted[j, j] += damping * matrix[j, j] + held[j] * held[j] * 1e-3 + 1e-12
            delta = np.linalg.solve(lifted, right)
            far = 0.0
            for j in range(FREE):
                far = max(far, abs(delta[j]))
            if far > 0.5:
                delta *= 0.5 / far
            moved(now, delta, least, most, trial)
            misses(trial, row, points, directions, grid, corner, spacing, slack, size, weight, other)
            value = cost(other, weights, count, scale)
            if value < best:
                done = value > best * (1.0 - 1e-4)
                now[:], out[:] = trial, other
                best = value
                damping = max(damping * 0.3, 1e-7)
                break
            damping = min(damping * 5.0, 1e4)
        if done:
            break
    return now, best


@compiled
def away_rows(table, points, out):
    """Distance [m] of each point from each part's surface, [part, point]; `table` as engine.form.field makes it."""
    for i in range(len(table)):
        for k in range(len(points)):
            x, y, z = kernel.local(table, i, points[k, 0], points[k, 1], points[k, 2])
            out[i, k] = kernel.part(table, i, x, y, z, 0.0, False)[0]


def away(shapes: np.ndarray, points: np.ndarray) -> np.ndarray:
    """Distance [m] of each point from each shape's surface, [shape, point]."""
    table = np.zeros((len(shapes), kernel.COLUMNS))
    for row, shape in zip(table[:, None], shapes):
        fill(shape, row)
    out = np.empty((len(shapes), len(points)))
    away_rows(table, np.ascontiguousarray(points, np.float64), out)
    return out


def surface_of(shape: np.ndarray, directions: np.ndarray) -> np.ndarray:
    """Points of a shape's surface [direction, 3] m."""
    unit = directions / gauge(directions, shape[ROUND])[:, None]
    own = warp(unit, np.exp(shape[SIZE]), shape[TAPER], shape[BEND])
    return shape[CENTRE] + own @ shape[AXES].reshape(3, 3).T
