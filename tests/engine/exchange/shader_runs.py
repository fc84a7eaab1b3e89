"""The vertex halves of the exported shaders, run: their own text, with what an engine supplies named as GLSL has it.

Each is given the mesh as its engine's importer is documented to leave it, and textures whose first row lies where that
engine has it; what comes back is in glTF's axes and metres again.
"""

import re

import numpy as np
from OpenGL import GL

from engine.picture.context import offscreen

HLSL = """
#define float2 vec2
#define float3 vec3
#define int2 ivec2
#define static
#define lerp mix
#define fmod mod
#define LOAD_TEXTURE2D(from, at) texelFetch(from, at, 0)
"""


def godot(text, mesh, textures, seconds):
    text = re.sub(r"^(shader_type|render_mode).*;$", "", text, flags=re.MULTILINE)
    text = re.sub(r"(uniform sampler2D \w+) :[^;]*;", r"\1;", text)
    text = text.replace(" : source_color", "")
    head, tail = text[:text.index("void fragment()")], ""
    source = ("in vec2 UV2; uniform float TIME; out vec3 VERTEX; out vec3 NORMAL; out vec3 TINT;\n"
              "vec4 COLOR = vec4(1.0);\n" + head + tail + "void main() { vertex(); TINT = COLOR.rgb; }")
    return run(source, {"UV2": mesh["TEXCOORD_1"]}, textures, {"TIME": seconds}, ("VERTEX", "NORMAL", "TINT"))


def unity(text, mesh, textures, seconds):
    """glTFast: x turned about, v from below; the first row in memory is the lowest."""
    inner = text[text.index("// the animation begins"):text.index("// the animation ends")]
    source = (HLSL + "in vec2 texel; uniform float seconds; out vec3 place; out vec3 normal; out vec3 colour;\n"
              "uniform sampler2D _Positions; uniform sampler2D _Normals; uniform sampler2D _Colours;\n"
              "const float _Start = 0.0; const float _Speed = 1.0;\n" + inner
              + "void main() { Shown s = Animated(texel, seconds); place = s.position; normal = s.normal; "
                "colour = s.colour; }")
    place, normal, colour = run(
        source, {"texel": mesh["TEXCOORD_1"] * [1, -1] + [0, 1]},
        {f"_{name.capitalize()}": picture[::-1] for name, picture in textures.items()}, {"seconds": seconds},
        ("place", "normal", "colour"))
    return place * [-1, 1, 1], normal * [-1, 1, 1], colour


def unreal(text, mesh, textures, seconds):
    """x z y in centimetres."""
    code = text[text.rindex("-----") + 5:]
    code = re.sub(r"(\w+)\.Load\(int3\((.+), 0\)\)", r"texelFetch(\1, ivec2(\2), 0)", code)
    source = (HLSL + "in vec2 UV; in vec3 Local; uniform float Seconds;\n"
              "out vec3 place; out vec3 normal; out vec3 tint;\nvec3 Normal; vec3 Colour = vec3(1.0);\n"
              + "".join(f"uniform sampler2D {name.capitalize()};\n" for name in textures)
              + f"vec3 custom() {{\n{code}\n}}\n"
                "void main() { place = custom() + Local; normal = Normal; tint = Colour; }")
    local = 100.0 * mesh["POSITION"][:, [0, 2, 1]]
    place, normal, tint = run(source, {"UV": mesh["TEXCOORD_1"], "Local": local},
                              {name.capitalize(): picture for name, picture in textures.items()}, {"Seconds": seconds},
                              ("place", "normal", "tint"))
    return place[:, [0, 2, 1]] / 100.0, normal[:, [0, 2, 1]], tint


