"""The mathematics of a CNN, in NumPy alone, readable as a small textbook."""
