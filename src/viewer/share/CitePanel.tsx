import { useState, type ReactNode } from "react";
import type { Citation } from "#atlas/citation/citation.ts";
import { CITATION_FORMATS, type CitationFormat } from "#atlas/citation/formats.ts";
import { CopyButton } from "./CopyButton.tsx";
import { saveFile } from "./save-file.ts";

/** How to cite a page, in the formats of reference managers. */
export function CitePanel({ citation }: { readonly citation: Citation }): ReactNode {
  const [format, setFormat] = useState<CitationFormat>(CITATION_FORMATS[0]);
  const text = format.write(citation);
  const file = `${citation.key}.${format.ending}`;
  return (
    <>
      <p className="share-lead">
        For a paper or a reference manager. It names what the page was made of by its digests, so a reader can
        tell whether it has changed.
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
