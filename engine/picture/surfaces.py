"""Surfaces: the objects alone, drawn into what is bound, each by the program that is made for its kind.

In     the programs, nodes as posed, a shading mode's definitions.   Out   fragments.
Raises GraphicsError for a shader that the driver refuses.  Knows nothing of floors, samples or what is bound.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from engine.picture.context import GL
from engine.picture.model import Placed
from engine.picture.programs import Program, Programs


def depth_state() -> None:
    """Nearest wins, nothing is blended, culled or cut off."""
    GL.glDisable(GL.GL_BLEND)
    GL.glDisable(GL.GL_CULL_FACE)
    GL.glDisable(GL.GL_SCISSOR_TEST)
    GL.glEnable(GL.GL_DEPTH_TEST)
    GL.glDepthFunc(GL.GL_LEQUAL)
    GL.glDepthMask(True)


def draw_solid(programs: Programs, shown: Sequence[Placed], defines: tuple[str, ...], *, glass: bool,
               hurry: bool = False, tell: Callable[[Program, Placed], None] = lambda program, node: None) -> None:
    """Every surface that one does not see through, with `glass` those too; `tell` says to a program what it asks of
    a node."""
    GL.glEnable(GL.GL_CULL_FACE)
    for kind in ((), ("UNION",), ("TEXTURED",)):
        nodes = [node for node in shown if _kind(node) == kind]
        if not nodes:
            continue
        program = programs.get("surface.vert", "surface.frag", *defines, *kind).use()
        for node in nodes:
            program.matrix("model", node.matrix)
            tell(program, node)
            if node.model.materials is not None:
                node.model.draw_materials(program, glass=glass)
            else:
                node.model.bind_material()
                node.model.draw(hurry=hurry, glass=glass)
    GL.glDisable(GL.GL_CULL_FACE)


def draw_glass(programs: Programs, shown: Sequence[Placed], defines: tuple[str, ...], eye: np.ndarray) -> None:
    """Glass over all else: part after part from the back, each its far side first, leaving no depth."""
    panes = []
    for node in shown:
        for middle, span in node.model.panes():
            at = node.matrix[:3, :3] @ middle + node.matrix[:3, 3]
            panes.append((-float(np.linalg.norm(at - eye)), len(panes), node, span))
    if not panes:
        return
    depth_state()
    GL.glDepthMask(False)
    GL.glEnable(GL.GL_CULL_FACE)
    GL.glEnable(GL.GL_BLEND)
    GL.glBlendFunc(GL.GL_ONE, GL.GL_ONE_MINUS_SRC_ALPHA)
    for _, _, node, span in sorted(panes, key=lambda pane: pane[:2]):
        program = programs.get("surface.vert", "surface.frag", *defines, *_kind(node)).use()
        program.matrix("model", node.matrix)
        node.model.bind_pane(program, span)
        GL.glEnable(GL.GL_CULL_FACE)
        for hidden in (GL.GL_FRONT, GL.GL_BACK):
            GL.glCullFace(hidden)
            node.model.draw_range(*span)
    GL.glDisable(GL.GL_CULL_FACE)
    GL.glDisable(GL.GL_BLEND)
    GL.glDepthMask(True)


def draw_wire(programs: Programs, shown: Sequence[Placed]) -> None:
    """Dark surfaces under their edges."""
    program = programs.get("surface.vert", "flat.frag").use()
    GL.glEnable(GL.GL_POLYGON_OFFSET_FILL)
    GL.glPolygonOffset(1.0, 1.0)
    for ink, style in (((0.10, 0.11, 0.12, 1.0), GL.GL_FILL), ((0.60, 0.64, 0.69, 1.0), GL.GL_LINE)):
        GL.glPolygonMode(GL.GL_FRONT_AND_BACK, style)
        GL.glUniform4f(program.place("ink"), *ink)
        for node in shown:
            program.matrix("model", node.matrix)
            node.model.draw(glass=True)
    GL.glPolygonMode(GL.GL_FRONT_AND_BACK, GL.GL_FILL)
    GL.glDisable(GL.GL_POLYGON_OFFSET_FILL)


def _kind(node: Placed) -> tuple[str, ...]:
    """What its surface's program is specialised for."""
    return ("TEXTURED",) if node.model.materials is not None else ("UNION",) if node.model.union else ()
