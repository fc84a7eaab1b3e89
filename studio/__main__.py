"""The `chronoform` command: the window for `open`, the engine's command line for everything else.

In     arguments.   Out   an exit code: 0 done, 1 failed (one sentence on standard error), 2 usage.
Raises nothing.  Never imports torch; the window is imported only when one is opened.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

FAILED = 1


def main(argv: list[str] | None = None) -> int:
    """Runs one command; returns the exit code."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    if arguments[:1] == ["--engine"]:
        from engine.worker import main as worker

        return worker(arguments[1:])
    if arguments[:1] == ["--apart"]:
        from engine.exchange.apart import run

        return run(arguments[1:])
    if not _opens(arguments):
        from engine.cli import main as cli

        return cli(arguments)
    if arguments[:1] == ["open"]:
        arguments = arguments[1:]
    return _open(arguments)


def _opens(arguments: list[str]) -> bool:
    """`open`, nothing at all, a scene's path, or the window's own options."""
    first = arguments[0] if arguments else "open"
    return first == "open" or first in ("--screenshot", "--device", "--size") or first.endswith(".chrono")


def _open(arguments: list[str]) -> int:
    import argparse

    parser = argparse.ArgumentParser(prog="chronoform open", description="Open the studio.")
    parser.add_argument("scene", nargs="?", metavar="SCENE",
                        help="a .chrono file, or a .glb or USD file that was made from one")
    parser.add_argument("--screenshot", metavar="FILE.png", help="show the scene generated, save the window, exit")
    parser.add_argument("--device", choices=("auto", "cuda", "mps", "cpu"), help="this time only")
    parser.add_argument("--size", metavar="WxH", default="", help="the window's size, for a screenshot")
    parser.add_argument("--time", type=float, default=None, help="the playhead [s], for a screenshot")
    parser.add_argument("--select", default="", help="id of the node or relation to select, for a screenshot")
    options = parser.parse_args(arguments)
    if not _has_display():
        print("chronoform: there is no display for a window: use 'chronoform render', or start a desktop session.",
              file=sys.stderr)
        return FAILED
    prepare()
    from studio.start import run

    return run(options)


def _has_display() -> bool:
    if sys.platform.startswith("linux") and not os.environ.get("QT_QPA_PLATFORM"):
        return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
    return True


def prepare() -> None:
    """What must stand in the environment before Qt and OpenGL are loaded: both through EGL, where there is X."""
    if sys.platform.startswith("linux"):
        os.environ.setdefault("PYOPENGL_PLATFORM", "egl")
        os.environ.setdefault("QT_XCB_GL_INTEGRATION", "xcb_egl")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:] if Path(sys.argv[0]).name != "-c" else []))
