"""Any view as a figure: laid out for its own size, painted as PNG, SVG or PDF."""
