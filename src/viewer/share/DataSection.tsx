import { useState, type ReactNode } from "react";
import { atlasFolder, guidePath } from "#atlas/address.ts";
import { headDataFiles } from "#atlas/files/head-data-files.ts";
import { atlasOf } from "#atlas/files/manifest.ts";
import { parseHead } from "#atlas/head/head-id.ts";
import { CopyButton } from "./CopyButton.tsx";
import {
  fileName,
  FORMATS,
  headDownload,
  HEAD_TABLES,
  type Format,
  type HeadData,
  type HeadTable,
} from "./data/head-downloads.ts";
import { saveFile } from "./save-file.ts";
import type { ShareProps } from "./share-props.ts";

const WORDS: Readonly<Record<HeadTable, { readonly title: string; readonly note: string }>> = {
  points: {
    title: "Points",
    note: "A row for every query and key: its token, labels, place on every map and length.",
  },
  weights: { title: "Weights", note: "A row for every query and every key that it attends to." },
};
const FORMAT_WORDS: Readonly<Record<Format, string>> = { csv: "CSV", parquet: "Parquet" };

/** The data of the head, as files for other programs. */
export default function DataSection({ viewer, page }: ShareProps): ReactNode {
  const { manifest, base, digest } = viewer;
  const head = parseHead(viewer.head);
  if (head === undefined) return null;
  const data: HeadData = { reader: page.data, manifest, head, digest };
  const command = `npx headland export ${atlasFolder(atlasOf(manifest))}/${viewer.head} --format npz --vectors --out ${viewer.head}`;
  return (
    <>
      <p className="share-lead">
        What this page shows, as files for other programs.{" "}
        <a href={guidePath(base, "formats")}>Formats, byte by byte</a>, describes every column.
      </p>
      {HEAD_TABLES.map((table) => (
        <div key={table} className="share-download">
          <h3>{WORDS[table].title}</h3>
          <p>{WORDS[table].note}</p>
          <Downloads data={data} table={table} />
        </div>
      ))}
      <h3>Files of the atlas</h3>
      <ul className="share-files">
        {headDataFiles(manifest, head, base).map(({ title, path }) => (
          <li key={path}>
            <a href={path}>{title}</a>
          </li>
        ))}
      </ul>
      <h3>Queries and keys, or all heads at once</h3>
      <p>Whoever has the site&rsquo;s project exports them from the command line:</p>
      <pre>{command}</pre>
      <p className="actions">
        <CopyButton label="Copy command" text={command} />
      </p>
    </>
  );
}

interface DownloadsProps {
  readonly data: HeadData;
  readonly table: HeadTable;
}

/** A button per format. What it makes may take a moment. */
function Downloads({ data, table }: DownloadsProps): ReactNode {
  const [told, setTold] = useState("");
  const download = async (format: Format): Promise<void> => {
    setTold("Writing the file …");
    try {
      saveFile(fileName(data, table, format), await headDownload(data, table, format));
      setTold("");
    } catch (error) {
      setTold(error instanceof Error ? error.message : String(error));
    }
  };
  return (
    <p className="actions">
      {FORMATS.map((format) => (
        <button key={format} type="button" className="plain" onClick={() => void download(format)}>
          Download {FORMAT_WORDS[format]}
          <span className="visually-hidden"> of the {table}</span>
        </button>
      ))}
      <span className="soft" role="status">
        {told}
      </span>
    </p>
  );
}
