"""All that can be found by its name: actions, networks, presets, layers, classes, samples."""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import NamedTuple

from PySide6.QtGui import QAction, QKeySequence

from cnnviz.cnn import architectures
from cnnviz.cnn.scale import ScaleMode
from cnnviz.explain.channel_names import class_name, is_of_classes
from cnnviz.explain.steps import step_title
from cnnviz.language import N_, _
from cnnviz.project import shipped
from cnnviz.project.network_title import shown_title
from cnnviz.project.picture import Picture
from cnnviz.project.place import Position
from cnnviz.project.project import with_network, with_scale_mode
from cnnviz.state.cursor import Cursor
from cnnviz.state.document import Document
from cnnviz.state.exercise import Exercise
from cnnviz.state.picture_opener import PictureOpener
from cnnviz.views.bars.scale_bar import SCALE_MODES
from cnnviz.views.controls.actions import Actions, plain_text
from cnnviz.views.inspector.kernel_tools import TOOLS, TRANSFORMATIONS
from cnnviz.views.inspector.panel import Inspector
from cnnviz.views.window.hand_out_commands import put_away_sentence
from cnnviz.views.window.kernel_tasks import NO_KERNEL, KernelTasks

NETWORK, PRESET, LAYER, CLASS = N_("network"), N_("preset"), N_("layer"), N_("class")
BLOCK = N_("block")
SETTING, KERNEL, SAMPLE = N_("setting"), N_("kernel"), N_("sample")
_FOLDERS = ("digits", "samples")


class Entry(NamedTuple):
    """Something that can be done, by its name."""

    title: str
    do: Callable[[], object]
    kind: str = ""  # what it is, where it is no action: "preset"
    keys: str = ""
    tip: str = ""
    is_possible: bool = True


class Catalogue:
    """Lists what can be done now; whatever is not possible now says why in its tip."""

    def __init__(  # noqa: PLR0913 - whatever does something by name
        self,
        actions: Actions,
        document: Document,
        cursor: Cursor,
        exercise: Exercise,
        opener: PictureOpener,
        inspector: Inspector,
        kernel: KernelTasks,
        tell: Callable[[str], None],
    ) -> None:
        self._actions, self._document, self._cursor = actions, document, cursor
        self._exercise, self._opener, self._inspector = exercise, opener, inspector
        self._kernel, self._tell = kernel, tell

    def entries(self) -> Iterator[Entry]:
        """Return all of them, actions first."""
        yield from map(_of_action, self._actions.all())
        yield self._hiding()
        for part in (self.kernels, self.presets, self.networks, self._layers, self._scales):
            yield from part()
        yield from self._classes()
        yield from self._samples()

    def _hiding(self) -> Entry:
        is_on = self._exercise.is_on
        title = _("Show answers") if is_on else _("Hide answer")
        is_possible = not self._cursor.has_put_away("answers")
        tip = _("Hide the result, to find it") if is_possible else put_away_sentence()
        return Entry(title, self._hide, tip=tip, is_possible=is_possible)

    def _hide(self) -> None:
        if not self._exercise.is_on and not self._cursor.is_open:
            self._cursor.open()
        self._exercise.set_on(not self._exercise.is_on)

    def kernels(self) -> Iterator[Entry]:
        """Return what can be done to the kernel that is looked at."""
        kernel = self._kernel
        for tool in TOOLS:
            if tool.name in TRANSFORMATIONS:
                yield self._of_kernel(_(tool.title), _(tool.tip), partial(kernel.turn, tool.name))
        strict = _("Turn every kernel of this layer by 180° before it is used")
        yield self._of_kernel(_("Strict convolution"), strict, kernel.make_strict)
        compare = _("Show this filter as it was opened beside how it is now")
        yield self._of_kernel(_("Compare A/B"), compare, self._compare)
        reset = _("Bring the weights and the bias of this filter back to how they were opened")
        yield self._of_kernel(_("Reset filter"), reset, kernel.reset)

    def _compare(self) -> None:
        self._kernel.show()
        if not self._inspector.isVisible():
            self._actions["toggle-inspector"].trigger()
        self._inspector.compare()

    def presets(self) -> Iterator[Entry]:
        """Return the classic kernels."""
        from cnnviz.explain.kernel_presets import PRESETS  # when asked: the window starts sooner

        for preset in PRESETS:
            do = partial(self._kernel.put, preset.name, preset.weights)
            yield self._of_kernel(preset.name, preset.sentence, do, _(PRESET))

    def _of_kernel(self, title: str, tip: str, do: Callable[[], object], kind: str = "") -> Entry:
        is_there = self._kernel.position is not None
        tip = tip if is_there else _(NO_KERNEL)
        return Entry(title, do, kind or _(KERNEL), "", tip, is_there)

    def networks(self) -> Iterator[Entry]:
        """Return the networks that ship."""
        may_choose = not self._cursor.has_put_away("networks")
        tip = _("Choose a network; an edit that can be undone")
        tip = tip if may_choose else put_away_sentence()
        for name in architectures.NAMES:
            title = shown_title(architectures.build(name, seed=None))
            yield Entry(title, partial(self._open_network, name), _(NETWORK), "", tip, may_choose)

    def _open_network(self, name: str) -> None:
        project = self._document.project
        if name == project.network.name and project.blueprint is None:
            return  # it is there: weights that were edited are not lost by naming it
        network = shipped.network(name)
        text = _("Open {network}").format(network=shown_title(network))
        self._tell(self._document.edit(text, with_network(project, network)))

    def _layers(self) -> Iterator[Entry]:
        trace = self._document.forward.trace
        for node in trace.network.names:
            do = partial(self._cursor.go_to_layer, node)
            yield Entry(step_title(trace, node), do, _(LAYER), "", _("Look at this layer"))
        for block in trace.network.blocks:
            do = partial(self._cursor.look_at_block, block)
            yield Entry(block, do, _(BLOCK), "", _("Look at the first layer of this block"))

    def _classes(self) -> Iterator[Entry]:
        trace, last = self._document.forward.trace, self._cursor.last
        for channel in range(len(trace.values[last]) if is_of_classes(trace, last) else 0):
            title, tip = class_name(trace.network, channel), _("Look at this class")
            yield Entry(title, partial(self._look_at, Position(last, channel)), _(CLASS), "", tip)

    def _look_at(self, position: Position) -> None:
        if self._cursor.is_open:
            self._cursor.open(position)
        else:
            self._cursor.select(position)

    def _scales(self) -> Iterator[Entry]:
        for mode, title in SCALE_MODES.items():
            tip = _("What the strongest colour stands for")
            yield Entry(_(title), partial(self._scale, mode), _(SETTING), "", tip)

    def _scale(self, mode: ScaleMode) -> None:
        after = with_scale_mode(self._document.project, mode)
        self._tell(self._document.edit(_("Change the colour scale"), after))

    def _samples(self) -> Iterator[Entry]:
        from cnnviz.views.input.samples import (
            sample_drawing,
            sample_paths,
            sample_picture,
            sample_title,
        )

        for folder, read in zip(_FOLDERS, (sample_drawing, sample_picture), strict=True):
            for path in sample_paths(folder):
                title = sample_title(path)
                text = _("Sample {name}").format(name=title)
                yield Entry(title, partial(self._put, text, read, path), _(SAMPLE))

    def _put(self, text: str, read: Callable[[Path], Picture], path: Path) -> None:
        self._opener.put(text, read(path))


def _of_action(action: QAction) -> Entry:
    keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
    return Entry(
        plain_text(action), action.trigger, "", keys, action.statusTip(), action.isEnabled()
    )
