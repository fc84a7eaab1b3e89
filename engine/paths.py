"""Where the shipped files lie: fonts, samples, the model.

In     a name under assets/.   Out   a path.   Raises FileNotFoundError naming what is missing.
Knows nothing of what the files hold.

In a checkout and in a packaged program assets/ lies beside the engine; an installed wheel carries it inside.
CHRONOFORM_ASSETS names another folder, for those who keep models of their own.
"""

import os
from pathlib import Path

_HERE = Path(__file__).resolve().parent


def assets() -> Path:
    """The assets folder."""
    if chosen := os.environ.get("CHRONOFORM_ASSETS"):
        return Path(chosen)
    for folder in (_HERE.parent / "assets", _HERE / "_assets"):
        if (folder / "models").is_dir():
            return folder
    raise FileNotFoundError("Chronoform's assets folder is missing: install the program again.")


def asset(name: str) -> Path:
    """A shipped file, as in asset("samples/first-light.chrono")."""
    path = assets() / name
    if not path.exists():
        raise FileNotFoundError(f"the shipped file {name} is missing: install the program again.")
    return path
