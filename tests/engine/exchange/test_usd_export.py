"""Writing USD: its own skinning, and our own reader, show what the clip shows."""

import zipfile
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from clip_sample import bar
from PIL import Image
from pxr import Gf, Sdf, Usd, UsdGeom, UsdShade, UsdSkel, UsdUtils, Vt

from engine.bake.bake import bake_morph
from engine.bake.clip import Material, Texture
from engine.bake.evaluate import colours, evaluate
from engine.bake.palette import to_linear
from engine.exchange.files import ExportError
from engine.exchange.importing import asset_of, import_file
from engine.exchange.usd import ENDINGS, export_usd
from engine.exchange.usd_look import COLOUR_STEP, kept_keys
from engine.exchange.usd_reader import read_usd
from engine.form.matching import match
from engine.form.parts import Slot, encode, expand

RATE = 24.0
TIMES = (0.0, 0.37, 1.0, 1.234, 1.99)


@pytest.fixture(scope="module")
def morph():
    """A swinging lamp that becomes a shorter one of other colours, baked."""
    swing = np.zeros(30)
    swing[1] = 0.4
    foot = Slot(0, parent=0, size=(0.3, 0.06, 0.3), colour=(0.2, 0.2, 0.25))
    shade = Slot(2, parent=0, attach=(0, 0.8, 0), anchor=(0, -0.95, 0), size=(0.08, 0.5, 0.08),
                 colour=(0.9, 0.8, 0.4), motion=swing)
    other = replace(shade, size=(0.2, 0.3, 0.2), colour=(0.1, 0.5, 0.15))
    return bake_morph("lamp", *match(expand(encode([foot, shade])), expand(encode([foot, other]))),
                      times=[k / 12 for k in range(25)], share_of_time=lambda t: min(t / 2.0, 1.0),
                      cycle_of_time=lambda t: t / 1.5, budget=1500)


def skinned(path, name, time):
    """World positions, normals and displayColor of an object, by UsdSkel's own hand."""
    stage = Usd.Stage.Open(str(path))
    code = Usd.TimeCode(time * stage.GetTimeCodesPerSecond())
    top = stage.GetPrimAtPath(f"/World/{name}")
    root = UsdSkel.Root(top.GetChild(f"{name}_rig"))
    cache = UsdSkel.Cache()
    assert cache.Populate(root, Usd.PrimDefaultPredicate)
    (binding,) = cache.ComputeSkelBindings(root, Usd.PrimDefaultPredicate)
    (target,) = binding.GetSkinningTargets()
    query = cache.GetSkelQuery(binding.GetSkeleton())
    mesh = UsdGeom.Mesh(target.GetPrim())
    points = Vt.Vec3fArray(mesh.GetPointsAttr().Get(code))
    bent = np.array(mesh.GetNormalsAttr().Get(code), float)
    binding = UsdSkel.BindingAPI(target.GetPrim())
    shapes = UsdSkel.BlendShapeQuery(binding)
    weights = query.GetAnimQuery().ComputeBlendShapeWeights(code)
    assert list(query.GetAnimQuery().GetBlendShapeOrder()) == list(binding.GetBlendShapesAttr().Get())
    values, numbers, subs = shapes.ComputeSubShapeWeights(weights)
    indices = shapes.ComputeBlendShapePointIndices()
    assert shapes.ComputeDeformedPoints(values, numbers, subs, indices, shapes.ComputeSubShapePointOffsets(), points)
    for weight, goal in zip(weights, binding.GetBlendShapeTargetsRel().GetTargets()):
        shape = UsdSkel.BlendShape(stage.GetPrimAtPath(goal))
        at = shape.GetPointIndicesAttr().Get()
        bent[slice(None) if at is None else np.asarray(at)] += weight * np.asarray(shape.GetNormalOffsetsAttr().Get())
    normals = Vt.Vec3fArray.FromNumpy(bent.astype(np.float32))
    joints = query.ComputeSkinningTransforms(code)
    assert target.ComputeSkinnedPoints(joints, points, code)
    influences, shares = target.ComputeVaryingJointInfluences(len(points), code)
    turns = Vt.Matrix3dArray([joint.ExtractRotationMatrix() for joint in joints])
    assert UsdSkel.SkinNormals("classicLinear", Gf.Matrix3d(1.0), turns, influences, shares,
                               target.GetNumInfluencesPerComponent(), normals)
    place = np.array(UsdGeom.XformCache(code).GetLocalToWorldTransform(mesh.GetPrim())).T
    turned = np.asarray(normals, float) @ np.linalg.inv(place[:3, :3])
    return (np.asarray(points, float) @ place[:3, :3].T + place[:3, 3],
            turned / np.linalg.norm(turned, axis=1, keepdims=True), painted(stage, mesh, code))


