"""A language is a table: a real catalogue of gettext translates window, sentences and commands."""

import gettext as catalogues
from dataclasses import replace

import pytest

from cnnviz import language
from cnnviz.__main__ import main
from cnnviz.cnn import architectures
from cnnviz.cnn.layers import Conv2d
from cnnviz.explain.layer_facts import facts
from cnnviz.project.network_title import shown_title
from cnnviz.project.plan import blueprint_of, build
from cnnviz.project.project import new_project, with_network
from cnnviz.project.project_file import project_bytes, project_from_bytes
from tests.catalogue import catalogue

GERMAN = catalogue(
    {
        "&Open…": "Ö&ffnen …",
        "{project}[*] — cnnviz": "{project}[*]: cnnviz auf Deutsch",
        "Lecture CNN": "CNN der Vorlesung",
        "{network}, changed": "{network}, geändert",
        "The score {score} of {channel} becomes {share}.": (
            "Aus dem Wert {score} von {channel} wird {share}."
        ),
        "random weights": "zufällige Gewichte",
        "PARAMETERS": "GEWICHTE",
    },
    [
        (
            "{network}, {count} layer",
            "{network}, {count} layers",
            "{network}, {count} Schicht",
            "{network}, {count} Schichten",
        )
    ],
)


@pytest.fixture
def german():
    language.use(GERMAN)
    yield
    language.use(catalogues.NullTranslations())


@pytest.fixture
def app(german, app):
    """The window, made while German was spoken."""
    return app


def test_the_window_speaks_it(app):
    assert app.window.windowTitle() == "CNN der Vorlesung[*]: cnnviz auf Deutsch"
    assert app.actions["open"].text() == "Ö&ffnen …"


def test_a_count_has_the_plural_of_the_language(app):
    shown = app.window.statusBar()._about
    count = len(app.document.project.network.layers)
    assert shown.text() == f"CNN der Vorlesung, {count} Schichten"
    network = app.document.project.network
    one = replace(network, nodes=network.nodes[:1], classes=())
    assert isinstance(one.layers[one.output], Conv2d)
    app.document.edit("", with_network(app.document.project, one))
    assert shown.text() == "CNN der Vorlesung, 1 Schicht"


def test_an_explanation_is_told_in_it(app):
    told = facts(app.document.forward, app.cursor.last, 3)
    assert any(text.startswith("Aus dem Wert ") for text in told), told


@pytest.mark.usefixtures("german")
def test_a_command_prints_it(capsys):
    assert main(["networks"]) == 0
    printed = capsys.readouterr().out
    assert "GEWICHTE" in printed
    assert "zufällige Gewichte" in printed
    assert "CNN der Vorlesung" in printed


@pytest.mark.usefixtures("german")
def test_json_and_files_stay_as_they_are(capsys):
    assert main(["networks", "--format", "json"]) == 0
    assert '"title": "Lecture CNN"' in capsys.readouterr().out


def changed(network):
    """The network with its first activation taken out."""
    plan = blueprint_of(network)
    return build(replace(plan, plans=plan.plans[:1] + plan.plans[2:]))


@pytest.mark.usefixtures("german")
def test_a_project_says_the_same_in_every_language():
    project = with_changed_network()
    stored = project_bytes(project)
    assert shown_title(project.network) == "CNN der Vorlesung, geändert"
    language.use(catalogues.NullTranslations())
    network = project_from_bytes(stored).network
    assert network.title == shown_title(network) == "Lecture CNN, changed"
    assert project_bytes(with_changed_network()) == stored


def with_changed_network():
    return new_project(changed(architectures.build("lecture-cnn")))


@pytest.mark.usefixtures("german")
def test_a_title_of_ones_own_is_shown_as_it_is():
    own = replace(architectures.build("mlp"), name="own", title="Lecture CNN")
    assert shown_title(own) == "Lecture CNN"
    assert shown_title(replace(own, title="")) == ""
