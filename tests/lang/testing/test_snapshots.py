"""DF0604: snapshots beside a flow that no test claims."""

from docflow.catalog.catalog import Catalog
from docflow.flowfile.file import FlowFile
from docflow.io.snapshots import snapshot_file

CATALOG = Catalog.installed()
FLOW = 'stage s { | clean.unicode }\nfrom text("a") | s | to jsonl("b")\n'


def found(folder, tests="", name="a.flow"):
    return [
        (d.code, d.message, d.help) for d in FlowFile(FLOW + tests, name, folder, CATALOG).check().diagnostics
    ]


def keep(folder, *names):
    for name in names:
        path = snapshot_file(folder, "a.flow", name)
        path.parent.mkdir(exist_ok=True)
        path.write_text("=== 1\n\nx\n")


TEST = 'test "t" of s { given "x" then snapshot("page one") }\n'


def test_what_is_claimed_and_what_is_somebody_else_s(tmp_path):
    assert found(tmp_path, TEST) == []
    keep(tmp_path, "page one")
    (tmp_path / "a.snapshots" / "README.txt").write_text("about these")
    (tmp_path / "a.snapshots" / "notes.md").write_text("=== 1")
    assert found(tmp_path, TEST) == []
    assert found(tmp_path, name="<flow>") == []


def test_all_that_is_left_is_one_finding(tmp_path):
    keep(tmp_path, "page one", "page on", "b", "c", "d")
    ((code, message, help_),) = found(tmp_path, TEST)
    assert code == "DF0604"
    assert message == 'no test claims the snapshots "b", "c", "d" and 1 more in `a.snapshots` any more'
    assert help_ == 'was "page on" renamed to "page one"? `docflow test --update` removes what no test claims'


def test_without_tests_it_is_said_at_the_start(tmp_path):
    keep(tmp_path, "x")
    assert [code for code, _, _ in found(tmp_path)] == ["DF0604"]


def test_a_name_that_is_not_plain_hides_nothing(tmp_path):
    keep(tmp_path, "x")
    assert found(tmp_path, 'let n = "x"\ntest "t" of s { given "x" then snapshot(n) }') == []
