"""Where a card goes that the artist has not placed.

In     a Scene.   Out   the top left corner of every node's card [px].
Raises nothing.  Knows nothing of Qt.

Cards stand in columns, sources left of what they act upon, so that the words on the edges have room (the layers of
engine.document.graph.layout would make the graph one column wider with every morph); a state stands below its object.
Placed cards stay, the others keep clear of them.
"""

from __future__ import annotations

from engine.document.scene import Scene

CARD = (148.0, 132.0)
STEP = (312.0, 204.0)
"""From card to card, x and y [px]."""
MORPH = "morphs into"


def arranged(scene: Scene) -> dict[str, tuple[float, float]]:
    """A place for every node: its own `card`, or the next free one in its column."""
    places = {n.id: n.card for n in scene.nodes if n.card is not None}
    free = [n.id for n in scene.nodes if n.card is None]
    left = min((x for x, _ in places.values()), default=0.0)
    for column, ids in enumerate(_columns(scene)):
        y = 0.0
        for node_id in ids:
            if node_id not in free:
                continue
            place = (left + column * STEP[0], y)
            while any(_overlap(place, other) for other in places.values()):
                y += STEP[1] / 4
                place = (place[0], y)
            places[node_id] = place
            y += STEP[1]
    return places


def _columns(scene: Scene) -> list[list[str]]:
    order = {n.id: i for i, n in enumerate(scene.nodes)}
    source_of = {r.target: r.source for r in scene.relations if r.kind == MORPH}
    acted_on: dict[str, int] = dict.fromkeys(order, 0)
    for relation in scene.relations:
        if relation.kind != MORPH:
            acted_on[relation.target] += 1
            acted_on[relation.source] -= 1
    columns: list[list[str]] = [[], []]
    for node in scene.nodes:
        if node.id not in source_of:
            columns[1 if acted_on[node.id] > 0 else 0].append(node.id)
    if not columns[1] and len(columns[0]) > 3:
        columns = [columns[0][::2], columns[0][1::2]]
    for node in scene.nodes:
        if node.id in source_of:
            root, seen = node.id, set()
            while root in source_of and root not in seen:
                seen.add(root)
                root = source_of[root]
            column = next((c for c in columns if root in c), columns[0])
            at = column.index(root) + 1 if root in column else len(column)
            while at < len(column) and column[at] in source_of:
                at += 1
            column.insert(at, node.id)
    out: list[list[str]] = []
    for column in columns:
        out.extend(column[i:i + 5] for i in range(0, len(column), 5))
    return out


def _overlap(a: tuple[float, float], b: tuple[float, float], gap: float = 24.0) -> bool:
    return abs(a[0] - b[0]) < CARD[0] + gap and abs(a[1] - b[1]) < CARD[1] + gap
