// SPDX-License-Identifier: GPL-2.0-only
// From the cells of a report to what is behind all that failed in it. Each result that failed or erred is in exactly one cause.

import { ABI_SUITE, BUILD_SUITE } from '../../base/plan.ts';
import type { Cause, CellResult, Finding } from '../../base/verdict.ts';
import { DAMAGE } from '../../console/sums.ts';
import { isTooBusy } from '../busy.ts';
import { CASES, DAMAGED_LOG, RULES, type Rule, type Sign, SPOILT } from './rules.ts';
import { inTrampoline, type Seen, see, textOf } from './seen.ts';

/** One result on its way to its cause. */
interface Item {
  finding: Finding;
  seen: Seen;
  /** Which cell of the report it is of. */
  cell: number;
}

/** The case in which a boot ended, as the results behind it name it. */
const ENDED_IN = /, in (\w+\.\w+)\b/;

/** What is behind all that failed or erred, most cases first, and what kept a subject from being judged. */
export function causesOf(cells: readonly CellResult[]): Cause[] {
  const items = cells.flatMap(({ subject, machine, results, verdict: outcome }, cell) =>
    results
      .filter(({ verdict }) => verdict === 'fail' || verdict === 'error' || outcome === 'unjudged')
      .map((result): Item => ({ finding: { subject, machine, ...result }, seen: see(result), cell })),
  );
  const groups = new Map<string, { rule: Rule; items: Item[] }>();
  const keys = new Map<Item, string>();
  const failing = new Map(items.map((item) => [placeKey(item), item]));
  const put = (item: Item, key: string, rule: Rule) => {
    keys.set(item, key);
    const group = groups.get(key) ?? { rule, items: [] };
    group.items.push(item);
    groups.set(key, group);
  };
  // What a wreck left undone has the cause of the wreck, so that comes last.
  const [left, own] = partition(items, (item) => wreckOf(item, items) !== undefined);
  for (const item of own) {
    const rule = ruleFor(item, failing);
    put(item, keyOf(item, rule), rule);
  }
  for (const item of left) {
    const wreck = wreckOf(item, items);
    const key = wreck && keys.get(wreck);
    const group = key === undefined ? undefined : groups.get(key);
    if (key !== undefined && group) put(item, key, group.rule);
    else {
      const rule = ruleFor(item, failing);
      put(item, keyOf(item, rule), rule);
    }
  }
  const order = new Map(items.map((item, index) => [item, index]));
  return Array.from(groups.values(), ({ rule, items: members }) =>
    causeOf(
      rule,
      members.sort((a, b) => (order.get(a) ?? 0) - (order.get(b) ?? 0)),
    ),
  ).sort((a, b) => rank(b) - rank(a) || b.findings.length - a.findings.length);
}

/**
 * An error of the bench makes everything else doubtful, so that is told first; what a busy host kept from being known does not, and what was not judged
 * accuses nobody: these come last.
 */
function rank({ verdict, lead }: Cause): number {
  return ['unjudged', 'busy', 'fail', 'error'].indexOf(isTooBusy(lead) ? 'busy' : verdict);
}

/** A case of `abi` by its subject, every other one by its cell. */
function placeKey({ finding, seen, cell }: Item, name = seen.name): string {
  return JSON.stringify([name, name.startsWith(`${ABI_SUITE}.`) ? finding.subject : cell]);
}

/**
 * The result of another case that kept this one from being what it is: the boot ended in it before this one could be run, or it died
 * and left behind what this one stumbled over. Undefined for a result that has a word of its own.
 */
function wreckOf({ finding, seen, cell }: Item, items: readonly Item[]): Item | undefined {
  const spoilt = SPOILT.find(({ cases, reason }) => cases.includes(seen.name) && reason.test(finding.reason));
  // A boot that is cut short has no checksum for its last lines.
  const told = DAMAGE.test(finding.reason) ? finding.details.join('\n') : finding.reason;
  const ended = finding.cut === undefined && told === finding.reason ? undefined : ENDED_IN.exec(told)?.[1];
  const name = spoilt?.by ?? ended;
  const wreck = items.find((one) => one.cell === cell && one.seen.name === name);
  if (wreck?.finding === finding || (spoilt && !wreck?.seen.fault)) return undefined;
  return wreck;
}

function ruleFor(item: Item, failing: ReadonlyMap<string, Item>): Rule {
  const { finding, seen } = item;
  const found = RULES.find((rule) => {
    const { key, keyShows = [{}], leadsOnly = false, unless, explains, behind = [] } = rule;
    const leads = (one: Seen) => keyShows.some((sign) => shows(one, sign));
    const keyed = key === undefined ? undefined : failing.get(placeKey(item, key));
    // A case of which the log has lost the verdict leads to nothing but that.
    const isLost = keyed !== undefined && DAMAGE.test(keyed.finding.reason) && rule.name !== DAMAGED_LOG;
    const isOutdone = unless !== undefined && failing.has(placeKey(item, unless));
    const fails = isLost || isOutdone ? undefined : keyed;
    // What the host says of a trampoline stands for itself, or behind another case of the host's that a rule names.
    if (finding.suite === ABI_SUITE)
      return (
        isLast(rule) ||
        (fails !== undefined &&
          leads(fails.seen) &&
          (seen.name === key || behind.some((sign) => sign.cases?.includes(seen.name) && shows(seen, sign))))
      );
    const holds =
      fails &&
      leads(fails.seen) &&
      (leadsOnly || fails.finding.suite === ABI_SUITE || behind.some((sign) => shows(fails.seen, sign)));
    return [...explains, ...(holds ? behind : [])].some((sign) => shows(seen, sign));
  });
  if (!found) throw new Error('the last rule explains everything');
  return found;
}

