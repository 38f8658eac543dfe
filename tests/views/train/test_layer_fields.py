"""The options of planned layers have fields that show them and a name for their edit."""

import pytest

from cnnviz.project import shipped
from cnnviz.project.plan import blueprint_of
from cnnviz.project.plan_edits import ADDED, with_added
from cnnviz.state.settings import Settings
from cnnviz.views.look.theme import Look
from cnnviz.views.train.layer_fields import OPTIONS, LayerFields


@pytest.mark.parametrize("kind", ADDED)
def test_every_field_shows_its_option_and_its_edit_has_a_name(qtbot, kind):
    plan = with_added(blueprint_of(shipped.network("lecture-cnn")), 0, kind).plans[0]
    fields = LayerFields(Look(Settings()))
    qtbot.addWidget(fields)
    fields.show_options(kind, plan.options)
    named = [field.objectName() for field in fields.fields.values()]
    assert len(named) == len({*named})
    for option in (*fields.fields, *fields.switches):
        name = option.removesuffix("_rows").removesuffix("_columns")
        assert name in plan.options
        assert OPTIONS[name]
