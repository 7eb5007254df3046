"""A session as somebody has it who writes a flow: open, make a mistake, ask, complete, rename, mend, format.

Everything goes over the standard input and output of `docflow lsp`, as an editor would do it.
"""

FLOW = """\
docflow 1

param min_words: int = 40

# Spell the text in one way.
stage tidy(max_blank: int = 1) {
  | clean.unicode
  | clean.whitespace(max_blank: max_blank)
}

flow articles {
  from files("samples/*.txt")
  | tidy
  | set doc.long = doc.words > 1_000
  | expect doc.words >= min_words else quarantine("too short")
  | to jsonl("out/articles.jsonl")
}
"""


def test_a_session(window, tmp_path):
    # Open a file. Nothing is wrong with it.
    flow = window(FLOW, tmp_path / "articles.flow")
    assert flow.findings() == []

    # Type a mistake: a letter too many. The finding names the place and the step that was meant.
    flow.type("clean.unicode", "clean.unicodee")
    (finding,) = flow.findings()
    assert (finding["code"], finding["severity"], finding["source"]) == ("DF0201", 1, "docflow")
    assert flow.covered(finding["range"]) == "clean.unicodee"
    assert finding["message"] == "`clean` has no step `unicodee`\ndid you mean `clean.unicode`?"
    assert finding["codeDescription"]["href"].endswith("/DF0201.md")

    # Hover: over the mistake the page of its code, over a component its manual.
    assert "DF0201" in flow.hover("clean.unico¦dee")
    manual = flow.hover("clean.white¦space(")
    assert manual.startswith("```flow\nclean.whitespace(runs: bool = true,")
    assert "Bring spaces and blank lines into order." in manual
    assert "| `max_blank` | `int?` | `1` | The most blank lines that may follow one another" in manual

    # Take the quick fix.
    flow.take(flow.actions("clean.unicodee")["write `clean.unicode`"])
    assert flow.text == FLOW
    assert flow.findings() == []

    # Write a step: completion knows the steps, then the arguments, then the words of an argument.
    flow.type("  | tidy\n", "  | tidy\n  | \n")
    proposed = flow.complete("| tidy\n  | ¦\n")
    assert {"tidy", "clean.unicode", "when", "route", "to"} <= set(proposed)
    flow.apply([proposed["clean.unicode"]["textEdit"]])
    flow.type("  | clean.unicode\n  | set", "  | clean.unicode()\n  | set")
    proposed = flow.complete("| clean.unicode(¦)")
    assert proposed["form"]["textEdit"]["newText"] == 'form: ${1|"NFC","NFKC","none"|}'
    flow.type("  | clean.unicode()", "  | clean.unicode(form: )")
    assert list(flow.complete("| clean.unicode(form: ¦)"))[:3] == ['"NFC"', '"NFKC"', '"none"']
    signature = flow.ask("signatureHelp", "| clean.unicode(form: ¦)")
    assert signature["signatures"][0]["label"].startswith('clean.unicode(form: enum["NFC"')
    assert signature["activeParameter"] == 0
    flow.type("form: )", 'form: "NFKC")')
    assert flow.findings() == []

    # Fields are proposed where they are known, with the step that writes them.
    flow.type("doc.words >= min_words", "doc.")
    proposed = flow.complete("| expect doc.¦ else")
    assert proposed["long"]["detail"] == "bool, written by set doc.long (line 15)"
    assert {"text", "words"} <= set(proposed)
    flow.type("| expect doc. else", "| expect doc.words >= min_words else")

    # Rename a param, everywhere at once; a name that is taken is refused with a sentence.
    edits = flow.ask("rename", "param min¦_words", newName="least")["changes"]
    flow.apply(edits[flow.uri])
    assert "param least: int = 40" in flow.text
    assert "doc.words >= least else" in flow.text
    assert flow.findings() == []

    # Go to the definition of a stage, and list its uses.
    (place,) = flow.ask("definition", "  | ti¦dy\n")
    assert flow.covered(place["range"]) == "tidy"
    assert place["range"]["start"]["line"] == 5
    uses = flow.ask("references", "stage ti¦dy(", context={"includeDeclaration": True})
    assert [use["range"]["start"]["line"] for use in uses] == [5, 12]

    # Format what was written in haste.
    flow.type("param least: int = 40", "param   least :int=40")
    flow.apply(flow.client.request("textDocument/formatting", {
        "textDocument": {"uri": flow.uri}, "options": {"tabSize": 2, "insertSpaces": True},
    }))  # fmt: skip
    assert "param least: int = 40\n" in flow.text
    assert flow.findings() == []
