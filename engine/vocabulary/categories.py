"""Categories the embedded generator draws, with what their attributes mean and how large they are.

Order is the network's embedding order: append, never reorder. Plain tables; imports nothing but its neighbours.
"""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Attribute:
    """What one condition value means for one category: value -1 is `low`, +1 is `high`."""

    key: str                        # one of engine.vocabulary.attributes.ATTRIBUTES
    label: str                      # "backrest height"
    unit: str = ""                  # "m", "" for a plain share, "legs" for counts
    low: float = -1.0
    high: float = 1.0
    words: tuple[tuple[str, float], ...] = ()    # ("tall", .8), ("short", -.8): beside the general ones


@dataclass(frozen=True)
class Category:
    key: str
    family: str                     # furniture, animals, plants, vehicles, people, containers
    scale: float                    # metres per object unit
    attributes: tuple[Attribute, ...]
    verbs: tuple[str, ...]          # keys of VERBS; the first is the default
    palette: tuple[tuple[str, tuple[float, float, float]], ...] = ()   # default colours: ("main", sRGB), ...
    parts: dict[str, str] = field(default_factory=dict, hash=False)    # slot role -> what artists call it here
    flies: float = 0.0              # m above ground at which it is placed by default (fish, bird, airplane)


def _category(key: str, family: str, scale: float, verbs: str, main: str, accent: str,
              attributes: tuple[Attribute, ...], parts: str, flies: float = 0.0) -> Category:
    """A row: verbs as words, colours as #rrggbb, parts as "role: name, role: name"."""
    return Category(
        key=key, family=family, scale=scale, attributes=attributes, verbs=tuple(verbs.split()),
        palette=(("main", _rgb(main)), ("accent", _rgb(accent))),
        parts={role.strip(): name.strip() for role, name in (pair.split(":") for pair in parts.split(","))},
        flies=flies)


def _rgb(code: str) -> tuple[float, float, float]:
    return tuple(int(code[k:k + 2], 16) / 255 for k in (1, 3, 5))  # type: ignore[return-value]


_FOUR_LEGS = ("body: belly, torso: chest, neck: neck, head: head, muzzle: muzzle, eye: eyes, ear: ears, "
              "upper leg: front upper legs, lower leg: front lower legs, foot: front paws, "
              "hind upper leg: hind thighs, hind lower leg: hind lower legs, hind foot: hind paws, "
              "tail: tail, tail tip: tail tip, detail: nose")
_TWO_LEGS = ("body: hips, torso: chest, neck: neck, head: head, eye: eyes, ear: ears, "
             "upper leg: thighs, lower leg: shins, foot: shoes, upper arm: upper arms, lower arm: forearms, "
             "hand: hands, hind upper leg: waving upper arm, hind lower leg: waving forearm, hind foot: waving hand")

