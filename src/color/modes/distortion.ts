import { numberMode } from "../number-mode.ts";

export const distortionMode = numberMode(
  {
    name: "distortion",
    title: "Distortion",
    explanation: "Whether the points around a point are its true nearest, or the map has put others there.",
    group: "head",
    needs: "points",
    // It is about the map itself.
    unit: null,
  },
  ({ distortion, tokens }) => ({
    value: (token, role) => distortion?.[role === "query" ? token : tokens.nTokens + token] ?? 0,
    // Halfway, a point's neighbors on the map are of the geometric mean of rank 15 and last: more says no more.
    min: 0,
    max: 0.5,
    low: "true",
    high: "not to be trusted",
  }),
);
