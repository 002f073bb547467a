/** The rotation of a 3-D map: two angles and their matrix. */

/** Radians. */
export interface Angles {
  readonly yaw: number;
  readonly pitch: number;
}

export const FLAT: Angles = { yaw: 0, pitch: 0 };

/** The initial rotation: slightly from the side and from above, so that depth is visible at once. */
export const TILTED: Angles = { yaw: 0.5, pitch: 0.35 };

/** Rows of the rotation: first about the vertical axis, then about the horizontal one. */
export function rotationOf({ yaw, pitch }: Angles): readonly number[] {
  const [cy, sy, cp, sp] = [Math.cos(yaw), Math.sin(yaw), Math.cos(pitch), Math.sin(pitch)];
  return [cy, 0, sy, sp * sy, cp, -sp * cy, -cp * sy, sp, cp * cy];
}

/** A position after a rotation. @param m As `rotationOf` gives it. */
export function rotated(
  m: readonly number[],
  x: number,
  y: number,
  z: number,
): [x: number, y: number, z: number] {
  return [
    m[0]! * x + m[1]! * y + m[2]! * z,
    m[3]! * x + m[4]! * y + m[5]! * z,
    m[6]! * x + m[7]! * y + m[8]! * z,
  ];
}

const DEGREES = 180 / Math.PI;

export function toDegrees({ yaw, pitch }: Angles): [yaw: number, pitch: number] {
  return [yaw * DEGREES, pitch * DEGREES];
}

export function fromDegrees([yaw, pitch]: readonly [yaw: number, pitch: number]): Angles {
  return { yaw: yaw / DEGREES, pitch: pitch / DEGREES };
}

/** Rotates by a drag of this many pixels. It stops at the poles, because beyond them left and right would be swapped. */
export function turn(angles: Angles, dx: number, dy: number): Angles {
  const pitch = Math.min(Math.PI / 2, Math.max(-Math.PI / 2, angles.pitch + dy / 150));
  return { yaw: angles.yaw + dx / 150, pitch };
}
