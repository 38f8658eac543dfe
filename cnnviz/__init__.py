"""Teaches convolutional neural networks: every number on the screen is true."""
