"""The scene as a graph: cycles, contradictions, states, order, and a layout of its cards.

In     a Scene.   Out   a networkx view, sentences on what cannot be, ids in order, places for cards [px].
Raises nothing; what is wrong is told in sentences (the artist may be half way through).
Knows nothing of geometry (engine.staging), torch or Qt.
"""

from __future__ import annotations

import networkx as nx

from engine.document.scene import Node, Relation, Scene

CARD_STEP = (220.0, 212.0)
"""Distance of neighbouring cards in the graph editor, x and y [px]."""

_GREATER = {
    "left-right": {"right of": 1, "left of": -1},
    "front-back": {"in front of": 1, "behind": -1},
    "above-below": {"on": 1, "above": 1, "under": -1},
    "size": {"larger than": 1, "smaller than": -1},
    "containment": {"inside": 1},
}
"""Axis -> relation -> 1 where the source is the greater one (further right, front, up, larger), -1 the lesser."""

MORPH = "morphs into"
_SUPPORT = {"on": 1, "under": -1, "inside": 1}
"""Relations by which one node carries another: 1 where the target carries the source."""


def view(scene: Scene) -> nx.MultiDiGraph:
    """Nodes by id (attribute `node`), relations as edges keyed by their id (attribute `relation`)."""
    graph = nx.MultiDiGraph()
    for node in scene.nodes:
        graph.add_node(node.id, node=node)
    for relation in scene.relations:
        graph.add_edge(relation.source, relation.target, key=relation.id, relation=relation)
    return graph


def called(node: Node) -> str:
    """A node inside a sentence: "the tall lamp"."""
    name = node.name or node.id
    return f"the {name[:1].lower()}{name[1:]}"


def said(scene: Scene, relation: Relation) -> str:
    """A relation as a clause: "the fish is on the lamp"."""
    return f"{called(scene.node(relation.source))} is {relation.kind} {called(scene.node(relation.target))}"


def states(scene: Scene, node_id: str) -> list[tuple[Relation, Node]]:
    """What a node morphs into, and what that morphs on into, in order of time: the relation and the state."""
    found, sources = [], [node_id]
    for source in sources:
        for relation in scene.relations:
            if relation.kind == MORPH and relation.source == source:
                found.append((relation, scene.node(relation.target)))
                if relation.target not in sources:
                    sources.append(relation.target)
    return sorted(found, key=lambda pair: (pair[0].start, pair[0].id))


def boneless(scene: Scene) -> list[Node]:
    """Imported nodes that morph, or are morphed into, and whose bones have not been found: a morph goes by them."""
    ends = {end for relation in scene.relations if relation.kind == MORPH for end in (relation.source, relation.target)}
    return [node for node in scene.nodes if node.id in ends and node.imported is not None and node.imported.rig is None]


def bearer(scene: Scene, node_id: str) -> str:
    """The object that morphs, directly or through other states, into a state; any other node is its own."""
    seen = {node_id}
    while scene.node(node_id).kind == "state":
        above = next((r.source for r in scene.relations if r.kind == MORPH and r.target == node_id), node_id)
        if above in seen:
            break
        seen.add(above)
        node_id = above
    return node_id


def cycle(scene: Scene) -> str | None:
    """A cycle of on / under / inside in words ("the cup is on the table, which is on the cup"), or None."""
    return _first_cycle(scene, _support(scene))


def contradictions(scene: Scene) -> list[str]:
    """Sentences on relations that cannot hold together at some time: a left of b, b left of c, c left of a."""
    told = []
    for signs in _GREATER.values():
        graph = nx.DiGraph()
        for relation in scene.relations:
            if sign := signs.get(relation.kind):
                ends = (relation.source, relation.target) if sign > 0 else (relation.target, relation.source)
                if not graph.has_edge(*ends):
                    graph.add_edge(*ends, relations=[])
                graph.edges[ends]["relations"].append(relation)
        for found in _cycles(graph):
            clash = _overlapping(scene, graph, found)
            if clash:
                told.append(f"{_said(scene, clash)}: this cannot all be at once, take one of these away "
                            "or give it another time")
    return sorted(set(told))


def order(scene: Scene) -> list[str]:
    """Ids with what carries before what is carried; ties keep the scene's order. In a cycle, the scene's order."""
    graph = _support(scene)
    graph.add_nodes_from(node.id for node in scene.nodes)
    rank = {node.id: index for index, node in enumerate(scene.nodes)}
    try:
        return list(nx.lexicographical_topological_sort(graph, key=rank.__getitem__))
    except nx.NetworkXUnfeasible:
        return list(rank)