def painted(stage, mesh, code):
    """Linear colours [vertex, 3]: of each face's material, from its keys, its picture or the vertices."""
    faces = np.array(mesh.GetFaceVertexIndicesAttr().Get()).reshape(-1, 3)
    uvs = np.array(UsdGeom.PrimvarsAPI(mesh).GetPrimvar("st").Get())
    out = np.full((len(uvs), 3), np.nan)
    subsets = {subset.GetPrim().GetName(): faces[np.array(subset.GetIndicesAttr().Get())]
               for subset in UsdShade.MaterialBindingAPI(mesh).GetMaterialBindSubsets()}
    assert not subsets or sum(map(len, subsets.values())) == len(faces)
    for name, (surface, sources) in bound(stage, mesh).items():
        at = np.unique(subsets.get(name, faces))
        source = sources.get("diffuseColor")
        if source is None:
            out[at] = surface.GetInput("diffuseColor").Get(code)
        elif source.GetIdAttr().Get() == "UsdPrimvarReader_float3":
            out[at] = np.array(mesh.GetDisplayColorAttr().Get(code))[at]
        else:
            image = opened(stage, source)
            spot = (uvs[at] * [1, -1] + [0, 1]) * image.shape[1::-1]
            out[at] = to_linear(image[spot[:, 1].astype(int), spot[:, 0].astype(int), :3] / 255.0)
    return out


def opened(stage, shader):
    """The texels of a texture, out of a package too."""
    layer, name = Path(stage.GetRootLayer().realPath), shader.GetInput("file").Get().path
    if layer.suffix != ".usdz":
        return np.asarray(Image.open(layer.parent / name))
    with zipfile.ZipFile(layer) as archive:
        return np.asarray(Image.open(BytesIO(archive.read(name.removeprefix("./")))))


def bound(stage, mesh):
    """Subset or mesh name -> (surface shader, the shader that each input comes from)."""
    out, subsets = {}, UsdShade.MaterialBindingAPI(mesh).GetMaterialBindSubsets()
    for prim in [subset.GetPrim() for subset in subsets] or [mesh.GetPrim()]:
        material, _ = UsdShade.MaterialBindingAPI(prim).ComputeBoundMaterial()
        shader, _, _ = material.ComputeSurfaceSource()
        surface = UsdShade.Shader(stage.GetPrimAtPath(shader.GetPath()))
        makers = {entry.GetBaseName(): UsdShade.Utils.GetValueProducingAttributes(entry)[0].GetPrim().GetPath()
                  for entry in surface.GetInputs() if entry.HasConnectedSource()}
        out[prim.GetName()] = (surface, {
            key: UsdShade.Shader(stage.GetPrimAtPath(path)) for key, path in makers.items()})
    return out


def meshes(stage):
    return [UsdGeom.Mesh(prim) for prim in stage.Traverse() if prim.IsA(UsdGeom.Mesh)]


@pytest.mark.parametrize("ending", ENDINGS)
def test_usd_itself_shows_the_clip(tmp_path, morph, ending):
    path = tmp_path / f"a{ending}"
    for clip, name in ((bar(), "a_lamp"), (morph, "lamp")):
        export_usd([clip], path, fps=RATE)
        diagonal = np.linalg.norm(np.ptp(clip.positions, axis=0))
        for time in TIMES:
            points, normals, shade = skinned(path, name, time)
            expected, directions, tints = evaluate(clip, time)
            assert np.abs(points - expected).max() < 1e-4 * diagonal
            assert (normals * directions).sum(1).min() > 0.999
            assert np.abs(shade - colours(clip, tints)).max() < 2 * COLOUR_STEP


