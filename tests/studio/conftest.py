"""What the studio's tests share: the theme worn, an engine's stand-in that speaks the wire."""

import sys
from pathlib import Path

import pytest

from studio import theme


@pytest.fixture(scope="session", autouse=True)
def worn(qapp):
    theme.apply(qapp, "dark")


@pytest.fixture
def peer(tmp_path):
    """The command of a real child process (tests/studio/peer.py)."""
    return [sys.executable, str(Path(__file__).with_name("peer.py")), str(tmp_path / "died")]
