"""What is computed of a large network at once after an edit: what was edited, and what is quick.

The rest, from the first node on that takes long, is computed afterwards, beside the window.
"""

from cnnviz.cnn.network import Node
from cnnviz.project.cost import QUICK_PRODUCTS, costs_alike, products_by_node
from cnnviz.project.project import ForwardPass, Project, forward_pass


def differs_in_weights(before: Project, after: Project) -> bool:
    """Return whether one project differs from another in nothing but weights, so that maps stay."""
    one, other = before.network, after.network
    return (
        before.picture is after.picture
        and (one.treatment, one.input_shape) == (other.treatment, other.input_shape)
        and one.inputs == other.inputs
        and costs_alike(one, other)
    )


def own_products(before: ForwardPass, after: Project) -> int:
    """Return how many multiplications the edited layers take, about."""
    products, layers = products_by_node(before.trace.network), before.project.network.layers
    return sum(
        products[name] for name, layer in after.network.layers.items() if layer is not layers[name]
    )


def first_values(project: Project, before: ForwardPass) -> ForwardPass:
    """Compute the edited layers, and what follows from them while that is quick."""
    products = products_by_node(before.trace.network)
    left = [QUICK_PRODUCTS - own_products(before, project)]

    def may(node: Node) -> bool:
        left[0] -= products[node.name]
        return left[0] >= 0

    return forward_pass(project, before, may)
