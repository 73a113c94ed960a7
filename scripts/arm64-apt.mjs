// SPDX-License-Identifier: GPL-2.0-only
// Debian's packages for arm64, whatever architecture this machine has and whoever runs this: apt works in a folder of its own, so that nothing of this
// machine's changes.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Makes the folder apt's and gives what runs a command of apt's in it.
 * @param {string} folder an existing one; its path has no space
 * @param {string} [source] a line of sources.list instead of this machine's own
 * @returns {(command: readonly string[]) => string} runs it and gives its stdout; throws what execFileSync throws
 */
export function arm64Apt(folder, source) {
  for (const name of ['lists/partial', 'archives/partial'])
    mkdirSync(join(folder, name), { recursive: true });
  const status = join(folder, 'status');
  writeFileSync(status, '');
  const config = join(folder, 'apt.conf');
  const list = join(folder, 'sources.list');
  if (source) writeFileSync(list, `${source}\n`);
  writeFileSync(
    config,
    [
      'APT::Architecture "arm64";',
      'APT::Architectures { "arm64"; };',
      'APT::Install-Recommends "false";',
      'Acquire::Languages "none";',
      // _apt may not write here; signatures are checked as ever.
      'APT::Sandbox::User "root";',
      `Dir::State::lists "${folder}/lists";`,
      `Dir::State::status "${status}";`,
      `Dir::Cache "${folder}";`,
      ...(source ? [`Dir::Etc::sourcelist "${list}";`, 'Dir::Etc::sourceparts "-";'] : []),
      '',
    ].join('\n'),
  );
  return ([file = '', ...args]) =>
    execFileSync(file, args, {
      cwd: folder,
      env: { ...process.env, APT_CONFIG: config, LC_ALL: 'C' },
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
      maxBuffer: 64 << 20,
    });
}

const KEYRING = '/usr/share/keyrings/debian-archive-keyring.gpg';

/**
 * A line of sources.list for a suite of Debian, e.g. `trixie`, from where this machine's own packages come.
 * @param {string} work a folder for apt to work in
 * @param {string} suite
 * @returns {string}
 */
export function debianSource(work, suite) {
  // What it would fetch: 'MIRROR/dists/SUITE/InRelease' and more; needs neither lists nor a network.
  const uris = arm64Apt(work)(['apt-get', 'update', '--print-uris']);
  const mirror = /^'(\S+\/debian\/?)\/dists\//m.exec(uris)?.[1];
  if (!mirror)
    throw new Error(
      "none of this machine's sources of packages is a mirror of Debian, so nobody knows where its arm64 packages are: name one in /etc/apt/sources.list",
    );
  const signed = existsSync(KEYRING) ? `[signed-by=${KEYRING}] ` : '';
  return `deb ${signed}${mirror} ${suite} main`;
}

/**
 * The last line of what a program has said, or the error itself.
 * @param {unknown} error
 */
export function lastWords(error) {
  const { stderr, message } = /** @type {{ stderr?: string, message?: string }} */ (error);
  return stderr?.trim().split('\n').at(-1) || message;
}
