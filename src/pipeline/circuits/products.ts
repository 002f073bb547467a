/** Products of large matrices, which onnxruntime computes many times faster than JavaScript. */
import { Graph } from "../graph/graph.ts";
import { fusedMatMul } from "../graph/matrix-product.ts";
import { InferenceSession, Tensor } from "../onnx/runtime.ts";

export class Products {
  readonly #session: InferenceSession;

  private constructor(session: InferenceSession) {
    this.#session = session;
  }

  static async open(): Promise<Products> {
    const graph = new Graph();
    const a = graph.input("a", "float", ["rows", "width"]);
    const b = graph.input("b", "float", ["columns", "width"]);
    graph.output("product", fusedMatMul(graph, a, b, { transB: 1 }));
    const options = {
      // One thread: results must not depend on the machine.
      intraOpNumThreads: 1,
      interOpNumThreads: 1,
      logSeverityLevel: 4,
      extra: { session: { intra_op: { allow_spinning: "0" } } },
    } as const;
    return new Products(await InferenceSession.create(graph.bytes(), options));
  }

  /** A·Bᵀ, [rows of a, rows of b]. @param a [n, width]. @param b [m, width]. */
  async rowsTimesRows(a: Float32Array, b: Float32Array, width: number): Promise<Float32Array> {
    const feeds = {
      a: new Tensor("float32", a, [a.length / width, width]),
      b: new Tensor("float32", b, [b.length / width, width]),
    };
    const { product } = await this.#session.run(feeds);
    return product!.data as Float32Array;
  }

  release(): Promise<void> {
    return this.#session.release();
  }
}
