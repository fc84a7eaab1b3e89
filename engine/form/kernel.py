"""The compiled inner loops of the distance field: one superquadric, and the smooth union of many.

In     points [n, 3] m; the part table of engine.form.field, one row of numbers per part.
Out    signed distances [m], gradients, blend widths.   Raises nothing.
Knows nothing of Parts, meshes, documents or Qt.

Distance of one part: the first-order distance (G - 1) / |grad G| of its gauge G (Taubin 1991, eq. 4),
never less than the distance to the part's own box: the first-order distance alone is far too small
beside the rim of a plate. Both are lower bounds where the part is convex, so skipping a part by its
box changes nothing.

Relief: smooth noise on a lattice of the part's own frame (Perlin 1985's, of values instead of slopes) takes from the
distance and gives back, so that stone and leaves are uneven. Its slope is bounded by 3 HEIGHT / STEP.

Union: the number s that solves  sum_i max(0, 1 - (d_i - s) / k_i)^2 = 1.  One part alone gives s = d;
a part k_i farther than the nearest has no say; two at equal distance swell by (1 - 1/sqrt 2) k. The
order of the parts does not matter, s is continuously differentiable, and its gradient is a convex
combination of the parts' gradients, so s keeps their Lipschitz bound.
"""

from __future__ import annotations

import math

import numpy as np

from engine.form.compiling import compiled

# Columns of the part table.
CENTRE, AXES, SIZE = 0, 3, 12        # axes: rows are the part's x, y, z in the object frame
AROUND, ALONG, TAPER, BEND = 15, 16, 17, 18
WALL, CUT, FLOOR, LIP, LIP_RADIUS, ROUND = 19, 20, 21, 22, 23, 24   # cup; WALL = 0: solid
LOW, HIGH = 25, 28                   # the part's box in its own frame
WIDTH = 31                           # k of the union
HEIGHT, STEP = 32, 33                # of the relief: how far it goes either way, a cell of its lattice; 0: smooth
COLUMNS = 34

FAR = 1e9
SWELLING = 4.0 * (1.0 - math.sqrt(0.5))


@compiled
def local(table, i, px, py, pz):
    """The point in the part's own frame [m]."""
    x, y, z = px - table[i, 0], py - table[i, 1], pz - table[i, 2]
    return (table[i, 3] * x + table[i, 4] * y + table[i, 5] * z,
            table[i, 6] * x + table[i, 7] * y + table[i, 8] * z,
            table[i, 9] * x + table[i, 10] * y + table[i, 11] * z)


@compiled
def box(table, i, x, y, z):
    """Distance to the part's box, 0 inside."""
    bx = max(table[i, 25] - x, x - table[i, 28], 0.0)
    by = max(table[i, 26] - y, y - table[i, 29], 0.0)
    bz = max(table[i, 27] - z, z - table[i, 30], 0.0)
    return math.sqrt(bx * bx + by * by + bz * bz)


@compiled
def pair(a, b, power):
    """(a^p + b^p)^(1/p) with its first derivatives and the factors of its second. a, b > 0."""
    large, small = (a, b) if a > b else (b, a)
    ratio = small / large
    if power < 2.0001:
        lifted = ratio * ratio
        root = math.sqrt(1.0 + lifted)
    else:
        lifted = ratio ** power
        root = (1.0 + lifted) ** (1.0 / power)
    value = large * root
    of_large = root / (1.0 + lifted)
    of_small = of_large * lifted / ratio
    if a > b:
        return value, of_large, of_small
    return value, of_small, of_large


@compiled
def smooth_max(a, b, k):
    """Polynomial smooth maximum and the share of b in its gradient."""
    h = 1.0 - abs(a - b) / k
    if h <= 0.0:
        return (a, 0.0) if a > b else (b, 1.0)
    if a > b:
        return a + h * h * k * 0.25, 0.5 * h
    return b + h * h * k * 0.25, 1.0 - 0.5 * h


