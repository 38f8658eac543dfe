"""Arrays by name as one file of NumPy."""

import io
from collections.abc import Mapping
from typing import Any
from zipfile import ZipFile, ZipInfo

import numpy as np
from numpy.typing import NDArray


def npz(arrays: Mapping[str, NDArray[Any]]) -> bytes:
    """Return a .npz file, as `np.savez` makes it, which takes no array called "file"."""
    content = io.BytesIO()
    with ZipFile(content, "w") as archive:
        for name, values in arrays.items():
            with archive.open(ZipInfo(f"{name}.npy"), "w", force_zip64=True) as file:
                np.save(file, values, allow_pickle=False)
    return content.getvalue()
