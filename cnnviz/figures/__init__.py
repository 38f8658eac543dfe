"""What leaves the program: any view as a picture, a sequence, a table, a report. Paints nothing.

What paints stands in `views.figures`: the pictures are made by the painters of the window.
"""
