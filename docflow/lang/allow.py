"""`# docflow: allow DF0208 because ...`: warnings that the author of a flow has looked at and wants to keep.

A comment on a line of its own speaks for what begins on the next line that is neither empty nor a comment,
one at the end of a line for what stands on that line: steps, items, arms, with all their lines, so that a
layout changes nothing. A finding belongs to the line where it starts. Only warnings can be allowed, and an
allow that has nothing to allow is a finding itself.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import product

from attrs import define, field

from docflow.errors import Diagnostic, Fix, Label, Span
from docflow.lang.extents import extents
from docflow.lang.pages import codes, page
from docflow.lang.spans import inside, span_of
from docflow.lang.suggest import nearest
from docflow.lang.syntax.parse import parse
from docflow.lang.tree import Comment
from docflow.late import late

__all__ = ["allowed"]

_OURS = late(r"#+[ \t]*docflow:[ \t]*(?P<word>[A-Za-z]+)(?P<rest>.*)")
_CODES = late(r"[ \t]*(?P<codes>[A-Za-z]{2}\d+(?:(?:[ \t]*,[ \t]*|[ \t]+and[ \t]+|[ \t]+)[A-Za-z]{2}\d+)*)")
_CODE = late(r"[A-Za-z]{2}\d+")
_OF_TESTS = ("DF0605",)
"""What only running the tests can find, so that a check never knows whether an allow of it is of use."""
_BECAUSE = late(r"(?i)^[ \t:,;.(\u2013\u2014-]*(?:(?:because|as|since|for)\b[ \t:,;.(\u2013\u2014-]*)?")
_SIGNS = " \t-:,;.(\u2013\u2014"


@define(eq=False)
class _Allow:
    """One comment: the lines that it speaks for, its codes with places, those that allowed something."""

    comment: Comment
    lines: range
    codes: list[tuple[str, Span]] = field(factory=list)
    used: set[str] = field(factory=set)


def allowed(found: Sequence[Diagnostic], sources: Mapping[str, str], main: str) -> tuple[Diagnostic, ...]:
    """Return the findings without those that comments allow, and with what is wrong about the comments.

    `sources` are the texts of all files, by the name in their spans. The comments of included files count,
    but only those of the file `main` are judged: another flow may need what an include allows.
    """
    allows: dict[tuple[str, int, str], list[_Allow]] = {}
    ours: list[_Allow] = []
    wrong: list[Diagnostic] = []
    for name, text in sources.items():
        read, faults = _read(text, name)
        for allow in read:
            for line, (code, _) in product(allow.lines, allow.codes):
                allows.setdefault((name, line, code), []).append(allow)
        if name == main:
            ours, wrong = read, faults
    kept = []
    for finding in found:
        meant = allows.get((finding.span.file, finding.span.line, finding.code), [])
        for allow in meant:
            allow.used.add(finding.code)
        if not meant or finding.severity == "error":
            kept.append(finding)
            wrong += [_of_an_error(finding, allow) for allow in meant[:1] if finding.span.file == main]
    if not any(finding.severity == "error" for finding in kept):
        wrong += [each for allow in ours for each in _useless(allow, sources[main])]
    return tuple(sorted([*kept, *wrong], key=lambda each: (each.span.file, each.span.start)))


def _read(text: str, name: str) -> tuple[list[_Allow], list[Diagnostic]]:
    """Return the allows of a file, and what is wrong in how they are written."""
    if "docflow:" not in text:
        return [], []
    program, lines = parse(text, name).program, text.split("\n")
    parts = list(extents(program))
    allows: list[_Allow] = []
    wrong: list[Diagnostic] = []
    for comment in program.comments:
        match = _OURS.match(comment.text)
        if match is None:
            continue
        if match["word"] != "allow":
            wrong += _word(comment, match["word"], match.start("word"), match["rest"])
            continue
        allow = _Allow(comment, _meant(comment, lines, parts))
        wrong += _codes_of(allow, match.start("rest"))
        allows.append(allow)
    return allows, wrong


def _meant(comment: Comment, lines: Sequence[str], parts: Sequence[tuple[int, int]]) -> range:
    """The lines that a comment speaks for; the one after the last when nothing follows."""
    number = comment.span.line
    if lines[number - 1][: comment.span.column - 1].strip(" \t\ufeff"):
        meant = [part for part in parts if part[0] <= number <= part[1]]
    else:
        while number < len(lines) and lines[number].strip()[:1] in ("", "#"):
            number += 1
        number += 1
        around = [part for part in parts if part[0] < number <= part[1]]
        meant = [part for part in parts if part[0] == number] or around
    ends = [number, *(line for part in meant for line in part)]
    return range(min(ends), max(ends) + 1)


def _codes_of(allow: _Allow, start: int) -> Iterator[Diagnostic]:
    """Read codes and reason into the allow; yield what is wrong with them."""
    comment = allow.comment
    match = _CODES.match(comment.text, start)
    if match is None:
        message = "an allow names the codes that it allows"
        yield Diagnostic("DF0712", message, comment.span, _SHAPE, severity="warning")
        return
    for word in _CODE.finditer(comment.text, match.start("codes"), match.end()):
        place = inside(comment.span, comment.span.start + word.start(), len(word[0]))
        code = word[0].upper()
        if page(code) is not None:
            allow.codes.append((code, place))
        else:
            yield _unknown(word[0], place)
    yield from _reason(comment, match.end())


_SHAPE = "write `# docflow: allow DF0208 because ...`, with a reason for those who read it later"


def _reason(comment: Comment, start: int) -> Iterator[Diagnostic]:
    rest = comment.text[start:]
    word, _, reason = rest.strip().partition(" ")
    if word == "because" and reason.strip(_SIGNS):
        return
    message = "this allow gives no reason"
    said = _BECAUSE.sub("", rest)
    fix = None
    if word != "because" and said:
        message = "the reason of an allow comes after `because`"
        length = len(rest) - len(said)
        place = inside(comment.span, comment.span.start + start, length)
        fix = Fix("write `because`", place, " because ")
    yield Diagnostic("DF0711", message, comment.span, None if fix else _SHAPE, (), fix, "warning")


def _unknown(word: str, place: Span) -> Diagnostic:
    hint = nearest(word.upper(), codes()) if len(word) >= 6 else None
    family = [code for code in codes() if code.startswith(word.upper())]
    if family:
        help_ = (
            f"an allow names single codes, such as {family[0]}; levels in pyproject.toml may name families"
        )
    else:
        help_ = f"did you mean {hint}?" if hint else "`docflow explain` lists all codes"
    fix = Fix(f"write `{hint}`", place, hint) if hint and not family else None
    return Diagnostic("DF0712", f"there is no code `{word}`", place, help_, (), fix, "warning")


def _word(comment: Comment, word: str, start: int, rest: str) -> Iterator[Diagnostic]:
    """Tell of another word than `allow` where it seems to be meant; else it is a comment like any other."""
    if nearest(word, ("allow",)) or _CODE.search(rest):
        place = inside(comment.span, comment.span.start + start, len(word))
        fix = Fix("write `allow`", place, "allow")
        message = f"`# docflow: {word}` means nothing"
        yield Diagnostic("DF0712", message, place, "did you mean `allow`?", (), fix, "warning")


def _of_an_error(finding: Diagnostic, allow: _Allow) -> Diagnostic:
    place = next(place for code, place in allow.codes if code == finding.code)
    return Diagnostic(
        "DF0713",
        f"{finding.code} is an error here, and an error cannot be allowed",
        place,
        "a flow with an error does not run; mend it, and remove the allow",
        (Label(finding.span, "this is what it would allow"),),
        None,
        "warning",
    )


def _useless(allow: _Allow, text: str) -> Iterator[Diagnostic]:
    """Tell of the codes that allowed nothing; of the whole comment when that is all of them."""
    comment = allow.comment
    spare = [(code, place) for code, place in allow.codes if code not in (*allow.used, *_OF_TESTS)]
    if not spare:
        return
    help_ = "the finding is gone, or stands on another line; an allow speaks for what begins under it"
    if len(spare) == len(allow.codes):
        listed = " and ".join(dict.fromkeys(code for code, _ in spare))
        place, fix = comment.span, Fix("remove the comment", _whole(comment, text), "")
        message = f"this allows {listed}, but there is nothing to allow"
        yield Diagnostic("DF0710", message, place, help_, (), fix, "warning")
        return
    for code, place in spare:
        fix = Fix(f"remove {code}", _listed(allow, place, text), "")
        message = f"this allows {code}, but there is no such finding here"
        yield Diagnostic("DF0710", message, place, help_, (), fix, "warning")


def _listed(allow: _Allow, place: Span, text: str) -> Span:
    """A code with the comma that goes with it."""
    places = [each for _, each in allow.codes]
    number = places.index(place)
    start, end = place.start, place.end
    if number + 1 < len(places):
        end = places[number + 1].start
    else:
        start = places[number - 1].end
    return span_of(text, place.file, start, end)


def _whole(comment: Comment, text: str) -> Span:
    """A comment with its line, when it has one for itself, else with the blanks before it."""
    start, end = comment.span.start, comment.span.end
    head = text[:start].rstrip(" \t")
    if head and not head.endswith(("\n", "\ufeff")):
        return span_of(text, comment.span.file, len(head), end)
    after = text.find("\n", end)
    if after >= 0:
        return span_of(text, comment.span.file, len(head), after + 1)
    return span_of(text, comment.span.file, max(len(head) - head.endswith("\n"), 0), len(text))
