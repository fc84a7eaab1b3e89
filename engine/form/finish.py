"""The compiled finish of a mesh: even triangles on the surface, normals, colours and skin weights.

In     vertices near the surface, the block each lies in, and the parts near each block.
Out    vertices on the surface; normals; colours; nearest part; the four strongest parts and weights.
Raises nothing.  Knows nothing of Parts, lattices, documents or Qt.

Relaxation moves a vertex along the surface only, towards the middle of its neighbours, and one Newton
step along the field's gradient puts it back. Skin weights are a softmin of the parts' distances.
"""

from __future__ import annotations

import math

import numpy as np

from engine.form.compiling import compiled
from engine.form.kernel import blended, box, gather, local, part, solve

SHARE = 0.6
"""Of the way to the middle of its neighbours that a vertex goes at once."""


@compiled
def neighbours(positions, faces, middle, degree):
    """Fill the middle of every vertex's neighbours [vertex, 3] and twice their number [vertex]."""
    middle[:], degree[:] = 0.0, 0.0
    for f in range(len(faces)):
        a, b, c = faces[f]
        for axis in range(3):
            x, y, z = positions[a, axis], positions[b, axis], positions[c, axis]
            middle[a, axis] += y + z
            middle[b, axis] += z + x
            middle[c, axis] += x + y
        degree[a] += 2.0
        degree[b] += 2.0
        degree[c] += 2.0
    for v in range(len(positions)):
        for axis in range(3):
            middle[v, axis] /= degree[v]


@compiled
def relax(table, positions, normals, faces, home, lists, lengths, steps, spacing):
    """Move the vertices in place `steps` times, then once more onto the surface; fill the normals.

    Where a vertex lies is asked of the field the first time and the last; between, it keeps to the plane it was in.
    Three more rounds smooth the neighbourhoods of triangles that lie the wrong way round.
    """
    count, parts = len(positions), len(table)
    chosen = np.empty(parts, np.int64)
    distances, gradients, index = np.empty(parts), np.empty((parts, 3)), np.empty(parts, np.int64)
    middle, degree, flipped = np.empty_like(positions), np.empty(count), np.zeros(count, np.bool_)
    for step in range(steps + 1 + 3):
        mending = step > steps
        if mending and not turned(positions, normals, faces, flipped):
            break
        if step != steps:
            neighbours(positions, faces, middle, degree)
        last, number = -1, 0
        for v in range(count):
            if mending and not flipped[v]:
                continue
            if home[v] != last:
                last = home[v]
                number = lengths[last]
                for j in range(number):
                    chosen[j] = lists[last, j]
            x, y, z = positions[v]
            if 0 < step < steps:
                mx, my, mz = along(middle[v], positions[v], normals[v], SHARE)
                positions[v, 0], positions[v, 1], positions[v, 2] = x + mx, y + my, z + mz
                continue
            if mending:
                x, y, z = middle[v]
            nearest, near = gather(table, chosen, number, x, y, z, distances, gradients, index, True)
            s = solve(table, near, distances, index, nearest)
            gx, gy, gz, _ = blended(table, near, distances, gradients, index, s)
            size = math.sqrt(gx * gx + gy * gy + gz * gz)
            if size > 1e-9:
                gx, gy, gz = gx / size, gy / size, gz / size
                normals[v, 0], normals[v, 1], normals[v, 2] = gx, gy, gz
            back = min(max(s / max(size, 0.5), -spacing), spacing)
            mx = my = mz = 0.0
            if step != steps:
                mx, my, mz = along(middle[v], (x, y, z), (gx, gy, gz), SHARE)
            positions[v, 0] = x + mx - back * gx
            positions[v, 1] = y + my - back * gy
            positions[v, 2] = z + mz - back * gz


@compiled
def along(middle, at, normal, share):
    """The way from `at` towards the middle of its neighbours, within the surface."""
    x, y, z = share * (middle[0] - at[0]), share * (middle[1] - at[1]), share * (middle[2] - at[2])
    lift = x * normal[0] + y * normal[1] + z * normal[2]
    return x - lift * normal[0], y - lift * normal[1], z - lift * normal[2]


@compiled
def turned(positions, normals, faces, flipped):
    """Mark the corners of triangles that face against their normals; is there one?"""
    flipped[:] = False
    found = False
    for f in range(len(faces)):
        a, b, c = faces[f]
        ux, uy, uz = (positions[b, 0] - positions[a, 0], positions[b, 1] - positions[a, 1],
                      positions[b, 2] - positions[a, 2])
        vx, vy, vz = (positions[c, 0] - positions[a, 0], positions[c, 1] - positions[a, 1],
                      positions[c, 2] - positions[a, 2])
        along = ((uy * vz - uz * vy) * (normals[a, 0] + normals[b, 0] + normals[c, 0])
                 + (uz * vx - ux * vz) * (normals[a, 1] + normals[b, 1] + normals[c, 1])
                 + (ux * vy - uy * vx) * (normals[a, 2] + normals[b, 2] + normals[c, 2]))
        if along < 0.0:
            flipped[a] = flipped[b] = flipped[c] = found = True
    return found


@compiled
def attributes(table, positions, home, lists, lengths, light, softness, mixing, spacing,
               colours, owner, joints, weights):
    """Fill linear colours, nearest part, the four strongest parts and their weights, for every vertex.

    `softness` [part] m: the softmin's temperature of the skin; `mixing` [part] m: that of the colours.
    """
    parts = len(table)
    near, value = np.empty(parts, np.int64), np.empty(parts)
    for v in range(len(positions)):
        n = home[v]
        least, own, count = 1e30, 0, 0
        for j in range(lengths[n]):
            i = np.int64(lists[n, j])
            x, y, z = local(table, i, positions[v, 0], positions[v, 1], positions[v, 2])
            bound = box(table, i, x, y, z)
            if bound > 0.0 and bound > least + 7.0 * softness[i]:
                continue
            d = part(table, i, x, y, z, bound, False)[0]
            near[count], value[count] = i, d
            count += 1
            if d < least:
                least, own = d, i
        owner[v] = own
        red = green = blue = total = 0.0
        for j in range(count):
            i = near[j]
            h = math.exp(-(value[j] - least) / max(min(mixing[i], mixing[own]), 0.3 * spacing))
            if h > 1e-3:
                red += h * light[i, 0]
                green += h * light[i, 1]
                blue += h * light[i, 2]
                total += h
            value[j] = math.exp(-(value[j] - least) / softness[i])
        colours[v, 0], colours[v, 1], colours[v, 2] = red / total, green / total, blue / total
        total = 0.0
        for k in range(4):
            best = -1
            for j in range(count):
                if value[j] > 1e-3 and (best < 0 or value[j] > value[best]):
                    best = j
            if best < 0:
                break
            joints[v, k], weights[v, k] = near[best], value[best]
            total += value[best]
            value[best] = 0.0
        for k in range(4):
            weights[v, k] /= total
