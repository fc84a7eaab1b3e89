"""Preview surfaces come back: ours as they were written, others' as their inputs say, put together where glTF must."""

from dataclasses import replace
from io import BytesIO

import numpy as np
import pytest
from clip_sample import bar
from PIL import Image
from pxr import Gf, Sdf, Usd, UsdGeom, UsdShade

from engine.bake.clip import Material, Texture
from engine.bake.palette import to_srgb
from engine.exchange import usd_surface
from engine.exchange.importing import asset_of, import_file
from engine.exchange.usd import export_usd
from engine.exchange.usd_reader import read_usd

TYPES = Sdf.ValueTypeNames


def png(texels, mode=None):
    stream = BytesIO()
    Image.fromarray(np.asarray(texels), mode).save(stream, "PNG")
    return stream.getvalue()


def texels(asset, texture):
    return np.asarray(Image.open(BytesIO(asset.images[texture.image].tobytes())))


class Other:
    """A square of someone's with one preview surface."""

    def __init__(self, folder):
        self.path = folder / "a.usda"
        self.stage = Usd.Stage.CreateNew(str(self.path))
        self.mesh = UsdGeom.Mesh.Define(self.stage, "/square")
        self.mesh.CreatePointsAttr([Gf.Vec3f(*p) for p in ((0, 0, 0), (1, 0, 0), (1, 1, 0), (0, 1, 0))])
        self.mesh.CreateFaceVertexCountsAttr([4])
        self.mesh.CreateFaceVertexIndicesAttr([0, 1, 2, 3])
        self.mesh.CreateDisplayColorAttr([Gf.Vec3f(0.5, 0.25, 0.125)])
        self.material = UsdShade.Material.Define(self.stage, "/paint")
        self.surface = self.shader("surface", "UsdPreviewSurface")
        self.material.CreateSurfaceOutput().ConnectToSource(self.surface.ConnectableAPI(), "surface")
        UsdShade.MaterialBindingAPI.Apply(self.mesh.GetPrim()).Bind(self.material)

    def shader(self, name, kind):
        shader = UsdShade.Shader.Define(self.stage, f"/paint/{name}")
        shader.CreateIdAttr(kind)
        return shader

    def shows(self, key, picture, channel, **more):
        """An input that takes a channel of a picture."""
        name = f"{key}_picture"
        (self.path.parent / f"{name}.png").write_bytes(picture)
        shader = self.shader(name, "UsdUVTexture")
        shader.CreateInput("file", TYPES.Asset).Set(more.pop("file", f"{name}.png"))
        for each, value in more.items():
            kind = TYPES.Token if isinstance(value, str) else TYPES.Float4
            shader.CreateInput(each, kind).Set(value if isinstance(value, str) else Gf.Vec4f(*value))
        wide = len(channel) > 1
        shader.CreateOutput(channel, TYPES.Float3 if wide else TYPES.Float)
        self.surface.CreateInput(key, TYPES.Color3f if wide else TYPES.Float).ConnectToSource(
            shader.ConnectableAPI(), channel)
        return shader

    def says(self, key, value):
        kind = TYPES.Float if isinstance(value, float) else TYPES.Int if isinstance(value, int) else TYPES.Color3f
        self.surface.CreateInput(key, kind).Set(value if isinstance(value, (float, int)) else Gf.Vec3f(*value))

    def read(self):
        """The asset and its material, once more through the GLB that is kept."""
        self.stage.Save()
        asset = read_usd(self.path)[0]
        read = import_file(self.path)
        again = asset_of(read.imported("x"), read.data)
        assert again.materials[0].surface_texture == asset.materials[0].surface_texture
        assert again.materials[0].alpha == asset.materials[0].alpha
        return asset, asset.materials[0]


