"""The bones of a humanoid by the names that an engine retargets.

In     a Clip, a key of engine.vocabulary.humanoids.SCHEMES.   Out   names of its joints; what it lacks.
Raises nothing.   Knows nothing of files.

A clip is a humanoid by its joints alone: hips, spine, head, and arms and legs, each once on either side.
"""

from __future__ import annotations

import re

from engine.bake.clip import Clip
from engine.vocabulary.humanoids import BONES, HANGS, MARKS, SCHEMES, UNLIKE, Bone

ROOT = -1
"""The root bone's number among the joints."""
CARRIES = {"upper arms": "lower arms", "upper legs": "lower legs"}
"""Of several upper limbs on a side, as a skeleton found in a mesh may have, the one that carries a lower one counts."""
_OF_ROLE = {bone.role: bone for bone in BONES}
_Found = dict[tuple[str, int], list[int]]


def conventional(clip: Clip, scheme: str) -> dict[int, str]:
    """Names by joint; none where the clip is no humanoid, and none for the bones that have no such name."""
    if not scheme or not (found := _found(clip)):
        return {}
    row = SCHEMES[scheme]
    names = {ROOT: row.root} if row.root else {}
    for (word, side), joints in found.items():
        name = getattr(_named(word), row.column)
        if len(joints) == 1 and name:
            names[joints[0]] = name.format(side=row.sides[max(side, 0)])
    return names


def lacking(clip: Clip, scheme: str) -> list[str]:
    """Words for the bones that the engine asks for and a humanoid does not have."""
    found = _found(clip)
    return [word for word in SCHEMES[scheme].needed if found and not _whole(found, word)]


def astray(clip: Clip) -> list[str]:
    """Words for the bones of a humanoid that hang on others than engines expect."""
    found = _found(clip)
    whose = {joint: key for key, joints in found.items() for joint in joints if len(joints) == 1}
    words = []
    for joint, (word, side) in sorted(whose.items()):
        above = int(clip.joint_parents[joint])
        while above >= 0 and (above not in whose or whose[above][0] == "eyes"):
            above = int(clip.joint_parents[above])
        wanted = HANGS.get(word)
        if wanted and (above < 0 or whose[above][0] not in wanted or whose[above][1] not in (-1, side)):
            words.append(word)
    return list(dict.fromkeys(words))


def is_humanoid(clip: Clip) -> bool:
    return bool(_found(clip))


def _found(clip: Clip) -> _Found:
    """Joints by word and side (0 left, 1 right, -1 neither); none where it is no humanoid."""
    found: _Found = {}
    for joint, title in enumerate(clip.joint_names):
        role = re.sub(r" (L|R|\d+)$", "", title)
        if role in UNLIKE:
            return {}
        if role in _OF_ROLE:
            bone = _OF_ROLE[role]
            side = -1 if "{side}" not in bone.human else 0 if clip.bind[joint, 0, 3] > 0 else 1
            found.setdefault((bone.word, side), []).append(joint)
    for (word, side), joints in found.items():
        ends = {int(clip.joint_parents[joint]) for joint in found.get((CARRIES.get(word, ""), side), ())}
        if len(joints) > 1 and ends:
            joints[:] = [joint for joint in joints if joint in ends]
    return found if all(_whole(found, word) for word in MARKS) else {}


def _whole(found: _Found, word: str) -> bool:
    """Whether there is one of it, or one on either side."""
    return len(found.get((word, -1), ())) == 1 or all(len(found.get((word, side), ())) == 1 for side in (0, 1))


def _named(word: str) -> Bone:
    return next(bone for bone in BONES if bone.word == word)
