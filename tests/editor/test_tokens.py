"""Colours, the outline, signatures, actions and formats."""

from docflow.editor.actions import actions, fix_all
from docflow.editor.change import applied, between
from docflow.editor.format import format_changes
from docflow.editor.positions import Lines
from docflow.editor.signature import signature_at
from docflow.editor.symbols import symbols
from docflow.editor.tokens import colours

FLOW = """\
use news
param least: int = 3 # words
let years = re"20.."
flow inbox {
  from files("x")
  | news.dateline as dated
  | set doc.long = doc.words > least and 10MB > 5B
  | expect upper(doc.publisher ?? f"{doc.id}!") == "A" else quarantine("b")
  | to jsonl("out.jsonl")
}
"""


def test_colours(at):
    analysis, _ = at(FLOW)
    shown = {(FLOW[c.start : c.end], c.kind, *c.modifiers) for c in colours(analysis)}
    expected = {
        ("use", "keyword"), ("news", "namespace"), ("least", "variable", "declaration"),
        ("least", "variable"), ("int", "type", "defaultLibrary"), ("3", "number"), ("# words", "comment"),
        ("years", "variable", "readonly", "declaration"), ('re"20.."', "regexp"),
        ("inbox", "class", "declaration"), ("files", "function"), ("dateline", "function"),
        ("dated", "label", "declaration"), ("long", "property", "modification"),
        ("words", "property", "readonly", "defaultLibrary"), ("10MB", "number"), ("and", "keyword"),
        ("upper", "function", "defaultLibrary"), ("publisher", "property"), ('f"{', "string"),
        ('}!"', "string"), ("quarantine", "enumMember"), ('"b"', "string"),
        ("doc", "variable", "defaultLibrary"), ("|", "operator"),
    }  # fmt: skip
    assert expected <= shown, expected - shown


def test_words_of_the_language_are_names_where_names_stand(at):
    """A plugin may call an argument `from`, a file a param `mock`."""
    text = 'param mock: int = 1\nfrom files("x") | drop when doc.words > mock | to jsonl("y")'
    analysis, _ = at(text)
    kinds = [c.kind for c in colours(analysis) if text[c.start : c.end] == "mock"]
    assert kinds == ["variable", "variable"]


def test_the_outline(at):
    analysis, _ = at(FLOW + 'test "all" of inbox { given "a" then doc.long }\n')
    found = symbols(analysis)
    assert [(s.kind, s.name, s.detail) for s in found] == [
        ("use", "news", ""), ("param", "least", "int"), ("let", "years", 're"20.."'), ("flow", "inbox", ""),
        ("test", "all", "of inbox"),
    ]  # fmt: skip
    assert [s.name for s in found[3].inner] == [
        'from files("x")', "dated", "set doc.long = doc.words > least and 10MB > 5B",
        'expect upper(doc.publisher ?? f"{doc.id}!") == "A" else qua…', 'to jsonl("out.jsonl")',
    ]  # fmt: skip
    for symbol in found:
        assert symbol.span.start <= symbol.name_span.start <= symbol.name_span.end <= symbol.span.end


def test_signatures(at):
    cases = {
        'from files("x") | clean.lines(¦': ("clean.lines(drop:", 0),
        'from files("x") | clean.lines(drop: ["a", "b¦"], ignore_case: true)': ("clean.lines(drop:", 0),
        'from files("x") | clean.lines(drop: "a", ignore_case: ¦)': ("clean.lines(drop:", 3),
        'from files("x") | set doc.a = replace(doc.text, ¦': ("replace(text: text", 1),
        "flow a { on error retry(2, wait: ¦": ("retry(times: int, wait: duration)", 1),
        "stage s(a: int, b: int = 2) { | drop }\nfrom files(\"x\") | s(b: ¦)": ("s(a: int, b: int = 2)", 1),
        'from files("x") | clean.unicode ¦': None,
        'from files("x") | clean.nothing(¦': None,
    }  # fmt: skip
    for text, expected in cases.items():
        analysis, offset = at(text)
        found = signature_at(analysis, analysis.text, offset)
        assert (found is None) == (expected is None), text
        if found is not None:
            assert found.label.startswith(expected[0]), text
            assert found.active == expected[1], text


def test_actions(at):
    text = 'param spare: int = 1\nfrom files("x")\n  | clean.unicodee\n  | to jsonl("y")\n'
    analysis, _ = at(text)
    offered = {action.title: action for action in actions(analysis, 0, len(text))}
    fixed = applied(text, offered["write `clean.unicode`"].changes)
    assert "| clean.unicode\n" in fixed
    allow = offered["allow DF0208 here: a comment with the reason"]
    assert applied(text, allow.changes).startswith("# docflow: allow DF0208 because ...\nparam spare")
    again, _ = at(applied(text, allow.changes).replace("...", "later").replace("unicodee", "unicode"))
    assert again.diagnostics == ()
    every = fix_all(analysis)
    assert every.title == "fix all that can be fixed (1 finding)"
    assert (
        applied(text, every.changes)
        == 'param spare: int = 1\nfrom files("x")\n  | clean.unicode\n  | to jsonl("y")\n'
    )
    assert fix_all(at(fixed.partition("\n")[2])[0]) is None


def test_no_comment_is_put_into_a_text(at):
    """The line begins inside a text block, where a comment would be a part of it."""
    text = 'test "a" of t {\n  given """\n    x\n    """ with spare: 1\n  then 1 == 1\n}\n'
    text += "stage t { | clean.unicode }\n"
    analysis, _ = at(text)
    for action in actions(analysis, 0, len(text)):
        again, _ = at(applied(text, action.changes))
        assert not again.program.broken


def test_formats_change_whole_lines_only_where_they_differ(at):
    text = 'from   files("x")\n  | clean.unicode\n  | to jsonl( "y" )\n'
    changes = format_changes(text, "main.flow")
    assert applied(text, changes) == 'from files("x")\n  | clean.unicode\n  | to jsonl("y")\n'
    assert not any(change.start <= text.index("| clean") < change.end for change in changes)
    part = format_changes(text, "main.flow", (3, 3))
    assert applied(text, part) == 'from   files("x")\n  | clean.unicode\n  | to jsonl("y")\n'
    assert format_changes("from files(", "main.flow") == ()


def test_changes_between_texts():
    old, new = "a\nb\nc\nd\n", "a\nB\nc\nd\ne\n"
    assert applied(old, between(old, new)) == new
    assert len(between(old, new)) == 2
    assert between(old, old) == ()


def test_places_and_offsets():
    text = "a😀b\r\né\n\u2028x\r"
    for encoding, unit in (("utf-8", 5), ("utf-16", 3), ("utf-32", 2)):
        lines = Lines(text, encoding)
        assert lines.place(2) == (0, unit)
        assert lines.offset((0, unit)) == 2
        assert lines.offset((0, 99)) == 3
        assert lines.place(5) == (1, 0)
        assert lines.place(len(text)) == (3, 0)
        assert lines.offset((9, 9)) == len(text)
        assert [lines.offset(lines.place(at)) for at in range(len(text) + 1) if at != 4] == [
            at for at in range(len(text) + 1) if at != 4
        ]
    assert Lines(text).offset((0, 2)) == 1  # the middle of a letter of two units
