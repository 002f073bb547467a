import { AUTO_COLOR } from "#atlas/view/view.ts";
import type { ColorMode } from "#color/color-mode.ts";
import { roleMode } from "#color/modes/role.ts";

/** Each thumbnail in the color in which its head's page opens. What has no color of its own is shown as queries and keys. */
export const autoMode: ColorMode = {
  ...roleMode,
  name: AUTO_COLOR,
  title: "What sorts each map",
  explanation: "Each map is in the color that sorts it best, which is named beneath.",
  paint: (context) => ({ ...roleMode.paint(context), entries: [] }),
};
