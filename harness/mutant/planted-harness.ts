// SPDX-License-Identifier: GPL-2.0-only
// A harness with a mistake in it, bundled as `npm run build` does, and run as a process of its own.

import { cpSync, existsSync, mkdirSync, readdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { ABI_SUITE } from '../base/plan.ts';
import type { CaseResult } from '../base/verdict.ts';
import { HOST } from '../machine/machines.ts';
import { cacheRoot } from '../store/places.ts';
import { dyingWithParent } from '../tool/die-with-parent.ts';
import { type Mutant, MutantInvalid } from './mutant.ts';
import { makeEdit, plantProject } from './plant.ts';

/** What the harness is asked to run. */
interface Asked {
  subject: string;
  machine: string;
  /** Whether to judge the image, and whether to boot it. */
  host: boolean;
  boots: boolean;
  /** The suites to boot. */
  booted: readonly string[];
  timeoutScale: number;
  signal?: AbortSignal | undefined;
}

/** What of a checkout makes a harness; an installed package has but the bundle. */
const PARTS = ['harness', 'scripts', 'package.json', 'package-lock.json'];

/** Whether `root` has what a mistake of the harness is planted in. */
export function hasHarness(root: string): boolean {
  return PARTS.every((path) => existsSync(join(root, path)));
}

/**
 * The results of a run by the harness of `root` with this row's mistake in it; of a guest that is right, or with `other` planted in it.
 * @throws MutantInvalid if there is none: the row does not fit, or what came of it is no harness at all
 */
export async function runPlantedHarness(
  row: Mutant,
  other: Mutant | undefined,
  root: string,
  folder: string,
  asked: Asked,
): Promise<CaseResult[]> {
  const into = join(folder, 'planted');
  plantHarness(row, root, into);
  if (other) plantProject(other, root, into);
  else symlinkSync(join(root, 'guest'), join(into, 'guest'));
  const cache = plantCache(into);

  const { signal } = asked;
  const { execa } = await import('execa');
  const start = async (script: string, words: readonly string[]) => {
    const [file = '', ...args] = dyingWithParent([process.execPath, join(into, script), ...words]);
    return execa(file, args, {
      cwd: into,
      reject: false,
      stdin: 'ignore',
      env: { SCT_CACHE: cache, TMPDIR: folder },
      ...(signal && { cancelSignal: signal }),
    });
  };
  const bundled = await start('scripts/bundle.mjs', []);
  signal?.throwIfAborted();
  if (bundled.failed) throw new MutantInvalid(`${row.name}: it cannot be bundled: ${bundled.stderr}`);
  const ran = await start('dist/cli.js', wordsFor(asked));
  signal?.throwIfAborted();
  try {
    const report: { cells: { results: CaseResult[] }[] } = JSON.parse(ran.stdout);
    return report.cells.flatMap(({ results }) => results);
  } catch {
    throw new MutantInvalid(
      `${row.name}: no report came of it, but exit code ${ran.exitCode}: ${ran.stderr.trim() || 'not a word'}`,
    );
  }
}

/** A project around a harness with the row's mistake: all that makes a bundle. */
function plantHarness({ name, edits }: Mutant, root: string, into: string): void {
  mkdirSync(into);
  // Copies: a bundler and Node itself see where a link leads.
  for (const path of PARTS) cpSync(join(root, path), join(into, path), { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(into, 'node_modules'));
  for (const edit of edits) makeEdit(name, edit, join(into, 'harness'), 'harness');
}

/** A cache of its own, since what a harness with a mistake derives is not to be believed; but objects are named by all that they are made of. */
function plantCache(into: string): string {
  const [cache, real] = [join(into, 'cache'), cacheRoot()];
  mkdirSync(cache);
  mkdirSync(join(real, 'objects'), { recursive: true });
  symlinkSync(join(real, 'objects'), join(cache, 'objects'));
  // What is known of tools.
  for (const file of readdirSync(real))
    if (file.endsWith('.json')) symlinkSync(join(real, file), join(cache, file));
  return cache;
}

function wordsFor({ subject, machine, host, boots, booted, timeoutScale }: Asked): string[] {
  const machines = [...(host ? [HOST.name] : []), ...(boots ? [machine] : [])];
  const suites = [...(host ? [ABI_SUITE] : []), ...booted];
  const words = ['run', '--json', '--subject', subject, '--machine', machines.join(',')];
  return [
    ...words,
    ...['--suite', suites.join(',')],
    ...['--jobs', '1', '--timeout-scale', `${timeoutScale}`],
  ];
}