def layout(scene: Scene) -> dict[str, tuple[float, float]]:
    """A place for every node's card [px]: layers by relations, sources above targets, centred on the origin."""
    graph = nx.DiGraph()
    graph.add_nodes_from(node.id for node in scene.nodes)
    graph.add_edges_from((r.source, r.target) for r in scene.relations)
    graph.add_edges_from((node.parent, node.id) for node in scene.nodes if node.parent)
    rank = {node.id: index for index, node in enumerate(scene.nodes)}
    acyclic = _without_cycles(graph, rank)
    layer = dict.fromkeys(rank, 0)
    for node_id in nx.lexicographical_topological_sort(acyclic, key=rank.__getitem__):
        for after in acyclic.successors(node_id):
            layer[after] = max(layer[after], layer[node_id] + 1)
    rows = [[i for i in rank if layer[i] == level] for level in range(max(layer.values(), default=-1) + 1)]
    for _ in range(4):
        for row in (*rows[1:], *rows[-2::-1]):
            _towards_neighbours(row, rows, graph)
    dx, dy = CARD_STEP
    return {node_id: ((column - (len(row) - 1) / 2) * dx, (level - (len(rows) - 1) / 2) * dy)
            for level, row in enumerate(rows) for column, node_id in enumerate(row)}


def _support(scene: Scene) -> nx.DiGraph:
    graph = nx.DiGraph()
    for relation in scene.relations:
        if sign := _SUPPORT.get(relation.kind):
            ends = (relation.target, relation.source) if sign > 0 else (relation.source, relation.target)
            if not graph.has_edge(*ends):
                graph.add_edge(*ends, relations=[])
            graph.edges[ends]["relations"].append(relation)
    return graph


def _cycles(graph: nx.DiGraph) -> list[list[str]]:
    """Every cycle of at most six nodes, each from its first node by name; at most 50, so that this ends soon."""
    found = []
    for ring in nx.simple_cycles(graph, length_bound=6):
        first = ring.index(min(ring))
        found.append(ring[first:] + ring[:first])
        if len(found) == 50:
            break
    return sorted(found)


def _first_cycle(scene: Scene, graph: nx.DiGraph) -> str | None:
    for ring in _cycles(graph):
        if clash := _overlapping(scene, graph, ring):
            return f"{_said(scene, clash)}: nothing can carry itself, take one of these away"
    return None


def _overlapping(scene: Scene, graph: nx.DiGraph, ring: list[str]) -> list[Relation]:
    """One relation per edge of the ring such that all hold at some common time; else nothing."""
    chosen: list[list[Relation]] = [[]]
    for a, b in zip(ring, ring[1:] + ring[:1]):
        chosen = [line + [relation] for line in chosen for relation in graph.edges[a, b]["relations"]
                  if _meet(scene, line + [relation])][:64]
    return chosen[0] if chosen else []


def _meet(scene: Scene, relations: list[Relation]) -> bool:
    return max(r.start for r in relations) < min(scene.end_of(r) for r in relations)


def _said(scene: Scene, relations: list[Relation]) -> str:
    relations = sorted(relations, key=scene.relations.index)
    parts = [said(scene, r) for r in relations]
    text = ", ".join(parts[:-1]) + " and " + parts[-1] if len(parts) > 1 else parts[0]
    return text[0].upper() + text[1:]


def _without_cycles(graph: nx.DiGraph, rank: dict[str, int]) -> nx.DiGraph:
    """The graph less the edges that point back inside a cycle, by the scene's order."""
    kept = nx.DiGraph()
    kept.add_nodes_from(graph)
    for a, b in sorted(graph.edges, key=lambda ends: (rank[ends[0]], rank[ends[1]])):
        if a != b and not nx.has_path(kept, b, a):
            kept.add_edge(a, b)
    return kept


def _towards_neighbours(row: list[str], rows: list[list[str]], graph: nx.DiGraph) -> None:
    """Order a row by the mean place of each card's neighbours in the other rows (Sugiyama et al. 1981)."""
    place = {node_id: index - (len(line) - 1) / 2 for line in rows for index, node_id in enumerate(line)}

    def wish(node_id: str) -> float:
        near = [place[other] for other in nx.all_neighbors(graph, node_id) if other not in row]
        return sum(near) / len(near) if near else place[node_id]

    row.sort(key=lambda node_id: (wish(node_id), place[node_id]))
