"""Food."""
