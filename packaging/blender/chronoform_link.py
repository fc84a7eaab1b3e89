"""Chronoform link: Blender shows a GLB, or every GLB of a folder, as it was last saved in Chronoform.

Install  Blender 4.2 or newer: Edit > Preferences > Add-ons > the arrow at the upper right > Install from Disk, choose
         this file, tick "Chronoform link". In Chronoform: File > Live link, profile Rich, a folder.
Use      3D view > N > Chronoform: choose the file or the folder, press Watch.

Each file is a collection of its name with an empty of its name at the top. On a reload what is inside is replaced; the
collection and the empty stay: move, hide, rename or instance those. What you change inside is gone at the next reload.
A file that cannot be read leaves what was there.
"""

from __future__ import annotations

from pathlib import Path

import bpy

bl_info = {"name": "Chronoform link", "author": "The Chronoform authors", "version": (1, 0, 0), "blender": (4, 2, 0),
           "location": "3D view > Sidebar > Chronoform", "category": "Import-Export",
           "description": "Shows the GLB of Chronoform's live link, reloaded on every save"}

FILE, TIME, MINE = "chronoform_file", "chronoform_time", "chronoform_link"     # custom properties
BESIDE = "chronoform-old "        # names of what is replaced, while the new is read
KINDS = ("objects", "meshes", "armatures", "actions", "materials", "images", "cameras", "lights", "collections")
"""What an import makes, each before what it uses."""


TRIED: dict[Path, int] = {}
"""When each file was written as it was last looked at by the timer: what cannot be read is not tried twice."""


class LinkError(RuntimeError):
    """What could not be reloaded, in one sentence."""


# ---- files and collections ---------------------------------------------------------------------------


def linked_files(path: str) -> list[Path]:
    """The GLB files that a path means: itself, or those of the folder."""
    place = Path(bpy.path.abspath(path))
    return sorted(place.glob("*.glb")) if place.is_dir() else [place]


def collection_of(file: Path):
    """The collection that shows a file, however it is named by now; None where there is none yet."""
    return next((c for c in bpy.data.collections if c.get(FILE) == str(file)), None)


def stale(file: Path) -> bool:
    """Whether a file is there in another version than the one that is shown."""
    shown = collection_of(file)
    return file.is_file() and (shown is None or shown.get(TIME) != str(file.stat().st_mtime_ns))


def reload(file: Path):
    """Shows a file as it is now; gives its collection. What was shown stays where the file cannot be read."""
    if bpy.context.mode != "OBJECT":
        raise LinkError("Leave the edit mode: the link reloads in object mode.")
    if not file.is_file():
        raise LinkError(f"{file} is not there.")
    time = str(file.stat().st_mtime_ns)
    chosen, active = _selected()
    shown = collection_of(file)
    old = {block: block.name for block in _blocks() if shown is not None and block.get(MINE) == str(file)}
    for number, block in enumerate(old):
        block.name = f"{BESIDE}{number}"
    before = set(_blocks())
    try:
        _read(file)
    except Exception as error:
        _remove([block for block in _blocks() if block not in before])
        for block, name in old.items():
            block.name = name
        raise LinkError(f"{file.name} cannot be read: {error}") from error
    new = [block for block in _blocks() if block not in before]
    shown = shown or _made(file)
    _adopt(new, shown, str(file))
    _remove(list(old))
    bpy.context.view_layer.update()
    shown[TIME] = time
    _select(chosen, active)
    return shown


def refresh(path: str) -> list[str]:
    """Reloads what is stale and was not tried yet; gives the names of the files."""
    done = []
    for file in linked_files(path):
        if stale(file) and TRIED.get(file) != (time := file.stat().st_mtime_ns):
            TRIED[file] = time
            reload(file)
            done.append(file.name)
    return done


def _read(file: Path) -> None:
    known = bpy.ops.import_scene.gltf.get_rna_type().properties.keys()
    wanted = {"disable_bone_shape": True, "export_import_convert_lighting_mode": "COMPAT"}     # bright lights
    options = {key: value for key, value in wanted.items() if key in known}
    windows = bpy.context.window_manager.windows
    with bpy.context.temp_override(**({"window": windows[0]} if len(windows) else {})):      # a timer has no window
        bpy.ops.import_scene.gltf(filepath=str(file), **options)


def _made(file: Path):
    """A collection with an empty, both named as the file."""
    shown = bpy.data.collections.new(file.stem)
    shown[FILE] = str(file)
    bpy.context.scene.collection.children.link(shown)
    root = bpy.data.objects.new(file.stem, None)
    root[FILE] = str(file)
    root.empty_display_size = 0.2
    shown.objects.link(root)
    return shown


