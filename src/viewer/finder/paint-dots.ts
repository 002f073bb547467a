/** Paints dots pixel by pixel: of ten thousand circles, a browser makes paths for several times as long. */

/** Sizes in pixels of the picture. Positions are NaN for what has no dot. */
export interface PaintedDots {
  readonly x: Float32Array;
  readonly y: Float32Array;
  readonly radius: number;
  /** Pixels of the picture for each one of the positions. */
  readonly ratio: number;
}

export interface Picture {
  readonly data: Uint8ClampedArray;
  readonly width: number;
  readonly height: number;
}

export type Rgb = readonly [red: number, green: number, blue: number];

/** Places within a pixel that differ, in each direction. */
const PHASES = 4;

/** Paints a disk over what is there. @param colorOf A color of each dot; undefined for those that are left out. */
export function paintDisks(
  picture: Picture,
  { x, y, radius, ratio }: PaintedDots,
  colorOf: (dot: number) => Rgb | undefined,
  opacity: number,
): void {
  const { data, width, height } = picture;
  const size = Math.ceil(2 * radius * ratio) + 2;
  const masks = diskMasks(radius * ratio, size, opacity);
  for (let dot = 0; dot < x.length; dot++) {
    const color = colorOf(dot);
    if (color === undefined || Number.isNaN(x[dot]! + y[dot]!)) continue;
    const [red, green, blue] = color;
    const left = (x[dot]! - radius) * ratio - 0.5;
    const top = (y[dot]! - radius) * ratio - 0.5;
    const column = Math.floor(left);
    const row = Math.floor(top);
    const phase = Math.floor((top - row) * PHASES) * PHASES + Math.floor((left - column) * PHASES);
    const { right, down, share: alphas } = masks[phase]!;
    for (let k = 0; k < alphas.length; k++) {
      const px = column + right[k]!;
      const py = row + down[k]!;
      if (px < 0 || px >= width || py < 0 || py >= height) continue;
      const at = (py * width + px) * 4;
      const alpha = alphas[k]!;
      const below = (data[at + 3]! / 255) * (1 - alpha);
      const sum = alpha + below;
      const share = alpha / sum;
      data[at]! += (red - data[at]!) * share;
      data[at + 1]! += (green - data[at + 1]!) * share;
      data[at + 2]! += (blue - data[at + 2]!) * share;
      data[at + 3] = sum * 255;
    }
  }
}

/** Paints squares of one color that do not darken where they overlap. */
export function paintSquares(
  { data, width, height }: Picture,
  { x, y, radius, ratio }: PaintedDots,
  isPainted: (dot: number) => boolean,
  [red, green, blue]: Rgb,
  opacity: number,
): void {
  const size = Math.max(1, Math.round(radius * 1.4 * ratio));
  const pixels = new Uint32Array(data.buffer);
  const color = new Uint32Array(Uint8Array.of(red, green, blue, Math.round(opacity * 255)).buffer)[0]!;
  for (let dot = 0; dot < x.length; dot++) {
    if (!isPainted(dot) || Number.isNaN(x[dot]! + y[dot]!)) continue;
    const left = Math.round(x[dot]! * ratio - size / 2);
    const top = Math.round(y[dot]! * ratio - size / 2);
    const from = Math.max(0, left);
    const to = Math.max(from, Math.min(width, left + size));
    for (let py = Math.max(0, top); py < Math.min(height, top + size); py++)
      pixels.fill(color, py * width + from, py * width + to);
  }
}

/** The pixels of a disk: how far from its corner they lie, and how much of each it covers. */
interface DiskMask {
  readonly right: Uint8Array;
  readonly down: Uint8Array;
  /** 0 … opacity. */
  readonly share: Float32Array;
}

/** One for every place of a disk's center within a pixel. */
function diskMasks(radius: number, size: number, opacity: number): DiskMask[] {
  return Array.from({ length: PHASES * PHASES }, (_, phase) => {
    const [dx, dy] = [phase % PHASES, Math.floor(phase / PHASES)].map((step) => (step + 0.5) / PHASES);
    const [x, y] = [radius + 0.5 + dx!, radius + 0.5 + dy!];
    const shareOf = (pixel: number): number => {
      const distance = Math.hypot((pixel % size) + 0.5 - x, Math.floor(pixel / size) + 0.5 - y);
      return opacity * Math.max(0, Math.min(1, radius + 0.5 - distance));
    };
    const pixels = Array.from({ length: size * size }, (_pixel, at) => at).filter((at) => shareOf(at) > 0);
    return {
      right: Uint8Array.from(pixels, (at) => at % size),
      down: Uint8Array.from(pixels, (at) => Math.floor(at / size)),
      share: Float32Array.from(pixels, shareOf),
    };
  });
}
