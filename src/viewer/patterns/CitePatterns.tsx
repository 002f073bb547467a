import { useSyncExternalStore, type ReactNode } from "react";
import type { Citation } from "#atlas/citation/citation.ts";
import { CitePanel } from "../share/CitePanel.tsx";
import { pageAddress } from "../share/page-address.ts";

/** How to cite a page of an atlas without maps. If the site does not know its host, the address is that at which it is read. */
export default function CitePatterns({ citation }: { readonly citation: Citation }): ReactNode {
  const read = useSyncExternalStore(subscribe, pageAddress, atBuildTime);
  return <CitePanel citation={{ ...citation, url: citation.url ?? read }} />;
}

/** The address of a page stays what it is. */
const subscribe = () => () => undefined;
const atBuildTime = (): undefined => undefined;
