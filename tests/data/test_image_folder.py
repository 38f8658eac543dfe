"""A folder of pictures as people have it: what is read, what is passed over, and what is told."""

import os
import subprocess
import sys
import unicodedata
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from cnnviz.cnn.layers import Flatten, Linear
from cnnviz.cnn.network import chain
from cnnviz.data import splits
from cnnviz.data.folder_listing import _is_picture, listed
from cnnviz.data.picture_pool import ReadingGivenUpError
from cnnviz.files.pictures.decoder import Decoders
from cnnviz.project.picture import limited, prepare
from cnnviz.project.picture_file import read_picture
from cnnviz.project.resizing import RESIZES, treatment_of
from tests.data.odd_pictures import BAD, GOOD, SPECIAL, plain, transparent

SHAPE = (3, 8, 8)


@pytest.fixture
def random():
    return np.random.default_rng(0)


def classes(folder, random, names=("cat", "dog"), count=4):
    for name in names:
        (folder / name).mkdir(parents=True)
        for number in range(count):
            (folder / name / f"{number}.png").write_bytes(plain(random))


@pytest.fixture
def pets(tmp_path, random):
    classes(tmp_path / "pets", random)
    return tmp_path / "pets"


def collected(*folders, shape=SHAPE, resize="crop"):
    return splits.collected([str(folder) for folder in folders], 0, shape, resize)


def files(found):
    """Every picture of all parts, by the name of its file."""
    return {
        found.name(int(place)): (part, found.pictures(places[i : i + 1])[0], found.labels[place])
        for part, places in found.parts.items()
        for i, place in enumerate(places)
    }


def reasons(found):
    return {each.name: each.reason for each in found.passed}


@pytest.mark.parametrize("resize", RESIZES)
def test_every_picture_is_what_the_window_makes_of_it(pets, random, resize):
    for name, made in GOOD.items():
        (pets / "cat" / name).write_bytes(made(random))
    found = files(collected(pets, resize=resize))
    weight = np.zeros((1, 3 * 8 * 8), np.float32)
    layers = (Flatten(), Linear(weight, np.zeros(1, np.float32)))
    network = chain("n", "N", SHAPE, layers, (), treatment_of(resize))
    for name in GOOD:
        seen = prepare(limited(read_picture(pets / "cat" / name)), network).values
        levels = np.rint(seen.clip(0, 1) * 255)
        np.testing.assert_array_equal(found[f"cat/{name}"][1], levels, err_msg=name)


def test_sixteen_bits_keep_their_depth(tmp_path):
    for name, level in (("dark", 8000), ("light", 40000)):
        (tmp_path / name).mkdir()
        for number in range(4):
            pixels = np.full((8, 8), level, np.uint16)
            Image.fromarray(pixels).save(tmp_path / name / f"{number}.png")
    found = collected(tmp_path)
    levels = {
        found.classes[label]: picture.max() for _part, picture, label in files(found).values()
    }
    assert levels == {"dark": round(8000 / 257), "light": round(40000 / 257)}


def test_transparent_parts_are_white(pets, random):
    alpha = np.zeros((8, 8, 4), np.uint8)  # black, and nothing of it to be seen
    Image.fromarray(alpha).save(pets / "cat" / "clear.png")
    found = collected(pets)
    assert files(found)["cat/clear.png"][1].min() == 255
    assert any("transparent" in note for note in found.notes)


@pytest.mark.timeout(60, method="thread")
def test_what_is_no_picture_is_passed_over_and_told(pets, random):
    before = collected(pets)
    for name in (*BAD, *SPECIAL):
        path = pets / "cat" / name
        if name in BAD:
            path.write_bytes(BAD[name](random))
        else:
            SPECIAL[name](path)
    found = collected(pets)
    assert found.fingerprint() == before.fingerprint()
    told = reasons(found)
    expected = {f"cat/{name}" for name in (*BAD, *SPECIAL)} - {"cat/folder.png"}  # it is empty
    assert told.keys() == expected
    for name, reason in told.items():
        assert name.removeprefix("cat/") in reason
        assert reason.endswith(".")


def test_a_hidden_folder_is_no_class(pets, random):
    hidden = [".git", ".ipynb_checkpoints", "@eaDir", "__MACOSX"]
    classes(pets, random, hidden)
    found = collected(pets)
    assert found.classes == ("cat", "dog")
    assert sorted(reasons(found)) == hidden


def test_a_class_without_pictures_is_told(pets):
    (pets / "fox").mkdir()
    (pets / "fox" / "notes.txt").write_bytes(b"none")
    found = collected(pets)
    assert found.classes == ("cat", "dog")
    assert "notes.txt is no" in reasons(found)["fox/notes.txt"]


