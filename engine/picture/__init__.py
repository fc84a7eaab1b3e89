"""The picture: baked clips to pixels, for viewport, stills and films alike.

Import engine.picture.studio for drawing (it loads OpenGL and pyrender, which takes a second);
engine.picture.camera and engine.picture.pose are light.
"""
