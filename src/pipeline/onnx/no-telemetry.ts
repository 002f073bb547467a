/**
 * onnxruntime reports to its makers what it runs, unless it is told not to before it starts. Nothing of a user's models leaves
 * their machine; who wants it otherwise sets the variable to 0.
 */
process.env["ORT_DISABLE_TELEMETRY"] ??= "1";
