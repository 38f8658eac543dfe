"""What is told of a value that is made in steps, for the last row: norms, scales, log-softmax."""

from collections.abc import Iterator

import numpy as np

from cnnviz.cnn.scale import limit_of_bias
from cnnviz.explain.explanation import Explanation
from cnnviz.explain.layer_decimals import headed
from cnnviz.explain.positions import position_sentence
from cnnviz.explain.present import before_caption
from cnnviz.explain.stepped_values import (
    LogShare,
    Normalisation,
    Responded,
    Scaled,
    Standardised,
)
from cnnviz.language import _
from cnnviz.views.explanation import norm_steps, scale_steps
from cnnviz.views.explanation.explanation_scene import ExplanationScene
from cnnviz.views.explanation.kinds import kind_of
from cnnviz.views.explanation.shown_maps import before_map, output_map
from cnnviz.views.explanation.stepped import StepLine, StepSheet
from cnnviz.views.explanation.summary import HIDDEN, Summary
from cnnviz.views.maps.shown import MapMarks
from cnnviz.views.present.large_plan import LargePlan, Line, NumberBlock, SideMap
from cnnviz.views.sheets.formula import Word
from cnnviz.views.sheets.item_id import ItemId, What
from cnnviz.views.sheets.sum_lines import SumLine

Stepped = Normalisation | Scaled | Standardised | Responded | LogShare


def step_plans(scene: ExplanationScene, about: Stepped) -> Iterator[LargePlan]:
    """Yield what is told of a value, first with its learnt numbers in cells of their own."""
    summary, steps = kind_of(about).summary(scene, about), _steps(scene, about)
    blocks = tuple(_learnt(scene, steps, summary))
    sentence = position_sentence(scene.forward.trace, about, is_hidden=scene.is_hidden)
    maps, lines = _maps(scene, about), _lines(scene, steps, summary)
    for shown in (blocks, ()) if blocks else ((),):
        yield LargePlan(maps, shown, (_general(steps), *lines), sentence, few=(0, 1)[: len(shown)])
    yield LargePlan(maps, (), lines, "")
    yield LargePlan((), (), lines, "")


def _steps(scene: ExplanationScene, about: Stepped) -> StepSheet:
    match about:
        case Normalisation():
            return norm_steps.steps_of(scene, about)
        case Scaled():
            return scale_steps.scale_steps(scene, about)
        case Standardised():
            return scale_steps.standard_steps(scene, about)
        case Responded():
            return scale_steps.response_steps(scene, about)
    return scale_steps.log_share_steps(scene, about)


def _maps(scene: ExplanationScene, about: Explanation) -> tuple[SideMap, ...]:
    shown, cell = before_map(scene)
    name = before_caption(scene.forward.trace, scene.before, about.place[0])
    made, marks = output_map(scene)
    title = headed(name, scene.decimals_before)
    return (
        SideMap(title, shown, MapMarks(current=cell), ItemId(What.BEFORE)),
        SideMap(_("Result"), made, marks, ItemId(What.OUTPUT)),
    )


def _learnt(scene: ExplanationScene, steps: StepSheet, summary: Summary) -> Iterator[NumberBlock]:
    """Yield the weight and the bias: they can be edited where they stand."""
    limit = limit_of_bias(scene.layer) if scene.layer.parameters() else 1.0
    for step in steps.lines:
        if step.weight is not None:
            yield _block(_("Weight"), _weight_word(step), What.WEIGHT, limit)
    for line in summary.lines:
        if line.id.what is What.BIAS and line.limit is not None:
            yield _block(_("Bias"), Word(line.alone, None, line.exact), What.BIAS, limit)


def _block(title: str, word: Word, what: What, limit: float) -> NumberBlock:
    values = np.array([[word.exact or 0.0]], np.float32)
    widest = max("−00.000", word.text, key=len)
    return NumberBlock(title, values, [word.text], limit, ItemId(what), widest, is_editable=True)


def _general(steps: StepSheet) -> Line:
    return Line((Word(steps.general, ink="muted"),), is_extra=True)


def _lines(scene: ExplanationScene, steps: StepSheet, summary: Summary) -> tuple[Line, ...]:
    """Return a line for each step, and the value."""
    lines = [Line(tuple(_words(step))) for step in steps.lines]
    return (*lines, Line(tuple(_value(scene, summary)), is_large=True))


def _words(step: StepLine) -> Iterator[Word]:
    yield Word(_("{step}: ").format(step=step.label), ink="muted")
    yield from step.words
    if step.weight is not None:
        yield _weight_word(step)
    yield from step.end


def _weight_word(step: StepLine) -> Word:
    assert step.weight is not None  # who asks looked
    exact, printed = step.weight
    text = f"{exact:g}" if printed is None else printed.text
    return Word(text, ItemId(What.WEIGHT), exact)


def _value(scene: ExplanationScene, summary: Summary) -> Iterator[Word]:
    """Yield what is added at last, and the value."""
    if scene.is_hidden and summary.lines:
        yield Word(f"{HIDDEN} ")
    for line in summary.lines:
        yield _summand(line)
    value = summary.value
    yield Word("= ")
    yield Word(value.text, value.id, value.exact, bold=True)


def _summand(line: SumLine) -> Word:
    return Word(f"{line.text} ", line.id, line.exact)
