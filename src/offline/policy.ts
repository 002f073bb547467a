/** The content security policy of a page on disk: its own files, the scripts that are written in it, and no network. */
import { createHash } from "node:crypto";

export interface Inline {
  readonly scripts: readonly string[];
  readonly styles: readonly string[];
  /** Whether tags have `style` attributes, which no hash allows in all browsers. */
  readonly hasStyleAttributes: boolean;
}

/** `file:` because a page on disk has no origin; `'self'` because the same folder may lie on a server. */
const OWN = "'self' file:";

/** @returns A `<meta>` tag. */
export function policyTag({ scripts, styles, hasStyleAttributes }: Inline): string {
  const policy = [
    "default-src 'none'",
    `script-src ${OWN}${hashes(scripts)}`,
    `style-src ${OWN}${hasStyleAttributes ? " 'unsafe-inline'" : hashes(styles)}`,
    `img-src ${OWN} data: blob:`,
    `font-src ${OWN} data:`,
    "worker-src 'self' blob:",
    `frame-src ${OWN}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
  return `<meta http-equiv="content-security-policy" content="${policy}">`;
}

function hashes(texts: readonly string[]): string {
  return [...new Set(texts)]
    .map((text) => ` 'sha256-${createHash("sha256").update(text).digest("base64")}'`)
    .join("");
}
