"""Safe reading and writing: atomic, regular, strict zip, weights."""
