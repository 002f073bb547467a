/**
 * The library that runs the models. A project installs it without its install script: the script would download hundreds
 * of megabytes of libraries for graphics cards, which Headland does not use, and the installation fails if it cannot.
 */
export const ENGINE = "onnxruntime-node";

/** The version pinned in package.json. */
export const ENGINE_VERSION = "1.30.0";
