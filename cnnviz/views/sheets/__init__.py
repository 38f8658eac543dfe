"""An explanation as data, and the view that paints it at any size."""
