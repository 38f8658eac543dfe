"""What changes while the program runs: QtCore and QtGui, no widgets."""
