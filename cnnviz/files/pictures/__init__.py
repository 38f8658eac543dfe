"""Pictures of unknown origin: what they are, and their decoding in a process of its own."""
