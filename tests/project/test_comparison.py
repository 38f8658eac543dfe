"""A project as it was opened beside what it is now."""

import numpy as np
import pytest

from cnnviz.project import shipped
from cnnviz.project.comparison import largest_shares, original_trace
from cnnviz.project.project import forward_pass, new_project, with_parameter


@pytest.fixture
def lecture():
    return new_project(shipped.network("lecture-cnn"))


def test_the_original_is_traced_once_and_compared(lecture):
    edited = with_parameter(lecture, "fc2", "bias", (4,), 50.0)
    forward = forward_pass(edited, forward_pass(lecture))
    before = original_trace(forward)
    assert original_trace(forward, before) is before
    np.testing.assert_array_equal(before.output, forward_pass(lecture).trace.output)
    best = largest_shares(before, forward.trace, 3)[0]
    assert (best.name, best.now) == ("4", pytest.approx(1))
    assert best.before == before.output[4]
