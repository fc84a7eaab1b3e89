"""`.chrono` files: the same bytes again, whole or refused, and the old file safe."""

import io
import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import save as save_arrays

from engine.document.autosave import Autosave, discard, left_behind
from engine.document.blobs import BlobError, Blobs, digest
from engine.document.scene import Generation, Node, Scene
from engine.document.storage import StorageError, load, packed, save, scene_to_json, unpacked

PNG = b"\x89PNG\r\n\x1a\nand so on"


def sample() -> tuple[Scene, Blobs]:
    blobs = Blobs()
    nodes = tuple(
        Node(name, category=name, generation=Generation(seed, tokens=blobs.put(
            np.random.default_rng(seed).normal(size=(32, 60)).astype(np.float32))))
        for seed, name in enumerate(("fish", "lamp")))
    return Scene(nodes=nodes, prompt="ein Fisch, große Lampe"), blobs


def archive(**members: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as out:
        for name, content in members.items():
            out.writestr(name.replace("__", "."), content)
    return buffer.getvalue()


def test_save_load_save_gives_the_same_bytes(tmp_path):
    scene, blobs = sample()
    blobs.put(np.zeros(3, np.float32))          # named by no node: not stored
    first = save(tmp_path / "a.chrono", scene, blobs, PNG).read_bytes()
    loaded, arrays, thumbnail = load(tmp_path / "a.chrono")
    assert (loaded, thumbnail, len(arrays)) == (scene, PNG, 2)
    for name in arrays:
        np.testing.assert_array_equal(arrays.get(name), blobs.get(name))
    assert save(tmp_path / "b.chrono", loaded, arrays, thumbnail).read_bytes() == first
    assert [p.name for p in sorted(tmp_path.iterdir())] == ["a.chrono", "b.chrono"]


def test_every_cut_of_the_file_is_refused():
    data = packed(*sample(), PNG)
    for size in (0, 10, len(data) // 2, len(data) - 30, len(data) - 1):
        with pytest.raises(StorageError):
            unpacked(data[:size])


def test_every_flipped_byte_of_the_contents_is_refused_or_harmless():
    scene, blobs = sample()
    data = packed(scene, blobs)
    for at in range(0, len(data), 97):
        bad = bytearray(data)
        bad[at] ^= 0x41
        try:
            read, arrays, _ = unpacked(bytes(bad))
        except StorageError:
            continue
        assert read == scene
        assert {n: arrays.get(n).tobytes() for n in arrays} == {n: blobs.get(n).tobytes() for n in blobs}


def document(**changes) -> bytes:
    scene, _ = sample()
    return json.dumps(scene_to_json(scene) | changes).encode()


ARRAYS = save_arrays(sample()[1].needed(sample()[0]))
ALTERED = save_arrays({name: array + 1 for name, array in sample()[1].needed(sample()[0]).items()})
NAN = np.full((2, 2), np.nan, np.float32)


@pytest.mark.parametrize(("data", "named"), [
    (b"hello", "no zip archive"),
    (archive(arrays__safetensors=ARRAYS), "lacks its document.json"),
    (archive(document__json=document()), "lacks its arrays"),
    (archive(document__json=document(), arrays__safetensors=save_arrays({})), "does not hold it"),
    (archive(document__json=document(), arrays__safetensors=ALTERED), "altered"),
    (archive(document__json=document(), arrays__safetensors=b"\xff" * 50), "arrays cannot be read"),
    (archive(document__json=document(schema=99), arrays__safetensors=ARRAYS), "newer Chronoform"),
    (archive(document__json=document(duration=float("nan")), arrays__safetensors=ARRAYS), "NaN"),
    (archive(document__json=b"[" * 100_000, arrays__safetensors=ARRAYS), "no JSON"),
    (archive(document__json=b'{"schema": 1, "schema": 1}', arrays__safetensors=ARRAYS), "twice"),
    (archive(document__json=b"\xff\xfe", arrays__safetensors=ARRAYS), "no JSON"),
    (archive(**{"../evil": b"x", "document__json": document()}), "points outside"),
    (archive(**{"C:evil": b"x"}), "points outside"),
    (archive(note__txt=b"x"), "belongs to no scene"),
    (archive(document__json=b" " * (65 * 2**20)), "would unpack to"),
    (archive(document__json=document(), arrays__safetensors=ARRAYS, thumbnail__png=b"GIF89a"), "no PNG"),
])
def test_what_is_wrong_is_named(data, named, tmp_path):
    path = tmp_path / "bad.chrono"
    path.write_bytes(data)
    with pytest.raises(StorageError, match=named) as caught:
        load(path)
    assert "bad.chrono" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_nan_in_an_array_is_refused():
    scene = Scene(nodes=(Node("fish", category="fish", generation=Generation(tokens=digest(NAN))),))
    data = archive(document__json=json.dumps(scene_to_json(scene)).encode(),
                   arrays__safetensors=save_arrays({digest(NAN): NAN}))
    with pytest.raises(StorageError, match="NaN or infinity"):
        unpacked(data)


def test_a_member_that_unpacks_to_more_than_it_declares_is_refused():
    data = bytearray(archive(document__json=b" " * 5_000_000, arrays__safetensors=ARRAYS))
    for signature, at in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        where = data.index(signature) + at
        data[where:where + 4] = (1000).to_bytes(4, "little")
    with pytest.raises(StorageError):
        unpacked(bytes(data))


def test_a_missing_file_and_a_folder_give_one_sentence(tmp_path):
    for path in (tmp_path / "none.chrono", tmp_path):
        with pytest.raises(StorageError, match="cannot be read"):
            load(path)


def test_an_unwritable_place_is_told_and_nothing_is_left(tmp_path):
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(StorageError, match="cannot be written"):
        save(tmp_path / "file" / "a.chrono", *sample())
    with pytest.raises(StorageError, match="cannot be written"):
        save(tmp_path / "nowhere" / "a.chrono", *sample())
    assert [p.name for p in tmp_path.iterdir()] == ["file"]


@pytest.mark.skipif(os.name != "posix", reason="file size limits are POSIX")
def test_a_full_disk_leaves_the_old_file_and_no_part(tmp_path):
    old = save(tmp_path / "a.chrono", *sample()).read_bytes()
    program = f"""
import resource, sys
sys.path.insert(0, {str(Path(__file__).parent)!r})
from test_storage import sample, save, StorageError
resource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000))
try:
    save({str(tmp_path / "a.chrono")!r}, *sample())
except StorageError as error:
    print(error)
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True,
                          env=os.environ | {"PYTHONPATH": str(Path(__file__).parents[3])})
    assert "cannot be written: File too large" in done.stdout
    assert (tmp_path / "a.chrono").read_bytes() == old
    assert [p.name for p in tmp_path.iterdir()] == ["a.chrono"]


def test_tokens_that_are_not_there_are_told(tmp_path):
    scene, _ = sample()
    with pytest.raises(StorageError, match="generate the node again"):
        save(tmp_path / "a.chrono", scene, Blobs())


def test_blobs_are_read_only_and_named_by_content():
    blobs = Blobs()
    array = np.arange(6, dtype=np.float32)
    name = blobs.put(array)
    array[0] = 9
    assert blobs.get(name)[0] == 0
    with pytest.raises(ValueError, match="read-only"):
        blobs.get(name)[0] = 1
    assert blobs.put(np.arange(6, dtype=np.float32)) == name
    assert len({name, digest(np.arange(6).astype(np.int32)), digest(np.zeros((2, 3), np.float32)),
                digest(np.zeros((3, 2), np.float32))}) == 4
    with pytest.raises(BlobError, match="object"):
        blobs.put(np.array([None]))
    with pytest.raises(BlobError, match="not here"):
        blobs.get("f" * 64)


def test_a_running_studio_is_not_offered_for_recovery_and_a_dead_one_is(tmp_path):
    scene, blobs = sample()
    mine = Autosave(tmp_path)
    mine.write(scene, blobs, of=tmp_path / "mine.chrono")
    assert left_behind(tmp_path) == []
    dead = tmp_path / "1-1000.chrono"
    os.replace(mine.file, dead)
    os.replace(mine.file.with_suffix(".json"), dead.with_suffix(".json"))
    (found,) = left_behind(tmp_path)
    assert (found.file, found.of) == (dead, tmp_path / "mine.chrono")
    assert load(found.file)[0] == scene
    discard(found)
    assert list(tmp_path.iterdir()) == []
