"""The wheel carries assets/ as engine/_assets, so that an installed chronoform works from any folder."""

from setuptools import find_packages, setup

setup(
    packages=[*find_packages(include=["engine*", "studio*"]), "engine._assets"],
    package_dir={"engine._assets": "assets"},
    package_data={
        "engine._assets": ["**/*"],
        "engine": ["**/*.glsl", "**/*.vert", "**/*.frag", "**/*.json", "**/*.txt", "**/*.csv"],
        "studio": ["**/*.svg", "**/*.qss", "**/*.json"],
    },
)
