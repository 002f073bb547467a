/** Addresses outside of this site. */
export const PAPER = "https://arxiv.org/abs/2305.03210";
export const CODE = "https://github.com/headland-atlas/headland";
