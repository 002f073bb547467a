import { useState, type ReactNode } from "react";
import { citationOf } from "#atlas/citation/citation.ts";
import { CITATION_FORMATS, type CitationFormat } from "#atlas/citation/formats.ts";
import { NO_WORDS } from "#atlas/citation/site-words.ts";
import { CopyButton } from "./CopyButton.tsx";
import { pageAddress } from "./page-address.ts";
import { saveFile } from "./save-file.ts";
import type { ShareProps } from "./share-props.ts";

/** How to cite the head, in the formats of reference managers. */
export default function CiteSection({ viewer }: ShareProps): ReactNode {
  const { manifest, head, digest, site = NO_WORDS } = viewer;
  const [format, setFormat] = useState<CitationFormat>(CITATION_FORMATS[0]);
  const citation = citationOf({ manifest, head, digest, url: pageAddress() }, site);
  const text = format.write(citation);
  const file = `${citation.key}.${format.ending}`;
  return (
    <>
      <p className="share-lead">
        For a paper or a reference manager. It names the model, the dataset and the data by their digests, so
        a reader can tell whether they have changed.
      </p>
      <div className="segments" role="group" aria-label="Format">
        {CITATION_FORMATS.map((each) => (
          <button
            key={each.title}
            type="button"
            aria-pressed={each === format}
            onClick={() => setFormat(each)}
          >
            {each.title}
          </button>
        ))}
      </div>
      {/* It scrolls, so the keyboard must reach it. */}
      <pre tabIndex={0} aria-label={format.title}>
        {text}
      </pre>
      <p className="actions">
        <CopyButton label="Copy" text={text} />
        <button
          type="button"
          className="plain"
          onClick={() => saveFile(file, new Blob([text], { type: format.mediaType }))}
        >
          Download {file}
        </button>
      </p>
    </>
  );
}
