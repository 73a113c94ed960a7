// SPDX-License-Identifier: GPL-2.0-only
// What a person takes to any arm64 machine that runs Linux: the module's sources, what builds, runs and judges them there, and what judges the log elsewhere.

import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { pid } from 'node:process';
import { SctError, UsageError } from '../base/exit.ts';
import { nameOf } from '../base/plan.ts';
import type { Provenance } from '../base/verdict.ts';
import { GUEST } from '../compile/sources.ts';
import type { Machine } from '../machine/machine.ts';
import { noHangs, patienceFor } from '../run/patience.ts';
import type { Prepared } from '../run/prepare.ts';
import { packageRoot } from '../store/places.ts';
import { SUBJECT_FILES } from '../subject/subject.ts';
import { expectedOf } from '../verdict/known-defect.ts';
import { expectedIn } from '../verdict/linux-defects.ts';
import { BOARD_FILES, fileOf, type Manifest } from './manifest.ts';

/** What `tar` makes of the folder, by the end of the file's name. */
const KIT_ENDINGS = ['.tar.xz', '.tar.gz'] as const;

/** Files of a kit beside those of every folder that is taken along. */
const KIT_FILES = {
  /** The module's words. */
  args: 'args',
  /** The cases that are known to fail, each with its reason, for run.sh. */
  known: 'known',
} as const;

/** @throws UsageError if no kit can be written to a file of that name */
export function checkKitFile(file: string): void {
  if (!KIT_ENDINGS.some((ending) => file.endsWith(ending)))
    throw new UsageError(`-o ${file}: a kit is one file, whose name ends with ${KIT_ENDINGS.join(' or ')}`);
  if (existsSync(file)) throw new UsageError(`${file} is there already: name another file, or remove it`);
  if (!existsSync(dirname(resolve(file))))
    throw new UsageError(`there is no folder ${dirname(file)} to write ${basename(file)} to`);
}

/** What a kit is made by, beside the subject. */
export interface KitOptions {
  file: string;
  runId: string;
  provenance: Provenance;
  /** Whose patience it gets: nobody knows how fast a host is. */
  like: Machine;
  signal: AbortSignal;
}

/**
 * Writes the kit, whole or not at all. Gives its manifest.
 * @throws UsageError if it cannot be written, SctError if tar does not make it
 */
