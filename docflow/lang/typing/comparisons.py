"""`== != < <= > >=`, `in`, `not in`, `matches`: what can be compared with what."""

from docflow.errors import Fix, Span
from docflow.lang import tree
from docflow.lang.findings import Findings
from docflow.lang.spans import written
from docflow.lang.suggest import nearest
from docflow.lang.typing.folding import fold
from docflow.lang.typing.nullness import surely
from docflow.lang.typing.quantities import parse_date
from docflow.lang.typing.typed import UNKNOWN, WRONG, Typed, constant
from docflow.lang.typing.types import NUMBERS, with_article
from docflow.lang.typing.units import DIMENSIONS
from docflow.model import BOOL, DATE, NULL, Regex, Type
from docflow.plan.expr import Compare, Contains, Matches, Not
from docflow.value import evolve

__all__ = ["as_date", "comparison", "matching", "membership"]

_ORDERED = ("text", "enum", "size", "duration", "date", *NUMBERS)
_DIMENSIONED = {*NUMBERS, "size", "duration"}


def comparison(
    node: tree.Binary, left: Typed, right: Typed, findings: Findings, *, null_differs: bool = False
) -> Typed:
    """Check a comparison and lower it; comparing with `null` is what an optional value is there for.

    With `null_differs` a value that may be null may stand beside `==`: in a test null is no trap, the
    claim fails.
    """
    if left.wrong or right.wrong:
        return WRONG
    if node.op in ("==", "!=") and NULL in (left.type, right.type):
        return _with_null(node, left, right, findings)
    if not (null_differs and node.op == "=="):
        left = surely(node.left, left, findings, tight=True)
        right = surely(node.right, right, findings, tight=True)
    if left.wrong or right.wrong:
        return WRONG
    left, right = as_date(left, right.type), as_date(right, left.type)
    if not _comparable(node, left, right, findings):
        return WRONG
    if not null_differs and {left.type.name, right.type.name} == {"bool"}:
        _with_truth(node, findings)
    return fold(
        BOOL, Compare(node.op, left.expr, right.expr) if left.expr and right.expr else None, (left, right)
    )


def _with_truth(node: tree.Binary, findings: Findings) -> None:
    """Warn (DF0703) of `x == true`: what is true or false is a condition by itself."""
    if not isinstance(node.right, tree.Boolean) or isinstance(node.left, tree.Boolean):
        return
    shown = written(node.left)
    holds = node.right.value == (node.op == "==")
    of = node.left.span
    rest = Span(
        of.file, of.end, node.span.end, of.end_line, of.end_column, node.span.end_line, node.span.end_column
    )
    fix = Fix("leave the comparison out", rest, "") if holds else None
    if not holds and shown:
        fix = Fix(f"write `not {shown}`", node.span, f"not {shown}")
    findings.add(
        "DF0703",
        f"{f'`{shown}`' if shown else 'this'} is true or false already, so it needs no comparison",
        node.span,
        help=None if fix else "write `not` before it",
        fix=fix,
        severity="warning",
    )


def _with_null(node: tree.Binary, left: Typed, right: Typed, findings: Findings) -> Typed:
    one, side = (right, node.right) if left.type == NULL else (left, node.left)
    null = node.left if left.type == NULL else node.right
    if not isinstance(null, tree.Null) and one.type != NULL and written(null):
        message = (
            f"`{written(null)}` is always null here, so this {'always' if node.op == '!=' else 'never'} holds"
        )
        findings.add("DF0310", message, node.span, help="only a step before this one can give it a value")
        return WRONG
    if not (one.type.optional or one.type.name in ("any", "null")):
        shown = written(side)
        findings.add(
            "DF0310",
            f"{f'`{shown}`' if shown else 'this'} is never null (its type is `{one.type}`), "
            f"so this {'always' if node.op == '!=' else 'never'} holds",
            node.span,
        )
        return WRONG
    expr = Compare(node.op, left.expr, right.expr) if left.expr and right.expr else None
    return fold(BOOL, expr, (left, right))


def as_date(one: Typed, other: Type) -> Typed:
    """Return a text beside a date as a date, when it is one."""
    if other.name == "date" and one.type.name == "text" and isinstance(one.value, str):
        date = parse_date(one.value)
        if date is not None:
            return constant(DATE, date, literal=one.literal)
    return one


