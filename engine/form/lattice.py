"""The compiled narrow band: where the surface may be, the field there, and the triangles.

In     the part table of engine.form.field, a lattice (corner, spacing, blocks of 4 x 4 x 4 points).
Out    lattice values, blocks in use with the parts near each, marching-cubes vertices and faces.
Raises nothing.  Knows nothing of Parts, colours, documents or Qt.

Blocks far from every part's box are never touched; blocks whose centre is farther from the surface
than they reach are filled with a sign. Where a filled block's sign contradicts its neighbour it is
evaluated after all, until none does: so the mesh has no walls that the surface has not.

Marching cubes (Lorensen and Cline 1987) with a table made here: on a face with two crossings the
inside corners are kept apart, on both sides of the face alike, so the mesh is closed; and no triangle
has a side across a face, where the next cell could have the same, so it is manifold.
"""

from __future__ import annotations

import math

import numpy as np

from engine.form.compiling import compiled
from engine.form.kernel import box, gather, local, solve

BLOCK = 4
FAR_VALUE = np.float32(1e3)
EDGES = np.array([(a, a | 1 << axis, axis) for axis in range(3) for a in range(8) if not a >> axis & 1])
"""The 12 edges of a cell: low corner, high corner, axis. Corner c sits at (bit 0, bit 1, bit 2) of c."""


def _table() -> np.ndarray:
    """Triangles of each of the 256 sign patterns, [pattern, 16]: edge indices, closed by -1."""
    number = {(a, b): e for e, (a, b, _) in enumerate(EDGES.tolist())}
    number |= {(b, a): e for (a, b), e in number.items()}
    faces = []
    for axis in range(3):
        for side in range(2):
            u, v = 1 << (axis + 1) % 3, 1 << (axis + 2) % 3
            ring = [0, v, u | v, u] if side else [0, u, u | v, v]     # clockwise from outside
            faces.append([c | side << axis for c in ring])
    table = np.full((256, 16), -1, np.int64)
    for pattern in range(256):
        following = {}
        for ring in faces:
            inside = [bool(pattern >> c & 1) for c in ring]
            # walk the face: from where the inside is entered to where it is left
            for k in range(4):
                if not inside[k - 1] and inside[k]:
                    last = k
                    while inside[(last + 1) % 4]:
                        last += 1
                    enter = number[ring[k - 1], ring[k]]
                    leave = number[ring[last % 4], ring[(last + 1) % 4]]
                    following[leave] = enter
        triangles = []
        while following:
            start, loop = min(following), []
            edge = start
            while edge in following:
                loop.append(edge)
                edge = following.pop(edge)
            corners = _triangulated(loop, 0, len(loop) - 1)
            assert corners is not None, "every loop of the 256 patterns has such triangles"
            triangles += [loop[corner] for corner in corners]
        table[pattern, :len(triangles)] = triangles
    return table


def _triangulated(loop: list[int], first: int, last: int) -> list[int] | None:
    """Triangles, three places of the loop each, of its corners from first to last; None: not without a side that lies
    in a face of the cell."""
    if last - first < 2:
        return []
    for middle in range(first + 1, last):
        if _may_join(loop, first, middle) and _may_join(loop, middle, last):
            before, after = _triangulated(loop, first, middle), _triangulated(loop, middle, last)
            if before is not None and after is not None:
                return [*before, first, middle, last, *after]
    return None


def _may_join(loop: list[int], i: int, j: int) -> bool:
    """Follow the crossings of two edges upon each other, or have the edges no face in common?"""
    a, b = (EDGES[loop[k]] for k in (i, j))
    shared = any(axis not in (a[2], b[2]) and (a[0] ^ b[0]) >> axis & 1 == 0 for axis in range(3))
    return j - i in (1, len(loop) - 1) or not shared


TRIANGLES = _table()


@compiled
def near_parts(table, reach, cx, cy, cz, radius, inherited, inherited_count, out):
    """The parts whose box, grown by `reach`, meets the ball: their count; their indices in `out`."""
    count = 0
    for j in range(inherited_count):
        i = inherited[j]
        x, y, z = local(table, i, cx, cy, cz)
        if box(table, i, x, y, z) < radius + reach[i]:
            out[count] = i
            count += 1
    return count


@compiled
def value_at(table, chosen, count, x, y, z, level, distances, gradients, index):
    """The union's distance less the level."""
    nearest, near = gather(table, chosen, count, x, y, z, distances, gradients, index, False)
    return solve(table, near, distances, index, nearest) - level


