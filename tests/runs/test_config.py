import pytest

from cnnviz.runs.config import Config, SettingError, from_json, to_json

GOOD = Config("lecture-cnn", ("strokes:100", "somewhere"), epochs=3, lr=0.1, optimizer="sgd")


def test_settings_survive_the_round_trip():
    assert from_json(to_json(GOOD)) == GOOD


@pytest.mark.parametrize(
    ("name", "value", "reason"),
    [
        ("epochs", 0, "Epochs must be at least 1"),
        ("batch_size", 0, "Batch size must be at least 1"),
        ("seed", -1, "Seed must be at least 0"),
        ("threads", -1, "Threads must be at least 0"),
        ("lr", 0.0, "learning rate must be above 0"),
        ("lr", float("nan"), "learning rate must be above 0"),
        ("weight_decay", float("inf"), "Weight decay must be at least 0"),
        ("label_smoothing", 1.0, "Label smoothing must be from 0 to below 1"),
        ("averaging", -0.1, "Averaging must be from 0 to below 1"),
        ("optimizer", "magic", "Optimizer must be one of adam, adamw, sgd"),
        ("augment", "swans", "Augment must be one of none, shift"),
        ("data", (), "The data must be named"),
        ("schedule", "up", "Schedule must be one of one-cycle"),
        ("momentum", 1.0, "Momentum must be from 0 to below 1"),
        ("device", "toaster", "device must be auto, cpu"),
        ("start", "middle", "Start must be one of random, network"),
        ("limit", -1, "Limit must be at least 0"),
    ],
)
def test_a_setting_out_of_its_range_is_named(name, value, reason):
    fields = {"network": "lecture-cnn", "data": ("strokes:100",), name: value}
    with pytest.raises(SettingError, match=reason) as refused:
        Config(**fields)
    assert refused.value.setting == name
    assert str(refused.value).endswith(".")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "Expecting value"),
        ("[]", "no settings"),
        ('{"network": "a", "data": 3}', "data"),
        ('{"network": "a", "data": [1]}', "data"),
        ('{"data": ["x"]}', "network"),
        ('{"network": "a", "network": "b", "data": ["x"]}', "it names 'network' twice"),
        ('{"network":' * 100_000, "nested too deep"),
        ('{"network": "a", "data": ["x"], "x": 1}', "There is no setting x"),
        ('{"network": "a", "data": ["x"], "epochs": 1.5}', "epochs"),
        ('{"network": "a", "data": ["x"], "lr": "high"}', "lr"),
    ],
)
def test_damaged_missing_and_unknown_settings_are_refused(text, reason):
    with pytest.raises(ValueError, match=reason):
        from_json(text)
