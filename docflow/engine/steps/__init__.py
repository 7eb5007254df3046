"""The steps of a flow as plain functions from document to document."""
