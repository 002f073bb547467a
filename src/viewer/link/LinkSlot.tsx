import type { ReactNode } from "react";
import { useLoaded } from "../data/use-loaded.ts";
import type { LinkNoticeProps } from "./LinkNotice.tsx";

interface LinkSlotProps extends LinkNoticeProps {
  /** Whether the page shows what it was opened for: the link is looked at after that. */
  readonly isReady: boolean;
}

/** What is to be said of the link by which the page was opened. Where that cannot be loaded, nothing is. */
export function LinkSlot({ isReady, ...props }: LinkSlotProps): ReactNode {
  const { search } = props;
  const { value } = useLoaded(search !== "" && isReady ? "link" : null, () => import("./LinkNotice.tsx"));
  return value && search !== "" && <value.LinkNotice key={search} {...props} />;
}
