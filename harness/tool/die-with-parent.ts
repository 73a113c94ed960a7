// SPDX-License-Identifier: GPL-2.0-only
// A child that dies with its parent, however the parent dies.

import { findTool } from './tools.ts';

/**
 * The command that runs `argv` as a child which the kernel kills when this process dies, by SIGKILL too.
 * Pid and streams are those of `argv[0]`: both wrappers exec. Only Linux has this; elsewhere it is `argv` itself, and a
 * SIGKILL of the harness leaves the child alive.
 *
 * The death signal is armed only once setpriv runs; the shell's test catches a parent that died before that.
 * @throws ToolMissing without setpriv
 */
export function dyingWithParent(argv: readonly string[]): string[] {
  if (process.platform !== 'linux') return [...argv];
  const guard = '[ "$PPID" = "$0" ] && exec "$@"';
  return [findTool('setpriv'), '--pdeathsig', 'KILL', '/bin/sh', '-c', guard, `${process.pid}`, ...argv];
}
