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
    const [left, top] = [(x[dot]! - radius) * ratio - 0.5, (y[dot]! - radius) * ratio - 0.5];
    const [column, row] = [Math.floor(left), Math.floor(top)];
    const phase = Math.floor((top - row) * PHASES) * PHASES + Math.floor((left - column) * PHASES);
    const mask = masks[phase]!;
    for (let j = 0; j < size; j++) {
      const py = row + j;
      if (py < 0 || py >= height) continue;
      for (let i = 0; i < size; i++) {
        const alpha = mask[j * size + i]!;
        const px = column + i;
        if (alpha === 0 || px < 0 || px >= width) continue;
        const at = (py * width + px) * 4;
        const below = (data[at + 3]! / 255) * (1 - alpha);
        const sum = alpha + below;
        const share = alpha / sum;
        for (let c = 0; c < 3; c++) data[at + c]! += (color[c]! - data[at + c]!) * share;
        data[at + 3] = sum * 255;
      }
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

/** How much of every pixel a disk covers, for every place of its center within a pixel. */
function diskMasks(radius: number, size: number, opacity: number): Float32Array[] {
  return Array.from({ length: PHASES * PHASES }, (_, phase) => {
    const [dx, dy] = [phase % PHASES, Math.floor(phase / PHASES)].map((step) => (step + 0.5) / PHASES);
    const [x, y] = [radius + 0.5 + dx!, radius + 0.5 + dy!];
    return Float32Array.from({ length: size * size }, (_pixel, at) => {
      const distance = Math.hypot((at % size) + 0.5 - x, Math.floor(at / size) + 0.5 - y);
      return opacity * Math.max(0, Math.min(1, radius + 0.5 - distance));
    });
  });
}
