"""Humanoids: what engines call the bones of a biped, whose animations they pass from one to another.

In     nothing.   Out   BONES, one row a role of engine.vocabulary.slots, and SCHEMES, what each engine asks for.
Plain tables; imports nothing.

The names are those of Unreal 5's mannequin, of Unity's HumanBodyBones and of Godot's SkeletonProfileHumanoid, which
are the same two; needed are HumanTrait.RequiredBone's fifteen, and what Godot's profile marks as required.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True)
class Bone:
    role: str                               # of engine.vocabulary.slots.ROLES
    unreal: str                             # {side}: l or r
    human: str                              # {side}: Left or Right
    word: str                               # what the artist calls it


@dataclass(frozen=True)
class Scheme:
    """How one engine wants them."""

    title: str
    column: str                             # field of Bone
    sides: tuple[str, str]                  # left and right
    needed: tuple[str, ...]                 # words of bones, without which it does not retarget or warns
    root: str = ""                          # what the one root bone is called; none: as it is


BONES = (
    Bone("body", "pelvis", "Hips", "hips"),
    Bone("torso", "spine_01", "Spine", "spine"),
    Bone("neck", "neck_01", "Neck", "neck"),
    Bone("head", "head", "Head", "head"),
    Bone("eye", "", "{side}Eye", "eyes"),
    Bone("upper arm", "upperarm_{side}", "{side}UpperArm", "upper arms"),
    Bone("lower arm", "lowerarm_{side}", "{side}LowerArm", "lower arms"),
    Bone("hand", "hand_{side}", "{side}Hand", "hands"),
    Bone("hind upper leg", "upperarm_{side}", "{side}UpperArm", "upper arms"),     # the arm that hangs while one waves
    Bone("hind lower leg", "lowerarm_{side}", "{side}LowerArm", "lower arms"),
    Bone("hind foot", "hand_{side}", "{side}Hand", "hands"),
    Bone("upper leg", "thigh_{side}", "{side}UpperLeg", "upper legs"),
    Bone("lower leg", "calf_{side}", "{side}LowerLeg", "lower legs"),
    Bone("foot", "foot_{side}", "{side}Foot", "feet"),
)
HANGS: Mapping[str, tuple[str, ...]] = MappingProxyType({
    "spine": ("hips",), "neck": ("spine",), "head": ("neck", "spine"),
    "upper arms": ("spine",), "upper legs": ("hips",), "lower arms": ("upper arms",), "hands": ("lower arms",),
    "lower legs": ("upper legs",), "feet": ("lower legs",)})
"""On which of them each hangs in every engine's humanoid, others between them left out; limbs on their own side."""
MARKS = ("hips", "spine", "head", "upper arms", "upper legs")
"""What makes a humanoid: each once, or once on either side."""
UNLIKE = ("tail", "wing")
"""Roles that no humanoid has."""
_FIFTEEN = (*MARKS, "lower arms", "hands", "lower legs", "feet")

SCHEMES: Mapping[str, Scheme] = MappingProxyType({
    "unreal": Scheme("Unreal's mannequin", "unreal", ("l", "r"), (*_FIFTEEN, "neck"), root="root"),
    "unity": Scheme("Unity's Humanoid avatar", "human", ("Left", "Right"), _FIFTEEN),
    "godot": Scheme("Godot's SkeletonProfileHumanoid", "human", ("Left", "Right"), (*_FIFTEEN, "shoulders"),
                    root="Root"),
})
