// SPDX-License-Identifier: GPL-2.0-only
// Options that several commands have, read in one way.

import { InvalidArgumentError, Option } from 'commander';
import type { Shard } from '../../base/verdict.ts';
import type { Matrix } from '../../machine/machine.ts';

/** What chooses cells and says how they run, of the commands that judge a subject on a matrix. */
export interface CellChoice {
  machine: string[];
  matrix: Matrix;
  suite: string[];
  case: string[];
  seed?: number;
  jobs?: number;
  timeoutScale: number;
}

/** More would be days, and in the end more than a timer can count. */
const LONGEST_SCALE = 1000;

/** Names, by repetition or separated by commas. `absent` says what it is without any. */
export function listOption(flags: string, description: string, absent: string): Option {
  return new Option(flags, description)
    .argParser((value: string, previous: string[]) => {
      const names = value.split(',');
      // Left out, it would be "all": not what somebody means whose shell variable is empty.
      if (names.includes('')) throw new InvalidArgumentError('A name is empty.');
      return [...previous, ...names];
    })
    .default([], absent);
}

/** The value of `--jobs` and of `--seed`. */
export function positiveInteger(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 1)
    throw new InvalidArgumentError('It must be a whole number from 1 up.');
  return value;
}

/** `--seed`, for machines that relocate the image. */
export function seedOption(): Option {
  return new Option(
    '--seed <n>',
    'where machines with KASLR put the image (default: elsewhere in each run)',
  ).argParser(positiveInteger);
}

/** The value of `--timeout-scale`. */
export function timeoutScale(text: string): number {
  const value = Number(text);
  if (!(value > 0 && value <= LONGEST_SCALE))
    throw new InvalidArgumentError(
      `It must be a number greater than 0, and no greater than ${LONGEST_SCALE}.`,
    );
  return value;
}

/** The value of `--shard`: `2/4`. */
export function shard(text: string): Shard {
  const [, index = '', of = ''] = /^(\d{1,4})\/(\d{1,4})$/.exec(text) ?? [];
  const parts = { index: Number(index), of: Number(of) };
  if (parts.index < 1 || parts.index > parts.of)
    throw new InvalidArgumentError('It must be a part and how many there are, as 2/4.');
  return parts;
}
