/** The picture of a map that only moves: drawn once, with what lies a little beyond its edges, and then copied in each frame. */

/** How far the picture reaches beyond each edge, in pixels of the screen. */
const BEYOND = 200;

export class MovingPicture {
  readonly #gl: WebGL2RenderingContext;
  #target: WebGLFramebuffer | undefined;
  /** Sigma's matrix for which it was drawn; null if it is out of date. */
  #drawn: Float32Array | null = null;

  constructor(gl: WebGL2RenderingContext) {
    this.#gl = gl;
  }

  /** To be called when the points look different. */
  forget(): void {
    this.#drawn = null;
  }

  /** @param matrix Sigma's, of this frame. @param draw Draws the points by one that leaves room for what lies beyond the edges. */
  show(matrix: Float32Array, draw: (wider: Float32Array) => void): void {
    const gl = this.#gl;
    const size = [gl.drawingBufferWidth, gl.drawingBufferHeight] as const;
    const wide = size.map((px) => px + 2 * BEYOND) as [number, number];
    const moved = (axis: 0 | 1): number =>
      Math.round(((matrix[6 + axis]! - (this.#drawn?.[6 + axis] ?? Infinity)) * size[axis]) / 2);
    if (Math.max(Math.abs(moved(0)), Math.abs(moved(1))) > BEYOND) {
      this.#drawn = matrix;
      this.#bind();
      gl.renderbufferStorage(gl.RENDERBUFFER, gl.RGBA8, ...wide);
      gl.viewport(0, 0, ...wide);
      gl.clear(gl.COLOR_BUFFER_BIT);
      draw(matrix.map((value, i) => (i % 3 === 2 ? value : (value * size[i % 3]!) / wide[i % 3]!)));
    }
    const [left, bottom] = [BEYOND - moved(0), BEYOND - moved(1)];
    gl.bindFramebuffer(gl.READ_FRAMEBUFFER, this.#target!);
    gl.bindFramebuffer(gl.DRAW_FRAMEBUFFER, null);
    const from = [left, bottom, left + size[0], bottom + size[1]] as const;
    gl.blitFramebuffer(...from, 0, 0, ...size, gl.COLOR_BUFFER_BIT, gl.NEAREST);
  }

  #bind(): void {
    const gl = this.#gl;
    const isNew = this.#target === undefined;
    gl.bindFramebuffer(gl.FRAMEBUFFER, (this.#target ??= gl.createFramebuffer()));
    if (!isNew) return;
    const pixels = gl.createRenderbuffer();
    // No other one is ever bound.
    gl.bindRenderbuffer(gl.RENDERBUFFER, pixels);
    gl.framebufferRenderbuffer(gl.FRAMEBUFFER, gl.COLOR_ATTACHMENT0, gl.RENDERBUFFER, pixels);
  }
}