@pytest.mark.parametrize("ending", ENDINGS)
def test_our_reader_takes_it_back(tmp_path, morph, ending):
    path = tmp_path / f"a{ending}"
    export_usd([morph, replace(bar(), place_translation=bar().place_translation + [3, 0, 0])], path, fps=RATE)
    asset, unit, up = read_usd(path)
    assert (unit, up) == (1.0, "y")
    read = import_file(path)
    again = asset_of(read.imported("0" * 64), read.data)
    for time in TIMES[:4]:
        expected = np.concatenate([evaluate(morph, time)[0], evaluate(bar(), time)[0] + [3, 0, 0]])
        for one in (asset, again):
            shown = np.concatenate([row.positions for row in one.shown(time)])
            assert np.allclose(shown.min(0), expected.min(0), atol=2e-3)
            assert np.allclose(shown.max(0), expected.max(0), atol=2e-3)
            assert nearest(expected[::7], shown).max() < 2e-3


def nearest(points, others):
    return np.sqrt(((points[:, None] - others[None]) ** 2).sum(-1).min(1))


def test_the_stage_is_what_importers_look_for(tmp_path):
    export_usd([bar(), bar()], tmp_path / "a.usda", scene_name="two lamps", fps=RATE, about={"prompt": "two lamps"},
               extras=[{"id": "n1", "seed": 2**40, "attributes": {"tall": 0.5}, "list": [1, "a"], "none": None}, {}])
    stage = Usd.Stage.Open(str(tmp_path / "a.usda"))
    world = stage.GetDefaultPrim()
    assert (world.GetPath(), Usd.ModelAPI(world).GetKind()) == (Sdf.Path("/World"), "assembly")
    assert (UsdGeom.GetStageMetersPerUnit(stage), UsdGeom.GetStageUpAxis(stage)) == (1.0, "Y")
    assert (stage.GetTimeCodesPerSecond(), stage.GetStartTimeCode(), stage.GetEndTimeCode()) == (RATE, 0.0, 2 * RATE)
    assert [child.GetName() for child in world.GetChildren()] == ["a_lamp", "a_lamp_2"]
    assert world.GetCustomDataByKey("chronoform") == {"prompt": "two lamps"}
    assert world.GetChild("a_lamp").GetCustomData()["chronoform"] == {
        "id": "n1", "seed": 2**40, "attributes": {"tall": 0.5}, "list": '[1, "a"]'}
    assert world.GetChild("a_lamp").GetDisplayName() == "a lamp"
    names = [prim.GetName() for prim in stage.Traverse() if prim.IsA(UsdGeom.Mesh) or prim.IsA(UsdSkel.Skeleton)]
    assert len(set(names)) == len(names) == 4


def test_still_colours_are_a_picture(tmp_path):
    clip = replace(bar("it"), tint=np.ones((486, 3)), target_tints=np.zeros((3, 486, 3)))
    export_usd([clip], tmp_path / "a.usda")
    stage = Usd.Stage.Open(str(tmp_path / "a.usda"))
    ((surface, sources),) = bound(stage, *meshes(stage)).values()
    assert surface.GetIdAttr().Get() == "UsdPreviewSurface"
    assert set(sources) == {"diffuseColor", "emissiveColor", "roughness", "metallic"}
    for key, space in (("diffuseColor", "sRGB"), ("roughness", "raw")):
        assert sources[key].GetInput("sourceColorSpace").Get() == space
    file = tmp_path / sources["diffuseColor"].GetInput("file").Get().path
    assert file.parent.name == "a_textures"
    assert np.array_equal(np.asarray(Image.open(file)), clip.palette[..., :3])
    finish = np.asarray(Image.open(tmp_path / sources["roughness"].GetInput("file").Get().path))
    assert np.array_equal(finish[..., 1], clip.surface[..., 0])
    asset, _, _ = read_usd(tmp_path / "a.usda")
    texture = asset.materials[0].colour_texture
    assert asset.images[texture.image].tobytes() == file.read_bytes()


