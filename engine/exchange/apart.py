"""Apart: libraries that may end their process, or cannot be stopped, run in one of their own.

In     a module with `main(arguments)`, one of MODULES.   Out   the command that runs it, and with what environment; or
       what it ended with.
Raises subprocess.TimeoutExpired where it takes longer than it may.  Knows nothing of what they do.
"""

from __future__ import annotations

import importlib
import os
import subprocess
import sys
from pathlib import Path

MODULES = ("engine.exchange.draco_apart", "engine.exchange.remesher", "engine.exchange.usd_apart")
"""What a packaged program, which is no Python, runs by its own name."""


def command(module: str) -> list[str]:
    return [sys.executable, "--apart", module] if getattr(sys, "frozen", False) else [sys.executable, "-m", module]


def environment() -> dict[str, str]:
    root = str(Path(__file__).resolve().parents[2])
    return {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, [root, os.environ.get("PYTHONPATH", "")]))}


def ended(module: str, *arguments: str | Path, within: float) -> int:
    """What the process ends with, 0 where all went well; it is not heard. `within` [s]."""
    return subprocess.run([*command(module), *map(str, arguments)], stdin=subprocess.DEVNULL,
                          stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=within, env=environment(),
                          check=False).returncode


def run(arguments: list[str]) -> int:
    """In the process: MODULE and its own arguments."""
    module, *rest = arguments
    if module not in MODULES:
        return 2
    return importlib.import_module(module).main(rest)


def bounded(most: int) -> None:
    """A file that asks for more memory [byte] than there is ends this process, and no other."""
    try:
        import resource
    except ImportError:             # Windows
        return
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_DATA, (most, resource.getrlimit(resource.RLIMIT_DATA)[1]))
