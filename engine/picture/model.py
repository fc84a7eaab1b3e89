"""Model: a Clip on the graphics card, a primitive of pyrender's scene graph.

In     Clip.   Out   Model: its static buffers, and the vertices as posed last.
Raises PictureError for a clip that is too large.  Knows nothing of cameras, lights or Qt.

The mesh goes up once. A new time sends only target weights and joint matrices: one pass of transform
feedback morphs and skins every vertex once, and all passes (shadows, colour, ids) draw its result.
"""

from __future__ import annotations

import ctypes
from collections.abc import Sequence

import numpy as np
import pyrender

from engine.bake.clip import Clip
from engine.bake.palette import opacities, tiled
from engine.picture.coarse import coarse_faces, islands
from engine.picture.context import GL
from engine.picture.materials import Materials
from engine.picture.pose import JOINT_LIMIT, MESH, TARGET_LIMIT, Player, Pose, extent
from engine.picture.programs import POSE, UNITS, Program, glBufferData, glDrawElements

POSED = ("posed_position", "posed_normal", "posed_tint")
_STRIDE = 36
_ROWS = 4 + 2 * TARGET_LIMIT
"""Where the joints' rows begin in the pose block, in floats."""
MIP_LEVELS = 3
"""A plain part's cell beside tiles is 16 texels: its colour is its own as far as this."""
COARSE = 9000
"""Triangles of an object while a processor has to draw them in a hurry."""


