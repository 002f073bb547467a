/** The shapes of objects as signed distances, negative inside, in units of the radius; shapes stand upright around the origin. */

export const SHAPES = ["circle", "square", "triangle", "star", "cross", "ring"] as const;

export type Shape = (typeof SHAPES)[number];

export type Distance = (x: number, y: number) => number;

const FIFTH = (2 * Math.PI) / 5;
const TIP = 1.15;
const NOTCH = 0.5;
const notchX = NOTCH * Math.cos(FIFTH / 2);
const notchY = NOTCH * Math.sin(FIFTH / 2);
const flank = Math.hypot(notchX - TIP, notchY);

/** Near the edge these are true distances, or close to it, which is enough for an edge without steps. */
export const DISTANCES: Readonly<Record<Shape, Distance>> = {
  circle: (x, y) => Math.hypot(x, y) - 0.95,
  square: (x, y) => Math.max(Math.abs(x), Math.abs(y)) - 0.85,
  triangle: (x, y) => {
    const below = y + 0.12;
    return Math.max(below, -0.5 * below + 0.866 * Math.abs(x)) - 0.6;
  },
  star: (x, y) => {
    // The ten half points are folded onto one, whose tip lies on the first axis.
    const angle = Math.atan2(x, -y);
    const folded = Math.abs(angle - FIFTH * Math.round(angle / FIFTH));
    const radius = Math.hypot(x, y);
    const [u, v] = [radius * Math.cos(folded), radius * Math.sin(folded)];
    return ((TIP - u) * -notchY + v * (TIP - notchX)) / flank;
  },
  cross: (x, y) => {
    const [u, v] = [Math.abs(x), Math.abs(y)];
    return Math.min(Math.max(u - 1, v - 0.34), Math.max(u - 0.34, v - 1));
  },
  ring: (x, y) => Math.abs(Math.hypot(x, y) - 0.72) - 0.27,
};
