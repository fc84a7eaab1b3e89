"""Reading USD: what its own libraries say is what comes out; nothing outside its folder is read."""

import zipfile

import numpy as np
import pytest
from file_samples import picture
from pxr import Gf, Sdf, Usd, UsdGeom, UsdShade, UsdSkel, Vt

from engine.exchange import usd_apart
from engine.exchange.gltf_bytes import AssetError
from engine.exchange.importing import asset_of, import_file
from engine.exchange.usd_reader import read_usd


def plane(stage, path, points=((0, 0, 0), (1, 0, 0), (1, 1, 0), (0, 1, 0))):
    mesh = UsdGeom.Mesh.Define(stage, path)
    mesh.GetPointsAttr().Set([Gf.Vec3f(*map(float, p)) for p in points])
    mesh.GetFaceVertexCountsAttr().Set([4])
    mesh.GetFaceVertexIndicesAttr().Set([0, 1, 2, 3])
    return mesh


def painted(folder):
    """A moving square with a picture, in centimetres, Z up."""
    folder.mkdir(exist_ok=True)
    (folder / "paint.png").write_bytes(picture().tobytes())
    stage = Usd.Stage.CreateNew(str(folder / "a.usda"))
    UsdGeom.SetStageMetersPerUnit(stage, 0.01)
    UsdGeom.SetStageUpAxis(stage, UsdGeom.Tokens.z)
    stage.SetTimeCodesPerSecond(24.0)
    stage.SetStartTimeCode(0)
    stage.SetEndTimeCode(48)
    UsdGeom.Xform.Define(stage, "/scene").AddTranslateOp().Set(Gf.Vec3d(0, 0, 5))
    mesh = plane(stage, "/scene/square")
    move = mesh.AddRotateXYZOp()
    for code, angle in ((0, 0.0), (24, 45.0), (48, 90.0)):
        move.Set(Gf.Vec3f(0, 0, angle), code)
    st = UsdGeom.PrimvarsAPI(mesh).CreatePrimvar("st", Sdf.ValueTypeNames.TexCoord2fArray, UsdGeom.Tokens.faceVarying)
    st.Set([Gf.Vec2f(0, 0), Gf.Vec2f(1, 0), Gf.Vec2f(1, 1), Gf.Vec2f(0, 1)])
    material = UsdShade.Material.Define(stage, "/scene/paint")
    shader = UsdShade.Shader.Define(stage, "/scene/paint/surface")
    shader.CreateIdAttr("UsdPreviewSurface")
    shader.CreateInput("roughness", Sdf.ValueTypeNames.Float).Set(0.25)
    texture = UsdShade.Shader.Define(stage, "/scene/paint/picture")
    texture.CreateIdAttr("UsdUVTexture")
    texture.CreateInput("file", Sdf.ValueTypeNames.Asset).Set("paint.png")
    texture.CreateOutput("rgb", Sdf.ValueTypeNames.Float3)
    shader.CreateInput("diffuseColor", Sdf.ValueTypeNames.Color3f).ConnectToSource(texture.ConnectableAPI(), "rgb")
    material.CreateSurfaceOutput().ConnectToSource(shader.ConnectableAPI(), "surface")
    UsdShade.MaterialBindingAPI.Apply(mesh.GetPrim()).Bind(material)
    stage.Save()
    return folder / "a.usda"


def rigged(path):
    """A strip of two joints that bends, with a blend shape."""
    stage = Usd.Stage.CreateNew(str(path))
    UsdSkel.Root.Define(stage, "/rig").AddTranslateOp().Set(Gf.Vec3d(2, 0, 0))
    mesh = plane(stage, "/rig/strip", ((0, 0, 0), (1, 0, 0), (1, 2, 0), (0, 2, 0)))
    skeleton = UsdSkel.Skeleton.Define(stage, "/rig/bones")
    joints = Vt.TokenArray(["low", "low/high"])
    skeleton.CreateJointsAttr(joints)
    lift = Gf.Matrix4d(1.0).SetTranslate(Gf.Vec3d(0, 1, 0))
    skeleton.CreateBindTransformsAttr([Gf.Matrix4d(1.0), lift])
    skeleton.CreateRestTransformsAttr([Gf.Matrix4d(1.0), lift])
    animation = UsdSkel.Animation.Define(stage, "/rig/bend")
    animation.CreateJointsAttr(joints)
    animation.CreateTranslationsAttr([Gf.Vec3f(0, 0, 0), Gf.Vec3f(0, 1, 0)])
    animation.CreateScalesAttr([Gf.Vec3h(1, 1, 1)] * 2)
    half = float(np.sqrt(0.5))
    for code, turn in ((0, Gf.Quatf(1, 0, 0, 0)), (24, Gf.Quatf(half, 0, 0, half))):
        animation.CreateRotationsAttr().Set([Gf.Quatf(1, 0, 0, 0), turn], code)
    animation.CreateBlendShapesAttr(["out"])
    for code, weight in ((0, 0.0), (24, 1.0)):
        animation.CreateBlendShapeWeightsAttr().Set([weight], code)
    binding = UsdSkel.BindingAPI.Apply(mesh.GetPrim())
    binding.CreateSkeletonRel().SetTargets([skeleton.GetPath()])
    UsdSkel.BindingAPI.Apply(skeleton.GetPrim()).CreateAnimationSourceRel().SetTargets([animation.GetPath()])
    binding.CreateJointIndicesPrimvar(False, 1).Set([0, 0, 1, 1])
    binding.CreateJointWeightsPrimvar(False, 1).Set([1.0] * 4)
    binding.CreateGeomBindTransformAttr(Gf.Matrix4d(1.0))
    shape = UsdSkel.BlendShape.Define(stage, "/rig/strip/out")
    shape.CreateOffsetsAttr([Gf.Vec3f(0, 0, 0.5)])
    shape.CreatePointIndicesAttr([3])
    binding.CreateBlendShapesAttr(["out"])
    binding.CreateBlendShapeTargetsRel().SetTargets([shape.GetPath()])
    stage.Save()
    return path


