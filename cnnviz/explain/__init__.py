"""Where a value comes from: exact terms, printed terms, sentences."""
