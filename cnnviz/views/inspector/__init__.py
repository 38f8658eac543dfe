"""The panel at the right: what is selected, and everything in it that can be edited."""