def test_a_moving_painted_mesh(tmp_path):
    asset, unit, up = read_usd(painted(tmp_path / "a"))
    assert (unit, up) == (pytest.approx(0.01), "z")
    for time, angle in ((0.0, 0.0), (0.5, 22.5), (2.0, 90.0)):
        (shown,) = asset.shown(time)
        far = shown.positions[np.linalg.norm(shown.positions[:, :2], axis=1).argmax()]
        turned = np.radians(45.0 + angle)
        assert np.allclose(far, [np.sqrt(2) * np.cos(turned), np.sqrt(2) * np.sin(turned), 5.0], atol=1e-5)
    (material,) = asset.materials
    assert material.roughness == pytest.approx(0.25)
    assert asset.images[material.colour_texture.image].tobytes() == picture().tobytes()
    read = import_file(tmp_path / "a" / "a.usda")
    assert (read.scale, read.up, read.assumed) == (pytest.approx(0.01), "z", "")
    again = asset_of(read.imported("0" * 64), read.data)
    assert np.abs(again.shown(0.7)[0].positions - asset.shown(0.7)[0].positions).max() < 1e-5


def test_a_skeleton_and_a_blend_shape(tmp_path):
    asset, unit, _ = read_usd(rigged(tmp_path / "rig.usdc"))
    assert unit is None
    (rest,) = asset.shown(0.0)
    assert np.allclose(rest.positions.max(0), [3, 2, 0])
    (bent,) = asset.shown(1.0)
    corner = bent.positions[np.flatnonzero(np.abs(rest.positions - [2, 2, 0]).max(1) < 1e-6)[0]]
    assert np.allclose(corner, [1, 1, 0.5], atol=1e-5)        # a quarter about the upper joint, and out
    read = import_file(tmp_path / "rig.usdc")
    assert (read.contents.joints, read.contents.morphs, len(read.contents.takes)) == (2, 1, 1)


def test_a_package(tmp_path):
    painted(tmp_path / "a")
    with zipfile.ZipFile(tmp_path / "a.usdz", "w") as archive:
        for name in ("a.usda", "paint.png"):
            archive.write(tmp_path / "a" / name, name)
    asset, _, _ = read_usd(tmp_path / "a.usdz")
    assert len(asset.images) == 1
    with zipfile.ZipFile(tmp_path / "bad.usdz", "w") as archive:
        archive.write(tmp_path / "a" / "a.usda", "../a.usda")
    with pytest.raises(AssetError, match="outside its folder"):
        read_usd(tmp_path / "bad.usdz")


@pytest.mark.parametrize("asked", ["../secret.usda", "/etc/passwd", "http://a.example/b.usda"])
@pytest.mark.parametrize("way", ["subLayers", "references", "payload", "picture"])
def test_nothing_outside_its_folder_is_read(tmp_path, asked, way):
    Usd.Stage.CreateNew(str(tmp_path / "secret.usda")).Save()
    folder = tmp_path / "inner"
    path = painted(folder)
    text = path.read_text()
    text = {"subLayers": text.replace("(\n", f"(\n    subLayers = [@{asked}@]\n", 1),
            "references": text + f'\ndef Xform "x" (references = @{asked}@)\n{{\n}}\n',
            "payload": text + f'\ndef Xform "x" (payload = @{asked}@)\n{{\n}}\n',
            "picture": text.replace("paint.png", asked)}[way]
    path.write_text(text)
    with pytest.raises(AssetError, match="outside its folder"):
        read_usd(path)


def test_damaged_files_are_told(tmp_path):
    whole = painted(tmp_path / "a").read_bytes()
    binary = rigged(tmp_path / "rig.usdc").read_bytes()
    for name, data in (("empty.usda", b""), ("cut.usda", whole[:len(whole) // 2]), ("cut.usdc", binary[:200]),
                       ("not.usdz", b"PK\x03\x04 no zip"), ("words.usd", b"hello")):
        (tmp_path / name).write_bytes(data)
        with pytest.raises(AssetError, match=name) as caught:
            read_usd(tmp_path / name)
        assert "\n" not in str(caught.value)


def test_a_file_that_takes_too_long_is_told(tmp_path, monkeypatch):
    monkeypatch.setattr(usd_apart, "SECONDS", 0.01)
    with pytest.raises(AssetError, match="takes more than"):
        import_file(painted(tmp_path / "a"))


def test_a_reader_that_breaks_off_ends_nothing_here(tmp_path, monkeypatch):
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    (tmp_path / "sitecustomize.py").write_text("import os, sys\nif 'mesh' in sys.orig_argv: os.abort()\n")
    with pytest.raises(AssetError, match="reader broke off"):
        import_file(painted(tmp_path / "a"))
