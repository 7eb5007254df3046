"""Version specifiers of `use`: `"~=1.0"`, `">=1.2, <2"`, `"==1.4.*"`.

The comparisons of PEP 440 over the release numbers alone: a pre-release or development version counts as
the release that it leads to, so that a plugin under development serves the flows written for it. The
`packaging` library would cost a third of the start-up budget of `docflow check` for one comparison.
"""

from docflow.late import late
from docflow.value import frozen

__all__ = ["Clause", "parse_specifier", "satisfies"]

_CLAUSE = late(r"(~=|==|!=|>=|<=|>|<)\s*v?(\d+(?:\.\d+)*)(\.\*)?((?:[-_.]?(?:a|b|rc|dev|post)\d*)*)")
_RELEASE = late(r"v?(?:\d+!)?(\d+(?:\.\d+)*)")


@frozen
class Clause:
    """One comparison of a specifier: operator, release numbers, and whether it ended in `.*`."""

    op: str
    release: tuple[int, ...]
    prefix: bool = False


def parse_specifier(text: str) -> tuple[Clause, ...] | None:
    """Return the clauses of a specifier, all of which must hold; None when it cannot be read."""
    clauses = [_clause(part.strip()) for part in text.split(",")]
    return tuple(c for c in clauses if c) if all(clauses) else None


def _clause(text: str) -> Clause | None:
    found = _CLAUSE.fullmatch(text)
    if found is None:
        return None
    op, release, star = found[1], _numbers(found[2]), found[3] is not None
    if (star and op not in ("==", "!=")) or (op == "~=" and len(release) < 2):
        return None
    return Clause(op, release, star)


def satisfies(version: str, clauses: tuple[Clause, ...]) -> bool:
    """Return whether an installed version satisfies every clause; an unreadable version satisfies all."""
    found = _RELEASE.match(version)
    if found is None:
        return True
    release = _numbers(found[1])
    return all(_holds(release, clause) for clause in clauses)


def _holds(release: tuple[int, ...], clause: Clause) -> bool:
    size = max(len(release), len(clause.release))
    have, want = _padded(release, size), _padded(clause.release, size)
    match clause.op:
        case "==" | "!=":
            same = have[: len(clause.release)] == clause.release if clause.prefix else have == want
            return same == (clause.op == "==")
        case "~=":
            head = clause.release[:-1]
            return have >= want and have[: len(head)] == head
        case ">=":
            return have >= want
        case "<=":
            return have <= want
        case ">":
            return have > want
        case _:
            return have < want


def _numbers(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in text.split("."))


def _padded(release: tuple[int, ...], size: int) -> tuple[int, ...]:
    return release + (0,) * (size - len(release))
