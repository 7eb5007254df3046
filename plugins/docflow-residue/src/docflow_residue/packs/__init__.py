"""Residue packs: rules about the lines of a publisher, a site builder or a language, as data files."""
