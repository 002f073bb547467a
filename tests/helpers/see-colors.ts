/** How different colors are to eyes. */

/** How eyes without red or without green cones see linear r, g, b: Machado, Oliveira & Fernandes 2009, severity 1. */
const EYES = {
  usual: [1, 0, 0, 0, 1, 0, 0, 0, 1],
  protan: [0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998],
  deutan: [0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.01182, 0.04294, 0.968881],
};

export type Eyes = keyof typeof EYES;

/** WCAG 2.2: contrast ratio of relative luminances. */
export function contrast(a: string, b: string): number {
  const [high = 0, low = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (high + 0.05) / (low + 0.05);
}

function luminance(color: string): number {
  const [r = 0, g = 0, b = 0] = linear(color);
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function linear(color: string): number[] {
  return [1, 3, 5].map((at) => {
    const share = Number.parseInt(color.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
}

/** CIE 1976 color difference, as these eyes see both; from about 2 on it is seen, 100 is black and white. */
export function difference(a: string, b: string, eyes: Eyes = "usual"): number {
  const [labA, labB] = [lab(a, eyes), lab(b, eyes)];
  return Math.hypot(...labA.map((value, i) => value - (labB[i] ?? 0)));
}

function lab(color: string, eyes: Eyes): number[] {
  const rgb = linear(color);
  const [r = 0, g = 0, b = 0] = [0, 3, 6].map((row) =>
    Math.min(
      1,
      Math.max(
        0,
        rgb.reduce((sum, value, i) => sum + value * (EYES[eyes][row + i] ?? 0), 0),
      ),
    ),
  );
  const [x = 0, y = 0, z = 0] = [
    (0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.9505,
    0.2126 * r + 0.7152 * g + 0.0722 * b,
    (0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.089,
  ].map((t) => (t > 0.008856 ? Math.cbrt(t) : 7.787 * t + 16 / 116));
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}
