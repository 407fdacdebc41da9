// node ask.mjs SITE: asks search/search.js of a built site the queries that
// stand on stdin as a JSON list, and prints [{ results: [{ url, anchor }], error }].
// node ask.mjs SITE bytes: what a first search moves, and the next query after
// it, each time with an engine that has read nothing: [{ first, next, error }].
import fs from 'node:fs';
import path from 'node:path';

const [, , site, mode] = process.argv, base = 'https://example.test/search/';
let bytes = 0;
const read = (url) => {
  const body = fs.readFileSync(path.join(site, 'search', decodeURIComponent(new URL(url).pathname.slice('/search/'.length))));
  bytes += body.length;
  return body;
};
const fetch = async (url) => {
  try {
    return new Response(read(url));
  } catch {
    return new Response('', { status: 404 });
  }
};
const load = async (url) => import(`data:text/javascript;base64,${read(url).toString('base64')}`);
const { open } = await load(base + 'search.js');
const moved = async (does) => { bytes = 0; await does(); return bytes; };
const queries = JSON.parse(fs.readFileSync(0, 'utf8')), out = [], lasting = await open({ base, fetch, load });
for (const [i, query] of queries.entries()) {
  try {
    if (mode === 'bytes') {
      let engine;
      const first = await moved(async () => { engine = await open({ base, fetch, load }); await engine.search(query, { limit: 5 }); });
      const next = await moved(() => engine.search(queries[(i + 1) % queries.length], { limit: 5 }));
      out.push({ first, next });
    } else {
      const { results } = await lasting.search(query, { limit: 12 });
      out.push({ results: results.map(({ url, anchor }) => ({ url, anchor })) });
    }
  } catch (e) {
    out.push({ error: String(e) });
  }
}
console.log(JSON.stringify(out));
