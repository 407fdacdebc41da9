// Runs search.js over a built index for the Go tests. Reads one JSON value from
// stdin and writes one to stdout.
//
//   { tokens: [string] }               -> [[token]]
//   { site, calls: [call] }            -> [result], all calls on one engine
//     call: { query, limit, filters,   what to search
//             facets, today,           what to count, and the day
//             all: [key],              ask for all values of these keys instead
//             fresh,                   open a new engine first
//             serve: { pattern: how }, how files whose path matches are served from here on
//             site }                   serve another folder from here on
//     how: missing, html, decoded, or a number n: the n-th bit of the decoded file is changed
import fs from 'node:fs';
import path from 'node:path';
import zlib from 'node:zlib';
import { pathToFileURL } from 'node:url';

const input = JSON.parse(fs.readFileSync(0, 'utf8'));
const module = await import(pathToFileURL(input.module));
if (input.tokens) {
  console.log(JSON.stringify(input.tokens.map(module.tokens)));
} else {
  let site = input.site, serve = {}, requests = [];
  const base = 'https://example.test/below/search/';
  const fetch = async (url) => {
    if (!url.startsWith(base)) throw new Error('outside the index: ' + url);
    const name = url.slice(base.length), how = Object.entries(serve).find(([p]) => new RegExp(p).test(name))?.[1];
    requests.push(name);
    const file = path.join(site, 'search', name);
    if (how === 'missing' || !fs.existsSync(file)) return new Response('', { status: 404 });
    if (how === 'html') return new Response('<!doctype html><title>Not here</title>');
    let body = fs.readFileSync(file);
    if (how !== undefined) body = zlib.gunzipSync(body);
    if (typeof how === 'number') body[(how >> 3) % body.length] ^= 1 << (how & 7);
    return new Response(body);
  };
  const loadModule = async (url) => import(`data:text/javascript;base64,${fs.readFileSync(path.join(site, 'search', url.slice(base.length))).toString('base64')}`);
  let engine;
  const out = [];
  for (const c of input.calls) {
    site = c.site ?? site;
    serve = c.serve ?? serve;
    requests = [];
    try {
      if (!engine || c.fresh) engine = await module.open({ base, fetch, load: loadModule });
      if (c.all) out.push({ facets: await engine.facets(c.all), requests });
      else out.push({ ...await engine.search(c.query, { limit: c.limit, filters: c.filters, facets: c.facets, today: c.today }), requests });
    } catch (e) {
      out.push({ error: String(e) });
    }
  }
  console.log(JSON.stringify(out));
}
