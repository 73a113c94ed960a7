# SPDX-License-Identifier: GPL-2.0-only
# sct and all that it calls, built and with a warm cache. What runs is what CI runs, on the same Debian, as an ordinary user.
#
#     docker build -t sct .
#     docker run --rm -v ~/linux:/tree sct run --tree /tree
#     docker run --rm --init --entrypoint npm sct test
ARG BASE=node:22-bookworm-slim
FROM ${BASE}

# The bootstrap knows which packages are needed, those of the full matrix and of sct debug too; it is the only list of them. apt's own lists are
# of no use afterwards. A tree that is mounted belongs to whom it belongs to, and git is to read it all the same.
WORKDIR /sct
COPY package.json package-lock.json .npmrc ./
COPY scripts/bootstrap.mjs scripts/
COPY harness/tool/ harness/tool/
COPY harness/store/whole-file.mjs harness/store/
RUN node scripts/bootstrap.mjs --full && rm -rf /var/lib/apt/lists/* \
 && git config --system --add safe.directory '*' \
 && chown -R node:node /sct

COPY --chown=node:node . .
USER node
# What no subject changes is compiled here, once; a run of one from outside then takes seconds. Whoever comes as another user may write there, too.
RUN npm run --silent build && bin/sct.mjs run --quiet && chmod -R a+rwX .cache

# With a read-only file system these two still can be written, and the cache is as warm as it was built.
VOLUME ["/tmp", "/sct/.cache"]
ENTRYPOINT ["/sct/bin/sct.mjs"]
CMD ["run"]
