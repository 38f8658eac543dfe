import pytest

from cnnviz.cnn import architectures
from cnnviz.data.catalogue import CATALOGUE
from cnnviz.state.data_choice import info, is_of_digits, misfit, sources


def test_every_set_of_the_catalogue_is_offered_in_each_of_its_sizes():
    offered = [source.name for source in sources()]
    assert len(offered) == len(set(offered)) == sum(len(each.counts) or 1 for each in CATALOGUE)
    for name in offered:
        assert info(name) in CATALOGUE
    assert {"strokes:5000", "strokes:20000", "digits"} <= set(offered)


def test_a_size_stands_in_the_title():
    titles = {source.name: source.title for source in sources()}
    assert titles["strokes:20000"] == "Strokes, 20\u202f000"
    assert titles["digits"] == "Digits of 13 people"


@pytest.mark.parametrize("name", ["lecture-cnn", "mlp", "nine-steps"])
def test_networks_for_digits_fit_digits(name):
    assert misfit(architectures.build(name, 0), info("strokes:5000")) == ""


def test_other_pictures_are_told_with_both_shapes():
    told = misfit(architectures.build("tiny-vgg", 0), info("strokes:5000"))
    assert told == (
        "“Strokes” has grey pictures of 28×28, the network takes colour pictures of 64×64."
    )


def test_another_number_of_classes_is_told():
    network = architectures.build("lecture-cnn", 0)
    wide = info("strokes:5000").__class__(
        "letters", "Letters", (1, 28, 28), tuple("abc"), "about", "source"
    )
    assert misfit(network, wide) == "“Letters” has 3 classes, the network ends in 10 values."


def test_of_a_folder_nothing_is_known():
    assert info("/home/somebody/pets") is None
    assert misfit(architectures.build("mlp", 0), None) == ""


@pytest.mark.parametrize(
    ("name", "expected"),
    [("strokes:5000", True), ("digits", True), ("swans:2000", False), ("/nowhere", False)],
)
def test_only_digits_may_be_turned_and_bent(name, expected):
    assert is_of_digits(name) is expected