function isLast(rule: Rule): boolean {
  return rule === RULES.at(-1);
}

/** One cause of one subject; a guest that cannot be built is one of the bench's, whichever subjects stumble over it. */
function keyOf({ finding, seen }: Item, rule: Rule): string {
  const subject = finding.suite === BUILD_SUITE ? '' : finding.subject;
  // Rules of one name are one cause: what stands high in the table for some of it may stand low for the rest.
  const name = typeof rule.name === 'string' ? rule.name : RULES.findIndex((one) => one.name === rule.name);
  return JSON.stringify([subject, name, rule.together?.(seen) ?? '']);
}

/** Whether a result shows all that a sign names. */
function shows(seen: Seen, sign: Sign): boolean {
  const { name, fault, result, hung } = seen;
  if (sign.cases && !sign.cases.some((pattern) => matches(name, pattern))) return false;
  if (sign.verdict !== undefined && sign.verdict !== result.verdict) return false;
  if (sign.class !== undefined && sign.class !== fault?.class) return false;
  if (sign.btype !== undefined && sign.btype !== fault?.btype) return false;
  if (sign.refused && !fault?.refused) return false;
  if (sign.memory !== undefined && sign.memory !== fault?.memory) return false;
  if (sign.hung && !hung) return false;
  if (sign.stuck && !isStuck(seen)) return false;
  if (sign.symbol !== undefined && sign.symbol !== seen.place?.symbol) return false;
  if (sign.reason && !sign.reason.test(result.reason)) return false;
  if (sign.text && !sign.text.test(textOf(result))) return false;
  return sign.in === undefined || isIn(seen, sign.in);
}

function isStuck(seen: Seen): boolean {
  const { hung, place } = seen;
  return hung && place !== undefined && !inTrampoline(seen) && !CASES.test(place.file ?? '');
}

function isIn(seen: Seen, where: NonNullable<Sign['in']>): boolean {
  const { fault, place, result } = seen;
  // What kept a case from its end says more than that it came to none.
  if (!fault) return where === 'no fault' && result.cut === undefined;
  switch (where) {
    case 'no fault':
      return false;
    case 'NULL':
      return fault.elr === 0n;
    case 'no function':
      return !place;
    case 'function':
      return place !== undefined && !inTrampoline(seen);
    case 'trampoline':
      return inTrampoline(seen);
    case 'trampoline start':
      return inTrampoline(seen) && place?.offset === 0;
  }
}

function matches(name: string, pattern: string): boolean {
  return new RegExp(`^${pattern.replaceAll('.', '\\.').replaceAll('*', '.*')}$`).test(name);
}

function causeOf(rule: Rule, items: readonly Item[]): Cause {
  const [first] = items;
  if (!first) throw new Error('a cause of nothing');
  const booted = items.filter(({ finding }) => finding.suite !== ABI_SUITE && finding.suite !== BUILD_SUITE);
  const best = [
    ({ finding, seen }: Item) => finding.verdict === 'fail' && seen.fault !== undefined,
    ({ finding }: Item) => finding.verdict === 'fail',
    ({ seen }: Item) => seen.fault !== undefined,
    ({ finding }: Item) => finding.cut !== 'unreported',
    () => true,
  ];
  const key = items.find(({ seen }) => seen.name === rule.key);
  const told = key?.finding.suite === ABI_SUITE ? undefined : key;
  const leading = items.find(({ seen }) => rule.leads?.(seen));
  const example = told ?? leading ?? best.map((is) => booted.find(is)).find((found) => found !== undefined);
  const lead = key ?? example ?? first;
  const findings = items.map(({ finding }) => finding);
  return {
    name: worded(rule.name, lead),
    says: worded(rule.says, lead),
    verdict: verdictOf(findings),
    lead: lead.finding,
    example: example?.finding,
    findings,
    ...(rule.marks === undefined ? {} : { marks: rule.marks }),
    ...(rule.source === undefined ? {} : { source: rule.source }),
  };
}

function verdictOf(findings: readonly Finding[]): Cause['verdict'] {
  if (findings.some(({ verdict }) => verdict === 'error')) return 'error';
  return findings.some(({ verdict }) => verdict === 'fail') ? 'fail' : 'unjudged';
}

function worded(text: Rule['name'], { seen }: Item): string {
  return typeof text === 'string' ? text : text(seen);
}

function partition<T>(items: readonly T[], belongs: (item: T) => boolean): [T[], T[]] {
  return [items.filter(belongs), items.filter((item) => !belongs(item))];
}
