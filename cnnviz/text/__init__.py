"""Numbers as text, typed numbers, pasted matrices."""
