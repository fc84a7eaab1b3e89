"""The picture: baked clips to pixels, for viewport, stills and films alike.

Import engine.picture.studio for drawing (it loads OpenGL and pyrender, which takes a second);
engine.picture.camera and engine.picture.pose are light.

PyOpenGL reads its switches once, when its functions are first loaded, so they are set here, before
anything of this room can load them: a check after every call would double the cost of a frame.
"""

from contextlib import suppress

with suppress(ImportError):
    import OpenGL

    OpenGL.ERROR_CHECKING = False
    OpenGL.ERROR_LOGGING = False
