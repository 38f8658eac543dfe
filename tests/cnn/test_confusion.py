from dataclasses import replace

import numpy as np

from cnnviz.cnn.confusion import Answers, precision, recall

ANSWERS = Answers(
    pictures=np.arange(5 * 4, dtype=np.uint8).reshape(5, 1, 2, 2),
    labels=np.array([0, 0, 1, 2, 2], np.uint8),
    predicted=np.array([0, 2, 1, 0, 0], np.uint8),
    confidence=np.array([0.9, 0.5, 0.8, 0.6, 0.95], np.float32),
    classes=("cat", "dog", "swan"),
)


def test_the_matrix_counts_each_true_class_and_answer():
    expected = np.zeros((3, 3), int)
    for true, answer in zip(ANSWERS.labels, ANSWERS.predicted, strict=True):
        expected[true, answer] += 1
    np.testing.assert_array_equal(ANSWERS.confusion, expected)
    assert ANSWERS.accuracy == 2 / 5


def test_mistakes_come_with_the_surest_first():
    assert ANSWERS.mistakes.tolist() == [4, 3, 1]
    assert ANSWERS.behind(2, 0).tolist() == [4, 3]
    assert ANSWERS.behind(1, 2).tolist() == []


def test_recall_and_precision_of_each_class():
    np.testing.assert_allclose(recall(ANSWERS.confusion), [1 / 2, 1, 0])
    np.testing.assert_allclose(precision(ANSWERS.confusion), [1 / 3, 1, 0])


def test_a_class_without_pictures_or_answers_has_no_share():
    counts = np.array([[3, 0, 1], [0, 0, 0], [2, 0, 4]])
    np.testing.assert_allclose(recall(counts), [3 / 4, np.nan, 4 / 6])
    np.testing.assert_allclose(precision(counts), [3 / 5, np.nan, 4 / 5])


def test_one_answer_to_pictures_of_several_classes_is_known():
    alike = replace(ANSWERS, predicted=np.full(5, 2, np.uint8))
    assert alike.are_alike
    assert not ANSWERS.are_alike
    assert not replace(alike, labels=alike.predicted).are_alike  # there is but one class
