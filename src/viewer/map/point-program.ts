/**
 * Our node program for Sigma: points as gl.POINTS (instanced quads are 16 to 27 times slower where WebGL runs in software),
 * turned by a uniform, and never drawn a second time for picking: the map knows where its points are. Sigma has one node,
 * which stands for all of them. Places, marks and colors have a buffer each, so that new colors are four bytes a point.
 */
import { NodeProgram, type NodeProgramType } from "sigma/rendering";
import type { RenderParams } from "sigma/types";
import { rgbOf } from "#atlas/role-colors.ts";
import { drawPasses } from "#drawing/map/draw-passes.ts";
import type { PointLayer } from "#drawing/map/point-layer.ts";
import { MovingPicture } from "./moving-picture.ts";
import { FRAGMENT, VERTEX } from "./point-shaders.ts";

const UNIFORMS = [
  "u_matrix",
  "u_rotation",
  "u_size",
  "u_depth",
  "u_overlap",
  "u_alike",
  "u_sheet",
  "u_sheetCells",
  "u_pixels",
] as const;
type Uniform = (typeof UNIFORMS)[number];
/** Numbers of WebGL constants, which browsers define on an object that does not exist in Node. */
const [POINTS, FLOAT, UNSIGNED_BYTE] = [0x0000, 0x1406, 0x1401];
const NO_OVERLAP = [0, 0, 0, 0] as const;
/** A map that has not moved for this long is drawn anew, because its picture moves by whole pixels. */
const REST_MS = 300;

