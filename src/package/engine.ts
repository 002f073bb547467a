/**
 * The library that runs the models. A project installs it without its install script, which would download hundreds of
 * megabytes of libraries for graphics cards, which Headland does not use, and which fails if it cannot.
 */
export const ENGINE = "onnxruntime-node";

/** The version pinned in package.json. */
export const ENGINE_VERSION = "1.30.0";
