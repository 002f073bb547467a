/** Settings of the scripts of an offline copy. */
import type { Plugin } from "vite";
import { OFFLINE_BASE } from "../atlas/address.ts";
import type { SiteAddress } from "./site-address.ts";

/** A copy has one script with all modules, so that only styles are loaded ahead of a part of the page. */
export function offlineScripts({ base }: SiteAddress): Plugin[] {
  if (base !== OFFLINE_BASE) return [];
  return [
    {
      name: "headland-offline-scripts",
      configEnvironment: (name) =>
        name === "client"
          ? { build: { modulePreload: { polyfill: false, resolveDependencies: () => [] } } }
          : undefined,
    },
  ];
}
