"""The language server: what `docflow.editor` answers, spoken in the Language Server Protocol over pygls."""
