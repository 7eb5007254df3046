"""Checking never raises, whatever the text is, and what it accepts has a plan."""

import re
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from docflow.lang.elaborate import Values, elaborate
from docflow.lang.findings import together
from docflow.lang.syntax.parse import parse
from docflow.report.diagnostics import render

FOLDER = Path(__file__).parents[1] / "flows" / "diagnostics"
TEXTS = [path.read_text(encoding="utf-8") for path in sorted(FOLDER.glob("*.flow"))]
TOKENS = [re.findall(r'\w+|"[^"\n]*"|\s+|.', text, re.S) for text in TEXTS]


@st.composite
def mangled(draw):
    """A flow of the golden files with some of its tokens gone, repeated, or taken from another one."""
    tokens = list(draw(st.sampled_from(TOKENS)))
    for _ in range(draw(st.integers(0, 4))):
        if not tokens:
            break
        at = draw(st.integers(0, len(tokens) - 1))
        other = draw(st.sampled_from(TOKENS))
        start = draw(st.integers(0, max(0, len(other) - 1)))
        match draw(st.sampled_from(["delete", "insert", "repeat"])):
            case "delete":
                del tokens[at : at + draw(st.integers(1, 3))]
            case "insert":
                tokens[at:at] = other[start : start + draw(st.integers(1, 10))]
            case _:
                tokens[at:at] = tokens[start : start + 5]
    return "".join(tokens)


@settings(max_examples=150)
@given(mangled())
def test_checking_never_raises(sample_catalog, text):
    parsed = parse(text, "mangled.flow")
    checked = elaborate(parsed.program, sample_catalog, folder=FOLDER)
    made = elaborate(parsed.program, sample_catalog, folder=FOLDER, values=Values())
    for found in (*checked.diagnostics, *made.diagnostics):
        assert found.message
        assert 0 <= found.span.start <= found.span.end
    if not any(d.severity == "error" for d in (*parsed.diagnostics, *made.diagnostics)):
        assert made.plan is not None
    # Values can only refuse; they never mend what is wrong with the file.
    plain = {(d.code, d.span) for d in checked.diagnostics if d.severity == "error"}
    assert plain <= {(d.code, d.span) for d in made.diagnostics}


@settings(max_examples=30)
@given(mangled())
def test_checking_twice_finds_the_same(sample_catalog, text):
    program = parse(text, "mangled.flow").program
    once = elaborate(program, sample_catalog, folder=FOLDER)
    assert elaborate(program, sample_catalog, folder=FOLDER).diagnostics == once.diagnostics


@settings(max_examples=200)
@given(
    st.one_of(
        st.text(),
        st.text(alphabet="from|to{}()[]\"#:,.=<>!~$%&*/-+;'\\ \n\tdocflwhenrtuxj0129é“\u00a0\u202e"),
    )
)
def test_checking_any_text_never_raises(sample_catalog, text):
    parsed = parse(text, "any.flow")
    checked = elaborate(parsed.program, sample_catalog)
    found = together(parsed.diagnostics, checked.diagnostics)
    for each in found:
        assert each.message
        for span in (
            each.span,
            *(label.span for label in each.labels),
            *([each.fix.span] if each.fix else []),
        ):
            assert 0 <= span.start <= span.end <= len(text)
            assert span.line >= 1
            assert span.column >= 1
    assert render(found, {"any.flow": text}) or not found
