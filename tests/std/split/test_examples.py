"""The examples in the manual hold."""

from docflow.plugin.testing import examples, run_example
from docflow.std import split


@examples(*split.docflow_components())
def test_example(cls, example):
    run_example(cls, example)
