"""What a convolution does, in one sentence with the numbers of this network."""

from cnnviz.cnn.layers import Conv2d
from cnnviz.language import N_, _

_CONVOLUTION = {  # by: one filter, one input map, a bias
    (True, True, True): N_(
        "The filter slides over the input: every value is the sum of {products} products and its "
        "bias."
    ),
    (True, True, False): N_(
        "The filter slides over the input: every value is the sum of {products} products."
    ),
    (True, False, True): N_(
        "The filter looks at all {maps} maps at once: every value is the sum of {products} "
        "products and its bias."
    ),
    (True, False, False): N_(
        "The filter looks at all {maps} maps at once: every value is the sum of {products} "
        "products."
    ),
    (False, True, True): N_(
        "Each of the {filters} filters slides over the input: every value is the sum of {products} "
        "products and its bias."
    ),
    (False, True, False): N_(
        "Each of the {filters} filters slides over the input: every value is the sum of {products} "
        "products."
    ),
    (False, False, True): N_(
        "Each of the {filters} filters looks at all {maps} maps at once: every value is the sum of "
        "{products} products and its bias."
    ),
    (False, False, False): N_(
        "Each of the {filters} filters looks at all {maps} maps at once: every value is the sum of "
        "{products} products."
    ),
}


_ONE_PRODUCT = {  # by: one filter, a bias
    (True, True): N_(
        "The filter slides over the input: every value is a single product and its bias."
    ),
    (True, False): N_("The filter slides over the input: every value is a single product."),
    (False, True): N_(
        "Each of the {filters} filters slides over the input: every value is a single product and "
        "its bias."
    ),
    (False, False): N_(
        "Each of the {filters} filters slides over the input: every value is a single product."
    ),
}


_GROUPS = {  # by: a bias
    True: N_(
        "Each of the {filters} filters looks at {inputs} of the {maps} maps: every value is the "
        "sum of {products} products and its bias."
    ),
    False: N_(
        "Each of the {filters} filters looks at {inputs} of the {maps} maps: every value is the "
        "sum of {products} products."
    ),
}


def convolution_sentence(layer: Conv2d, maps: int) -> str:
    """Return what a convolution of so many maps does, in one sentence with its numbers."""
    filters, inputs, rows, columns = layer.weight.shape
    count = inputs * rows * columns
    if count == 1:
        return _(_ONE_PRODUCT[filters == 1, layer.bias is not None]).format(filters=filters)
    products = f"{inputs}·{rows}·{columns} = {count}" if inputs > 1 else f"{count}"
    if layer.groups > 1:
        text = _(_GROUPS[layer.bias is not None])
    else:
        text = _(_CONVOLUTION[filters == 1, maps == 1, layer.bias is not None])
    return text.format(filters=filters, maps=maps, inputs=inputs, products=products)
