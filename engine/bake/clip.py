"""Clip: a mesh of one topology over time, the product of the bake and all that players need.

In     arrays.   Out   the same arrays, named, checked and packed for the wire.
Raises ValueError when shapes disagree.  Knows nothing of torch, file formats or Qt.

The vertex at time t is, as in glTF 2.0 (section 3.7): base + sum_k weight_k(t) delta_k, then the
skin sum_j w_j J_j(t) B_j^-1, where J_j(t) is joint j's global transform and B_j its bind transform,
then the object's own place in the scene. Curves are linear between keys (rotations: slerp).
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields

import numpy as np


@dataclass(frozen=True)
class Clip:
    name: str
    positions: np.ndarray        # [vertex, 3] m, object frame, base at y = 0, bind pose
    normals: np.ndarray          # [vertex, 3] unit
    faces: np.ndarray            # [face, 3] uint32, counter-clockwise seen from outside
    uvs: np.ndarray              # [vertex, 2] into `palette`, origin top left
    palette: np.ndarray          # [height, width, 4] uint8, sRGB base colour
    surface: np.ndarray          # [height, width, 3] uint8: roughness, metallic, glow, linear
    tint: np.ndarray             # [vertex, 3] linear factor on the palette, 1 where unused
    part: np.ndarray             # [vertex] int32, which part a vertex belongs to
    joints: np.ndarray           # [vertex, 4] uint16
    weights: np.ndarray          # [vertex, 4] sum to 1; joint 0 where the weight is 0
    joint_names: tuple[str, ...]
    joint_parents: np.ndarray    # [joint] int32, -1 for the root; parents come first
    bind: np.ndarray             # [joint, 4, 4] global bind transform, object frame
    target_names: tuple[str, ...]
    target_positions: np.ndarray  # [target, vertex, 3] m
    target_normals: np.ndarray   # [target, vertex, 3]
    target_tints: np.ndarray     # [target, vertex, 3] linear; all 0 where colour does not change
    times: np.ndarray            # [key] s, increasing
    target_weights: np.ndarray   # [key, target] 0..1
    joint_translation: np.ndarray  # [key, joint, 3] m, local to the parent joint
    joint_rotation: np.ndarray   # [key, joint, 4] quaternion x y z w, local
    joint_scale: np.ndarray      # [key, joint, 3] local
    place_times: np.ndarray      # [step] s: the object's place in the scene
    place_translation: np.ndarray  # [step, 3] m
    place_rotation: np.ndarray   # [step, 4] quaternion x y z w
    place_scale: np.ndarray      # [step, 3]; 0 hides
    report: dict = field(default_factory=dict)
    """error_mean, error_worst [% of the diagonal], cuts [(s, s)], and whatever else was measured"""

    def arrays(self) -> dict[str, np.ndarray]:
        """Every array by its field's name."""
        return {f.name: value for f in fields(self) if isinstance(value := getattr(self, f.name), np.ndarray)}

    def header(self) -> dict:
        """What is not an array, as JSON values."""
        return {"name": self.name, "joint_names": list(self.joint_names),
                "target_names": list(self.target_names), "report": self.report}

    @staticmethod
    def packed(header: dict, arrays: dict[str, np.ndarray]) -> Clip:
        """The inverse of `header` and `arrays`."""
        return Clip(name=header["name"], joint_names=tuple(header["joint_names"]),
                    target_names=tuple(header["target_names"]), report=header["report"], **arrays)

    @property
    def duration(self) -> float:
        return float(max(self.times[-1], self.place_times[-1]))
