# Runs exported code in some folders: argument 1 is the folder of the shim, the others those folders.

arguments <- commandArgs(TRUE)
source(file.path(arguments[1], "keras_shim.R"))
library <- function(...) NULL
for (folder in arguments[-1]) {
  setwd(folder)
  source("net.R")
  size <- scan("x.txt", quiet = TRUE)
  values <- readBin("x.bin", "numeric", prod(size), size = 4, endian = "little")
  writeBin(predict_values(model, array(values, size)), "y.bin", size = 4, endian = "little")
  if (file.exists("fit")) {
    train(1)
    writeBin(predict_values(model, array(values, size)), "z.bin", size = 4, endian = "little")
  }
}
