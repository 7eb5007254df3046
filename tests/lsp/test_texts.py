"""Texts as editors send them: edits in quick order, letters of two units, windows that are not saved."""

import pytest

GOOD = 'from files("x")\n  | clean.unicode\n  | to jsonl("out.jsonl")\n'


def test_places_count_in_units_of_the_client(start, opened):
    """An emoji is one character for docflow, two units in UTF-16 and four in UTF-8."""
    text = 'let smile = "😀😀"  let wrong = nothing\nfrom files("x") | to jsonl("o.jsonl")\n'
    for encoding, unit in (("utf-16", 32), ("utf-8", 36), ("utf-32", 30)):
        client = start(capabilities={"general": {"positionEncodings": [encoding]}})
        assert client.about["capabilities"]["positionEncoding"] == encoding
        flow = opened(client, "untitled:one", text, encoding)
        found = next(f for f in flow.findings() if f["code"] == "DF0202")
        assert found["range"]["start"] == {"line": 0, "character": unit}
        assert flow.covered(found["range"]) == "nothing"
        flow.type("nothing", '"😀 é"')
        flow.type("😀 é", "all good 😀")
        assert all(f["code"] == "DF0208" for f in flow.findings())


def test_edits_in_quick_order(window):
    """Letter by letter, without waiting; what counts is the last text."""
    flow = window(GOOD)
    for size in range(len("| clean.whitespace")):
        word = "| clean.whitespace"
        flow.type(f"unicode\n  {word[:size]}".rstrip() + "\n" if size else "unicode\n",
                  f"unicode\n  {word[: size + 1]}".rstrip() + "\n")  # fmt: skip
    assert "| clean.whitespace\n" in flow.text
    assert flow.findings() == []


def test_several_edits_of_one_message(window):
    """Each counts in the text that the ones before it left."""
    flow = window(GOOD)
    flow.change([
        {"range": flow.range_of("clean"), "text": "c"},
        {"range": {"start": {"line": 1, "character": 4}, "end": {"line": 1, "character": 5}}, "text": "bad"},
    ])  # fmt: skip
    assert flow.text.splitlines()[1] == "  | bad.unicode"
    assert flow.codes() == ["DF0201"]
    flow.change([{"text": GOOD}])
    assert flow.findings() == []


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_ends_of_lines(window, end):
    flow = window(GOOD.replace("\n", end))
    assert flow.findings() == []
    assert flow.hover("| clean.uni¦code").startswith("```flow\nclean.unicode(")


def test_signs_that_end_no_line(window):
    """A form feed and the separators of Unicode are no ends of lines for an editor."""
    flow = window("# a \u2028 b \x85 c\n\x0c" + GOOD)
    assert flow.findings() == []
    flow.type("clean.unicode", "clean.unicodee")
    (found,) = flow.findings()
    assert flow.covered(found["range"]) == "clean.unicodee"


def test_edits_beyond_the_end_and_of_unknown_texts(editor, window):
    flow = window(GOOD)
    far = {"line": 900, "character": 900}
    flow.client.notify("textDocument/didChange", {
        "textDocument": {"uri": flow.uri, "version": 7},
        "contentChanges": [{"range": {"start": far, "end": far}, "text": "# the end\n"}],
    })  # fmt: skip
    flow.text, flow.version = flow.text + "# the end\n", 7
    assert flow.findings() == []
    unknown = {"textDocument": {"uri": "file:///nowhere.flow"}, "position": {"line": 0, "character": 0}}
    assert editor.request("textDocument/hover", unknown) is None
    assert editor.request("textDocument/completion", unknown) is None


def test_an_empty_text_and_one_that_is_no_flow(window):
    assert window("").findings() == []
    other = window('{"json": [1, 2, 3]}\n', uri="untitled:two")
    assert {f["severity"] for f in other.findings()} == {1}
    assert other.complete('¦{"json"')


def test_addresses_of_windows(editor, window):
    flow = window(GOOD.replace("unicode", "unicod"), uri="file:///c%3A/Users/A%20B/flows/a%23b.flow")
    (found,) = flow.findings()
    assert found["code"] == "DF0201"
    editor.published.clear()
    flow.close()  # what is closed is told under the address that the editor has for it
    assert editor.wait(lambda: next(iter(editor.published), None))["uri"] == flow.uri


def test_a_text_that_is_closed_has_no_findings(editor, window):
    flow = window(GOOD.replace("unicode", "unicod"))
    assert flow.codes() == ["DF0201"]
    flow.close()

    def cleared():
        last = [p for p in editor.published if p["uri"] == flow.uri][-1]
        return last if not last["diagnostics"] else None

    assert editor.wait(cleared)


def test_a_request_about_an_older_text_does_not_hang(editor, window):
    """While somebody types on, answers that would come too late are left out or refer to the newest text."""
    flow = window(GOOD)
    asked = [editor.ask("textDocument/hover", flow.at("| clean.uni¦code")) for _ in range(3)]
    flow.type("clean.unicode", "clean.whitespace")
    asked.append(editor.ask("textDocument/hover", flow.at("| clean.white¦space")))
    answers = [editor.wait(lambda number=number: editor.answers.pop(number, None)) for number in asked]
    assert all("error" not in answer for answer in answers)
    assert "clean.whitespace(" in answers[-1]["result"]["contents"]["value"]
