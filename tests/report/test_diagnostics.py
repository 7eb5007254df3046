import json

import pytest

from docflow.errors import Diagnostic, Fix, Label, Span
from docflow.lang.spans import span_of
from docflow.lang.syntax.parse import parse
from docflow.report.diagnostics import as_json, by_code, render, summary


def span(line: int, start: int, end: int, file: str = "a.flow", offset: int = 0) -> Span:
    return Span(file, offset + start - 1, offset + end - 1, line, start, line, end)


def shown(finding: Diagnostic, text: str, **options: object) -> list[str]:
    return render([finding], {"a.flow": text}, **options).split("\n")  # type: ignore[arg-type]


def test_nothing_found_prints_nothing() -> None:
    assert render([], {}) == ""


def test_a_finding_with_help() -> None:
    finding = Diagnostic("DF0101", "wrong", span(1, 6, 7), "do it")
    assert render([finding], {"a.flow": "from 5"}) == (
        "error[DF0101]: wrong\n --> a.flow:1:6\n"
        "  |\n1 | from 5\n  |      ^\n  = help: do it\n\n1 error in a.flow\n"
    )


def test_second_labels_on_other_lines_and_in_other_files() -> None:
    finding = Diagnostic(
        "DF0203",
        "twice",
        span(5, 1, 4),
        labels=(Label(span(1, 1, 4), "first here"), Label(span(2, 3, 4, "b.flow"), "and here")),
        severity="warning",
    )
    text = render([finding], {"a.flow": "one\n\n\n\ntwo", "b.flow": "x\n  y"})
    assert text == (
        "warning[DF0203]: twice\n --> a.flow:5:1\n  |\n1 | one\n  | --- first here\n...\n5 | two\n  | ^^^\n"
        " --> b.flow:2:3\n  |\n2 |   y\n  |   - and here\n\n1 warning in a.flow\n"
    )


def test_a_place_in_a_file_without_text_is_named_only() -> None:
    finding = Diagnostic(
        "DF0502", "old", span(1, 1, 2, "gone.flow"), fix=Fix("x", span(1, 1, 2, "gone.flow"), "y")
    )
    assert render([finding], {}) == (
        "error[DF0502]: old\n --> gone.flow:1:1\n  = fix: x\n\n1 error in gone.flow\n"
    )


def test_tabs_and_wide_characters_keep_the_caret_in_place() -> None:
    text = '\tlet 名前 = "é😀x" 5'
    start = text.index("5") + 1
    lines = shown(Diagnostic("DF0101", "m", span(1, start, start + 1)), text)
    assert lines[3] == '1 |     let 名前 = "é😀x" 5'
    # four columns for the tab, two for each of the two signs and for the face
    assert lines[4] == "  | " + " " * (4 + 4 + 4 + 3 + 1 + 1 + 2 + 1 + 1 + 1) + "^"


def test_combining_marks_take_no_column() -> None:
    text = '"e\u0301" 5'
    lines = shown(Diagnostic("DF0101", "m", span(1, 6, 7)), text)
    assert lines[4] == "  |     ^"


def test_hidden_characters_are_shown_as_escapes() -> None:
    text = "a\u202eb\x1b[31m\u200b 5"
    lines = shown(Diagnostic("DF0101", "m\u202e\nn", span(1, 2, 3)), text)
    assert lines[0] == "error[DF0101]: m\\u202e\\nn"
    assert lines[3] == "1 | a\\u202eb\\x1b[31m\\u200b 5"
    assert lines[4] == "  |  ^^^^^^"


def test_long_lines_are_cut_around_the_place() -> None:
    text = "a" * 300 + "X" + "b" * 300
    lines = shown(Diagnostic("DF0101", "m", span(1, 301, 302)), text, width=60)
    assert all(len(line) <= 60 for line in lines)
    assert lines[3].startswith("1 | …a")
    assert lines[3].endswith("b…")
    assert lines[4].index("^") == lines[3].index("X")


def test_a_long_line_is_shown_from_its_start_when_the_place_is_there() -> None:
    lines = shown(Diagnostic("DF0101", "m", span(1, 2, 3)), "aX" + "b" * 300, width=60)
    assert lines[3].startswith("1 | aXb")


def test_a_span_over_several_lines_is_marked_to_the_end_of_its_first() -> None:
    text = "flow x {\n}\n"
    lines = shown(Diagnostic("DF0401", "m", Span("a.flow", 5, 10, 1, 6, 2, 2)), text)
    assert lines[3:5] == ["1 | flow x {", "  |      ^^^"]


