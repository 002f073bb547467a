import { headland } from "./src/integration/headland.ts";

// Where the site will stand: SITE=https://me.github.io BASE=/my-atlas npm run build
export default { integrations: [headland()] };
