// SPDX-License-Identifier: GPL-2.0-only
// The result for people. Each column says what it is: counted, measured, or a model.

import type { Document } from '../report/documents.ts';
import { paint, tableOf } from '../report/sections.ts';
import { inWords } from '../verdict/outcome.ts';
import type { CostPlace } from './place.ts';

type Cost = Document<'cost'>;

/** The forms in the order in which they are shown. */
const FORMS = ['direct', 'generic', 'kcfi', 'subject', 'subject_null', 'reviewed', 'v7', 'branch'];

/** All of it: each place, then, of several, the comparison side by side, then the models. */
export async function costReport(cost: Cost): Promise<string> {
  const sections = [
    ...(await Promise.all(cost.places.map(placeSection))),
    ...(cost.places.length > 1 ? [await sideBySide(cost.places)] : []),
    ...(cost.models.length > 0 ? [await modelSection(cost.models)] : []),
    ...(cost.notes.length > 0 ? [cost.notes.map((note) => `note: ${note}`).join('\n')] : []),
    closing(cost),
  ];
  return `${sections.join('\n\n')}\n`;
}

async function placeSection(place: CostPlace): Promise<string> {
  const { name, subject, kind, how, workloads, unit } = place;
  const head = `${subject} on ${name}: ${how}`;
  const lines = [
    ...aboutLines(place),
    ...controlLines(place),
    ...place.notes.map((note) => `  note: ${note}`),
  ];
  if (workloads.length === 0) return [head, ...lines].join('\n');
  const forms = FORMS.filter((form) =>
    workloads.some((one) => one.forms.some((other) => other.form === form)),
  );
  const costs = await tableOf(
    kind === 'counted' ? 'instructions per call, exact: not time' : `${unit} per call, median of placements`,
    ['workload', ...forms],
    workloads.map((workload) => [
      workload.name,
      ...forms.map((form) => shown(workload.forms.find((one) => one.form === form)?.cost.estimate)),
    ]),
  );
  const against = await tableOf(
    'the trampoline, compared with the check that clang emits for kCFI',
    ['workload', 'subject', 'reviewed', 'v7'],
    workloads.map((workload) => [
      workload.name,
      ...['subject', 'reviewed', 'v7'].map(
        (form) => workload.comparisons.find((one) => one.form === form)?.says ?? '-',
      ),
    ]),
  );
  // Numbers that a control disowns are in the JSON for whoever looks for the reason.
  if (place.verdict === 'error') return [head, ...lines].join('\n');
  return [head, ...lines, '', costs, '', against].join('\n');
}

function aboutLines({ midr, kernel, frequency, placements, seed, margin, kind }: CostPlace): string[] {
  if (kind !== 'measured') return [];
  const words = [
    midr === null ? 'MIDR not told' : `MIDR ${midr}`,
    ...(kernel === null ? [] : [kernel]),
    ...(frequency === null ? [] : [`${(frequency / 1e6).toFixed(0)} MHz`]),
    `${placements} placements (seed ${seed})`,
    `margin ${margin}`,
  ];
  return [`  ${words.join(', ')}`];
}

function controlLines({ controls }: CostPlace): string[] {
  return controls.map(({ name, verdict, says }) => {
    const word = { holds: 'holds', fails: 'FAILS', absent: 'not asked' }[verdict];
    return `  control ${name}: ${word}: ${says}`;
  });
}

/** What each place says of the subject's trampoline, and what that is. */
function sideBySide(places: readonly CostPlace[]): Promise<string> {
  const names = [...new Set(places.flatMap(({ workloads }) => workloads.map(({ name }) => name)))];
  return tableOf(
    "the subject's trampoline, compared with kCFI's check",
    ['workload', ...places.map(({ name, subject, kind }) => `${subject} on ${name} (${kind})`)],
    names.map((name) => [name, ...places.map((place) => sayOf(place, name))]),
  );
}

function sayOf({ verdict, kind, workloads }: CostPlace, name: string): string {
  if (kind === 'emulated') return 'not shown';
  if (verdict === 'error') return 'a control fails';
  const workload = workloads.find((one) => one.name === name);
  return workload?.comparisons.find(({ form }) => form === 'subject')?.says ?? '-';
}

function modelSection(models: Cost['models']): Promise<string> {
  const forms = FORMS.filter((form) => models.some((one) => one.forms.some((other) => other.form === form)));
  return tableOf(
    'MODELS, not measurements: cycles per call by llvm-mca, which knows neither caches nor prediction',
    ['model of', ...forms, 'shared by'],
    models.map(({ model, cpus, forms: found }) => [
      model,
      ...forms.map((form) => shown(found.find((one) => one.form === form)?.cycles)),
      cpus.slice(1).join(' '),
    ]),
  );
}

function closing({ verdict, places }: Cost): string {
  const count = `${places.length} ${places.length === 1 ? 'place' : 'places'}`;
  const why =
    verdict === 'error' ? ': a control fails, or a boot did; nothing is said of what a call costs there' : '';
  return `${paint(verdict, inWords(verdict).toUpperCase())} ${count}${why}`;
}

function shown(value: number | undefined): string {
  return value === undefined ? '-' : String(Math.round(value * 100) / 100);
}
