"""A flow file at hand: checked, tested, compared, traced; what the verbs and Python both call."""
