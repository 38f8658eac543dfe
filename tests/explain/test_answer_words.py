import numpy as np

from cnnviz.cnn.confusion import Answers
from cnnviz.explain.answer_words import caption, sentence

ANSWERS = Answers(
    pictures=np.arange(5 * 4, dtype=np.uint8).reshape(5, 1, 2, 2),
    labels=np.array([0, 0, 1, 2, 2], np.uint8),
    predicted=np.array([0, 2, 1, 0, 0], np.uint8),
    confidence=np.array([0.9, 0.5, 0.8, 0.6, 0.95], np.float32),
    classes=("cat", "dog", "swan"),
)


def test_words():
    assert caption(ANSWERS, 4) == "swan\n→ cat"
    assert caption(ANSWERS, 2) == "dog"
    assert sentence(ANSWERS, 4) == "Picture 4: “swan”, taken for “cat” with 95.0 %"
    assert sentence(ANSWERS, 2) == "Picture 2: “dog”, read correctly with 80.0 %"
