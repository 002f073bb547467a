import { useEffect, useRef, type ReactNode } from "react";
import { heatPixels } from "#drawing/attention/heat.ts";
import type { Pattern } from "#drawing/attention/pattern.ts";

interface MatrixCellsProps {
  readonly pattern: Pattern;
  readonly strongest: number;
  readonly isDark: boolean;
}

/** One pixel per cell, enlarged by the browser: a matrix of 200 × 200 costs no more than one of 20 × 20. */
export function MatrixCells({ pattern, strongest, isDark }: MatrixCellsProps): ReactNode {
  const canvas = useRef<HTMLCanvasElement>(null);
  const { n, weights } = pattern;
  useEffect(() => {
    const context = canvas.current?.getContext("2d");
    context?.putImageData(new ImageData(heatPixels(weights, strongest, isDark), n, n), 0, 0);
  }, [n, weights, strongest, isDark]);
  return <canvas ref={canvas} width={n} height={n} aria-hidden="true" />;
}