@pytest.mark.parametrize("count", [1, 2])
def test_a_class_with_too_few_pictures_is_left_out_and_told(pets, random, count):
    classes(pets, random, ["fox"], count)
    found = collected(pets)
    assert found.classes == ("cat", "dog")
    assert all(
        f"too few pictures: {count}, and 3 are needed" in why for why in reasons(found).values()
    )
    assert len(reasons(found)) == count


def test_too_few_pictures_say_how_many_are_needed(tmp_path, random):
    classes(tmp_path, random, count=1)
    with pytest.raises(ValueError, match=r"3 pictures each at least; it has “cat” 1, “dog” 1"):
        collected(tmp_path)


@pytest.mark.parametrize("count", [3, 4, 7, 40])
def test_every_class_is_in_every_part(tmp_path, random, count):
    classes(tmp_path, random, ["a", "b", "c"], count)
    classes(tmp_path, random, ["d"], 3)
    found = collected(tmp_path)
    for part in found.parts:
        assert min(found.counts(part)) >= 1
    assert sum(sum(found.counts(part)) for part in found.parts) == 3 * count + 3


def test_names_are_in_natural_order(tmp_path, random):
    classes(tmp_path, random, ["class10", "class2", "Class1"], 3)
    found = collected(tmp_path)
    assert found.classes == ("Class1", "class2", "class10")


@pytest.mark.parametrize("names", [("cat", "cat2", "cat10"), ("9", "9 b", "9b"), ("lib", "lib64")])
def test_a_name_may_go_on_with_a_number_where_another_ends(tmp_path, random, names):
    classes(tmp_path, random, reversed(names), 3)
    assert collected(tmp_path).classes == names


@pytest.mark.parametrize("names", [("train", "val", "test"), ("Train", "valid", "TEST"),
                                   ("training", "validation", "testing")])  # fmt: skip
def test_the_usual_layout_keeps_its_parts(tmp_path, random, names):
    for name, count in zip(names, (5, 2, 3), strict=True):
        classes(tmp_path / name, random, count=count)
    found = collected(tmp_path)
    assert found.classes == ("cat", "dog")
    assert [found.counts(part) for part in found.parts] == [[5, 5], [2, 2], [3, 3]]
    for name, (part, _picture, _label) in files(found).items():
        assert {"training": names[0], "validation": names[1]}.get(part, names[2]) in name


def test_parts_that_are_missing_are_cut(tmp_path, random):
    classes(tmp_path / "train", random, count=10)
    classes(tmp_path / "test", random, count=3)
    (tmp_path / "extra").mkdir()
    found = collected(tmp_path)
    assert [found.counts(part) for part in found.parts] == [[9, 9], [1, 1], [3, 3]]
    assert "no part" in reasons(found)["extra"]


def test_a_class_of_the_test_alone_is_told(tmp_path, random):
    classes(tmp_path / "train", random, count=5)
    classes(tmp_path / "test", random, ["cat", "fox"], count=1)
    found = collected(tmp_path)
    assert found.classes == ("cat", "dog")
    assert "no pictures to learn from" in reasons(found)["test/fox/0.png"]


@pytest.mark.parametrize("name", ["val", "test"])
def test_parts_without_one_to_learn_from_are_refused(tmp_path, random, name):
    classes(tmp_path / name, random)
    with pytest.raises(ValueError, match="no folder “train”"):
        collected(tmp_path)


def test_pictures_in_train_and_test_without_classes_are_refused(tmp_path, random):
    classes(tmp_path, random, ["train", "test"])
    with pytest.raises(ValueError, match="no folder “train” with a folder of pictures for each"):
        collected(tmp_path)


def test_a_class_may_be_called_train(tmp_path, random):
    classes(tmp_path, random, ["train", "bus", "tram"])
    assert collected(tmp_path).classes == ("bus", "train", "tram")


def test_a_folder_within_a_folder_is_gone_into(tmp_path, random):
    classes(tmp_path / "pets" / "pets", random)
    (tmp_path / "__MACOSX").mkdir()
    found = collected(tmp_path)
    assert found.classes == ("cat", "dog")
    assert "Taken from the folder “pets/pets” in it." in found.notes
    assert list(reasons(found)) == ["__MACOSX"]


def test_folders_within_a_class_belong_to_it(pets, random):
    (pets / "cat" / "more" / "still more").mkdir(parents=True)
    (pets / "cat" / "more" / "still more" / "5.png").write_bytes(plain(random))
    assert "cat/more/still more/5.png" in files(collected(pets))


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such names")
def test_a_link_to_where_the_classes_lie_gives_no_class_the_pictures_of_others(pets):
    (pets / "cat" / "all").symlink_to(pets)
    (pets / "all").symlink_to(pets)
    (pets / "dog" / "around").symlink_to(pets.parent)
    found = collected(pets)
    assert found.classes == ("cat", "dog")
    assert {name.partition("/")[0] for name in files(found)} == {"cat", "dog"}
    assert all(found.classes[label] == name[:3] for name, (_, _, label) in files(found).items())
    for name in ("all", "cat/all", "dog/around"):
        assert "leads back to where it lies" in reasons(found)[name]


