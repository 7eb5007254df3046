"""The guard refuses every text that lost or won something."""

import pytest

from docflow.lang.layout.guard import LayoutError, secure
from docflow.lang.syntax.lexing import lex

TEXT = 'let a = [1, 2]  # one\n# two\nlet b = """\n  x\n  """\n'


@pytest.mark.parametrize(
    "same",
    [
        TEXT,
        TEXT.replace("2]", "2,]"),
        TEXT.replace("  x\n  ", "x\n"),
        TEXT.replace("  # one", "# one   "),
        TEXT.replace("\n", "\r\n"),
    ],
)
def test_layout_only(same: str) -> None:
    secure(lex(TEXT, "a"), same, "a")


@pytest.mark.parametrize(
    ("other", "said"),
    [
        (TEXT.replace("  # one", ""), "lose or move a comment: # one"),
        (TEXT.replace("# two", "# two\n# two"), "a comment"),
        (TEXT.replace("# one", "# three").replace("# two", "# one"), "comment"),
        (TEXT.replace("1, 2", "2, 1"), "would turn `1` in line 1 into `2`"),
        (TEXT.replace("1, 2", "1 2"), "would turn `,`"),
        (TEXT.replace("\n  x", "\n   x"), "would turn"),
        (TEXT + "let c = 1", "would turn"),
        (TEXT.partition("let b")[0], "would turn `let` in line 3"),
    ],
)
def test_what_is_lost_is_told(other: str, said: str) -> None:
    with pytest.raises(LayoutError, match=said):
        secure(lex(TEXT, "a"), other, "a")
