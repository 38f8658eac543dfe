"""Exercises in the window: the answer bar, and the dialogs that make and print them."""
