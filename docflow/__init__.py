"""docflow: a small pipeline language and an engine that turn piles of documents into clean ones."""
