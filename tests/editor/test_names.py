"""What names mean: hover, definition, references and rename agree, since they ask the same table."""

import pytest

from docflow.editor.change import Change, applied
from docflow.editor.define import definition, meant, references
from docflow.editor.hover import hover
from docflow.editor.rename import Refused, renamable, rename

FLOW = """\
use news
# How many words.
param least: int = 3 where least > 0
secret token = env("TOKEN")
let french = re"le"
stage tidy(blank: int = 1) {
  | clean.whitespace(max_blank: blank) as spaces
}
flow inbox {
  with max_errors: 25%
  on error retry(2, wait: 5s) then quarantine("failed")
  from files("x")
  | tidy(blank: 2)
  | news.dateline
  | set doc.long = doc.words > least
  | drop when doc.text matches french and doc.long
  | set doc.label = f"{doc.long} {upper(doc.publisher ?? \\"\\")}"
  | to jsonl("out.jsonl") as articles
  expect run.dropped_by.spaces < 3 else fail("lost")
}
flow second { from flow.inbox | to jsonl("b.jsonl") }
test "all" of inbox(least: 5) {
  given "a" with origin: "x"
  mock spaces = "b"
  then doc.long == false and sink.articles.count == 1
}
test "one" of tidy(blank: 0) { given "a" then doc.text == "a" }
"""
USES = {
    "param le¦ast": ["param", 4],
    "words > le¦ast": ["param", 4],
    "inbox(le¦ast": ["param", 4],
    "let fre¦nch": ["let", 2],
    "secret to¦ken": ["secret", 1],
    "stage ti¦dy": ["stage", 3],
    "of ti¦dy(blank": ["stage", 3],
    "(bla¦nk: 2)": ["param", 4],
    "max_blank: bla¦nk": ["param", 4],
    "flow in¦box": ["flow", 3],
    "flow.in¦box": ["flow", 3],
    "set doc.lo¦ng": ["field", 4],
    "{doc.lo¦ng}": ["field", 4],
    "as spa¦ces": ["alias", 3],
    "mock spa¦ces": ["alias", 3],
    "as artic¦les": ["alias", 2],
}


def marked(text):
    before, _, after = text.partition("¦")
    assert FLOW.count(before + after) == 1, text
    return FLOW.replace(before + after, text)


@pytest.mark.parametrize("text", USES)
def test_every_place_of_a_name_finds_the_others(at, text):
    kind, count = USES[text]
    analysis, offset = at(marked(text))
    found = meant(analysis, offset)
    places = references(found.target, (analysis,))
    assert (found.target.kind, len(places)) == (kind, count)
    assert any(place.span.start <= offset <= place.span.end for place in places)


DEFINITIONS = {
    "words > le¦ast": "least: int",
    "inbox(le¦ast": "least: int",
    "matches fre¦nch": "french = re",
    "| ti¦dy(blank: 2": "tidy(blank: int",
    "| tidy(bla¦nk": "blank: int",
    "flow.in¦box": "inbox {",
    "of in¦box": "inbox {",
    "and doc.lo¦ng": "long = doc.words",
    "doc.publ¦isher": "news.dateline",
    "mock spa¦ces": "spaces\n}",
    "dropped_by.spa¦ces": "spaces\n}",
    "sink.artic¦les": "articles\n  expect",
    "| ne¦ws.dateline": "news\n# How",
}


@pytest.mark.parametrize("text", DEFINITIONS)
def test_definition(at, text):
    analysis, offset = at(marked(text))
    (span,) = definition(analysis, offset)
    assert analysis.text[span.start :].startswith(DEFINITIONS[text])


