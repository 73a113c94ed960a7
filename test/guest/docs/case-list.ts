// SPDX-License-Identifier: GPL-2.0-only
import type { PlannedCase } from '../../../harness/base/plan.ts';
import { type Reason, whyOf } from '../../../harness/verdict/causes/reasons.ts';
import { type Need, type NeedOfCase, needsOf } from './needs.ts';

const HEADING = `# Every case, and why it exists

Made from the comments above the cases (\`guest/cases/\`, and \`guest/module/cases/\` for suite \`linux\`, which real Linux alone has;
\`harness/inspect/abi*.ts\` for suite \`abi\`) by \`npx vitest run --project docs -u\`; \`npm test\` refuses a page that is behind them, and a case without a reason.
`;

const LEGEND = `A case that needs what its place or the subject's design lacks is skipped there, with that as the reason. Who needs what is a record beside the case (\`NEEDS\`,
\`guest/kernel/include/sct/needs.h\`); who has what is told in \`guest/runtime/patch/with_transform.c\` and \`no_transform.c\` beside it of designs, of places by each one's \`lacks.c\`. Suite \`abi\` has its
own in its table. What depends on a state, a CPU or a device is asked by the case itself.`;

/** What the third column says: which needs there are, and who has which. */
export interface Needs {
  all: readonly Need[];
  ofCases: readonly NeedOfCase[];
}

/** The page, suite by suite; cases that share a reason and their needs share a row. @throws Error naming the cases that have no reason */
export function caseList(
  cases: readonly PlannedCase[],
  reasons: readonly Reason[],
  { all, ofCases }: Needs = { all: [], ofCases: [] },
): string {
  const why = (one: PlannedCase): string => whyOf(one, reasons);
  const without = cases.filter((one) => why(one) === '');
  if (without.length > 0)
    throw new Error(`no reason stands above ${without.map((one) => `${one.suite}.${one.case}`).join(', ')}`);

  const sections = grouped(cases, ({ suite }) => suite).map(([suite, members]) => {
    const needed = (one: PlannedCase) => needsOf(one, ofCases).join(', ');
    const some = members.some((one) => needed(one) !== '');
    const rows = grouped(members, (one) => `${why(one)}\0${needed(one)}`).map(([key, sharing]) => {
      const [text = '', needs = ''] = key.split('\0');
      const names = sharing.map((one) => `\`${one.case}\``).join(' ');
      return [names, text.replaceAll('|', '\\|'), ...(some ? [needs] : [])];
    });
    const heads = ['case', 'why', ...(some ? ['needs'] : [])];
    const lines = [heads, heads.map(() => '---'), ...rows].map((row, at) =>
      at === 1 ? `|${row.join('|')}|` : `| ${row.join(' | ')} |`,
    );
    return ['', `## ${suite}`, '', ...lines, ''].join('\n');
  });
  return HEADING + legend(all) + sections.join('');
}

/** What the needs are, once. */
function legend(all: readonly Need[]): string {
  if (all.length === 0) return '';
  const rows = all.map(({ name, words }) => `| ${name} | ${words} |`);
  return ['', LEGEND, '', '| need | |', '|---|---|', ...rows, ''].join('\n');
}

/** Map.groupBy, which Node 20 lacks. */
function grouped<T>(items: readonly T[], keyOf: (item: T) => string): [string, T[]][] {
  const groups = new Map<string, T[]>();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return [...groups];
}
