// SPDX-License-Identifier: GPL-2.0-only
// A long-running program whose output goes into a log, and which does not outlive this process.
import { spawn } from 'node:child_process';
import { closeSync, openSync, writeSync } from 'node:fs';
import { createInterface } from 'node:readline';

/** How many lines of a failed program's output are worth repeating. */
const TAIL_LINES = 20;

/** What a user can mend: said without a stack trace. */
export class Failure extends Error {
  /**
   * @param {string} message
   * @param {number} exitCode 2: what was asked for cannot be done; 3: something that sct needs is missing or will not work
   */
  constructor(message, exitCode = 3) {
    super(message);
    this.exitCode = exitCode;
  }
}

/**
 * Runs a program to its end. Its standard output and error are appended to the log, line by line.
 * @param {string[]} command
 * @param {{ cwd?: string, log: string, env?: NodeJS.ProcessEnv, onLine?: (line: string) => void }} options
 * @returns {Promise<string[]>} the lines of standard output
 * @throws {Failure} with the last lines, if it does not end with exit code 0
 */
export async function runLogged(command, { cwd, log, env = process.env, onLine }) {
  const file = openSync(log, 'a');
  /** @type {string[]} */
  const said = [];
  /** @type {string[]} */
  const tail = [];
  try {
    writeSync(file, `$ ${command.join(' ')}\n`);
    // make ends its compilers when it is told to end; the death signal is setpriv's, for a node that is killed.
    const child = spawn('setpriv', ['--pdeathsig', 'TERM', ...command], {
      cwd,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const streams = [child.stdout, child.stderr].map(async (stream) => {
      for await (const line of createInterface({ input: stream })) {
        writeSync(file, `${line}\n`);
        tail.push(line);
        if (tail.length > TAIL_LINES) tail.shift();
        if (stream === child.stdout) said.push(line);
        onLine?.(line);
      }
    });
    const [end] = await Promise.all([
      new Promise((done) => {
        child.on('error', (error) => done(error.message));
        child.on('close', (code, signal) => done(code ?? signal));
      }),
      ...streams,
    ]);
    if (end !== 0)
      throw new Failure(
        `\`${command.slice(0, 6).join(' ')} …\` ended with ${end}. Its last lines, of ${log}:\n${tail.map((line) => `  ${line}`).join('\n')}`,
      );
    return said;
  } finally {
    closeSync(file);
  }
}