def test_the_end_of_the_file_and_windows_lines() -> None:
    lines = shown(Diagnostic("DF0101", "m", Span("a.flow", 8, 8, 2, 1, 2, 1)), "from a\r\n")
    assert lines[3:5] == ["2 |", "  | ^"]
    lines = shown(Diagnostic("DF0101", "m", span(1, 6, 7)), "from 5\r\n")
    assert lines[3] == "1 | from 5"


def test_a_fix_is_shown_as_a_diff() -> None:
    fix = Fix("add a comma", span(2, 3, 3, offset=2), ",")
    lines = shown(Diagnostic("DF0104", "m", span(2, 4, 5, offset=2), fix=fix), '[\n"a" b]')
    assert lines[5:8] == ["  = fix: add a comma", '2 - "a" b]', '2 + "a,"' + " b]"]


def several(text: str, start: int, end: int, replacement: str) -> list[str]:
    """Return how a fix over several lines is shown."""
    fix = Fix("mend it", span_of(text, "a.flow", start, end), replacement)
    lines = shown(Diagnostic("DF0208", "m", span(1, 1, 2), fix=fix), text)
    assert lines[5].strip() == "= fix: mend it"
    return lines[6:-3]


def test_a_fix_over_several_lines_is_a_diff_of_whole_lines() -> None:
    assert several("a\nb\nc", 0, 2, "") == ["1 - a"]
    assert several("a\nb\nc", 1, 2, " ") == ["1 - a", "2 - b", "1 + a b"]
    assert several("a\nb", 3, 3, "\nc\n") == ["3 + c", "4 +"]
    assert several("a\r\nb\r\n", 0, 3, "x\r\n") == ["1 - a", "1 + x"]
    assert several("a b\nc", 2, 3, "x\ny") == ["1 - a b", "1 + a x", "2 + y"]


def test_a_fix_over_many_lines_is_cut() -> None:
    text = "".join(f"line {number}\n" for number in range(12))
    lines = several(text, 0, len(text), "")
    assert lines[0] == " 1 - line 0"
    assert lines[-1].strip() == "- ... 4 more lines"
    assert len(lines) == 9


@pytest.mark.parametrize("width", [40, 60, 100])
def test_no_line_of_an_excerpt_is_wider_than_the_terminal(width: int) -> None:
    text = "x" * 70 + "\n" + "y" * 200 + " 名前" * 30
    place = span_of(text, "a.flow", 150, 160)
    fix = Fix("f", span_of(text, "a.flow", 60, 165), "z\n" * 3)
    lines = render([Diagnostic("DF0101", "m", place, fix=fix)], {"a.flow": text}, width=width).split("\n")
    assert max(len(line) for line in lines) <= width


def test_colours_only_when_asked_for() -> None:
    finding = Diagnostic("DF0101", "m", span(1, 1, 2), fix=Fix("f", span(1, 1, 2), "x"))
    plain, painted = (render([finding], {"a.flow": "b"}, color=color) for color in (False, True))
    assert "\x1b" not in plain
    assert "\x1b[1;31merror[DF0101]\x1b[0m" in painted
    assert "\x1b[32m1 + x\x1b[0m" in painted


def test_the_closing_line() -> None:
    error = Diagnostic("DF0101", "m", span(1, 1, 2))
    warning = Diagnostic("DF0208", "m", span(1, 1, 2, "b.flow"), severity="warning")
    assert summary([error, error, error]) == "3 errors in a.flow"
    assert summary([error, warning]) == "1 error, 1 warning in 2 files"
    assert summary([warning]) == "1 warning in b.flow"


def test_as_json_is_json_and_whole() -> None:
    found = parse("flow x {\n from a(b = 1)\n | c(\n | to d\n}", "a.flow").diagnostics
    data = json.loads(json.dumps(as_json(found)))
    assert [each["code"] for each in data] == ["DF0107", "DF0103"]
    assert data[0]["fix"]["replacement"] == "b:"
    assert data[1]["labels"][0]["line"] == 4
    assert {"file", "line", "column", "end_line", "end_column", "start", "end", "severity", "help"} <= set(
        data[1]
    )


def test_a_long_list_has_a_table_of_codes() -> None:
    found = [Diagnostic("DF0101", "m", span(1, 1, 2))] * 1500 + [
        Diagnostic(f"DF02{number:02}", "m", span(1, 1, 2), severity="warning") for number in range(1, 18)
    ]
    lines = by_code(found)
    assert lines[0] == "  1,500  error[DF0101]    unexpected token"
    assert len(lines) == 13
    assert lines[-1] == "  and 6 other codes"
    assert by_code(found[:20]) == []