def test_occlusion_is_the_red_of_the_finish(tmp_path):
    shade = np.random.default_rng(2).integers(0, 255, bar().palette.shape[:2]).astype(np.uint8)
    export_usd([replace(bar("it"), occlusion=shade)], tmp_path / "a.usda")
    stage = Usd.Stage.Open(str(tmp_path / "a.usda"))
    for surface, sources in bound(stage, *meshes(stage)).values():
        assert surface.GetInput("occlusion").GetConnectedSources()[0][0].sourceName == "r"
        image = np.asarray(Image.open(tmp_path / sources["occlusion"].GetInput("file").Get().path))
        assert sources["occlusion"].GetPath() == sources["roughness"].GetPath()
        assert np.array_equal(image[..., 0], shade)
        assert np.array_equal(image[..., 2], bar().surface[..., 1])


def test_only_faces_that_change_colour_have_no_picture(tmp_path):
    clip = bar("it")
    mine, many = clip.part == 1, clip.part == 2
    tints = np.where(mine[:, None], clip.target_tints, 0.0)
    own = np.random.default_rng(1).random((len(many), 3))
    palette = clip.palette.copy()
    palette[..., 3] = 100
    clip = replace(clip, tint=np.where(mine[:, None], clip.tint, np.where(many[:, None], own, 1.0)),
                   target_tints=tints, palette=palette)
    report = export_usd([clip], tmp_path / "a.usdc", fps=RATE)
    stage = Usd.Stage.Open(str(tmp_path / "a.usdc"))
    (mesh,) = meshes(stage)
    found = bound(stage, mesh)
    assert [sources["diffuseColor"].GetIdAttr().Get() if "diffuseColor" in sources else None
            for _, sources in found.values()] == ["UsdUVTexture", None, "UsdPrimvarReader_float3"]
    assert all("opacity" in sources for _, sources in found.values())
    for time in TIMES:
        expected = colours(clip, evaluate(clip, time)[2])
        assert np.abs(painted(stage, mesh, time * RATE) - expected).max() < 2 * COLOUR_STEP
    assert any("vertex to vertex" in remark for remark in report["remarks"])
    assert mesh.GetDisplayColorAttr().GetNumTimeSamples() == 0      # Blender would lose the blend shapes


def test_colours_that_switch_are_two_meshes(tmp_path):
    report = export_usd([bar()], tmp_path / "a.usdc", fps=RATE, colours="switch", extras=[{"id": "n1"}])
    stage = Usd.Stage.Open(str(tmp_path / "a.usdc"))
    both = stage.GetDefaultPrim().GetChildren()
    assert [prim.GetName() for prim in both] == ["a_lamp", "a_lamp_after"]
    assert {prim.GetCustomDataByKey("chronoform:id") for prim in both} == {"n1"}
    for time, seen in ((0.2, 0), (1.8, 1)):
        points = [skinned(tmp_path / "a.usdc", prim.GetName(), time)[0] for prim in both]
        assert np.abs(points[seen] - evaluate(bar(), time)[0]).max() < 2e-3
        assert np.ptp(points[1 - seen], axis=0).max() < 1e-4
    assert not any("changes colour" in remark for remark in report["remarks"])


def test_materials_of_an_imported_mesh(tmp_path):
    stream = BytesIO()
    Image.new("RGB", (4, 4), (200, 10, 10)).save(stream, "PNG")
    picture = Texture(0, ("mirror", "clamp"), nearest=True)
    clip = replace(bar("it"), images=(np.frombuffer(stream.getvalue(), np.uint8),), materials=(
        Material("skin", 500, colour=(0.5, 1.0, 1.0, 0.5), alpha="blend", colour_texture=picture),
        Material("мел", 460, colour=(0.1, 0.2, 0.3, 1.0), roughness=0.25, alpha="mask", cutoff=0.4, two_sided=True)))
    report = export_usd([clip], tmp_path / "a.usda")
    stage = Usd.Stage.Open(str(tmp_path / "a.usda"))
    found = bound(stage, *meshes(stage))
    skin = found["it_skin"][1]["diffuseColor"]
    assert skin.GetInput("wrapS").Get() == "mirror"
    assert np.allclose(skin.GetInput("scale").Get(), (0.5, 1.0, 1.0, 0.5))
    plain = next(surface for name, (surface, _) in found.items() if name != "it_skin")
    assert plain.GetInput("roughness").Get() == 0.25
    assert plain.GetInput("opacityThreshold").Get() == pytest.approx(0.4)
    told = " ".join(report["remarks"])
    assert all(words in told for words in ("picture alone", "smooths", "all of it has two"))


