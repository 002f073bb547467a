/** The least that can draw a map: one buffer, one draw call, an offset that a drag moves. */

/** An HTML page with `nPoints` round points of the size that Headland's map gives so many. */
export function rawPage(nPoints: number, { width, height }: { width: number; height: number }): string {
  const sizePx = Math.min(9, Math.max(3.2, 420 / Math.sqrt(nPoints)));
  return `<!doctype html><canvas width="${width}" height="${height}"></canvas><script type="module">
const canvas = document.querySelector("canvas");
const gl = canvas.getContext("webgl2", { antialias: false, preserveDrawingBuffer: false });
const shader = (type, source) => {
  const made = gl.createShader(type);
  gl.shaderSource(made, source);
  gl.compileShader(made);
  return made;
};
const program = gl.createProgram();
gl.attachShader(program, shader(gl.VERTEX_SHADER, \`#version 300 es
in vec2 place; in vec4 color; uniform vec2 offset; out vec4 tint;
void main() { gl_Position = vec4(place * 0.8 + offset, 0, 1); gl_PointSize = ${sizePx.toFixed(2)}; tint = color; }\`));
gl.attachShader(program, shader(gl.FRAGMENT_SHADER, \`#version 300 es
precision highp float; in vec4 tint; out vec4 color;
void main() {
  float cover = 1.0 - smoothstep(0.8, 1.0, length(gl_PointCoord * 2.0 - 1.0));
  color = vec4(tint.rgb * cover, cover);
}\`));
gl.bindAttribLocation(program, 0, "place");
gl.bindAttribLocation(program, 1, "color");
gl.linkProgram(program);
gl.useProgram(program);
let seed = 1;
const random = () => (seed = (seed * 48271) % 2147483647) / 2147483647;
const data = new Float32Array(${nPoints} * 6);
for (let i = 0; i < ${nPoints}; i++) {
  data.set([random() * 2 - 1, random() * 2 - 1, i % 2 ? 0.1 : 0.9, 0.5, 0.4, 1], i * 6);
}
gl.bindBuffer(gl.ARRAY_BUFFER, gl.createBuffer());
gl.bufferData(gl.ARRAY_BUFFER, data, gl.STATIC_DRAW);
gl.enableVertexAttribArray(0);
gl.vertexAttribPointer(0, 2, gl.FLOAT, false, 24, 0);
gl.enableVertexAttribArray(1);
gl.vertexAttribPointer(1, 4, gl.FLOAT, false, 24, 8);
gl.enable(gl.BLEND);
gl.blendFunc(gl.ONE, gl.ONE_MINUS_SRC_ALPHA);
const offset = gl.getUniformLocation(program, "offset");
let from = null;
let asked = false;
const draw = () => {
  asked = false;
  gl.clearColor(0, 0, 0, 0);
  gl.clear(gl.COLOR_BUFFER_BIT);
  gl.uniform2f(offset, at[0], at[1]);
  gl.drawArrays(gl.POINTS, 0, ${nPoints});
};
let at = [0, 0];
draw();
canvas.addEventListener("mousedown", (event) => (from = [event.clientX, event.clientY]));
document.addEventListener("mousemove", (event) => {
  if (!from) return;
  at = [((event.clientX - from[0]) / ${width}) * 2, ((event.clientY - from[1]) / ${height}) * -2];
  if (!asked) requestAnimationFrame(draw);
  asked = true;
});
document.addEventListener("mouseup", () => (from = null));
</script>`;
}
