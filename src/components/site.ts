/** Names and addresses of the product that pages mention. */

export const SITE_NAME = "Headland";
export const TAGLINE =
  "An atlas of attention: one page, one map and one address for every attention head of a transformer.";
export const REPOSITORY = "https://github.com/headland-atlas/headland";
export const DOCUMENTATION = `${REPOSITORY}#readme`;
export const PAPER = "https://arxiv.org/abs/2305.03210";
