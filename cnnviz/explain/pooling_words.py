"""What a pooling does, in one sentence."""

from cnnviz.cnn.layer_base import shape_text
from cnnviz.cnn.ops import Array
from cnnviz.cnn.pooling_layers import Pooling, WindowPooling
from cnnviz.language import N_, _

_ADAPTIVE = {  # by: the largest value stays, of whole maps
    (True, True): N_("Of each map the largest value stays: {was} becomes {now}."),
    (True, False): N_("Of every patch of each map the largest value stays: {was} becomes {now}."),
    (False, True): N_("Of each map the mean stays: {was} becomes {now}."),
    (False, False): N_("Of every patch of each map the mean stays: {was} becomes {now}."),
}


def pooling_sentence(layer: Pooling, before: Array, after: Array) -> str:
    """Return what a pooling keeps, and what becomes of the size of the maps."""
    window = ""
    if isinstance(layer, WindowPooling):
        window = shape_text(layer.kernel_size)
        if layer.keeps_largest:
            text = _("Of every {window} window the largest value stays: {was} becomes {now}.")
        else:
            text = _("Of every {window} window the mean stays: {was} becomes {now}.")
    else:
        text = _(_ADAPTIVE[layer.keeps_largest, after.shape[1:] == (1, 1)])
    was, now = shape_text(before.shape[1:]), shape_text(after.shape[1:])
    return text.format(window=window, was=was, now=now)
