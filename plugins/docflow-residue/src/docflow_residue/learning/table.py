"""The table that `docflow learn` prints."""

from collections.abc import Sequence

from docflow_residue.learning.found import FoundRule, FoundSite

__all__ = ["as_json", "table"]

WIDE = 64
"""Characters of a line that are shown."""


def table(found: FoundSite, most: int) -> list[str]:
    """Return the lines of the table of a site, the rules in most documents first."""
    site = shown(found.site, WIDE) or "(no site)"
    lines = [f"{site}: {len(found.rules):,} rules from {found.documents:,} documents", ""]
    rows = [("documents", "share", "position", "line")]
    rows += [_row(rule, found) for rule in found.rules[:most]]
    widths = [max(len(row[at]) for row in rows) for at in range(3)]
    for documents, share, position, line in rows:
        lines.append(f"  {documents:>{widths[0]}}  {share:>{widths[1]}}  {position:<{widths[2]}}  {line}")
    if len(found.rules) > most:
        lines.append(f"  and {len(found.rules) - most:,} more; `--all` shows them")
    return [*lines, ""]


def _row(rule: FoundRule, found: FoundSite) -> tuple[str, str, str, str]:
    share = round(100 * rule.documents / found.documents)
    other = (
        ""
        if not rule.pattern
        else " (names differ)"
        if rule.pattern.endswith("$")
        else " (and others behind it)"
    )
    return f"{rule.documents:,}", f"{share} %", rule.position, shown(rule.examples[0], WIDE) + other


def shown(text: str, most: int) -> str:
    """Return a text on one line of a terminal."""
    plain = "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in text)
    return plain if len(plain) <= most else plain[: most - 3] + "..."


def as_json(sites: Sequence[FoundSite]) -> list[dict[str, object]]:
    """Return what was learned for programs."""
    return [
        {
            "site": found.site,
            "documents": found.documents,
            "rules": [
                {
                    "name": rule.name,
                    **({"line": rule.line} if rule.line else {"pattern": rule.pattern}),
                    "position": rule.position,
                    "documents": rule.documents,
                    "positions": dict(zip(("head", "tail", "between"), rule.positions, strict=True)),
                    "examples": list(rule.examples),
                    "spares": rule.spare,
                }
                for rule in found.rules
            ],
        }
        for found in sites
    ]