export async function writeKit(
  prepared: Extract<Prepared, { ok: true }>,
  { file, runId, provenance, like, signal }: KitOptions,
): Promise<Manifest> {
  const known = describe(prepared, runId, { provenance, like });
  const name = basename(file).replace(/\.tar\.\w+$/, '');
  const work = folderBeside(file);
  try {
    const folder = join(work, name);
    layOut(prepared, known, folder);
    const manifest: Manifest = { ...known, files: filesIn(folder), provenance };
    writeFileSync(join(folder, BOARD_FILES.manifest), `${JSON.stringify(manifest, null, 2)}\n`);
    const draft = join(work, basename(file));
    await pack(work, name, draft, signal);
    renameSync(draft, file);
    return manifest;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** @throws UsageError */
function folderBeside(file: string): string {
  try {
    return mkdtempSync(join(dirname(resolve(file)), `.sct-kit-${pid}-`));
  } catch (error) {
    throw new UsageError(`${file} cannot be written: ${(error as Error).message}`);
  }
}

function describe(
  { subject, image, facts, build }: Extract<Prepared, { ok: true }>,
  runId: string,
  { provenance, like }: Pick<KitOptions, 'provenance' | 'like'>,
): Omit<Manifest, 'files'> {
  const key = image.key.slice(0, 16);
  const limits = patienceFor(like, undefined, noHangs()).bootargs().join(' ');
  return {
    schemaVersion: 1,
    what: `static-call cases as a module for any arm64 Linux: subject ${subject.name}`,
    image: key,
    runId,
    subject: subject.name,
    ...(subject.selector ? { selector: [...subject.selector] } : {}),
    expectation: subject.expectation,
    machine: 'host-module',
    build,
    bootargs: `sct.image=${key} sct.run=${runId} sct.clock=realtime ${limits} sct.names=2`,
    base: facts.base,
    plan: facts.plan.map(nameOf),
    process: null,
    provenance,
  };
}

function layOut(
  { subject, image, facts }: Extract<Prepared, { ok: true }>,
  known: Omit<Manifest, 'files'>,
  folder: string,
): void {
  cpSync(image.kit ?? '', folder, { recursive: true });
  cpSync(join(packageRoot(), GUEST.module, 'kit'), folder, { recursive: true });
  for (const path of Object.values(SUBJECT_FILES).filter((one) => existsSync(join(subject.folder, one)))) {
    const to = join(folder, BOARD_FILES.subject, path);
    mkdirSync(dirname(to), { recursive: true });
    cpSync(join(subject.folder, path), to);
  }
  const put = (name: string, text: string) => writeFileSync(join(folder, name), text);
  put(BOARD_FILES.readme, kitReadme(known));
  put(BOARD_FILES.facts, JSON.stringify(facts));
  put(KIT_FILES.args, `${known.bootargs}\n`);
  // Of Linux's own nobody has been mended yet; whoever has a newer kernel, and a newer sct, has the log judged there.
  const { xfail } = expectedIn('0', expectedOf(known.expectation, known.build));
  put(KIT_FILES.known, xfail.map((one) => `${one.case} ${one.reason}\n`).join(''));
  cpSync(image.elf, join(folder, BOARD_FILES.elf));
}

function filesIn(folder: string): Manifest['files'] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
    .map((path) =>
      fileOf(path.slice(folder.length + 1), whatIs(path.slice(folder.length + 1)), readFileSync(path)),
    );
}

function whatIs(path: string): string {
  const own: Readonly<Record<string, string>> = {
    Makefile: 'builds the modules',
    'run.sh': 'loads them, and judges what they print',
    'bench.o_shipped': 'the cases, compiled: they know nothing of Linux',
    [BOARD_FILES.readme]: 'how to build and run it',
    [BOARD_FILES.facts]: 'what sct judge knows of it beforehand',
    [BOARD_FILES.elf]: 'the same cases, for sct judge',
  };
  return own[path] ?? (path.startsWith('subject/') ? "the subject's own" : 'what the modules are made of');
}

/** Ten lines. */
function kitReadme({ what, image, runId, plan }: Omit<Manifest, 'files'>): string {
  return `${[
    `${what}: ${plan.length} cases, image ${image}, run ${runId}.`,
    'CAUTION: a wrong subject, loaded into a kernel, can take the machine down, and what was not yet written to disk with it. A machine to spare, please.',
    'make && sudo ./run.sh        on an arm64 machine that has the headers of its kernel (linux-headers-$(uname -r)); a kernel that clang has built: make LLVM=1',
    'make KDIR=/path/to/headers ARCH=arm64 CROSS_COMPILE=aarch64-linux-gnu-        for another machine, on whatever this is; then copy the folder there',
    'It takes loadable modules, kprobes, and a kernel without module signatures in force. Nothing is installed; both modules are unloaded at the end.',
    'run.sh prints what failed, and ends with 0: all passed, 1: a case failed, 2: it could not be loaded, 4: the bench erred, or the log is not whole.',
    'sct.log is what the cases printed, kernel.log what Linux said besides.',
    'npx sct judge THIS-FOLDER sct.log        says the same, here or elsewhere, with causes and reports.',
    "No log, since the machine is gone? What its console said till then (dmesg -n 7 before), by serial or netconsole: sed -n 's/^.*sct: //p' console | npx sct judge THIS-FOLDER -",
    'Known defects of Linux and of the subject are in `known`; they are not counted as failures.',
  ].join('\n')}\n`;
}

/** Nothing of this machine or moment is in it. */
async function pack(work: string, name: string, file: string, signal: AbortSignal): Promise<void> {
  const { execa } = await import('execa');
  const fixed = ['--sort=name', '--mtime=@0', '--owner=0', '--group=0', '--numeric-owner'];
  const { failed, shortMessage } = await execa('tar', ['-C', work, ...fixed, '-caf', file, name], {
    reject: false,
    cancelSignal: signal,
  });
  signal.throwIfAborted();
  if (failed) throw new SctError(`tar could not make ${basename(file)}: ${shortMessage}`);
}
