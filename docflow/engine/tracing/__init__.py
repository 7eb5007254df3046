"""What each step of a flow did to one document: finding it, running it, reading the record of its way."""
