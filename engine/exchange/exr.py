"""OpenEXR: numbers of each pixel as they are, in named channels.

In     channels [height, width] by name, float32, or all float16.   Out   the file's bytes.
Raises nothing for channels of one size.  Knows nothing of what the numbers mean.

By the Academy Software Foundation's own library: lossless ZIP, no date in the header, so the same channels give the
same bytes. "depth.Z" is channel Z of the layer depth.
"""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path

import numpy as np


def exr(channels: Mapping[str, np.ndarray]) -> bytes:
    import OpenEXR

    header = {"compression": OpenEXR.ZIP_COMPRESSION, "type": OpenEXR.scanlineimage}
    with tempfile.TemporaryDirectory() as folder:      # the library writes to real files only
        whole = Path(folder, "picture.exr")
        OpenEXR.File(header, {name: np.ascontiguousarray(values, np.float16 if values.dtype == np.float16 else
                                                         np.float32) for name, values in channels.items()}).write(
            str(whole))
        return whole.read_bytes()
