# The calls of R's keras that exported code makes, passed on to Keras 3: R's own package needs
# TensorFlow. Arrays go to Python and back as bytes, as this reticulate knows no NumPy 2.

library(reticulate)
use_python(Sys.getenv("SHIM_PYTHON"), required = TRUE)
shim <- import_from_path("keras_shim", Sys.getenv("SHIM_FOLDER"), convert = FALSE)

`%>%` <- function(left, right) {
  call <- substitute(right)
  eval(as.call(c(call[[1]], quote(.left), as.list(call)[-1])), list(.left = left), parent.frame())
}

plain <- function(value) {
  if (is.function(value)) return(value)
  if (is.list(value)) return(lapply(value, plain))
  if (is.numeric(value) && all(value == round(value))) value <- as.integer(value)
  if (length(value) > 1) as.list(value) else value
}

make_layer <- function(class, given, options) {
  layer <- shim$layer(class, lapply(options, plain))
  if (is.null(given)) return(function(x) shim$apply(layer, x))
  if (inherits(given, "shim_sequential")) {
    given$add(layer)
    return(given)
  }
  shim$apply(layer, given)
}

define <- function(name, class) {
  force(class)
  made <- function(object = NULL, ...) make_layer(class, object, list(...))
  assign(paste0("layer_", name), made, envir = globalenv())
}
classes_of_layers <- shim$classes()
for (name in names(py_to_r(classes_of_layers))) define(name, py_to_r(classes_of_layers)[[name]])

layer_lambda <- function(object = NULL, f, ...) {
  text <- paste(deparse(body(f)), collapse = "")
  make_layer("formula", object, list(text = text, ...))
}

keras_model_sequential <- function() {
  model <- shim$sequential()
  class(model) <- c("shim_sequential", class(model))
  model
}
layer_input <- function(shape) shim$input(as.list(as.integer(shape)))
keras_model <- function(inputs, outputs) shim$model(inputs, outputs)
get_layer <- function(model, name) model$get_layer(name)
bytes <- function(values) r_to_py(writeBin(as.vector(values), raw(), size = 4, endian = "little"))
set_weights <- function(layer, weights) {
  shim$set_weights(layer, lapply(weights, bytes), lapply(weights, function(w) as.list(dim(w))))
}
predict_values <- function(model, x) {
  found <- shim$predict(model, bytes(x), as.list(dim(x)))
  readBin(py_to_r(found), "numeric", 1e7, size = 4, endian = "little")
}
optimizer_adam <- function(...) shim$optimizer("Adam", list(...))
optimizer_sgd <- function(...) shim$optimizer("SGD", list(...))
optimizer_rmsprop <- function(...) shim$optimizer("RMSprop", list(...))
loss_sparse_categorical_crossentropy <- function(...) shim$loss(list(...))
compile <- function(model, loss, optimizer, metrics) shim$compile(model, loss, optimizer)
fit <- function(model, x, y, batch_size, epochs, validation_split) {
  shim$fit(model, bytes(x), as.list(dim(x)), bytes(as.numeric(y)), as.integer(batch_size), as.integer(epochs))
}
