"""What materials have beyond colour, roughness and metal: through import, document, GLB and USD."""

import json
import os
import shutil
import struct
import subprocess
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from file_samples import bending, picture
from pxr import Usd, UsdShade

from engine.bake.clip import AS_THEY_ARE, Clip, Layer, Texture
from engine.exchange.asset_clip import Pace, clip_of, stand
from engine.exchange.asset_glb import asset_glb
from engine.exchange.gltf import export_gltf
from engine.exchange.gltf_bytes import AssetError
from engine.exchange.gltf_layers import relative
from engine.exchange.gltf_reader import read_gltf
from engine.exchange.preflight import preflight
from engine.exchange.usd import export_usd
from engine.vocabulary.layers import LAYERS
from engine.vocabulary.profiles import PROFILES, READERS

SCRIPTS = Path(__file__).parents[2] / "clients"
HOMES = [os.environ.get("CHRONOFORM_PEERS"), Path.home() / ".cache/chronoform-clients"]
HOME = next((Path(h) for h in HOMES if h and (Path(h) / "node_modules/gltf-validator").is_dir()), None)
TURNED = (0.1, 0.2, 0.3, 2.0, 0.5)
FACTORS = {"clearcoat": (("clearcoatFactor", 0.5), ("clearcoatRoughnessFactor", 0.25),
                         ("clearcoatNormalTexture.scale", 0.75)),
           "transmission": (("transmissionFactor", 0.875),),
           "volume": (("thicknessFactor", 0.5), ("attenuationDistance", 2.0), ("attenuationColor", (0.5, 0.75, 1.0))),
           "ior": (("ior", 1.25),), "dispersion": (("dispersion", 0.5),),
           "specular": (("specularFactor", 0.5), ("specularColorFactor", (0.5, 2.0, 1.0))),
           "sheen": (("sheenColorFactor", (0.25, 0.5, 0.75)), ("sheenRoughnessFactor", 0.5)),
           "iridescence": (("iridescenceFactor", 0.5), ("iridescenceIor", 1.5),
                           ("iridescenceThicknessMinimum", 200.0), ("iridescenceThicknessMaximum", 600.0)),
           "diffuse_transmission": (("diffuseTransmissionFactor", 0.5),
                                    ("diffuseTransmissionColorFactor", (0.5, 0.25, 1.0))),
           "anisotropy": (("anisotropyStrength", 0.5), ("anisotropyRotation", 0.25))}


def layers(images):
    """All there are, each picture another of the images."""
    numbers = iter(range(images))
    return tuple(Layer(key, FACTORS[key], tuple((name, Texture(next(numbers), chart=TURNED if k else AS_THEY_ARE))
                                                for k, name in enumerate(kind.pictures)))
                 for key, kind in LAYERS.items())


COUNT = sum(len(kind.pictures) for kind in LAYERS.values())


def asset(**changes):
    """The bending bar with every layer, its own picture among theirs."""
    plain = bending()
    pictures = [picture(((k, 10 * k, 255), (1, 2, 3), (9, 8, 7), (k, k, k))) for k in range(COUNT)]
    first = replace(plain.materials[0], layers=layers(COUNT), two_sided=False,
                    **{name: replace(texture, image=texture.image + COUNT)
                       for name in ("colour_texture", "surface_texture", "glow_texture", "occlusion_texture")
                       if (texture := getattr(plain.materials[0], name)) is not None})
    others = tuple(m.with_textures({n: replace(t, image=t.image + COUNT) for n, t in m.textures.items()})
                   for m in plain.materials[1:])
    return replace(plain, materials=(replace(first, **changes), *others), images=(*pictures, *plain.images))


def clip(made=None, scale=1.0) -> Clip:
    made = made or asset()
    return clip_of(made, "coated", stand(made, scale=scale), pace=Pace(np.arange(31) / 30))


def coated_in(made):
    return next(material for material in made.materials if material.layers)


def document(path):
    data = path.read_bytes()
    return json.loads(data[20:20 + struct.unpack_from("<I", data, 12)[0]])


