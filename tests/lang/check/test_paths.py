"""Paths of sources and sinks: what would be overwritten or read again, what leaves the project."""

import pytest

from docflow.catalog.catalog import Catalog
from docflow.flowfile.file import FlowFile
from docflow.lang.elaborate import Values

CATALOG = Catalog.installed()


def codes(text, folder, name="a.flow", values=None):
    return [d.code for d in FlowFile(text, name, folder, CATALOG).check(values).diagnostics]


@pytest.mark.parametrize(
    ("source", "sink", "found"),
    [
        ('jsonl("a.jsonl")', 'jsonl("a.jsonl")', True),
        ('jsonl("a.jsonl")', 'jsonl("./x/../a.jsonl")', True),
        ('jsonl("a.jsonl")', 'jsonl("a.jsonl.gz")', False),
        ('jsonl("d/*.jsonl")', 'jsonl("d/out.jsonl")', True),
        ('jsonl("d/*.jsonl")', 'jsonl("d/e/out.jsonl")', False),
        ('jsonl("d/**")', 'jsonl("d/e/out.jsonl")', True),
        ('jsonl("d/**/*.jsonl")', 'jsonl("d/out.jsonl")', True),
        ('jsonl("d/*.jsonl")', 'csv("d/out.csv")', False),
        ('jsonl("d/?.jsonl")', 'jsonl("d/ab.jsonl")', False),
        ('jsonl("d/[ab].jsonl")', 'jsonl("d/a.jsonl")', True),
        ('jsonl("d/*.jsonl")', 'jsonl("d/.out.jsonl")', False),
        ('jsonl("*/x.jsonl")', 'jsonl(".out/x.jsonl")', False),
        ('files("d")', 'jsonl("d/out.jsonl")', True),
        ('files("d")', 'jsonl("d/.docflow/out.jsonl")', False),
        ('files("d")', 'jsonl("de/out.jsonl")', False),
        ('files(".")', 'jsonl("out.jsonl")', True),
        ('files(".")', 'jsonl("../out.jsonl")', False),
        ('files("../d")', 'jsonl("../d/out.jsonl")', True),
        ('text("d/*.txt")', 'text("d")', True),
        ('text("d/*.txt")', 'markdown("d")', False),
        ('text("-")', 'text("-")', False),
        ('files(["x", "d"])', 'jsonl("d/out.jsonl")', True),
    ],
)
def test_a_sink_that_a_source_reads(tmp_path, source, sink, found):
    text = f"from {source} | to {sink}"
    assert codes(text, tmp_path) == (["DF0805"] if found else [])


def test_defaults_of_params_count_and_the_command_line_does_not(tmp_path):
    text = 'param a: path = "x.jsonl"\nfrom jsonl(a) | to jsonl("x.jsonl")'
    assert codes(text, tmp_path) == ["DF0805"]
    assert codes(text, tmp_path, values=Values({"a": "y.jsonl"})) == []
    assert codes('param a: path\nfrom jsonl(a) | to jsonl("x.jsonl")', tmp_path) == []


def test_flows_that_do_not_read_each_other_may_share_a_file(tmp_path):
    first = 'flow a { from text("a") | to jsonl("x.jsonl") }\n'
    assert codes(first + 'flow b { from jsonl("x.jsonl") | to csv("b.csv") }', tmp_path) == []
    read = 'flow a { from jsonl("x.jsonl") | drop when doc.words < 3 }\n'
    assert codes(read + 'flow b { from flow.a | to jsonl("x.jsonl") }', tmp_path) == ["DF0805"]


@pytest.mark.parametrize(
    ("path", "found"),
    [("../a", False), ("../../a", True), ("/data/a", True), ("/dev/stdin", False), ("a/../../b", False)],
)
def test_a_path_out_of_the_project(tmp_path, path, found):
    folder = tmp_path / "flows"
    folder.mkdir()
    text = f'from text("{path}") | to jsonl("o.jsonl")'
    assert codes(text, folder) == []  # nothing marks a project
    (tmp_path / "pyproject.toml").touch()
    assert codes(text, folder) == (["DF0803"] if found else [])
    assert codes(text, folder, name="<flow>") == []  # the text of a command line is in no project
    given = 'param p: path = "x"\nfrom text(p) | to jsonl("o.jsonl")'
    assert codes(given, folder, values=Values({"p": path})) == []
