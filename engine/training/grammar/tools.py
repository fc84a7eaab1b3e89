"""Tools and props."""
