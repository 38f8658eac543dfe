"""Drawn pictures of swans, and of what is none."""
