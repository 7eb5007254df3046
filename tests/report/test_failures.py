"""How a failed test is shown: the claim with carets, values, differences, and what did not come out."""

from docflow.errors import Span
from docflow.plan.case import Failure, Gone, Part, Side
from docflow.plan.ir import Where
from docflow.report.failures import Look, failure_lines, spread

AT = Where("x.flow", 2, 3)
TEXT = 'test "a" of b {\n  then doc.n == 3\n}\n'
SPAN = Span("x.flow", TEXT.index("doc"), TEXT.index("3") + 1, 2, 8, 2, 18)


def shown(*parts: Part, look: Look | None = None, **more: object) -> list[str]:
    failure = Failure("claim", "`doc.n == 3` does not hold", AT, SPAN, parts, **more)  # type: ignore[arg-type]
    return failure_lines(failure, look or Look({"x.flow": TEXT}))


def test_the_claim_stands_in_its_place() -> None:
    assert shown(Part("", False, "doc.n", "==", 2, 3)) == [
        " --> x.flow:2:8",
        "  |",
        "2 |   then doc.n == 3",
        "  |        ^^^^^^^^^^ does not hold",
        "  expected: 3",
        "  got:      2",
    ]


def test_without_the_text_of_the_file_the_place_is_named() -> None:
    assert shown(look=Look()) == ["--> x.flow:2: `doc.n == 3` does not hold"]


def test_colours_only_where_they_are_wanted() -> None:
    plain = shown(Part("", False, "doc.t", "==", "a b", "a  b"))
    look = Look({"x.flow": TEXT}, color=True)
    coloured = shown(Part("", False, "doc.t", "==", "a b", "a  b"), look=look)
    assert not any("\x1b" in line for line in plain)
    assert any("\x1b[31m" in line for line in coloured)


def test_white_space_that_differs_is_seen() -> None:
    lines = shown(Part("", False, "doc.t", "==", "a b", "a b "))
    assert "·" in "".join(lines)
    lines = shown(Part("", False, "doc.t", "==", "a b", "a\u00a0b"))
    assert "\\xa0" in "".join(lines)


def test_a_part_that_holds_but_must_not_says_so() -> None:
    assert shown(Part("doc.n == 3", True, "doc.n", "==", 3, 3))[4:] == [
        "  `doc.n == 3` holds",
        "  expected: not 3",
        "  got:      3",
    ]


def test_nothing_of_data_reaches_the_terminal() -> None:
    side = Side("doc.t", "\x1b[2J\u202e")
    gone = Gone("\\x1b1", "drop", "a\x1bb", AT, "re\\x1bason", sides=(side,))
    lines = shown(Part("", False, sides=(side,)), gone=(gone,), lost=1, empty=True)
    assert not any(char in line for line in lines for char in "\x1b\u202e\n")


def test_long_differences_end() -> None:
    before, after = "\n".join(map(str, range(500))), "\n".join(f"x{n}" for n in range(500))
    lines = shown(Part("", False, "doc.t", "==", after, before))
    assert len(lines) < 80
    assert lines[-1].endswith(" more lines ...")
    before, after = "\n".join(map(str, range(500))), "\n".join(str(n + n % 2) for n in range(500))
    lines = shown(Part("", False, "doc.t", "==", after, before))
    assert len(lines) < 80
    assert lines[-1].endswith(" more lines")


def test_values_have_a_line_for_each_item() -> None:
    assert spread({"a": [1, {"b c": "x"}], "d": []}) == [
        "{",
        "  a: [",
        "    1,",
        "    {",
        '      "b c": "x",',
        "    },",
        "  ],",
        "  d: [],",
        "}",
    ]


def test_documents_that_did_not_come_out() -> None:
    gone = Gone("1", "quarantine", "expect", Where("x.flow", 9, 1), "few", sides=(Side("doc.words", 3),))
    assert shown(gone=(gone,), lost=1, empty=True)[-1] == (
        "  no document came out: quarantined by `expect` (line 9) (few): doc.words = 3"
    )
    assert shown(gone=(gone,), lost=4)[-3:] == [
        "  4 documents did not come out:",
        "    document 1: quarantined by `expect` (line 9) (few): doc.words = 3",
        "    and 3 more",
    ]
    assert shown(empty=True)[-1] == "  no document came out"


def test_what_came_is_seen_behind_many_lines_that_went() -> None:
    lines = shown(Part("", False, "doc.t", "==", "\n".join(f"x{n}" for n in range(500)), "one"))
    assert [line.split()[0] for line in lines[5:]] == ["-", *["+"] * 20, "..."]
    lines = shown(Part("", False, "doc.t", "==", "one", "\n".join(f"x{n}" for n in range(500))))
    assert lines[-2:] == ["      ... 480 more lines ...", "    + one"]


def test_a_difference_does_not_end_in_empty_lines() -> None:
    failure = Failure("snapshot", "differs", AT, SPAN, expected="a\nb\n", got="a\nc\n")
    assert failure_lines(failure, Look({"x.flow": TEXT}))[4:-1] == ["      a", "    - b", "    + c"]


def test_which_document_is_meant_and_what_came_to_sinks() -> None:
    lines = shown(Part("", False, "doc.n", "==", 2, 3), meant="a#1", came=1200, sinks=(("x", 1), ("y", 1199)))
    assert lines[-2:] == [
        "  `doc` is the first of 1,200 documents that came out: a#1",
        "  came to sinks: x 1, y 1,199",
    ]


def test_the_values_that_stopped_a_flow() -> None:
    gone = Gone("1", "fail", "expect", AT, "", sides=(Side("doc.words", 2),))
    failure = Failure("error", "stop here", AT, gone=(gone,))
    assert failure_lines(failure, Look()) == ["--> x.flow:2: stop here", "  doc.words = 2"]
