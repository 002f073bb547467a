/**
 * Our node program for Sigma: points as gl.POINTS (instanced quads are 16 to 27 times slower where WebGL runs in software),
 * turned by a uniform, uploaded only when something changed, and never drawn a second time for picking: the map knows
 * where its points are.
 */
import { NodeProgram, type NodeProgramType } from "sigma/rendering";
import type { RenderParams } from "sigma/types";
import { rgbOf } from "#atlas/role-colors.ts";
import { drawPasses } from "#drawing/map/draw-passes.ts";
import type { PointLayer } from "#drawing/map/point-layer.ts";

const VERTEX = /* glsl */ `
attribute vec3 a_position;
attribute vec4 a_color;
attribute float a_role;
attribute float a_cell;
attribute float a_size;
uniform mat3 u_matrix;
uniform mat3 u_rotation;
uniform float u_size;
uniform float u_depth;
uniform vec4 u_overlap;
uniform float u_alike;
varying vec4 v_color;
varying float v_role;
varying float v_cell;
varying float v_size;
void main() {
  vec3 place = u_rotation * a_position;
  // Sigma's graph space is 0 … 1 around its middle.
  gl_Position = vec4((u_matrix * vec3(0.5 + place.xy * 0.5, 1.0)).xy, -place.z * 0.4, 1.0);
  float near = 1.0 + u_depth * 0.28 * place.z;
  // Patches that others stand for have a negative size.
  float size = a_size < 0.0 ? -a_size * u_alike : a_size;
  // A point without size would still be a pixel.
  if (size == 0.0) gl_Position = vec4(2.0, 2.0, 2.0, 1.0);
  gl_PointSize = u_size * size * near;
  v_size = gl_PointSize;
  v_color = vec4(mix(a_color.rgb, u_overlap.rgb, u_overlap.a), a_color.a * clamp(1.0 + u_depth * 0.45 * (place.z - 0.4), 0.3, 1.0));
  v_role = a_role;
  v_cell = a_cell;
}`;

const FRAGMENT = /* glsl */ `
precision highp float;
varying vec4 v_color;
varying float v_role;
varying float v_cell;
varying float v_size;
uniform sampler2D u_sheet;
uniform vec2 u_sheetCells;
uniform float u_pixels;
void main() {
  vec2 from = gl_PointCoord * 2.0 - 1.0;
  float radius = length(from);
  float soft = 2.0 / v_size;
  if (v_cell >= 0.0) {
    // Queries are squares, keys are cut round: the role shows without color too.
    float edge = v_role < 0.5 ? max(abs(from.x), abs(from.y)) : radius;
    float inside = 1.0 - smoothstep(1.0 - soft, 1.0, edge);
    float width = max(0.13, 1.5 * soft);
    float frame = smoothstep(1.0 - width, 1.0 - width + soft, edge);
    vec2 cell = vec2(mod(v_cell, u_sheetCells.x), floor(v_cell / u_sheetCells.x));
    vec3 patch_color = texture2D(u_sheet, (cell + 0.03 + gl_PointCoord * 0.94) / u_sheetCells).rgb;
    // From afar a thin dark edge parts marks of one color; close up the frame has the color.
    float rim = smoothstep(1.0 - 1.3 * soft, 1.0, edge) * (1.0 - u_pixels);
    vec3 color = mix(v_color.rgb, patch_color, u_pixels * (1.0 - frame)) * (1.0 - 0.35 * rim);
    float alpha = inside * v_color.a;
    gl_FragColor = vec4(color * alpha, alpha);
    return;
  }
  float cover = 1.0 - smoothstep(1.0 - soft, 1.0, radius);
  if (v_role > 0.5) cover *= smoothstep(0.42 - soft * 0.5, 0.42 + soft * 0.5, radius);
  float alpha = cover * v_color.a * 0.92;
  gl_FragColor = vec4(v_color.rgb * alpha, alpha);
}`;

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
/** Floats per point: place (3), color, role, cell, size. */
const STRIDE = 7;
/** Numbers of WebGL constants, which browsers define on an object that does not exist in Node. */
const [POINTS, FLOAT, UNSIGNED_BYTE] = [0x0000, 0x1406, 0x1401];
const NO_OVERLAP = [0, 0, 0, 0] as const;

