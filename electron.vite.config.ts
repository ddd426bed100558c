/** How the app is built: the desktop shell, its preload, and the page that both shells show. */
import react from '@vitejs/plugin-react'
import { defineConfig } from 'electron-vite'

export default defineConfig({
  main: {
    build: {
      outDir: 'out/main',
      rolldownOptions: { input: { index: 'electron/main.ts', engine: 'electron/engine-process.ts' } },
    },
  },
  preload: {
    build: {
      outDir: 'out/preload',
      // A sandboxed preload is one plain script: it can neither import nor require a package.
      externalizeDeps: false,
      // Two of them: what both need is in each, as neither can load a shared part.
      isolatedEntries: true,
      rolldownOptions: {
        input: { preload: 'electron/preload.ts', 'call-preload': 'electron/call-preload.ts' },
        output: { format: 'cjs' },
      },
    },
  },
  renderer: {
    root: 'renderer',
    plugins: [react()],
    build: {
      outDir: 'out/renderer',
      // electron-vite leaves it off. Old computers read 0.9 MB sooner than 1.9.
      minify: true,
      // Inlined files become data: URLs, which the page's policy refuses.
      assetsInlineLimit: 0,
      // It comes from this computer: in one piece, kB.
      chunkSizeWarningLimit: 1000,
      rolldownOptions: {
        input: { index: 'renderer/index.html', call: 'renderer/call/index.html' },
        external: ['node:module'],
      },
    },
    worker: { format: 'es', rolldownOptions: { external: ['node:module'] } },
  },
})