@compiled
def bent(n, g, u_x, u_z, ring, profile, signs, warped):
    """H n / |n|: how a gauge's gradient n [own frame] turns along n.

    g: the gauge's gradient in unit coordinates. `profile` (g_u, g_uu, g_uy, g_yu, g_yy) are the derivatives
    along the section's gauge u and the height; `ring` (u_xx, u_xz, u_zz) those of u.
    """
    nx, ny, nz = n
    sx, sy, hx, hz, X, Z, X_y, Z_y, section, slope, w, free, bend = warped
    dX, dV, dZ = nx / hx + X_y * ny, ny / sy, Z_y * ny + nz / hz
    da, dv, db = dX * signs[0], dV * signs[1], dZ * signs[2]
    du = u_x * da + u_z * db
    du_x, du_z = ring[0] * da + ring[1] * db, ring[1] * da + ring[2] * db
    g_u, g_uu, g_uy, g_yu, g_yy = profile
    dg_u, dg_y = g_uu * du + g_uy * dv, g_yu * du + g_yy * dv
    dgX, dgY = (dg_u * u_x + g_u * du_x) * signs[0], dg_y * signs[1]
    dgZ = (dg_u * u_z + g_u * du_z) * signs[2]
    ds = slope * ny
    dX_y = -dX * slope / section + X * slope * ds / (section * section)
    dZ_y = (-2.0 * bend * dV * free / hz + 2.0 * bend * w * free * ds / (hz * section)
            - dZ * slope / section + Z * slope * ds / (section * section))
    return (dgX / hx - nx * ds / section,
            dgX * X_y + g[0] * dX_y + dgY / sy + dgZ * Z_y + g[2] * dZ_y,
            dgZ / hz - nz * ds / section)


@compiled
def scrambled(number, seed):
    """A hash 0..1 of an integer (the finisher of Wellons 2018)."""
    number = (number ^ (seed * 0x9E3779B9)) & 0xFFFFFFFF
    number = ((number ^ (number >> 16)) * 0x7FEB352D) & 0xFFFFFFFF
    number = ((number ^ (number >> 15)) * 0x846CA68B) & 0xFFFFFFFF
    return float((number ^ (number >> 16)) >> 8) / 16777216.0


@compiled
def lattice_number(x, y, z):
    """One integer for three."""
    return ((x * 73856093) ^ (y * 19349663) ^ (z * 83492791)) & 0xFFFFFFFF


@compiled
def relief(height, step, x, y, z):
    """How far the surface stands out [m] at a point of the part's own frame, and the slope of that."""
    fx, fy, fz = math.floor(x / step), math.floor(y / step), math.floor(z / step)
    u, v, w = x / step - fx, y / step - fy, z / step - fz
    du, dv, dw = 6.0 * u * (1.0 - u), 6.0 * v * (1.0 - v), 6.0 * w * (1.0 - w)
    u, v, w = u * u * (3.0 - 2.0 * u), v * v * (3.0 - 2.0 * v), w * w * (3.0 - 2.0 * w)
    cx, cy, cz = int(fx), int(fy), int(fz)
    total = sx = sy = sz = 0.0
    for i in range(2):
        a, da = (u, du) if i else (1.0 - u, -du)
        for j in range(2):
            b, db = (v, dv) if j else (1.0 - v, -dv)
            first = scrambled(lattice_number(cx + i, cy + j, cz), 40)
            last = scrambled(lattice_number(cx + i, cy + j, cz + 1), 40)
            value = first + w * (last - first)
            total += a * b * value
            sx += da * b * value
            sy += a * db * value
            sz += a * b * dw * (last - first)
    out = 2.0 * height
    return out * (total - 0.5), out * sx / step, out * sy / step, out * sz / step


