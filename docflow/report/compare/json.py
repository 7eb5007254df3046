"""A comparison as JSON values: everything that is known, for programs."""

from typing import Any

import attrs

from docflow.io.escape import json_text
from docflow.plan.comparison import Comparison

__all__ = ["as_json", "render"]


def as_json(made: Comparison) -> dict[str, Any]:
    """Return the comparison as JSON values."""
    found = attrs.asdict(made)
    for flow, data in zip(made.flows, found["flows"], strict=True):
        data["differs"] = flow.differs
    return {"differs": made.differs, **found}


def render(made: Comparison) -> str:
    """Return the comparison as a text of JSON."""
    return json_text(as_json(made), indent=2, plain=True) + "\n"
