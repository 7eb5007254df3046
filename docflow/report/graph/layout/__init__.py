"""A layered layout of boxes and ties, in two coordinates: `across` the layers and `along` the flow."""