/** A program class that draws this layer; Sigma creates the instance. @param sheet The sprite sheet of patches. */
export function pointProgram(layer: PointLayer, sheet: HTMLImageElement | null): NodeProgramType {
  return class PointProgram extends NodeProgram<Uniform> {
    readonly #gl = this.normalProgram.gl as WebGL2RenderingContext;
    readonly #picture = new MovingPicture(this.#gl);
    /** The buffer of each attribute, and what it was filled from. */
    readonly #filled: { readonly buffer: WebGLBuffer; from: readonly unknown[] }[] = [];
    /** What the last frame was drawn from: where the map was, and all else. */
    #last = ["", ""];
    #rest: ReturnType<typeof setTimeout> | undefined;
    #texture: WebGLTexture | null = null;

    override getDefinition() {
      return {
        VERTICES: 1,
        VERTEX_SHADER_SOURCE: VERTEX,
        FRAGMENT_SHADER_SOURCE: FRAGMENT,
        METHOD: POINTS,
        UNIFORMS,
        ATTRIBUTES: [
          { name: "a_position", size: 3, type: FLOAT },
          { name: "a_mark", size: 3, type: FLOAT },
          { name: "a_color", size: 4, type: UNSIGNED_BYTE },
        ],
      };
    }

    override processVisibleItem(): void {
      // The layer fills all points at once; Sigma's own copy of its node is not used.
    }

    override render(params: RenderParams): void {
      // Sigma has a second program of this kind, for what is highlighted.
      if (this.hasNothingToRender()) return;
      const { matrix, zoomRatio, width, height, pixelRatio } = params;
      const place = String(matrix.slice(6));
      const look = String([
        layer.version,
        layer.sizePx(1 / zoomRatio),
        zoomRatio,
        width,
        height,
        pixelRatio,
        layer.rotation,
      ]);
      const [lastPlace, lastLook] = this.#last;
      this.#last = [place, look];
      clearTimeout(this.#rest);
      if (look !== lastLook) this.#picture.forget();
      if (look !== lastLook || place === lastPlace) {
        this.#draw(params);
        return;
      }
      this.#picture.show(matrix, (wider) =>
        this.renderProgram({ ...params, matrix: wider }, this.normalProgram),
      );
      this.#rest = setTimeout(() => this.#draw(params), REST_MS);
    }

    #draw(params: RenderParams): void {
      const gl = this.#gl;
      gl.bindFramebuffer(gl.FRAMEBUFFER, null);
      gl.viewport(0, 0, gl.drawingBufferWidth, gl.drawingBufferHeight);
      gl.clear(gl.COLOR_BUFFER_BIT);
      this.renderProgram(params, this.normalProgram);
    }

    override setUniforms(params: RenderParams, { uniformLocations }: typeof this.normalProgram): void {
      const gl = this.#gl;
      this.#fill(0, [layer.coordinates], () => places(layer));
      this.#fill(1, [layer.sizes, layer.isAlike], () => marks(layer));
      this.#fill(2, [layer.colors], () => layer.colors.map((_, i) => layer.colors[pointOf(i, layer)]!));
      const at = (name: Uniform): WebGLUniformLocation | null => uniformLocations[name] ?? null;
      const zoom = 1 / params.zoomRatio;
      gl.uniformMatrix3fv(at("u_matrix"), false, params.matrix);
      gl.uniformMatrix3fv(at("u_rotation"), true, [...layer.rotation]);
      gl.uniform1f(at("u_size"), layer.sizePx(zoom) * params.pixelRatio);
      gl.uniform1f(at("u_depth"), layer.is3d ? 1 : 0);
      gl.uniform1f(at("u_alike"), layer.alikeShare(zoom));
      gl.uniform1f(at("u_pixels"), layer.pixelShare(zoom));
      if (!layer.sprite || !sheet) return;
      gl.activeTexture(gl.TEXTURE0);
      gl.bindTexture(gl.TEXTURE_2D, (this.#texture ??= loadSheet(gl, sheet)));
      gl.uniform1i(at("u_sheet"), 0);
      gl.uniform2f(at("u_sheetCells"), layer.sprite.columns, layer.sprite.rows);
    }

    override drawWebGL(_method: number, { uniformLocations }: typeof this.normalProgram): void {
      const gl = this.#gl;
      // Colors are premultiplied. The factors are those of the composite operations of a canvas.
      const blend = {
        "source-over": [gl.ONE, gl.ONE_MINUS_SRC_ALPHA, gl.ONE, gl.ONE_MINUS_SRC_ALPHA],
        "source-atop": [gl.DST_ALPHA, gl.ONE_MINUS_SRC_ALPHA, gl.ZERO, gl.ONE],
        "destination-over": [gl.ONE_MINUS_DST_ALPHA, gl.ONE, gl.ONE_MINUS_DST_ALPHA, gl.ONE],
      } as const;
      const { nTokens, overlap } = layer;
      for (const { from, to, color, composite } of drawPasses(nTokens, overlap)) {
        const [source, target, sourceAlpha, targetAlpha] = blend[composite];
        gl.blendFuncSeparate(source, target, sourceAlpha, targetAlpha);
        const rgba = color === null ? NO_OVERLAP : [...rgbOf(color).map((value) => value / 255), 1];
        gl.uniform4fv(uniformLocations["u_overlap"] ?? null, rgba);
        this.#read(overlap === null ? 1 : 2, from === 0 ? 0 : 1);
        gl.drawArrays(POINTS, 0, to - from);
      }
    }

    override kill(): void {
      clearTimeout(this.#rest);
      if (this.#texture) this.#gl.deleteTexture(this.#texture);
      super.kill();
    }

    /** Fills the buffer of an attribute, if what it is filled from is another one than before. */
    #fill(attribute: number, from: readonly unknown[], read: () => Float32Array | Uint32Array): void {
      const gl = this.#gl;
      const filled = (this.#filled[attribute] ??= { buffer: gl.createBuffer(), from: [] });
      if (from.every((part, i) => part === filled.from[i])) return;
      filled.from = from;
      gl.bindBuffer(gl.ARRAY_BUFFER, filled.buffer);
      gl.bufferData(gl.ARRAY_BUFFER, read(), gl.STATIC_DRAW);
    }

    /** Reads every `step`th point from the buffers, from the given one on: all of them, or queries or keys alone. */
    #read(step: number, first: number): void {
      const gl = this.#gl;
      for (const [i, { name, size, type }] of this.ATTRIBUTES.entries()) {
        const location = this.normalProgram.attributeLocations[name]!;
        const bytes = type === FLOAT ? size * 4 : size;
        gl.bindBuffer(gl.ARRAY_BUFFER, this.#filled[i]!.buffer);
        gl.enableVertexAttribArray(location);
        // Bytes are shares of 255.
        gl.vertexAttribPointer(location, size, type, true, step * bytes, first * bytes);
      }
    }
  };
}

/** The point at a place in the buffers: queries and keys in turn, as no kind is to hide the other. */
function pointOf(i: number, { nTokens }: PointLayer): number {
  return (i % 2) * nTokens + (i >> 1);
}

function places(layer: PointLayer): Float32Array {
  const { x, y, z } = layer.coordinates;
  const filled = new Float32Array(layer.nTokens * 6);
  for (let i = 0; i < layer.nTokens * 2; i++) {
    const point = pointOf(i, layer);
    filled[i * 3] = x[point]!;
    filled[i * 3 + 1] = y[point]!;
    filled[i * 3 + 2] = z?.[point] ?? 0;
  }
  return filled;
}

/** Role, cell of the sheet or −1, and size, negative for patches that others stand for. */
function marks(layer: PointLayer): Float32Array {
  const { nTokens, sprite, sizes, isAlike } = layer;
  const filled = new Float32Array(nTokens * 6);
  for (let i = 0; i < nTokens * 2; i++) {
    const [point, token] = [pointOf(i, layer), i >> 1];
    filled[i * 3] = i % 2;
    filled[i * 3 + 1] = sprite && !sprite.special[token] ? token : -1;
    filled[i * 3 + 2] = (sizes?.[point] ?? 1) * (isAlike?.[point] === 1 ? -1 : 1);
  }
  return filled;
}

function loadSheet(
  gl: WebGLRenderingContext | WebGL2RenderingContext,
  image: HTMLImageElement,
): WebGLTexture {
  const texture = gl.createTexture();
  gl.bindTexture(gl.TEXTURE_2D, texture);
  gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA, gl.RGBA, gl.UNSIGNED_BYTE, image);
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MIN_FILTER, gl.LINEAR);
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MAG_FILTER, gl.LINEAR);
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_WRAP_S, gl.CLAMP_TO_EDGE);
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_WRAP_T, gl.CLAMP_TO_EDGE);
  return texture;
}
