// SPDX-License-Identifier: GPL-2.0-only
// The report formats are the files of formats/: a file named x.ts there is format x.

import { readdir } from 'node:fs/promises';
import type { RunReport } from '../base/verdict.ts';

/** A report as text that ends in a line break: a pure function of the verdicts (and, for colour and for commands to type, of the terminal). */
export type Format = (report: RunReport, shown?: Shown) => string | Promise<string>;

/** How much of a run people want to read; what programs read is always all of it. */
export interface Shown {
  /** Nothing but what went wrong, and the closing line. */
  quiet?: boolean;
  /** Columns of the terminal that it is read on; undefined for a file, a pipe. */
  width?: number | undefined;
}

/** No such report format; the message lists those there are. */
export class UnknownFormat extends Error {
  override readonly name = 'UnknownFormat';
}

const FOLDER = new URL('./formats/', import.meta.url);

/** File name of a format: built `.js` or source `.ts`, but no declaration and no map. */
const FILE = /^([a-z][a-z0-9-]*)\.(?:js|ts)$/;

/** The names of all formats, sorted. */
export async function formatNames(): Promise<string[]> {
  const files = await readdir(FOLDER);
  return files.flatMap((file) => FILE.exec(file)?.[1] ?? []).sort();
}

/**
 * Loads one format and nothing else.
 *
 * @throws UnknownFormat
 */
export async function loadFormat(name: string): Promise<Format> {
  const file = (await readdir(FOLDER)).find((entry) => FILE.exec(entry)?.[1] === name);
  if (file === undefined) {
    const names = (await formatNames()).join(', ');
    throw new UnknownFormat(`there is no report format "${name}"; there are: ${names}`);
  }
  const module: { format: Format } = await import(new URL(file, FOLDER).href);
  return module.format;
}