@pytest.mark.parametrize("ending", [".usda", ".usdc", ".usdz"])
def test_ours_come_back_as_they_were(tmp_path, ending):
    image = np.random.default_rng(1).integers(0, 255, (4, 4, 4), np.uint8)
    images = tuple(np.frombuffer(png(each), np.uint8) for each in (image, image[::-1, :, :3], image[:, ::-1, :3]))
    colour, both, bumps = Texture(0, ("mirror", "clamp")), Texture(1, ("repeat", "clamp")), Texture(2)
    wanted = (
        Material("all", 300, (0.5, 1.0, 0.25, 0.75), 0.5, 0.25, (0.0, 0.0, 0.0), "blend", colour_texture=colour,
                 surface_texture=both, normal_texture=bumps, bumps=0.5, two_sided=True),
        Material("cut", 300, (1.0, 1.0, 1.0, 1.0), 0.25, 1.0, (0.5, 0.5, 1.0), "mask", 0.25, colour_texture=colour,
                 glow_texture=both, two_sided=True),
        Material("rough", 200, (0.125, 0.25, 0.5, 1.0), 0.75, 0.0, surface_texture=both, two_sided=True),
        Material("clear", 160, (0.125, 0.25, 0.5, 0.5), 0.0, 0.5, (1.0, 2.0, 0.0), "blend", two_sided=True))
    clip = replace(bar("it"), images=images, materials=wanted, tint=np.ones((486, 3), np.float32),
                   target_tints=np.zeros((3, 486, 3), np.float32))
    export_usd([clip], tmp_path / f"a{ending}")
    asset = read_usd(tmp_path / f"a{ending}")[0]
    assert not asset.remarks
    for was in wanted:
        (found,) = (material for material in asset.materials if was.name in material.name)
        for key, texture in was.textures.items():
            assert found.textures[key].wrap == texture.wrap
            assert asset.images[found.textures[key].image].tobytes() == images[texture.image].tobytes()
        bare = dict.fromkeys(("colour_texture", "surface_texture", "glow_texture", "normal_texture"))
        assert replace(found, name=was.name, faces=was.faces, cutoff=was.cutoff, **bare) == replace(was, **bare)
        assert found.cutoff == (was.cutoff if was.alpha == "mask" else 0.5)
        assert set(found.textures) == set(was.textures)


def test_a_palette_comes_back_with_its_finish(tmp_path):
    clip = replace(bar("it"), tint=np.ones((486, 3), np.float32), target_tints=np.zeros((3, 486, 3), np.float32))
    assert np.ptp(clip.surface[..., 0]) > 0
    export_usd([clip], tmp_path / "a.usdc")
    asset = read_usd(tmp_path / "a.usdc")[0]
    (material,) = asset.materials
    finish = texels(asset, material.surface_texture)
    assert np.array_equal(finish[..., 1], clip.surface[..., 0])
    assert (material.roughness, material.metallic > 0.0) == (1.0, bool(clip.surface[..., 1].max()))


def test_two_pictures_become_the_one_of_gltf(tmp_path):
    other, chance = Other(tmp_path), np.random.default_rng(2)
    rough, metal = (chance.integers(0, 256, size, np.uint8) for size in ((8, 8), (4, 4)))
    other.shows("roughness", png(rough), "r", sourceColorSpace="raw", scale=(0.5,) * 4, bias=(0.25,) * 4, wrapS="clamp")
    other.shows("metallic", png(np.kron(metal, np.ones((2, 2), np.uint8))), "r", sourceColorSpace="raw")
    asset, material = other.read()
    assert (material.roughness, material.metallic, material.surface_texture.wrap) == (1.0, 1.0, ("clamp", "repeat"))
    made = texels(asset, material.surface_texture)
    assert np.abs(made[..., 1] - (rough * 0.5 + 63.75)).max() <= 0.51
    assert np.array_equal(made[..., 2], np.kron(metal, np.ones((2, 2), np.uint8)))


def test_one_picture_beside_a_number(tmp_path):
    other = Other(tmp_path)
    rough = np.arange(16, dtype=np.uint8).reshape(4, 4) * 16
    other.shows("roughness", png(rough), "r")
    other.says("metallic", 0.5)
    asset, material = other.read()
    assert (material.roughness, material.metallic) == (1.0, 0.5)
    made = texels(asset, material.surface_texture)
    assert np.array_equal(made[..., 1], rough)
    assert (made[..., 2] == 255).all()


