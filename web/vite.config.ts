import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  plugins: [react()],
  // Relative: the server says in <base> where the page is, which may be behind a proxy's prefix.
  base: './',
  build: {
    outDir: '../build/web/dist',
    emptyOutDir: true,
    target: 'es2022',
    // No inline module: the page's policy allows scripts of its own origin only.
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    rolldownOptions: {
      output: {
        // The worker of pdf.js is a script; servers know scripts by .js.
        assetFileNames: ({ names }) =>
          names.some((name) => name.endsWith('.mjs'))
            ? 'assets/[name]-[hash].js'
            : 'assets/[name]-[hash][extname]',
      },
    },
  },
  server: { proxy: { '/api': 'http://127.0.0.1:8080' } },
  test: {
    // Tests that need a document say so in their first line.
    environment: 'node',
    include: ['src/**/*.test.{ts,tsx}'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
