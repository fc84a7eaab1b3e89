"""History: a tree of documents, of which one is current.

In     scenes, one after the other, with the name of the step that made each.   Out   any of them again.
Raises SceneError for a step that is not there.
Knows nothing of edits (a step holds whole scenes, which share all that did not change), files, torch or Qt.

Undo goes to the parent, redo to the child visited last; a push after an undo opens a branch and loses nothing.
The tree is bounded in bytes: beyond the limit the oldest leaves beside the current path go first, then the path's
oldest steps.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import Any

from engine.document.blobs import hashes
from engine.document.plain import scene_to_json
from engine.document.scene import Scene, SceneError

LIMIT = 128 * 2**20
"""Bytes of scenes kept, by default."""


@dataclass(frozen=True)
class Step:
    """One document of the history."""

    id: int
    parent: int | None
    scene: Scene
    name: str
    size: int                     # bytes that this step does not share with its parent, roughly
    branch: str = ""              # what the artist called the line that starts here
    children: tuple[int, ...] = ()
    visited: int | None = None    # the child that redo goes to


class History:
    def __init__(self, scene: Scene, *, limit: int = LIMIT) -> None:
        self._limit = limit
        self._next = 1
        self._merge: str | None = None
        self._steps = {0: Step(0, None, scene, "Start", _size(scene, None))}
        self._at = 0

    @property
    def scene(self) -> Scene:
        return self._steps[self._at].scene

    @property
    def current(self) -> Step:
        return self._steps[self._at]

    @property
    def size(self) -> int:
        """Bytes held, roughly."""
        return sum(step.size for step in self._steps.values())

    @property
    def undo_name(self) -> str | None:
        """The step that undo would take back; None at the start."""
        return None if self.current.parent is None else self.current.name

    @property
    def redo_name(self) -> str | None:
        ahead = self.current.visited
        return None if ahead is None else self._steps[ahead].name

    def push(self, scene: Scene, name: str, *, merge: str | None = None) -> Step:
        """Make `scene` current as a step `name`.

        Pushes in a row with the same `merge` (a drag) are one step, until `settle` or any other move in the history.
        """
        if scene == self.scene:
            return self.current
        here = self.current
        if merge is not None and merge == self._merge and here.parent is not None and not here.children:
            size = _size(scene, self._steps[here.parent].scene)
            self._change(here.id, scene=scene, name=name, size=size)
        else:
            step = Step(self._next, here.id, scene, name, _size(scene, here.scene))
            self._next += 1
            self._steps[step.id] = step
            self._change(here.id, children=(*here.children, step.id), visited=step.id)
            self._at = step.id
        self._merge = merge
        self._bound()
        return self.current

    def amend(self, scene: Scene) -> Step:
        """Put `scene` in the current step's place: the engine completed it. No step of its own to undo."""
        parent = self.current.parent
        before = None if parent is None else self._steps[parent].scene
        self._change(self._at, scene=scene, size=_size(scene, before))
        self._bound()
        return self.current

    def settle(self) -> None:
        """The drag has ended: the next push is a step of its own."""
        self._merge = None

    def undo(self) -> Scene:
        """Back one step; at the start, the same scene."""
        if self.current.parent is not None:
            self.go(self.current.parent)
        return self.scene

    def redo(self) -> Scene:
        """Forward again, along the line visited last."""
        if self.current.visited is not None:
            self.go(self.current.visited)
        return self.scene

    def go(self, step_id: int) -> Scene:
        """Make any step current; redo then leads back along the line that was left."""
        if step_id not in self._steps:
            raise SceneError(f"the history has no step {step_id}")
        self._merge = None
        self._at = step_id
        child = self._steps[step_id]
        while child.parent is not None:
            self._change(child.parent, visited=child.id)
            child = self._steps[child.parent]
        return self.scene

    def branch(self, name: str) -> Step:
        """Call the line that starts at the current step by a name ("what if")."""
        self.settle()
        self._change(self._at, branch=name)
        return self.current

    def branches(self) -> list[Step]:
        """Every step at which a named line starts, oldest first."""
        return [step for step in self.steps() if step.branch]

    def steps(self) -> list[Step]:
        """Every step, oldest first."""
        return [self._steps[step_id] for step_id in sorted(self._steps)]

    def path(self) -> list[Step]:
        """From the oldest step to the current one."""
        line = [self.current]
        while line[-1].parent is not None:
            line.append(self._steps[line[-1].parent])
        return line[::-1]

    def hashes(self) -> set[str]:
        """Every blob that some step still names."""
        return {name for step in self._steps.values() for name in hashes(step.scene)}

    def _change(self, step_id: int, **values: Any) -> None:
        self._steps[step_id] = replace(self._steps[step_id], **values)

    def _bound(self) -> None:
        total = self.size
        line = [step.id for step in self.path()]
        while total > self._limit and len(self._steps) > 1:
            leaves = [i for i in sorted(self._steps) if not self._steps[i].children and i not in line]
            if leaves:
                gone = self._steps.pop(leaves[0])
                assert gone.parent is not None
                parent = self._steps[gone.parent]
                left = tuple(child for child in parent.children if child != gone.id)
                visited = parent.visited if parent.visited != gone.id else (left[-1] if left else None)
                self._change(parent.id, children=left, visited=visited)
            elif len(line) > 1:
                gone = self._steps.pop(line.pop(0))
                first = self._steps[line[0]]
                self._change(first.id, parent=None, size=_size(first.scene, None))
            else:
                return
            total = self.size


def _size(scene: Scene, before: Scene | None) -> int:
    """Bytes of what `scene` does not share with `before`, as its JSON would take, times the objects' overhead."""
    shared = set() if before is None else {id(item) for item in (*before.nodes, *before.relations)}
    own = Scene(nodes=tuple(n for n in scene.nodes if id(n) not in shared),
                relations=tuple(r for r in scene.relations if id(r) not in shared))
    pointers = 8 * (len(scene.nodes) + len(scene.relations))
    return 4 * len(json.dumps(scene_to_json(own))) + pointers + len(scene.prompt) + 200