def test_gltfs_own_picture_is_kept_as_it_is(tmp_path):
    other = Other(tmp_path)
    both = png(np.random.default_rng(3).integers(0, 256, (4, 4, 3), np.uint8))
    other.shows("roughness", both, "g", sourceColorSpace="raw", scale=(1.0, 0.5, 1.0, 1.0))
    other.shows("metallic", both, "b", sourceColorSpace="raw", file="roughness_picture.png")
    asset, material = other.read()
    assert (material.roughness, material.metallic) == (0.5, 1.0)
    assert [image.tobytes() for image in asset.images] == [both]


def test_opacity_of_a_picture_of_its_own(tmp_path):
    other, chance = Other(tmp_path), np.random.default_rng(4)
    paint, veil = chance.integers(0, 256, (4, 4, 3), np.uint8), chance.integers(0, 256, (4, 4), np.uint8)
    other.shows("diffuseColor", png(paint), "rgb", sourceColorSpace="sRGB")
    other.shows("opacity", png(veil), "r", sourceColorSpace="raw")
    other.says("opacityThreshold", 0.25)
    asset, material = other.read()
    assert (material.alpha, material.cutoff, material.colour) == ("mask", 0.25, (1.0, 1.0, 1.0, 1.0))
    made = texels(asset, material.colour_texture)
    assert np.array_equal(made[..., 3], veil)
    assert np.abs(made[..., :3].astype(int) - paint).max() <= 1


def test_opacity_without_a_picture_of_colour(tmp_path):
    other = Other(tmp_path)
    veil = np.arange(16, dtype=np.uint8).reshape(4, 4) * 16
    other.says("diffuseColor", (0.5, 0.25, 1.0))
    other.shows("opacity", png(np.stack([veil] * 4, -1)), "a")
    asset, material = other.read()
    assert (material.alpha, material.colour) == ("blend", (0.5, 0.25, 1.0, 1.0))
    made = texels(asset, material.colour_texture)
    assert np.array_equal(made[..., 3], veil)
    assert (made[..., :3] == 255).all()


def test_a_constant_opacity_is_not_the_pictures(tmp_path):
    other = Other(tmp_path)
    other.shows("diffuseColor", png(np.full((4, 4, 4), 100, np.uint8)), "rgb")
    other.says("opacity", 0.5)
    asset, material = other.read()
    assert (material.alpha, material.colour[3]) == ("blend", 0.5)
    made = texels(asset, material.colour_texture)
    assert (made[..., :3] == 100).all()
    assert made.shape[-1] == 3 or (made[..., 3] == 255).all()


def test_a_picture_that_is_no_srgb_is_made_it(tmp_path):
    other = Other(tmp_path)
    other.shows("diffuseColor", png(np.full((2, 2, 3), 128, np.uint8)), "rgb", sourceColorSpace="raw")
    asset, material = other.read()
    made = texels(asset, material.colour_texture)
    assert abs(int(made[0, 0, 0]) - 255 * float(to_srgb(np.array(128 / 255)))) <= 0.51


def test_sixteen_bits_and_grey(tmp_path):
    other = Other(tmp_path)
    deep = (np.arange(16, dtype=np.uint16).reshape(4, 4) * 4096 + 128).astype(np.uint16)
    other.shows("roughness", png(deep), "r", sourceColorSpace="raw")
    asset, material = other.read()
    assert np.array_equal(texels(asset, material.surface_texture)[..., 1], deep >> 8)


def test_a_meshs_own_colours_count_only_where_they_are_asked_for(tmp_path):
    other = Other(tmp_path)
    other.says("diffuseColor", (0.5, 0.5, 0.5))
    asset, material = other.read()
    assert asset.meshes[0].primitives[0].colours is None
    assert material.colour == (0.5, 0.5, 0.5, 1.0)
    reader = other.shader("reader", "UsdPrimvarReader_float3")
    reader.CreateInput("varname", TYPES.String).Set("displayColor")
    reader.CreateOutput("result", TYPES.Float3)
    other.surface.GetInput("diffuseColor").ConnectToSource(reader.ConnectableAPI(), "result")
    asset, material = other.read()
    assert material.colour == (1.0, 1.0, 1.0, 1.0)
    assert np.allclose(asset.meshes[0].primitives[0].colours, (0.5, 0.25, 0.125, 1.0))


