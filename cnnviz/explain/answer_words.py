"""What a network answered to one labelled picture, in words."""

from cnnviz.cnn.confusion import Answers
from cnnviz.language import _
from cnnviz.text.numbers import percent_text


def caption(answers: Answers, index: int) -> str:
    """Return what a picture is, and what it was taken for: 5→9; names below each other."""
    true, answer = _names(answers, index)
    if true == answer:
        return true
    return f"{true}→{answer}" if len(true + answer) < 4 else f"{true}\n→ {answer}"


def sentence(answers: Answers, index: int) -> str:
    """Say what a picture is, and what it was taken for, in words."""
    true, answer = _names(answers, index)
    share = percent_text(float(answers.confidence[index]))
    if true == answer:
        text = _("Picture {number}: “{true}”, read correctly with {share}")
    else:
        text = _("Picture {number}: “{true}”, taken for “{answer}” with {share}")
    return text.format(number=index, true=true, answer=answer, share=share)


def _names(answers: Answers, index: int) -> tuple[str, str]:
    true, answer = answers.labels[index], answers.predicted[index]
    return answers.classes[int(true)], answers.classes[int(answer)]
