"""The JSON schema of pack files, for editors: made from the same table as the reader."""

from collections.abc import Sequence
from typing import Any

from docflow_residue.packs.keys import FORMAT, PACK, RULE, WAYS, Key

__all__ = ["json_schema"]

DRAFT = "https://json-schema.org/draft/2020-12/schema"
_ONE_LINE = r"^[^\n]*\S[^\n]*$"


def json_schema() -> dict[str, Any]:
    """Return the schema (draft 2020-12)."""
    rule = _object(RULE)
    rule["oneOf"] = [{"required": [way]} for way in WAYS]
    pack = _object(PACK)
    pack["properties"]["pack"] = {"const": FORMAT, "description": PACK[0].doc}
    pack["properties"]["rule"] = {"type": "array", "items": rule, "description": "The rules, in order."}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "docflow residue pack",
        **pack,
    }


def _object(keys: Sequence[Key]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": {key.name: _value(key) for key in keys},
        "required": [key.name for key in keys if key.required],
        "additionalProperties": False,
    }


def _value(key: Key) -> dict[str, Any]:
    text: dict[str, Any] = {
        "type": "string",
        "pattern": rf"^(?:{key.pattern})$" if key.pattern else r"^[^\n]*\S[^\n]*$",
    }
    if key.words:
        text = {"enum": list(key.words)}
    kinds: dict[str, dict[str, Any]] = {
        "text": text,
        "texts": {"anyOf": [text, {"type": "array", "items": text, "minItems": 1}]},
        "flag": {"type": "boolean"},
        "number": {"type": "integer"},
        # TOML has dates; tools that check TOML by a schema hand them over as texts of this form.
        "date": {"type": "string", "format": "date"},
    }
    return kinds[key.kind] | {"description": key.doc}