def test_what_gltf_does_not_have_is_said(tmp_path):
    other = Other(tmp_path)
    other.says("useSpecularWorkflow", 1)
    other.says("metallic", 1.0)
    asset, material = other.read()
    assert material.metallic == 0.0
    assert any("specular colour" in remark for remark in asset.remarks)


def moved(other, key, channel, colour, **how):
    picture = other.shows(key, png(np.full((2, 2, 3), colour, np.uint8)), channel)
    mover = other.shader(f"moved_{key}", "UsdTransform2d")
    mover.CreateOutput("result", TYPES.Float2)
    for name, (kind, value) in how.items():
        mover.CreateInput(name, kind).Set(value)
    picture.CreateInput("st", TYPES.Float2).ConnectToSource(mover.ConnectableAPI(), "result")


def test_a_picture_that_is_moved_turned_and_scaled_lies_where_usd_has_it(tmp_path):
    other = Other(tmp_path)
    moved(other, "diffuseColor", "rgb", 9, scale=(TYPES.Float2, (2.0, 3.0)), rotation=(TYPES.Float, 90.0),
          translation=(TYPES.Float2, (0.25, 0.5)))
    asset, material = other.read()
    st = np.array([[0.0, 0.0], [1.0, 0.0], [0.3, 0.8]])
    wanted = np.stack([-3.0 * st[:, 1] + 0.25, 2.0 * st[:, 0] + 0.5], 1)       # scaled, turned by 90 degrees, moved
    found = material.colour_texture.placed(np.stack([st[:, 0], 1.0 - st[:, 1]], 1))
    assert np.allclose(np.stack([found[:, 0], 1.0 - found[:, 1]], 1), wanted, atol=1e-6)
    assert not any("moved" in remark for remark in asset.remarks)


def test_pictures_of_one_surface_that_are_moved_apart_are_said(tmp_path):
    other = Other(tmp_path)
    moved(other, "roughness", "r", 9, scale=(TYPES.Float2, (2.0, 2.0)))
    moved(other, "metallic", "r", 19, scale=(TYPES.Float2, (3.0, 3.0)))
    other.stage.Save()
    assert any("moved, scaled or turned apart" in remark for remark in read_usd(other.path)[0].remarks)


def test_a_clear_coat_and_an_index_of_refraction_are_kept(tmp_path):
    other = Other(tmp_path)
    other.says("clearcoat", 0.75)
    other.says("clearcoatRoughness", 0.25)
    other.says("ior", 1.25)
    _, material = other.read()
    assert [(layer.key, dict(layer.factors)) for layer in material.layers] == [
        ("clearcoat", {"clearcoatFactor": 0.75, "clearcoatRoughnessFactor": 0.25}), ("ior", {"ior": 1.25})]


def test_pictures_without_end_are_left_out(tmp_path, monkeypatch):
    other = Other(tmp_path)
    other.shows("roughness", png(np.full((8, 8), 9, np.uint8)), "r")
    other.stage.Save()
    monkeypatch.setattr(usd_surface, "MOST_MADE", 63)
    asset = read_usd(other.path)[0]
    material = asset.materials[0]
    assert (material.surface_texture, material.roughness) == (None, 0.5)
    assert any("too many" in remark for remark in asset.remarks)


@pytest.mark.parametrize(("key", "value"), [("scale", (float("nan"),) * 4), ("bias", (float("inf"),) * 4),
                                            ("scale", (1e38,) * 4), ("scale", (-3.0,) * 4)])
def test_odd_numbers_do_no_harm(tmp_path, key, value):
    other = Other(tmp_path)
    other.shows("roughness", png(np.full((2, 2), 99, np.uint8)), "r", **{key: value})
    other.shows("diffuseColor", png(np.full((2, 2, 3), 9, np.uint8)), "rgb", **{key: value})
    asset, material = other.read()
    assert material.surface_texture is not None
    assert material.colour_texture is not None
