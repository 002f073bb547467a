/**
 * The library that runs the models. A project installs it itself, without its install script: that would fetch hundreds of
 * megabytes of libraries for graphics cards, which Headland does not use, and fails where it cannot.
 */
export const ENGINE = "onnxruntime-node";

/** As package.json pins it. */
export const ENGINE_VERSION = "1.30.0";