def _comparable(node: tree.Binary, left: Typed, right: Typed, findings: Findings) -> bool:
    l_name, r_name = left.type.name, right.type.name
    if node.op not in ("==", "!="):
        for side, typed in ((node.left, left), (node.right, right)):
            if typed.type.name not in (*_ORDERED, "any", "union"):
                findings.add(
                    "DF0303",
                    f"`{node.op}` needs an order, and {with_article(typed.type)} has none",
                    side.span,
                )
                return False
    if same_kind(left.type, right.type):
        return _words_known(node, left, right, findings)
    if {l_name, r_name} <= _DIMENSIONED:
        _mixed(node, left, right, findings)
        return False
    findings.add(
        "DF0310",
        f"{with_article(left.type)} and {with_article(right.type)} are never equal"
        if node.op in ("==", "!=")
        else f"{with_article(left.type)} cannot be compared with {with_article(right.type)}",
        node.span,
        help=_unlike(node, left, right),
        fix=_unquoted(node, left, right),
    )
    return False


def same_kind(left: Type, right: Type) -> bool:
    """Tell whether values of the two types can be equal."""
    l_name, r_name = left.name, right.name
    if "any" in (l_name, r_name):
        return True
    if l_name == "union":
        return any(same_kind(each, right) for each in left.args)
    if r_name == "union":
        return same_kind(right, left)
    if l_name == r_name == "list":
        return same_kind(left.args[0], right.args[0])
    return _family(l_name) == _family(r_name)


def _family(name: str) -> str:
    if name in NUMBERS:
        return "number"
    return {"enum": "text", "record": "map", "glob": "path"}.get(name, name)


def _words_known(node: tree.Binary, left: Typed, right: Typed, findings: Findings) -> bool:
    """Note DF0310 where an enum is compared with a word that it does not have."""
    for enum_, word, side in ((left, right, node.right), (right, left, node.left)):
        if not (enum_.type.name == "enum" and word.literal and isinstance(word.value, str)):
            continue
        if word.value not in enum_.type.choices:
            _unknown_word(node, enum_.type, word.value, side, findings)
            return False
    if left.type.name == right.type.name == "enum" and not set(left.type.choices) & set(right.type.choices):
        findings.add("DF0310", f"`{left.type}` and `{right.type}` have no word in common", node.span)
        return False
    return True


def _unknown_word(node: tree.Binary, enum_: Type, word: str, side: tree.Expr, findings: Findings) -> None:
    near = nearest(word, enum_.choices)
    listed = "the words are " + ", ".join(f'"{w}"' for w in enum_.choices)
    subject = written(node.right if side is node.left else node.left)
    findings.add(
        "DF0310",
        f'"{word}" is none of the words that {f"`{subject}`" if subject else "this"} can be',
        side.span,
        help=f'did you mean "{near}"?' if near else listed,
        fix=Fix(f'write "{near}"', side.span, f'"{near}"') if near and isinstance(side, tree.Text) else None,
    )


def _mixed(node: tree.Binary, left: Typed, right: Typed, findings: Findings) -> None:
    """Note DF0305: at a plain number that lacks its unit, else at the whole comparison."""
    for side, other in ((node.right, left), (node.left, right)):
        unit = DIMENSIONS.get(other.type.name, "").lstrip("0123456789")
        if isinstance(side, tree.Number) and not side.suffix and unit:
            text = f"{side.digits}{unit}"
            findings.add(
                "DF0305",
                f"a {other.type.name} is compared with a number that has no unit",
                side.span,
                help=f"did you mean `{text}`?",
                fix=Fix(f"write `{text}`", side.span, text),
            )
            return
    dimension = next(t.type.name for t in (left, right) if t.type.name not in NUMBERS)
    findings.add(
        "DF0305",
        f"{with_article(left.type)} cannot be compared with {with_article(right.type)}",
        node.span,
        help=f"both sides need a {dimension}, such as `{DIMENSIONS[dimension]}`, or neither",
    )


def _unlike(node: tree.Binary, left: Typed, right: Typed) -> str | None:
    for typed, side, other in ((right, node.right, left), (left, node.left, right)):
        if isinstance(side, tree.Text) and other.type.name == "date":
            return 'write a date as the text "2020-05-04"'
        if (
            isinstance(side, tree.Text)
            and other.type.name in _DIMENSIONED
            and side.value.strip().replace(".", "", 1).isdigit()
        ):
            return f"leave out the quotes: `{side.value.strip()}`"
        if other.type.name == "list" and typed.type.name != "list":
            return "to look into a list write `x in list`"
        if isinstance(side, tree.Tagged) and side.tag == "re":
            return "to search with a regular expression write `matches` instead of `==`"
    return None


