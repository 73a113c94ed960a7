// SPDX-License-Identifier: GPL-2.0-only
import type { PlannedCase } from '../../../harness/base/plan.ts';
import { type Reason, whyOf } from '../../../harness/verdict/causes/reasons.ts';

const HEADING = `# Every case, and why it exists

Made from the comments above the cases (\`guest/cases/\`, and \`guest/module/cases/\` for suite \`linux\`, which real Linux alone has;
\`harness/inspect/abi*.ts\` for suite \`abi\`) by \`npx vitest run --project docs -u\`; \`npm test\` refuses a page that is behind them, and a case without a reason.
`;

/** The page, suite by suite; cases that share a reason share a row. @throws Error naming the cases that have none */
export function caseList(cases: readonly PlannedCase[], reasons: readonly Reason[]): string {
  const why = (one: PlannedCase): string => whyOf(one, reasons);
  const without = cases.filter((one) => why(one) === '');
  if (without.length > 0)
    throw new Error(`no reason stands above ${without.map((one) => `${one.suite}.${one.case}`).join(', ')}`);

  const sections = grouped(cases, ({ suite }) => suite).map(([suite, members]) => {
    const rows = grouped(members, why).map(
      ([text, sharing]) =>
        `| ${sharing.map((one) => `\`${one.case}\``).join(' ')} | ${text.replaceAll('|', '\\|')} |`,
    );
    return ['', `## ${suite}`, '', '| case | why |', '|---|---|', ...rows, ''].join('\n');
  });
  return HEADING + sections.join('');
}

/** Map.groupBy, which Node 20 lacks. */
function grouped<T>(items: readonly T[], keyOf: (item: T) => string): [string, T[]][] {
  const groups = new Map<string, T[]>();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return [...groups];
}
