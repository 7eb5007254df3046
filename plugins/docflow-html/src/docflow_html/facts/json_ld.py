"""JSON-LD in a page: data by others, read and never run, bounded in size, depth and number."""

import json
from collections.abc import Iterator, Mapping
from typing import Any, Final

from docflow.plugin import late

__all__ = ["Things", "things_in"]

_MOST_SCRIPTS: Final = 30
_LARGEST: Final = 2_000_000
_MOST_THINGS: Final = 3000
_BEFORE: Final = ("<!--", "//<![CDATA[", "// <![CDATA[", "/*<![CDATA[*/", "<![CDATA[")
_BEHIND: Final = ("-->", "//]]>", "// ]]>", "/*]]>*/", "]]>", ";")
_COMMA: Final = late(r",(\s*[}\]])")
_ASIDE: Final = frozenset(
    (
        "itemListElement",
        "hasPart",
        "isPartOf",
        "comment",
        "review",
        "mentions",
        "blogPost",
        "relatedLink",
        "offers",
    )
)
"""Where other pages and parts are told, not this one."""

Things = list[Mapping[str, Any]]


def things_in(scripts: list[str]) -> Things:
    """Return the objects with a type that the scripts hold, the outer ones first.

    A script that is no JSON, too large or nested too deeply says nothing. References (`{"@id": ...}`) to an
    object of the page are followed once.
    """
    found: Things = []
    known: dict[str, Mapping[str, Any]] = {}
    for script in scripts[:_MOST_SCRIPTS]:
        for thing in _walk(_loaded(script), _MOST_THINGS - len(known)):
            if isinstance(name := thing.get("@id"), str) and len(thing) > 1:
                known.setdefault(name, thing)
            if "@type" in thing:
                found.append(thing)
    return [{key: _followed(value, known) for key, value in thing.items()} for thing in found[:200]]


def _loaded(script: str) -> Any:
    if len(script) > _LARGEST:
        return None
    text = script.strip()
    for sign in _BEFORE:
        text = text.removeprefix(sign).lstrip()
    for sign in _BEHIND:
        text = text.removesuffix(sign).rstrip()
    for attempt in (text, _COMMA.sub(r"\1", text)):
        try:
            return json.loads(attempt, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _walk(value: Any, most: int) -> Iterator[Mapping[str, Any]]:
    """Give all objects, level by level."""
    level, count = [value], 0
    while level:
        below: list[Any] = []
        for item in level:
            count += 1
            if count > most:
                return
            if isinstance(item, dict):
                yield item
                below += [v for k, v in item.items() if isinstance(v, (dict, list)) and k not in _ASIDE]
            elif isinstance(item, list):
                below += [v for v in item if isinstance(v, (dict, list))]
        level = below


def _followed(value: Any, known: Mapping[str, Mapping[str, Any]]) -> Any:
    if isinstance(value, list):
        return [_followed(item, known) for item in value[:100] if not isinstance(item, list)]
    if isinstance(value, dict) and set(value) == {"@id"} and isinstance(value["@id"], str):
        return known.get(value["@id"], value)
    return value
