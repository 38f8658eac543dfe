"""A training run on disk: config, events, history, directory, lock; no PyTorch, no Qt."""
