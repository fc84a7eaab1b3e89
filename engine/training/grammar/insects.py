"""Insects and small creatures."""
