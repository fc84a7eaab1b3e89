"""Groups: one connected part of the scene, from layout to the course of each of its bodies.

In     a group's bodies and relations, the frames' times.   Out   courses by id, and sentences on what could not be.
Raises nothing.   Knows nothing of other groups, files or Qt.

Standing bodies get one layout per epoch (a span in which the same place relations hold); moving ones follow the paths
of their motion relations, what is on them or beside them goes along, and everything is joined smoothly.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from importlib import import_module

import networkx as nx
import numpy as np

from engine.document.graph import called
from engine.document.scene import Relation, Scene
from engine.staging.amounts import amount
from engine.staging.bodies import Body
from engine.staging.courses import Course, headings, smooth
from engine.staging.layout import lay_out, levels
from engine.staging.paths import leads
from engine.staging.trip import Trip
from engine.vocabulary.categories import CATEGORIES
from engine.vocabulary.families import MOBILE
from engine.vocabulary.relations import RELATIONS

PATHS = {key: import_module(f"engine.staging.paths.{key}").path
         for key, row in RELATIONS.items() if row.family == "move"}
JOIN = 0.6
"""Seconds in which one way of moving goes over into the next."""
_PRIORITY = ("orbits", "follows", "approaches", "passes")
_HELD = ("on", "inside", "above", "under")


class Group:
    def __init__(self, scene: Scene, group: Mapping[str, Body], relations: list[Relation], times: np.ndarray,
                 device: str) -> None:
        self.scene, self.bodies, self.times, self.device = scene, group, times, device
        self.relations = relations
        self.said: list[str] = []
        self.place = [r for r in relations if RELATIONS[r.kind].family == "place" and r.kind != "facing"]
        self.trips = self._trips()
        self.leaders = self._leaders()
        self.courses: dict[str, Course] = {}
        self.fixed = {i: np.array(b.node.placement.position, float) for i, b in group.items()
                      if b.node.placement.position is not None}

        self.resting = self._resting_headings()

    def stage(self) -> dict[str, Course]:
        """The course of every body, in the group's own space unless something in it is fixed by hand."""
        homes = self._epochs()
        base = {i: self._standing(i, homes) for i in self.bodies}
        moving = {*self.trips, *self.leaders}
        for node_id in self._order(moving):
            if node_id in self.trips:
                self.courses[node_id] = self._travelled(node_id, base)
            elif node_id in self.leaders:
                self.courses[node_id] = self._led(node_id, base)
            else:
                self.courses[node_id] = self._carried(node_id, base) or base[node_id]
        self._face()
        return {i: self.courses[i] for i in self.bodies}

    # ---- who moves -------------------------------------------------------------------------------

    def _trips(self) -> dict[str, list[Relation]]:
        found: dict[str, list[Relation]] = {}
        for r in sorted((r for r in self.relations if RELATIONS[r.kind].family == "move"), key=lambda r: r.start):
            if r.start >= self.times[-1]:
                continue
            line = found.setdefault(r.source, [])
            if line and line[-1].start == r.start:
                self.said.append(f"{self._name(r.source)} cannot do two things at once: it {line[-1].kind} "
                                 f"{self._name(line[-1].target)}, not {r.kind} {self._name(r.target)}")
            else:
                line.append(r)
        return found

    def _leaders(self) -> list[str]:
        """Targets that others follow and that nothing else moves, if they can get along at all."""
        followed = {r.target for line in self.trips.values() for r in line if r.kind == "follows"}
        return [i for i in self.bodies if i in followed and i not in self.trips and self._mobile(i)
                and self.bodies[i].node.placement.position is None]

    def _mobile(self, node_id: str) -> bool:
        category = CATEGORIES.get(self.bodies[node_id].node.category)
        return bool(category and category.family in MOBILE) or self.bodies[node_id].airborne

    def _order(self, moving: set[str]) -> list[str]:
        """Bodies such that what a course depends on comes before it."""
        rank = {node_id: k for k, node_id in enumerate(self.bodies)}
        graph = nx.DiGraph()
        graph.add_nodes_from(rank)
        for source, line in self.trips.items():
            graph.add_edges_from((r.target, source) for r in line)
        graph.add_edges_from((r.target, r.source) for r in self.place if r.source not in moving)
        while not nx.is_directed_acyclic_graph(graph):
            ring = min(nx.simple_cycles(graph, length_bound=8), key=lambda c: (len(c), sorted(c)), default=None)
            if ring is None:
                break
            first = min(ring, key=rank.__getitem__)
            before = ring[ring.index(first) - 1]
            graph.remove_edge(before, first)
            if first in self.trips:
                self.said.append(f"{self._name(first)} and {self._name(before)} each move by the other: "
                                 f"{self._name(first)} goes first")

        def key(node_id: str) -> tuple:
            kind = self.trips[node_id][0].kind if node_id in self.trips else ""
            return (_PRIORITY.index(kind) if kind in _PRIORITY else -1, rank[node_id])

        return list(nx.lexicographical_topological_sort(graph, key=key))

    def _name(self, node_id: str) -> str:
        return called(self.bodies[node_id].node)

    # ---- standing --------------------------------------------------------------------------------

    def _epochs(self) -> list[tuple[float, dict[str, np.ndarray]]]:
        """(start [s], origins by id) for each span in which the same place relations hold."""
        end = float(self.times[-1])
        stops = sorted({0.0, *(t for r in self.place for t in (r.start, self.scene.end_of(r)) if 0.0 < t < end)})
        epochs: list[tuple[float, dict[str, np.ndarray]]] = []
        before: set[str] = set()
        yaw = self.resting
        for start in stops:
            active = [r for r in self.place if r.start <= start < self.scene.end_of(r)]
            active += [r for r in self.relations if r.kind == "facing" and not epochs]
            if not epochs:
                # what has no relation yet stands where its first one will want it
                early = {r.source for r in active}
                active += [r for r in self.place if r.source not in early and r.source not in self.trips]
                homes = lay_out(self._main_first(), active, fixed=self.fixed, yaw=yaw, device=self.device)
            else:
                fresh = {r.source for r in active if r.id not in before}
                if not fresh:
                    before = {r.id for r in active}
                    continue
                kept = {i: place for i, place in epochs[-1][1].items() if i not in fresh or i in self.fixed}
                homes = lay_out(self._main_first(), active, fixed=kept, yaw=yaw, device=self.device)
            before = {r.id for r in active}
            epochs.append((start, homes))
        return epochs

    def _resting_headings(self) -> dict[str, float]:
        """Headings for the layout [rad]; who faces another is first laid out to see which way that is."""
        yaw = {i: body.turn for i, body in self.bodies.items()}
        for r in self.place:
            if r.kind in ("on", "inside") and self._mobile(r.source):
                yaw[r.source] = yaw[r.target]     # a rider looks ahead
        facing = [r for r in self.relations if r.kind == "facing"]
        for _ in range(2 if facing else 0):
            homes = lay_out(self._main_first(), [*self.place, *facing], fixed=self.fixed, yaw=yaw, device=self.device)
            for r in facing:
                if r.source in homes and r.target in homes:
                    way = homes[r.target] - homes[r.source]
                    yaw[r.source] = float(np.arctan2(way[0], way[2])) if np.hypot(way[0], way[2]) > 1e-6 else 0.0
        return yaw

    def _main_first(self) -> dict[str, Body]:
        """The bodies that take part in the layout, the one most relations lead to first."""
        tied = {i for r in self.place for i in (r.source, r.target)}
        ids = [i for i in self.bodies if i in tied or (i not in self.trips and i not in self.leaders)]
        ids = ids or list(self.bodies)[:1]
        lead = {i: sum(r.target == i for r in self.relations) for i in ids}
        main = max(ids, key=lambda i: (i not in self.trips, lead[i], -ids.index(i)))
        return {i: self.bodies[i] for i in [main, *(i for i in ids if i != main)]}

    def _standing(self, node_id: str, epochs: list[tuple[float, dict[str, np.ndarray]]]) -> Course:
        """The course of a body that only changes its place from epoch to epoch."""
        body = self.bodies[node_id]
        home = self.fixed.get(node_id)
        at = [(start, homes.get(node_id, home)) for start, homes in epochs]
        rest = levels({node_id: body}, [])[node_id]
        place = np.repeat((np.array([0.0, rest, 0.0]) if at[0][1] is None else at[0][1])[None], len(self.times), 0)
        for (begin, here), (start, there) in zip(at, at[1:]):
            if here is None or there is None or np.allclose(here, there):
                continue
            way = float(np.linalg.norm(there - here))
            seconds = float(np.clip(way, 0.4, max(0.4, min(1.2, 0.5 * (start - begin)))))
            share = smooth((self.times - (start - seconds)) / seconds)[:, None]
            place = place + (there - here) * share
            place[:, 1] += (0.15 * way if abs(there[1] - here[1]) > 0.05 else 0.0) * np.sin(np.pi * share[:, 0])
            place[:, 2] += self._detour(node_id, here, there, epochs[0][1]) * np.sin(np.pi * share[:, 0])
        return Course(body, self.times, place, np.full(len(self.times), self.resting[node_id]))

    def _detour(self, node_id: str, here: np.ndarray, there: np.ndarray, homes: Mapping[str, np.ndarray]) -> float:
        """Metres towards the viewer by which a way must bend so that it does not lead through what stands."""
        own = self.bodies[node_id]
        steps = here + (there - here) * np.linspace(0.0, 1.0, 15)[:, None]
        need = 0.0
        for i, home in homes.items():
            body = self.bodies[i]
            met = (steps + own.low < home + body.high) & (steps + own.high > home + body.low)
            if i != node_id and met.all(1).any():
                need = max(need, float(home[2] + body.high[2] - own.low[2] - min(here[2], there[2])) + 0.1)
        return need

    # ---- moving ----------------------------------------------------------------------------------

    def _travelled(self, node_id: str, base: Mapping[str, Course]) -> Course:
        """The course along every motion relation of a body, one after the other."""
        body, line = self.bodies[node_id], self.trips[node_id]
        place = np.full((len(self.times), 3), np.nan)
        last: np.ndarray | None = self.fixed.get(node_id)
        held = self._held_after(node_id, line[-1], base)
        for k, r in enumerate(line):
            end = min(self.scene.end_of(r), line[k + 1].start if k + 1 < len(line) else np.inf, self.times[-1])
            if held is not None and k + 1 == len(line) and held[0] - end < JOIN:
                end = max(r.start + 0.5 * (end - r.start), held[0] - JOIN)    # in time for what comes after
            rows = np.flatnonzero((self.times >= r.start - 1e-9) & (self.times <= end + 1e-9))
            if len(rows) < 2:
                continue
            path = PATHS[r.kind](self._trip(r, rows, base, last))
            if last is not None:
                path = _joined(path, last, self.times[rows])
            place[rows] = path
            last = path[-1]
        place = _filled(place, base[node_id].place)
        if held is not None:
            place = self._joined_to(place, *held)
        rate = self.scene.rate
        yaw = headings(place, rate, body.turn)
        return Course(body, self.times, place, yaw, moves=True)

    def _trip(self, r: Relation, rows: np.ndarray, base: Mapping[str, Course], last: np.ndarray | None) -> Trip:
        target = self.courses.get(r.target, base[r.target])
        centre, half = target.boxes()
        ground = centre.copy()
        ground[:, 1] = centre[:, 1] - half[:, 1]
        same = [i for i in self.bodies if any(o.kind == r.kind and o.target == r.target for o in self.trips.get(i, ()))]
        source = self.bodies[r.source]
        times = self.times[rows]
        whole = bool(rows[0] == 0 and rows[-1] == len(self.times) - 1)
        return Trip(
            times, source, source.hovers, ground[rows], half[rows], amount(r, source, self.bodies[r.target]),
            r.settings, last, whole, same.index(r.source), len(same), tuple(self._obstacles(r, base)),
            target.place[rows] if target.moves else None)

    def _obstacles(self, r: Relation, base: Mapping[str, Course]) -> list[tuple[np.ndarray, np.ndarray]]:
        """Boxes of what stands about, and of what already goes about (its whole way)."""
        found = []
        for i in self.bodies:
            if i in (r.source, r.target):
                continue
            if i in self.trips or i in self.leaders:
                ways = {o.kind for o in self.trips.get(i, ())}
                if i in self.courses and r.kind == "passes" and "follows" not in ways:
                    found.append(self.courses[i].swept())
            else:
                found.append((self.courses.get(i) or base[i]).swept())
        return found

    def _led(self, node_id: str, base: Mapping[str, Course]) -> Course:
        body = self.bodies[node_id]
        train = [r for line in self.trips.values() for r in line if r.kind == "follows" and r.target == node_id]
        length = sum(self.bodies[r.source].size[2] + amount(r, self.bodies[r.source], body) for r in train)
        middle = np.zeros((len(self.times), 3))
        relation = Relation("lead", "passes", node_id, node_id)
        trip = Trip(self.times, body, body.hovers, middle, np.zeros_like(middle), float(length), {}, None, True,
                    obstacles=tuple(self._obstacles(relation, base)))
        place = leads.path(trip)
        yaw = headings(place, self.scene.rate, body.turn)
        return Course(body, self.times, place, yaw, moves=True)

    def _carried(self, node_id: str, base: Mapping[str, Course]) -> Course | None:
        """The course of what is on, in or beside something that moves; None: it stands."""
        if node_id in self.fixed:
            return None
        for r in self.place:
            carrier = self.courses.get(r.target)
            if r.source != node_id or carrier is None or not carrier.moves:
                continue
            if r.kind not in _HELD and not self._mobile(node_id):
                continue
            own, home = base[node_id], base[r.target]
            offset = own.place - home.place
            yaw = own.yaw
            if r.kind in _HELD:
                turn = carrier.yaw - home.yaw
                c, s = np.cos(turn), np.sin(turn)
                offset = np.stack([c * offset[:, 0] + s * offset[:, 2], offset[:, 1],
                                   c * offset[:, 2] - s * offset[:, 0]], 1)
                yaw = carrier.yaw if self._mobile(node_id) else own.yaw + turn
            else:
                yaw = carrier.yaw
            return Course(self.bodies[node_id], self.times, carrier.place + offset, yaw, moves=True)
        return None

    def _held_after(self, node_id: str, last: Relation, base: Mapping[str, Course]) -> tuple[float, np.ndarray] | None:
        """Where a place relation wants the body once its last motion is over: from when [s], and the origins."""
        over = self.scene.end_of(last)
        later = [r for r in self.place if r.source == node_id and r.start >= over - 1e-6]
        if not later or over >= self.times[-1]:
            return None
        carrier = self.courses.get(later[0].target, base[later[0].target])
        shift = carrier.place - base[later[0].target].place
        return later[0].start, base[node_id].place[-1] + shift

    def _joined_to(self, place: np.ndarray, start: float, goal: np.ndarray) -> np.ndarray:
        share = smooth((self.times - start + JOIN) / JOIN)[:, None]
        arc = 0.12 * np.linalg.norm(goal[-1] - place[-1]) * np.sin(np.pi * share[:, 0])
        joined = place + (goal - place) * share
        joined[:, 1] += arc
        return joined

    def _face(self) -> None:
        """Turn the sources of "facing" to their targets, while it holds."""
        for r in self.relations:
            if r.kind != "facing":
                continue
            source, target = self.courses[r.source], self.courses[r.target]
            way = target.boxes()[0] - source.boxes()[0]
            yaw = np.unwrap(np.arctan2(way[:, 0], way[:, 2]))
            yaw = yaw + 2 * np.pi * np.round((source.yaw[0] - yaw[0]) / (2 * np.pi))
            end = self.scene.end_of(r)
            share = smooth((self.times - r.start + 0.4) / 0.4) if r.start > 0 else np.ones(len(self.times))
            if end < self.times[-1]:
                share = share * (1.0 - smooth((self.times - end) / 0.4))
            self.courses[r.source] = replace(source, yaw=source.yaw + (yaw - source.yaw) * share)


def _joined(path: np.ndarray, last: np.ndarray, times: np.ndarray) -> np.ndarray:
    """A path that begins where the body comes from and is itself after JOIN seconds."""
    share = smooth((times - times[0]) / JOIN)[:, None]
    return last + (path - last) * share


def _filled(place: np.ndarray, home: np.ndarray) -> np.ndarray:
    """Before, between and after its trips a body waits where it is."""
    known = np.flatnonzero(np.isfinite(place[:, 0]))
    if len(known) == 0:
        return home
    before = np.maximum.accumulate(np.where(np.isfinite(place[:, 0]), np.arange(len(place)), known[0]))
    return place[before]

