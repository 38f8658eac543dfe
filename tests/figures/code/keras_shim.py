"""What `keras_shim.R` asks Keras 3 to do."""

import keras
import numpy as np
from keras import layers

CLASSES = {
    "conv_2d": "Conv2D",
    "dense": "Dense",
    "layer_normalization": "LayerNormalization",
    "depthwise_conv_2d": "DepthwiseConv2D",
    "conv_2d_transpose": "Conv2DTranspose",
    "batch_normalization": "BatchNormalization",
    "activation": "Activation",
    "activation_relu": "ReLU",
    "activation_leaky_relu": "LeakyReLU",
    "activation_parametric_relu": "PReLU",
    "activation_elu": "ELU",
    "activation_softmax": "Softmax",
    "max_pooling_2d": "MaxPooling2D",
    "average_pooling_2d": "AveragePooling2D",
    "global_max_pooling_2d": "GlobalMaxPooling2D",
    "global_average_pooling_2d": "GlobalAveragePooling2D",
    "zero_padding_2d": "ZeroPadding2D",
    "cropping_2d": "Cropping2D",
    "upsampling_2d": "UpSampling2D",
    "permute": "Permute",
    "reshape": "Reshape",
    "flatten": "Flatten",
    "dropout": "Dropout",
    "add": "Add",
    "multiply": "Multiply",
    "concatenate": "Concatenate",
}


def classes():
    return CLASSES


def layer(name, options):
    """Make a layer; `input_shape` is what R's keras takes in the first one of a row."""
    shape = options.pop("input_shape", None)
    if name == "formula":
        text = options["text"].replace("k_pow(", "k_power(").replace("k_", "keras.ops.")
        made = layers.Lambda(eval(f"lambda x: {text}", {"keras": keras}), name=options["name"])
    else:
        if name == "LeakyReLU":
            options["negative_slope"] = options.pop("alpha")
        if name == "Reshape" and isinstance(options["target_shape"], int):
            options["target_shape"] = [options["target_shape"]]
        made = getattr(layers, name)(**{n: of(v) for n, v in options.items()})
    made.first_shape = shape
    return made


def of(value):
    return tuple(of(each) for each in value) if isinstance(value, list) else value


class Row:
    def __init__(self):
        self.made = []

    def add(self, made):
        self.made.append(made)

    def model(self):
        model = keras.Sequential([keras.Input(tuple(self.made[0].first_shape)), *self.made])
        self.model = lambda: model
        return model

    def get_layer(self, name):
        return self.model().get_layer(name)


def sequential():
    return Row()


def whole(model):
    return model.model() if isinstance(model, Row) else model


def apply(made, x):
    return made(x)


def input(shape):
    return keras.Input(tuple(shape))


def model(inputs, outputs):
    return keras.Model(inputs, outputs)


def array(content, shape):
    return np.frombuffer(bytes(content), "<f4").reshape(shape, order="F")


def set_weights(made, contents, shapes):
    made.set_weights([array(c, s) for c, s in zip(contents, shapes, strict=True)])


def predict(model, content, shape):
    found = whole(model).predict(array(content, shape), verbose=0)
    return bytearray(np.ascontiguousarray(found, "<f4").tobytes())


def optimizer(name, options):
    return getattr(keras.optimizers, name)(**options)


def loss(options):
    return keras.losses.SparseCategoricalCrossentropy(**options)


def compile(model, loss, optimizer):
    whole(model).compile(loss=loss, optimizer=optimizer, metrics=["accuracy"])


def fit(model, content, shape, labels, batch_size, epochs):
    y = np.frombuffer(bytes(labels), "<f4").astype(int)
    whole(model).fit(array(content, shape), y, batch_size=batch_size, epochs=epochs, verbose=0)