def read_again(made, folder):
    (folder / "again.glb").write_bytes(asset_glb(made))
    return read_gltf(folder / "again.glb")


def test_every_layer_and_picture_is_read_as_it_was_written(tmp_path):
    made = asset()
    read = read_again(made, tmp_path)
    assert [layer.key for layer in read.materials[0].layers] == list(LAYERS)
    assert {layer.key: layer.factors for layer in read.materials[0].layers} == FACTORS
    for name, texture in made.materials[0].textures.items():
        found = read.materials[0].textures[name]
        assert np.array_equal(read.images[found.image], made.images[texture.image])
        assert np.allclose(found.chart, texture.chart, atol=1e-6)


def test_a_clip_keeps_them_on_the_wire(tmp_path):
    made = clip()
    header = json.loads(json.dumps(made.header()))
    assert Clip.packed(header, made.arrays()).materials == made.materials
    assert coated_in(made).layers[0].factors == FACTORS["clearcoat"]


def test_lengths_of_a_volume_are_in_metres():
    def volume(made):
        return dict(next(layer for layer in coated_in(made).layers if layer.key == "volume").factors)

    whole, tenth = volume(clip()), volume(clip(scale=0.1))
    assert whole["attenuationDistance"] == pytest.approx(2.0)
    for name in ("thicknessFactor", "attenuationDistance"):
        assert tenth[name] == pytest.approx(0.1 * whole[name])


@pytest.mark.parametrize("profile", PROFILES)
def test_a_profile_writes_what_one_of_its_readers_reads(profile, tmp_path):
    export_gltf([clip()], tmp_path / "a.glb", profile=profile)
    written = document(tmp_path / "a.glb")
    read = {f"KHR_materials_{key}" for name in PROFILES[profile].readers for key in READERS[name].layers}
    found = next((m["extensions"] for m in written["materials"] if m["name"].endswith("painted")
                  and "extensions" in m), {})
    assert set(found) == read & {f"KHR_materials_{key}" for key in LAYERS} - (
        set() if "KHR_materials_volume" in read else {"KHR_materials_dispersion"})
    assert set(found) <= set(written.get("extensionsUsed", []))
    again = read_gltf(tmp_path / "a.glb")
    pictures = sum(len(LAYERS[key.removeprefix("KHR_materials_")].pictures) for key in found)
    assert len(again.images) == pictures + 1
    assert "TANGENT" in written["meshes"][0]["primitives"][0]["attributes"] or not any(
        "clearcoat" in key or "anisotropy" in key for key in found)


def test_what_each_engine_ignores_is_said():
    said = {(engine, finding.sentence) for finding in preflight([clip()]) for engine in finding.engines
            if "ignored" in finding.sentence}
    for name, reader in READERS.items():
        lost = " ".join(sentence for engine, sentence in said if engine == reader.title)
        for key, kind in LAYERS.items():
            assert (kind.words in lost) == (key not in reader.layers), (name, key)
        assert ("own placing" in lost) == (not reader.charts)
    assert not any("ignored" in f.sentence for f in preflight([clip(bending())], profile="web"))
    strong = clip(asset(glow=(4.0, 0.0, 0.0)))
    assert any("glow beyond white" in f.sentence for f in preflight([strong], profile="unity"))
    assert not any("glow beyond white" in f.sentence for f in preflight([strong], profile="godot"))


@pytest.mark.skipif(not (shutil.which("node") and HOME), reason="the validator is absent: make peers")
@pytest.mark.parametrize("profile", PROFILES)
def test_the_validator_finds_nothing(profile, tmp_path):
    export_gltf([clip()], tmp_path / "a.glb", profile=profile)
    done = subprocess.run(["node", SCRIPTS / "validate.mjs", tmp_path / "a.glb"], capture_output=True, text=True,
                          check=True, env=os.environ | {"CHRONOFORM_PEERS": str(HOME)})
    report = json.loads(done.stdout.splitlines()[-1])
    assert (report["errors"], report["warnings"]) == (0, 0), report["messages"]


