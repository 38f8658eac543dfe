"""Widgets: they show state and ask it for edits."""
