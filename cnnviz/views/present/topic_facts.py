"""The first two steps of building a network, large: its layers, and how it shall learn."""

from PySide6.QtWidgets import QVBoxLayout

from cnnviz.explain.layer_table import layer_rows
from cnnviz.language import _, ngettext
from cnnviz.project.plan_words import detail
from cnnviz.project.planned_layer import options_of
from cnnviz.runs.config import Config
from cnnviz.state.data_choice import sources
from cnnviz.state.document import Document
from cnnviz.state.training import WindowTraining
from cnnviz.text.numbers import count_text, significant_text
from cnnviz.text.shown_name import shown_name
from cnnviz.views.look.theme import Look
from cnnviz.views.present.rows import Rows
from cnnviz.views.present.topic_scene import TopicScene
from cnnviz.views.present.topics import topic_title
from cnnviz.views.train.setup_choices import AUGMENTS, OPTIMIZERS, SCHEDULES, STARTS


class LayersTopic(TopicScene):
    """Every layer with what it gives and what it has to learn."""

    def __init__(self, document: Document, training: WindowTraining, look: Look) -> None:
        super().__init__(document, training, look)
        self.rows = Rows(look, "present-layers")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.rows)

    def refresh(self) -> None:
        """Show the layers of the open network."""
        trace = self.document.forward.trace
        rows = []
        for facts in layer_rows(trace):
            layer = trace.network.layers.get(facts.node)
            options = "" if layer is None else detail(options_of(layer))
            size, parameters = facts.texts[2:4]
            rows.append((facts.title, options, size, parameters if facts.parameters else ""))
        columns = (_("Layer"), "", _("Output"), _("Parameters"))
        self.rows.show_rows(rows, topic_title("layers"), columns)

    def sentence(self) -> str:
        """Return how many layers and parameters there are."""
        rows = layer_rows(self.document.forward.trace)[1:]
        text = ngettext(
            "{layers} layer; outputs are width × height × channels; {parameters} parameters are "
            "to be learnt.",
            "{layers} layers; outputs are width × height × channels; {parameters} parameters are "
            "to be learnt.",
            len(rows),
        )
        parameters = sum(row.parameters for row in rows)
        return text.format(layers=count_text(len(rows)), parameters=count_text(parameters))


class SettingsTopic(TopicScene):
    """What a run depends on besides the layers."""

    def __init__(self, document: Document, training: WindowTraining, look: Look) -> None:
        super().__init__(document, training, look)
        self.rows = Rows(look, "present-settings")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.rows)

    @property
    def _config(self) -> Config:
        """The settings of the run that is shown; without one, of the next."""
        run = self.training.run
        config = None if run is None else run.config()
        return config or self.training.config

    def refresh(self) -> None:
        """Show the settings."""
        config = self._config
        rate = significant_text(config.lr, 6)
        rows = [
            (_("Data"), ", ".join(map(_data_title, config.data))),
            (_("Optimiser"), _(OPTIMIZERS[config.optimizer])),
            (_("Learning rate"), f"{rate}, {_(SCHEDULES[config.schedule])}"),
            (_("Batch"), _pictures(config.batch_size)),
            (_("Epochs"), count_text(config.epochs)),
            (_("Augmentation"), _(AUGMENTS[config.augment])),
            (_("Start from"), _(STARTS[config.start])),
        ]
        self.rows.show_rows(rows, topic_title("settings"))

    def sentence(self) -> str:
        """Return what an epoch and a batch mean here."""
        config = self._config
        text = ngettext(
            "Every training picture is seen {epochs} time; after each batch the weights change a "
            "little.",
            "Every training picture is seen {epochs} times; after each batch the weights change a "
            "little.",
            config.epochs,
        )
        return text.format(epochs=count_text(config.epochs))


def _pictures(count: int) -> str:
    text = ngettext("{n} picture a step", "{n} pictures a step", count)
    return text.format(n=count_text(count))


def _data_title(name: str) -> str:
    known = {source.name: source.title for source in sources()}
    return known.get(name) or shown_name(name)
