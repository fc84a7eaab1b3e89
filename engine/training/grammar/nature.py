"""Nature and sky."""
