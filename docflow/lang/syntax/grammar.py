"""From `flow.lark` to parser tables, by lark: at build time, and in memory where no saved tables are.

Only this module imports lark (55 ms of CPU); a command that finds the saved tables never does.
"""

from typing import Any

from lark import Lark
from lark.lexer import PatternStr, TerminalDef
from lark.parsers.lalr_analysis import LALR_Analyzer, Shift

from docflow.lang.syntax.tables import FORMAT

__all__ = ["make_tables"]

_STARTS = ["start", "expr"]


def make_tables(grammar: str) -> dict[str, Any]:
    """Build the tables of a grammar as JSON data.

    `states` has one row per state: symbol -> the state to go to, or -(rule + 1) to reduce. `rules` are
    (origin, length, builder, single): the builder is "" for a repetition that is spliced into its parent,
    `single` says that one child stands for itself. `patterns` are in the order of trial.

    Raises:
        lark.exceptions.GrammarError: the grammar is not strict LALR(1).
    """
    parser = Lark(
        grammar,
        parser="lalr",
        lexer="contextual",
        start=_STARTS,
        keep_all_tokens=True,
        maybe_placeholders=False,
    )
    analysis = LALR_Analyzer(parser.parser.parser_conf, strict=True)
    analysis.compute_lalr()  # type: ignore[no-untyped-call]
    table: Any = analysis.parse_table
    rules = {rule: number for number, rule in enumerate(parser.rules)}
    order = _number(table)
    words, patterns = _terminals(parser.terminals)
    return {
        "format": FORMAT,
        "grammar": grammar,
        "starts": {start: order[table.start_states[start]] for start in _STARTS},
        "ends": {start: order[table.end_states[start]] for start in _STARTS},
        "states": [_row(table.states[state], order, rules) for state in order],
        "rules": [_rule(rule) for rule in parser.rules],
        "words": words,
        "patterns": patterns,
        "ignore": sorted(parser.lexer_conf.ignore),
    }


def _number(table: Any) -> dict[Any, int]:
    """Number the states in the order of a walk from the starts, so that equal grammars give equal tables."""
    order: dict[Any, int] = {}
    queue = [table.start_states[start] for start in _STARTS]
    while queue:
        state = queue.pop(0)
        if state in order:
            continue
        order[state] = len(order)
        row = table.states[state]
        queue += [row[symbol][1] for symbol in sorted(row) if row[symbol][0] is Shift]
    return order


def _row(row: dict[str, Any], order: dict[Any, int], rules: dict[Any, int]) -> dict[str, int]:
    return {
        symbol: order[target] if action is Shift else -(rules[target] + 1)
        for symbol, (action, target) in sorted(row.items())
    }


def _rule(rule: Any) -> list[Any]:
    origin = str(rule.origin.name)
    builder = "" if origin.startswith("__") else str(rule.alias or origin)
    return [origin, len(rule.expansion), builder, bool(rule.options.expand1 and not rule.alias)]


def _terminals(terminals: Any) -> tuple[dict[str, str], list[list[str]]]:
    """Split the terminals into the words of the language and the patterns, in lark's order of trial."""
    ordered: list[TerminalDef] = sorted(
        terminals, key=lambda t: (-t.priority, -t.pattern.max_width, -len(t.pattern.value), t.name)
    )
    words = {
        t.pattern.value: t.name
        for t in ordered
        if isinstance(t.pattern, PatternStr) and t.pattern.value.isidentifier()
    }
    named = set(words.values())
    return words, [[t.name, t.pattern.to_regexp()] for t in ordered if t.name not in named]
