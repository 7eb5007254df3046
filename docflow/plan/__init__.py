"""The plan: what a flow means, as frozen data; made by the language, run by the engine."""
