// SPDX-License-Identifier: GPL-2.0-only
// The tables of docs/designs.md, from results; what stands around them is written by hand.

import type { CaseResult } from '../../../harness/base/verdict.ts';
import type { CostWitness } from '../../../harness/inspect/cost-witness.ts';
import type { Design, Expectation } from '../../../harness/subject/subject.ts';

export interface DesignRow {
  name: string;
  expectation: Expectation;
  design: Design;
  cost: CostWitness;
  /** On the host, then on the machines. */
  results: (CaseResult & { on: string })[];
}

const BEGIN = '<!-- made from results -->';
const END = '<!-- until here -->';

/** The page with its tables made anew. @throws Error if the marks are not there */
export function designPage(page: string, rows: readonly DesignRow[]): string {
  const [before, rest] = page.split(BEGIN);
  const [, after] = rest?.split(END) ?? [];
  if (before === undefined || after === undefined)
    throw new Error(`docs/designs.md needs ${BEGIN} and ${END}`);
  const table = (head: readonly string[], lines: readonly (readonly string[])[]) =>
    [head, head.map(() => '---'), ...lines].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
  const tables = [
    table(
      ['subject', 'what it is', 'who, when', 'why', 'design, as told from its image', 'a call', 'with NULL'],
      rows.map(({ name, expectation: { proposal }, design, cost }) => [
        `\`${name}\``,
        proposal?.what ?? '',
        `${proposal?.who}, ${proposal?.when}`,
        proposal?.why ?? '',
        design,
        counted(cost.tramp),
        counted(cost.tramp_null),
      ]),
    ),
    table(
      ['subject', 'fails', 'on', 'why'],
      rows.flatMap(({ name, results }) => {
        const failed = results.filter(({ verdict }) => verdict === 'xfail');
        if (failed.length === 0) return [[`\`${name}\``, 'nothing', '', '']];
        const kinds = [...new Set(failed.map(kindOf))];
        return kinds
          .map((kind) => failed.filter((one) => kindOf(one) === kind))
          .map((all) => [
            `\`${name}\``,
            all.map((one) => `\`${one.suite}.${one.case}\``).join(' '),
            `\`${all[0]?.on}\``,
            all[0]?.reason ?? '',
          ]);
      }),
    ),
    table(
      ['subject', 'not judged there', 'why'],
      rows.flatMap(({ name, results }) =>
        results
          .filter(({ verdict, reason }) => verdict === 'skip' && NOT_JUDGED.test(reason))
          .map((one) => [`\`${name}\``, `\`${one.suite}.${one.case}\``, one.reason.replace(NOT_JUDGED, '')]),
      ),
    ),
  ];
  return [before, BEGIN, '\n\n', tables.join('\n\n'), '\n\n', END, after].join('');
}

function kindOf({ on, reason }: DesignRow['results'][number]): string {
  return `${on}: ${reason}`;
}

const NOT_JUDGED = /^not judged here: /;

/** Instructions, where the disassembly tells. */
function counted(cost: number | string): string {
  return typeof cost === 'number' ? `${cost}` : 'not told';
}
