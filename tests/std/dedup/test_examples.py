"""The examples in the manual hold."""

from docflow.plugin.testing import examples, run_example
from docflow.std import dedup


@examples(*dedup.docflow_components())
def test_example(cls, example):
    run_example(cls, example)
