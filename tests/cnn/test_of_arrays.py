import gc

import numpy as np

from cnnviz.cnn.of_arrays import OfArrays


def constant(value):
    array = np.full(3, value, np.float32)
    array.flags.writeable = False
    return array


def test_an_array_that_nobody_can_write_to_is_looked_through_once():
    looks, sums = [], OfArrays()

    def total(array):
        return sums.of(array, lambda: looks.append(1) or float(array.sum()))

    one, same = constant(1), constant(1)
    assert [total(one), total(one), total(same)] == [3, 3, 3]
    assert len(looks) == 2  # by the array itself
    free = np.ones(3, np.float32)
    assert total(free) == 3
    free[0] = 5
    assert total(free) == 7


def test_what_is_known_goes_with_its_array_and_never_passes_to_another():
    sums = OfArrays()
    for value in range(2000):  # numbers of objects are used again
        array = constant(value)
        assert sums.of(array, lambda array=array: float(array.sum())) == 3 * value
        del array
    gc.collect()
    assert len(sums._known) <= 1
