/** onnxruntime as Headland loads it, always from here: the first import has to come before it. */
import "./no-telemetry.ts";

export { InferenceSession, Tensor } from "onnxruntime-node";
