// SPDX-License-Identifier: GPL-2.0-only
// A child that dies with its parent, however the parent dies.

import { findTool } from './tools.ts';

/** What a child and each of its own may take, of the system's resources. */
export interface Limits {
  /** Address space, MiB. */
  memory: number;
  /** CPU time, seconds: SIGXCPU, and some seconds later SIGKILL. */
  cpu: number;
  /** The largest file that it may write, MiB: SIGXFSZ. */
  file: number;
}

/** POSIX knows `ulimit -f`, in units of 512 bytes; the others are in every shell that is /bin/sh on Linux. */
function ulimits({ memory, cpu, file }: Limits): string {
  return `ulimit -c 0; ulimit -v ${memory * 1024}; ulimit -f ${file * 2048}; ulimit -S -t ${cpu}; ulimit -H -t ${cpu + 5}`;
}

/**
 * The command that runs `argv` as a child which the kernel kills when this process dies, by SIGKILL too.
 * Pid and streams are those of `argv[0]`: both wrappers exec. Only Linux has this; elsewhere it is `argv` itself, and a
 * SIGKILL of the harness leaves the child alive, and nothing limits it.
 *
 * The death signal is armed only once setpriv runs; the shell's test catches a parent that died before that.
 * @throws ToolMissing without setpriv
 */
export function dyingWithParent(argv: readonly string[], limits?: Limits): string[] {
  if (process.platform !== 'linux') return [...argv];
  const guard = `${limits ? `${ulimits(limits)}; ` : ''}[ "$PPID" = "$0" ] && exec "$@"`;
  return [findTool('setpriv'), '--pdeathsig', 'KILL', '/bin/sh', '-c', guard, `${process.pid}`, ...argv];
}
