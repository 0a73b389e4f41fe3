import { defineConfig } from 'vite';

// The pages are served by the API itself; `npm run dev` forwards what is not a page to a running center.
export default defineConfig({
  build: { outDir: '../wwwroot', emptyOutDir: true, target: 'es2022' },
  server: { proxy: { '/api': 'http://127.0.0.1:8080' } },
});
