"""What is said of the classic kernels: their names, what they do to a picture, their sources."""

from dataclasses import dataclass

from cnnviz.cnn.kernels import CLASSIC_KERNELS
from cnnviz.cnn.ops import Array
from cnnviz.language import N_, _


@dataclass(frozen=True)
class KernelPreset:
    """A kernel that people know by name."""

    kernel: str  # its name in CLASSIC_KERNELS
    marked_name: str  # texts of the table, to be translated where they are shown
    marked_sentence: str
    marked_source: str

    @property
    def weights(self) -> Array:
        """The weights (H, W)."""
        return CLASSIC_KERNELS[self.kernel]

    @property
    def name(self) -> str:
        """What people call it."""
        return _(self.marked_name)

    @property
    def sentence(self) -> str:
        """What it does to a picture."""
        return _(self.marked_sentence)

    @property
    def source(self) -> str:
        """Where it is described."""
        return _(self.marked_source)


PRESETS = (
    KernelPreset(
        "identity",
        N_("Identity"),
        N_("Leaves the picture as it is."),
        N_("Gonzalez and Woods (2018), Digital Image Processing, 4th edition, section 3.4"),
    ),
    KernelPreset(
        "box-blur",
        N_("Box blur"),
        N_("Replaces every pixel by the mean of its neighbourhood."),
        N_("Gonzalez and Woods (2018), Digital Image Processing, 4th edition, section 3.5"),
    ),
    KernelPreset(
        "gaussian-blur",
        N_("Gaussian blur"),
        N_("Blurs, and trusts near pixels more than far ones."),
        N_("Burt and Adelson (1983), IEEE Transactions on Communications 31(4): binomial weights"),
    ),
    KernelPreset(
        "gaussian-blur-5x5",
        N_("Gaussian blur 5×5"),
        N_("Blurs more strongly, and trusts near pixels more than far ones."),
        N_("Burt and Adelson (1983), IEEE Transactions on Communications 31(4): binomial weights"),
    ),
    KernelPreset(
        "sharpen",
        N_("Sharpen"),
        N_("Adds to every pixel its difference from its neighbours."),
        N_("Gonzalez and Woods (2018), Digital Image Processing, 4th edition, section 3.6"),
    ),
    KernelPreset(
        "sobel-vertical-edges",
        N_("Sobel, vertical edges"),
        N_("Positive where the values grow from left to right."),
        N_("Sobel and Feldman (1968), A 3×3 isotropic gradient operator, Stanford AI Project"),
    ),
    KernelPreset(
        "sobel-horizontal-edges",
        N_("Sobel, horizontal edges"),
        N_("Positive where the values grow from top to bottom."),
        N_("Sobel and Feldman (1968), A 3×3 isotropic gradient operator, Stanford AI Project"),
    ),
    KernelPreset(
        "prewitt-vertical-edges",
        N_("Prewitt, vertical edges"),
        N_("Like Sobel, but all three rows count the same."),
        N_(
            "Prewitt (1970), Object enhancement and extraction, in Picture Processing and "
            "Psychopictorics"
        ),
    ),
    KernelPreset(
        "prewitt-horizontal-edges",
        N_("Prewitt, horizontal edges"),
        N_("Like Sobel, but all three columns count the same."),
        N_(
            "Prewitt (1970), Object enhancement and extraction, in Picture Processing and "
            "Psychopictorics"
        ),
    ),
    KernelPreset(
        "scharr-vertical-edges",
        N_("Scharr, vertical edges"),
        N_("Like Sobel, with weights that treat slanted edges more evenly."),
        N_("Scharr (2000), Optimale Operatoren in der Digitalen Bildverarbeitung, Heidelberg"),
    ),
    KernelPreset(
        "scharr-horizontal-edges",
        N_("Scharr, horizontal edges"),
        N_("Like Sobel, with weights that treat slanted edges more evenly."),
        N_("Scharr (2000), Optimale Operatoren in der Digitalen Bildverarbeitung, Heidelberg"),
    ),
    KernelPreset(
        "laplacian-4-neighbours",
        N_("Laplacian, 4 neighbours"),
        N_("Compares every pixel with the four beside it: edges in every direction."),
        N_("Gonzalez and Woods (2018), Digital Image Processing, 4th edition, section 3.6"),
    ),
    KernelPreset(
        "laplacian-8-neighbours",
        N_("Laplacian, 8 neighbours"),
        N_("Compares every pixel with all eight around it, diagonals included."),
        N_("Gonzalez and Woods (2018), Digital Image Processing, 4th edition, section 3.6"),
    ),
    KernelPreset(
        "outline",
        N_("Outline"),
        N_("Positive where a value is larger than its neighbours; even areas become 0."),
        N_("Gonzalez and Woods (2018), Digital Image Processing, 4th edition, section 10.2"),
    ),
    KernelPreset(
        "emboss",
        N_("Emboss"),
        N_("Light from one side: the picture looks pressed into paper."),
        N_("The GNU Image Manipulation Program, manual, Convolution Matrix"),
    ),
    KernelPreset(
        "motion-blur",
        N_("Motion blur"),
        N_("The mean along a diagonal, as if the camera had moved."),
        N_("Gonzalez and Woods (2018), Digital Image Processing, 4th edition, section 5.6"),
    ),
    KernelPreset(
        "line-horizontal",
        N_("Line, horizontal"),
        N_("Largest on horizontal lines that are one pixel thin."),
        N_("Gonzalez and Woods (2018), Digital Image Processing, 4th edition, section 10.2"),
    ),
    KernelPreset(
        "line-vertical",
        N_("Line, vertical"),
        N_("Largest on vertical lines that are one pixel thin."),
        N_("Gonzalez and Woods (2018), Digital Image Processing, 4th edition, section 10.2"),
    ),
    KernelPreset(
        "line-falling",
        N_("Line, falling"),
        N_("Largest on thin lines that fall from left to right."),
        N_("Gonzalez and Woods (2018), Digital Image Processing, 4th edition, section 10.2"),
    ),
    KernelPreset(
        "line-rising",
        N_("Line, rising"),
        N_("Largest on thin lines that rise from left to right."),
        N_("Gonzalez and Woods (2018), Digital Image Processing, 4th edition, section 10.2"),
    ),
    KernelPreset(
        "corner-top-left",
        N_("Corner, top left"),
        N_("Largest where a light area has its top left corner."),
        N_(
            "A zero-sum template in the manner of Gonzalez and Woods (2018), Digital Image "
            "Processing, 4th edition, section 10.2"
        ),
    ),
    KernelPreset(
        "corner-top-right",
        N_("Corner, top right"),
        N_("Largest where a light area has its top right corner."),
        N_(
            "A zero-sum template in the manner of Gonzalez and Woods (2018), Digital Image "
            "Processing, 4th edition, section 10.2"
        ),
    ),
    KernelPreset(
        "corner-bottom-left",
        N_("Corner, bottom left"),
        N_("Largest where a light area has its bottom left corner."),
        N_(
            "A zero-sum template in the manner of Gonzalez and Woods (2018), Digital Image "
            "Processing, 4th edition, section 10.2"
        ),
    ),
    KernelPreset(
        "corner-bottom-right",
        N_("Corner, bottom right"),
        N_("Largest where a light area has its bottom right corner."),
        N_(
            "A zero-sum template in the manner of Gonzalez and Woods (2018), Digital Image "
            "Processing, 4th edition, section 10.2"
        ),
    ),
    KernelPreset(
        "the-lectures-filter",
        N_("The lecture's filter"),
        N_("The exercise of the lecture."),
        N_("The lecture, Activity 2"),
    ),
)
