/** Products of large matrices, which onnxruntime computes many times faster than JavaScript. */
import type { Matrix } from "#measures/weights/matrix.ts";
import { Graph } from "../graph/graph.ts";
import { fusedMatMul } from "../graph/matrix-product.ts";
import { InferenceSession, Tensor } from "../onnx/runtime.ts";

export class Products {
  /** A·Bᵀ, and AᵀB. */
  readonly #ofRows: InferenceSession;
  readonly #ofColumns: InferenceSession;

  private constructor(ofRows: InferenceSession, ofColumns: InferenceSession) {
    this.#ofRows = ofRows;
    this.#ofColumns = ofColumns;
  }

  static async open(): Promise<Products> {
    return new Products(await opened({ transB: 1 }), await opened({ transA: 1 }));
  }

  /** A·Bᵀ, [rows of a, rows of b]. @param a [n, width]. @param b [m, width]. */
  async rowsTimesRows(a: Float32Array, b: Float32Array, width: number): Promise<Float32Array> {
    return multiplied(this.#ofRows, a, b, width);
  }

  /** AᵀB, [width, width]. @param a [n, width]. @param b [n, width]. */
  columnsTimesColumns(a: Float32Array, b: Float32Array, width: number): Promise<Float32Array> {
    return multiplied(this.#ofColumns, a, b, width);
  }

  /** A·M, [n, columns of M]. @param a [n, rows of M]. */
  times(a: Float32Array, { nRows, nColumns, data }: Matrix): Promise<Float32Array> {
    return this.rowsTimesRows(a, columnsOf(data, nColumns), nRows);
  }

  async release(): Promise<void> {
    await this.#ofRows.release();
    await this.#ofColumns.release();
  }
}

function opened(turned: { readonly transA?: 1; readonly transB?: 1 }): Promise<InferenceSession> {
  const graph = new Graph();
  const a = graph.input("a", "float", ["rows", "width"]);
  const b = graph.input("b", "float", ["others", "width"]);
  graph.output("product", fusedMatMul(graph, a, b, turned));
  return InferenceSession.create(graph.bytes(), {
    // One thread: results must not depend on the machine.
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
    logSeverityLevel: 4,
    extra: { session: { intra_op: { allow_spinning: "0" } } },
  });
}

async function multiplied(
  session: InferenceSession,
  a: Float32Array,
  b: Float32Array,
  width: number,
): Promise<Float32Array> {
  const feeds = {
    a: new Tensor("float32", a, [a.length / width, width]),
    b: new Tensor("float32", b, [b.length / width, width]),
  };
  const { product } = await session.run(feeds);
  return product!.data as Float32Array;
}

/** Turned: [width, n]. @param rows [n, width] */
export function columnsOf(rows: ArrayLike<number>, width: number): Float32Array {
  const n = rows.length / width;
  const columns = new Float32Array(rows.length);
  for (let row = 0; row < n; row++)
    for (let axis = 0; axis < width; axis++) columns[axis * n + row] = rows[row * width + axis]!;
  return columns;
}
