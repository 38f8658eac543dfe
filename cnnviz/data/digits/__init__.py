"""Handwritten digits: drawn stroke by stroke, and real ones."""
