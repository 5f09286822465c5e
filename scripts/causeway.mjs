#!/usr/bin/env node
// The `causeway` command: the same launcher, silent about itself unless something must be fetched.

process.argv.splice(2, 0, 'cli');
await import('./run.mjs');
