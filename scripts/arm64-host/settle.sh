# SPDX-License-Identifier: GPL-2.0-only
# Run once in a bare arm64 host: its packages lie there as files, and are installed by its own dpkg, as on any Debian.
set -e
export DEBIAN_FRONTEND=noninteractive
cd /settle
mkdir -p /var/lib/dpkg/info /var/lib/dpkg/updates /var/lib/dpkg/triggers /var/lib/dpkg/alternatives /var/cache/apt/archives/partial
touch /var/lib/dpkg/status /var/lib/dpkg/available
rm -f /etc/passwd /etc/group
# Scripts of packages call it before its alternative is set.
[ -e /usr/bin/awk ] || ln -s mawk /usr/bin/awk
dpkg --install --force-depends --force-confnew ./*.deb
dpkg --configure --pending
echo 'user:x:1000:1000:user:/tmp:/bin/sh' >>/etc/passwd
cp sources.list /etc/apt/sources.list
cp apt.conf /etc/apt/apt.conf
if [ -f hosts ]; then cp hosts /etc/hosts; fi
if [ -f ca-certificates.crt ]; then cp ca-certificates.crt /etc/ssl/certs/; fi
if [ -f npmrc ]; then mkdir -p /usr/etc && cp npmrc /usr/etc/npmrc; fi
cd /
rm -rf /settle
