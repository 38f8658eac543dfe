"""By the ends of their names: the files that hold a network, and so become the whole document."""

PROJECT = ".cnnviz"
ONNX = ".onnx"
WHOLE = (PROJECT, ONNX)
