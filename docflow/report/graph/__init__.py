"""A flow as a picture: its plan as nodes and edges, and those as SVG, mermaid, dot, JSON and text."""
