"""How long the artist waits: for the window, for a shape while a slider is dragged.

Each start is a process of its own; time counts from its creation until its window has been painted and answers to
events. The files are in the disk's cache after the first, which is not counted. Without a display, under Xvfb.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

from engine.bench import row

ROOT = Path(__file__).parents[2]
STARTS, EDITS = 5, 12
PROMPT = "a tall lamp"


def rows(*, seed: int = 0) -> list[dict]:
    starts = [_child("start") for _ in range(STARTS + 1)][1:]
    slider = _child("slider")
    note = "" if starts[0] else "no display and no xvfb-run: install xvfb"
    began = [took["interactive"] for took in starts if took]
    edits = slider["edits"] if slider else []
    return [
        row("studio: start to interactive window", float(np.median(began)) if began else None, "s", bar="<= 2.5",
            n=len(began), baseline=note),
        row("studio: slider edit to preview in the viewport", float(np.median(edits)) * 1e3 if edits else None, "ms",
            bar="<= 150", n=len(edits), baseline=note or "p50, one lamp as the draft a dragged slider shows: 3 steps, "
            "48 cells, mesh, upload and a frame of fewer pixels"),
    ]


def _child(what: str) -> dict | None:
    """What one fresh studio measured; None where there is no display to be had."""
    command = [sys.executable, __file__, what]
    if not os.environ.get("DISPLAY"):
        if shutil.which("xvfb-run") is None:
            return None
        command = ["xvfb-run", "-a", "-s", "-screen 0 1920x1080x24", *command]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1"}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    return json.loads(done.stdout.splitlines()[-1])


def _studio(folder: Path):
    from studio.__main__ import prepare

    prepare()
    from studio.start import application

    app = application()
    from studio.app import Studio
    from studio.settings import Settings

    return app, Studio(app, settings=Settings(folder / "studio.ini"), recovery=folder)


def _until(app, done, limit: float = 120.0) -> None:
    """Run Qt's loop as the studio does, asleep where nothing happens, and look every millisecond."""
    from PySide6.QtCore import QEventLoop, QTimer

    loop = QEventLoop(app)
    look, late = QTimer(loop, interval=1), QTimer(loop, singleShot=True, interval=int(limit * 1e3))
    look.timeout.connect(lambda: loop.exit(0) if done() else None)
    late.timeout.connect(lambda: loop.exit(1))
    look.start()
    late.start()
    if loop.exec():
        raise TimeoutError("the studio did not come so far in time")
    look.stop()
    late.stop()


def start(folder: Path) -> dict:
    import psutil

    app, studio = _studio(folder)
    studio.show()
    handle = studio.window.windowHandle()
    _until(app, lambda: handle.isExposed())
    studio.window.prompt.line.insertPlainText("a")       # it answers: a letter typed is a letter shown
    studio.window.repaint()
    app.processEvents()
    took = time.time() - psutil.Process().create_time()
    assert studio.window.prompt.text == "a"
    studio.session.saved(folder / "none.chrono")
    studio.window.close()
    return {"interactive": took}


def slider(folder: Path) -> dict:
    app, studio = _studio(folder)
    studio.flow.bakes = studio.variations.enabled = False
    studio.show()
    whole = []
    studio.flow.complete.connect(whole.append)
    studio.flow.compose(PROMPT)
    _until(app, lambda: bool(whole) and studio.viewport is not None and studio.viewport.canvas is not None)
    from engine.document.edits import SetNode

    took, came, shown = [], [], []
    studio.viewport.canvas.frameSwapped.connect(lambda: shown.append(time.perf_counter()) if came else None)
    studio.flow.clip.connect(lambda *_: came.append(time.perf_counter()))
    for index in range(EDITS + 2):
        _until(app, lambda: not studio.door.open_jobs and not studio.pictures.busy)
        came.clear()
        shown.clear()
        began = time.perf_counter()
        studio.session.apply(SetNode("lamp", "attributes.height", 0.9 - index / 10), merge="slider")
        _until(app, lambda: bool(shown))
        took.append(shown[0] - began)
    studio.session.saved(folder / "none.chrono")
    studio.window.close()
    return {"edits": took[2:]}


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as where:
        print(json.dumps({"start": start, "slider": slider}[sys.argv[1]](Path(where))))
