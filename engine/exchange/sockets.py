"""Sockets: where things are fastened to an object, as places that follow its bones.

In     a Clip and an artist's Sockets.   Out   for each its bone and its transform there.
Raises nothing.   Knows nothing of files.

A socket lies in the middle of the vertices that follow a part's bone most, moved and turned in the object's own axes as
it is bound; one without a part lies at the object's base. From then on it moves with the bone.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.spatial.transform import Rotation

from engine.bake.clip import Clip
from engine.bake.evaluate import compose
from engine.document.scene import Socket

HELD = ("head", "muzzle", "hand", "tail tip", "back", "crown top", "handle")
"""Roles of parts (engine.vocabulary.slots) where something may be held or put."""

LISTED = 20
"""Parts in a sentence."""


@dataclass(frozen=True)
class Fastened:
    name: str
    joint: int                  # of the clip; -1: the object itself
    local: np.ndarray           # [4, 4] under that joint
    lost: bool = False          # its part is none of the clip's


def fastened(clip: Clip, sockets: Sequence[Socket],
             origin: Sequence[float] | np.ndarray = (0.0, 0.0, 0.0)) -> list[Fastened]:
    """`origin`: where the object's base is in the clip's frame."""
    out = []
    for socket in sockets:
        joint = joint_of(clip, socket.part) if socket.part else -1
        x, y, z = socket.rotation
        start = np.asarray(origin) if joint < 0 else middle(clip, joint)
        local = compose(start + socket.position, Rotation.from_euler("YXZ", (y, x, z)).as_quat(), np.ones(3))
        if joint >= 0:
            local = np.linalg.inv(clip.bind[joint].astype(np.float64)) @ local
        out.append(Fastened(socket.name, joint, local, bool(socket.part) and joint < 0))
    return out


def unfastened(clip: Clip, sockets: Sequence[Socket]) -> list[str]:
    """What is said of those whose part is not there."""
    own = [role(title) for title in clip.joint_names]
    return [f"{clip.name} has no part {socket.part!r}: its socket {socket.name} is fastened to the whole of it. Its "
            f"parts are {', '.join(list(dict.fromkeys(own))[:LISTED])}."
            for socket, place in zip(sockets, fastened(clip, sockets)) if place.lost]


def held(clip: Clip) -> list[int]:
    """Joints of parts where things are held or put by themselves."""
    return [joint for joint, title in enumerate(clip.joint_names)
            if role(title) in HELD and (clip.joints[:, 0] == joint).any()]


def role(title: str) -> str:
    """A part's, without its side or number."""
    return re.sub(r" (L|R|\d+)$", "", title)


def joint_of(clip: Clip, part: str) -> int:
    """Its number by its name, or the first of a role; -1: there is none."""
    for names in (clip.joint_names, [name.lower() for name in clip.joint_names], [*map(role, clip.joint_names)]):
        wanted = part if names is clip.joint_names else part.lower()
        if wanted in names:
            return list(names).index(wanted)
    return -1


def middle(clip: Clip, joint: int) -> np.ndarray:
    """Of the vertices that follow it most, as it is bound [m]; its own place where none do."""
    mine = clip.joints[:, 0] == joint
    return clip.positions[mine].astype(np.float64).mean(0) if mine.any() else clip.bind[joint][:3, 3].astype(float)
