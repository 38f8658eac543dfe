"""What the program does when it is started: a file a command. No Qt here, PyTorch only late."""
