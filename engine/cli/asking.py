"""Asking: what every command shares: its refusals, the engine that it asks and the progress that it shows.

In     a command's options.   Out   a client of the engine; lines on standard error.
Raises CommandError.   Knows nothing of commands.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

Command = Callable[[str, Callable, str], argparse.ArgumentParser]
"""Makes a command of a name, of what runs it, and of the words that tell what it does."""


class CommandError(Exception):
    """A command that failed for a reason that is one sentence."""


def writable(path: Path) -> None:
    """Refuse before the work, not after it."""
    import os

    if path.is_dir():
        raise CommandError(f"{path} is a folder: name a file in it.")
    if not path.parent.exists():
        raise CommandError(f"the folder {path.parent} does not exist: make it first or write elsewhere.")
    if not os.access(path.parent, os.W_OK):
        raise CommandError(f"{path.parent} cannot be written to: choose another folder.")


def client_of(options: argparse.Namespace) -> Any:
    from engine.client import Client

    return Client(options.device)


def hearing(options: argparse.Namespace) -> Callable[[Any], None]:
    """What shows the progress that the engine tells of."""
    from engine.messages import Progress

    show = progress(options)

    def hear(message: Any) -> None:
        if isinstance(message, Progress):
            show(message.done, message.note)

    return hear


def closed(client: Any, options: argparse.Namespace) -> None:
    client.close()
    if not options.quiet:
        print(file=sys.stderr)


def progress(options: argparse.Namespace) -> Callable[[float, str], None]:
    """Writes a share and a note over the last ones on standard error, unless --quiet."""
    def show(done: float, note: str) -> None:
        if not options.quiet:
            print(f"\r{done:4.0%} {note:60.60}", end="", file=sys.stderr, flush=True)

    return show
