"""The window's run: Qt begins, the scene is opened, and, when asked, a picture of it all is taken.

In     parsed options (studio.__main__).   Out   an exit code.   Raises nothing.
Knows nothing of panels.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QSize, Qt, QTimer
from PySide6.QtGui import QSurfaceFormat
from PySide6.QtWidgets import QApplication

from engine.vocabulary.formats import FORMATS

PATIENCE = 900.0                  # s until a screenshot is given up
SETTLED = 400                     # ms from the last picture to the screenshot


def application() -> QApplication:
    """The one QApplication, with the OpenGL the viewport needs."""
    running = QApplication.instance()
    if isinstance(running, QApplication):
        return running
    QCoreApplication.setAttribute(Qt.ApplicationAttribute.AA_ShareOpenGLContexts)
    form = QSurfaceFormat()
    form.setVersion(4, 1)
    form.setProfile(QSurfaceFormat.OpenGLContextProfile.CoreProfile)
    form.setDepthBufferSize(24)
    QSurfaceFormat.setDefaultFormat(form)
    app = QApplication([sys.argv[0]])
    app.setApplicationName("Chronoform")
    app.setDesktopFileName("chronoform")
    return app


def run(options: argparse.Namespace) -> int:
    """Opens the window and runs until it is closed, or until the screenshot is taken."""
    app = application()
    from studio.app import Studio

    if options.screenshot:
        return _shoot(app, options)
    studio = Studio(app, device=options.device)
    studio.show()
    if options.scene:
        studio.files.load(Path(options.scene))
    QTimer.singleShot(0, studio.offer_recovery)
    return app.exec()


class _Shot:
    """Waits until everything is there, saves the window, leaves."""

    def __init__(self, app: QApplication, studio, options: argparse.Namespace) -> None:
        self.app, self.studio, self.options = app, studio, options
        comes = bool(options.scene) and Path(options.scene).suffix.lower() in FORMATS      # when the engine has read it
        self.baked = not comes and not any(node.kind == "object" for node in studio.session.scene.nodes)
        self.began = time.monotonic()
        self.failure = ""
        studio.flow.complete.connect(self._complete)
        studio.flow.said.connect(self._failed)
        studio.imports.said.connect(self._failed)
        self.timer = QTimer(interval=SETTLED)
        self.timer.timeout.connect(self._look)
        self.timer.start()

    def _complete(self, baked: bool) -> None:
        self.baked = self.baked or baked

    def _failed(self, sentence: str) -> None:
        self.failure = sentence

    def _look(self) -> None:
        studio = self.studio
        if self.failure or time.monotonic() - self.began > PATIENCE:
            print(f"chronoform: {self.failure or 'the scene was not ready in time.'}", file=sys.stderr)
            self.app.exit(1)
        elif self.baked and studio.viewport is not None and not studio.pictures.busy and not studio.door.open_jobs \
                and studio.door.ready and studio.variations.whole and getattr(studio.viewport, "settled", True):
            self.timer.stop()
            saved = studio.grab().save(self.options.screenshot)
            if not saved:
                print(f"chronoform: {self.options.screenshot} cannot be written: choose another path.", file=sys.stderr)
            self.app.exit(0 if saved else 1)


def _shoot(app: QApplication, options: argparse.Namespace) -> int:
    """A window that remembers nothing, as large as asked, closed when its picture is taken."""
    from studio.app import Studio
    from studio.settings import Settings

    with tempfile.TemporaryDirectory() as folder:
        studio = Studio(app, settings=Settings(Path(folder) / "studio.ini"), device=options.device,
                        recovery=Path(folder))
        width, _, height = (options.size or "1920x1080").partition("x")
        if not (width.isdigit() and height.isdigit()):
            print(f"chronoform: the size must be WxH, not {options.size!r}.", file=sys.stderr)
            studio.close()
            return 2
        studio.window.resize(QSize(int(width), int(height)))
        studio.show()
        if options.scene and not studio.files.load(Path(options.scene)):
            print(f"chronoform: {studio.window.banner.words.text()}", file=sys.stderr)
            studio.close()
            return 1
        if options.time is not None:
            studio.session.set_time(options.time)
        scene = studio.session.scene
        chosen = [each.id for each in (*scene.nodes, *scene.relations) if each.id == options.select]
        studio.session.select(*chosen)
        shot = _Shot(app, studio, options)
        code = app.exec()
        shot.timer.stop()
        studio.session.saved(Path(folder) / "shown.chrono")
        studio.window.close()
        return code
