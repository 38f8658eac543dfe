"""The input panel: draw, open or type what the network looks at."""
