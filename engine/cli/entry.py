"""Entry: the arguments are read, the command is run, and its result or its refusal is told.

In     arguments.   Out   an exit code.   Raises SystemExit(2) on wrong usage.
Knows nothing of what the commands do.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from importlib import import_module

from engine.cli.asking import CommandError

FAILED, USAGE = 1, 2
COMMANDS = {"compose": "composing", "import": "importing", "generate": "generating", "render": "rendering",
            "info": "measuring", "bench": "measuring", "evaluate": "evaluating", "train": "training"}
"""The module of each; only that of the command that is run is imported."""


def main(argv: list[str] | None = None) -> int:
    """Run one command; returns the exit code."""
    arguments = sys.argv[1:] if argv is None else argv
    parser = _parser(*arguments[:1])
    options = parser.parse_args(arguments)
    if not hasattr(options, "run"):
        parser.print_help(sys.stderr)
        return USAGE
    try:
        result = options.run(options)
    except KeyboardInterrupt:
        return _fail(options, "Stopped; nothing was written.")
    except (CommandError, ValueError, OSError, RuntimeError) as error:  # the rooms' refusals, one sentence each
        return _fail(options, " ".join(str(error).split()) or type(error).__name__)
    if options.json and result is not None:
        _print(result, indent=1)
    return 0


def _fail(options: argparse.Namespace, reason: str) -> int:
    print(f"chronoform: {reason}", file=sys.stderr)
    if options.json:
        _print({"error": reason})
    return FAILED


def _print(result: dict, indent: int | None = None) -> None:
    import json

    json.dump(result, sys.stdout, indent=indent, allow_nan=False)
    print()


def _parser(named: str = "") -> argparse.ArgumentParser:
    """Of the command that is named; of all where none is."""
    from engine import VERSION

    parser = argparse.ArgumentParser(
        prog="chronoform", description="A sentence becomes an animated, editable, exportable scene.",
        epilog="Without a command, or with 'open [SCENE]', the studio opens.")
    parser.add_argument("--version", action="version", version=f"chronoform {VERSION}")
    commands = parser.add_subparsers(metavar="COMMAND")

    def command(name: str, run: Callable, words: str) -> argparse.ArgumentParser:
        sub = commands.add_parser(name, help=words, description=words)
        sub.add_argument("--json", action="store_true", help="print the result as JSON on standard output")
        sub.add_argument("--seed", type=int, default=0, help="the same seed gives the same bytes")
        sub.add_argument("--device", default="auto", choices=("auto", "cuda", "mps", "cpu"))
        sub.add_argument("--quiet", action="store_true", help="no progress on standard error")
        sub.set_defaults(run=run)
        return sub

    for group in dict.fromkeys([COMMANDS[named]] if named in COMMANDS else COMMANDS.values()):
        import_module(f"engine.cli.{group}").arguments(command)
    return parser
