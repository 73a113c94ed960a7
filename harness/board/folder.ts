// SPDX-License-Identifier: GPL-2.0-only
// The folder that a person takes to a board: written whole, or not at all.

import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { pid } from 'node:process';
import { gzipSync } from 'node:zlib';
import { UsageError } from '../base/exit.ts';
import { nameOf, namesOf, type Plan } from '../base/plan.ts';
import type { Provenance } from '../base/verdict.ts';
import { withOwnArgs } from '../inspect/own-args.ts';
import type { Machine } from '../machine/machine.ts';
import { noHangs, patienceFor } from '../run/patience.ts';
import { cellPlan, type Prepared } from '../run/prepare.ts';
import { ownFiles } from '../subject/own-files.ts';
import type { Subject } from '../subject/subject.ts';
import { locateTool } from '../tool/lookup.mjs';
import { toolNamed } from '../tool/tools.ts';
import { efiApplication } from './efi.ts';
import { bootCommands, readmeOf } from './instructions.ts';
import { BOARD_FILES, fileOf, type Manifest } from './manifest.ts';

/** What a folder for a board is made by, beside the subject and the machine. */
export interface BoardOptions {
  /** Where to; made if it is not there. */
  folder: string;
  runId: string;
  /** Suites or single cases besides the controls; all if empty. */
  names: readonly string[];
  provenance: Provenance;
}

/** An image to take along, and the machine whose patience it gets. */
export interface Taken {
  prepared: Extract<Prepared, { ok: true }>;
  machine: Machine;
}

/** A file to come: what it is called, what it is, and what is in it. */
type Content = [path: string, what: string, content: Uint8Array];

/**
 * Writes the folder; `process` is the same subject as a process, if it is one. Gives its manifest.
 * @throws UsageError if there is something at that place already, or it cannot be written
 */
