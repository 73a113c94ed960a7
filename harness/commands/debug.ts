// SPDX-License-Identifier: GPL-2.0-only
// `sct debug`: one cell, stopped at a case, in gdb.

import { createReadStream, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Command, Option } from 'commander';
import { exitCode, UsageError } from '../base/exit.ts';
import { catchInterrupts } from '../base/interrupt.ts';
import { shellLine } from '../base/shell.ts';
import { createBuilder } from '../compile/build.ts';
import { MODULE_FILES } from '../compile/module.ts';
import { readLines } from '../console/lines.ts';
import { assemblyOf } from '../debug/assembly.ts';
import { END_SCRIPT, endScript, type GuestKind } from '../debug/end.ts';
import { FAULT_SCRIPT, faultScript } from '../debug/fault.ts';
import { gdbArgv, stubArguments } from '../debug/gdb.ts';
import { linuxGdbArgv, TO_WAITING_SCRIPT, WAITING } from '../debug/linux.ts';
import { DebugFailed, debugSession } from '../debug/session.ts';
import { chooseStop, type Stop } from '../debug/stop.ts';
import { CELL_FILES } from '../machine/argv.ts';
import { findQemu, probe } from '../machine/installed-qemu.ts';
import type { Machine } from '../machine/machine.ts';
import { inTreeMachine } from '../machine/machines.ts';
import { outcomeOfUnbuilt } from '../run/cell.ts';
import { checkSeed, chooseMachines } from '../run/choose.ts';
import { ENDLESS } from '../run/patience.ts';
import { cellPlan, type Prepared, prepare } from '../run/prepare.ts';
import { type StagedBoot, stageCell } from '../run/stage.ts';
import { cacheRoot, packageRoot } from '../store/places.ts';
import { createRunFolder } from '../store/run-folder.ts';
import { findTool, ToolMissing } from '../tool/tools.ts';
import { oneSubject } from './shared/one-subject.ts';
import { seedOption } from './shared/options.ts';
import { patchOption, revOption, treeOption, wholeTree } from './shared/outside-options.ts';
import { say } from './shared/progress.ts';

/** How much of what the guest printed is shown at the end, lines. */
const SHOWN = 40;
/** What is read of the serial log for it, bytes: a guest that was left alone may have printed for hours. */
const READ = 64 * 1024;

const GDB = 'gdb-multiarch';

interface Options {
  subject?: string;
  tree?: string;
  rev?: string;
  patch: string[];
  machine?: string;
  inTree: boolean;
  seed?: number;
  case?: string;
  suite?: string;
  fault: boolean;
  print: boolean;
  keep: boolean;
}

/** `sct debug`: one cell, stopped at a case, in gdb. Exit code 0 however the guest fares: gdb's user is the judge. */
export function register(program: Command): void {
  program
    .command('debug')
    .description('boot one cell and stop it at a case, in gdb')
    .option('--subject <name>', 'the subject')
    .addOption(treeOption())
    .addOption(revOption())
    .addOption(patchOption())
    .option('--machine <name>', 'the machine')
    .addOption(
      new Option('--in-tree', 'instead of a machine, a kernel built of all of --tree, as by run')
        .conflicts(['machine', 'rev', 'subject'])
        .default(false),
    )
    .addOption(seedOption())
    .option('--case <suite.case>', 'stop at this case')
    .option('--suite <name>', 'run this suite and the controls alone; without --case, stop at its first case')
    .option('--fault', 'go on from the case to where it goes wrong', false)
    .option('--print', 'print what to type instead, and keep the folder that it needs', false)
    .option('--keep', 'keep the folder with image and serial log', false)
    .argument('[gdb-arguments...]', 'after --: more arguments for gdb, e.g. -batch -ex backtrace')
    .action(debug);
}

async function debug(extra: string[], options: Options): Promise<void> {
  using interrupt = catchInterrupts();
  await using runFolder = await createRunFolder();
  const { prepared, machine, qemu } = await prepareCell(options, runFolder.path, interrupt.signal);
  if (options.fault && options.case === undefined)
    throw new UsageError('--fault goes on from a case: name it with --case');
  const stop = chooseStop(prepared.facts.plan, options);
  const suites = options.suite === undefined ? [] : [options.suite];
  const kind = machine.kind === 'linux' ? 'linux' : 'system';
  const cell = stageCell(prepared, machine, { qemu, runFolder, seed: options.seed, debugger: true }).boot(1, {
    patience: ENDLESS,
    plan: cellPlan(prepared, machine, suites),
  });
  const argv = [...cell.argv, ...stubArguments(cell.folder, kind === 'linux' ? 'later' : 'at once')];
  const script = options.fault ? join(cell.folder, FAULT_SCRIPT) : undefined;
  if (script !== undefined) {
    const assembly = assemblyOf(prepared.subject);
    writeFileSync(script, faultScript(kind, machine.runEl === 2 ? 2 : 1, assembly));
  }
  const first = join(cell.folder, END_SCRIPT);
  writeFileSync(first, kind === 'linux' ? endScript(kind) + TO_WAITING_SCRIPT : endScript(kind));
  const gdbLine = (gdb: string): string[] => [
    ...gdbLineOf({ gdb, cell, prepared, stop, first, script }),
    ...extra,
  ];

  const gdb = options.print ? undefined : findGdb();
  if (gdb === undefined || gdb instanceof ToolMissing) {
    // What is printed needs it.
    runFolder.keep();
    process.stdout.write(whatToType(kind, argv, gdbLine(GDB)));
    if (gdb) throw gdb;
    return;
  }
  if (options.keep) runFolder.keep();
  say(`${cell.folder}/${CELL_FILES.serial} is what the guest prints`);
  try {
    const waitsFor =
      kind === 'linux' ? { file: join(cell.folder, CELL_FILES.serial), text: WAITING } : undefined;
    await debugSession({ qemu: argv, gdb: gdbLine(gdb), folder: cell.folder, waitsFor, interrupt });
  } finally {
    await showSerial(cell);
    if (options.keep) say(`kept ${runFolder.path}`);
  }
}

