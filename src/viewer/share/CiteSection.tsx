import type { ReactNode } from "react";
import { citationOf } from "#atlas/citation/citation.ts";
import { NO_WORDS } from "#atlas/citation/site-words.ts";
import { CitePanel } from "./CitePanel.tsx";
import { pageAddress } from "./page-address.ts";
import type { ShareProps } from "./share-props.ts";

/** How to cite the head whose page is shown. */
export default function CiteSection({ viewer }: ShareProps): ReactNode {
  const { manifest, head, digest, site = NO_WORDS } = viewer;
  return <CitePanel citation={citationOf({ manifest, head, digest, url: pageAddress() }, site)} />;
}
