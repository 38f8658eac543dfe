"""Makes resources/data/digits.safetensors from the digits.csv.gz that scikit-learn ships.

python -m tests.artwork.digits8 DIGITS.CSV.GZ

Source: E. Alpaydin and C. Kaynak (1998), Optical Recognition of Handwritten Digits, UCI Machine
Learning Repository, CC BY 4.0; the 1,797 digits of its test set, 8×8 pixels of 0 to 16.
"""

import sys
from pathlib import Path

import numpy as np
from safetensors.numpy import save

from cnnviz.resources import folder


def main(file):
    """Write pictures (1797, 8, 8) of 0 to 16, and labels."""
    table = np.loadtxt(file, delimiter=",", dtype=np.uint8)
    arrays = {"pictures": table[:, :-1].reshape(-1, 8, 8).copy(), "labels": table[:, -1].copy()}
    into = folder() / "data"
    into.mkdir(exist_ok=True)
    (into / "digits.safetensors").write_bytes(save(arrays))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
