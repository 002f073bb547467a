/**
 * Turns off onnxruntime's telemetry, which must happen before it is loaded. Nothing about a user's models leaves their
 * machine. Set the variable to 0 to allow telemetry.
 */
process.env["ORT_DISABLE_TELEMETRY"] ??= "1";
