"""The inputs of a flow: found, cut into parts, read document by document."""
