"""Compiled code is kept, and shipped code serves where the program's folder cannot be written."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
WARM = """
from engine.bake.warm import warm
from engine.form.compiling import heard, signatures
with heard(lambda: print("compiled")):
    warm()
print("warm", *signatures())
"""


def _warmed(**environment: str) -> list[str]:
    done = subprocess.run([sys.executable, "-c", WARM], cwd=ROOT, capture_output=True, text=True, check=True,
                          env={**os.environ, **environment})
    return done.stdout.split()


def test_another_folder_begins_with_the_code_beside_the_sources(tmp_path):
    assert "warm" in _warmed()                                       # compiles where this machine has not yet
    word, *used = _warmed(NUMBA_CACHE_DIR=str(tmp_path))
    assert word == "warm"                                            # no word of compiling
    assert {"kernel.closest", "lattice.band", "finish.relax", "lift.nearest_at"} <= set(used)
    assert set(used) <= {path.name.split("-")[0] for path in tmp_path.rglob("*.nbi")}


def test_compiling_is_told_once():
    code = """
import numpy as np
from numba import njit
from engine.form.compiling import heard
inner = njit(lambda x: x + 1)
outer = njit(lambda x: inner(x) + inner(2.0 * x))
with heard(lambda: print("told")):
    outer(1)
    outer(1)
outer(1.0)
"""
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["told"]
