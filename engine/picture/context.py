"""Context: OpenGL itself, without a window where there is none.

In     nothing.   Out   GL (PyOpenGL), and one offscreen context a process.
Raises GraphicsError where there is no OpenGL 4.1, saying what to install.
Knows nothing of clips, documents or Qt.

The offscreen context is pyrender's EGL platform. It lives as long as the process: taking it down would
end EGL's display, which other contexts of the process share.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any

if sys.platform.startswith("linux"):
    os.environ.setdefault("PYOPENGL_PLATFORM", "egl")
    os.environ.setdefault("EGL_LOG_LEVEL", "fatal")

ADVICE = ("install the system's OpenGL, on Debian or Ubuntu: "
          "sudo apt install libgl1 libegl1 libgl1-mesa-dri libegl-mesa0")


class GraphicsError(RuntimeError):
    """Nothing can be drawn here; one sentence says what to do."""


try:
    if os.environ.get("PYOPENGL_PLATFORM") == "egl":
        import OpenGL.raw.EGL._errors as _egl_errors

        if not hasattr(_egl_errors, "_error_checker"):
            _egl_errors._error_checker = None      # PyOpenGL 3.1.10 looks it up even when checks are off
    GL: Any = import_module("OpenGL.GL")   # its constants and functions are made at run time
except (ImportError, AttributeError, OSError) as error:
    raise GraphicsError(f"Pictures need OpenGL, which cannot be loaded ({error}): {ADVICE}.") from error

_offscreen = None


@contextmanager
def offscreen() -> Iterator[None]:
    """Make the process's own context current, and afterwards the one that was."""
    platform = _platform()
    before = _binding()
    platform.make_current()
    try:
        yield
    finally:
        _bind(before)


def check_version() -> None:
    """Refuse a current context older than OpenGL 4.1."""
    version = GL.glGetString(GL.GL_VERSION)
    if not version:
        raise GraphicsError(f"Pictures need an OpenGL context, and there is none: {ADVICE}.")
    major, minor = (int(part) for part in version.decode().split()[0].split(".")[:2])
    if (major, minor) < (4, 1):
        raise GraphicsError(f"Pictures need OpenGL 4.1, this machine gives {major}.{minor}: "
                            "update the graphics driver, or use Mesa's software renderer (libgl1-mesa-dri).")


def software() -> bool:
    """True where the current context is drawn by the processor."""
    name = (GL.glGetString(GL.GL_RENDERER) or b"").decode().lower()
    return any(word in name for word in ("llvmpipe", "softpipe", "swrast", "swiftshader", "software"))


def _platform():
    global _offscreen
    if _offscreen is None:
        try:
            from pyrender.platforms import egl

            device = egl.get_device_by_index(int(os.environ.get("EGL_DEVICE_ID", "0")))
            made = egl.EGLPlatform(1, 1, device=device)
            before = _binding()
            made.init_context()
            check_version()
            _bind(before)
        except GraphicsError:
            raise
        except Exception as error:  # EGL fails in many ways, each of them means this
            raise GraphicsError(f"Pictures need OpenGL through EGL, which does not start here: {ADVICE}.") from error
        _offscreen = made
    return _offscreen


def _binding():
    from OpenGL import EGL

    current = EGL.eglGetCurrentContext()
    if not current:
        return None
    return (EGL.eglGetCurrentDisplay(), EGL.eglGetCurrentSurface(EGL.EGL_DRAW),
            EGL.eglGetCurrentSurface(EGL.EGL_READ), current)


def _bind(binding) -> None:
    if binding is not None:
        from OpenGL import EGL

        EGL.eglMakeCurrent(*binding)
