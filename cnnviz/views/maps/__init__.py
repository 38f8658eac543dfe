"""The one way in which a map is shown."""
