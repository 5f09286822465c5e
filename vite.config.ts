// Builds the web client to dist/ui. Every page is a chunk of its own; the start route stays under 200 kB gzip.
import { fileURLToPath } from 'node:url';
import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  root: here('./ui'),
  publicDir: here('./ui/public'),
  plugins: [react(), tailwindcss()],
  resolve: {
    alias: {
      // Radix locks scrolling through a <style> element, which `style-src 'self'` refuses; ours adopts a style sheet.
      'react-style-singleton': here('./ui/platform/adopted-style.ts'),
    },
  },
  build: {
    outDir: here('./dist/ui'),
    emptyOutDir: true,
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 700,
  },
});
