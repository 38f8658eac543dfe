"""What cannot be opened, and why."""


class ForeignError(ValueError):
    """A network of others cannot be opened; the text is a sentence for the user, with a remedy."""
