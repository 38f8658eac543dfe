"""The Network page: a column for each layer, with its maps."""
