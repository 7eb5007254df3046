"""What a run keeps on the disk besides its outputs: staging, spilled documents, quarantine, run.json."""
