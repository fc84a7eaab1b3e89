"""Files whose meshes Google's own library compressed, as KHR_draco_mesh_compression has it."""

import json
import struct
from pathlib import Path

import DracoPy
import numpy as np
from file_samples import bending_glb
from mutations import taken_apart

from engine.exchange.gltf_bytes import DRACO, Source
from engine.exchange.gltf_pack import container

PLACE = "POSITION"


def compressed(path: Path, *, keep: bool = False, order: bool = True, bits: int = 20) -> tuple[dict, bytes]:
    """A GLB's document and binary with every mesh compressed. `keep`: the accessors keep their numbers too; `order`:
    the vertices keep theirs."""
    document, binary = taken_apart(path)
    source = Source(path, json.loads(json.dumps(document)), memoryview(binary))
    for mesh in document["meshes"]:
        for row in mesh["primitives"]:
            arrays = {name: np.array(source.accessor(index)) for name, index in row["attributes"].items()}
            generic = {10 + k: array for k, (name, array) in enumerate(arrays.items()) if name != PLACE}
            data = DracoPy.encode(arrays[PLACE], source.accessor(row["indices"]).reshape(-1, 3).astype(np.uint32),
                                  quantization_bits=bits, preserve_order=order, generic_attributes=generic)
            names = {name: 10 + k for k, name in enumerate(arrays) if name != PLACE}
            ids = {each["unique_id"] for each in DracoPy.decode(data).attributes} - set(names.values())
            row["extensions"] = {DRACO: {"bufferView": len(document["bufferViews"]),
                                         "attributes": {PLACE: ids.pop(), **names}}}
            document["bufferViews"].append({"buffer": 0, "byteOffset": len(binary), "byteLength": len(data)})
            binary += data + b"\0" * (-len(data) % 4)
            if not keep:
                for index in (row["indices"], *(row["attributes"][name] for name in arrays)):
                    document["accessors"][index].pop("bufferView", None)
                    document["accessors"][index].pop("byteOffset", None)
    document["buffers"][0]["byteLength"] = len(binary)
    document["extensionsUsed"] = [*document.get("extensionsUsed", []), DRACO]
    document["extensionsRequired"] = [*document.get("extensionsRequired", []), *([] if keep else [DRACO])]
    if not document["extensionsRequired"]:
        del document["extensionsRequired"]
    return document, binary


def draco_glb(path: Path, **how) -> Path:
    path.write_bytes(container(*compressed(bending_glb(path.with_suffix(".plain.glb")), **how)))
    return path


def spans(path: Path) -> list[tuple[int, int]]:
    """Where in the file its compressed meshes lie."""
    data = path.read_bytes()
    document, _ = taken_apart(path)
    start = 28 + struct.unpack_from("<I", data, 12)[0]
    rows = [document["bufferViews"][p["extensions"][DRACO]["bufferView"]] for m in document["meshes"]
            for p in m["primitives"]]
    return [(start + row["byteOffset"], start + row["byteOffset"] + row["byteLength"]) for row in rows]
