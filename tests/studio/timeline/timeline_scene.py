"""The sample scene: a fish orbits a lamp, a chair passes it, and the lamp morphs into a tree."""

from engine.document.scene import Key, Motion, Node, Relation, Scene, Track

LAMP = Node("lamp", name="Tall lamp", category="lamp", attributes={"height": 0.5}, motion=Motion("sway"), tracks=(
    Track("attributes.height", (Key(0.0, 0.2), Key(1.2, 0.4), Key(2.4, 0.9, "hold"))),
    Track("motion.intensity", (Key(0.5, 0.1), Key(4.0, 0.9)))))
SCENE = Scene(
    nodes=(LAMP, Node("fish", name="Red fish", category="fish", motion=Motion("swim")),
           Node("chair", name="Chair", category="chair"), Node("tree", kind="state", name="Tree", category="tree"),
           Node("camera", kind="camera", name="Camera", tracks=(Track("position.x", (Key(0.0, 0.0), Key(6.0, 2.0))),))),
    relations=(Relation("r1", "orbits", "fish", "lamp", 0.0, 3.0),
               Relation("r2", "passes", "chair", "lamp", 1.0, 5.0),
               Relation("r3", "morphs into", "lamp", "tree", 3.0, 4.5),
               Relation("r4", "next to", "fish", "chair", 2.0)))
