"""Networks of others: PyTorch modules, opened with their arithmetic. PyTorch, no Qt."""
