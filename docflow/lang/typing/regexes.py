"""Regular expressions in flows: compiled while they are checked, refused where they cannot run."""

from docflow.errors import Fix
from docflow.lang import tree
from docflow.lang.findings import Findings
from docflow.lang.spans import inside
from docflow.lang.typing.typed import WRONG, Typed, constant
from docflow.model import REGEX, Regex
from docflow.pattern.error import PatternError
from docflow.pattern.linear import compile_linear

__all__ = ["regex", "regex_problem"]

_FLAGS = "imsx"


def regex(node: tree.Tagged, findings: Findings) -> Typed:
    """Compile a regular expression (DF0306, DF0312), with the error at its offset inside the literal."""
    flags_at = node.body_start + len(node.body) + 1
    for offset, flag in enumerate(node.flags):
        if flag not in _FLAGS:
            findings.add(
                "DF0306",
                f"there is no regex flag `{flag}`",
                inside(node.span, flags_at + offset),
                help="the flags are i (ignore case), m (lines), s (dot takes all), x (spaces and comments)",
                fix=Fix("leave it out: every match counts", inside(node.span, flags_at + offset), "")
                if flag in "gu"
                else None,
            )
            return WRONG
    problem = regex_problem(node.body, node.flags)
    if problem is None:
        return constant(REGEX, Regex(node.body, node.flags), literal=True)
    code, message, hint, offset = problem
    findings.add(code, message, inside(node.span, node.body_start + min(offset, len(node.body))), help=hint)
    return WRONG


def regex_problem(pattern: str, flags: str) -> tuple[str, str, str | None, int] | None:
    """Return (code, sentence, help, offset in the pattern) for a pattern that cannot run, else None."""
    try:
        compile_linear(pattern, flags)
    except PatternError as error:
        if error.kind == "not linear":
            message, _, advice = error.message.partition("; ")
            return "DF0312", message, _rewrite(pattern, error.offset) or advice or None, error.offset
        return "DF0306", error.message, _mend(error.message), error.offset
    return None


_REWRITES = (
    ("(?!", 'say apart what must not follow: `not (x matches re"...")` beside it, or a rule that keeps'),
    ("(?=", "take what follows into the match, and put a group around the part that you want"),
    ("(?<!", "match what may stand before it, as in `(^|[^a-z])word`"),
    ("(?<=", "take what stands before it into the match, and put a group around the part that you want"),
)


def _rewrite(pattern: str, offset: int) -> str | None:
    return next((advice for sign, advice in _REWRITES if pattern.startswith(sign, offset)), None)


def _mend(message: str) -> str:
    if "repeat" in message:
        return "to match the sign itself, put a backslash before it"
    if any(word in message for word in ("unterminated", "missing", "unbalanced", "closed")):
        return "close every bracket, or put a backslash before one that stands for itself"
    return "regular expressions are written as in Python's `re`; a backslash takes away the meaning of a sign"
