"""The sums and gates of two versions, in words."""

from docflow.plan.comparison import FlowComparison, RuleChange
from docflow.plan.report import GateResult
from docflow.report.compare.phrases import Code

__all__ = ["Total", "gate_texts", "rules_by_size", "totals"]

Total = tuple[str, int, int]


def totals(flow: FlowComparison, code: Code) -> list[Total]:
    """Return the sums of a flow: what is counted, before and after; lines that are 0 twice are left out."""
    one, two = flow.before, flow.after

    def both(name: str) -> tuple[int, int]:
        return (getattr(one.sums, name) if one else 0, getattr(two.sums, name) if two else 0)

    rows = [("documents read", *both("seen")), ("added by splitting", *both("added"))]
    for sink in flow.sinks:
        name = f"written to {code(sink.sink)}" if sink.sink else "let through to the end"
        rows.append((name, sink.before, sink.after))
    rows += [("dropped", *both("dropped")), ("quarantined", *both("quarantined"))]
    rows.append(("errors", one.errors if one else 0, two.errors if two else 0))
    rows.append(("characters written", flow.chars_before, flow.chars_after))
    return [row for row in rows if row[1] or row[2]]


def rules_by_size(flow: FlowComparison) -> list[RuleChange]:
    """Return the rules and steps that remove more or fewer characters now, the largest difference first."""
    changed = [rule for rule in flow.rules if rule.chars_before != rule.chars_after]
    return sorted(changed, key=lambda rule: -abs(rule.chars_after - rule.chars_before))


def gate_texts(flow: FlowComparison, code: Code) -> list[str]:
    """Return the gates that one version passes and the other does not."""
    one = {gate.text: gate for gate in (flow.before.gates if flow.before else ())}
    found = []
    for gate in flow.after.gates if flow.after else ():
        was = one.get(gate.text)
        if gate.passed == (was.passed if was else True):
            continue
        found.append(_gate(gate, code))
    return found


def _gate(gate: GateResult, code: Code) -> str:
    name = f"the gate {code('expect ' + gate.text)} (line {gate.line})"
    if gate.passed:
        return f"{name} passes now"
    return f"{name} {'fails' if gate.action == 'fail' else 'warns'} now: {code(gate.message)}"
