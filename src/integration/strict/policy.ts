/**
 * The Content-Security-Policy of all pages: everything comes from the site itself, and nothing in a page is a script or a style.
 * Pictures may also be data and blobs, which figures are drawn from, and a worker may be a blob: in a sandboxed frame, the only
 * way to start one.
 */
export const POLICY = [
  "default-src 'self'",
  "img-src 'self' data: blob:",
  "worker-src 'self' blob:",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
].join(";");
