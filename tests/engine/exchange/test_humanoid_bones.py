"""Bones of humanoids have the names that engines retarget; those of everything else keep their own."""

import json
import struct
from dataclasses import replace

import numpy as np
import pytest
from clip_sample import bar

from engine.bake.clip import Clip
from engine.bake.skeleton import bind, joint_names
from engine.exchange.bones import astray, conventional, lacking
from engine.exchange.gltf import export_gltf
from engine.exchange.preflight import preflight
from engine.form.parts import expand
from engine.training.grammar import condition, draw
from engine.vocabulary.categories import CATEGORY_KEYS
from engine.vocabulary.humanoids import BONES, SCHEMES
from engine.vocabulary.slots import ROLES
from engine.vocabulary.verbs import VERB_KEYS

LIMBS = {"unreal": "upperarm lowerarm hand thigh calf foot", "unity": "UpperArm LowerArm Hand UpperLeg LowerLeg Foot"}
SPINE = {"unreal": "pelvis spine_01 neck_01 head", "unity": "Hips Spine Neck Head"}


def figure(key: str, name: str, verb: str = "walk", seed: int = 0) -> Clip:
    """The sample's motion on the skeleton of a category: a vertex for each part, many times."""
    index, dice = CATEGORY_KEYS.index(key), np.random.default_rng(seed)
    parts = expand(draw(index, VERB_KEYS.index(verb), condition(dice, index)[1], dice))
    clip, rest, count = bar(name), bind(parts), len(parts)
    up = np.where(parts.parent < 0, 0, parts.parent)
    local = np.where((parts.parent < 0)[:, None, None], rest, np.linalg.inv(rest[up]) @ rest)
    still = np.zeros((len(clip.times), count, 4))
    still[..., 3] = 1.0
    joints = np.zeros_like(clip.joints)
    joints[:, 0] = np.arange(len(joints)) % count
    return replace(clip, joint_names=joint_names(parts), joint_parents=parts.parent.astype(np.int32), bind=rest,
                   joints=joints, joint_translation=np.tile(local[:, :3, 3], (len(clip.times), 1, 1)),
                   joint_rotation=still, joint_scale=np.ones((len(clip.times), count, 3)),
                   target_tints=clip.target_tints * 0)


def nodes(path):
    data = path.read_bytes()
    return json.loads(data[20:20 + struct.unpack_from("<I", data, 12)[0]])


def test_the_table_is_of_roles_and_of_names_that_engines_have():
    assert {bone.role for bone in BONES} <= set(ROLES)
    assert len({bone.role for bone in BONES}) == len(BONES)
    for scheme in SCHEMES.values():
        assert set(scheme.needed) - {"shoulders"} <= {bone.word for bone in BONES}


@pytest.mark.parametrize("verb", ["walk", "wave"])
@pytest.mark.parametrize("key", ["person", "robot", "alien"])
@pytest.mark.parametrize("profile", ["unreal", "unity", "godot"])
def test_a_humanoid_has_the_engines_names(key, verb, profile, tmp_path):
    export_gltf([figure(key, "she", verb)], tmp_path / "a.glb", profile=profile)
    document = nodes(tmp_path / "a.glb")
    joints = [document["nodes"][k] for k in document["skins"][0]["joints"]]
    names = [joint["name"] for joint in joints]
    column = "unreal" if profile == "unreal" else "unity"
    sides = [f"{limb}_{side}" for limb in LIMBS[column].split() for side in "lr"] if column == "unreal" else [
        f"{side}{limb}" for limb in LIMBS[column].split() for side in ("Left", "Right")]
    assert {*sides, *SPINE[column].split()} <= set(names)
    assert len(set(names)) == len(names)
    assert names[0] == {"unreal": "root", "unity": "she_root", "godot": "Root"}[profile]
    above = {document["nodes"][child]["name"]: joint["name"] for joint in joints for child in joint.get("children", [])}
    chain = ["foot_l", "calf_l", "thigh_l", "pelvis"] if column == "unreal" else [
        "LeftFoot", "LeftLowerLeg", "LeftUpperLeg", "Hips"]
    assert [above[name] for name in chain[:-1]] == chain[1:]
    own = set(names) - {*sides, *SPINE[column].split(), names[0], "LeftEye", "RightEye"}
    assert len(own) > 5
    assert all(name.startswith("she_") for name in own)


