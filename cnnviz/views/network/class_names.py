"""How much room the names of classes need: they are never cut."""

from cnnviz.cnn.network import Network
from cnnviz.explain.channel_names import class_name
from cnnviz.views.look.theme import Look

NAMES = 0.34  # share of a page that names may take before they go on in another line
SIZE = 13  # pixels at 100 %: of a name
VALUE = "100.0 %"  # as long as any share
GAP = 14  # pixels at 100 %: between name and value


def names_width(network: Network, look: Look) -> float:
    """Return how wide a list is with the longest name and a value in one line; 0 without one."""
    shape = network.shapes[network.output]
    if len(shape) != 1:
        return 0.0
    metrics = look.metrics(SIZE, bold=True)
    names = (class_name(network, channel) for channel in range(shape[0]))
    longest = sorted(names, key=len)[-5:]  # the widest is among the longest
    wide = max(metrics.horizontalAdvance(name) for name in longest)
    return wide + metrics.horizontalAdvance(VALUE) + look.px(GAP)
