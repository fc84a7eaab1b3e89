"""What the preflight says, and that its remedies mend it."""

from dataclasses import replace

import numpy as np
import pytest
from clip_sample import bar

from engine.exchange.gltf import export_gltf
from engine.exchange.preflight import preflight
from engine.vocabulary.profiles import PROFILES


def plain():
    clip = bar()
    return replace(clip, target_tints=clip.target_tints * 0, place_translation=clip.place_translation * 0)


def plain_colours():
    """Of one palette, that stays as it is."""
    return replace(plain(), tint=plain().tint * 0 + 1)


def many(clip, count):
    """The clip with `count` of its vertices."""
    at = np.arange(count) % len(clip.positions)
    return replace(clip, **{key: getattr(clip, key)[at] for key in ("positions", "normals")})


CASES = {
    "colours": (bar(), {"colours": "targets"}, "keeps its first colours", ["Unity", "Unreal", "Godot", "Blender"]),
    "colours in turn": (bar(), {}, "take turns, at 1.00 s", ["Unity", "Unreal", "Godot", "Blender"]),
    "colours at once": (bar(), {"profile": "web", "colours": "switch"}, "changes its colours at once, at 1.00 s", []),
    "ways": (replace(plain(), place_translation=bar().place_translation), {}, "only as root motion", ["Unreal"]),
    "no ways": (bar(), {"profile": "godot", "path_motion": "none"}, "stay in place", []),
    "errors": (replace(plain(), report={"error_worst": 0.9}), {}, "by up to 0.9 %", []),
    "decoder": (plain(), {"profile": "web"}, "given a decoder", []),
    "targets": (replace(plain(), target_names=("t",) * 6), {"profile": "rich"}, "6 morph targets", []),
    "vertices": (many(plain(), 70_000), {}, "more than 65535 vertices", []),
    "triangles": (replace(plain(), faces=np.zeros((120_000, 3), np.uint32)), {"profile": "web"}, "120,000 triangles",
                  ["Babylon.js"]),
    "levels": (plain(), {"lods": 2}, "shown at once", []),
    "unread levels": (plain(), {"profile": "web", "lods": 2}, "at every distance", ["three.js"]),
    "hulls": (plain(), {"collisions": "one"}, "taken for objects", []),
    "hulls to be set up": (plain(), {"profile": "unity", "collisions": "one"}, "give each node", []),
    "colourings": (plain_colours(), {"variants": 2}, "Only the first colours", ["Unreal", "Godot", "Blender"]),
    "shades": (replace(plain(), report={"occlusion_varies": 0.2}), {"profile": "unity", "occlusion": True},
               "at a moment 20%", []),
    "shades not rendered": (plain(), {"occlusion": True}, "not rendered", ["Blender"]),
    "keys": (replace(plain(), times=np.arange(21) / 60.0), {"profile": "godot"}, "60 keys a second", []),
}
UNMENDED = {"vertices", "keys", "errors", "targets", "shades"}
"""Those whose remedy is another bake."""


@pytest.mark.parametrize("name", CASES)
def test_what_is_found_has_a_remedy_that_mends_it(name):
    clip, options, words, engines = CASES[name]
    (finding,) = [f for f in preflight([clip], **options) if words in f.sentence]
    assert list(finding.engines) == engines
    assert finding.plain()["remedy"] == {"label": finding.remedy.label, "options": dict(finding.remedy.options)}
    if name not in UNMENDED:
        after = preflight([clip], **options | finding.remedy.options)
        assert not [f for f in after if words in f.sentence]


@pytest.mark.parametrize("profile", set(PROFILES) - {"web"})
def test_nothing_is_said_where_nothing_differs(profile):
    assert preflight([plain()], profile=profile) == []


@pytest.mark.parametrize(("change", "words"), [
    (lambda c: replace(c, report={"finish_changes": True}), "one roughness"),
    (lambda c: replace(c, report={"pattern_changes": True}), "changes its pattern"),
    (lambda c: replace(c, report={"unshaded": True, "rig": True, "error_mean": 0.1, "error_worst": 0.2}),
     "it is a rig"),
    (lambda c: replace(c, report={"unshaded": True}), "changes its shape more than once"),
    (lambda c: replace(c, report={"error_worst": 0.9, "cuts": [[1.0, 2.0, "one is off by 0.9 %"]]}),
     "between 1.00 s and 2.00 s"),
    (lambda c: replace(c, place_scale=c.place_scale * np.linspace(0, 1, 9)[:, None]), "shrunk to a point"),
])
def test_what_no_option_mends_is_said(change, words):
    assert any(words in finding.sentence for finding in preflight([change(plain())]))


def test_what_changes_its_colours_has_no_others():
    assert any("no other colourings" in f.sentence for f in preflight([bar()], variants=2))
    assert not any("no other colourings" in f.sentence for f in preflight([plain_colours()], variants=2))


def test_of_two_objects(tmp_path):
    clips = [plain(), plain()]
    assert any("2 objects are called a lamp" in f.sentence for f in preflight(clips))
    assert any("2 files" in f.sentence for f in preflight(clips, per_object=True))
    report = export_gltf(clips, tmp_path / "a.glb")
    assert report["remarks"] == [f.line() for f in preflight(clips)]
    assert report["findings"] == [f.plain() for f in preflight(clips)]


@pytest.mark.parametrize(("kind", "told"), [("rig", True), ("driven", True), ("meets", True), ("", False)])
def test_what_bones_stretch_and_turn_over_is_said(kind, told):
    """A bar whose one half its bone draws out and turns inside out; that of a bake is measured against its surface."""
    clip = plain()
    scale = clip.joint_scale * np.where(np.abs(clip.times - 1.0) < 0.25, -3.0, 1.0)[:, None, None]
    clip = replace(clip, joint_scale=scale, target_names=(), target_positions=clip.target_positions[:0],
                   target_normals=clip.target_normals[:0], target_tints=clip.target_tints[:0],
                   target_weights=clip.target_weights[:, :0])
    report = {"rig": {"rig": True, "error_mean": 0.1, "error_worst": 0.2}, "driven": {"driven": True},
              "meets": {"meets": 0.1}, "": {}}[kind]
    said = [f.sentence for f in preflight([replace(clip, report=report)]) if "strained" in f.sentence]
    assert bool(said) is told
    if told:
        assert "times their length at rest" in said[0]
    assert not [f for f in preflight([replace(clip, joint_scale=plain().joint_scale, report=report)])
                if "strained" in f.sentence]


def test_a_line_says_for_whom():
    (finding,) = [f for f in preflight([bar()]) if f.remedy and "colours" in f.remedy.options]
    assert finding.line() == f"Unity, Unreal, Godot, Blender: {finding.sentence}"
