"""Any view as a picture, a sequence, a table; a network as code."""
