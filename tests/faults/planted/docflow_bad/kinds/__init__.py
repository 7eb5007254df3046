"""The kinds of components, each of which does what `how` says at the bad document."""
