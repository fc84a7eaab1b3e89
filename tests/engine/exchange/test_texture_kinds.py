"""Pictures that glTF's extensions allow beside PNG and JPEG: shown and exported as PNG, or said to be left out."""

import importlib.util
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from file_samples import bending_glb
from mutations import put_together, taken_apart
from PIL import Image

from engine.exchange.asset_clip import Pace
from engine.exchange.gltf import export_gltf
from engine.exchange.gltf_reader import read_gltf
from engine.exchange.importing import asset_of, clip_of, import_file, stand

_SPEC = importlib.util.spec_from_file_location("peers_of_textures", Path(__file__).with_name("test_gltf_clients.py"))
clients = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(clients)

KTX2 = b"\xabKTX 20\xbb\r\n\x1a\n" + bytes(200)
FOUR = np.array([[[250, 10, 10], [10, 250, 10]], [[10, 10, 250], [250, 250, 10]]], np.uint8)
COLOURS = FOUR.repeat(8, 0).repeat(8, 1)


WRITTEN = {"WEBP": {"lossless": True}, "AVIF": {"quality": 100, "subsampling": "4:4:4"}}


def encoded(kind):
    stream = BytesIO()
    Image.fromarray(COLOURS).save(stream, kind, **WRITTEN[kind])
    return stream.getvalue()


def with_picture(folder, key, data, mime, *, fallback):
    """The bending bar, its one texture's image of another kind, required where there is no fallback."""
    document, binary = taken_apart(bending_glb(folder / "plain.glb"))
    view = {"buffer": 0, "byteOffset": len(binary), "byteLength": len(data)}
    document["images"].append({"bufferView": len(document["bufferViews"]), "mimeType": mime})
    document["bufferViews"].append(view)
    (texture,) = document["textures"]
    texture["extensions"] = {key: {"source": 1}}
    if not fallback:
        del texture["source"]
        document["extensionsRequired"] = [key]
    document["extensionsUsed"] = [*document.get("extensionsUsed", []), key]
    binary += data + b"\0" * (-len(data) % 4)
    document["buffers"][0]["byteLength"] = len(binary)
    (folder / "a.glb").write_bytes(put_together(document, binary))
    return folder / "a.glb"


def seen(asset):
    texture = asset.materials[0].colour_texture
    if texture is None:
        return None
    return np.asarray(Image.open(BytesIO(asset.images[texture.image].tobytes())).convert("RGB"))


@pytest.mark.parametrize(("kind", "near"), [("WEBP", 0), ("AVIF", 3)])
@pytest.mark.parametrize("fallback", [True, False])
def test_it_is_shown_and_exported_as_png(tmp_path, kind, near, fallback):
    path = with_picture(tmp_path, f"EXT_texture_{kind.lower()}", encoded(kind), f"image/{kind.lower()}",
                        fallback=fallback)
    read = import_file(path)
    assert read.data.tobytes() == path.read_bytes()
    assert not [line for line in read.remarks if "image" in line]
    asset = asset_of(read.imported("x"), read.data)
    assert np.abs(seen(asset).astype(int) - COLOURS).max() <= near
    export_gltf([clip_of(asset, "a", stand(asset), pace=Pace((0.0, 1.0)))], tmp_path / "out.glb")
    again, document = read_gltf(tmp_path / "out.glb"), taken_apart(tmp_path / "out.glb")[0]
    assert {row["mimeType"] for row in document["images"]} == {"image/png"}
    assert any(np.array_equal(np.asarray(Image.open(BytesIO(i.tobytes())).convert("RGB")), seen(asset))
               for i in again.images)


def test_of_a_texture_that_cannot_be_read_its_plain_one_is_shown(tmp_path):
    path = with_picture(tmp_path, "KHR_texture_basisu", KTX2, "image/ktx2", fallback=True)
    read = import_file(path)
    plain = read_gltf(tmp_path / "plain.glb")
    assert np.array_equal(seen(asset_of(read.imported("x"), read.data)), seen(plain))
    assert not [line for line in read.remarks if "image" in line]


def test_without_one_the_mesh_comes_and_the_picture_is_named(tmp_path):
    path = with_picture(tmp_path, "KHR_texture_basisu", KTX2, "image/ktx2", fallback=False)
    read = import_file(path)
    assert seen(asset_of(read.imported("x"), read.data)) is None
    assert [line for line in read.remarks if "image" in line] == [
        "image 2 is left out: it is a KTX2 texture (Basis Universal), which is not read; what it coloured is plain: "
        "write it as PNG, JPEG or WebP."]


@clients.pytestmark
def test_the_validator_finds_nothing_in_what_is_written_again(tmp_path):
    path = with_picture(tmp_path, "EXT_texture_webp", encoded("WEBP"), "image/webp", fallback=False)
    asset = read_gltf(path)
    export_gltf([clip_of(asset, "a", stand(asset), pace=Pace((0.0, 1.0)))], tmp_path / "out.glb")
    found = clients.asked("validate.mjs", tmp_path / "out.glb")
    assert (found["errors"], found["warnings"]) == (0, 0), found["messages"]
