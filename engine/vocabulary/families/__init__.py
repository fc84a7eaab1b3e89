"""The families: one file each, a row for every category. Plain tables."""

from engine.vocabulary.families import (
    birds,
    buildings,
    containers,
    food,
    furniture,
    insects,
    land_animals,
    nature,
    people,
    plants,
    reptiles,
    sea_life,
    tools,
    vehicles,
)

FAMILIES = {
    "furniture": furniture.ROWS, "containers": containers.ROWS, "land animals": land_animals.ROWS, "birds": birds.ROWS,
    "sea life": sea_life.ROWS, "insects": insects.ROWS, "reptiles": reptiles.ROWS, "people": people.ROWS,
    "plants": plants.ROWS, "vehicles": vehicles.ROWS, "buildings": buildings.ROWS, "tools": tools.ROWS,
    "food": food.ROWS, "nature": nature.ROWS,
}
"""Insects: and other small creatures. Reptiles: and dinosaurs, frogs, dragons. People: and robots. Tools: and props."""

MOBILE = ("land animals", "birds", "sea life", "insects", "reptiles", "people", "vehicles")
"""Families whose members go somewhere by themselves."""
