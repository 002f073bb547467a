// Memory of one kernel instance: allocated in order, and released as a whole with the instance.

// The first 64 KiB stay free for the compiler's own data.
let top: usize = 0x10000;

/** Address of `bytes` fresh bytes, aligned for SIMD. */
export function allocate(bytes: usize): usize {
  // Addresses have 32 bits; beyond them they would begin again.
  if (bytes > <usize>0xffff0000 - top) unreachable();
  const address = top;
  top = (top + bytes + 15) & ~(<usize>15);
  const missing = <i32>((top + 0xffff) >>> 16) - memory.size();
  if (missing > 0 && memory.grow(missing) < 0) unreachable();
  return address;
}

export function f32At(array: usize, i: i32): f32 {
  return load<f32>(array + ((<usize>i) << 2));
}

export function setF32(array: usize, i: i32, value: f32): void {
  store<f32>(array + ((<usize>i) << 2), value);
}

export function i32At(array: usize, i: i32): i32 {
  return load<i32>(array + ((<usize>i) << 2));
}

export function setI32(array: usize, i: i32, value: i32): void {
  store<i32>(array + ((<usize>i) << 2), value);
}
