"""A network as code that other people run: PyTorch, keras in R and in Python."""
