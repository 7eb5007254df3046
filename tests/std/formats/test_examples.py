"""The examples of the built-in formats hold, and the namespace registers."""

from docflow.catalog.load import namespace_of
from docflow.plugin.testing import examples, run_example
from docflow.std import formats

CORE = namespace_of("core", formats)


@examples(*formats.docflow_components())
def test_example(cls, example) -> None:
    run_example(cls, example)


def test_readers_and_exporters_go_by_one_name() -> None:
    names = {role: {n for r, n in CORE.components if r == role} for role in ("source", "sink")}
    assert names["sink"] == {"jsonl", "csv", "tsv", "text", "markdown"}
    assert names["source"] == names["sink"] | {"files"}


def test_each_suffix_has_one_reader() -> None:
    readers = [cls for cls in formats.docflow_components() if cls.kind == "reader"]
    suffixes = [suffix for cls in readers for suffix in cls.suffixes]
    assert sorted(suffixes) == sorted(set(suffixes))


def test_the_options_of_files_reach_the_readers_that_have_them() -> None:
    files = CORE.components["source", "files"]
    text, jsonl = CORE.components["source", "text"], CORE.components["source", "jsonl"]
    for name in ("id", "encoding"):
        assert files.option(name).type == text.option(name).type
    assert files.option("id").type != jsonl.option("id").type
