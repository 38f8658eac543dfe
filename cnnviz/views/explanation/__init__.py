"""Explanations: a sheet for each kind of layer, and the one view that shows them."""