def test_left_is_left():
    clip = figure("person", "she", "wave")
    for joint, name in conventional(clip, "unity").items():
        if name.startswith(("Left", "Right")):
            assert (clip.bind[joint, 0, 3] > 0) == name.startswith("Left")


def test_nothing_else_is_a_humanoid():
    found = {key for key in CATEGORY_KEYS for seed in range(3)
             if conventional(figure(key, "it", VERB_KEYS[0], seed), "unity")}
    assert found == {"person", "robot", "alien"}
    assert conventional(figure("person", "it"), "") == {}


def test_what_carries_no_lower_leg_is_no_upper_leg():
    clip = figure("person", "she")
    names = list(clip.joint_names)
    names[names.index("upper leg L")], names[names.index("upper leg R")] = "upper leg 1", "upper leg 2"
    names[names.index("handle" if "handle" in names else "crown")] = "upper leg 3"
    odd = conventional(replace(clip, joint_names=tuple(names)), "unreal")
    assert odd == conventional(clip, "unreal")
    assert names.index("upper leg 3") not in odd


def test_bones_that_hang_elsewhere_are_said():
    clip = figure("person", "she")
    parents = clip.joint_parents.copy()
    parents[clip.joint_names.index("upper leg R")] = clip.joint_names.index("upper leg L")
    parents[clip.joint_names.index("neck")] = clip.joint_names.index("body")
    odd = replace(clip, joint_parents=parents)
    assert astray(odd) == ["neck", "upper legs"]
    assert any("has its neck and upper legs on other bones" in f.sentence for f in preflight([odd], profile="unity"))
    for key in ("person", "robot", "alien"):
        for verb in ("walk", "wave"):
            assert astray(figure(key, "it", verb)) == []


def test_what_an_engine_misses_is_said():
    clip = figure("person", "she")
    assert not [f for f in preflight([clip], profile="unreal") if "bones" in f.sentence]
    (finding,) = [f for f in preflight([clip], profile="godot") if "no bones" in f.sentence]
    assert "shoulders, which Godot's SkeletonProfileHumanoid asks for" in finding.sentence
    footless = replace(clip, joint_names=tuple(name.replace("foot", "detail") for name in clip.joint_names))
    assert lacking(footless, "unity") == ["feet"]
    assert any("no bones for feet" in f.sentence for f in preflight([footless], profile="unity"))
    assert not [f for f in preflight([footless]) if "bones" in f.sentence]
    changing = replace(clip, target_tints=bar().target_tints)
    assert any("two skeletons" in f.sentence for f in preflight([changing], profile="unity"))


def test_of_two_humanoids_each_file_has_the_names(tmp_path):
    clips = [figure("person", "she"), figure("robot", "it")]
    (finding,) = [f for f in preflight(clips, profile="unreal") if "unique" in f.sentence]
    assert finding.remedy.options == {"per_object": True}
    export_gltf(clips, tmp_path / "a.glb", profile="unreal")
    names = [node["name"] for node in nodes(tmp_path / "a.glb")["nodes"]]
    assert {"head", "head_2"} <= set(names)
    assert len(set(names)) == len(names)
    assert not [f for f in preflight(clips, profile="unreal", per_object=True) if "unique" in f.sentence]
    for path in export_gltf(clips, tmp_path / "b.glb", profile="unreal", per_object=True)["paths"]:
        names = [node["name"] for node in nodes(tmp_path / path)["nodes"]]
        assert "head" in names
        assert "head_2" not in names
