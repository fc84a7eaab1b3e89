@tool
extends EditorPlugin
## Chronoform link: reimports the GLB files of a folder as soon as they are written anew.
##
## Install: copy addons/chronoform_link into the project's addons folder (Godot 4.2 or newer), Project > Project Settings >
## Plugins, tick Enable. In Chronoform: File > Live link, profile Godot, a folder inside the project.
## Project > Project Settings > General > Chronoform > Link says which folder is watched (with Advanced Settings on).
##
## In the editor only: a running game keeps the scene it was started with. The editor itself refreshes scenes that are open
## and show a file that was reimported. Built to Godot 4's documented rules, not run.

const FOLDER := "chronoform/link/folder"
const SECONDS := 1.0

var _timer: Timer
var _times := {}          # path -> when it was written, as imported
var _busy := false        # reimport_files lets the main loop go on


func _enter_tree() -> void:
	if not ProjectSettings.has_setting(FOLDER):
		ProjectSettings.set_setting(FOLDER, "res://")
	ProjectSettings.set_initial_value(FOLDER, "res://")
	ProjectSettings.add_property_info({"name": FOLDER, "type": TYPE_STRING, "hint": PROPERTY_HINT_DIR})
	_timer = Timer.new()
	_timer.wait_time = SECONDS
	_timer.timeout.connect(_look)
	add_child(_timer)
	for path in _files():
		_times[path] = FileAccess.get_modified_time(path)
	_timer.start()


func _exit_tree() -> void:
	_timer.queue_free()


func _files() -> PackedStringArray:
	var folder := str(ProjectSettings.get_setting(FOLDER, "res://"))
	var found := PackedStringArray()
	if DirAccess.dir_exists_absolute(folder):
		for file in DirAccess.get_files_at(folder):
			if file.get_extension().to_lower() == "glb":
				found.append(folder.path_join(file))
	return found


func _look() -> void:
	var system := EditorInterface.get_resource_filesystem()
	if _busy or system.is_scanning():
		return
	var changed := PackedStringArray()
	var fresh := false
	for path in _files():
		var time := FileAccess.get_modified_time(path)
		if _times.get(path, 0) == time:
			continue
		_times[path] = time
		if FileAccess.file_exists(path + ".import"):
			changed.append(path)
		else:
			fresh = true          # never imported: only a scan finds it
	_busy = true
	if not changed.is_empty():
		system.reimport_files(changed)
	if fresh:
		system.scan()
	_busy = false
