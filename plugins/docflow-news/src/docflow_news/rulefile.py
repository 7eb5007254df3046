"""The rule files of this package, as data."""

import tomllib
from collections.abc import Mapping
from importlib import resources
from typing import Any

__all__ = ["read"]


def read(name: str) -> Mapping[str, Any]:
    """Return what stands in `rules/NAME.toml`."""
    file = resources.files("docflow_news").joinpath("rules", f"{name}.toml")
    return tomllib.loads(file.read_text(encoding="utf-8"))
