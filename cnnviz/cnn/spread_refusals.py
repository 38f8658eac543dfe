"""Why maps cannot be made larger as a layer says: every sentence names a remedy."""

from cnnviz.cnn.layer_base import OptionError, Shape, ShapeError, maps_text, shape_text
from cnnviz.cnn.ops import Pair
from cnnviz.language import _


def much_output_padding(more: int, limit: int) -> OptionError:
    """Return that as much is added at the end as another input cell would reach."""
    numbers = {"padding": more, "most": limit - 1}
    return OptionError(
        _("its output padding is {padding}; choose 0 to {most}, less than stride or "
          "dilation").format(**numbers),
        _("Its output padding is {padding}; choose 0 to {most}, less than stride or "
          "dilation.").format(**numbers),
    )  # fmt: skip


def all_cut_off(padding: Pair, shape: Shape) -> ShapeError:
    """Return that the padding cuts off everything."""
    told = {"padding": shape_text(padding), "input": maps_text(shape)}
    return ShapeError(
        _("its padding {padding} cuts off all that {input} give; use less padding").format(**told),
        _("Its padding {padding} cuts off all that {input} give; use less padding.").format(**told),
    )
