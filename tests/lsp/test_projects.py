"""Several files: includes that are open, not saved, deleted or wrong; renames that reach other files."""

LIBRARY = """\
# Spell the text in one way.
stage tidy(max_blank: int = 1) {
  | clean.unicode
  | clean.whitespace(max_blank: max_blank)
}
let years = re"20.."
"""
MAIN = """\
include "lib.flow" as lib
from files("x")
  | lib.tidy(max_blank: 2)
  | drop when doc.text matches lib.years
  | to jsonl("out.jsonl")
"""


def project(folder, **files):
    folder.mkdir(exist_ok=True)
    (folder / "pyproject.toml").write_text("")
    for name, text in files.items():
        (folder / f"{name}.flow").write_text(text)
    return folder


def found_in(editor, path):
    """Return the last findings of a file that is not open."""
    mine = [p for p in editor.published if p["uri"] == path.as_uri()]
    return mine[-1]["diagnostics"] if mine else []


def test_findings_of_an_include_stand_in_the_include(editor, window, tmp_path):
    folder = project(tmp_path / "a b", lib=LIBRARY.replace("clean.unicode", "clean.unicod"))
    main = window(MAIN, folder / "main.flow")
    assert main.findings() == []
    (found,) = editor.wait(lambda: found_in(editor, folder / "lib.flow") or None)
    assert (found["code"], found["range"]["start"]["line"]) == ("DF0201", 2)


def test_an_include_that_is_open_counts_as_it_is_in_its_window(editor, window, tmp_path):
    folder = project(tmp_path, lib=LIBRARY)
    main = window(MAIN, folder / "main.flow")
    assert main.findings() == []
    library = window(LIBRARY, folder / "lib.flow")
    assert library.findings() == []
    editor.published.clear()
    library.type("stage tidy(", "stage tidier(")
    (found,) = main.findings()
    assert (found["code"], main.covered(found["range"])) == ("DF0201", "lib.tidy")
    editor.published.clear()
    library.close()  # the file on the disk has its old name still
    assert main.findings() == []


def test_an_include_that_is_deleted(editor, window, tmp_path):
    folder = project(tmp_path, lib=LIBRARY)
    main = window(MAIN, folder / "main.flow")
    assert main.findings() == []
    (folder / "lib.flow").unlink()
    editor.published.clear()
    change = {"uri": (folder / "lib.flow").as_uri(), "type": 3}
    editor.notify("workspace/didChangeWatchedFiles", {"changes": [change]})
    assert main.codes() == ["DF0205"]


def test_jump_into_an_include(window, tmp_path):
    folder = project(tmp_path, lib=LIBRARY)
    main = window(MAIN, folder / "main.flow")
    library = (folder / "lib.flow").as_uri()
    for marked, line in (("lib.ti¦dy(", 1), ("(max_bl¦ank: 2", 1), ("lib.ye¦ars", 5), ('"li¦b.flow"', 0)):
        (place,) = main.ask("definition", marked)
        assert (place["uri"], place["range"]["start"]["line"]) == (library, line), marked
    (place,) = main.ask("definition", "| li¦b.tidy")
    assert (place["uri"], main.covered(place["range"])) == (main.uri, "lib")
    assert "Spell the text in one way." in main.hover("lib.ti¦dy(")
    assert set(main.complete("| lib.¦tidy(")) == {"tidy"}


def test_a_rename_reaches_the_files_that_include_a_stage(window, tmp_path):
    folder = project(tmp_path, lib=LIBRARY, other=MAIN, none=MAIN.replace("lib.flow", "gone.flow"))
    library = window(LIBRARY, folder / "lib.flow")
    main = window(MAIN + "# not saved\n", folder / "main.flow")
    changes = library.ask("rename", "stage ti¦dy", newName="tidied")["changes"]
    assert set(changes) == {library.uri, main.uri, (folder / "other.flow").as_uri()}
    library.apply(changes[library.uri])
    main.apply(changes[main.uri])
    assert "stage tidied(" in library.text
    assert "| lib.tidied(max_blank: 2)" in main.text
    uses = main.ask("references", "lib.tid¦ied", context={"includeDeclaration": False})
    assert main.uri in {use["uri"] for use in uses}
    alias = main.ask("rename", "as li¦b", newName="shelf")["changes"]
    assert (set(alias), len(alias[main.uri])) == ({main.uri}, 3)
    changes = main.ask("rename", "lib.tidied(max_bl¦ank", newName="blank")["changes"]
    assert len(changes[library.uri]) == 2
    assert len(changes[main.uri]) == 1


def test_a_file_outside_of_any_project(window, tmp_path):
    (tmp_path / "lib.flow").write_text(LIBRARY)
    main = window(MAIN, tmp_path / "main.flow")
    assert main.findings() == []


def test_an_include_of_a_text_that_is_in_no_file(window):
    main = window(MAIN)
    assert main.codes() == ["DF0205"]


def test_files_to_include_are_proposed(window, tmp_path):
    folder = project(tmp_path, lib=LIBRARY)
    main = window('include ""\n' + MAIN.partition("\n")[2], folder / "main.flow")
    assert set(main.complete('include "¦"')) == {'"lib.flow"'}


def test_the_levels_of_the_project(editor, window, tmp_path):
    """What the project turns off is not shown; what it makes an error is one; an edit of the table counts."""
    folder = project(tmp_path)
    settings = folder / "pyproject.toml"
    main = window('let spare = 1\nfrom files("x") | to jsonl("o")\n', folder / "main.flow")
    assert [(f["code"], f["severity"], f["tags"]) for f in main.findings()] == [("DF0208", 2, [1])]
    for level, expected in (("error", [1]), ("off", [])):
        settings.write_text(f'[tool.docflow.levels]\nDF0208 = "{level}"\n')
        editor.published.clear()
        editor.notify("workspace/didChangeWatchedFiles", {"changes": [{"uri": settings.as_uri(), "type": 2}]})
        assert [f["severity"] for f in main.findings()] == expected
    settings.write_text('[tool.docflow.levels]\nDF9999 = "off"\n')
    editor.published.clear()
    editor.notify("workspace/didChangeWatchedFiles", {"changes": [{"uri": settings.as_uri(), "type": 2}]})
    assert main.codes() == ["DF0208"]
    (found,) = editor.wait(lambda: found_in(editor, settings) or None)
    assert found["range"]["start"]["line"] == 1
