"""Tasks made from a project: answers checked, mistakes named, answer sheets."""
