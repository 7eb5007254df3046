"""A replay, seen from the parent: which entries, from which parts, and what the ledger then says of them."""
