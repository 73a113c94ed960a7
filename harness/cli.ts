#!/usr/bin/env node
// SPDX-License-Identifier: GPL-2.0-only
// `sct`: finds the command, runs it, and turns whatever comes of it into an exit code.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command, CommanderError } from 'commander';
import { EXIT, SctError } from './base/exit.ts';
import { addCommands } from './commands/shared/all-commands.ts';
import { packageRoot } from './store/places.ts';

async function main(argv: readonly string[]): Promise<void> {
  const { version } = JSON.parse(readFileSync(join(packageRoot(), 'package.json'), 'utf8'));
  const program = new Command('sct')
    .description('a test bench for arm64 static-call trampolines')
    .version(version)
    .exitOverride()
    .showHelpAfterError('(sct --help and sct COMMAND --help tell more)');

  // Only the command that is asked for is loaded; all of them for the help.
  await addCommands(program, argv[0]);
  for (const command of program.commands) command.exitOverride();
  await program.parseAsync(argv, { from: 'user' });
}

/** Tells what a command threw. Gives the exit code. */
function explain(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.pass : EXIT.usage;
  const { message } = error as { message?: unknown };
  if (error instanceof SctError) {
    process.stderr.write(`sct: ${message}\n`);
    return error.exitCode;
  }
  // The system said no: a full disk, a folder without permission. Its own words name the call and the path.
  if (typeof (error as NodeJS.ErrnoException).syscall === 'string') {
    process.stderr.write(`sct: ${message}\n`);
    return EXIT.error;
  }
  process.stderr.write(
    `sct: a defect of sct itself, please report it:\n${(error as Error)?.stack ?? error}\n`,
  );
  return EXIT.error;
}

// A reader that leaves early (`| head`) is no error: the verdict stays in the exit code. A report that is lost is one.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') return;
  process.stderr.write(`sct: the report cannot be written: ${error.message}\n`);
  process.exitCode = EXIT.error;
});
// Nobody is left to tell.
process.stderr.on('error', () => {});
// Node's own exit code for these is 1, which would say that a subject failed.
process.on('uncaughtException', (error) => process.exit(explain(error)));

try {
  await main(process.argv.slice(2));
} catch (error) {
  process.exitCode = explain(error);
}
