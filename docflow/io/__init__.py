"""The one seam for file access: globs, codecs, atomic writes, names, digests."""
