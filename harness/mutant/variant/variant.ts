// SPDX-License-Identifier: GPL-2.0-only
// The variants, test/variants/*/*.patch: right and wrong subjects as diffs of a built-in one, each with the exit code that is due.

import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { z } from 'zod';
import { EXIT, SctError } from '../../base/exit.ts';

/** Where they lie, relative to the project: a folder for each class. */
export const VARIANTS = 'test/variants';

const names = z
  .string()
  .transform((text) => text.split(/,\s*/))
  .pipe(z.array(z.string().min(1)));
const exit = z.coerce
  .number()
  .int()
  .refine((code) => Object.values<number>(EXIT).includes(code), { error: 'no exit code of sct' });

/** The header of a variant's file, as in a mail: `Name: value`, continued by lines that begin with a blank. */
const header = z
  .strictObject({
    'SPDX-License-Identifier': z.literal('GPL-2.0-only'),
    /** `unjudged`: nobody can say, for the guest lacks what it asks for. */
    Variant: z.enum(['right', 'wrong', 'unjudged']),
    /** Why somebody would write it, or what is wrong with it. */
    Why: z.string().min(1),
    /** The built-in subject that the diff is for. */
    Base: z.string().default('reviewed'),
    /** The exit code that is due. */
    Exit: exit.optional(),
    /** Of a wrong one, the cases that must fail it, as `suite.case`; `*` stands for any letters. Each must be met by one cell at least. */
    Fails: names.default([]),
    /** The suites that boot, or `all`: those of `Fails` unless told; all of a right one. */
    Suites: names.optional(),
    /** Where it boots, beside the judgement of its image. */
    Machines: names.optional(),
    /** It may take the guest along: time-outs are short. */
    Hangs: z.literal('yes').optional(),
    /** `sct mutate --variants` tries it, `npm test` does not: another of its kind stands for it there. */
    Matrix: z.literal('full').optional(),
    /** A known gap: how it comes out instead of as is due, `0: why` or `0 or 1: why`; or `untried: why`. */
    Today: z
      .string()
      .regex(/^(?:[0-4](?: or [0-4])*|untried): ./, 'expected "0: why", "0 or 4: why" or "untried: why"')
      .optional(),
  })
  .refine(({ Variant, Fails }) => (Variant === 'wrong') === Fails.length > 0, {
    error: 'a wrong variant names the cases that must fail it, and no other does',
  });

/** What is known to come out of a variant instead of what is due. */
export interface Gap {
  /** The exit codes of today; none of a variant that is not tried. */
  exits: number[];
  why: string;
}

/** One variant. */
export interface Variant {
  /** `class/name`, as its file is called. */
  name: string;
  kind: 'right' | 'wrong' | 'unjudged';
  why: string;
  base: string;
  exit: number;
  fails: string[];
  /** All if empty. */
  suites: string[];
  machines: string[];
  hangs: boolean;
  /** Whether `npm test` leaves it to `sct mutate --variants`. */
  full: boolean;
  gap: Gap | undefined;
  /** Absolute path of its file. */
  patch: string;
}

/** A file that cannot be used as it stands. */
export class VariantInvalid extends SctError {
  override name = 'VariantInvalid';
}

/** Two machines that show the most for the least: every suite but `smp`, and what only an exact clock shows. */
const MACHINES: readonly string[] = ['max', 'max-icount4'];
/** Where other CPUs are needed. */
const SMP: readonly string[] = ['max-smp2'];
/** The exit code that is due unless the file says another. */
const DUE = { right: EXIT.pass, wrong: EXIT.fail, unjudged: EXIT.unjudged } as const;
/** The suites that boot nothing. */
const ON_HOST: readonly string[] = ['abi', 'build'];

/**
 * All variants of a project, by class and name.
 * @throws VariantInvalid naming the file and what is wrong in it
 */
export function loadVariants(root: string): Variant[] {
  const folder = join(root, VARIANTS);
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.patch'))
    .sort()
    .map((path) => variantOf(join(folder, path), relative(root, join(folder, path))));
}

/** @param told what people call the file */
function variantOf(path: string, told: string): Variant {
  const parsed = header.safeParse(fieldsOf(readFileSync(path, 'utf8')));
  if (!parsed.success) throw new VariantInvalid(`${told}: ${z.prettifyError(parsed.error)}`);
  const {
    Variant: kind,
    Why,
    Base,
    Exit = DUE[kind],
    Fails,
    Suites,
    Machines,
    Hangs,
    Matrix,
    Today,
  } = parsed.data;
  const suites = Suites ?? suitesOf(Fails);
  return {
    name: told.slice(VARIANTS.length + 1, -'.patch'.length),
    kind,
    why: Why,
    base: Base,
    exit: Exit,
    fails: Fails,
    suites: suites.includes('all') ? [] : suites,
    machines: Machines ?? [...(suites.length === 1 && suites[0] === 'smp' ? SMP : MACHINES)],
    hangs: Hangs !== undefined,
    full: Matrix !== undefined,
    gap: gapOf(Today),
    patch: path,
  };
}

/** The header as an object. A line that is none stands under its own text, where the schema refuses it. */
function fieldsOf(text: string): Record<string, string> {
  const [head = ''] = text.split('\n\n', 1);
  const lines = head.replace(/\n[ \t]+/g, ' ').split('\n');
  return Object.fromEntries(
    lines.map((line) => {
      const [, name = line, value = ''] = /^([\w-]+): (.*)$/.exec(line) ?? [];
      return [name, value];
    }),
  );
}

/** The suites of these cases; where it is the image alone that shows it, one with keys of every kind. */
function suitesOf(fails: readonly string[]): string[] {
  const suites = [...new Set(fails.map((pattern) => pattern.split('.')[0] ?? ''))];
  if (fails.length > 0 && suites.every((suite) => ON_HOST.includes(suite))) return ['dispatch'];
  return suites.filter((suite) => !ON_HOST.includes(suite));
}

function gapOf(today: string | undefined): Gap | undefined {
  const [, exits, why = ''] = /^([^:]+): (.*)$/.exec(today ?? '') ?? [];
  if (exits === undefined) return undefined;
  return { exits: exits === 'untried' ? [] : exits.split(' or ').map(Number), why };
}
