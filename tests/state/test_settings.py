import os
import stat
from pathlib import Path

import pytest

from cnnviz.state.settings import RECENT_FILES, Settings, home


def test_what_is_set_is_there_at_the_next_start(qapp):
    settings = Settings()
    settings.set_theme("dark")
    settings.set_text_size(150)
    del settings
    again = Settings()
    assert (again.theme, again.text_size) == ("dark", 150)


@pytest.mark.parametrize(
    "damage", ["theme=purple\ntext_size=huge\n", "\x00\xff[[[", "text_size=9999"]
)
def test_a_damaged_file_gives_the_defaults_or_the_nearest_value(qapp, damage):
    (home() / "settings.ini").write_text(damage, encoding="latin-1")
    settings = Settings()
    assert settings.theme == "light"
    assert 75 <= settings.text_size <= 300


def test_text_size_steps_from_75_to_300(qapp):
    settings = Settings()
    sizes = {settings.text_size}
    for _ in range(20):
        settings.step_text_size(up=True)
        sizes.add(settings.text_size)
    assert settings.text_size == 300
    for _ in range(20):
        settings.step_text_size(up=False)
        sizes.add(settings.text_size)
    assert min(sizes) == 75


def test_recent_files_come_latest_first_once_each_and_not_too_many(qapp):
    settings = Settings()
    for number in [*range(RECENT_FILES + 5), 3]:
        settings.add_recent_file(Path(f"/tmp/lesson {number}.cnnviz"))
    assert len(settings.recent_files) == RECENT_FILES
    assert settings.recent_files[0].endswith("lesson 3.cnnviz")
    assert Settings().recent_files == settings.recent_files


def test_setting_the_same_again_is_no_change(qapp, qtbot):
    settings = Settings()
    settings.set_theme("dark")
    with qtbot.assertNotEmitted(settings.changed):
        settings.set_theme("dark")


def test_reset_keeps_the_recent_files(qapp):
    settings = Settings()
    settings.set_text_size(300)
    settings.add_recent_file(Path("/tmp/lesson.cnnviz"))
    settings.reset()
    assert settings.text_size == 100
    assert len(settings.recent_files) == 1


@pytest.mark.timeout(20, method="thread")
def test_settings_that_are_a_pipe_hold_nothing_up(qapp):
    home().mkdir(parents=True, exist_ok=True)
    os.mkfifo(home() / "settings.ini")
    settings = Settings()
    settings.set_theme("dark")
    assert settings.theme == "dark"
    del settings
    assert stat.S_ISFIFO((home() / "settings.ini").stat().st_mode)  # and it is left alone
