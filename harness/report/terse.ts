// SPDX-License-Identifier: GPL-2.0-only
// A cause in one line, for programs that show lines: b4, a hook, a CI's annotations, patchwork.

import { nameOf } from '../base/plan.ts';
import type { Cause, CellResult, Finding, Outcome, RunReport } from '../base/verdict.ts';
import { causesOf } from '../verdict/causes/causes.ts';
import { asAnyoneSees } from '../verdict/causes/user-file.ts';
import { cellOf } from './told.ts';
import { printable } from './wrap.ts';

/** What one line says. Only a fail of the subject is an error: what could not be judged accuses nobody. */
export interface TerseLine {
  level: 'error' | 'warning';
  /** Where in the subject's own files, by path in a kernel tree; absent if that is not known. */
  place?: { file: string; line: number };
  /** A few words. */
  title: string;
  /** A sentence, and how many cases it is about. */
  text: string;
}

/** Where a compiler saw the mistake: `subject/arch/…/static_call.h:12:3: error: …`. */
const COMPILED = /\b((?:arch|include|kernel)\/[\w./-]+\.[chS]):(\d+)(?::\d+)?: (?:fatal )?error: (.*)/;

/** A line for each cause, most cases first; none after a pass. */
export function terseLines({ cells, causes = causesOf(cells) }: RunReport): TerseLine[] {
  return causes.map((cause) => {
    const { verdict, lead, findings } = cause;
    const plain = (text: string) =>
      printable(asAnyoneSees(text, cellOf(cells, lead) ?? {})).replace(/\s*\n\s*/g, ' ');
    const place = placeOf(cause, cells);
    const said = [plain(cause.says), ...(verdict === 'fail' ? [] : [plain(lead.reason)])];
    return {
      level: verdict === 'fail' ? 'error' : 'warning',
      ...(place && { place }),
      title: `${WORDS[verdict]}${plain(cause.name)}`,
      text: `${[...new Set(said)].join(': ')} (${counted(findings)})`,
    };
  });
}

const WORDS: Readonly<Record<Cause['verdict'], string>> = {
  fail: '',
  unjudged: 'not judged: ',
  error: 'error of the bench: ',
};

function placeOf({ lead, example, evidence }: Cause, cells: readonly CellResult[]): TerseLine['place'] {
  const { source } = evidence ?? {};
  if (source) return { file: asAnyoneSees(source.file, cellOf(cells, lead) ?? {}), line: source.line };
  const lines = [lead, ...(example ? [example] : [])].flatMap(({ reason, details }) => [reason, ...details]);
  const [, file, line] = lines.map((one) => COMPILED.exec(one)).find((found) => found !== null) ?? [];
  return file === undefined ? undefined : { file, line: Number(line) };
}

/** `79 cases on host, max`; of several subjects each is named. */
function counted(findings: readonly Finding[]): string {
  const subjects = [...new Set(findings.map(({ subject }) => subject))];
  const count = new Set(findings.map(nameOf)).size;
  const places = subjects.map((subject) => {
    const machines = findings.filter((one) => one.subject === subject).map(({ machine }) => machine);
    return `${subjects.length > 1 ? `${subject} ` : ''}on ${[...new Set(machines)].join(', ')}`;
  });
  return `${count} ${count === 1 ? 'case' : 'cases'} ${places.join('; ')}`;
}

/** What patchwork calls an outcome (its documentation, "Checks"): `warning` where nobody can say that the patch is at fault. */
export const PATCHWORK_STATES: Readonly<Record<Outcome, 'success' | 'warning' | 'fail'>> = {
  pass: 'success',
  fail: 'fail',
  unjudged: 'warning',
  error: 'warning',
};
