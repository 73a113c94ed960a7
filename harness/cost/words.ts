// SPDX-License-Identifier: GPL-2.0-only
// What is said of a result wherever it is said: in the terminal, on a page, in a picture.

import type { Document } from '../report/documents.ts';
import type { CostPlace } from './place.ts';

/** What stands beside each number of llvm-mca's. */
export const MODELS =
  'MODELS, not measurements: cycles per call by llvm-mca, which knows neither caches nor prediction';

/** Of a place whose control fails there is no cost, and an emulator's times are none. */
export function isShown({ verdict, workloads }: CostPlace): boolean {
  return verdict !== 'error' && workloads.length > 0;
}

/** How a column of a place is headed: whatever is in it, it says what that is. */
export function columnOf({ name, subject, kind }: CostPlace): string {
  return `${subject} on ${name} (${kind})`;
}

/** What its numbers are, and, where they are measured, of what and how. */
export function aboutPlace({
  how,
  midr,
  kernel,
  frequency,
  placements,
  seed,
  margin,
  kind,
}: CostPlace): string[] {
  if (kind !== 'measured') return [how];
  const words = [
    midr === null ? 'MIDR not told' : `MIDR ${midr}`,
    ...(kernel === null ? [] : [kernel]),
    ...(frequency === null ? [] : [`${(frequency / 1e6).toFixed(0)} MHz`]),
    `${placements} placements (seed ${seed})`,
    `margin ${margin}`,
  ];
  return [how, words.join(', ')];
}

/** What a place says of the subject's trampoline in one workload. */
export function sayOf({ verdict, kind, workloads }: CostPlace, name: string): string {
  if (kind === 'emulated') return 'not shown';
  if (verdict === 'error') return 'a control fails';
  const workload = workloads.find((one) => one.name === name);
  return workload?.comparisons.find(({ form }) => form === 'subject')?.says ?? '-';
}

/** The last line, without the verdict. */
export function closingWords({ verdict, places }: Document<'cost'>): string {
  const count = `${places.length} ${places.length === 1 ? 'place' : 'places'}`;
  const why =
    verdict === 'error' ? ': a control fails, or a boot did; nothing is said of what a call costs there' : '';
  return `${count}${why}`;
}

/** A number to two places. */
export function shown(value: number | undefined): string {
  return value === undefined ? '-' : String(Math.round(value * 100) / 100);
}
