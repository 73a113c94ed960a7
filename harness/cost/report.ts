// SPDX-License-Identifier: GPL-2.0-only
// The result for people. Each column says what it is: counted, measured, or a model.

import type { Document } from '../report/documents.ts';
import { paint, tableOf } from '../report/sections.ts';
import { inWords } from '../verdict/outcome.ts';
import { FORMS, TRAMPOLINES } from './forms.ts';
import { modelColumns } from './models.ts';
import type { CostPlace } from './place.ts';
import { aboutPlace, closingWords, columnOf, isShown, MODELS, sayOf, shown } from './words.ts';

type Cost = Document<'cost'>;

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
  const { name, subject, kind, workloads, unit } = place;
  const [how, ...about] = aboutPlace(place);
  const head = `${subject} on ${name}: ${how}`;
  const lines = [
    ...about.map((line) => `  ${line}`),
    ...controlLines(place),
    ...place.notes.map((note) => `  note: ${note}`),
  ];
  // Numbers that a control disowns are in the JSON for whoever looks for the reason.
  if (!isShown(place)) return [head, ...lines].join('\n');
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
    'compared with the check that clang emits for kCFI',
    ['workload', ...TRAMPOLINES],
    workloads.map((workload) => [
      workload.name,
      ...TRAMPOLINES.map((form) => workload.comparisons.find((one) => one.form === form)?.says ?? '-'),
    ]),
  );
  return [head, ...lines, '', costs, '', against].join('\n');
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
    ['workload', ...places.map(columnOf)],
    names.map((name) => [name, ...places.map((place) => sayOf(place, name))]),
  );
}

function modelSection(models: Cost['models']): Promise<string> {
  const columns = modelColumns(models);
  return tableOf(
    MODELS,
    ['model of', ...columns.map(({ alike }) => alike.join('\n')), 'shared by'],
    models.map(({ model, cpus, forms: found }) => [
      model,
      ...columns.map(({ form }) => shown(found.find((one) => one.form === form)?.cycles)),
      cpus.slice(1).join(' '),
    ]),
  );
}

function closing(cost: Cost): string {
  return `${paint(cost.verdict, inWords(cost.verdict).toUpperCase())} ${closingWords(cost)}`;
}