@compiled
def part(table, i, x, y, z, near, slopes):
    """Distance and gradient, part's own frame, at a point of that frame whose box distance is `near`.

    Without `slopes` the gradient is only roughly right, and quicker.
    """
    sx, sy, sz, p, q = table[i, 12], table[i, 13], table[i, 14], table[i, 15], table[i, 16]
    taper, bend = table[i, 17], table[i, 18]
    v = y / sy
    w = min(max(v, -1.3), 1.3)
    free = 1.0 if v == w else 0.0
    section, slope = 1.0 + taper * w, taper * free / sy
    if section < 0.08:
        section, slope = 0.08, 0.0
    hx, hz = sx * section, sz * section
    X, Z = x / hx, (z - bend * sy * w * w) / hz
    ax, ay, az = abs(X) + 1e-9, abs(v) + 1e-9, abs(Z) + 1e-9
    signs = (1.0 if X >= 0.0 else -1.0, 1.0 if v >= 0.0 else -1.0, 1.0 if Z >= 0.0 else -1.0)
    u, u_x, u_z = pair(ax, az, p)
    g, g_u, g_y = pair(u, ay, q)
    X_y, Z_y = -X * slope / section, -2.0 * bend * w * free / hz - Z * slope / section
    gX, gY, gZ = g_u * u_x * signs[0], g_y * signs[1], g_u * u_z * signs[2]
    nx, ny, nz = gX / hx, gX * X_y + gY / sy + gZ * Z_y, gZ / hz
    steep = math.sqrt(nx * nx + ny * ny + nz * nz) + 1e-12
    first = (g - 1.0) / steep
    warped = (sx, sy, hx, hz, X, Z, X_y, Z_y, section, slope, w, free, bend)
    lift, rise = (p - 1.0) / u, (q - 1.0) / g
    ring = (lift * (u_x * u / ax - u_x * u_x), -lift * u_x * u_z, lift * (u_z * u / az - u_z * u_z))

    # no point lies deeper than the nearest side of the warped box around it
    to_x, to_y, to_z = hx * (abs(X) - 1.0), sy * (abs(v) - 1.0), hz * (abs(Z) - 1.0)
    distance = max(first, to_x, to_y, to_z) if first < 0.0 else first
    if distance > first:
        if distance == to_y:
            dx, dy, dz = 0.0, signs[1], 0.0
        elif distance == to_x:
            dx, dy, dz = signs[0], -sx * slope, 0.0
        else:
            dx, dy, dz = 0.0, -2.0 * bend * w * free * signs[2] - sz * slope, signs[2]
    else:
        dx, dy, dz = nx / steep, ny / steep, nz / steep
        if slopes:
            profile = (g_u, rise * (g_u * g / u - g_u * g_u), -rise * g_u * g_y,
                       -rise * g_u * g_y, rise * (g_y * g / ay - g_y * g_y))
            a, b, c = bent((nx, ny, nz), (gX, gY, gZ), u_x, u_z, ring, profile, signs, warped)
            back = first / (steep * steep)
            dx, dy, dz = dx - back * a, dy - back * b, dz - back * c
        if first > 0.0 and u > 1.0:
            # nor nearer than the column through its widest section: first order is too small beside a plate's rim
            far, a, b, c = sideways(u, 1.0, u_x, u_z, ring, signs, warped, slopes)
            if far > distance:
                distance, dx, dy, dz = far, a, b, c
    if table[i, 19] > 0.0:
        distance, dx, dy, dz = hollowed(table, i, v, distance, (dx, dy, dz), u, u_x, u_z, ring, signs, warped, slopes)
    if table[i, 32] > 0.0:
        out, a, b, c = relief(table[i, 32], table[i, 33], x, y, z)
        distance, dx, dy, dz = distance - out, dx - a, dy - b, dz - c
    if near > 0.0 and near > distance:
        distance = near
        dx = (min(x - table[i, 25], 0.0) + max(x - table[i, 28], 0.0)) / near
        dy = (min(y - table[i, 26], 0.0) + max(y - table[i, 29], 0.0)) / near
        dz = (min(z - table[i, 27], 0.0) + max(z - table[i, 30], 0.0)) / near
    return distance, dx, dy, dz


@compiled
def sideways(u, edge, u_x, u_z, ring, signs, warped, slopes):
    """Distance (u - edge) / |grad u| from the column of unit radius `edge`, and its gradient."""
    _, _, hx, hz, _, _, X_y, Z_y, _, _, _, _, _ = warped
    gX, gZ = u_x * signs[0], u_z * signs[2]
    nx, ny, nz = gX / hx, gX * X_y + gZ * Z_y, gZ / hz
    steep = math.sqrt(nx * nx + ny * ny + nz * nz) + 1e-12
    side = (u - edge) / steep
    if not slopes or side < -min(hx, hz):
        return side, nx / steep, ny / steep, nz / steep
    a, b, c = bent((nx, ny, nz), (gX, 0.0, gZ), u_x, u_z, ring, (1.0, 0.0, 0.0, 0.0, 0.0), signs, warped)
    back = side / (steep * steep)
    return side, nx / steep - back * a, ny / steep - back * b, nz / steep - back * c


