"""Expressions of a plan -> Python functions.

An expression tree becomes a Python syntax tree (never source text; what a user wrote stays a constant
or a value in the function's own namespace), and that one code object: a condition costs a function
call and what it looks at. `values` says what the operators mean, `build` writes them down.
"""

from docflow.plan.compile.function import Facts, doc_function, evaluate, facts_function

__all__ = ["Facts", "doc_function", "evaluate", "facts_function"]
