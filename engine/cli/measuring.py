"""Measuring: what the engine runs on, and how fast its stages are.

In     options.   Out   facts and rows of figures.   Raises what the engine raises.
"""

from __future__ import annotations

import argparse
import sys
from typing import Any

from engine.cli.asking import Command


def arguments(command: Command) -> None:
    info = command("info", _info, "what the engine runs on")
    info.add_argument("--warm", action="store_true",
                      help="first compile what is not compiled yet, so that the first scene does not wait for it")
    bench = command("bench", _bench, "measure every stage's speed beside what one would use instead")
    bench.add_argument("--only", help="only rows whose name contains this")


def _info(options: argparse.Namespace) -> dict:
    from engine.client import Client
    from engine.messages import Described, Info, Prepare, Progress

    client = Client(options.device)
    try:
        if options.warm:
            def hear(message: Any) -> None:
                if isinstance(message, Progress) and not options.quiet:
                    print(message.note, file=sys.stderr)

            client.ask(Prepare(), hear=hear)
        facts = next(e for e in client.ask(Info()) if isinstance(e, Described)).facts
    finally:
        client.close()
    if not options.json:
        for key, value in facts.items():
            if value:
                print(f"{key:18} {value}")
    return facts


def _bench(options: argparse.Namespace) -> dict:
    from engine.bench import rows

    return tabled(options, rows(only=options.only, seed=options.seed))


def tabled(options: argparse.Namespace, rows: list[dict]) -> dict:
    if not options.json:
        for row in rows:
            value = "-" if row["value"] is None else f"{row['value']:.4g}"
            verdict = {True: "holds", False: "MISSED", None: ""}[row["holds"]]
            print(f"{row['name']:58} {value:>10} {row['unit']:10} {row['bar'] or '':>10} {verdict:7} "
                  f"{row['baseline'] or ''}")
    return {"rows": rows}
