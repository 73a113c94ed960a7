// SPDX-License-Identifier: GPL-2.0-only
// Boots the emulated arm64 host, passes on what it prints, and reads from it what its jobs came to (init.sh).
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { $, which } from 'zx';
import { say } from './say.mjs';

/** It was off before its jobs were done. */
export class WentDown extends Error {}

/** Jiffies in a second, as /proc tells times (proc(5)): 100 wherever Linux runs. */
const HZ = 100;
/** More CPUs than that get in one another's way. */
export const MOST_CPUS = 8;

/** @typedef {import('./done.mjs').Done} Done */

/**
 * @param {object} options
 * @param {string} options.host the folder with its kernel, initrd and root
 * @param {string} options.disk its second disk, with the jobs
 * @param {string} [options.cacheDisk] a third one, for what sct makes and may find again
 * @param {readonly string[]} options.jobs
 * @param {(nth: number, done: Done) => void} [options.done] told of each, as soon as it has ended
 * @param {number} [options.cpus] as many as this machine has, and two at least, unless told
 * @param {boolean} [options.exact] one CPU, whose counters count exactly
 * @param {boolean} [options.steady] its clock goes by what it has executed, whatever else this machine does
 * @param {boolean} [options.network] whether it reaches what this machine reaches
 * @param {boolean} [options.keep] whether what it writes to its root stays there
 * @param {string} options.work a folder for QEMU's temporary files, and for its plugin
 * @returns {Promise<Done[]>} what each job came to
 * @throws WentDown
 */
export async function bootHost({
  host,
  disk,
  cacheDisk,
  jobs,
  done,
  cpus,
  exact,
  steady,
  network,
  keep,
  work,
}) {
  const many = `${exact ? 1 : (cpus ?? Math.min(MOST_CPUS, Math.max(2, availableParallelism())))}`;
  const byInstructions = ['-accel', 'tcg,thread=single', '-icount', 'shift=1,sleep=off'];
  const clock = ['-smp', many, ...(exact || steady ? byInstructions : await threads(work))];
  const nic = network ? ['-netdev', 'user,id=net', '-device', 'virtio-net-pci,netdev=net,romfile='] : [];
  // Nobody needs what is on a disk when this machine loses its power.
  const drive = (/** @type {string} */ file) => ['-drive', `file=${file},format=raw,if=virtio,cache=unsafe`];
  const [, root] = drive(join(host, 'root.img'));
  const args = [
    ...['--pdeathsig', 'KILL', 'qemu-system-aarch64'],
    ...['-machine', 'virt,virtualization=on,gic-version=3', '-cpu', 'max,pauth-impdef=on', ...clock],
    ...['-m', '4096', '-display', 'none', '-nodefaults', '-no-user-config', '-no-reboot', ...nic],
    ...['-serial', 'stdio', '-kernel', join(host, 'Image'), '-initrd', join(host, 'initrd')],
    ...['-append', 'console=ttyAMA0 panic=-1 quiet norandmaps'],
    ...['-drive', `${root},snapshot=${keep ? 'off' : 'on'}`],
    ...drive(disk),
    ...(cacheDisk ? drive(cacheDisk) : []),
  ];
  say('booting it');
  const env = { ...process.env, TMPDIR: work };
  const child = spawn('setpriv', args, { stdio: ['ignore', 'pipe', 'inherit'], env });
  const kill = () => child.kill('SIGKILL');
  process.on('exit', kill);
  /** @type {Done[]} */
  const all = [];
  let before = 0;
  for await (const line of createInterface({ input: child.stdout })) {
    const begun = /^host: begin (\d+)/.exec(line);
    const ended = /^host: end (\d+) (\d+) (\d+)/.exec(line);
    if (begun) {
      before = cpuSeconds(child.pid);
      say(`$ ${jobs[Number(begun[1])]}`);
    } else if (ended) {
      const job = jobs[Number(ended[1])] ?? '';
      const one = { code: Number(ended[2]), seconds: Number(ended[3]), cpu: cpuSeconds(child.pid) - before };
      all.push(one);
      done?.(Number(ended[1]), one);
      say(`exit code ${one.code} after ${one.seconds} s, ${one.cpu.toFixed(0)} s of CPU: ${job}`);
    } else process.stdout.write(`${line.replaceAll('\r', '')}\n`);
  }
  process.off('exit', kill);
  if (all.length < jobs.length) throw new WentDown(`it went down before the end of: ${jobs[all.length]}`);
  return all;
}

/**
 * A thread for each CPU, if they can be made to keep the order of memory (order-plugin.c); else CPUs take turns on one, where nothing can pass.
 * @param {string} work
 */
async function threads(work) {
  const plugin = await orderPlugin(work);
  if (plugin.file) return ['-accel', 'tcg,thread=multi', '-plugin', plugin.file];
  say(`its CPUs take turns on one thread: ${plugin.lack}`);
  return ['-accel', 'tcg,thread=single'];
}

/**
 * @param {string} work
 * @returns {Promise<{ file: string, lack?: undefined } | { file?: undefined, lack: string }>} the plugin, or why there is none
 */
async function orderPlugin(work) {
  for (const tool of ['clang-19', 'ld.lld-19'])
    if (!(await which(tool, { nothrow: true }))) return { lack: `${tool} is missing, for the plugin` };
  const file = join(work, 'order-plugin.so');
  const source = join(dirname(fileURLToPath(import.meta.url)), 'order-plugin.c');
  await $`clang-19 -O2 -shared -fPIC -nostdlib -fuse-ld=lld -o ${file} ${source}`;
  // Later QEMUs have another interface, and some are built without any.
  const quit = $({ input: 'quit\n', nothrow: true, quiet: true });
  const tried =
    await quit`qemu-system-aarch64 -M none -nodefaults -display none -monitor stdio -plugin ${file}`;
  return tried.exitCode === 0 ? { file } : { lack: `QEMU takes no plugin: ${tried.stderr.trim()}` };
}

/** @param {number | undefined} pid of a child, which it stays until it is waited for */
function cpuSeconds(pid) {
  // proc(5): utime and stime are the 14th and 15th; the second is in parentheses and may have blanks.
  const [, rest = ''] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ');
  const [user, system] = rest.split(' ').slice(11, 13).map(Number);
  return ((user ?? 0) + (system ?? 0)) / HZ;
}
