"""Every text passes through one table; today the table is empty."""

import gettext as catalogues

import pytest

from cnnviz import language
from cnnviz.language import N_, _, ngettext
from tests.catalogue import catalogue


class Loud(catalogues.NullTranslations):
    def gettext(self, text):
        return f"⟦{text}⟧"

    def ngettext(self, one, many, count):
        return f"⟦{one if count == 1 else many}⟧"


@pytest.fixture
def loud():
    language.use(Loud())
    yield
    language.use(catalogues.NullTranslations())


def test_texts_are_those_of_the_code_until_another_language_is_chosen():
    assert _("Open") == N_("Open") == "Open"
    assert ngettext("{n} map", "{n} maps", 1) == "{n} map"
    assert ngettext("{n} map", "{n} maps", 2) == "{n} maps"


@pytest.mark.usefixtures("loud")
def test_a_language_that_is_chosen_is_used_at_once():
    assert _("Open") == "⟦Open⟧"
    assert N_("Open") == "Open"
    assert ngettext("{n} map", "{n} maps", 2) == "⟦{n} maps⟧"


def test_no_text_is_not_looked_up():
    """A catalogue tells of itself under the empty text: its header would be shown."""
    german = catalogue({"Open": "Öffnen"})
    assert "charset" in german.gettext("")
    language.use(german)
    try:
        assert (_("Open"), _("")) == ("Öffnen", "")
    finally:
        language.use(catalogues.NullTranslations())
