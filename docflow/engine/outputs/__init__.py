"""The outputs of a flow: checked before work starts, written in parts, given their names at the end."""
