"""OpenEXR: numbers of each pixel as they are, in named channels.

In     channels [height, width] by name, float32, or all float16.   Out   the file's bytes.
Raises ExportError where the system's folder for what is passing has no room.  Knows nothing of what the numbers mean.

By the Academy Software Foundation's own library: lossless ZIP, no date in the header, so the same channels give the
same bytes. "depth.Z" is channel Z of the layer depth.
"""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path

import numpy as np

from engine.exchange.files import ExportError


def exr(channels: Mapping[str, np.ndarray]) -> bytes:
    import OpenEXR

    header = {"compression": OpenEXR.ZIP_COMPRESSION, "type": OpenEXR.scanlineimage}
    stored = {name: np.ascontiguousarray(values, np.float16 if values.dtype == np.float16 else np.float32)
              for name, values in channels.items()}
    with tempfile.TemporaryDirectory() as folder:      # the library writes to real files only
        whole = Path(folder, "picture.exr")
        try:
            OpenEXR.File(header, stored).write(str(whole))
        except (OSError, RuntimeError) as error:
            raise ExportError(f"cannot write an .exr in {tempfile.gettempdir()}, where it is made first "
                              f"({str(error).rstrip('.').rpartition('. ')[2]}): make room there") from error
        return whole.read_bytes()
