/** Numbers of one tensor, row-major. */
export interface Tensor {
  readonly dims: readonly number[];
  readonly data: ArrayLike<number>;
}
