"""Data sets as arrays: generated, read from files."""