@compiled
def hollowed(table, i, v, solid, slope, u, u_x, u_z, ring, signs, warped, slopes):
    """The cup: the solid with its cap cut off and its cavity taken away.

    In the lower half the cavity keeps the wall's distance from the solid; in the upper half from its
    sides only: (u - U(y)) / |grad u|, where U is the solid's own section radius.
    """
    sx, sy, hx, hz, X, Z, X_y, Z_y, section, _, _, _, _ = warped
    wall, k = table[i, 19], table[i, 24]
    side, (cx, cy, cz) = solid, slope
    if v > 0.0:
        edge, fall = table[i, 23], 0.0
        if v < table[i, 22]:
            lifted = (v + 1e-9) ** table[i, 16]
            edge = (1.0 - lifted) ** (1.0 / table[i, 16])
            fall = -edge / (1.0 - lifted) * lifted / (v + 1e-9) / sy
        side, cx, cy, cz = sideways(u, edge, u_x, u_z, ring, signs, warped, slopes)
        if fall != 0.0:
            gX, gZ = u_x * signs[0], u_z * signs[2]
            my = gX * X_y + gZ * Z_y
            cy -= fall / (math.sqrt(gX * gX / (hx * hx) + my * my + gZ * gZ / (hz * hz)) + 1e-12)
        side = max(side, -min(hx, hz))
    cavity, share = smooth_max(side + wall, (table[i, 21] - v) * sy, k)
    cx, cy, cz = cx * (1.0 - share), cy * (1.0 - share) - share, cz * (1.0 - share)
    cut, share = smooth_max(solid, (v - table[i, 20]) * sy, k)
    keep = 1.0 - share
    dx, dy, dz = slope[0] * keep, slope[1] * keep + share, slope[2] * keep
    distance, share = smooth_max(cut, -cavity, k)
    keep = 1.0 - share
    return distance, dx * keep - cx * share, dy * keep - cy * share, dz * keep - cz * share


@compiled
def gather(table, chosen, count, px, py, pz, distances, gradients, index, slopes):
    """Evaluate those of the `chosen` parts that may have a say at one point: (least distance, how many).

    Leaves their distances, gradients (own frames) and part indices in the buffers.
    """
    closest, first = FAR, 0
    for j in range(count):
        x, y, z = local(table, chosen[j], px, py, pz)
        bound = box(table, chosen[j], x, y, z)
        distances[j] = bound
        if bound < closest:
            closest, first = bound, j
    x, y, z = local(table, chosen[first], px, py, pz)
    head = part(table, chosen[first], x, y, z, closest, slopes)
    nearest = head[0]
    near = 0
    for j in range(count):
        i = chosen[j]
        if j == first:
            value = head
        elif distances[j] > 0.0 and distances[j] >= nearest + table[i, 31]:
            continue
        else:
            x, y, z = local(table, i, px, py, pz)
            value = part(table, i, x, y, z, distances[j], slopes)
        distances[near] = value[0]
        gradients[near, 0], gradients[near, 1], gradients[near, 2] = value[1], value[2], value[3]
        index[near] = i
        near += 1
        nearest = min(nearest, value[0])
    return nearest, near


@compiled
def blended(table, near, distances, gradients, index, s):
    """Gradient of the union in the object frame, and the local blend width [m].

    The width is scaled so that a quarter of it bounds the swelling of two parts.
    """
    gx = gy = gz = total = 0.0
    best, own = FAR, 0.0
    for j in range(near):
        if distances[j] < best:
            best, own = distances[j], table[index[j], 31]
    alone, width = True, 0.0
    for j in range(near):
        i = index[j]
        k = table[i, 31]
        h = (1.0 - (distances[j] - s) / k) / k
        if h <= 0.0:
            continue
        if alone and distances[j] == best:
            alone = False
        else:
            width = max(width, min(own, k))
        a, b, c = gradients[j, 0], gradients[j, 1], gradients[j, 2]
        gx += h * (table[i, 3] * a + table[i, 6] * b + table[i, 9] * c)
        gy += h * (table[i, 4] * a + table[i, 7] * b + table[i, 10] * c)
        gz += h * (table[i, 5] * a + table[i, 8] * b + table[i, 11] * c)
        total += h
    total = max(total, 1e-30)
    return gx / total, gy / total, gz / total, width * SWELLING


@compiled
def solve(table, near, distances, index, nearest):
    """The smooth union of the gathered distances, whose least is `nearest`.

    The sum grows and is convex in s, so Newton from above never overshoots.
    """
    s = nearest
    if near < 2:
        return s
    for _ in range(16):
        total, rate = -1.0, 0.0
        for j in range(near):
            k = table[index[j], 31]
            h = 1.0 - (distances[j] - s) / k
            if h > 0.0:
                total += h * h
                rate += 2.0 * h / k
        step = total / rate
        s -= step
        if step < 1e-12:
            break
    return s


@compiled
def distances_at(table, points, out):
    """Union distance at each point."""
    parts = len(table)
    chosen = np.arange(parts)
    distances, gradients, index = np.empty(parts), np.empty((parts, 3)), np.empty(parts, np.int64)
    for i in range(len(points)):
        nearest, near = gather(table, chosen, parts, points[i, 0], points[i, 1], points[i, 2],
                               distances, gradients, index, False)
        out[i] = solve(table, near, distances, index, nearest)


