"""Small real clips for the tests of the picture: superquadric shells on a skeleton, with a morph and a path."""

import numpy as np

from engine.bake.clip import Clip
from engine.form.parts import gauge, warp


def shell(size, exponents=(0.0, 0.0), taper=0.0, bend=0.0, *, rings=24, turns=40):
    """A closed superquadric: positions, normals [n, 3] and faces."""
    up = np.linspace(-np.pi / 2, np.pi / 2, rings + 1)[1:-1]
    around = np.arange(turns) * 2 * np.pi / turns
    directions = np.stack([np.outer(np.cos(up), np.sin(around)), np.repeat(np.sin(up)[:, None], turns, 1),
                           np.outer(np.cos(up), np.cos(around))], -1).reshape(-1, 3)
    directions = np.concatenate([directions, [[0, -1, 0], [0, 1, 0]]])
    exponents = np.asarray(exponents, float)

    def place(d):
        unit = d / gauge(d, exponents)[:, None]
        return warp(unit, np.asarray(size, float), np.asarray(taper), np.asarray(bend))

    positions = place(directions)
    rows = len(up)
    at = np.arange(rows * turns).reshape(rows, turns)
    a, b, c, d = at[:-1], np.roll(at[:-1], -1, 1), np.roll(at[1:], -1, 1), at[1:]
    faces = [np.stack([a, b, c], -1).reshape(-1, 3), np.stack([a, c, d], -1).reshape(-1, 3)]
    low, high = rows * turns, rows * turns + 1
    faces.append(np.stack([np.full(turns, low), np.roll(at[0], -1), at[0]], -1))
    faces.append(np.stack([np.full(turns, high), at[-1], np.roll(at[-1], -1)], -1))
    faces = np.concatenate(faces)
    normals = np.zeros_like(positions)
    cross = np.cross(positions[faces[:, 1]] - positions[faces[:, 0]], positions[faces[:, 2]] - positions[faces[:, 0]])
    for corner in range(3):
        np.add.at(normals, faces[:, corner], cross)
    return positions, normals / np.maximum(np.linalg.norm(normals, axis=1, keepdims=True), 1e-12), faces


