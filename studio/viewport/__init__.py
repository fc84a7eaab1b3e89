"""The viewport: panel (what the studio sees), canvas (OpenGL, mouse, keys), gizmo, overlay, transform."""