@compiled
def both_at(table, points, out, slope, width):
    """Union distance, gradient and blend width at each point."""
    parts = len(table)
    chosen = np.arange(parts)
    distances, gradients, index = np.empty(parts), np.empty((parts, 3)), np.empty(parts, np.int64)
    for i in range(len(points)):
        nearest, near = gather(table, chosen, parts, points[i, 0], points[i, 1], points[i, 2],
                               distances, gradients, index, True)
        s = solve(table, near, distances, index, nearest)
        out[i] = s
        slope[i, 0], slope[i, 1], slope[i, 2], width[i] = blended(table, near, distances, gradients, index, s)


@compiled
def part_at(table, i, points, out, slope):
    """Distance and gradient of part i alone at each point."""
    for j in range(len(points)):
        x, y, z = local(table, i, points[j, 0], points[j, 1], points[j, 2])
        d, a, b, c = part(table, i, x, y, z, box(table, i, x, y, z), True)
        out[j] = d
        slope[j, 0] = table[i, 3] * a + table[i, 6] * b + table[i, 9] * c
        slope[j, 1] = table[i, 4] * a + table[i, 7] * b + table[i, 10] * c
        slope[j, 2] = table[i, 5] * a + table[i, 8] * b + table[i, 11] * c


@compiled
def closest(table, points, node, others, enough):
    """The gap between part `node` and `others` [part] bool: (gap m, a point here, a point there).

    The least distance of the surface points [part, point, 3] of either side from the other, negative where
    they overlap; the search ends at an overlap of `enough`.
    """
    best, here, there = FAR, np.zeros(3), np.zeros(3)
    count = points.shape[1]
    for other in np.flatnonzero(others):
        for turn in range(2):
            i, j = (node, other) if turn == 0 else (other, node)
            for k in range(count):
                x, y, z = local(table, j, points[i, k, 0], points[i, k, 1], points[i, k, 2])
                bound = box(table, j, x, y, z)
                if bound > 0.0 and bound >= best:
                    continue
                d, a, b, c = part(table, j, x, y, z, bound, True)
                if d < best:
                    best = d
                    size = max(a * a + b * b + c * c, 1e-12)
                    # where the other's surface is, to first order
                    fx = points[i, k, 0] - d * (table[j, 3] * a + table[j, 6] * b + table[j, 9] * c) / size
                    fy = points[i, k, 1] - d * (table[j, 4] * a + table[j, 7] * b + table[j, 10] * c) / size
                    fz = points[i, k, 2] - d * (table[j, 5] * a + table[j, 8] * b + table[j, 11] * c) / size
                    p, q = (here, there) if turn == 0 else (there, here)
                    p[0], p[1], p[2] = points[i, k, 0], points[i, k, 1], points[i, k, 2]
                    q[0], q[1], q[2] = fx, fy, fz
                    if best <= -enough:
                        return best, here, there
    return best, here, there


@compiled
def unite(table, points, parent, bridge, body):
    """Fill `body` [part], each part its own at first, with the least part of the body that each belongs to.

    Parts are joined where a point of either [part, point, 3] lies no farther than bridge[i, j] from the other; those
    that hang on one another are looked at first, and none whose bodies are one already.
    """
    count = len(table)
    for turn in range(2):
        for i in range(1, count):
            for j in range(i):
                if body[i] != body[j] and (turn == 1 or parent[i] == j) and (
                        _reaches(table, points, i, j, bridge[i, j]) or _reaches(table, points, j, i, bridge[i, j])):
                    low, high = min(body[i], body[j]), max(body[i], body[j])
                    for k in range(count):
                        if body[k] == high:
                            body[k] = low


@compiled
def _reaches(table, points, i, j, bridge):
    """Does a point of part i lie no farther than `bridge` [m] from part j?"""
    for k in range(points.shape[1]):
        x, y, z = local(table, j, points[i, k, 0], points[i, k, 1], points[i, k, 2])
        bound = box(table, j, x, y, z)
        if bound <= bridge and part(table, j, x, y, z, bound, False)[0] <= bridge:
            return True
    return False


@compiled
def gaps(table, points, enough, out):
    """Least distance of part i's points [part, point, 3] from part j, [i, j]; sought no lower than enough[i, j]."""
    for i in range(len(table)):
        for j in range(len(table)):
            if i == j:
                continue
            best = FAR
            for k in range(points.shape[1]):
                x, y, z = local(table, j, points[i, k, 0], points[i, k, 1], points[i, k, 2])
                bound = box(table, j, x, y, z)
                if bound > 0.0 and bound >= best:
                    continue
                best = min(best, part(table, j, x, y, z, bound, False)[0])
                if best <= enough[i, j]:
                    break
            out[i, j] = best