def clip(name, pieces, *, keys=9, seconds=2.0, swing=0.0, swell=0.0, path=None, turns=40):
    """`pieces`: (centre, size, exponents, taper, colour, (roughness, metallic, glow)); joint 0 carries the others."""
    positions, normals, faces, part, swollen = [], [], [], [], []
    count = 0
    for index, (centre, size, exponents, taper, _, _) in enumerate(pieces):
        p, n, f = shell(size, exponents, taper, turns=turns, rings=max(6, turns * 3 // 5))
        q, _, _ = shell(np.asarray(size) * (1 + swell), exponents, -taper, turns=turns, rings=max(6, turns * 3 // 5))
        positions.append(p + centre), normals.append(n), faces.append(f + count), part.append(np.full(len(p), index))
        swollen.append(q - p)
        count += len(p)
    part = np.concatenate(part).astype(np.int32)
    size, joints = len(part), len(pieces)
    bind = np.tile(np.eye(4), (joints, 1, 1))
    bind[:, :3, 3] = [piece[0] for piece in pieces]
    local = bind[:, :3, 3].copy()
    local[1:] -= local[0]
    times = np.linspace(0.0, seconds, keys)
    angle = swing * np.sin(2 * np.pi * times / seconds)
    rotation = np.zeros((keys, joints, 4))
    rotation[..., 3] = 1.0
    rotation[:, 1:, 2], rotation[:, 1:, 3] = np.sin(angle / 2)[:, None], np.cos(angle / 2)[:, None]
    palette = np.array([[[*c, 255] for *_, c, _ in pieces]], np.uint8)
    joint_index = np.zeros((size, 4), np.uint16)
    joint_index[:, 0] = part
    weights = np.zeros((size, 4))
    weights[:, 0] = 1.0
    targets = 1 if swell else 0
    place_times = times if path is not None else np.zeros(1)
    translation = np.array([path(t) for t in times]) if path is not None else np.zeros((1, 3))
    return Clip(
        name=name, positions=np.concatenate(positions), normals=np.concatenate(normals),
        faces=np.concatenate(faces).astype(np.uint32),
        uvs=np.stack([(part + 0.5) / joints, np.full(size, 0.5)], 1), palette=palette,
        surface=np.array([[[int(255 * v) for v in s] for *_, s in pieces]], np.uint8),
        tint=np.ones((size, 3)), part=part, joints=joint_index, weights=weights,
        joint_names=tuple(f"joint {k}" for k in range(joints)),
        joint_parents=np.array([-1] + [0] * (joints - 1), np.int32), bind=bind,
        target_names=("swell",) * targets,
        target_positions=np.array([np.concatenate(swollen)] * targets).reshape(targets, size, 3),
        target_normals=np.zeros((targets, size, 3)), target_tints=np.zeros((targets, size, 3)),
        times=times, target_weights=np.repeat(np.linspace(0, 1, keys)[:, None], targets, 1),
        joint_translation=np.tile(local, (keys, 1, 1)), joint_rotation=rotation, joint_scale=np.ones((keys, joints, 3)),
        place_times=place_times, place_translation=translation,
        place_rotation=np.tile([0.0, 0.0, 0.0, 1.0], (len(place_times), 1)), place_scale=np.ones((len(place_times), 3)))


def creature(**options):
    return clip("creature", [
        ((0.0, 0.50, 0.0), (0.42, 0.50, 0.40), (0.05, 0.1), -0.35, (225, 92, 66), (0.35, 0.0, 0.0)),
        ((0.0, 1.22, 0.03), (0.33, 0.31, 0.31), (0.0, 0.05), 0.0, (235, 228, 214), (0.45, 0.0, 0.0)),
        ((-0.16, 1.30, 0.28), (0.06, 0.07, 0.05), (0.0, 0.0), 0.0, (22, 22, 26), (0.12, 0.0, 0.0)),
        ((0.16, 1.30, 0.28), (0.06, 0.07, 0.05), (0.0, 0.0), 0.0, (22, 22, 26), (0.12, 0.0, 0.0)),
        ((-0.24, 1.58, 0.0), (0.07, 0.24, 0.07), (0.0, 0.1), -0.6, (52, 140, 142), (0.4, 0.0, 0.0)),
        ((0.24, 1.58, 0.0), (0.07, 0.24, 0.07), (0.0, 0.1), -0.6, (52, 140, 142), (0.4, 0.0, 0.0)),
        ((0.0, 0.93, 0.0), (0.31, 0.055, 0.30), (0.0, 0.4), 0.0, (214, 176, 92), (0.25, 1.0, 0.0)),
        ((-0.55, 0.72, 0.08), (0.24, 0.085, 0.085), (0.3, 0.0), 0.0, (225, 92, 66), (0.35, 0.0, 0.0)),
        ((0.55, 0.72, 0.08), (0.24, 0.085, 0.085), (0.3, 0.0), 0.0, (225, 92, 66), (0.35, 0.0, 0.0)),
    ], **options)


def ball(colour=(80, 150, 200), surface=(0.3, 0.0, 0.0), radius=0.22, path=None, **options):
    return clip("ball", [((0.0, radius, 0.0), (radius,) * 3, (0.0, 0.0), 0.0, colour, surface)],
                path=path, **options)


def table(path=None):
    legs = [((x, 0.33, z), (0.035, 0.33, 0.035), (0.2, 0.9), 0.1, (120, 74, 40), (0.55, 0.0, 0.0))
            for x in (-0.42, 0.42) for z in (-0.26, 0.26)]
    return clip("table", [((0.0, 0.69, 0.0), (0.52, 0.035, 0.34), (0.85, 0.7), 0.0, (164, 108, 62), (0.42, 0.0, 0.0)),
                          *legs], path=path)
