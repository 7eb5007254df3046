"""The tests of flow files: run, their coverage, tests recorded from documents."""
