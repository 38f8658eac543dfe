"""Present mode: what matters now, large, on the whole screen."""
