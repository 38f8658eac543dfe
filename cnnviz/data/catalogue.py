"""The data sets known by name: what they hold, and where they come from."""

from collections.abc import Sequence
from dataclasses import dataclass

from cnnviz.cnn import architectures
from cnnviz.cnn.network import Treatment
from cnnviz.language import N_

DIGITS, SWAN_OR_NOT, SCENES = architectures.DIGITS, architectures.SWAN_OR_NOT, architectures.SCENES


@dataclass(frozen=True)
class RemoteFile:
    """A file that is downloaded."""

    name: str
    size: int  # bytes
    checksum: str  # "sha256:..."


@dataclass(frozen=True)
class DataInfo:
    """What is known of a data set before it is loaded."""

    name: str  # as in --data; before a colon
    title: str  # in English; `_` translates it where it is shown, as `about` and `source`
    shape: tuple[int, int, int]  # (C, H, W) of a picture
    classes: tuple[str, ...]
    about: str  # what it holds, in a sentence
    source: str
    counts: tuple[int, ...] = ()  # sizes that are offered, of a set that is made on the spot
    mirrors: tuple[str, ...] = ()  # addresses of folders that hold the files
    files: tuple[RemoteFile, ...] = ()

    @property
    def size(self) -> int:
        """How many bytes are downloaded."""
        return sum(file.size for file in self.files)


def _four_files(
    train: tuple[int, int], test: tuple[int, int], sums: tuple[str, ...]
) -> tuple[RemoteFile, ...]:
    names = ("train-images-idx3", "train-labels-idx1", "t10k-images-idx3", "t10k-labels-idx1")
    sizes = (*train, *test)
    return tuple(
        RemoteFile(f"{name}-ubyte.gz", size, checksum)
        for name, size, checksum in zip(names, sizes, sums, strict=True)
    )


CATALOGUE = (
    DataInfo(
        "strokes", N_("Strokes"), (1, 28, 28), DIGITS,
        N_("Digits that cnnviz draws from strokes, each different, as many as wanted."),
        N_("made by cnnviz"),
        counts=(5000, 20000, 1000),
    ),
    DataInfo(
        "digits", N_("Digits of 13 people"), (1, 28, 28), DIGITS,
        N_("1,797 real handwritten digits of 8×8 pixels, enlarged."),
        N_("Alpaydin and Kaynak (1998), Optical Recognition of Handwritten Digits, UCI Machine "
        "Learning Repository, CC BY 4.0; the copy that scikit-learn ships"),
    ),
    DataInfo(
        "swans", N_("Swans"), (3, 32, 32), SWAN_OR_NOT,
        N_("Drawn pictures, swan or not, white and black. A network that learns from drawings "
        "fails on photographs (two in three right at best): open one and see."),
        N_("drawn by cnnviz"),
        counts=(12000, 2000),
    ),
    DataInfo(
        "swans-white", N_("Swans, white ones only"), (3, 32, 32), SWAN_OR_NOT,
        N_("No black swan in the training: the test asks for black ones, too. A network that "
        "learns from drawings fails on photographs (two in three right at best): open one and "
        "see."),
        N_("drawn by cnnviz"),
        counts=(12000, 2000),
    ),
    DataInfo(
        "scenes", N_("Birds and things"), (3, 64, 64), SCENES,
        N_("Drawn pictures of ten kinds: swans, other birds, boats, kettles, sheep."),
        N_("drawn by cnnviz"),
        counts=(12000, 2000),
    ),
    DataInfo(
        "mnist", N_("MNIST"), (1, 28, 28), DIGITS,
        N_("60,000 handwritten digits for training and 10,000 for the test."),
        N_("LeCun, Cortes and Burges, CC BY-SA 3.0"),
        mirrors=(
            "https://ossci-datasets.s3.amazonaws.com/mnist/",
            "https://storage.googleapis.com/cvdf-datasets/mnist/",
        ),
        files=_four_files((9912422, 28881), (1648877, 4542), (
            "sha256:440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609",
            "sha256:3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c",
            "sha256:8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6",
            "sha256:f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6",
        )),
    ),
    DataInfo(
        "fashion-mnist", N_("Fashion-MNIST"), (1, 28, 28),
        ("T-shirt", "trousers", "pullover", "dress", "coat", "sandal", "shirt", "sneaker", "bag",
         "ankle boot"),
        N_("70,000 pieces of clothing, as large as the digits of MNIST and harder."),
        N_("Xiao, Rasul and Vollgraf (2017), arXiv:1708.07747, MIT licence"),
        mirrors=(
            "https://storage.googleapis.com/tensorflow/tf-keras-datasets/",
            "https://github.com/zalandoresearch/fashion-mnist/raw/master/data/fashion/",
        ),
        files=_four_files((26421880, 29515), (4422102, 5148), (
            "sha256:3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84",
            "sha256:a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845",
            "sha256:346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073",
            "sha256:67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5",
        )),
    ),
    DataInfo(
        "kmnist", N_("Kuzushiji-MNIST"), (1, 28, 28),
        ("お o", "き ki", "す su", "つ tsu", "な na", "は ha", "ま ma", "や ya", "れ re", "を wo"),
        N_("70,000 hiragana of old Japanese books."),
        N_("Clanuwat and others (2018), arXiv:1812.01718, CC BY-SA 4.0"),
        mirrors=("https://codh.rois.ac.jp/kmnist/dataset/kmnist/",),
        files=_four_files((18165135, 29497), (3041136, 5120), (
            "sha256:51467d22d8cc72929e2a028a0428f2086b092bb31cfb79c69cc0a90ce135fde4",
            "sha256:e38f9ebcd0f3ebcdec7fc8eabdcdaef93bb0df8ea12bee65224341c8183d8e17",
            "sha256:edd7a857845ad6bb1d0ba43fe7e794d164fe2dce499a1694695a792adfac43c5",
            "sha256:20bb9a0ef54c7db3efc55a92eef5582c109615df22683c380526788f98e42a1c",
        )),
    ),
    DataInfo(
        "cifar-10", N_("CIFAR-10"), (3, 32, 32),
        ("airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"),
        N_("60,000 small photographs of ten kinds of things."),
        N_("Krizhevsky (2009), Learning multiple layers of features from tiny images"),
        mirrors=("https://www.cs.toronto.edu/~kriz/", "https://cave.cs.toronto.edu/kriz/"),
        files=(
            RemoteFile(
                "cifar-10-binary.tar.gz", 170052171,
                "sha256:c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd",
            ),
        ),
    ),
)  # fmt: skip


def info(source: str) -> DataInfo | None:
    """Return what is known of a source such as "strokes:5000"; None for a folder."""
    name = source.partition(":")[0]
    return next((each for each in CATALOGUE if each.name == name), None)


def ink_treatment(sources: Sequence[str], shape: tuple[int, ...]) -> Treatment | None:
    """Return how a network that learns from sources treats pictures, where they are grey ink.

    Args:
        sources: Their names.
        shape: Of their pictures: channels, rows and columns.

    Returns:
        None where a folder is among them, of which that is not known, and of colours.
    """
    is_ink = shape[0] == 1 and all(info(source) is not None for source in sources)
    return "digit" if is_ink else None