def _adopt(new: list, shown, mark: str) -> None:
    """Takes what was read into the collection, under its empty, and marks it as the link's."""
    root = next((thing for thing in shown.objects if thing.get(FILE) == mark), None)
    for block in new:
        block[MINE] = mark
        if isinstance(block, bpy.types.Object):
            for other in list(block.users_collection):
                other.objects.unlink(block)
            shown.objects.link(block)
            if block.parent is None and root is not None:
                block.parent = root
    _remove([block for block in new if isinstance(block, bpy.types.Collection)])


def _blocks() -> list:
    return [block for kind in KINDS for block in getattr(bpy.data, kind)]


def _remove(blocks: list) -> None:
    """Objects and collections go, then what nobody else uses of the rest."""
    doomed = {kind: [block for block in getattr(bpy.data, kind) if block in blocks] for kind in KINDS}
    for kind, some in doomed.items():        # in this order: an object's mesh has no user once the object is gone
        for block in some:
            if kind not in ("objects", "collections"):
                block.use_fake_user = False
                if block.users:
                    continue
            getattr(bpy.data, kind).remove(block)


def _selected() -> tuple[list[str], str]:
    """Names, since the things are replaced."""
    layer = bpy.context.view_layer
    return [thing.name for thing in layer.objects if thing.select_get()], getattr(layer.objects.active, "name", "")


def _select(chosen: list[str], active: str) -> None:
    layer = bpy.context.view_layer
    for thing in layer.objects:
        thing.select_set(thing.name in chosen)
    layer.objects.active = layer.objects.get(active)


# ---- the panel and its timer -------------------------------------------------------------------------


class ChronoformLink(bpy.types.PropertyGroup):
    path: bpy.props.StringProperty(name="File or folder", subtype="FILE_PATH",
                                   description="A GLB, or the folder of Chronoform's live link")
    watching: bpy.props.BoolProperty(name="Watch", description="Reload whenever the file is written anew")
    seconds: bpy.props.FloatProperty(name="Every", default=1.0, min=0.2, max=60.0, subtype="TIME_ABSOLUTE",
                                     description="Time between two looks at the file")
    said: bpy.props.StringProperty()


class CHRONOFORM_OT_reload(bpy.types.Operator):
    bl_idname = "chronoform.reload"
    bl_label = "Reload now"
    bl_description = "Read every file of the link anew"
    bl_options = {"REGISTER", "UNDO"}

    def execute(self, context):
        link = context.scene.chronoform_link
        try:
            names = [reload(file).name for file in linked_files(link.path)]
        except LinkError as error:
            link.said = str(error)
            self.report({"ERROR"}, str(error))
            return {"CANCELLED"}
        link.said = f"Loaded {', '.join(names)}" if names else "There is no .glb yet"
        return {"FINISHED"}


class CHRONOFORM_PT_link(bpy.types.Panel):
    bl_label = "Chronoform link"
    bl_space_type = "VIEW_3D"
    bl_region_type = "UI"
    bl_category = "Chronoform"

    def draw(self, context):
        link, column = context.scene.chronoform_link, self.layout.column()
        column.prop(link, "path", text="")
        row = column.row(align=True)
        row.prop(link, "watching", toggle=True, icon="HIDE_OFF" if link.watching else "HIDE_ON")
        row.prop(link, "seconds", text="")
        column.operator(CHRONOFORM_OT_reload.bl_idname, icon="FILE_REFRESH")
        if link.said:
            column.label(text=link.said)


def tick() -> float:
    """Looks at the files once; gives the seconds until the next look."""
    scene = bpy.context.scene
    link = getattr(scene, "chronoform_link", None)
    if link is None or not link.watching or not link.path or bpy.context.mode != "OBJECT":
        return 1.0 if link is None else link.seconds
    try:
        if names := refresh(link.path):
            link.said = f"Reloaded {', '.join(names)}"
            if bpy.ops.ed.undo_push.poll():
                bpy.ops.ed.undo_push(message="Chronoform link")
    except LinkError as error:
        link.said = str(error)
    return link.seconds


CLASSES = (ChronoformLink, CHRONOFORM_OT_reload, CHRONOFORM_PT_link)


def register() -> None:
    for kind in CLASSES:
        bpy.utils.register_class(kind)
    bpy.types.Scene.chronoform_link = bpy.props.PointerProperty(type=ChronoformLink)
    bpy.app.timers.register(tick, first_interval=1.0, persistent=True)


def unregister() -> None:
    if bpy.app.timers.is_registered(tick):
        bpy.app.timers.unregister(tick)
    del bpy.types.Scene.chronoform_link
    for kind in reversed(CLASSES):
        bpy.utils.unregister_class(kind)
