"""A small clip that uses everything: three joints in a chain, three targets, changing colours, a way."""

import numpy as np
import trimesh

from engine.bake.clip import Clip
from engine.bake.palette import shares, texels
from engine.exchange.sights import Camera, Light


def bar(name: str = "a lamp") -> Clip:
    spheres = [trimesh.creation.icosphere(2, 0.3).apply_translation([0.0, 0.3 + 0.5 * k, 0.0]) for k in range(3)]
    positions = np.concatenate([s.vertices for s in spheres])
    part = np.repeat(np.arange(3), [len(s.vertices) for s in spheres]).astype(np.int32)
    starts = np.cumsum([0, *(len(s.vertices) for s in spheres)])
    faces = np.concatenate([s.faces + at for s, at in zip(spheres, starts)]).astype(np.uint32)
    vertex, times = len(positions), np.linspace(0.0, 2.0, 21)
    random = np.random.default_rng(5)
    bind = np.tile(np.eye(4), (3, 1, 1))
    bind[:, 1, 3] = 0.3 + 0.5 * np.arange(3)
    swing = 0.6 * np.sin(np.pi * times)[:, None] * np.array([0.3, 1.0, -0.8])
    rotation = np.zeros((len(times), 3, 4))
    rotation[..., 2], rotation[..., 3] = np.sin(swing / 2), np.cos(swing / 2)
    translation = np.tile([[0, 0.3, 0], [0, 0.5, 0], [0, 0.5, 0]], (len(times), 1, 1)).astype(float)
    colour, tint, change = shares(np.array([[0.9, 0.1, 0.1], [0.2, 0.2, 0.9], [1, 1, 1]]),
                                  np.array([[0.1, 0.8, 0.2], [0.9, 0.8, 0.0], [0.2, 0.1, 0.0]]))
    palette, surface, windows = texels(colour, np.array([[0.5, 0, 0], [0.3, 1, 0], [0.7, 0, 0.6]]))
    target_tints = np.zeros((3, vertex, 3))
    target_tints[0] = change[part]
    centre = (np.arange(len(times)) / (len(times) - 1)).clip(0, 1)
    weights = np.stack([centre, 0.5 + 0.5 * np.sin(3 * times), 0.5 - 0.4 * np.cos(2 * times)], 1)
    place_times = np.linspace(0.0, 2.0, 9)
    turn = 0.8 * place_times
    return Clip(
        name=name, positions=positions, normals=np.concatenate([s.vertex_normals for s in spheres]), faces=faces,
        uvs=windows[part, :2] + windows[part, 2:] * random.random((vertex, 2)), palette=palette, surface=surface,
        tint=tint[part], part=part, joints=np.stack([part, *3 * [np.zeros_like(part)]], 1).astype(np.uint16),
        weights=np.tile([1.0, 0, 0, 0], (vertex, 1)), joint_names=("body", "neck", "head"),
        joint_parents=np.array([-1, 0, 1], np.int32), bind=bind, target_names=("morph", "fit 1", "fit 2"),
        target_positions=random.normal(0, 0.03, (3, vertex, 3)), target_normals=random.normal(0, 0.1, (3, vertex, 3)),
        target_tints=target_tints, times=times, target_weights=weights, joint_translation=translation,
        joint_rotation=rotation, joint_scale=np.ones((len(times), 3, 3)), place_times=place_times,
        place_translation=np.stack([np.cos(place_times), 0 * place_times, np.sin(place_times)], 1),
        place_rotation=np.stack([0 * turn, np.sin(turn / 2), 0 * turn, np.cos(turn / 2)], 1),
        place_scale=np.ones((9, 3)), report={"error_mean": 0.1, "error_worst": 0.2, "cuts": []})


def eye(name: str = "eye", **other) -> Camera:
    """A camera that stands still before the clip."""
    return Camera(**{"name": name, "times": np.zeros(1), "translation": np.array([[0.0, 1.0, 4.0]]),
                     "rotation": np.array([[0.0, 0.0, 0.0, 1.0]]), "field": np.array([0.7]), "near": 0.05,
                     "far": 1000.0} | other)


def lamp(name: str = "key", **other) -> Light:
    """Parallel light from the front."""
    return Light(**{"name": name, "times": np.zeros(1), "translation": np.zeros((1, 3)),
                    "rotation": np.array([[0.0, 0.0, 0.0, 1.0]]), "power": np.ones(1),
                    "temperature": np.array([5600.0]), "size": np.ones(1), "spread": np.zeros(1)} | other)
