// Four points of UMAP's layout as vectors of one axis each. In 2-D a point is two numbers, in 3-D four, the last 0.

export class FourPoints {
  // Place of a point in a list; 2^bits bytes a point.
  @inline
  static at(positions: usize, list: usize, place: usize, bits: usize): usize {
    return positions + ((<usize>load<i32>(list + (place << 2))) << bits);
  }

  // One axis of four points in 3-D.
  @inline
  static xOf(a: v128, b: v128, c: v128, d: v128): v128 {
    return v128.shuffle<f32>(
      v128.shuffle<f32>(a, b, 0, 4, 1, 5),
      v128.shuffle<f32>(c, d, 0, 4, 1, 5),
      0,
      1,
      4,
      5,
    );
  }

  @inline
  static yOf(a: v128, b: v128, c: v128, d: v128): v128 {
    return v128.shuffle<f32>(
      v128.shuffle<f32>(a, b, 0, 4, 1, 5),
      v128.shuffle<f32>(c, d, 0, 4, 1, 5),
      2,
      3,
      6,
      7,
    );
  }

  @inline
  static zOf(a: v128, b: v128, c: v128, d: v128): v128 {
    return v128.shuffle<f32>(
      v128.shuffle<f32>(a, b, 2, 6, 3, 7),
      v128.shuffle<f32>(c, d, 2, 6, 3, 7),
      0,
      1,
      4,
      5,
    );
  }

  @inline
  static shift2(p0: usize, p1: usize, p2: usize, p3: usize, x: v128, y: v128): void {
    const low = v128.shuffle<f32>(x, y, 0, 4, 1, 5);
    const high = v128.shuffle<f32>(x, y, 2, 6, 3, 7);
    v128.store64_lane(p0, f32x4.add(v128.load64_zero(p0), low), 0);
    v128.store64_lane(p1, f32x4.add(v128.load64_zero(p1), v128.shuffle<f32>(low, low, 2, 3, 0, 1)), 0);
    v128.store64_lane(p2, f32x4.add(v128.load64_zero(p2), high), 0);
    v128.store64_lane(p3, f32x4.add(v128.load64_zero(p3), v128.shuffle<f32>(high, high, 2, 3, 0, 1)), 0);
  }

  @inline
  static shift3(p0: usize, p1: usize, p2: usize, p3: usize, x: v128, y: v128, z: v128): void {
    const zero = f32x4.splat(0);
    const lowA = v128.shuffle<f32>(x, y, 0, 4, 1, 5);
    const highA = v128.shuffle<f32>(x, y, 2, 6, 3, 7);
    const lowB = v128.shuffle<f32>(z, zero, 0, 4, 1, 5);
    const highB = v128.shuffle<f32>(z, zero, 2, 6, 3, 7);
    v128.store(p0, f32x4.add(v128.load(p0), v128.shuffle<f32>(lowA, lowB, 0, 1, 4, 5)));
    v128.store(p1, f32x4.add(v128.load(p1), v128.shuffle<f32>(lowA, lowB, 2, 3, 6, 7)));
    v128.store(p2, f32x4.add(v128.load(p2), v128.shuffle<f32>(highA, highB, 0, 1, 4, 5)));
    v128.store(p3, f32x4.add(v128.load(p3), v128.shuffle<f32>(highA, highB, 2, 3, 6, 7)));
  }
}