def run(source, columns, textures, numbers, outputs):
    """Transform feedback of a vertex shader: [vertex, 3] for each output."""
    with offscreen():
        shader = GL.glCreateShader(GL.GL_VERTEX_SHADER)
        GL.glShaderSource(shader, "#version 410 core\n" + source)
        GL.glCompileShader(shader)
        assert GL.glGetShaderiv(shader, GL.GL_COMPILE_STATUS), GL.glGetShaderInfoLog(shader).decode()
        program = GL.glCreateProgram()
        GL.glAttachShader(program, shader)
        varyings = (GL.ctypes.c_char_p * len(outputs))(*(name.encode() for name in outputs))
        GL.glTransformFeedbackVaryings(program, len(outputs), GL.ctypes.cast(varyings, GL.ctypes.POINTER(
            GL.ctypes.POINTER(GL.GLchar))), GL.GL_SEPARATE_ATTRIBS)
        GL.glLinkProgram(program)
        assert GL.glGetProgramiv(program, GL.GL_LINK_STATUS), GL.glGetProgramInfoLog(program).decode()
        GL.glUseProgram(program)
        array = GL.glGenVertexArrays(1)
        GL.glBindVertexArray(array)
        count = 0
        for name, column in columns.items():
            data, count = np.ascontiguousarray(column, np.float32), len(column)
            GL.glBindBuffer(GL.GL_ARRAY_BUFFER, GL.glGenBuffers(1))
            GL.glBufferData(GL.GL_ARRAY_BUFFER, data.nbytes, data, GL.GL_STATIC_DRAW)
            if (at := GL.glGetAttribLocation(program, name)) >= 0:
                GL.glEnableVertexAttribArray(at)
                GL.glVertexAttribPointer(at, data.shape[1], GL.GL_FLOAT, False, 0, None)
        for unit, (name, picture) in enumerate(textures.items()):
            GL.glActiveTexture(GL.GL_TEXTURE0 + unit)
            GL.glBindTexture(GL.GL_TEXTURE_2D, GL.glGenTextures(1))
            GL.glPixelStorei(GL.GL_UNPACK_ALIGNMENT, 1)
            formats = {"uint8": (GL.GL_RGB8, GL.GL_UNSIGNED_BYTE), "float16": (GL.GL_RGB16F, GL.GL_HALF_FLOAT),
                       "float32": (GL.GL_RGB32F, GL.GL_FLOAT)}
            inside, kind = formats[picture.dtype.name]
            GL.glTexImage2D(GL.GL_TEXTURE_2D, 0, inside, picture.shape[1], picture.shape[0], 0, GL.GL_RGB, kind,
                            np.ascontiguousarray(picture))
            for key in (GL.GL_TEXTURE_MIN_FILTER, GL.GL_TEXTURE_MAG_FILTER):
                GL.glTexParameteri(GL.GL_TEXTURE_2D, key, GL.GL_NEAREST)
            GL.glUniform1i(GL.glGetUniformLocation(program, name), unit)
        for name, number in numbers.items():
            GL.glUniform1f(GL.glGetUniformLocation(program, name), number)
        buffers = GL.glGenBuffers(len(outputs))
        for index, buffer in enumerate(buffers):
            GL.glBindBufferBase(GL.GL_TRANSFORM_FEEDBACK_BUFFER, index, buffer)
            GL.glBufferData(GL.GL_TRANSFORM_FEEDBACK_BUFFER, 12 * count, None, GL.GL_STATIC_READ)
        frame, drawn = GL.glGenFramebuffers(1), GL.glGenRenderbuffers(1)      # a context without a window has none
        GL.glBindFramebuffer(GL.GL_FRAMEBUFFER, frame)
        GL.glBindRenderbuffer(GL.GL_RENDERBUFFER, drawn)
        GL.glRenderbufferStorage(GL.GL_RENDERBUFFER, GL.GL_RGBA8, 1, 1)
        GL.glFramebufferRenderbuffer(GL.GL_FRAMEBUFFER, GL.GL_COLOR_ATTACHMENT0, GL.GL_RENDERBUFFER, drawn)
        GL.glEnable(GL.GL_RASTERIZER_DISCARD)
        GL.glBeginTransformFeedback(GL.GL_POINTS)
        GL.glDrawArrays(GL.GL_POINTS, 0, count)
        GL.glEndTransformFeedback()
        GL.glDisable(GL.GL_RASTERIZER_DISCARD)
        shown = []
        for buffer in buffers:
            GL.glBindBuffer(GL.GL_TRANSFORM_FEEDBACK_BUFFER, buffer)
            data = GL.glGetBufferSubData(GL.GL_TRANSFORM_FEEDBACK_BUFFER, 0, 12 * count)
            shown.append(np.frombuffer(bytes(data), np.float32).reshape(-1, 3).astype(float))
        GL.glBindFramebuffer(GL.GL_FRAMEBUFFER, 0)
        GL.glDeleteFramebuffers(1, [frame])
        GL.glUseProgram(0)
        GL.glBindVertexArray(0)
        GL.glBindBuffer(GL.GL_ARRAY_BUFFER, 0)
        return shown
