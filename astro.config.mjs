import { headland } from "./src/integration/headland.ts";

// To publish the site at an address: SITE=https://me.github.io BASE=/my-atlas npm run build
export default { integrations: [headland()] };
