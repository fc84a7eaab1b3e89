"""A USD file's own layer: what it carries beside the scene, and where it lies while it is read.

In     a path to a .usd, .usda, .usdc or .usdz.   Out   the layer's path, or its custom data.
Raises AssetError, naming the file and what is wrong with it.
Knows nothing of meshes.   Through usd-core, in a process of its own (engine.exchange.usd_apart).
"""

from __future__ import annotations

import io
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from pxr import Sdf

from engine.exchange.gltf_bytes import AssetError, OutsideError, contents, reason

MOST_BYTES = 96 << 20


def layer_data(path: Path) -> dict[str, Any]:
    """The custom data of the file's own layer. No other layer is opened."""
    with first_layer(path) as first:
        layer = Sdf.Layer.FindOrOpen(str(first))
        if layer is None:
            raise AssetError(f"{path.name} is damaged, or no USD file")
        return dict(layer.customLayerData)


@contextmanager
def first_layer(path: Path) -> Iterator[Path]:
    """The file's own layer, of a .usdz unpacked for as long as it takes."""
    data = contents(path, path.name, most=MOST_BYTES)
    try:
        if data[:4] == b"PK\x03\x04":
            with tempfile.TemporaryDirectory() as folder:
                yield _unzipped(path, data, Path(folder))
        else:
            yield path
    except AssetError:
        raise
    except Exception as error:      # whatever a damaged file makes of its reader
        raise AssetError(f"{path.name} is damaged, or no USD file ({reason(error)})") from error


def _unzipped(path: Path, data: bytes, folder: Path) -> Path:
    """The first layer of a .usdz, with all its files in a folder of their own."""
    first = None
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if sum(entry.file_size for entry in archive.infolist()) > 2 * MOST_BYTES:
            raise AssetError(f"{path.name} would unpack to more than {2 * MOST_BYTES >> 20} MB")
        for entry in archive.infolist():
            place = (folder / entry.filename).resolve()
            if not place.is_relative_to(folder.resolve()):
                raise OutsideError(f"{path.name}: it holds {entry.filename[:60]!r}, which points outside its folder")
            if entry.is_dir():
                continue
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(archive.read(entry))
            if first is None and place.suffix.lower() in (".usd", ".usda", ".usdc"):
                first = place
    if first is None:
        raise AssetError(f"{path.name} holds no USD layer")
    return first
