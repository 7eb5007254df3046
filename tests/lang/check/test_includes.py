import pytest

SHARED = """let least = 3
stage tidy(n: int = 1) { | clean.whitespace(max_blank: n) | drop when doc.words < least }
"""
MAIN = """include "lib/shared.flow" as shared
from text("a") | shared.tidy(n: 2) | drop when doc.words > shared.least | to jsonl("b")
"""
CLOSED = """param p: int = 1
flow f { from text("a") | to jsonl("b") }
let least = p
stage tidy(n: int = 1) { | clean.unicode | clean.whitespace(max_blank: n) }
"""


@pytest.fixture
def project(tmp_path):
    folder = tmp_path / "project"
    (folder / "lib").mkdir(parents=True)
    (folder / "lib" / "shared.flow").write_text(SHARED)
    (folder / "pyproject.toml").write_text("")
    return folder


def test_stages_and_lets_of_an_include(made, project):
    done = made(MAIN, folder=project)
    assert done.diagnostics == ()
    assert [s.id for s in done.plan.flows[0].body] == [
        "shared.tidy/clean.whitespace",
        "shared.tidy/drop",
        "drop",
        "jsonl",
    ]
    assert done.sources["lib/shared.flow"] == SHARED


def test_an_include_is_called_like_its_file(made, project):
    assert made(MAIN.replace(" as shared", ""), folder=project).diagnostics == ()


def test_mistakes_in_an_include_are_shown_in_it(made, project):
    (project / "lib" / "shared.flow").write_text(
        "stage tidy(n: int = 1) { | clean.whitespaces }\nlet least = 1 1\n"
    )
    found = made(MAIN, folder=project).diagnostics
    assert {d.span.file for d in found if d.code != "DF0202"} == {"lib/shared.flow"}
    assert {"DF0201"} <= {d.code for d in found}


@pytest.mark.parametrize("path", ["../outside.flow", "/outside.flow", "lib/../../outside.flow", "link.flow"])
def test_nothing_outside_the_project_is_read(made, project, path):
    (project.parent / "outside.flow").write_text("stage tidy { | drop }")
    (project / "link.flow").symlink_to(project.parent / "outside.flow")
    text = f'include "{path}" as x\nfrom text("a") | x.tidy | to jsonl("b")'
    assert [d.code for d in made(text, folder=project).diagnostics] == ["DF0205"]


def test_a_text_without_a_folder_includes_nothing(made):
    assert [d.code for d in made(MAIN).diagnostics][:1] == ["DF0205"]


def test_params_secrets_and_flows_stay_in_their_file(made, project):
    (project / "lib" / "shared.flow").write_text(CLOSED)
    assert made(MAIN, folder=project).diagnostics == ()
    for name in ("shared.p", "shared.f"):
        assert made(MAIN.replace("shared.least", name), folder=project).diagnostics[0].code == "DF0202"


def test_a_stage_sees_no_param_of_its_file(codes):
    text = "param p: int = 1\nlet l = 2\nstage s { | drop when doc.words < l | drop when doc.words > p }\n"
    assert codes(text + 'from text("a") | s | to jsonl("b")') == ["DF0202"]  # it is used, if in a wrong place


def test_paths_of_an_include_start_from_its_folder(made, project):
    branches = "{ | to markdown(to) } { | to markdown(near) }"
    shared = f'let near = "near"\nstage out(to: path = "own") {{ | tee {branches} }}\n'
    (project / "lib" / "shared.flow").write_text(shared)
    text = 'include "lib/shared.flow" as s\nfrom text("a") | s.out | s.out(to: "mine") | to jsonl("b")'
    first, second, _ = made(text, folder=project).plan.flows[0].body
    paths = [b[0].call.options[0][1].path for tee in (first, second) for b in tee.branches]
    assert paths == ["lib/own", "lib/near", "mine", "lib/near"]


def test_an_include_is_not_called_like_a_plugin(made, project):
    (found, *_) = made(
        MAIN.replace("shared", "news").replace("lib/news", "lib/shared"), folder=project
    ).diagnostics
    assert found.code == "DF0206"