interface Attach {
  gdb: string;
  cell: StagedBoot;
  prepared: Extract<Prepared, { ok: true }>;
  stop: Stop;
  first: string;
  script: string | undefined;
}

/** gdb's own command line, without what its user adds. */
function gdbLineOf({ gdb, cell, prepared, stop, first, script }: Attach): string[] {
  const { folder, elf, displacement } = cell;
  const { image, subject } = prepared;
  const line = { gdb, folder, root: packageRoot(), subjectFolder: subject.folder, stop, first, script };
  if (!image.linux) return gdbArgv({ ...line, elf, displacement });
  const module = join(image.folder, MODULE_FILES.module);
  return linuxGdbArgv({ ...line, module, vmlinux: image.linux.vmlinux });
}

/** The subject, built, and the machine; nothing is booted. */
async function prepareCell(
  options: Options,
  folder: string,
  signal: AbortSignal,
): Promise<{ prepared: Extract<Prepared, { ok: true }>; machine: Machine; qemu: string }> {
  const tree = options.inTree ? wholeTree(options) : undefined;
  const { subject: wanted } = await oneSubject(options, folder, 'debugged');
  const qemu = findQemu();
  const found = tree === undefined ? await machineOf(options, qemu) : await kernelOf(tree, signal);
  checkSeed(options.seed, [found]);

  const prepared = await prepare(wanted, createBuilder({ signal }), found.build);
  signal.throwIfAborted();
  if (!prepared.ok)
    throw new DebugFailed(
      `${wanted.name} ${prepared.failure.reason}\n${prepared.failure.details.join('\n')}`,
      exitCode(outcomeOfUnbuilt(prepared.failure)),
    );
  return { prepared, machine: found, qemu };
}

/** @throws UsageError if it is none, several, or one that another debugger has */
async function machineOf({ machine }: Options, qemu: string): Promise<Machine> {
  if (machine === undefined)
    throw new UsageError('name the machine with --machine, or --in-tree with --tree');
  const { machines } = await chooseMachines({ machines: [machine] }, () => probe(qemu));
  const [found, more] = machines.filter((one) => one.boots);
  if (more) throw new UsageError(`one machine is debugged at a time, and ${machine} are several`);
  if (!found) throw new UsageError(`machine ${machine} boots nothing, so there is nothing to debug`);
  if (found.kind === 'process')
    throw new UsageError(
      `machine ${machine} is a process, and any debugger has it: \`sct run --machine ${machine} --keep\` keeps its command line in run.sh`,
    );
  return found;
}

/** The kernel of a tree, built as `sct run --in-tree` builds it. */
async function kernelOf(tree: string, signal: AbortSignal): Promise<Machine> {
  const { makeTreeKernel } = await import('../compile/tree-kernel.ts');
  return inTreeMachine(await makeTreeKernel(tree, { cache: cacheRoot(), signal, say }));
}

function findGdb(): string | ToolMissing {
  try {
    return findTool(GDB);
  } catch (error) {
    if (error instanceof ToolMissing) return error;
    throw error;
  }
}

function whatToType(kind: GuestKind, qemu: readonly string[], gdb: readonly string[]): string {
  return [
    kind === 'linux'
      ? `# In one terminal, the guest; its module waits for gdb when the console has said "${WAITING.trim()}":`
      : '# In one terminal, the guest; it waits for gdb:',
    shellLine(qemu),
    '# In another one:',
    shellLine(gdb),
    '',
  ].join('\n');
}

/** The last lines that the guest printed. */
async function showSerial({ folder }: StagedBoot): Promise<void> {
  const path = join(folder, CELL_FILES.serial);
  const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  if (size === 0) return;
  const lines: string[] = [];
  for await (const line of readLines(createReadStream(path, { start: Math.max(0, size - READ) })))
    lines.push(line);
  say('the last that the guest printed:');
  for (const line of lines.slice(-SHOWN)) process.stderr.write(`${line}\n`);
}
