"""The house's rules, proved on fresh interpreters and on the import graph."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCES = sorted(p for room in ("engine", "studio") for p in (ROOT / room).rglob("*.py"))


def _loaded_by(statement: str) -> set[str]:
    code = f"import sys\n{statement}\nprint('\\n'.join(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    return {line.split(".")[0] for line in done.stdout.splitlines()}


@pytest.mark.parametrize("statement", [
    "import engine.document.storage, engine.document.history, engine.document.edits, engine.document.graph",
    "import engine.language.compose",
    "import engine.messages, engine.client",
    "import studio.__main__, studio.app, studio.door",
])
def test_plain_rooms_bring_no_torch(statement):
    assert not _loaded_by(statement) & {"torch", "diffusers", "numba", "skimage"}


def test_the_engine_brings_no_qt():
    loaded = _loaded_by("import engine.jobs, engine.worker, engine.cli, engine.picture.studio, engine.exchange.gltf")
    assert not loaded & {"PySide6", "pyqtgraph", "shiboken6"}


def test_every_module_states_its_contract():
    silent = [str(p.relative_to(ROOT)) for p in SOURCES
              if (text := p.read_text(encoding="utf-8")).count("\n") > 15 and not ast.get_docstring(ast.parse(text))]
    assert silent == []


def test_no_room_for_everything_and_no_pickle():
    assert not [p for p in SOURCES if p.stem in ("utils", "util", "common", "helpers", "misc")]
    text = {p: p.read_text(encoding="utf-8") for p in SOURCES}
    for word in ("pickle", "trust_remote_code", "torch.load("):
        named = [str(p.relative_to(ROOT)) for p, t in text.items()
                 if any(word in line and "ever pickle" not in line for line in t.splitlines())]
        assert named == [], word
