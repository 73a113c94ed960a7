// SPDX-License-Identifier: GPL-2.0-only
// The folder that a person takes to a board: written whole, or not at all.

import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { UsageError } from '../base/exit.ts';
import { nameOf, namesOf, type Plan } from '../base/plan.ts';
import type { Provenance } from '../base/verdict.ts';
import type { Machine } from '../machine/machine.ts';
import { noHangs, patienceFor } from '../run/patience.ts';
import { cellPlan, type Prepared } from '../run/prepare.ts';
import { SUBJECT_FILES, type Subject } from '../subject/subject.ts';
import { locateTool } from '../tool/lookup.mjs';
import { toolNamed } from '../tool/tools.ts';
import { bootCommands, readmeOf } from './instructions.ts';
import { BOARD_FILES, fileOf, type Manifest } from './manifest.ts';
import { withOwnArgs } from './own-args.ts';

export interface BoardOptions {
  /** Where to; made if it is not there. */
  folder: string;
  runId: string;
  /** Suites or single cases besides the controls; all if empty. */
  names: readonly string[];
  provenance: Provenance;
}

/** A file to come: what it is called, what it is, and what is in it. */
type Content = [path: string, what: string, content: Uint8Array];

/**
 * Writes the folder. Gives its manifest.
 * @throws UsageError if there is something at that place already, or it cannot be written
 */
export async function writeBoardFolder(
  prepared: Extract<Prepared, { ok: true }>,
  machine: Machine,
  options: BoardOptions,
): Promise<Manifest> {
  const { folder } = options;
  checkFree(folder);
  const draft = join(dirname(resolve(folder)), `.sct-image-${process.pid}`);
  const known = describe(prepared, machine, options);
  try {
    mkdirSync(draft, { recursive: true });
    const contents = contentsOf(prepared, known);
    for (const [path, , content] of contents) {
      mkdirSync(dirname(join(draft, path)), { recursive: true });
      writeFileSync(join(draft, path), content);
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
  prepared: Extract<Prepared, { ok: true }>,
  machine: Machine,
  { runId, names, provenance }: BoardOptions,
): Omit<Manifest, 'files'> {
  const { subject, image, facts, build } = prepared;
  const all = cellPlan(prepared, machine);
  const plan = cellPlan(prepared, machine, names);
  const id = image.key.slice(0, 16);
  return {
    schemaVersion: 1,
    what: `static-call cases for an arm64 board: subject ${subject.name}, built as for machine ${machine.name}`,
    image: id,
    runId,
    subject: subject.name,
    ...(subject.selector ? { selector: [...subject.selector] } : {}),
    expectation: subject.expectation,
    machine: machine.name,
    build,
    bootargs: bootargsOf(machine, { runId, image: id, plan, all }),
    base: facts.base,
    plan: plan.map(nameOf),
    provenance,
  };
}

/** A board's clock is its own: nothing there counts instructions exactly. */
function bootargsOf(
  machine: Machine,
  { runId, image, plan, all }: { runId: string; image: string; plan: Plan; all: Plan },
): string {
  return [
    `sct.image=${image}`,
    `sct.run=${runId}`,
    'sct.clock=realtime',
    `sct.el=${machine.runEl}`,
    ...patienceFor({ ...machine, clock: 'realtime' }, undefined, noHangs()).bootargs(),
    ...(plan.length < all.length ? [`sct.cases=${namesOf(plan, all).join(',')}`] : []),
  ].join(' ');
}

function contentsOf(
  { subject, image, facts }: Extract<Prepared, { ok: true }>,
  known: Omit<Manifest, 'files'>,
): Content[] {
  const bin = withOwnArgs(readFileSync(image.bin), facts.ownArgs, known.bootargs);
  return [
    [BOARD_FILES.image, 'what the board boots: an arm64 Linux Image with its own boot arguments', bin],
    [BOARD_FILES.gzip, 'the same, by gzip', gzipSync(bin, { level: 9 })],
    [BOARD_FILES.elf, 'symbols and source lines of it', readFileSync(image.elf)],
    [BOARD_FILES.facts, 'what sct judge knows of it beforehand', Buffer.from(JSON.stringify(facts))],
    [BOARD_FILES.commands, 'commands for U-Boot', Buffer.from(bootCommands(known))],
    [BOARD_FILES.readme, 'how to start it, and how to judge what came back', Buffer.from(readmeOf(known))],
    ...subjectFiles(subject),
  ];
}

/** The subject's own two files: a report shows lines of them. */
function subjectFiles({ folder }: Subject): Content[] {
  return Object.values(SUBJECT_FILES)
    .filter((path) => existsSync(join(folder, path)))
    .map((path) => [join(BOARD_FILES.subject, path), "the subject's own", readFileSync(join(folder, path))]);
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
