"""The views that can be taken along, by the names that a command calls them by."""

PICTURES = ("network", "map", "explanation", "kernel", "curves", "confusion", "sheet", "present")
OF_A_RUN = ("curves", "confusion", "sheet")
TABLES = ("matrix", "map", "kernel", "explanation", "products", "trace", "curves", "confusion")
VIEWS = tuple(dict.fromkeys((*PICTURES, *TABLES)))
