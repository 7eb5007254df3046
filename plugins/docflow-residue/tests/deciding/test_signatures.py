"""Fields of a signature stay; the same words elsewhere are judged as ever."""

import pytest
from docflow_residue.deciding.signatures import BESIDE, SIGNED, signature_fields
from docflow_residue.lines.batch import read


def told(*texts: str) -> list[bool]:
    return signature_fields(read(texts)).tolist()


@pytest.mark.parametrize("field", BESIDE)
def test_a_field_beside_a_signature(field: str) -> None:
    assert told(f"The rent is due.\n\nSigned: ______\n{field.upper()}: ______") == [False, True, True]
    assert told(f"{field}\nAnything\nSigned") == [False, False, False]


@pytest.mark.parametrize("signed", SIGNED)
def test_a_signature_has_a_date(signed: str) -> None:
    assert told(f"{signed}\nDate 12.3.") == [False, False]
    assert told(f"{signed}\nDate") == [True, True]
    assert told(signed) == [False]


def test_a_run_ends_with_its_document() -> None:
    assert told("Date", "Signed") == [False, False]
    assert told("Signed\nDate", "Date\nName", "", "Name\nSigned") == [True, True, False, False, True, True]
    assert told("") == []
