/** Which projection a page shows. */
import type { Manifest } from "#atlas/manifest.ts";
import type { Projection } from "#atlas/method.ts";
import { defaultView } from "#atlas/view.ts";

/** What is asked for, as far as the atlas has it. */
export function shownProjection({ methods, dims }: Manifest, asked: Projection): Projection {
  const method = methods.includes(asked.method) ? asked.method : (methods[0] ?? asked.method);
  return { method, dim: dims.includes(asked.dim) ? asked.dim : (dims[0] ?? asked.dim) };
}

/** What a page opens with; the one that has a thumbnail. */
export function firstProjection(manifest: Manifest): Projection {
  return shownProjection(manifest, defaultView(manifest.methods));
}
