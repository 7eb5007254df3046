"""A trace shown: as text, as JSON and as one page of HTML."""
