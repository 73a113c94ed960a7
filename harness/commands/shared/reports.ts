// SPDX-License-Identifier: GPL-2.0-only
// The options of a command that reports a run: `--json [file]` and its like, and who gets which.

import type { Command } from 'commander';
import { UsageError } from '../../base/exit.ts';
import type { RunReport } from '../../base/verdict.ts';
import { reportFile } from '../../report/file.ts';
import { formatNames, loadFormat } from '../../report/formats.ts';
import { widthOf } from '../../report/wrap.ts';
import { writeWhole } from '../../store/whole-file.mjs';

/** The format that people get; every other one has an option of its name. */
const DEFAULT_FORMAT = 'table';

/** The formats that may follow one another. */
export const FOR_PEOPLE: readonly string[] = [DEFAULT_FORMAT, 'verbose'];

/** A format, and where it goes: a file, or stdout. */
export interface Report {
  format: string;
  file: string | undefined;
}

/** Adds an option for each format. Gives their names. */
export async function addReportOptions(command: Command): Promise<string[]> {
  const formats = (await formatNames()).filter((name) => name !== DEFAULT_FORMAT);
  for (const name of formats)
    command.option(
      `--${name} [file]`,
      name === 'verbose'
        ? 'every result in full, to a file or else on stdout'
        : `report as ${name}, to a file or else on stdout`,
    );
  return formats;
}

/** Writes each report to where it goes. */
export async function writeReports(
  report: RunReport,
  reports: readonly Report[],
  shown: { quiet: boolean },
): Promise<void> {
  for (const { format, file } of reports) {
    const width = file === undefined ? widthOf(process.stdout, process.env) : undefined;
    const text = await (await loadFormat(format))(report, { ...shown, width });
    if (file === undefined) process.stdout.write(text);
    else writeWhole(file, text);
  }
}

/**
 * What was asked for; people get their table on stdout unless another format takes that place.
 * @throws UsageError if two formats want stdout, or a file cannot be there
 */
export function reportsOf(
  formats: readonly string[],
  options: { watch?: boolean; [format: string]: unknown },
): Report[] {
  const asked = formats.flatMap((format): Report[] => {
    const value = options[format];
    if (value === undefined) return [];
    return [{ format, file: reportFile(`--${format}`, value) }];
  });
  const [first, second] = asked.filter(({ file }) => file === undefined);
  if (options.watch && first && !FOR_PEOPLE.includes(first.format))
    throw new UsageError(
      `--watch reports again and again: give --${first.format} a file, which then has the last`,
    );
  if (second)
    throw new UsageError(`--${first?.format} and --${second.format} both go to stdout: give one a file`);
  return first ? asked : [...asked, { format: DEFAULT_FORMAT, file: undefined }];
}