@compiled
def fill_block(table, chosen, count, values, block, corner, spacing, level, distances, gradients, index):
    """Evaluate one block's lattice points, but for those that a neighbour shows to be on its side of the surface.

    These get the neighbour's value less what a cell can change: a sign, and a rough place for a vertex.
    """
    i, j, k = block[0] * 4, block[1] * 4, block[2] * 4
    loss = np.float32(1.25 * spacing)
    for a in range(4):
        for b in range(4):
            for c in range(4):
                near = np.float32(0.0)
                if a > 0:
                    near = values[i + a - 1, j + b, k + c]
                if b > 0 and abs(values[i + a, j + b - 1, k + c]) > abs(near):
                    near = values[i + a, j + b - 1, k + c]
                if c > 0 and abs(values[i + a, j + b, k + c - 1]) > abs(near):
                    near = values[i + a, j + b, k + c - 1]
                if abs(near) > loss:
                    value = near - loss if near > 0.0 else near + loss
                elif count == 0:
                    value = FAR_VALUE
                else:
                    value = value_at(table, chosen, count, corner[0] + (i + a) * spacing,
                                     corner[1] + (j + b) * spacing, corner[2] + (k + c) * spacing, level,
                                     distances, gradients, index)
                values[i + a, j + b, k + c] = value


@compiled
def band(table, reach, corner, spacing, blocks, safety, level):
    """Fill the lattice with the distance less `level`.

    Gives (values [x, y, z], number of each block or -1 [bx, by, bz], blocks in use [block, 3], the parts near
    each [block, part], how many [block]).
    """
    bx, by, bz = blocks
    parts = len(table)
    values = np.empty((bx * 4, by * 4, bz * 4), np.float32)
    number = np.full((bx, by, bz), -1, np.int32)
    sign = np.ones((bx, by, bz), np.int8)
    everyone, coarse, fine = np.arange(parts), np.empty(parts, np.int64), np.empty(parts, np.int64)
    distances, gradients, index = np.empty(parts), np.empty((parts, 3)), np.empty(parts, np.int64)
    radius = 1.5 * spacing * math.sqrt(3.0)
    big = 7.5 * spacing * math.sqrt(3.0)
    queue = np.empty((bx * by * bz, 3), np.int32)
    queued = 0
    for gx in range(0, bx, 4):
        for gy in range(0, by, 4):
            for gz in range(0, bz, 4):
                found = near_parts(table, reach, corner[0] + (gx * 4 + 7.5) * spacing,
                                   corner[1] + (gy * 4 + 7.5) * spacing, corner[2] + (gz * 4 + 7.5) * spacing,
                                   big, everyone, parts, coarse)
                if found == 0:
                    continue
                for i in range(gx, min(gx + 4, bx)):
                    for j in range(gy, min(gy + 4, by)):
                        for k in range(gz, min(gz + 4, bz)):
                            x = corner[0] + (i * 4 + 1.5) * spacing
                            y = corner[1] + (j * 4 + 1.5) * spacing
                            z = corner[2] + (k * 4 + 1.5) * spacing
                            count = near_parts(table, reach, x, y, z, radius, coarse, found, fine)
                            if count == 0:
                                continue
                            middle = value_at(table, fine, count, x, y, z, level, distances, gradients, index)
                            if middle < 0.0:
                                sign[i, j, k] = -1
                            if abs(middle) < radius * safety:
                                queue[queued, 0], queue[queued, 1], queue[queued, 2] = i, j, k
                                number[i, j, k] = queued
                                queued += 1
    lists = np.empty((max(queued * 2, 64), parts), np.int16)
    lengths = np.zeros(max(queued * 2, 64), np.int32)
    start = 0
    while start < queued:
        for n in range(start, queued):
            i, j, k = queue[n]
            if n >= len(lists):
                lists = np.concatenate((lists, np.empty_like(lists)))
                lengths = np.concatenate((lengths, np.zeros_like(lengths)))
            x = corner[0] + (i * 4 + 1.5) * spacing
            y = corner[1] + (j * 4 + 1.5) * spacing
            z = corner[2] + (k * 4 + 1.5) * spacing
            count = near_parts(table, reach, x, y, z, radius, everyone, parts, fine)
            lengths[n] = count
            for m in range(count):
                lists[n, m] = fine[m]
            fill_block(table, fine, count, values, queue[n], corner, spacing, level, distances, gradients, index)
        start = queued
        queued = contradictions(values, number, sign, queue, queued)
    for i in range(bx):
        for j in range(by):
            for k in range(bz):
                if number[i, j, k] < 0:
                    values[i * 4:i * 4 + 4, j * 4:j * 4 + 4, k * 4:k * 4 + 4] = FAR_VALUE * sign[i, j, k]
    return values, number, queue[:queued], lists[:queued], lengths[:queued]


@compiled
def contradictions(values, number, sign, queue, queued):
    """Queue every filled block whose sign differs from a neighbour's at their common side."""
    bx, by, bz = number.shape
    first = queued
    for i in range(bx):
        for j in range(by):
            for k in range(bz):
                mine = number[i, j, k]
                for axis in range(3):
                    a, b, c = i + (axis == 0), j + (axis == 1), k + (axis == 2)
                    if a >= bx or b >= by or c >= bz:
                        continue
                    other = number[a, b, c]
                    here, there = 0 <= mine < first, 0 <= other < first
                    if here == there:
                        if here or sign[i, j, k] == sign[a, b, c]:
                            continue
                        differs = True
                    else:
                        differs = False
                        s, (p, q, r), layer = (sign[a, b, c], (i, j, k), 3) if here else (sign[i, j, k], (a, b, c), 0)
                        for u in range(4):
                            for v in range(4):
                                if axis == 0:
                                    value = values[p * 4 + layer, q * 4 + u, r * 4 + v]
                                elif axis == 1:
                                    value = values[p * 4 + u, q * 4 + layer, r * 4 + v]
                                else:
                                    value = values[p * 4 + u, q * 4 + v, r * 4 + layer]
                                differs = differs or (value < 0) != (s < 0)
                    if not differs:
                        continue
                    for x, y, z in ((i, j, k), (a, b, c)):
                        if number[x, y, z] < 0:
                            queue[queued, 0], queue[queued, 1], queue[queued, 2] = x, y, z
                            number[x, y, z] = queued
                            queued += 1
    return queued


