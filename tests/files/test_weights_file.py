"""Weights are read bit for bit, and damaged or hostile files are refused before they are read."""

import json
import os
import random
import time

import numpy as np
import pytest
import torch
from safetensors.torch import save as save_with_torch

from cnnviz.files.weights_file import (
    WeightsError,
    arrays_from_bytes,
    bytes_from_arrays,
    read_weights,
)

ODD = np.array([[np.nan, np.inf, -np.inf], [-0.0, 1e-45, 3e38]], np.float32)
ARRAYS = {"conv1.weight": ODD, "conv1.bias": np.arange(3, dtype=np.float32)}
GOOD = bytes_from_arrays(ARRAYS)


def made(header, data=b""):
    text = header if isinstance(header, bytes) else json.dumps(header).encode()
    return len(text).to_bytes(8, "little") + text + data


def entry(dtype="F32", shape=(1,), offsets=(0, 4)):
    return {"dtype": dtype, "shape": list(shape), "data_offsets": list(offsets)}


def test_arrays_come_back_bit_for_bit():
    for name, array in arrays_from_bytes(GOOD).items():
        assert array.tobytes() == ARRAYS[name].tobytes()
        assert array.dtype == np.float32


def test_equal_arrays_make_equal_bytes():
    assert bytes_from_arrays(dict(reversed(ARRAYS.items()))) == GOOD


@pytest.mark.parametrize(
    "dtype", [torch.float16, torch.bfloat16, torch.float32, torch.float64, torch.int16, torch.int64]
)
def test_files_of_pytorch_are_read_as_float32(tmp_path, dtype):
    path = tmp_path / "w.safetensors"
    path.write_bytes(save_with_torch({"a": torch.tensor([0.5, -2]).to(dtype)}, {"by": "torch"}))
    weights = read_weights(path)
    assert weights["a"].dtype == np.float32
    assert weights["a"].tolist() == torch.tensor([0.5, -2]).to(dtype).tolist()


ONE = json.dumps({"a": entry()}).encode()
TWICE = ONE[:-1] + b", " + ONE[1:]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "damaged or no safetensors file"),
        (b"1234567", "damaged or no safetensors file"),
        (GOOD[:-1], "outside of it"),
        (GOOD[:20], "damaged or no safetensors file"),
        (made(b"{"), "damaged or no safetensors file"),
        (made(b"[1]"), "damaged or no safetensors file"),
        (made(b"\xff\xfe"), "damaged or no safetensors file"),
        (made(b"[" * 100_000), "damaged or no safetensors file"),
        (b"\xff" * 100, "damaged or no safetensors file"),
        ((2_000_000).to_bytes(8, "little") + bytes(2_000_000), "header is larger"),
        (made({f"{i}": entry(shape=[0], offsets=(0, 0)) for i in range(10_001)}), "more arrays"),
        (made({"a": entry("BF16", [2])}, bytes(4)), "BF16 numbers; save it as float32"),
        (made({"a": entry("I64", [1], (0, 8))}, bytes(8)), "I64 numbers"),
        (made({"a": entry(shape=[2])}, bytes(4)), "'a' does not have the size"),
        (made({"a": entry(shape=[2**62, 4], offsets=(0, 4))}, bytes(4)), "does not have the size"),
        (made({"a": entry(offsets=(0, 9))}, bytes(4)), "outside of it"),
        (made({"a": entry(offsets=(-4, 0))}, bytes(4)), "outside of it"),
        (made({"a": entry(offsets=(4, 0))}, bytes(4)), "outside of it"),
        (made({"a": entry(shape=[-1, -1])}, bytes(4)), "outside of it"),
        (made({"a": {"dtype": "F32"}}, bytes(4)), "damaged or no safetensors file"),
        (made({"a": entry() | {"more": 1}}, bytes(4)), "damaged or no safetensors file"),
        (made({"a": entry(), "b": entry()}, bytes(4)), "it is damaged"),
        (made({"a": entry()}, bytes(8)), "it is damaged"),
        (made(TWICE, bytes(4)), "damaged or no safetensors file"),
    ],
)
def test_damaged_and_hostile_files_are_refused_at_once(content, words):
    begin = time.process_time()
    with pytest.raises(WeightsError) as refusal:
        arrays_from_bytes(content)
    assert words in str(refusal.value)
    assert time.process_time() - begin < 0.5


def test_mutated_files_are_read_or_refused(thorough):
    chance = random.Random(0)
    for _ in range(100_000 if thorough else 3_000):
        data = bytearray(GOOD)
        for _ in range(chance.choice((1, 2, 8))):
            data[chance.randrange(len(data))] = chance.randrange(256)
        del data[chance.choice((len(data), chance.randrange(len(data)))) :]
        try:
            arrays_from_bytes(bytes(data))
        except WeightsError as error:
            assert str(error)  # noqa: PT017 - both ends are right


def test_a_file_that_is_not_there_is_told_with_its_name(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    for name, words in [
        ("none", "there is no such file"),
        ("pipe", "it is a device or a pipe"),
        ("", "it is a folder"),
    ]:
        with pytest.raises(WeightsError, match=rf"The weights .* cannot be read: {words}.*\.$"):
            read_weights(tmp_path / name)
