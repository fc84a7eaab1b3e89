"""The artist's own Blender, run as a program beside this one.

In     what the artist calls it, or nothing; a script of assets/blender and its arguments.   Out   what the script did.
Raises ExportError, one sentence that says what to do; whatever ends, Blender has ended.
Knows nothing of what the script makes.

No line of Blender is in this program: it is found, started and listened to. A Python that has the module bpy does, too.
"""

from __future__ import annotations

import glob
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from engine.exchange.files import ExportError

VARIABLE = "CHRONOFORM_BLENDER"
PLACES = (
    "/usr/local/blender*/blender", "~/blender*/blender", "~/Downloads/blender*/blender", "/snap/bin/blender",
    "/var/lib/flatpak/exports/bin/org.blender.Blender", "~/.local/share/flatpak/exports/bin/org.blender.Blender",
    "/Applications/Blender*.app/Contents/MacOS/Blender", "~/Applications/Blender*.app/Contents/MacOS/Blender",
    "C:/Program Files/Blender Foundation/Blender*/blender.exe")
"""Where Blender's installers put it; of several, the last by its number."""
LIMIT, LOOK = 900.0, 0.1
"""Seconds that a script may take, and between two looks at it."""
MARK = "chronoform "


def find(called: str | None = None) -> Path:
    """The program that the artist calls Blender, or that the environment names, or that lies where it usually does."""
    for name, source in ((called, "the preferences"), (os.environ.get(VARIABLE), VARIABLE)):
        if name:
            return _named(name, source)
    if there := shutil.which("blender"):
        return Path(there)
    for pattern in PLACES:
        if found := sorted(glob.glob(os.path.expanduser(pattern)), key=_number):
            return Path(found[-1])
    raise ExportError("An .fbx is made by Blender, which was not found: install 4.2 or newer from blender.org, or name "
                      f"its program under Edit › Preferences › Blender or in {VARIABLE}")


def _named(name: str, source: str) -> Path:
    path = Path(name).expanduser()
    if path.suffix == ".app":
        path = path / "Contents/MacOS/Blender"
    there = shutil.which(str(path))
    if there is None:
        raise ExportError(f"Blender is not at {name}, as {source} {'say' if source != VARIABLE else 'says'}: name the "
                          "program itself, or leave it empty to have it looked for")
    return Path(there)


def _number(path: str) -> list[int]:
    return [int(digits) for digits in re.findall(r"\d+", path)]


def run(program: Path, script: Path, arguments: Sequence[str], *, limit: float = LIMIT,
        on_progress: Callable[[float], None] = lambda share: None) -> dict[str, Any]:
    """What the script says last. `on_progress` hears the share done again and again, and may end it by raising."""
    as_python = program.name.lower().startswith("python")
    before = [str(program)] if as_python else [
        str(program), "--background", "--factory-startup", "--python-exit-code", "3", "--python"]
    process = subprocess.Popen(
        [*before, str(script), "--", *arguments], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT, env=_environment(), text=True, encoding="utf-8", errors="replace",
        start_new_session=os.name == "posix")
    lines: list[str] = []
    heard = _Heard(lines)
    reader = threading.Thread(target=_listen, args=(process, lines), daemon=True)
    reader.start()
    end = time.monotonic() + limit
    try:
        while process.poll() is None:
            on_progress(heard.share())
            if time.monotonic() > end:
                raise ExportError(f"Blender took longer than {limit / 60:.3g} minutes and was stopped: export fewer "
                                  "triangles or fewer keys a second")
            time.sleep(LOOK)
        reader.join(5.0)
    finally:
        _kill(process)
    said = heard.last()
    if "done" not in said:
        print("".join(lines), file=sys.stderr, flush=True)
        raise ExportError(_why(program, said, lines, process.returncode))
    return said


def _listen(process: subprocess.Popen[str], lines: list[str]) -> None:
    for line in process.stdout or ():
        lines.append(line)


class _Heard:
    """What the script said so far, of all that was printed."""

    def __init__(self, lines: list[str]) -> None:
        self._lines = lines

    def last(self) -> dict[str, Any]:
        for line in reversed(self._lines):
            if line.startswith(MARK):
                return json.loads(line.removeprefix(MARK))
        return {}

    def share(self) -> float:
        return float(self.last().get("share", 0.0))


def _why(program: Path, said: dict[str, Any], lines: Sequence[str], code: int) -> str:
    if "error" in said:
        return f"{program} cannot write the .fbx: {said['error']}. Get one from blender.org"
    if any("No module named 'bpy'" in line for line in lines):
        return f"{program} is a Python without Blender: name Blender's program, or a Python that has the module bpy"
    reason = next((line.strip() for line in reversed(lines) if "Error" in line), f"it ended with code {code}")
    return f"Blender could not write the .fbx: {reason[:120]}. The engine's log, in the Help menu, has all that it said"


def _environment() -> dict[str, str]:
    """Without what makes this program's Python and libraries its own: Blender has others."""
    kept = {key: value for key, value in os.environ.items()
            if key not in ("PYTHONPATH", "PYTHONHOME", "LD_LIBRARY_PATH", "LD_LIBRARY_PATH_ORIG")}
    before = os.environ.get("LD_LIBRARY_PATH_ORIG") if getattr(sys, "frozen", False) else os.environ.get(
        "LD_LIBRARY_PATH")
    return kept | ({"LD_LIBRARY_PATH": before} if before else {})


def _kill(process: subprocess.Popen[str]) -> None:
    """Blender and what it started: nothing of it is left."""
    if process.poll() is None:
        if os.name == "posix":
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
    process.wait()
    if process.stdin is not None:
        process.stdin.close()