@pytest.mark.parametrize("base", [(1.0, 0, 0, 0, 1.0, 0), (2.0, 0, 0.5, 0, 2.0, 0.25), (0, 2.0, 0.1, -2.0, 0, 0.2)])
def test_uvs_go_where_a_second_transform_has_them(base):
    chart = (0.6, 0.8, 0.3, -0.8, 0.6, 0.1)
    uvs = np.random.default_rng(0).random((9, 2))

    def through(matrix):
        wide = np.reshape(matrix, (2, 3))
        return uvs @ wide[:, :2].T + wide[:, 2]

    found = relative(chart, base)
    assert np.allclose(Texture(0, chart=found).placed(through(base)), through(chart), atol=1e-9)
    assert relative(base, base) == AS_THEY_ARE


def test_a_transform_that_no_texture_can_have_is_said():
    assert relative((1.0, 0, 0, 0, 1.0, 0), (0.6, 2.4, 0, -0.8, 1.8, 0)) is None      # sheared
    assert relative((1.0, 0, 0, 0, 1.0, 0), (0.0, 0, 0, 0, 1.0, 0)) is None


@pytest.mark.parametrize("entry", [3, {"clearcoatFactor": "much"}, {"clearcoatFactor": [1.0]},
                                   {"clearcoatNormalTexture": {"index": 0, "scale": []}}])
def test_damaged_entries_are_refused(entry, tmp_path):
    data = asset_glb(bending())
    size = struct.unpack_from("<I", data, 12)[0]
    row = json.loads(data[20:20 + size])
    row["materials"][0]["extensions"] = {"KHR_materials_clearcoat": entry}
    text = json.dumps(row).encode()
    text += b" " * (-len(text) % 4)
    rest = data[20 + size:]
    (tmp_path / "bad.glb").write_bytes(struct.pack("<4sIII4s", b"glTF", 2, 20 + len(text) + len(rest), len(text),
                                                   b"JSON") + text + rest)
    with pytest.raises(AssetError):
        read_gltf(tmp_path / "bad.glb")


def test_usd_has_the_clear_coat_the_refraction_and_the_opacity(tmp_path):
    report = export_usd([clip()], tmp_path / "a.usda")
    stage = Usd.Stage.Open(str(tmp_path / "a.usda"))
    surfaces = [shader for prim in stage.Traverse() if (shader := UsdShade.Shader(prim))
                and shader.GetIdAttr().Get() == "UsdPreviewSurface"]
    coated = next(s for s in surfaces if s.GetInput("clearcoat"))
    assert coated.GetInput("ior").Get() == pytest.approx(1.25)
    assert coated.GetInput("opacity").Get() == pytest.approx(0.125)
    roughness = coated.GetInput("clearcoatRoughness").GetConnectedSources()[0][0]
    shader = UsdShade.Shader(roughness.source.GetPrim())
    assert roughness.sourceName == "g"
    assert tuple(shader.GetInput("scale").Get()) == (0.25, 0.25, 0.25, 1.0)
    mover = UsdShade.Shader(shader.GetInput("st").GetConnectedSources()[0][0].source.GetPrim())
    assert mover.GetIdAttr().Get() == "UsdTransform2d"
    turn, (wide, tall), move = (mover.GetInput(key).Get() for key in ("rotation", "scale", "translation"))
    st, c, s = np.array([[0.3, 0.6], [0.9, 0.1]]), np.cos(np.radians(turn)), np.sin(np.radians(turn))
    there = (st * (wide, tall)) @ np.array([[c, s], [-s, c]]) + move
    found = Texture(0, chart=TURNED).placed(np.stack([st[:, 0], 1.0 - st[:, 1]], 1))
    assert np.allclose(np.stack([there[:, 0], 1.0 - there[:, 1]], 1), found, atol=1e-5)
    said = " ".join(report["remarks"])
    assert "no sheen" in said
    assert "told as opacity" in said
    assert "no clear coat" not in said
