"""The Train page: configure, compile, train, and what comes of it."""
