import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { defineConfig, type UserConfig } from 'vite'
import { VitePWA } from 'vite-plugin-pwa'
import { earlyHalf } from './build/early-half.ts'
import { launch } from './build/launch.ts'
import { manifest } from './build/manifest.ts'
import { releases } from './build/releases.ts'
import { copyScreenshots } from './build/screenshots.ts'

const backend = process.env['SOROKA_BACKEND'] ?? 'http://localhost:8080'
const packages = fileURLToPath(new URL('../../packages/', import.meta.url))

/** What this build is called where people see it; a build of something else than a release may say so. */
const release =
  process.env['SOROKA_RELEASE'] ??
  (JSON.parse(readFileSync(new URL('package.json', import.meta.url), 'utf8')) as { version: string }).version

const isIndex = /\/src\/features\/.+\/index\.ts$/

const { plugin: keepReleases, beside, isCurrent } = releases()

/** Two libraries reach for Node's crypto where the Web's is missing: our page never starts without it. */
const noNodeCrypto = {
  find: /^(node:)?crypto$/,
  replacement: fileURLToPath(new URL('build/no-node-crypto.ts', import.meta.url)),
}

// The schemas of the wire are needed in the worker only: importing a number must not pull them in.
// An index names what a feature has for others: taking one thing from it must not bring the rest.
const treeshake = { moduleSideEffects: (id: string) => !id.startsWith(packages) && !isIndex.test(id) }

/** A service worker is no module: what a page's loader says of itself does not parse there. Nothing is imported later, either. */
const plainScript = {
  name: 'soroka-plain-script',
  renderChunk: (code: string) =>
    code.replaceAll('import.meta.resolve', 'undefined').replaceAll('import.meta.url', 'self.location.href'),
}

/** Apart from what the worker starts with (engine.worker.ts says why). */
const engineChunk = { name: 'engine', test: /src\/engine\/engine-host\.ts$/, includeDependenciesRecursively: true }

/** The service worker is built by itself, with a script that it loads when it needs the server. */
const serviceWorker = {
  name: 'soroka-service-worker',
  config: () => ({
    build: { rolldownOptions: { treeshake } },
    worker: { format: 'iife' as const, plugins: () => [plainScript], rolldownOptions: { treeshake } },
  }),
}

export default defineConfig(({ mode, command }) => {
  // A build started by a test runner would take React's development half along.
  if (command === 'build') process.env['NODE_ENV'] = 'production'
  return configOf(mode)
})

const configOf = (mode: string): UserConfig => ({
  // `vite build --mode fake` swaps the engine for an in-memory one: screens without a server, never shipped.
  resolve: {
    alias: [
      noNodeCrypto,
      ...(mode === 'fake'
        ? [
            { find: /^\.\/connect\.ts$/, replacement: fileURLToPath(new URL('dev/connect.ts', import.meta.url)) },
            {
              find: /^\.\/session\/index\.ts$/,
              replacement: fileURLToPath(new URL('dev/call-session.ts', import.meta.url)),
            },
          ]
        : []),
    ],
  },
  // The server puts a fresh nonce in the place of this word in every answer.
  define: { 'import.meta.env.SOROKA_RELEASE': JSON.stringify(release) },
  html: { cspNonce: '__CSP_NONCE__' },
  plugins: [
    react(),
    copyScreenshots(),
    launch(new URL('src/i18n/', import.meta.url)),
    earlyHalf({
      halves: {
        outside: ['features/auth/AuthArea.tsx', 'i18n/*/index.ts'],
        inside: ['app/Inside.tsx', 'i18n/*/index.ts', 'i18n/*/inside.ts'],
      },
      fonts: {
        ru: ['onest-latin-wght-normal', 'onest-cyrillic-wght-normal'],
        en: ['onest-latin-wght-normal'],
      },
    }),
    VitePWA({
      strategies: 'injectManifest',
      srcDir: 'src',
      filename: 'sw.ts',
      registerType: 'prompt',
      injectRegister: false,
      manifest,
      disable: mode === 'fake',
      injectManifest: {
        buildPlugins: { vite: [plainScript, serviceWorker, beside] },
        injectionPoint: 'self.precacheManifest',
        // Files of older releases lie in the same folder; the offline copy is of this one.
        manifestTransforms: [(entries) => ({ manifest: entries.filter((entry) => isCurrent(entry.url)) })],
        globPatterns: ['**/*.{js,css,html,woff2,svg,wasm}', 'icons/icon-192.png'],
        // Half a megabyte for a call through a server of media, which needs a network anyway; and what the browser keeps
        // beside the worker.
        globIgnores: ['**/sfu-*.js', '**/frames.worker-*.js', '**/server-half-*.js'],
        maximumFileSizeToCacheInBytes: 8_000_000,
      },
    }),
    keepReleases,
  ],
  worker: { format: 'es' as const, rolldownOptions: { output: { codeSplitting: { groups: [engineChunk] } } } },
  build: {
    target: ['chrome120', 'firefox121', 'safari17.2'],
    manifest: true,
    sourcemap: false,
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    rolldownOptions: {
      treeshake,
      // What a first screen needs comes in one file each: dozens of small ones, split by what later screens share,
      // compress worse and cost a request each.
      output: {
        codeSplitting: {
          groups: [
            { name: 'entry', test: /src\/main\.tsx$/, priority: 3, includeDependenciesRecursively: true },
            {
              name: 'auth',
              test: /src\/features\/auth\/AuthArea\.tsx$/,
              priority: 2,
              includeDependenciesRecursively: true,
            },
            { name: 'shell', test: /src\/app\/Inside\.tsx$/, priority: 1, includeDependenciesRecursively: true },
          ],
        },
      },
    },
  },
  server: {
    // The fake engine needs no server, and its files lie in a folder named dev.
    proxy:
      mode === 'fake'
        ? {}
        : { '/api': backend, '/ws': { target: backend.replace('http', 'ws'), ws: true }, '/dev': backend },
  },
})
