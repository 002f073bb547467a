/** The only place that imports onnxruntime, because the first import must come before it. */
import "./no-telemetry.ts";

export { InferenceSession, Tensor } from "onnxruntime-node";