export async function writeBoardFolder(
  board: Taken,
  process: Taken | null,
  options: BoardOptions,
): Promise<Manifest> {
  const { folder } = options;
  checkFree(folder);
  const draft = join(dirname(resolve(folder)), `.sct-image-${pid}`);
  const known = describe(board, process, options);
  try {
    mkdirSync(draft, { recursive: true });
    const contents = await contentsOf(board, process, known, draft);
    for (const [path, , content] of contents) {
      mkdirSync(dirname(join(draft, path)), { recursive: true });
      writeFileSync(join(draft, path), content, { mode: path === BOARD_FILES.process ? 0o755 : 0o644 });
    }
    const script = await bootScript(draft);
    if (script) contents.push(script);
    const manifest: Manifest = {
      ...known,
      files: contents.map(([path, what, content]) => fileOf(path, what, content)),
      provenance: options.provenance,
    };
    writeFileSync(join(draft, BOARD_FILES.manifest), `${JSON.stringify(manifest, null, 2)}\n`);
    renameSync(draft, resolve(folder));
    return manifest;
  } catch (error) {
    throw inWords(folder, error);
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

/** @throws UsageError if something is there that is more than an empty folder, or nothing can be */
export function checkFree(folder: string): void {
  const found = attempt(folder, () => statSync(folder, { throwIfNoEntry: false }));
  if (!found) return;
  if (!found.isDirectory())
    throw new UsageError(`${folder} is there already, and is no folder: name another place`);
  if (attempt(folder, () => readdirSync(folder)).length > 0)
    throw new UsageError(
      `${folder} is there already, and not empty: name another folder, or remove what is in it; nothing was written`,
    );
}

function attempt<T>(folder: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw inWords(folder, error);
  }
}

/** What the system says of a folder, for its user; any other error as it is. */
function inWords(folder: string, error: unknown): unknown {
  const { syscall, message } = error as NodeJS.ErrnoException;
  return syscall === undefined ? error : new UsageError(`${folder} cannot be written: ${message}`);
}

/** All of the manifest that does not depend on the files. */
function describe(
  { prepared, machine }: Taken,
  process: Taken | null,
  options: BoardOptions,
): Omit<Manifest, 'files'> {
  const { runId, provenance } = options;
  const { subject } = prepared;
  return {
    schemaVersion: 1,
    what: `static-call cases for an arm64 board: subject ${subject.name}, built as for machine ${machine.name}`,
    runId,
    subject: subject.name,
    ...(subject.selector ? { selector: [...subject.selector] } : {}),
    expectation: subject.expectation,
    machine: machine.name,
    ...describeImage({ prepared, machine }, options),
    process: process && describeImage(process, options),
    provenance,
  };
}

function describeImage(
  { prepared, machine }: Taken,
  { runId, names }: BoardOptions,
): NonNullable<Manifest['process']> {
  const all = cellPlan(prepared, machine);
  const plan = cellPlan(prepared, machine, names);
  const image = prepared.image.key.slice(0, 16);
  return {
    image,
    build: prepared.build,
    bootargs: bootargsOf(machine, { runId, image, plan, all }),
    base: prepared.facts.base,
    plan: plan.map(nameOf),
  };
}

/** What a case may take on a board of which nobody knows how fast it is, ms. */
const BOARD_WATCHDOG = 15_000;

/** A board's clock is its own: nothing there counts instructions exactly. */
function bootargsOf(
  machine: Machine,
  { runId, image, plan, all }: { runId: string; image: string; plan: Plan; all: Plan },
): string {
  return [
    `sct.image=${image}`,
    `sct.run=${runId}`,
    'sct.clock=realtime',
    ...(machine.kind === 'process' ? [] : [`sct.el=${machine.runEl}`]),
    ...patienceFor(
      { ...machine, clock: 'realtime', watchdog: BOARD_WATCHDOG },
      undefined,
      noHangs(),
    ).bootargs(),
    ...(plan.length < all.length ? [`sct.cases=${namesOf(plan, all).join(',')}`] : []),
  ].join(' ');
}

async function contentsOf(
  { prepared: { subject, image, facts } }: Taken,
  process: Taken | null,
  known: Omit<Manifest, 'files'>,
  work: string,
): Promise<Content[]> {
  const bin = withOwnArgs(readFileSync(image.bin), facts.ownArgs, known.bootargs);
  const efi = await efiApplication(bin, work);
  const readme = readmeOf({ ...known, efi: efi !== undefined });
  return [
    [BOARD_FILES.image, 'what the board boots: an arm64 Linux Image with its own boot arguments', bin],
    [BOARD_FILES.gzip, 'the same, by gzip', gzipSync(bin, { level: 9 })],
    [BOARD_FILES.elf, 'symbols and source lines of it', readFileSync(image.elf)],
    [BOARD_FILES.facts, 'what sct judge knows of it beforehand', Buffer.from(JSON.stringify(facts))],
    [BOARD_FILES.commands, 'commands for U-Boot', Buffer.from(bootCommands(known))],
    ...(efi
      ? [
          [
            BOARD_FILES.efi,
            'the same for UEFI to start: an application that carries it',
            efi,
          ] satisfies Content,
        ]
      : []),
    [BOARD_FILES.readme, 'how to start it, and how to judge what came back', Buffer.from(readme)],
    ...(process && known.process ? processFiles(process.prepared, known.process) : []),
    ...subjectFiles(subject),
  ];
}

function processFiles(
  { image, facts }: Taken['prepared'],
  { bootargs }: NonNullable<Manifest['process']>,
): Content[] {
  const binary = withOwnArgs(readFileSync(image.elf), facts.ownArgs, bootargs, 'elf');
  return [
    [BOARD_FILES.process, 'a static binary for any arm64 Linux or Android, with its symbols', binary],
    [BOARD_FILES.processFacts, 'what sct judge knows of it beforehand', Buffer.from(JSON.stringify(facts))],
  ];
}

/** The subject's own files: a report shows lines of them. */
function subjectFiles({ folder }: Subject): Content[] {
  return ownFiles(folder).map((path) => [
    join(BOARD_FILES.subject, path),
    "the subject's own",
    readFileSync(join(folder, path)),
  ]);
}

/** `boot.scr`, where there is a mkimage to make it with. */
async function bootScript(folder: string): Promise<Content | undefined> {
  const mkimage = locateTool(toolNamed('mkimage'));
  if (mkimage === undefined) return undefined;
  const { execa } = await import('execa');
  const script = join(folder, BOARD_FILES.script);
  const { failed } = await execa(
    mkimage,
    [
      '-A',
      'arm64',
      '-T',
      'script',
      '-C',
      'none',
      '-n',
      'sct',
      '-d',
      join(folder, BOARD_FILES.commands),
      script,
    ],
    // Else the time would be in it.
    { reject: false, env: { SOURCE_DATE_EPOCH: '0' }, timeout: 10_000 },
  );
  if (failed) {
    rmSync(script, { force: true });
    return undefined;
  }
  return [BOARD_FILES.script, 'the same for U-Boot to run by itself', readFileSync(script)];
}
