"""Two versions of a flow on the same documents: both are run, and what came of each document compared."""
