import type { HeadMapState } from "../head/use-head-map.ts";
import type { HeadPage, HeadViewerProps } from "../head/use-head-page.ts";

/** What the sections of the Share panel know: the head, and the view that the reader has of it at this moment. */
export interface ShareProps {
  readonly viewer: HeadViewerProps;
  readonly page: HeadPage;
  readonly map: HeadMapState;
}
