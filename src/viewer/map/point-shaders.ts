/** How a point is placed and what it looks like: the two programs that WebGL runs. */

export const VERTEX = /* glsl */ `
attribute vec3 a_position;
attribute vec4 a_color;
// Role, cell of the sheet, size.
attribute vec3 a_mark;
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
  float size = a_mark.z < 0.0 ? -a_mark.z * u_alike : a_mark.z;
  // A point without size would still be a pixel.
  if (size == 0.0) gl_Position = vec4(2.0, 2.0, 2.0, 1.0);
  gl_PointSize = u_size * size * near;
  v_size = gl_PointSize;
  v_color = vec4(mix(a_color.rgb, u_overlap.rgb, u_overlap.a), a_color.a * clamp(1.0 + u_depth * 0.45 * (place.z - 0.4), 0.3, 1.0));
  v_role = a_mark.x;
  v_cell = a_mark.y;
}`;

export const FRAGMENT = /* glsl */ `
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
