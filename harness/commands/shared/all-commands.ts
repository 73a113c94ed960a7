// SPDX-License-Identifier: GPL-2.0-only
// The commands are the files of commands/: a file named x.ts there is the command x.

import { readdirSync } from 'node:fs';
import type { Command } from 'commander';

interface CommandModule {
  register(program: Command): void | Promise<void>;
}

const FOLDER = new URL('../', import.meta.url);
const FILE = /^([a-z][a-z0-9-]*)\.(?:js|ts)$/;

/** Adds a command to the program, and loads no other; all of them if there is none of that name. */
export async function addCommands(program: Command, name?: string): Promise<void> {
  const files = readdirSync(FOLDER).filter((file) => FILE.test(file));
  const asked = files.filter((file) => FILE.exec(file)?.[1] === name);
  for (const file of asked.length > 0 ? asked : files.sort()) {
    const module: CommandModule = await import(new URL(file, FOLDER).href);
    await module.register(program);
  }
}
