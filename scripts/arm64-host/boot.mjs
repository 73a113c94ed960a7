// SPDX-License-Identifier: GPL-2.0-only
// Boots the emulated arm64 host, passes on what it prints, and reads from it what its jobs came to (init.sh).
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { say } from './say.mjs';

/** It was off before its jobs were done. */
export class WentDown extends Error {}

/**
 * @param {object} options
 * @param {string} options.host the folder with its kernel, initrd and root
 * @param {string} options.disk its second disk, with the jobs
 * @param {readonly string[]} options.jobs
 * @param {boolean} [options.exact] one CPU, whose counters count exactly
 * @param {boolean} [options.network] whether it reaches what this machine reaches
 * @param {boolean} [options.keep] whether what it writes to its root stays there
 * @param {string} options.work a folder for QEMU's temporary files
 * @returns {Promise<number[]>} the exit code of each job
 * @throws WentDown
 */
export async function bootHost({ host, disk, jobs, exact, network, keep, work }) {
  const clock = exact
    ? ['-smp', '1', '-accel', 'tcg,thread=single', '-icount', 'shift=1,sleep=off']
    : ['-smp', '2', '-accel', 'tcg,thread=multi'];
  const nic = network ? ['-netdev', 'user,id=net', '-device', 'virtio-net-pci,netdev=net,romfile='] : [];
  const root = `file=${join(host, 'root.img')},format=raw,if=virtio,snapshot=${keep ? 'off' : 'on'}`;
  const args = [
    ...['--pdeathsig', 'KILL', 'qemu-system-aarch64'],
    ...['-machine', 'virt,virtualization=on,gic-version=3', '-cpu', 'max,pauth-impdef=on', ...clock],
    ...['-m', '4096', '-display', 'none', '-nodefaults', '-no-user-config', '-no-reboot', ...nic],
    ...['-serial', 'stdio', '-kernel', join(host, 'Image'), '-initrd', join(host, 'initrd')],
    ...['-append', 'console=ttyAMA0 panic=-1 quiet'],
    ...['-drive', root, '-drive', `file=${disk},format=raw,if=virtio`],
  ];
  say('booting it');
  const env = { ...process.env, TMPDIR: work };
  const child = spawn('setpriv', args, { stdio: ['ignore', 'pipe', 'inherit'], env });
  const kill = () => child.kill('SIGKILL');
  process.on('exit', kill);
  /** @type {number[]} */
  const codes = [];
  for await (const line of createInterface({ input: child.stdout })) {
    const begun = /^host: begin (\d+)/.exec(line);
    const ended = /^host: end (\d+) (\d+) (\d+)/.exec(line);
    if (begun) say(`$ ${jobs[Number(begun[1])]}`);
    else if (ended) {
      codes.push(Number(ended[2]));
      say(`exit code ${ended[2]} after ${ended[3]} s: ${jobs[Number(ended[1])]}`);
    } else process.stdout.write(`${line.replaceAll('\r', '')}\n`);
  }
  process.off('exit', kill);
  if (codes.length < jobs.length) throw new WentDown(`it went down before the end of: ${jobs[codes.length]}`);
  return codes;
}
