"""Reptiles, dinosaurs and their kin."""
