# SPDX-License-Identifier: GPL-2.0-only
# What CI runs: the same two commands, on the same Debian, as an ordinary user.
#
#     docker build -t sct . && docker run --init --rm sct
ARG BASE=node:22-bookworm-slim
FROM ${BASE}

# The bootstrap knows which packages are needed, those of the full matrix and of sct debug too; it is the only list of them. apt's own lists are
# of no use afterwards.
WORKDIR /sct
COPY package.json package-lock.json .npmrc ./
COPY scripts/bootstrap.mjs scripts/
COPY harness/tool/ harness/tool/
COPY harness/store/whole-file.mjs harness/store/
RUN node scripts/bootstrap.mjs --full && rm -rf /var/lib/apt/lists/*

COPY . .
RUN chown -R node:node /sct

# --init (or another reaper) is for whoever starts the container: tests kill harnesses on purpose and look for what they leave.
USER node
CMD ["npm", "test"]
