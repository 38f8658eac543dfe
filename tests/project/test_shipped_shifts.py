from cnnviz.project.shipped_shifts import FARTHEST, NAMES, TRAININGS, accuracies, network


def test_figures_and_networks_ship_for_each_and_tell_the_lectures_story():
    by = {(each.name, each.training): each.accuracy for each in accuracies()}
    assert by.keys() == {(name, training) for name in NAMES for training in TRAININGS}
    assert all(len(rates) == FARTHEST + 1 for rates in by.values())
    mlp, cnn, gap = (by[name, "none"] for name in NAMES)
    assert mlp[4] < cnn[4] < gap[4]
    assert by["mlp", "shift"][4] > mlp[4] + 0.5
    for name, training in by:
        assert network(name, training).shapes["softmax1"] == (10,)
