"""What a run remembers of earlier ones: the ledger of parts, and which of them still hold."""
