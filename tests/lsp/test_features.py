"""Features as they go over the wire: what `tests/editor` holds by itself, in the form of the protocol."""

import pytest

FLOW = """\
# 😀
param least: int = 3
let spare = 1
stage tidy(blank: int = 1) {
  | clean.whitespace(max_blank: blank)
}
flow inbox {
  from files("x")
  | tidy
  | drop when doc.words < least
  | to jsonl("out.jsonl")
}
test "short" of inbox { given "a" then run.dropped == 1 }
"""


@pytest.fixture
def flow(window):
    return window(FLOW)


def test_the_outline(flow):
    found = flow.client.request("textDocument/documentSymbol", {"textDocument": {"uri": flow.uri}})
    assert [(s["name"], s.get("detail")) for s in found] == [
        ("least", "int"), ("spare", "1"), ("tidy", None), ("inbox", None), ("short", "of inbox"),
    ]  # fmt: skip
    assert [s["name"] for s in found[3]["children"]] == [
        'from files("x")', "tidy", "drop when doc.words < least", 'to jsonl("out.jsonl")',
    ]  # fmt: skip


def painted(flow, found):
    """Return the words with their kinds, from five numbers a word."""
    legend = flow.client.about["capabilities"]["semanticTokensProvider"]["legend"]["tokenTypes"]
    line = unit = 0
    words = []
    data = found["data"]
    for at in range(0, len(data), 5):
        down, right, length, kind, _ = data[at : at + 5]
        line, unit = line + down, right if down else unit + right
        start, end = {"line": line, "character": unit}, {"line": line, "character": unit + length}
        words.append((flow.covered({"start": start, "end": end}), legend[kind]))
    return words


def test_colours(flow):
    words = painted(flow, flow.client.request(
        "textDocument/semanticTokens/full", {"textDocument": {"uri": flow.uri}}))  # fmt: skip
    assert words[:6] == [
        ("# 😀", "comment"), ("param", "keyword"), ("least", "variable"), ("int", "type"), ("3", "number"),
        ("let", "keyword"),
    ]  # fmt: skip
    part = painted(flow, flow.client.request("textDocument/semanticTokens/range", {
        "textDocument": {"uri": flow.uri}, "range": flow.range_of("| drop when doc.words < least"),
    }))  # fmt: skip
    assert part == [
        ("|", "operator"), ("drop", "keyword"), ("when", "keyword"), ("doc", "variable"),
        ("words", "property"), ("<", "operator"), ("least", "variable"),
    ]  # fmt: skip


def test_the_places_of_a_name(flow):
    found = flow.ask("documentHighlight", "words < le¦ast")
    assert [(flow.covered(h["range"]), h["kind"]) for h in found] == [("least", 3), ("least", 2)]


def test_what_can_be_renamed(flow):
    found = flow.ask("prepareRename", "words < le¦ast")
    assert (flow.covered(found["range"]), found["placeholder"]) == ("least", "least")


@pytest.mark.parametrize(
    ("marked", "new", "sentence"),
    [
        ("clean.white¦space", None, "the name of a component belongs to its plugin"),
        ("dr¦op when", None, "there is no name here that could be changed"),
        ("words < le¦ast", "tidy", "`tidy` is taken: it is a stage of this file already"),
        ("words < le¦ast", "to", "`to` is a word of the language"),
    ],
)
def test_what_cannot_be_renamed_is_said_in_a_sentence(flow, refused, marked, new, sentence):
    with pytest.raises(refused) as error:
        flow.ask("rename", marked, newName=new) if new else flow.ask("prepareRename", marked)
    assert str(error.value) == sentence


def test_a_part_is_formatted(flow):
    flow.type("| tidy\n", "|   tidy\n")
    flow.type("param least: int = 3", "param   least: int = 3")
    options = {"tabSize": 2, "insertSpaces": True}
    flow.apply(flow.client.request("textDocument/rangeFormatting", {
        "textDocument": {"uri": flow.uri}, "range": flow.range_of("|   tidy"), "options": options,
    }))  # fmt: skip
    assert "\n  | tidy\n" in flow.text
    assert "param   least" in flow.text


def test_fixes_and_comments(flow):
    assert list(flow.actions("let spare")) == ["allow DF0208 here: a comment with the reason"]
    flow.type("let spare = 1", "use dedup as spare")
    flow.type('files("x")', 'text("x")')  # `files` asks every plugin for readers
    found = flow.actions("use dedup as spare")
    assert list(found) == ["delete the plugin `spare`", "allow DF0208 here: a comment with the reason",
                           "fix all that can be fixed (1 finding)"]  # fmt: skip
    assert found["delete the plugin `spare`"]["isPreferred"] is True
    assert found["delete the plugin `spare`"]["diagnostics"][0]["code"] == "DF0208"
    (every,) = flow.actions("use dedup as spare", only=["source.fixAll"]).values()
    assert every["kind"] == "source.fixAll"
    flow.take(every)
    assert "spare" not in flow.text
    assert flow.findings() == []
    assert flow.actions("param least") == {}


def test_labels_go_with_a_finding(window):
    flow = window(
        'param a: int = 1\nparam a: int = 2\nfrom files("x") | drop when doc.words < a | to jsonl("y")'
    )
    (found,) = flow.findings()
    (label,) = found["relatedInformation"]
    assert label["message"] == "first declared here"
    assert label["location"]["range"]["start"] == {"line": 0, "character": 6}


def test_a_space_asks_only_where_something_is_due(flow):
    def asked(marked):
        return flow.ask("completion", marked, context={"triggerKind": 2, "triggerCharacter": " "})

    assert asked("| drop when ¦doc")["items"]
    assert asked("  ¦| drop when") is None


def test_a_sign_gets_its_space(flow):
    flow.type("| drop when", "|\n  | drop when")
    chosen = flow.complete("|¦\n  | drop when")["clean.unicode"]
    flow.apply([chosen["textEdit"]])
    flow.type("| clean.unicode\n", "| clean.unicode(form:)\n")
    flow.apply([flow.complete("(form:¦)")['"NFC"']["textEdit"]])
    assert '  | clean.unicode(form: "NFC")\n' in flow.text


def test_completion_in_a_long_text_does_not_wait_for_its_check(window):
    """The proposals come from the state before the last letters, and fit what was typed since."""
    many = "".join(f"stage s{n}(a: int = 1) {{ | clean.whitespace(max_blank: a) }}\n" for n in range(200))
    flow = window(many + FLOW)
    flow.findings()
    flow.type("  | drop when", "  | set doc.wide = true\n  | drop when doc.\n  | drop when")
    assert {"words", "text"} <= set(flow.complete("| drop when doc.¦\n"))
    flow.type("| drop when doc.\n", "| clean.unicode(\n")
    assert "form" in flow.complete("| clean.unicode(¦\n")
    flow.type("| clean.unicode(\n", "| clean.unicode\n  | expect doc.wide\n")
    assert flow.findings()[0]["code"] == "DF0208"
    assert "wide" in flow.complete("| expect doc.wi¦de\n")