def test_a_picture_in_two_classes_is_told(pets):
    (pets / "dog" / "copy.png").write_bytes((pets / "cat" / "0.png").read_bytes())
    (note,) = (each for each in collected(pets).notes if "more than one class" in each)
    assert note.startswith("1 picture lies in more than one class;")


def test_odd_names_are_classes_that_differ(tmp_path, random):
    for name in (b"\xff", b"\xfe", b"a\nb", "é".encode()):
        folder = os.fsencode(tmp_path) + b"/" + name
        os.mkdir(folder)
        for number in range(3):
            with open(folder + b"/%d.png" % number, "wb") as file:
                file.write(plain(random))
    apart = tmp_path / unicodedata.normalize("NFD", "é")
    classes(apart.parent, random, [apart.name], 3)
    found = collected(tmp_path)
    assert len(found.classes) == 4  # the two é are one letter
    assert all(name.isprintable() for name in found.classes)
    assert (
        sum(found.counts("training")) == 2 * 3 + 3 + 0 or sum(map(len, found.parts.values())) == 15
    )


def test_tiny_and_uneven_classes_are_told(tmp_path, random):
    classes(tmp_path, random, ["many"], 60)
    classes(tmp_path, random, ["few"], 4)
    told = " ".join(collected(tmp_path).notes)
    assert "Few pictures: “few”" in told
    assert "“many” has" in told


def test_pictures_are_read_once(pets, monkeypatch):
    before = collected(pets)
    monkeypatch.setattr("cnnviz.data.picture_store._made", None)
    assert collected(pets).fingerprint() == before.fingerprint()


def test_a_picture_that_changes_is_read_again(pets, random):
    before = collected(pets)
    (pets / "cat" / "0.png").write_bytes(plain(random))
    assert collected(pets).fingerprint() != before.fingerprint()


def test_a_damaged_store_is_made_anew(pets, tmp_path):
    before = collected(pets)
    (store,) = (splits_cache() / "pictures").iterdir()
    for file in store.iterdir():
        file.write_bytes(b"?")
        assert collected(pets).fingerprint() == before.fingerprint()


def splits_cache():
    from cnnviz.data.download import cache_folder

    return cache_folder()


@pytest.mark.parametrize("blocked", ["file", "root"])
def test_without_a_cache_pictures_are_read_all_the_same(pets, tmp_path, monkeypatch, blocked):
    before = collected(pets)
    place = tmp_path / "closed"
    place.write_bytes(b"")
    monkeypatch.setenv("CNNVIZ_CACHE", str(place if blocked == "file" else place / "below"))
    assert collected(pets).fingerprint() == before.fingerprint()


def test_reading_tells_how_far_it_is_and_can_be_given_up(pets):
    told = []
    splits.collected([str(pets)], 0, SHAPE, "crop", lambda *far: told.append(far))
    assert told == [(number, 8) for number in range(1, 9)]
    with pytest.raises(ReadingGivenUpError):
        splits.collected([str(pets)], 1, (3, 9, 9), "crop", is_wanted=lambda: False)
    assert len(list((splits_cache() / "pictures").iterdir())) == 1  # nothing half read is left


def test_copies_stay_in_one_part(tmp_path, random):
    classes(tmp_path, random, count=30)
    for number in range(15):
        content = (tmp_path / "cat" / f"{number}.png").read_bytes()
        (tmp_path / "cat" / f"{number} copy.png").write_bytes(content)
    found = collected(tmp_path)
    seen = {}
    for part, picture, _label in files(found).values():
        seen.setdefault(picture.tobytes(), set()).add(part)
    assert all(len(parts) == 1 for parts in seen.values())
    assert "15 pictures are copies of others; copies stay in one part." in found.notes


def test_a_picture_of_the_test_is_not_learnt_from(tmp_path, random):
    classes(tmp_path / "train", random, count=9)
    classes(tmp_path / "test", random, count=2)
    again = (tmp_path / "test" / "dog" / "1.png").read_bytes()
    (tmp_path / "train" / "dog" / "again.png").write_bytes(again)
    found = collected(tmp_path)
    assert "train/dog/again.png" not in files(found)
    assert any("not learnt from" in note for note in found.notes)


