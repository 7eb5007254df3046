"""The examples in the manual of each component hold."""

import docflow_news

from docflow.catalog.load import namespace_of
from docflow.plugin import Component, Example
from docflow.plugin.testing import examples, run_example


@examples(*docflow_news.docflow_components())
def test_example(cls: type[Component], example: Example) -> None:
    run_example(cls, example)


def test_the_module_is_a_namespace() -> None:
    names = {name for _, name in namespace_of("news", docflow_news).components}
    assert names == {
        "residue",
        "metadata",
        "dateline",
        "byline",
        "credits",
        "contacts",
        "copyright",
        "related",
    }