def test_equal_clips_give_equal_bytes_and_a_package_is_aligned(tmp_path, morph):
    for ending in ENDINGS:
        for folder in ("a", "b"):
            (tmp_path / folder).mkdir(exist_ok=True)
            export_usd([morph, bar()], tmp_path / folder / f"it{ending}", about={"prompt": "x"})
        assert (tmp_path / "a" / f"it{ending}").read_bytes() == (tmp_path / "b" / f"it{ending}").read_bytes()
    with zipfile.ZipFile(tmp_path / "a" / "it.usdz") as archive:
        entries = archive.infolist()
        assert entries[0].filename == "it.usdc"
        assert len(entries) > 1
        for entry in entries:
            archive.open(entry)
            name = len(entry.filename.encode())
            extra = int.from_bytes((tmp_path / "a" / "it.usdz").read_bytes()[entry.header_offset + 28:][:2], "little")
            assert (entry.header_offset + 30 + name + extra) % 64 == 0
            assert entry.compress_type == zipfile.ZIP_STORED
    layers, assets, missing = UsdUtils.ComputeAllDependencies(str(tmp_path / "a" / "it.usdz"))
    assert (len(layers), len(assets), missing) == (1, len(entries) - 1, [])


def test_usd_validates_it(tmp_path, morph):
    validation = pytest.importorskip("pxr.UsdValidation")
    export_usd([morph, bar()], tmp_path / "it.usdz")
    stage = Usd.Stage.Open(str(tmp_path / "it.usdz"))
    validators = validation.ValidationRegistry().GetOrLoadAllValidators()
    assert len(validators) > 10
    found = validation.ValidationContext(validators).Validate(stage)
    assert [error.GetMessage() for error in found] == []


def test_what_cannot_be_written_is_refused_and_nothing_is_lost(tmp_path):
    kept = tmp_path / "a.usda"
    kept.write_text("mine")
    for clips, path, words in (([], kept, "nothing to export"), ([bar()], tmp_path / "a.fbx", "end it in .usda"),
                               ([replace(bar(), positions=bar().positions * np.nan)], kept, "not finite"),
                               ([bar()], tmp_path / "no" / "a.usda", "cannot write")):
        with pytest.raises(ExportError, match=words) as caught:
            export_usd(clips, path)
        assert "\n" not in str(caught.value)
    with pytest.raises(ExportError, match="pivot"):
        export_usd([bar()], kept, pivot="top")
    kept.chmod(0o400)
    (tmp_path / "a_textures").write_text("a file where the folder is to be")
    with pytest.raises(ExportError, match="cannot write"):
        export_usd([bar()], kept)
    assert kept.read_text() == "mine"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.usda", "a_textures"]


def test_the_colours_keep_the_keys_that_they_need():
    assert kept_keys(bar()) == [0, 20]        # a straight curve
    bent = bar().target_weights.copy()
    bent[:, 0] = np.linspace(0, 2, 21).clip(0, 1) ** 2
    clip = replace(bar(), target_weights=bent)
    keys = kept_keys(clip)
    between = np.interp(clip.times, clip.times[keys], bent[keys, 0])
    assert np.abs(between - bent[:, 0]).max() <= COLOUR_STEP
    assert 2 < len(keys) < 21


def test_the_pivot_moves_and_the_picture_does_not(tmp_path):
    export_usd([bar()], tmp_path / "a.usdc", pivot="centre", fps=RATE)
    points, _, _ = skinned(tmp_path / "a.usdc", "a_lamp", 1.1)
    assert np.abs(points - evaluate(bar(), 1.1)[0]).max() < 1e-4
    stage = Usd.Stage.Open(str(tmp_path / "a.usdc"))
    (mesh,) = meshes(stage)
    low, high = np.asarray(mesh.GetExtentAttr().Get())
    assert np.allclose(low, -high, atol=1e-6)
