"""The examples in the manual of each component hold."""

import docflow_html

from docflow.plugin import Component, Example
from docflow.plugin.testing import examples, run_example


@examples(*docflow_html.docflow_components())
def test_example(cls: type[Component], example: Example) -> None:
    run_example(cls, example)
