"""Bench: every stage's speed beside what one would use instead, in one run.

In     nothing but this machine.   Out   rows {"name", "value", "unit", "bar", "holds", "n", "baseline"}.
Raises BenchError outside a checkout: the measurements live with the tests, in tests/benchmarks, one file per room.
Knows nothing of the rooms.

A row's `value` is null, and `holds` with it, where the program it is measured against is missing.
"""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent / "tests" / "benchmarks"


class BenchError(ValueError):
    """The benchmarks are not here."""


def row(name: str, value: float | None, unit: str, *, bar: str = "", n: int = 1, baseline: str = "") -> dict:
    """One line of the table; `bar` as in "<= 0.25" decides `holds`."""
    return {"name": name, "value": value, "unit": unit, "bar": bar, "holds": holds(value, bar), "n": n,
            "baseline": baseline}


def holds(value: float | None, bar: str) -> bool | None:
    """Whether `value` meets `bar`; None where either is missing."""
    if value is None or not bar:
        return None
    sign, _, limit = bar.partition(" ")
    return bool({"<=": value <= float(limit), ">=": value >= float(limit), "==": value == float(limit)}[sign])


def rows(*, only: str | None = None, seed: int = 0) -> list[dict]:
    """Run every benchmark file, or those whose name contains `only`."""
    files = sorted(p for p in FOLDER.glob("*.py") if not p.stem.startswith("_")) if FOLDER.is_dir() else []
    if not files:
        raise BenchError("bench runs from a checkout of the project, where tests/benchmarks lies: run it there")
    out: list[dict] = []
    for path in files:
        if only and only not in path.stem:
            continue
        print(f"measuring {path.stem}", file=sys.stderr, flush=True)
        spec = importlib.util.spec_from_file_location(f"benchmarks_{path.stem}", path)
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        out.extend(module.rows(seed=seed))
    return out