/** A program class that draws this layer; Sigma creates the instance. @param sheet The sprite sheet of patches. */
export function pointProgram(layer: PointLayer, sheet: HTMLImageElement | null): NodeProgramType {
  return class PointProgram extends NodeProgram<Uniform> {
    #uploaded = -1;
    #filled = -1;
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
          { name: "a_color", size: 4, type: UNSIGNED_BYTE, normalized: true },
          { name: "a_role", size: 1, type: FLOAT },
          { name: "a_cell", size: 1, type: FLOAT },
          { name: "a_size", size: 1, type: FLOAT },
        ],
      };
    }

    override processVisibleItem(): void {
      // The layer fills all points at once; Sigma's own copy of each node is not used.
    }

    override reallocate(capacity: number): void {
      super.reallocate(capacity);
      this.#filled = -1;
    }

    override render(params: RenderParams): void {
      if (this.hasNothingToRender()) return;
      if (this.#filled !== layer.version) this.#fill();
      const { gl } = this.normalProgram;
      gl.viewport(0, 0, params.width * params.pixelRatio, params.height * params.pixelRatio);
      this.bindProgram(this.normalProgram);
      this.renderProgram(params, this.normalProgram);
      this.unbindProgram(this.normalProgram);
    }

    protected override bindProgram(program: typeof this.normalProgram): void {
      if (this.#uploaded !== layer.version) {
        super.bindProgram(program);
        this.#uploaded = layer.version;
        return;
      }
      const { gl, buffer } = program;
      gl.bindBuffer(gl.ARRAY_BUFFER, buffer);
      let offset = 0;
      for (const attribute of this.ATTRIBUTES) offset += this.bindAttribute(attribute, program, offset);
      gl.bindBuffer(gl.ARRAY_BUFFER, null);
    }

    override setUniforms(params: RenderParams, { gl, uniformLocations }: typeof this.normalProgram): void {
      const at = (name: Uniform): WebGLUniformLocation | null => uniformLocations[name] ?? null;
      const zoom = 1 / this.renderer.getCamera().ratio;
      gl.uniformMatrix3fv(at("u_matrix"), false, params.matrix);
      // WebGL 1 accepts matrices in column order only.
      const m = layer.rotation;
      gl.uniformMatrix3fv(
        at("u_rotation"),
        false,
        new Float32Array([0, 3, 6, 1, 4, 7, 2, 5, 8].map((i) => m[i] ?? 0)),
      );
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

    override drawWebGL(_method: number, { gl, uniformLocations }: typeof this.normalProgram): void {
      gl.bindFramebuffer(gl.FRAMEBUFFER, null);
      // Colors are premultiplied. The factors are those of the composite operations of a canvas.
      const blend = {
        "source-over": [gl.ONE, gl.ONE_MINUS_SRC_ALPHA, gl.ONE, gl.ONE_MINUS_SRC_ALPHA],
        "source-atop": [gl.DST_ALPHA, gl.ONE_MINUS_SRC_ALPHA, gl.ZERO, gl.ONE],
        "destination-over": [gl.ONE_MINUS_DST_ALPHA, gl.ONE, gl.ONE_MINUS_DST_ALPHA, gl.ONE],
      } as const;
      for (const { from, to, color, composite } of drawPasses(layer.nTokens, layer.overlap)) {
        const [source, target, sourceAlpha, targetAlpha] = blend[composite];
        gl.blendFuncSeparate(source, target, sourceAlpha, targetAlpha);
        const rgba = color === null ? NO_OVERLAP : [...rgbOf(color).map((value) => value / 255), 1];
        gl.uniform4fv(uniformLocations["u_overlap"] ?? null, rgba);
        gl.drawArrays(POINTS, from, to - from);
      }
      // Sigma's own, for whatever it draws next.
      gl.blendFunc(gl.ONE, gl.ONE_MINUS_SRC_ALPHA);
    }

    override kill(): void {
      if (this.#texture) this.normalProgram.gl.deleteTexture(this.#texture);
      super.kill();
    }

    #fill(): void {
      const bytes = new Uint32Array(this.array.buffer);
      const { x, y, z } = layer.coordinates;
      for (let drawn = 0; drawn < this.capacity; drawn++) {
        const point = layer.pointAt(drawn);
        const token = point % layer.nTokens;
        const at = drawn * STRIDE;
        this.array[at] = x[point] ?? 0;
        this.array[at + 1] = y[point] ?? 0;
        this.array[at + 2] = z?.[point] ?? 0;
        // Copies bits instead of a number: some colors are NaN when read as a float, and would be changed.
        bytes[at + 3] = layer.colors[point] ?? 0;
        this.array[at + 4] = Number(layer.isKey(point));
        this.array[at + 5] = layer.sprite && !layer.sprite.special[token] ? token : -1;
        this.array[at + 6] = (layer.sizes?.[point] ?? 1) * (layer.isAlike?.[point] === 1 ? -1 : 1);
      }
      this.#filled = layer.version;
    }
  };
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
