import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{shared,server,cli,example-server,ui,test}/**/*.test.ts', 'ui/**/*.test.tsx'],
    exclude: ['**/node_modules/**', 'test/browser/**'],
    environment: 'node',
    globalSetup: ['test/global-setup.ts'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    maxWorkers: 2,
  },
});