class Model(pyrender.Primitive):
    """`software`: there is no graphics processor, and hurried passes draw fewer triangles."""

    def __init__(self, clip: Clip, *, software: bool = False):
        super().__init__(positions=clip.positions, normals=clip.normals, mode=pyrender.GLTF.TRIANGLES)
        self.clip = clip
        self.player = Player(clip)
        self.extent = extent(clip, self.player)
        self.posed_at: float | None = None
        self.pose: Pose = self.player.at(0.0)
        self._textures: list[int] = []
        self._block = np.zeros(_ROWS + 12 * JOINT_LIMIT, np.float32)
        self._block[_ROWS:].reshape(-1, 3, 4)[:] = np.eye(4)[:3]
        self._software = software
        corners = clip.part[clip.faces]
        self.union = bool((corners != corners[:, :1]).any())
        """Faces run from part to part: colours are looked up at vertices, since between two cells lie others."""
        runs = np.zeros(len(clip.faces), np.int64)
        if clip.materials:
            runs = np.repeat(np.arange(len(clip.materials)), [material.faces for material in clip.materials])
        blended = np.array([material.alpha == "blend" for material in clip.materials])
        glass = blended[runs] if clip.materials else opacities(clip.palette, clip.uvs)[clip.faces].min(1) < 1.0
        order = np.flatnonzero(glass)[np.argsort(corners[glass, 0], kind="stable")]
        self._glass = clip.faces[order]
        self._solid = clip.faces[~glass] if len(self._glass) else clip.faces
        self.materials: Materials | None = None
        """Of an imported mesh, once it is on the card."""
        self._runs = _runs(runs[~glass])
        self._pane_runs = runs[order]
        self._all = (0, clip.faces.size)
        self._fine = self._coarse = (0, self._solid.size)
        self._panes = self._ranges(clip)
        """Of every glass part: its joint, its middle in the bind pose [4], its (start, count) of indices."""

    def same_mesh(self, clip: Clip) -> bool:
        """True where only curves differ, so that nothing need be uploaded."""
        return all(getattr(clip, name) is getattr(self.clip, name) for name in MESH)

    def replay(self, clip: Clip) -> None:
        """Take another clip's curves for the same mesh."""
        self.clip, self.player, self.posed_at = clip, Player(clip), None
        self.extent = extent(clip, self.player)

    def deform(self, program: Program, pose: Pose) -> None:
        """Morph and skin on the card. `program` is bound, rasterisation is off."""
        block = self._block
        on = np.flatnonzero(np.abs(pose.weights) > 1e-5)
        block[0] = len(on)
        block[4:4 + 2 * len(on):2] = on
        block[5:5 + 2 * len(on):2] = pose.weights[on]
        joints = len(pose.skin)
        block[_ROWS:_ROWS + 12 * joints].reshape(-1, 3, 4)[:] = pose.skin[:, :3]
        used = 4 * (_ROWS + 12 * joints)
        GL.glBindBuffer(GL.GL_UNIFORM_BUFFER, self._pose_buffer)
        glBufferData(GL.GL_UNIFORM_BUFFER, used, ctypes.c_void_p(block.ctypes.data), GL.GL_STREAM_DRAW)
        GL.glBindBufferBase(GL.GL_UNIFORM_BUFFER, POSE, self._pose_buffer)
        if len(on):
            GL.glActiveTexture(GL.GL_TEXTURE0 + UNITS["deltas"])
            GL.glBindTexture(GL.GL_TEXTURE_BUFFER, self._deltas)
            GL.glUniform1i(program.place("vertex_count"), len(self.clip.positions))
        GL.glBindVertexArray(self._source)
        GL.glBindBufferBase(GL.GL_TRANSFORM_FEEDBACK_BUFFER, 0, self._posed)
        GL.glBeginTransformFeedback(GL.GL_POINTS)
        GL.glDrawArrays(GL.GL_POINTS, 0, len(self.clip.positions))
        GL.glEndTransformFeedback()

    def bind_material(self) -> None:
        GL.glActiveTexture(GL.GL_TEXTURE0 + UNITS["palette"])
        GL.glBindTexture(GL.GL_TEXTURE_2D, self._textures[0])
        GL.glActiveTexture(GL.GL_TEXTURE0 + UNITS["material"])
        GL.glBindTexture(GL.GL_TEXTURE_2D, self._textures[1])

    def draw(self, *, hurry: bool = False, glass: bool = False) -> None:
        """What is solid, or with `glass` everything."""
        self.draw_range(*(self._all if glass and self._panes else self._coarse if hurry else self._fine))

    def draw_range(self, start: int, count: int) -> None:
        GL.glBindVertexArray(self._vaid)
        glDrawElements(GL.GL_TRIANGLES, count, GL.GL_UNSIGNED_INT, ctypes.c_void_p(4 * start))

    def draw_materials(self, program: Program, *, glass: bool = False) -> None:
        """What is solid, or with `glass` everything, each material with its own."""
        assert self.materials is not None
        panes = [(k, (self._solid.size + start, count))
                 for k, (start, count) in _runs(self._pane_runs if glass else [])]
        for material, span in (*self._runs, *panes):
            self.materials.bind(program, material)
            self.draw_range(*span)

    def bind_pane(self, program: Program, span: tuple[int, int]) -> None:
        """The material of a glass part, given as its range of indices."""
        if self.materials is None:
            self.bind_material()
        else:
            self.materials.bind(program, int(self._pane_runs[(span[0] - self._solid.size) // 3]))

    def panes(self) -> list[tuple[np.ndarray, tuple[int, int]]]:
        """The glass parts as posed last: middle [3] in the object's frame, range of indices."""
        return [((self.pose.skin[joint] @ middle)[:3], span) for joint, middle, span in self._panes]

    def _ranges(self, clip: Clip) -> list[tuple[int, np.ndarray, tuple[int, int]]]:
        if not len(self._glass):
            return []
        _, starts, counts = np.unique(clip.part[self._glass[:, 0]], return_index=True, return_counts=True)
        out = []
        for start, count in zip(starts.tolist(), counts.tolist()):
            vertices = np.unique(self._glass[start:start + count])
            middle = np.append(clip.positions[vertices].astype(np.float64).mean(0), 1.0)
            out.append((int(clip.joints[vertices[0], 0]), middle, (self._solid.size + 3 * start, 3 * count)))
        return out

    def _add_to_context(self) -> None:
        clip = self.clip
        self._source = GL.glGenVertexArrays(1)
        GL.glBindVertexArray(self._source)
        base = np.concatenate([clip.positions, clip.normals, clip.tint], axis=1).astype(np.float32)
        self._attributes(base, ((0, 3), (1, 3), (2, 3)))
        self._buffer(GL.GL_ARRAY_BUFFER, clip.joints.astype(np.uint16))
        GL.glEnableVertexAttribArray(3)
        GL.glVertexAttribIPointer(3, 4, GL.GL_UNSIGNED_SHORT, 0, None)
        self._attributes(clip.weights.astype(np.float32), ((4, 4),))

        self._vaid = GL.glGenVertexArrays(1)
        GL.glBindVertexArray(self._vaid)
        self._posed = self._attributes(base, ((0, 3), (1, 3), (2, 3)), usage=GL.GL_DYNAMIC_COPY)
        self._attributes(clip.uvs.astype(np.float32), ((3, 2),))
        if clip.second_uvs is not None:
            self._attributes(clip.second_uvs.astype(np.float32), ((7, 2),))
        for index, colours in ((4, hues(clip.part)), (5, joint_hues(clip.joints, clip.weights))):
            self._buffer(GL.GL_ARRAY_BUFFER, colours)
            GL.glEnableVertexAttribArray(index)
            GL.glVertexAttribPointer(index, 4, GL.GL_UNSIGNED_BYTE, GL.GL_TRUE, 0, None)
        self._buffer(GL.GL_ARRAY_BUFFER, clip.part.astype(np.uint32))
        GL.glEnableVertexAttribArray(6)
        GL.glVertexAttribIPointer(6, 1, GL.GL_UNSIGNED_INT, 0, None)
        faces = np.concatenate([self._solid, self._glass]).astype(np.uint32)
        smooth = not clip.materials and tiled(clip.palette, clip.uvs, clip.part)
        if self._software and len(self._solid) > 1.3 * COARSE:
            group = islands(clip.uvs, clip.part, clip.faces) if smooth else clip.part
            fewer = coarse_faces(clip.positions, clip.normals, group, self._solid, COARSE)
            self._coarse = (faces.size, fewer.size)
            faces = np.concatenate([faces, fewer])
        self._buffer(GL.GL_ELEMENT_ARRAY_BUFFER, faces)
        GL.glBindVertexArray(0)

        self._pose_buffer = self._buffer(GL.GL_UNIFORM_BUFFER, self._block)
        deltas = np.stack([clip.target_positions, clip.target_normals, clip.target_tints], axis=2)
        deltas = deltas.astype(np.float32) if deltas.size else np.zeros(9, np.float32)
        buffer = self._buffer(GL.GL_TEXTURE_BUFFER, deltas)
        self._deltas = GL.glGenTextures(1)
        GL.glBindTexture(GL.GL_TEXTURE_BUFFER, self._deltas)
        GL.glTexBuffer(GL.GL_TEXTURE_BUFFER, GL.GL_RGB32F, buffer)
        if clip.materials:
            self.materials = Materials(clip.materials, clip.images)
        else:
            self._textures = [_texture(clip.palette, GL.GL_SRGB8_ALPHA8, GL.GL_RGBA, smooth=smooth),
                              _texture(clip.surface, GL.GL_RGB8, GL.GL_RGB)]

    def _remove_from_context(self) -> None:
        if self._vaid is not None:
            GL.glDeleteTextures([*self._textures, self._deltas])
            GL.glDeleteVertexArrays(1, [self._source])
            self._textures = []
            if self.materials is not None:
                self.materials.delete()
                self.materials = None
        super()._remove_from_context()

    def _buffer(self, kind: int, data: np.ndarray, usage: int = GL.GL_STATIC_DRAW) -> int:
        buffer = GL.glGenBuffers(1)
        self._buffers.append(buffer)
        GL.glBindBuffer(kind, buffer)
        GL.glBufferData(kind, data.nbytes, np.ascontiguousarray(data), usage)
        return buffer

    def _attributes(self, data: np.ndarray, columns: tuple[tuple[int, int], ...],
                    usage: int = GL.GL_STATIC_DRAW) -> int:
        """Upload rows of floats, each split into (attribute, width) columns."""
        buffer = self._buffer(GL.GL_ARRAY_BUFFER, data, usage)
        start = 0
        for index, width in columns:
            GL.glEnableVertexAttribArray(index)
            GL.glVertexAttribPointer(index, width, GL.GL_FLOAT, GL.GL_FALSE, data.shape[1] * 4, ctypes.c_void_p(start))
            start += 4 * width
        return buffer


class Placed(pyrender.Node):
    """A node of the scene graph whose matrix is set each frame: kept as it is, not taken apart."""

    def __init__(self, name: str, model: Model):
        super().__init__(name=name, mesh=pyrender.Mesh([model]))
        self.model = model
        self.id = name

    @property
    def matrix(self) -> np.ndarray:
        return self._matrix

    @matrix.setter
    def matrix(self, value: np.ndarray | None) -> None:
        self._matrix = np.eye(4) if value is None else value


def _runs(numbers: Sequence[int] | np.ndarray) -> list[tuple[int, tuple[int, int]]]:
    """(number, (start, count) of indices) of each run of the same number over faces in a row."""
    if not len(numbers):
        return []
    starts = np.concatenate([[0], np.flatnonzero(np.diff(numbers)) + 1, [len(numbers)]])
    return [(int(numbers[a]), (3 * int(a), 3 * int(b - a))) for a, b in zip(starts, starts[1:])]


def hues(number: np.ndarray) -> np.ndarray:
    """A colour for each whole number, far from its neighbours' (golden ratio steps). Linear bytes [n, 4]."""
    turn = (np.asarray(number, float)[:, None] * 0.61803399 + np.array([0.02, -0.31, -0.64])) * 2 * np.pi
    rgb = 0.40 + 0.34 * np.cos(turn)
    return np.concatenate([rgb * 255, np.full((len(rgb), 1), 255.0)], axis=1).astype(np.uint8)


def joint_hues(joints: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """The mix of the joints' colours by their weights. Linear bytes [n, 4]."""
    table = hues(np.arange(int(joints.max(initial=0)) + 1)).astype(float)
    return np.einsum("vj,vjc->vc", weights, table[joints.astype(np.int64)]).clip(0, 255).astype(np.uint8)


def _texture(pixels: np.ndarray, inside: int, outside: int, *, smooth: bool = False) -> int:
    """`smooth`: with mip levels, for tiles that are looked at from far away."""
    texture = GL.glGenTextures(1)
    GL.glActiveTexture(GL.GL_TEXTURE0)
    GL.glBindTexture(GL.GL_TEXTURE_2D, texture)
    GL.glPixelStorei(GL.GL_UNPACK_ALIGNMENT, 1)
    pixels = np.ascontiguousarray(pixels, np.uint8)
    height, width = pixels.shape[:2]
    GL.glTexImage2D(GL.GL_TEXTURE_2D, 0, inside, width, height, 0, outside, GL.GL_UNSIGNED_BYTE, pixels)
    if smooth:
        GL.glTexParameteri(GL.GL_TEXTURE_2D, GL.GL_TEXTURE_MAX_LEVEL, MIP_LEVELS)
        GL.glGenerateMipmap(GL.GL_TEXTURE_2D)
    least = GL.GL_LINEAR_MIPMAP_LINEAR if smooth else GL.GL_LINEAR
    for name, value in ((GL.GL_TEXTURE_MIN_FILTER, least), (GL.GL_TEXTURE_MAG_FILTER, GL.GL_LINEAR),
                        (GL.GL_TEXTURE_WRAP_S, GL.GL_CLAMP_TO_EDGE), (GL.GL_TEXTURE_WRAP_T, GL.GL_CLAMP_TO_EDGE)):
        GL.glTexParameteri(GL.GL_TEXTURE_2D, name, value)
    return texture
