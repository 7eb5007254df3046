"""Every word that the language has is explained to somebody who points at it."""

from docflow.editor.words import MEMBERS, OUTCOME_WORDS, ROOT_WORDS, TYPE_WORDS, UNIT_WORDS, WORDS
from docflow.lang.check.outcomes import OUTCOMES
from docflow.lang.syntax.tables import load
from docflow.lang.typing.members import RUN_MEMBERS
from docflow.lang.typing.references import ROOTS
from docflow.lang.typing.scope import DOC_MEMBERS
from docflow.lang.typing.units import UNITS
from docflow.plugin.typetext import SCALARS


def test_all_are_explained():
    assert set(load().words) == set(WORDS)
    assert set(OUTCOMES) == set(OUTCOME_WORDS)
    assert set(ROOTS) == set(ROOT_WORDS)
    assert set(UNITS) == set(UNIT_WORDS)
    assert {*SCALARS, "list", "map", "enum"} == set(TYPE_WORDS)
    assert {f"doc.{name}" for name in DOC_MEMBERS} <= set(MEMBERS)
    assert {f"run.{name}" for name in RUN_MEMBERS} <= set(MEMBERS)


def test_types_of_members_are_those_of_the_checker():
    known = {f"doc.{n}": t for n, t in DOC_MEMBERS.items()} | {f"run.{n}": t for n, t in RUN_MEMBERS.items()}
    assert {name: str(type_) for name, type_ in known.items()} == {name: MEMBERS[name][0] for name in known}
