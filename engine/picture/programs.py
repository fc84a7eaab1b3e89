"""Programs: the shaders of this room, specialised, compiled once and bound cheaply.

In     names of files in shaders/, definitions, the rig of lights.   Out   Program.
Raises GraphicsError with the driver's words where a shader does not compile.
Knows nothing of clips or cameras.

What does not change while drawing (how many lights, where they are, the shading mode) is compiled in
as constants, so that the driver unrolls and folds it; uniform locations are asked for once.
"""

from __future__ import annotations

import re
from importlib.resources import files

import numpy as np

# without PyOpenGL's conversions, which cost more than the calls: these are called most
from OpenGL.raw.GL.VERSION.GL_1_1 import glDrawElements
from OpenGL.raw.GL.VERSION.GL_1_5 import glBufferData
from OpenGL.raw.GL.VERSION.GL_2_0 import glUniformMatrix4fv

from engine.picture.context import GL, GraphicsError
from engine.picture.look import Look
from engine.picture.pose import JOINT_LIMIT, TARGET_LIMIT

__all__ = ["FRAME", "LAMPS", "POSE", "UNITS", "Program", "Programs", "glBufferData", "glDrawElements"]
FRAME, POSE, LAMPS = 0, 1, 2
"""Binding points of the uniform blocks."""
UNITS = {"palette": 0, "material": 1, "key_map": 2, "dome_map": 3, "floor_map": 4, "sole_map": 5,
         "deltas": 6, "mask": 7, "source": 7, "glow_map": 8, "normal_map": 9, "lamp_maps": 10}
"""Texture unit of each sampler: fixed, so that programs never set them again."""


class Program:
    def __init__(self, vertex: str, fragment: str | None, defines: tuple[str, ...], rig: str,
                 captured: tuple[str, ...] = ()):
        self.id = GL.glCreateProgram()
        stages = [(vertex, GL.GL_VERTEX_SHADER)] + ([(fragment, GL.GL_FRAGMENT_SHADER)] if fragment else [])
        shaders = [_compile(name, kind, defines, rig) for name, kind in stages]
        for shader in shaders:
            GL.glAttachShader(self.id, shader)
        if captured:
            import ctypes

            names = (ctypes.POINTER(ctypes.c_char) * len(captured))(
                *[ctypes.cast(ctypes.create_string_buffer(name.encode()), ctypes.POINTER(ctypes.c_char))
                  for name in captured])
            GL.glTransformFeedbackVaryings(self.id, len(captured), names, GL.GL_INTERLEAVED_ATTRIBS)
        GL.glLinkProgram(self.id)
        if not GL.glGetProgramiv(self.id, GL.GL_LINK_STATUS):
            raise GraphicsError(f"the driver refuses the shaders {vertex} and {fragment}: "
                                f"{_text(GL.glGetProgramInfoLog(self.id))}")
        for shader in shaders:
            GL.glDetachShader(self.id, shader)
            GL.glDeleteShader(shader)
        self._places: dict[str, int] = {}
        for block, binding in (("Frame", FRAME), ("Pose", POSE), ("Lamps", LAMPS)):
            index = GL.glGetUniformBlockIndex(self.id, block)
            if index != GL.GL_INVALID_INDEX:
                GL.glUniformBlockBinding(self.id, index, binding)
        GL.glUseProgram(self.id)
        for name, unit in UNITS.items():
            if (place := GL.glGetUniformLocation(self.id, name)) >= 0:
                GL.glUniform1i(place, unit)

    def use(self) -> Program:
        GL.glUseProgram(self.id)
        return self

    def place(self, name: str) -> int:
        """Where a uniform is."""
        if name not in self._places:
            self._places[name] = GL.glGetUniformLocation(self.id, name)
        return self._places[name]

    def matrix(self, name: str, value: np.ndarray) -> None:
        glUniformMatrix4fv(self.place(name), 1, True, np.ascontiguousarray(value, np.float32))


class Programs:
    """Every program of one context and look."""

    def __init__(self, look: Look):
        self._rig = rig(look)
        self._made: dict[tuple, Program] = {}

    def get(self, vertex: str, fragment: str | None, *defines: str, captured: tuple[str, ...] = ()) -> Program:
        key = (vertex, fragment, defines)
        if key not in self._made:
            self._made[key] = Program(vertex, fragment, defines, self._rig, captured)
        return self._made[key]

    def delete(self) -> None:
        for program in self._made.values():
            GL.glDeleteProgram(program.id)
        self._made = {}


def rig(look: Look) -> str:
    """The lights of a look as GLSL constants."""
    frames = []
    for box in look.boxes:
        z = np.asarray(box.towards, float) / np.linalg.norm(box.towards)
        x = np.cross([0.0, 1.0, 0.0], z)
        x /= np.linalg.norm(x)
        frames.append((x, np.cross(z, x), z))
    key_colour = np.asarray(look.boxes[0].radiance) / max(look.boxes[0].radiance)
    count = len(look.boxes)
    lines = [
        f"const int BOXES = {count};",
        _constants("vec3", "BOX_X", [_vector(f[0]) for f in frames]),
        _constants("vec3", "BOX_Y", [_vector(f[1]) for f in frames]),
        _constants("vec3", "BOX_Z", [_vector(f[2]) for f in frames]),
        _constants("vec3", "BOX_RADIANCE", [_vector(b.radiance) for b in look.boxes]),
        _constants("vec2", "BOX_HALF", [_vector(b.half) for b in look.boxes]),
        _constants("bool", "BOX_FOLLOWS", ["true" if b.follows else "false" for b in look.boxes]),
        f"const vec3 KEY = {_vector(key_colour * look.key)};",
        f"const vec3 SKY = {_vector(look.sky)};",
        f"const vec3 GROUND = {_vector(look.ground)};",
        f"const vec3 FLOOR = {_vector(look.floor)};",
        f"const vec3 LINE = {_vector(look.line)};",
    ]
    return "\n".join(lines) + "\n"


def source(name: str, defines: tuple[str, ...], rig: str) -> str:
    """A shader's text: includes put in place, definitions after the version."""
    def included(text: str) -> str:
        return re.sub(r'^#include "([^"]+)"$', lambda m: included(_file(m.group(1), rig)), text, flags=re.MULTILINE)

    head = ["#version 410 core", f"#define JOINTS {JOINT_LIMIT}", f"#define TARGETS {TARGET_LIMIT}",
            *(f"#define {name}" for name in defines)]
    return "\n".join(head) + "\n" + included(_file(name, rig))


def _file(name: str, rig: str) -> str:
    if name == "rig.glsl":
        return rig
    return files("engine.picture").joinpath("shaders", name).read_text("utf-8")


def _compile(name: str, kind: int, defines: tuple[str, ...], rig: str) -> int:
    shader = GL.glCreateShader(kind)
    GL.glShaderSource(shader, source(name, defines, rig))
    GL.glCompileShader(shader)
    if not GL.glGetShaderiv(shader, GL.GL_COMPILE_STATUS):
        raise GraphicsError(f"the driver refuses the shader {name} {defines}: {_text(GL.glGetShaderInfoLog(shader))}")
    return shader


def _text(log: bytes | str) -> str:
    return log.decode(errors="replace") if isinstance(log, bytes) else str(log)


def _vector(values) -> str:
    return f"vec{len(values)}(" + ", ".join(f"{float(v):.6f}" for v in values) + ")"


def _constants(kind: str, name: str, values: list[str]) -> str:
    return f"const {kind} {name}[{len(values)}] = {kind}[](" + ", ".join(values) + ");"
