"""Where the files that travel with the program are: fonts, icons, samples.

In     nothing.   Out   the folder `assets`.   Raises FileNotFoundError that names where was looked.
Knows nothing of what the files hold.
"""

from __future__ import annotations

import sys
from functools import cache
from pathlib import Path


@cache
def assets() -> Path:
    """The assets folder of a checkout, an installed package or a frozen program."""
    here = Path(__file__).resolve().parent
    frozen = getattr(sys, "_MEIPASS", None)
    places = [here.parent / "assets", here / "assets", here.parent / "engine" / "assets",
              Path(sys.prefix) / "share" / "chronoform" / "assets"]
    if frozen:
        places.insert(0, Path(frozen) / "assets")
    for place in places:
        if (place / "fonts").is_dir():
            return place
    looked = ", ".join(map(str, places))
    raise FileNotFoundError(f"the assets folder is missing (looked in {looked}): install Chronoform again")
