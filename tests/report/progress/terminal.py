"""A terminal of so many columns that knows the few controls that docflow uses; any other is an error."""

import re

from docflow.report.columns import width

TOKEN = re.compile(
    r"\x1b\[(?P<number>\d*(?:;\d+)*)(?P<letter>[A-Za-z])|(?P<control>[\x00-\x1f])|(?P<char>.)", re.S
)


class Terminal:
    """Feed it what was written; `rows` are the lines that a person sees."""

    def __init__(self, columns: int) -> None:
        self.columns = columns
        self.lines: list[list[str]] = [[]]
        self.row = self.column = 0
        self.writes = 0

    def write(self, text: str) -> None:
        self.writes += 1
        end = 0
        for token in TOKEN.finditer(text):
            assert token.start() == end
            end = token.end()
            self._token(token)
        assert end == len(text)

    def _token(self, token: re.Match[str]) -> None:
        if token["letter"]:
            self._control(token["letter"], int((token["number"] or "0").split(";")[0]))
        elif token["control"]:
            assert token["control"] in "\r\n", repr(token["control"])
            self.column = 0  # the driver of a terminal makes CR LF of LF
            if token["control"] == "\n":
                self._down()
        else:
            self._put(token["char"])

    def _control(self, letter: str, number: int) -> None:
        line = self.lines[self.row]
        if letter == "A":
            self.row = max(self.row - max(number, 1), 0)
        elif letter == "K":
            del line[self.column :]
        elif letter == "J":
            del line[self.column :]
            del self.lines[self.row + 1 :]
        else:
            assert letter == "m", letter

    def _put(self, char: str) -> None:
        wide = width(char)
        if self.column + wide > self.columns:
            self.column = 0
            self._down()
        line = self.lines[self.row]
        line.extend(" " * (self.column - len(line)))
        line[self.column : self.column + wide] = [char, *[""] * (wide - 1)]
        self.column += wide

    def _down(self) -> None:
        self.row += 1
        if self.row == len(self.lines):
            self.lines.append([])

    def resize(self, columns: int) -> None:
        """Make the window narrower: longer lines are wrapped, and the cursor goes with its text."""
        wrapped: list[list[str]] = []
        row = 0
        for number, line in enumerate(self.lines):
            pieces = [line[at : at + columns] for at in range(0, len(line), columns)] or [[]]
            wrapped += pieces
            if number <= self.row:
                row = len(wrapped) - 1
        self.lines, self.row, self.columns = wrapped, row, columns
        self.column = min(self.column, columns)

    @property
    def rows(self) -> list[str]:
        return ["".join(line).rstrip() for line in self.lines]

    @property
    def seen(self) -> str:
        return "\n".join(self.rows).rstrip("\n")
