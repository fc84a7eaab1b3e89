"""Studio: clips, a time and a camera to pixels; the one renderer of viewport, stills and films.

In     Clips by node id, a time [s], a Camera.   Out   pixels [height, width, 4] uint8, or a framebuffer drawn into.
Raises GraphicsError where there is no OpenGL, PictureError for what cannot be drawn.
Knows nothing of documents, files or Qt.

pyrender's scene graph holds the objects; the shading is this room's own. Offscreen pictures share one
EGL context; with `window=True` the Studio draws in whatever context is current when it is called.
"fast" is one sample with filtered shadows, "smooth" the same with smooth edges, for films; "fine" is the
mean of many samples of light and pixel (see engine.picture.frame), and `refine` adds them one at a time,
so that a window can show each step.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext

import numpy as np
import pyrender

from engine.bake.clip import Clip
from engine.picture import frame
from engine.picture.camera import Camera
from engine.picture.context import GL, check_version, offscreen, software
from engine.picture.lamp_maps import LampMaps
from engine.picture.lamps import Lamp
from engine.picture.layers import Layers
from engine.picture.look import DARK, Look
from engine.picture.model import POSED, Model, Placed
from engine.picture.picking import Picked, Picking
from engine.picture.pose import PictureError, corners
from engine.picture.programs import FRAME, LAMPS, UNITS, Programs, glBufferData
from engine.picture.surfaces import depth_state, draw_glass, draw_solid, draw_wire
from engine.picture.targets import Target

ACCENT = (1.0, 0.478, 0.361)
SAMPLES = {"fast": 1, "smooth": 5, "fine": 24}
GLASSY = ("studio", "solid", "unlit")
"""Modes in which one sees through glass."""
KEY_TEXELS, DOME_TEXELS, SOLE_TEXELS = 1024, 512, 224


class Studio:
    def __init__(self, size: tuple[int, int] = (960, 540), *, look: Look = DARK, window: bool = False):
        self.size = size
        self.look = look
        self.floor = True
        self.opaque = True
        """False: pixels that show no object are transparent (without floor only)."""
        self.places: dict[str, np.ndarray] = {}
        """Object-to-scene matrices [4, 4] that stand in for the clips' own, while a gizmo is dragged."""
        self._own: Callable[[float], Sequence[Lamp]] | None = None
        self._current = nullcontext if window else offscreen
        self._scene = pyrender.Scene()
        self._nodes: dict[str, Placed] = {}
        self._stage = frame.EMPTY
        self._lights: dict[tuple[int | None, int], frame.Lights] = {}
        self._key_texels, self._sole_texels = KEY_TEXELS, SOLE_TEXELS
        self._shaded: tuple = ()      # what the fast shadow maps were made for
        self._sampled: tuple = ()     # what the accumulated samples show
        self._count = 0
        self._last: tuple | None = None
        self._camera = Camera()
        with self._current():
            check_version()
            self.software = software()
            self._programs = Programs(look)
            self._frame = GL.glGenBuffers(1)
            self._empty = GL.glGenVertexArrays(1)
            self._key = Target(None, depth=True, compare=True)
            self._dome = Target(None, depth=True, compare=True)
            self._sole = Target(None, depth=True)
            self._floor_map = Target("rg8")
            self._output = Target("rgba8", depth=True)
            self._sample = Target("rgba16f", depth=True)
            self._sum = Target("rgba32f")
            self._mask = Target("r8")
            self._lamps = LampMaps()
            self._picking = Picking(self._programs)
            self._layers = Layers(self._programs)

    # ---- what there is to see ---------------------------------------------------------------------

    def set_clips(self, clips: Mapping[str, Clip]) -> None:
        """Show these. A mesh goes to the card once; the same arrays with new curves cost nothing."""
        with self._current():
            for name in [n for n in self._nodes if n not in clips]:
                self._drop(name)
            for name, clip in clips.items():
                node = self._nodes.get(name)
                if node is not None and node.model.clip is clip:
                    continue
                if node is not None and node.model.same_mesh(clip):
                    node.model.replay(clip)
                    continue
                model = Model(clip, software=self.software)
                if node is not None:
                    self._drop(name)
                model._add_to_context()
                node = Placed(name, model)
                self._scene.add_node(node)
                self._nodes[name] = node
            self._restore()
        self._nodes = {name: self._nodes[name] for name in clips}
        self._stage = self._measured()
        self._lights = {}
        self._shaded = self._sampled = ()

    def light_by(self, lamps: Callable[[float], Sequence[Lamp]] | None) -> None:
        """Lit by these at each time [s], in mode "studio"; None: by the studio's own light."""
        if lamps is not self._own:
            self._own = lamps
            self._shaded = self._sampled = ()

    def cloud(self, nodes: Sequence[str] | None = None, time: float | None = None) -> np.ndarray:
        """The corners [n, 3] m of these nodes' boxes (all nodes': None), at a time or over the whole clip."""
        names = [n for n in (self._nodes if nodes is None else nodes) if n in self._nodes]
        points = [p for p in (self._corners(name, time) for name in names) if len(p)]
        return np.concatenate(points) if points else frame.EMPTY.points

    def bounds(self, nodes: Sequence[str] | None = None, time: float | None = None) -> tuple[np.ndarray, np.ndarray]:
        """The box (low, high) [m] round them."""
        cloud = self.cloud(nodes, time)
        return cloud.min(0), cloud.max(0)

    def place(self, node: str, time: float) -> np.ndarray:
        """A node's object-to-scene matrix [4, 4]."""
        if node in self.places:
            return self.places[node]
        return self._nodes[node].model.player.at(time).place

    @property
    def triangles(self) -> int:
        return sum(len(node.model.clip.faces) for node in self._nodes.values())

    # ---- pictures -----------------------------------------------------------------------------------

    def draw(self, time: float, camera: Camera, *, selection: Sequence[str] = (), mode: str = "studio",
             quality: str = "fast", samples: int | None = None, framebuffer: int | None = None,
             share: float = 1.0) -> np.ndarray | None:
        """A picture of one time; None where it was drawn into `framebuffer` (an OpenGL id, with depth).

        `share` of width and height is drawn of a fast picture for a framebuffer, and enlarged: for one in a hurry.
        """
        if mode not in frame.MODES:
            raise PictureError(f"there is no shading mode {mode!r}: choose one of {', '.join(frame.MODES)}")
        samples = samples or SAMPLES[quality]
        with self._current():
            if quality == "fast" and framebuffer is not None and share < 1.0:
                self._draw_smaller(time, camera, mode, selection, framebuffer, share)
                self._restore()
                return None
            if quality == "fast":
                self._draw_fast(time, camera, mode, framebuffer)
            else:
                self._begin(time, camera, mode, quality, samples)
                while self._count < samples:
                    self._add_sample(time, camera, mode, fine=quality == "fine")
                self._resolve(framebuffer)
            self._outline(time, camera, selection, framebuffer)
            picture = self._output.read() if framebuffer is None else None
            self._restore()
        return picture

    def refine(self, time: float, camera: Camera, *, selection: Sequence[str] = (), mode: str = "studio",
               samples: int = SAMPLES["fine"], framebuffer: int | None = None) -> int:
        """Add one sample to the fine picture of this view, show it, and say how many it has now.

        Starts anew when the view is another; with all its samples it only shows them.
        """
        with self._current():
            self._begin(time, camera, mode, "fine", samples)
            if self._count < samples:
                self._add_sample(time, camera, mode, fine=True)
            if framebuffer is not None:
                self._resolve(framebuffer)
                self._outline(time, camera, selection, framebuffer)
                self._restore()
        return self._count

    def layers(self, time: float, camera: Camera, names: Sequence[str]) -> dict[str, np.ndarray]:
        """What engine.picture.layers knows of each pixel of one time: [height, width, n] float32 by layer's name."""
        with self._current():
            shown = self._posed(time)
            self._use_frame(camera, "unlit")
            self._last = (time, camera)
            found = {name: self._layers.draw(name, shown, camera, self.size) for name in names}
            self._restore()
        return found

    def pick(self, x: float, y: float) -> Picked | None:
        """What the last picture shows at this pixel, from the top left; None for floor and background."""
        if self._last is None:
            return None
        time, camera = self._last
        x, y = int(x), self.size[1] - 1 - int(y)
        if not (0 <= x < self.size[0] and 0 <= y < self.size[1]):
            return None
        with self._current():
            found = self._picking.at(self._posed(time), camera, (x, y), self.size)
            self._restore()
        return found

    def delete(self) -> None:
        """Give everything on the card back."""
        with self._current():
            for name in list(self._nodes):
                self._drop(name)
            for target in (self._key, self._dome, self._sole, self._floor_map, self._output, self._sample,
                           self._sum, self._mask, self._lamps, self._picking, self._layers):
                target.delete()
            self._programs.delete()
            GL.glDeleteBuffers(1, [self._frame])
            GL.glDeleteVertexArrays(1, [self._empty])

    def finish(self) -> None:
        """Where the processor draws, wait until it has: it draws behind one's back, and a clock would not see it."""
        if self.software:
            with self._current():
                GL.glFinish()

    # ---- passes -------------------------------------------------------------------------------------

    def _draw_fast(self, time: float, camera: Camera, mode: str, framebuffer: int | None) -> None:
        shown = self._posed(time)
        self._use_frame(camera, mode, direct=True)
        self._shade(time, shown, mode)
        if framebuffer is None:
            self._output.fit(*self.size).bind()
        else:
            GL.glBindFramebuffer(GL.GL_FRAMEBUFFER, framebuffer)
            GL.glViewport(0, 0, *self.size)
        self._colour(shown, mode, fine=False, hurry=True)

    def _draw_smaller(self, time: float, camera: Camera, mode: str, selection: Sequence[str], framebuffer: int,
                      share: float) -> None:
        whole = self.size
        self._key_texels, self._sole_texels = KEY_TEXELS // 2, SOLE_TEXELS // 2
        self.size = (max(1, round(whole[0] * share)), max(1, round(whole[1] * share)))
        try:
            self._draw_fast(time, camera, mode, None)
            self._outline(time, camera, selection, None)
            GL.glBindFramebuffer(GL.GL_READ_FRAMEBUFFER, self._output.id)
            GL.glBindFramebuffer(GL.GL_DRAW_FRAMEBUFFER, framebuffer)
            GL.glBlitFramebuffer(0, 0, *self.size, 0, 0, *whole, GL.GL_COLOR_BUFFER_BIT, GL.GL_LINEAR)
            GL.glBindFramebuffer(GL.GL_FRAMEBUFFER, framebuffer)
            GL.glViewport(0, 0, *whole)
        finally:
            self.size, self._key_texels, self._sole_texels = whole, KEY_TEXELS, SOLE_TEXELS

    def _shade(self, time: float, shown: list[Placed], mode: str) -> None:
        """The filtered shadows of a pose, unless they are there already."""
        shaded = (time, self._sole_texels, _place_key(self.places))
        if mode == "studio" and shaded != self._shaded:
            self._depth_map(self._key.fit(self._key_texels, self._key_texels), self._lit.key_clip, shown)
            if self.floor:
                sole = self._sole.fit(self._sole_texels, self._sole_texels)
                self._depth_map(sole, self._lit.sole_clip, shown, bias=False)
                self._shade_floor(shown)
            self._shine(time, shown, None)
            self._shaded = shaded

    def _shine(self, time: float, shown: list[Placed], sample: int | None) -> None:
        """The shadows of the scene's own lights."""
        if self._own is not None:
            self._lamps.shine(self._own(time), self._stage, sample, self._key_texels,
                              lambda target, matrix: self._depth_map(target, matrix, shown))

    def _begin(self, time: float, camera: Camera, mode: str, quality: str, samples: int) -> None:
        """Start the mean of samples of a view, or go on with it where it is the one there is."""
        view = (time, camera, mode, quality, self.size, self.floor, self.opaque, _place_key(self.places))
        if view == self._sampled and self._count <= samples:
            return
        self._sampled, self._count = view, 0
        self._sum.fit(*self.size).bind()
        GL.glDisable(GL.GL_SCISSOR_TEST)
        GL.glClearColor(0, 0, 0, 0)
        GL.glClear(GL.GL_COLOR_BUFFER_BIT)

    def _add_sample(self, time: float, camera: Camera, mode: str, *, fine: bool) -> None:
        shown = self._posed(time)
        self._use_frame(camera, mode, pixel=self._count, light=self._count if fine else None)
        if not fine:
            self._shade(time, shown, mode)
        elif mode == "studio":
            self._depth_map(self._key.fit(self._key_texels, self._key_texels), self._lit.key_clip, shown)
            self._depth_map(self._dome.fit(DOME_TEXELS, DOME_TEXELS), self._lit.dome_clip, shown)
            self._shine(time, shown, self._count)
            self._shaded = ()
        self._sample.fit(*self.size).bind()
        self._colour(shown, mode, fine=fine)
        self._sum.bind()
        GL.glEnable(GL.GL_BLEND)
        GL.glBlendFunc(GL.GL_ONE, GL.GL_ONE)
        self._screen("add.frag", self._sample.texture)
        GL.glDisable(GL.GL_BLEND)
        self._count += 1

    def _resolve(self, framebuffer: int | None) -> None:
        if framebuffer is None:
            self._output.fit(*self.size).bind()
        else:
            GL.glBindFramebuffer(GL.GL_FRAMEBUFFER, framebuffer)
            GL.glViewport(0, 0, *self.size)
        program = self._programs.get("screen.vert", "resolve.frag").use()
        GL.glUniform1f(program.place("share"), 1.0 / max(self._count, 1))
        self._screen("resolve.frag", self._sum.texture)

    def _posed(self, time: float) -> list[Placed]:
        """The nodes visible at a time, morphed, skinned and placed."""
        shown, stale = [], []
        for name, node in self._nodes.items():
            model = node.model
            if model.posed_at != time:
                fresh = model.posed_at is None or not model.player.still
                pose = model.pose = model.player.at(time)
                model.posed_at = time if pose.visible else None
                if pose.visible and fresh:
                    stale.append((model, pose))
            node.matrix = self.places.get(name, model.pose.place)
            if model.pose.visible:
                shown.append(node)
        if stale:
            program = self._programs.get("deform.vert", None, captured=POSED).use()
            self._key.fit(self._key_texels, self._key_texels).bind()   # an offscreen context has no target of its own
            GL.glEnable(GL.GL_RASTERIZER_DISCARD)
            for model, pose in stale:
                model.deform(program, pose)
            GL.glDisable(GL.GL_RASTERIZER_DISCARD)
        self._shown = shown
        return shown

    def _use_frame(self, camera: Camera, mode: str, *, direct: bool = False, pixel: int | None = None,
                   light: int | None = None) -> None:
        """Send the frame block: `pixel` and `light` are the samples of each, None their middles."""
        lit = self._lights.get((light, self._key_texels))
        if lit is None:
            lit = self._lights[light, self._key_texels] = frame.lights(
                self.look, self._stage, light, key_texels=self._key_texels, dome_texels=DOME_TEXELS)
        self._lit = lit
        block = frame.pack(lit, camera=camera, size=self.size, look=self.look, stage=self._stage, mode=mode,
                           direct=direct, floor=self.floor, opaque=self.opaque, sample=pixel)
        GL.glBindBuffer(GL.GL_UNIFORM_BUFFER, self._frame)
        glBufferData(GL.GL_UNIFORM_BUFFER, block.nbytes, ctypes.c_void_p(block.ctypes.data), GL.GL_DYNAMIC_DRAW)
        GL.glBindBufferBase(GL.GL_UNIFORM_BUFFER, FRAME, self._frame)
        self._camera = camera
        self._last = (self._last[0] if self._last else 0.0, camera)

    def _depth_map(self, target: Target | LampMaps, matrix: np.ndarray, shown: list[Placed], *,
                   bias: bool = True) -> None:
        target.bind()
        depth_state()
        GL.glClear(GL.GL_DEPTH_BUFFER_BIT)
        if bias:
            GL.glEnable(GL.GL_POLYGON_OFFSET_FILL)
            GL.glPolygonOffset(1.5, 2.0)
        program = self._programs.get("depth.vert", "depth.frag").use()
        for node in shown:
            program.matrix("model", matrix @ node.matrix)
            node.model.draw(hurry=True)
        GL.glDisable(GL.GL_POLYGON_OFFSET_FILL)

    def _shade_floor(self, shown: list[Placed]) -> None:
        self._floor_map.fit(self._sole_texels, self._sole_texels).bind()
        GL.glDisable(GL.GL_DEPTH_TEST)
        GL.glClearColor(1, 1, 1, 1)
        GL.glClear(GL.GL_COLOR_BUFFER_BIT)
        self._bind_map("key_map", self._key.depth_texture)
        self._bind_map("sole_map", self._sole.depth_texture)
        self._programs.get("screen.vert", "floor_map.frag").use()
        GL.glBindVertexArray(self._empty)
        GL.glEnable(GL.GL_SCISSOR_TEST)
        boxes = [self._box(node) for node in shown]
        for x, y, width, height in frame.footprints(boxes, self._lit.key, *self._lit.square, self._stage.size,
                                                    self._sole_texels):
            GL.glScissor(x, y, width, height)
            GL.glDrawArrays(GL.GL_TRIANGLES, 0, 3)
        GL.glDisable(GL.GL_SCISSOR_TEST)

    def _colour(self, shown: list[Placed], mode: str, *, fine: bool, hurry: bool = False) -> None:
        """Objects, floor and background into what is bound."""
        depth_state()
        GL.glClearColor(0, 0, 0, 0)
        GL.glClear(GL.GL_COLOR_BUFFER_BIT | GL.GL_DEPTH_BUFFER_BIT)
        if mode == "studio":
            self._bind_map("key_map", self._key.depth_texture)
            self._bind_map("dome_map", self._dome.depth_texture)
            self._bind_map("floor_map", self._floor_map.texture)
        own = self._own is not None and mode == "studio"
        if own:
            self._lamps.read_from(UNITS["lamp_maps"], LAMPS)
        defines = (mode.upper(), *(("FINE",) if fine and mode == "studio" else ()), *(("SCENE",) if own else ()))
        if mode == "wire":
            draw_wire(self._programs, shown)
        else:
            draw_solid(self._programs, shown, defines, glass=mode not in GLASSY, hurry=hurry)
        GL.glBindVertexArray(self._empty)
        if self.opaque or self.floor:
            if self.floor and mode != "unlit":
                GL.glEnable(GL.GL_CULL_FACE)
                lit = (*(("STUDIO",) if mode == "studio" else ()), *(("FINE",) if fine else ()),
                       *(("SCENE",) if own else ()))
                self._programs.get("floor.vert", "floor.frag", *lit).use()
                GL.glDrawArrays(GL.GL_TRIANGLE_STRIP, 0, 4)
                GL.glDisable(GL.GL_CULL_FACE)
            self._programs.get("screen.vert", "backdrop.frag").use()
            GL.glDrawArrays(GL.GL_TRIANGLES, 0, 3)
        if mode in GLASSY:
            draw_glass(self._programs, shown, (*defines, "GLASS"), self._camera.eye())

    def _outline(self, time: float, camera: Camera, selection: Sequence[str], framebuffer: int | None) -> None:
        self._last = (time, camera)
        chosen = [node for node in self._shown if node.id in selection]
        if not chosen:
            return
        matrix = camera.projection(self.size[0] / self.size[1]) @ camera.view()
        self._mask.fit(*self.size).bind()
        GL.glDisable(GL.GL_DEPTH_TEST)
        GL.glClearColor(0, 0, 0, 0)
        GL.glClear(GL.GL_COLOR_BUFFER_BIT)
        program = self._programs.get("depth.vert", "flat.frag").use()
        GL.glUniform4f(program.place("ink"), 1.0, 1.0, 1.0, 1.0)
        for node in chosen:
            program.matrix("model", matrix @ node.matrix)
            node.model.draw(glass=True)
        GL.glBindFramebuffer(GL.GL_FRAMEBUFFER, self._output.id if framebuffer is None else framebuffer)
        GL.glEnable(GL.GL_BLEND)
        GL.glBlendFuncSeparate(GL.GL_SRC_ALPHA, GL.GL_ONE_MINUS_SRC_ALPHA, GL.GL_ONE, GL.GL_ONE_MINUS_SRC_ALPHA)
        program = self._programs.get("screen.vert", "outline.frag").use()
        GL.glUniform3f(program.place("ink"), *ACCENT)
        GL.glUniform1f(program.place("wide"), max(1.5, self.size[1] / 500))
        self._screen("outline.frag", self._mask.texture)
        GL.glDisable(GL.GL_BLEND)

    # ---- the card's state -----------------------------------------------------------------------------

    def _screen(self, fragment: str, texture: int) -> None:
        GL.glDisable(GL.GL_DEPTH_TEST)
        self._bind_map("source", texture)
        self._programs.get("screen.vert", fragment).use()
        GL.glBindVertexArray(self._empty)
        GL.glDrawArrays(GL.GL_TRIANGLES, 0, 3)

    def _bind_map(self, name: str, texture: int) -> None:
        GL.glActiveTexture(GL.GL_TEXTURE0 + UNITS[name])
        GL.glBindTexture(GL.GL_TEXTURE_2D, texture)

    def _restore(self) -> None:
        """Leave the context as one finds it, for Qt's painter."""
        GL.glBindVertexArray(0)
        GL.glUseProgram(0)
        for switch in (GL.GL_DEPTH_TEST, GL.GL_CULL_FACE, GL.GL_BLEND, GL.GL_SCISSOR_TEST):
            GL.glDisable(switch)
        GL.glDepthFunc(GL.GL_LESS)
        GL.glBindBuffer(GL.GL_ARRAY_BUFFER, 0)
        GL.glBindBuffer(GL.GL_UNIFORM_BUFFER, 0)
        GL.glActiveTexture(GL.GL_TEXTURE0)
        GL.glPixelStorei(GL.GL_UNPACK_ALIGNMENT, 4)
        GL.glPixelStorei(GL.GL_PACK_ALIGNMENT, 4)

    def _drop(self, name: str) -> None:
        node = self._nodes.pop(name)
        node.model._remove_from_context()
        self._scene.remove_node(node)

    def _box(self, node: Placed) -> np.ndarray:
        """The corners [8, 3] of a node's box, as posed last."""
        return corners(*node.model.extent.at(node.model.posed_at)) @ node.matrix[:3, :3].T + node.matrix[:3, 3]

    def _corners(self, name: str, time: float | None) -> np.ndarray:
        """Corners of a node's box at a time, or at the steps of its path; none where it is hidden."""
        model = self._nodes[name].model
        box = corners(*model.extent.at(time))
        clip = model.clip
        if name in self.places:
            places = [self.places[name]]
        elif time is not None:
            places = model.player.places([time])
        else:
            steps = np.unique(np.linspace(0, len(clip.place_times) - 1, 33).astype(int))
            places = model.player.places(clip.place_times[steps])
        return np.concatenate([box @ m[:3, :3].T + m[:3, 3] for m in places]) if len(places) else np.zeros((0, 3))

    def _measured(self) -> frame.Stage:
        clouds = [cloud for name in self._nodes if len(cloud := self._corners(name, None))]
        if not clouds:
            return frame.EMPTY
        sizes = [np.linalg.norm(cloud[:8].max(0) - cloud[:8].min(0)) for cloud in clouds]
        return frame.Stage(np.concatenate(clouds), float(np.median(sizes)))


def _place_key(places: dict[str, np.ndarray]) -> tuple:
    return tuple((name, matrix.tobytes()) for name, matrix in sorted(places.items()))
