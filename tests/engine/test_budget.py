"""How many documents may fail."""

import pytest

from docflow.engine.budget import Budget
from docflow.plan.report import Sums


@pytest.mark.parametrize(
    ("budget", "allowed"),
    [(Budget(), 0), (Budget(0.29), 29), (Budget(0.015), 1), (Budget(1.0), 100), (Budget(count=7), 7)],
)
def test_a_budget_allows(budget: Budget, allowed: int) -> None:
    assert budget.allows(Sums(seen=90), Sums(seen=10)) == allowed
