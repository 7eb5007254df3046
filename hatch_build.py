"""Build hook: saves the parser tables into the wheel, so that no command builds the grammar.

Runs for wheels and for editable installs. The tables are JSON, never a pickle: what a later process
loads must not be able to execute.
"""

import importlib
import json
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

_TABLES = "docflow/lang/syntax/tables.json"


class TablesHook(BuildHookInterface):  # type: ignore[type-arg]
    """Writes docflow/lang/syntax/tables.json before the wheel is packed."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 - hatchling's signature
        """Called by hatchling before it packs the wheel."""
        root = Path(self.root)
        grammar = (root / "docflow" / "lang" / "syntax" / "flow.lark").read_text(encoding="utf-8")
        sys.path.insert(0, str(root))
        try:
            tables = importlib.import_module("docflow.lang.syntax.grammar").make_tables(grammar)
        finally:
            sys.path.remove(str(root))
        target = root / _TABLES
        target.write_text(json.dumps(tables, separators=(",", ":")) + "\n", encoding="utf-8")
        build_data["artifacts"].append(_TABLES)