def test_what_was_done_to_pictures_is_counted(pets, random):
    (pets / "dog" / "clear.png").write_bytes(transparent(random))
    (pets / "dog" / "deep.png").write_bytes(GOOD["deep.png"](random))
    told = " ".join(collected(pets).notes)
    assert "1 of more than 8 bits a pixel" in told
    assert "1 transparent: put on white" in told


def test_what_failed_by_chance_is_tried_again(pets, monkeypatch):
    words = ["cnnviz.data.nowhere"]  # a process that dies at once
    with monkeypatch.context() as patch:
        made = "cnnviz.data.picture_pool.Decoders"
        patch.setattr(made, lambda _words, *rest, **more: Decoders(words, *rest, **more))
        with pytest.raises(ValueError, match="is damaged"):
            collected(pets)
    assert collected(pets).classes == ("cat", "dog")


def test_a_folder_of_a_class_without_pictures_is_told(pets):
    (pets / "emu").mkdir()
    found = collected(pets)
    assert found.classes == ("cat", "dog")
    assert reasons(found)["emu"] == "emu holds no pictures."


def test_classes_beside_a_folder_of_texts_are_found(tmp_path, random):
    classes(tmp_path / "set" / "images", random)
    (tmp_path / "set" / "annotations").mkdir()
    (tmp_path / "set" / "annotations" / "0.xml").write_text("<cat/>")
    found = collected(tmp_path / "set")
    assert found.classes == ("cat", "dog")
    assert reasons(found)["annotations"] == "annotations holds no pictures."
    assert "Taken from the folder “images” in it." in found.notes


CUT_OFF = """
import os, sys
from cnnviz.data import splits
from cnnviz.data.download import cache_folder
found = splits.collected([sys.argv[1]], 0, (1, 64, 64), "crop")
(store,) = (cache_folder() / "pictures").glob("*/pictures.u8")
os.truncate(store, 0)
pictures = found.pictures(found.parts["training"])
sys.stdout.write(f"{pictures.shape[1:]} {pictures.any()}")
"""


@pytest.mark.skipif(os.name != "posix", reason="there nobody can cut off what is mapped")
def test_pictures_of_the_cache_that_are_cut_off_do_not_end_the_program(pets):
    run = subprocess.run(
        [sys.executable, "-c", CUT_OFF, pets], capture_output=True, text=True, check=False
    )
    assert (run.returncode, run.stdout) == (0, "(1, 64, 64) True"), run.stderr


def test_a_folder_of_more_files_than_any_data_set_is_told_at_once(tmp_path, monkeypatch):
    """Such as `--data /`: nobody waits until a whole disk was looked through."""
    monkeypatch.setattr("cnnviz.data.folder_listing.MOST_FILES", 20)
    for name in ("cat", "dog"):
        (tmp_path / name).mkdir()
        for number in range(11):
            (tmp_path / name / f"{number}.txt").write_text("no picture")
    with pytest.raises(ValueError, match="more than 20 files"):
        listed(tmp_path)


def test_a_folder_of_more_folders_than_any_data_set_is_told_at_once(tmp_path, monkeypatch):
    """Of a whole disk 70 000 were looked into before it had enough files."""
    monkeypatch.setattr("cnnviz.data.folder_listing.MOST_FOLDERS", 20)
    for number in range(25):
        (tmp_path / "cat" / f"{number}" / "deeper").mkdir(parents=True)
    with pytest.raises(ValueError, match="more than 20 folders"):
        listed(tmp_path)


def test_the_search_of_a_folder_is_given_up_at_the_next_folder(tmp_path):
    asked = []
    for number in range(9):
        (tmp_path / "cat" / f"{number}").mkdir(parents=True)
    with pytest.raises(ReadingGivenUpError):
        listed(tmp_path, lambda: asked.append(None) or len(asked) < 3)
    assert len(asked) == 3


def test_a_file_that_says_it_is_empty_is_never_read(tmp_path, monkeypatch):
    """Files of the kernel do; to read some of them waits for ever."""
    (tmp_path / "empty.png").touch()
    monkeypatch.setattr("cnnviz.data.folder_listing.kind_of", lambda _: pytest.fail("was read"))
    assert not _is_picture(tmp_path / "empty.png")


@pytest.mark.skipif(not os.path.isdir("/sys"), reason="Linux has such folders")
def test_what_belongs_to_the_system_is_never_looked_into(tmp_path):
    """To read a file there may change the machine: /sys/class/zram-control/hot_add adds a disk."""
    with pytest.raises(ValueError, match="belongs to the system"):
        listed(Path("/sys/class"))
    (tmp_path / "cat").symlink_to("/sys/class")
    (tmp_path / "dog").symlink_to("/proc")
    assert listed(tmp_path).files == []