HOVERS = {
    "param le¦ast": ("param least: int = 3 where least > 0", "How many words.", "param of type `int`"),
    "matches fre¦nch": ('let french = re"le"', "let of type `regex`"),
    "secret to¦ken": ('secret token = env("TOKEN")', "secret of type"),
    "| ti¦dy(blank: 2": ("stage tidy(blank: int = 1)", "| clean.whitespace(max_blank: blank)"),
    "| tidy(bla¦nk": ("blank: int = 1", "param of the stage `tidy`"),
    "clean.white¦space": ("clean.whitespace(runs: bool", "| `max_blank` |", "docflow-core"),
    "(max_bl¦ank:": ("max_blank: int? = 1", "The most blank lines"),
    "news.date¦line": ("Writes `doc.publisher: text?`", "docflow-news"),
    "| ne¦ws.dateline": ("The plugin `news`, from docflow-news", "- `news.residue`:"),
    "upp¦er(": ("upper(text: text) -> text",),
    "doc.publ¦isher": ("doc.publisher: text?", "written by `news.dateline` (line 14)"),
    "and doc.lo¦ng": ("doc.long: bool", "written by `set doc.long` (line 15)"),
    "doc.wor¦ds": ("doc.words: int", "runs of characters between white space"),
    "run.drop¦ped_by": ("how many documents a step dropped",),
    "wait: 5¦s": ("a duration, 5 seconds",),
    "25¦%": ("a ratio, 0.25",),
    "on er¦ror retry": ("a document on which a step fails",),
    "retr¦y(2": ("Tries the step again",),
    "wa¦it: 5s": ("wait: duration", "argument of `retry`"),
    "max_err¦ors": ("max_errors: ratio", "setting of a flow"),
    "least: in¦t = 3": ("A whole number.",),
    "flow in¦box": ('from files("x")', "# 6 steps"),
    "as spa¦ces": ("the name of this step",),
    "dr¦op when": ("Drops documents",),
}


@pytest.mark.parametrize("text", HOVERS)
def test_hover(at, text):
    analysis, offset = at(marked(text))
    shown = hover(analysis, offset).markdown
    for part in HOVERS[text]:
        assert part.lower() in shown.lower(), shown


def test_hover_over_a_finding_shows_why_it_is_one(at):
    analysis, offset = at('let sp¦are = 1\nfrom files("x") | to jsonl("y")')
    shown = hover(analysis, offset).markdown
    assert shown.startswith("**DF0208 ")
    assert "let spare = 1" in shown


def test_hover_over_nothing(at):
    analysis, offset = at('from files("x")   ¦   | to jsonl("y")')
    assert hover(analysis, offset) is None


# --------------------------------------------------------------------------------------------- rename


def renamed(at, text, new):
    analysis, offset = at(marked(text))
    found = renamable(analysis, offset)
    if isinstance(found, Refused):
        return found.sentence
    changes = rename(found.target, new, (analysis,))
    if isinstance(changes, Refused):
        return changes.sentence
    made = applied(FLOW, (Change(span.start, span.end, name) for span, name in changes))
    again, _ = at(made)
    assert [d.code for d in again.diagnostics] == [d.code for d in analysis.diagnostics]
    return made


@pytest.mark.parametrize("text", USES)
def test_rename(at, text):
    assert renamed(at, text, "quite_new").count("quite_new") == USES[text][1]


REFUSALS = {
    ("news.date¦line", "x"): "the name of a component belongs to its plugin",
    ("upp¦er(", "x"): "the name of a function belongs to its plugin",
    ("(max_bl¦ank:", "x"): "the name of an argument belongs to the component",
    ("doc.wor¦ds", "x"): "this name belongs to the language",
    ("| ne¦ws.dateline", "x"): (
        "the name of a plugin belongs to its author; `use NAME as ALIAS` gives it another one here"
    ),
    ("doc.publ¦isher", "x"): (
        "the field `publisher` is written by `news.dateline` (line 14), which gives it its name"
    ),
    ("param le¦ast", "french"): "`french` is taken: it is a let of this file already",
    ("param le¦ast", "when"): "`when` is a word of the language",
    ("param le¦ast", "doc"): "`doc` is taken: it stands for the document in an expression",
    (
        "param le¦ast",
        "2nd",
    ): "`2nd` is no name: a name is made of letters, digits and `_`, and begins with no digit",
    (
        "param le¦ast",
        "a b",
    ): "`a b` is no name: a name is made of letters, digits and `_`, and begins with no digit",
    ("let fre¦nch", "blank"): "`blank` is taken: it is a param of the stage `tidy`",
    ("| tidy(bla¦nk", "french"): "`french` is taken in the stage `tidy`",
    ("set doc.lo¦ng", "label"): "documents have a field `label` already",
    ("set doc.lo¦ng", "words"): "documents have a field `words` already",
    ("on er¦ror retry", "x"): "there is no name here that could be changed",
}


@pytest.mark.parametrize(("text", "new"), REFUSALS)
def test_rename_refuses_with_a_sentence(at, text, new):
    assert renamed(at, text, new) == REFUSALS[text, new]


def test_nothing_is_renamed_in_a_text_that_cannot_be_read(at):
    """A place that is broken may hold the name, too."""
    analysis, offset = at('param le¦ast: int = 1\nfrom files("x") | drop when least ) > ( | to jsonl("y")')
    assert "cannot be read" in renamable(analysis, offset).sentence
