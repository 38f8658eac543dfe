import numpy as np

from cnnviz.cnn import architectures
from cnnviz.cnn.confusion import Answers
from cnnviz.cnn.layers import Flatten, Softmax
from cnnviz.cnn.network import INPUT, Network, Node
from cnnviz.cnn.trace import trace
from cnnviz.explain.answer import share_sentence
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


def test_a_share_is_told_by_the_scores_it_comes_from():
    classes = ("swan", "no swan")
    two = Network(
        "n", "N", (1, 1, 2), (Node("row", Flatten(), (INPUT,)), Node("soft", Softmax(), ("row",))),
        classes,
    )  # fmt: skip
    scores = np.array([[[1.6, -1.4]]], np.float32)
    told = share_sentence(trace(two, scores))
    assert told == "Share of “swan”: exp(1.60) ÷ (exp(1.60) + exp(−1.40)) = 95.3 %."
    ten = trace(architectures.build("lecture-cnn"), np.ones((1, 28, 28), np.float32))
    assert "the sum of exp of all 10 scores" in share_sentence(ten)
    bare = trace(architectures.build("nine-steps"), np.ones((1, 28, 28), np.float32))
    assert share_sentence(bare) == ""
