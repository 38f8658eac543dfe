"""The grid of numbers: painting, editing, copying."""
