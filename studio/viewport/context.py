"""Context: the OpenGL that the canvas asks Qt for.

In     nothing.   Out   the surface's format.
Raises GraphicsError where Qt gets no context of it.  Knows nothing of what is drawn.
"""

from __future__ import annotations

from PySide6.QtGui import QOpenGLContext, QSurfaceFormat

from engine.picture.context import GraphicsError

NO_CONTEXT = "Qt gets no OpenGL context here: use a display that has OpenGL 4.1."


def usable() -> QSurfaceFormat:
    form = QSurfaceFormat()
    form.setVersion(4, 1)
    form.setProfile(QSurfaceFormat.OpenGLContextProfile.CoreProfile)
    form.setDepthBufferSize(24)
    context = QOpenGLContext()
    context.setFormat(form)
    if not context.create():           # Qt would only say so on stderr, and then draw in none
        raise GraphicsError(NO_CONTEXT)
    return form
