"""Profiles: how a GLB file is written for whom, and what each reader makes of one.

In     nothing.   Out   PROFILES and READERS, plain rows by key. A new engine is a row in each.
Knows nothing of files or clips.

"Run" readers are opened by the project's own tests (three.js, Babylon.js, Blender); Unity, Unreal and Godot 4 are not
run here: their rows are built to their documented rules, named in `source`.

Units: glTF is in metres by its specification (2.0, 3.4), in every profile. Unreal counts in centimetres, and its
importer multiplies by 100; a file that had been written in centimetres would be a hundred times too large there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from engine.vocabulary.layers import LAYERS

PLAIN_COLOURS = ("targets", "switch")
COLOURS = (*PLAIN_COLOURS, "both")
"""How colours change in a file: with a morph target or keys, by two meshes in turn; of a GLB, by two that do both."""


@dataclass(frozen=True)
class Reader:
    """What an engine makes of a GLB file."""

    title: str
    colour_targets: bool = False            # shows colours that ride on morph targets
    paths: tuple[str, ...] = ("place", "root", "none")      # ways of path motion that it keeps
    packed: bool = False                    # opens EXT_meshopt_compression
    lods: bool = False                      # takes levels of detail from MSFT_lod
    variants: bool = False                  # lets one choose among colourings (KHR_materials_variants)
    occlusion: bool = True                  # renders the ambient occlusion of a material
    layers: tuple[str, ...] = ()            # of engine.vocabulary.layers, that it reads
    strong_glow: bool = True                # glows more than white (KHR_materials_emissive_strength)
    charts: bool = True                     # moves, turns and scales each picture by itself (KHR_texture_transform)
    sights: str = ""                        # when it does not show cameras and lights, in a sentence
    lights: str = ""                        # when it shows lights otherwise than they are
    rate: float | None = None               # 1/s at which it samples animations on import; None: it keeps the keys


@dataclass(frozen=True)
class Profile:
    """How a file is written."""

    title: str
    note: str                               # one sentence for the artist
    readers: tuple[str, ...]                # keys of READERS: whose losses are told
    source: str                             # what its rules are from
    targets: int = 4                        # morph targets allowed, with normals
    colours: str = "targets"                # changing colours where nothing is asked: targets, switch or both
    path_motion: str = "place"              # the way through the scene where nothing is asked: place, root or none
    names: str = "plain"                    # a key of engine.exchange.names.RULES
    clips: tuple[str, ...] = ("scene", "objects")   # animations: one for the scene, first, and one for each object
    loop: str = ""                          # what the name of an animation ends with that ends as it begins
    trembles: bool = True                   # ways turn by 5e-5 rad to and fro: Godot drops the keys of straight ones
    packed: bool = False                    # quantised and compressed
    lods: bool = False                      # levels of detail may be written: no reader shows all of them at once
    lod_files: bool = False                 # each in a file of its own, without animation
    sockets: str = ""                       # with what the names of empty nodes begin, where things may be held
    bones: str = ""                         # a key of engine.vocabulary.humanoids.SCHEMES
    hulls: str = ""                         # names of collision hulls by {name} and {number}; none: not written
    hulls_move: bool = False                # they hang on the bones
    hulls_note: str = ""                    # what the artist does about them, by {names}


_BLENDER = ("clearcoat", "transmission", "volume", "ior", "specular", "sheen", "anisotropy")
_ALL = tuple(LAYERS)
_THREE = tuple(key for key in LAYERS if key != "diffuse_transmission")

READERS: Mapping[str, Reader] = MappingProxyType({
    "unity": Reader("Unity", variants=True, layers=("clearcoat", "transmission"), strong_glow=False),
    "unreal": Reader("Unreal", paths=("root", "none"), layers=(
        "clearcoat", "transmission", "ior", "specular", "sheen", "iridescence", "anisotropy"), sights=(
        "Cameras and lights come along where the file is imported into a level (File > Import Into Level), not where "
        "it is dropped into the content browser.")),
    "godot": Reader("Godot", rate=30.0, charts=False),
    "blender": Reader("Blender", occlusion=False, layers=_BLENDER, lights=(
        "Lights are hundreds of times dimmer, as watts of their lumens, unless Lighting Mode is Unitless in the "
        "import's options.")),
    "three": Reader("three.js", colour_targets=True, packed=True, variants=True, layers=_THREE),
    "babylon": Reader("Babylon.js", colour_targets=True, packed=True, lods=True, variants=True, layers=_ALL),
})

PROFILES: Mapping[str, Profile] = MappingProxyType({
    "portable": Profile(
        "Portable", "Opens everywhere: nothing compressed, no extension required.", tuple(READERS),
        "glTF 2.0, 3.7.2.2 (eight morphed attributes are guaranteed: four targets with normals), and what three.js, "
        "Babylon.js, Blender 5 and Godot 3.2 do with files when run. Blender and Godot show all levels of detail at "
        "once, and like Unity and Unreal no colours on targets: where colours change there are two meshes. Which of "
        "several animations plays is the reader's choice (3.11), and each of those that are run plays the first, which "
        "is the whole scene's; each object's shares its numbers.",
        colours="both"),
    "rich": Profile(
        "Rich", "As portable, with up to eight morph targets: closer to the studio in viewers and Blender.",
        ("blender", "three", "babylon"), "As portable, for readers that take more targets than the specification asks.",
        targets=8, colours="both"),
    "unity": Profile(
        "Unity", "Four joints a vertex, bones of HumanBodyBones; colours that change are switched.", ("unity",),
        "Built to the documented rules of Unity glTFast 6: weights on the mesh (a node's are ignored before 6.13), "
        "four joints a vertex, blend shapes without colours; of materials' layers its features list "
        "names clear coats and transmission, in the universal and high-definition pipelines. Of levels of detail "
        "(MSFT_lod) glTFast shows the finest, UnityGLTF takes all.", colours="switch", lods=True,
        bones="unity", hulls="{name}_hull_{number:02}", hulls_move=True,
        hulls_note="Unity has no rule for hulls in a file: give each node {names} a Mesh Collider and tick Convex."),
    "unreal": Profile(
        "Unreal", "One skeletal mesh with one root bone for each object, its way as root motion, strict names.",
        ("unreal",),
        "Built to the documented rules of Unreal 5 Interchange: morph targets live on skeletal meshes, "
        "root motion is read from the root bone, of each animation it makes a sequence for each skeleton "
        "that it moves, names of letters, digits and underscores, no compression. Levels of detail in a file would be "
        "separate assets: they are files that a mesh imports as its levels (UInterchangeMeshUtilities::"
        "ImportCustomLod). Cameras and lights are actors, which only an import into a level makes. "
        "Materials' layers are those that its glTF parser lists (GLTF::EExtension, 5.5).",
        colours="switch", path_motion="root", names="unreal", sockets="SOCKET_", bones="unreal",
        lods=True, lod_files=True,
        hulls="UCX_{name}_{number:02}",
        hulls_note="Unreal gives the hulls {names} to static meshes only: set Force All Mesh as Type to Static Mesh in "
                   "the import window; for a skeletal mesh it makes a physics asset of the bones by itself."),
    "godot": Profile(
        "Godot", "Clips that end as they begin are marked to loop; colours that change are switched.", ("godot",),
        "Built to the documented rules of Godot 4: an animation whose name ends in "
        "-loop loops, endings of names such as _col or -wheel change a node's type and are kept away, no meshopt, no "
        "layers of materials, and one placing of pictures for a material. Levels of detail are made on import.",
        colours="switch", names="godot", loop="-loop", bones="godot",
        hulls="{name}_hull_{number:02}-convcolonly", hulls_move=True),
    "web": Profile(
        "Web", "Quantised and compressed for three.js and Babylon.js: a third of the size.", ("three", "babylon"),
        "KHR_mesh_quantization and EXT_meshopt_compression as specified, run in three.js and Babylon.js.",
        trembles=False, packed=True, lods=True),
})