def _unquoted(node: tree.Binary, left: Typed, right: Typed) -> Fix | None:
    """Return the fix for `doc.year == "2020"`."""
    for side, other in ((node.right, left), (node.left, right)):
        if isinstance(side, tree.Text) and other.type.name in ("int", "float") and not side.block:
            number = side.value.strip()
            whole = number.isdecimal() or (
                other.type.name == "float" and number.replace(".", "", 1).isdecimal()
            )
            return Fix("leave out the quotes", side.span, number) if whole else None
    return None


def membership(node: tree.Binary, item: Typed, place: Typed, findings: Findings) -> Typed:
    """Check `in` and `not in`, and lower them."""
    item = surely(node.left, item, findings, tight=True)
    place = surely(node.right, place, findings, tight=True)
    if item.wrong or place.wrong:
        return WRONG
    element = _element(place.type)
    if element is None:
        findings.add(
            "DF0303",
            f"`{node.op}` looks into a list, a map or a text, and this is {with_article(place.type)}",
            node.right.span,
            help="write a list: `[...]`",
        )
        return WRONG
    item, place = as_date(item, element), _dates_in(place, item.type)
    element = _element(place.type) or element
    if place.known and place.value in ((), {}):
        findings.add("DF0310", f"nothing is in an empty {place.type.name}", node.span)
        return WRONG
    if not same_kind(item.type, element):
        message = f"{with_article(item.type)} is never in {with_article(place.type)}"
        findings.add("DF0310", message, node.span)
        return WRONG
    _list_words(node, item.type, findings)
    expr = Contains(item.expr, place.expr) if item.expr and place.expr else None
    found = fold(BOOL, expr, (item, place))
    if node.op == "in":
        return found
    return fold(BOOL, Not(found.expr) if found.expr else None, (found,))


def _element(place: Type) -> Type | None:
    if place.name in ("list", "any"):
        return place.args[0] if place.args else place
    if place.name in ("map", "record", "text", "enum"):
        return Type("text")
    return None


def _dates_in(place: Typed, item: Type) -> Typed:
    if item.name != "date" or not isinstance(place.value, tuple):
        return place
    dates = tuple(parse_date(each) if isinstance(each, str) else each for each in place.value)
    return evolve(constant(Type("list", (DATE,)), dates), literal=place.literal) if all(dates) else place


def _list_words(node: tree.Binary, item: Type, findings: Findings) -> None:
    if item.name != "enum" or not isinstance(node.right, tree.ListExpr):
        return
    for each in node.right.items:
        if isinstance(each, tree.Text) and each.value not in item.choices:
            _unknown_word(node, item, each.value, each, findings)


def matching(node: tree.Binary, text: Typed, pattern: Typed, findings: Findings) -> Typed:
    """Check `matches` and lower it; the pattern must be known before the run."""
    text = surely(node.left, text, findings, tight=True)
    if text.wrong or pattern.wrong:
        return WRONG
    if text.type.name not in ("text", "enum", "any"):
        findings.add(
            "DF0303", f"`matches` searches in a text, and this is {with_article(text.type)}", node.left.span
        )
        return WRONG
    if pattern.type.name == "any" and pattern.expr is None:
        return WRONG
    if pattern.type.name != "regex" or pattern.type.optional:
        _no_regex(node, pattern, findings)
        return WRONG
    if not isinstance(pattern.value, Regex) or text.expr is None:
        return Typed(BOOL, None, UNKNOWN)
    made = Matches(text.expr, pattern.value.pattern, pattern.value.flags)
    return fold(BOOL, made, (text, pattern))


def _no_regex(node: tree.Binary, pattern: Typed, findings: Findings) -> None:
    fix = None
    if isinstance(node.right, tree.Text) and not node.right.block and "\\" not in node.right.value:
        fix = Fix("make it a regex", node.right.span, "re" + (written(node.right) or '""'))
    findings.add(
        "DF0303",
        f"`matches` needs a regex on its right side, and this is {with_article(pattern.type)}",
        node.right.span,
        help='write `re"..."`; to look for plain text write `"..." in x`',
        fix=fix if fix and len(fix.replacement) > 4 else None,
    )