@compiled
def crossings(values, number, queue, corner, spacing):
    """A vertex on every lattice edge that the surface crosses.

    Gives (positions [vertex, 3], block of each vertex, vertex on each edge [block, 4, 4, 4, axis] or -1).
    """
    nx, ny, nz = values.shape
    total = 0
    for n in range(len(queue)):
        i, j, k = queue[n, 0] * 4, queue[n, 1] * 4, queue[n, 2] * 4
        for x in range(i, i + 4):
            for y in range(j, j + 4):
                for z in range(k, k + 4):
                    inside = values[x, y, z] < 0
                    total += x + 1 < nx and (values[x + 1, y, z] < 0) != inside
                    total += y + 1 < ny and (values[x, y + 1, z] < 0) != inside
                    total += z + 1 < nz and (values[x, y, z + 1] < 0) != inside
    positions, home = np.empty((total, 3)), np.empty(total, np.int32)
    edge = np.full((len(queue), 4, 4, 4, 3), -1, np.int32)
    total = 0
    for n in range(len(queue)):
        i, j, k = queue[n, 0] * 4, queue[n, 1] * 4, queue[n, 2] * 4
        for a in range(4):
            for b in range(4):
                for c in range(4):
                    x, y, z = i + a, j + b, k + c
                    here = values[x, y, z]
                    for axis in range(3):
                        x2, y2, z2 = x + (axis == 0), y + (axis == 1), z + (axis == 2)
                        if x2 >= nx or y2 >= ny or z2 >= nz:
                            continue
                        there = values[x2, y2, z2]
                        if (here < 0) == (there < 0):
                            continue
                        share = min(max(here / (here - there), 0.001), 0.999)
                        positions[total, 0] = corner[0] + (x + share * (axis == 0)) * spacing
                        positions[total, 1] = corner[1] + (y + share * (axis == 1)) * spacing
                        positions[total, 2] = corner[2] + (z + share * (axis == 2)) * spacing
                        home[total] = n
                        edge[n, a, b, c, axis] = total
                        total += 1
    return positions, home, edge


@compiled
def triangulate(values, number, edge, triangles, edges):
    """Faces [face, 3], counter-clockwise seen from outside."""
    bx, by, bz = number.shape
    nx, ny, nz = values.shape
    faces = np.empty((len(edge) * 160 + 64, 3), np.int32)
    total = 0
    for i in range(bx):
        for j in range(by):
            for k in range(bz):
                used = number[i, j, k] >= 0
                if not used:
                    for m in range(1, 8):
                        a, b, c = i + (m & 1), j + (m >> 1 & 1), k + (m >> 2 & 1)
                        used = used or (a < bx and b < by and c < bz and number[a, b, c] >= 0)
                if not used:
                    continue
                for x in range(i * 4, min(i * 4 + 4, nx - 1)):
                    for y in range(j * 4, min(j * 4 + 4, ny - 1)):
                        for z in range(k * 4, min(k * 4 + 4, nz - 1)):
                            pattern = 0
                            for m in range(8):
                                if values[x + (m & 1), y + (m >> 1 & 1), z + (m >> 2 & 1)] < 0:
                                    pattern |= 1 << m
                            if pattern == 0 or pattern == 255:
                                continue
                            if total + 5 > len(faces):
                                faces = np.concatenate((faces, np.empty_like(faces)))
                            m = 0
                            while m < 15 and triangles[pattern, m] >= 0:
                                for v in range(3):
                                    e = triangles[pattern, m + v]
                                    low, axis = edges[e, 0], edges[e, 2]
                                    p, q, r = x + (low & 1), y + (low >> 1 & 1), z + (low >> 2 & 1)
                                    n = number[p >> 2, q >> 2, r >> 2]
                                    faces[total, v] = edge[n, p & 3, q & 3, r & 3, axis]
                                total += 1
                                m += 3
    return faces[:total]


@compiled
def bodies(faces, count):
    """Connected component of each vertex, named by its lowest vertex."""
    name = np.arange(count)
    for f in range(len(faces)):
        for side in range(2):
            a, b = faces[f, 0], faces[f, side + 1]
            while name[a] != a:
                name[a] = name[name[a]]
                a = name[a]
            while name[b] != b:
                name[b] = name[name[b]]
                b = name[b]
            if a < b:
                name[b] = a
            else:
                name[a] = b
    for v in range(count):
        name[v] = name[name[v]]
    return name