CATEGORIES: dict[str, Category] = {category.key: category for category in (
    _category(
        "chair", "furniture", 0.60, "still walk hop sway spin", "#c8794a", "#f1e3cf", (
            Attribute("height", "seat height", "m", 0.32, 0.66, (("bar", 0.9), ("low", -0.8))),
            Attribute("width", "seat width", "m", 0.38, 0.62),
            Attribute("length", "seat depth", "m", 0.36, 0.54, (("deep", 0.8), ("shallow", -0.8))),
            Attribute("count", "legs", "legs", 3, 6),
            Attribute("boxiness", "squareness", "", 0.0, 1.0, (("square", 0.8), ("round", -0.9))),
            Attribute("feature", "backrest height", "m", 0.20, 0.62, (("throne", 1.0), ("stool", -1.0))),
            Attribute("detail", "slats", "", 0.0, 1.0, (("slatted", 0.7), ("plain", -0.8))),
        ), "body: seat, torso: backrest, cap: top rail, upper leg: legs, foot: feet, back: back posts, slat: slats, "
           "detail: cushion, upper arm: armrest posts, lower arm: armrests"),
    _category(
        "table", "furniture", 0.75, "still walk hop sway", "#b98a5e", "#3d4a55", (
            Attribute("height", "height", "m", 0.42, 1.05, (("bar", 0.9), ("coffee", -0.9), ("low", -0.8))),
            Attribute("width", "width", "m", 0.60, 1.40, (("long", 0.8), ("wide", 0.8))),
            Attribute("length", "depth", "m", 0.50, 0.90, (("deep", 0.8),)),
            Attribute("count", "legs", "legs", 3, 6),
            Attribute("boxiness", "squareness", "", 0.0, 1.0, (("square", 0.8), ("rectangular", 1.0), ("round", -0.9))),
            Attribute("feature", "top thickness", "m", 0.03, 0.10),
            Attribute("detail", "leg taper", "", 0.0, 1.0),
        ), "body: top, torso: apron, upper leg: legs, foot: feet, muzzle: drawer, handle: knob, detail: bowl"),
    _category(
        "lamp", "furniture", 0.80, "still sway hop nod", "#f0d9a8", "#3a3f46", (
            Attribute("height", "height", "m", 0.75, 1.75, (("floor", 0.7), ("desk", -0.8))),
            Attribute("width", "shade width", "m", 0.30, 0.70),
            Attribute("length", "arm reach", "m", 0.0, 0.42, (("arched", 0.8), ("straight", -1.0))),
            Attribute("boxiness", "squareness", "", 0.0, 1.0, (("square", 0.8), ("round", -0.9))),
            Attribute("feature", "shade height", "m", 0.16, 0.42),
            Attribute("detail", "shade flare", "", 0.0, 0.62, (("conical", 0.9), ("cylindrical", -0.9))),
        ), "body: foot, neck: pole, neck tip: arm, crown: shade, crown top: bulb, detail: rings, upper leg: legs, "
           "cap: finial"),
    _category(
        "dog", "animals", 0.45, "still walk hop nod sway", "#c98f55", "#f4e6cf", (
            Attribute("height", "leg length", "m", 0.15, 0.36, (("leggy", 0.8),)),
            Attribute("width", "girth", "m", 0.13, 0.25, (("stout", 0.8), ("lean", -0.8))),
            Attribute("length", "body length", "m", 0.34, 0.62, (("sausage", 1.0),)),
            Attribute("feature", "snout length", "m", 0.03, 0.10),
            Attribute("detail", "ear length", "m", 0.07, 0.17),
        ), _FOUR_LEGS + ", handle: collar"),
    _category(
        "cat", "animals", 0.36, "still walk hop nod sway", "#8d8f98", "#f3efe8", (
            Attribute("height", "leg length", "m", 0.12, 0.25, (("leggy", 0.8),)),
            Attribute("width", "girth", "m", 0.11, 0.20, (("stout", 0.8), ("lean", -0.8))),
            Attribute("length", "body length", "m", 0.30, 0.48),
            Attribute("feature", "tail length", "m", 0.14, 0.36),
            Attribute("detail", "ear length", "m", 0.05, 0.11),
        ), _FOUR_LEGS + ", handle: collar"),
    _category(
        "horse", "animals", 1.05, "still walk hop nod sway", "#8a5a38", "#2f231d", (
            Attribute("height", "leg length", "m", 0.55, 0.95, (("pony", -0.8),)),
            Attribute("width", "girth", "m", 0.46, 0.68, (("stout", 0.8), ("lean", -0.8))),
            Attribute("length", "body length", "m", 0.95, 1.45),
            Attribute("feature", "neck length", "m", 0.34, 0.66),
            Attribute("detail", "mane", "m", 0.05, 0.16),
        ), _FOUR_LEGS + ", back: mane, cap: forelock"),
    _category(
        "bird", "animals", 0.22, "still fly walk hop nod", "#4f8fd0", "#f2a33c", (
            Attribute("height", "leg length", "m", 0.03, 0.12, (("stork", 1.0), ("duck", -0.7))),
            Attribute("width", "girth", "m", 0.10, 0.19, (("plump", 0.8), ("slim", -0.8))),
            Attribute("length", "body length", "m", 0.20, 0.34),
            Attribute("feature", "beak length", "m", 0.03, 0.11),
            Attribute("detail", "wing span", "m", 0.10, 0.22),
        ), "body: body, torso: breast, head: head, muzzle: beak, eye: eyes, cap: crest, wing: wings, "
           "wing tip: wing tips, tail: tail, upper leg: legs, foot: feet", flies=0.0),
    _category(
        "fish", "animals", 0.48, "still swim hop nod", "#f0803c", "#fbe7c6", (
            Attribute("height", "body height", "m", 0.18, 0.405, (("slender", -0.8),)),
            Attribute("width", "girth", "m", 0.105, 0.27, (("plump", 0.8), ("flat", -0.9))),
            Attribute("length", "body length", "m", 0.45, 0.75),
            Attribute("count", "stripes", "stripes", 1, 5),
            Attribute("feature", "tail fin size", "m", 0.12, 0.33),
            Attribute("detail", "dorsal fin size", "m", 0.045, 0.15),
        ), "body: body, torso: belly, muzzle: lips, eye: eyes, ear: pupils, tail: tail stem, tail tip: tail fin, "
           "fin: dorsal fin, side fin: side fins, slat: stripes, foot: belly fin", flies=0.9),
    _category(
        "tree", "plants", 1.54, "still sway", "#5d9a4b", "#d8574a", (
            Attribute("height", "height", "m", 1.68, 3.08),
            Attribute("width", "crown width", "m", 1.12, 2.24, (("bushy", 0.8), ("slim", -0.8))),
            Attribute("length", "trunk height", "m", 0.35, 1.05),
            Attribute("boxiness", "topiary squareness", "", 0.0, 0.6),
            Attribute("feature", "pointedness", "", -1.0, 1.0,
                      (("pine", 0.9), ("fir", 0.9), ("conifer", 0.8), ("oak", -0.8), ("round", -0.7))),
            Attribute("detail", "fruit size", "m", 0.035, 0.182, (("fruiting", 0.8),)),
        ), "body: root flare, neck: trunk, crown: lower foliage, lower arm: upper foliage, crown middle: foliage, "
           "crown top: treetop, detail: fruit"),
    _category(
        "flower", "plants", 0.30, "still sway nod spin", "#e86a92", "#f6c544", (
            Attribute("height", "stem height", "m", 0.16, 0.42),
            Attribute("width", "flower width", "m", 0.16, 0.34),
            Attribute("count", "petals", "petals", 5, 8),
            Attribute("boxiness", "petal width", "", 0.0, 1.0),
            Attribute("feature", "cup", "", 0.0, 1.0, (("open", -0.8), ("closed", 0.9), ("tulip", 0.9))),
            Attribute("detail", "leaf length", "m", 0.06, 0.17, (("leafy", 0.8),)),
        ), "body: pot, torso: rim, foot: soil, neck: stem, neck tip: upper stem, head: flower base, crown: petals, "
           "crown middle: inner petals, crown top: centre, wing: leaves"),
    _category(
        "car", "vehicles", 2.2, "still drive hop", "#d24b3e", "#e9e4da", (
            Attribute("height", "cabin height", "m", 0.40, 0.85, (("van", 0.9), ("sporty", -0.8))),
            Attribute("width", "width", "m", 1.45, 1.95),
            Attribute("length", "length", "m", 2.7, 4.2, (("limousine", 1.0), ("mini", -0.9))),
            Attribute("boxiness", "squareness", "", 0.0, 1.0, (("square", 0.8), ("round", -0.8))),
            Attribute("feature", "wheel size", "m", 0.26, 0.44, (("jeep", 0.8),)),
            Attribute("detail", "cabin length", "m", 1.1, 2.2),
        ), "body: hull, torso: windows, cap: roof, muzzle: bonnet, eye: headlights, ear: mirrors, foot: front bumper, "
           "hind foot: rear bumper, tail: rear lights, upper arm: wheel arches, wheel: wheels, detail: hubs, "
           "back: stripe, slat: grille"),
    _category(
        "airplane", "vehicles", 2.6, "still fly sway", "#e8e4dc", "#d8503f", (
            Attribute("height", "fin height", "m", 0.5, 1.25),
            Attribute("width", "wing span", "m", 3.0, 5.4, (("glider", 1.0),)),
            Attribute("length", "length", "m", 3.0, 4.8),
            Attribute("count", "propeller blades", "blades", 2, 6),
            Attribute("boxiness", "fuselage squareness", "", 0.0, 0.7),
            Attribute("feature", "fuselage width", "m", 0.55, 1.0, (("chubby", 0.9), ("sleek", -0.8))),
            Attribute("detail", "wing depth", "m", 0.5, 1.0),
        ), "body: fuselage, torso: cockpit, muzzle: propeller hub, eye: windows, wing: wings, wing tip: wing tips, "
           "tail: tail cone, fin: fin, side fin: tailplane, wheel: propeller blades, upper leg: wheel struts, "
           "foot: wheels, neck: engine cowl", flies=1.2),
    _category(
        "person", "people", 0.90, "still walk wave hop nod sway", "#3f8fa6", "#39415a", (
            Attribute("height", "height", "m", 1.15, 1.85, (("child", -1.0), ("adult", 0.4))),
            Attribute("width", "shoulder width", "m", 0.36, 0.56, (("broad", 0.8), ("slim", -0.8))),
            Attribute("length", "belly", "m", 0.18, 0.36, (("fat", 0.9), ("thin", -0.8))),
            Attribute("feature", "hair volume", "m", 0.02, 0.11),
            Attribute("detail", "head size", "m", 0.25, 0.37),
        ), _TWO_LEGS + ", muzzle: nose, cap: hair, back: back hair, detail: mouth"),
    _category(
        "robot", "people", 0.80, "still walk wave hop nod spin", "#e0a030", "#4a5563", (
            Attribute("height", "height", "m", 1.00, 1.80),
            Attribute("width", "chest width", "m", 0.36, 0.66),
            Attribute("length", "chest depth", "m", 0.26, 0.46),
            Attribute("count", "chest lights", "lights", 1, 5),
            Attribute("boxiness", "squareness", "", 0.0, 1.0, (("square", 0.8), ("round", -0.8))),
            Attribute("feature", "head size", "m", 0.26, 0.46),
            Attribute("detail", "antenna length", "m", 0.06, 0.26),
        ), _TWO_LEGS + ", muzzle: visor, cap: antenna, crown top: antenna tip, slat: chest lights, back: chest panel, "
                     "detail: backpack"),
    _category(
        "mug", "containers", 0.07, "still hop spin sway", "#5b8c85", "#f3e3c3", (
            Attribute("height", "height", "m", 0.055, 0.115),
            Attribute("width", "width", "m", 0.062, 0.100),
            Attribute("count", "dots", "dots", 3, 8),
            Attribute("boxiness", "squareness", "", 0.0, 0.9, (("square", 0.8), ("round", -0.8))),
            Attribute("feature", "handle size", "m", 0.020, 0.042),
            Attribute("detail", "flare", "", -0.16, 0.24, (("conical", 0.9),)),
        ), "body: wall, torso: drink, handle: handle, detail: dots, foot: saucer"),
    _category(
        "vase", "containers", 0.30, "still hop spin sway", "#3f6f9e", "#e7d6b1", (
            Attribute("height", "height", "m", 0.26, 0.54),
            Attribute("width", "belly width", "m", 0.16, 0.34, (("bulbous", 0.9), ("slim", -0.8))),
            Attribute("length", "neck length", "m", 0.04, 0.18),
            Attribute("count", "dots", "dots", 3, 8),
            Attribute("boxiness", "squareness", "", 0.0, 0.8, (("square", 0.8), ("round", -0.8))),
            Attribute("feature", "mouth width", "m", 0.07, 0.16),
            Attribute("detail", "handle size", "m", 0.02, 0.09),
        ), "body: belly, neck: neck, cap: lip, handle: handles, foot: foot, detail: dots"),
)}
CATEGORY_KEYS = tuple(CATEGORIES)
