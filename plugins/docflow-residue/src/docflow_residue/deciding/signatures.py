"""The fields at the end of a contract: `Signed`, `Date`, `Place`, and what they are called elsewhere.

Line by line they look like the labels around an article; a reader of the document would miss them.
"""

import functools
from typing import Final

import numpy as np
from numpy.typing import NDArray

from docflow_residue.lines.batch import Batch, read

__all__ = ["signature_fields"]

SIGNED: Final = (
    *("Signed", "Signed by", "Signature", "Signatures", "Signature of the parties", "Sign here"),
    *(
        "Unterschrift",
        "Unterschriften",
        "Gezeichnet",
        "Unterzeichnet",
        "Signé",
        "Signé par",
        "Firma",
        "Firmado",
    ),
    *("Firmado por", "Firmato", "Assinatura", "Assinado", "Assinado por", "Handtekening", "Ondertekend"),
    *(
        "Podpis",
        "Podpisano",
        "Podpisał",
        "Подпись",
        "Подписано",
        "Подписал",
        "签名",
        "签字",
        "署名",
        "記名押印",
    ),
)
BESIDE: Final = (
    *("Date", "Dated", "Place", "Place and date", "Name", "Full name", "Print name", "Title", "Position"),
    *("Witness", "Witnessed by", "In the presence of", "On behalf of", "Seal", "Datum", "Ort", "Ort, Datum"),
    *(
        "Zeuge",
        "Lieu",
        "Lieu et date",
        "Nom",
        "Témoin",
        "Fecha",
        "Lugar",
        "Lugar y fecha",
        "Nombre",
        "Testigo",
    ),
    *("Data", "Luogo", "Luogo e data", "Nome", "Testimone", "Local", "Local e data", "Testemunha", "Plaats"),
    *("Plaats en datum", "Naam", "Getuige", "Miejsce", "Miejsce i data", "Miejscowość", "Świadek", "Дата"),
    *("Место", "Имя", "ФИО", "Свидетель", "日期", "地点", "姓名", "日付", "場所", "氏名"),
)


def signature_fields(batch: Batch) -> NDArray[np.bool_]:
    """Say which lines are fields of a signature: a run of them, one of which is signed."""
    signed, fields = _hashes()
    field = np.isin(batch.line_hash, fields)
    at = np.flatnonzero(field)
    if not len(at):
        return field
    begins = np.append(True, (np.diff(at) > 1) | (np.diff(batch.doc[at]) > 0))
    run = np.cumsum(begins) - 1
    has = np.bincount(run, np.isin(batch.line_hash[at], signed)) > 0
    long = np.bincount(run) > 1
    field[at] = (has & long)[run]
    return field


@functools.cache
def _hashes() -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
    hashes = read(["\n".join((*SIGNED, *BESIDE))]).line_hash
    return hashes[: len(SIGNED)], hashes
