// The search engine: finds pages in the index beside it. It touches no DOM and
// no global but what every browser, worker and node has, and knows nothing of
// how results are shown.
//
//   const engine = await open({ base: '/search/', fetch, load })   load imports a module by its address
//   const r = await engine.search('refund limits', { limit: 10, filters: { kind: 'charter' } })
//
//   r.results  [{ url, anchor, title, heading, snippet, marks, kind, tags }]  url is below the site's root
//   r.answers  what answers a question, in the form of results, to be shown first; see answers.js
//   r.total    pages found
//   r.terms    [{ word, how, as }]  how: exact, form, prefix, spelling, or '' when nothing was found
//   r.notice   words for the reader when a part of the index could not be read
//
// All strings are plain text from the site's authors: set them with textContent.
// marks are [from, to] in snippet. The same query gives the same answer, whatever
// was searched before. The format of the files stands in the Go package search.

const FORMAT = 1;
const TITLE = 1, NAME = 2, PATH = 4, TAG = 8, HEADING = 16; // fields of a posting

// Weights, found on queries made from real handbooks.
const W = {
  k: 4.588, title: 20.362, name: 13.205, path: 15.516, tag: 10, heading: 1.368, body: 0.11, // page
  ks: 0.526, sectionHeading: 8.143, sectionBody: 0.3, section: 0.606, // best section
  cover: 1.496, exactTitle: 1.379, allTitle: 0.414, exactHeading: 2.332, allHeading: 0.307, // all words of the query
  front: 0.623, incoming: 0.104, // page of a folder; links that lead here
  prefix: 0.388, slip: 0.7, slips: 0.45, // a word being typed; one and two wrong letters
  close: 0.484, close2: 0.441, // words that stand together, of three and of two words
};
const BODY = [0, 0.25, 0.5, 1, 2, 4, 8, 16]; // what the steps of a posting stand for
const SECTION_BODY = [0.4, 0.9, 1.8, 4];
const HEADING_WORDS = [1, 2.4, 5, 9];
const COMPLETIONS = 40, RANGE = 4, GUESSES = 6; // words, files and words that one word of the query may load
const RERANK = 8, PHRASE_PAGES = 16, WORDS = 16, SNIPPET = 180;

// ---- words: the same as in Go

const WORD = '\\p{L}\\p{N}\\p{M}';
const PAIR = '[ー\\p{sc=Han}\\p{sc=Hira}\\p{sc=Kana}\\p{sc=Hang}\\p{sc=Thai}\\p{sc=Lao}\\p{sc=Khmr}\\p{sc=Mymr}]';
const PAIRED = `(?:(?=${PAIR})[${WORD}])`;
const RUNS = new RegExp(`(${PAIRED}+)|(?:(?!${PAIR})[${WORD}])+`, 'gu');
const APOSTROPHE = new RegExp(`(?<=[${WORD}])['’](?=(?:s|t|d|m|re|ll|ve)(?![${WORD}]))`, 'gu');
const RAW = new RegExp(`(${PAIRED}+)|(?:(?!${PAIR})[${WORD}])+(?:['’][${WORD}]+)*`, 'gu');
const DROP = /(?=\p{M})(?![\u3099\u309A])[\p{sc=Zinh}\p{sc=Hebr}\p{sc=Arab}\p{sc=Cyrl}\p{sc=Syrc}]|[\u00AD\u0640\u200B-\u200D\u2060\uFEFF]/gu; // accents, points, and what shows nothing
const LETTERS = { ß: 'ss', æ: 'ae', œ: 'oe', þ: 'th', ø: 'o', ł: 'l', đ: 'd', ð: 'd', ı: 'i', ς: 'σ' };
const STOP = new Set('a an and are as at be by for from has have in is it its of on or that the their this to was we were will with you your our i do does how what when where which who why can'.split(' '));

export function fold(s) {
  if (/^[\0-\x7f]*$/.test(s)) return s.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
  return s.normalize('NFKD').replace(DROP, '').normalize('NFC').replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .toLowerCase().replace(/[ßæœþøłđðıς]/g, (c) => LETTERS[c]);
}

export function tokens(s) {
  const out = [];
  for (const [w, paired] of fold(s).replace(APOSTROPHE, '').matchAll(RUNS)) {
    if (!paired) { out.push(w.length > 40 ? [...w].slice(0, 40).join('') : w); continue; }
    const c = [...w];
    if (c.length === 1) out.push(w);
    for (let i = 0; i + 1 < c.length; i++) out.push(c[i] + c[i + 1]);
  }
  return out;
}

// scan finds the words of a query in a text: [{ at, term, from, to }], at
// counts words. forms gives the query's words in all their forms. Most of a
// text is words of plain letters that are none of them: those cost nearly nothing.
const PLAIN = Uint8Array.from({ length: 128 }, (_, c) => (c > 96 && c < 123 ? c : c > 64 && c < 91 ? c + 32 : c > 47 && c < 58 ? c : 0));
function scan(text, forms) {
  const hits = [], first = new Uint8Array(128);
  for (const f of forms.keys()) first[f.charCodeAt(0) & 127] = 1;
  let at = 0;
  const see = (words, from, to) => { for (const w of words) { const term = forms.get(w); if (term !== undefined) hits.push({ at, term, from, to }); at++; } };
  for (let i = 0; i < text.length;) {
    const from = i;
    let simple = true, c, lower = false;
    for (; i < text.length; i++) {
      c = text.charCodeAt(i);
      if (c < 128 && PLAIN[c]) { if (lower && c < 91 && c > 64) simple = false; lower = c > 96; }
      else if (c === 39 || c === 0x2019) { if (i === from || !PLAIN[text.charCodeAt(i + 1) & 127]) break; simple = false; }
      else if (c < 128 || c > 0x200f && c < 0x2060) break;
      else simple = false;
    }
    if (i === from) i++;
    else if (!simple) slowly(text.slice(from, i), from, see);
    else if (!first[PLAIN[text.charCodeAt(from)]]) at++;
    else see([text.slice(from, Math.min(i, from + 40)).toLowerCase()], from, i);
  }
  return hits;
}

// slowly calls f(tokens, from, to) for the words of a text in any script.
function slowly(text, start, f) {
  for (const m of text.matchAll(RAW)) {
    const w = m[0];
    let at = start + m.index;
    if (!m[1]) { f(tokens(w), at, at + w.length); continue; }
    const c = [...w];
    for (let i = 0; i < c.length; at += c[i++].length) {
      if (i + 1 < c.length) f(tokens(c[i] + c[i + 1]), at, at + c[i].length + c[i + 1].length);
      else if (!i) f(tokens(w), at, at + w.length);
    }
  }
}

// distance counts wrong, missing, added and swapped letters, up to max + 1.
function distance(a, b, max) {
  if (Math.abs(a.length - b.length) > max) return max + 1;
  let two, one = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    let best = i;
    for (let j = 1; j <= b.length; j++) {
      let v = Math.min(one[j] + 1, row[j - 1] + 1, one[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) v = Math.min(v, two[j - 2] + 1);
      row[j] = v;
      if (v < best) best = v;
    }
    if (best > max) return max + 1;
    two = one; one = row;
  }
  return one[b.length];
}

// ---- files

// Reader reads what Go packed. Whatever the bytes are, it ends: with a value or a throw.
class Reader {
  constructor(bytes) { this.b = bytes; this.i = 0; this.word = new Uint8Array(2048); this.n = 0; }
  byte() {
    if (this.i >= this.b.length) throw new Error('file ends too early');
    return this.b[this.i++];
  }
  int() {
    let v = 0;
    for (let m = 1; m < 2 ** 42; m *= 128) {
      const c = this.byte();
      v += (c & 127) * m;
      if (c < 128) return v;
    }
    throw new Error('number too long');
  }
  take(n) {
    if (n > this.b.length - this.i) throw new Error('file ends too early');
    return this.b.subarray(this.i, this.i += n);
  }
  // front reads a word that shares its beginning with the one before.
  front() {
    const n = this.int(), rest = this.take(this.int()), end = n + rest.length, word = this.word;
    if (n > this.n || end > word.length) throw new Error('word too long');
    word.set(rest, n);
    this.n = end;
    let s = '';
    for (let i = 0; i < end; i++) {
      if (word[i] > 127) return new TextDecoder().decode(word.subarray(0, end));
      s += String.fromCharCode(word[i]);
    }
    return s;
  }
  list(f) {
    const n = this.int(), out = [];
    for (let i = 0; i < n; i++) out.push(f());
    return out;
  }
}

function readManifest(bytes) {
  const r = new Reader(bytes);
  const format = r.int();
  if (format !== FORMAT) throw new Error(`index has format ${format}, this reader knows ${FORMAT}`);
  const m = { bytes, pages: r.int(), title: r.int() / 10, name: r.int() / 10, heading: r.int() / 10, list: r.front(), per: r.int() };
  m.kinds = r.list(() => r.front());
  const names = (folder) => {
    const files = r.list(() => ({ from: r.front() }));
    for (const f of files) f.path = `${folder}/${Array.from(r.take(5), (b) => b.toString(16).padStart(2, '0')).join('')}.bin`;
    return files;
  };
  m.terms = names('t'); m.forward = names('h'); m.backward = names('h');
  if (!(m.per > 0)) throw new Error('no records in a file');
  m.answers = r.i < bytes.length && r.int() > 0;
  return m;
}

function readTerms(bytes) {
  const r = new Reader(bytes);
  const shard = { groups: [], forms: new Map(), aliases: new Map() };
  shard.groups = r.list(() => {
    const forms = r.list(() => r.front()), pages = r.int(), g = { key: forms[0], forms, pages: pages >> 1, whole: pages & 1, size: r.int() };
    for (const f of forms) shard.forms.set(f, g);
    return g;
  });
  for (const g of shard.groups) g.postings = r.take(g.size);
  r.list(() => { shard.aliases.set(r.front(), r.front()); });
  return shard;
}

function readHeads(bytes) {
  const r = new Reader(bytes);
  return r.list(() => r.front());
}

function readRecords(bytes) {
  const s = (x) => (typeof x === 'string' ? x : '');
  const list = (x) => (Array.isArray(x) ? x : []);
  return list(JSON.parse(new TextDecoder().decode(bytes))).map((x) => ({
    url: s(x[0]), title: s(x[1]), kind: s(x[2]), tags: list(x[3]).map(s),
    sections: list(x[4]).map((y) => ({ anchor: s(y[0]), heading: s(y[1]), text: s(y[2]) })),
  }));
}

// eachPosting calls f(posting) for the pages of a group. The posting is the same object each time.
function eachPosting(g, f) {
  const r = new Reader(g.postings);
  const p = { page: 0, body: [], heads: [] };
  const places = (out) => {
    out.length = 0;
    for (let section = 0, v = 1; v & 1;) { v = r.int(); section += v >> 3; out.push(section, v >> 1 & 3); }
  };
  while (r.i < r.b.length) {
    const v = r.int();
    p.page += v >> 4; p.weight = v >> 1 & 7;
    p.flags = p.prior = p.front = p.body.length = p.heads.length = 0;
    if (p.weight && !g.whole) places(p.body);
    if (v & 1) {
      const c = r.byte();
      p.flags = c & 31; p.prior = c >> 5;
      if (c & (TITLE | NAME)) { const n = r.byte(); p.title = (n & 7) + 1; p.name = (n >> 3 & 7) + 1; p.front = n >> 6; }
      if (c & HEADING) places(p.heads);
    }
    f(p);
  }
}

// less orders strings as their UTF-8 bytes are ordered.
function less(a, b) {
  const rank = (c) => (c >= 0xe000 ? c - 0x800 : c >= 0xd800 ? c + 0x2000 : c);
  for (let i = 0; i < b.length; i++) {
    if (i === a.length) return true;
    const x = a.charCodeAt(i), y = b.charCodeAt(i);
    if (x !== y) return rank(x) < rank(y);
  }
  return false;
}

// find gives the number of the file in which w stands, -1 if there is none.
function find(files, w) {
  let lo = 0, hi = files.length;
  while (lo < hi) { const mid = lo + hi >> 1; if (less(w, files[mid].from)) hi = mid; else lo = mid + 1; }
  return lo - 1;
}

// ---- the query

// parse takes a query apart: words, "phrases", -without, kind: and tag: filters.
export function parse(query, filters = {}) {
  const q = { words: [], phrases: [], without: [], filters: new Map(), typing: false };
  const form = (key, value) => `${key}:${fold(String(value)).trim()}`;
  const filter = (key, value) => { if (value) q.filters.set(key, [...q.filters.get(key) ?? [], form(key, value)]); };
  for (const key of ['kind', 'tag']) for (const v of [filters[key] ?? []].flat()) filter(key, v);
  for (const [, minus, key, phrase, word] of query.matchAll(/(-?)(?:(kind|tag):(?=\S))?(?:"([^"]*)"?|([^\s"]+))/gi)) {
    const text = phrase ?? word, words = key && minus ? [form(key.toLowerCase(), text)] : tokens(text);
    q.typing = !minus && !key && phrase === undefined && words.length > 0 && /\S$/.test(query);
    if (key && !minus) filter(key.toLowerCase(), text);
    else if (minus) q.without.push(...words);
    else q.words.push(...words);
    if (!minus && !key && phrase && words.length) q.phrases.push(words);
  }
  const quoted = new Set(q.phrases.flat());
  const meaning = q.words.filter((w) => !STOP.has(w) || quoted.has(w));
  q.stops = !meaning.length; // nothing but small words: then they count
  q.words = [...new Set(q.stops ? q.words : meaning)].slice(0, WORDS);
  return q;
}

// open opens the index whose files stand under base. It rejects when there is none that can be read.
export async function open({ base, fetch = globalThis.fetch, load = (url) => import(url) }) {
  const root = base.endsWith('/') ? base : base + '/';
  async function get(path, init) {
    const r = await fetch(root + path, init);
    if (!r.ok) throw new Error(`${path}: ${r.status}`);
    const b = new Uint8Array(await r.arrayBuffer());
    if (b[0] !== 0x1f || b[1] !== 0x8b) return b; // the host has decoded it already
    return new Uint8Array(await new Response(new Blob([b]).stream().pipeThrough(new DecompressionStream('gzip'))).arrayBuffer());
  }
  // now is the index as it was last read; a search goes on with the one that it began with.
  let now;
  async function refresh() {
    const m = readManifest(await get('manifest.bin', { cache: 'no-cache' })), old = now?.index.bytes;
    if (m.bytes.length !== old?.length || m.bytes.some((b, i) => b !== old[i])) now = searcher(m, get);
  }
  await refresh();
  // answers asks the module that knows what charters decide. Search goes on without it.
  let module;
  async function answers(query) {
    if (!now.index.answers) return [];
    module ??= load(root + 'answers.js').then((m) => m.open({ get, tokens, fold, distance }));
    return module.then((m) => m.ask(query)).catch(() => { module = undefined; return []; });
  }
  return {
    // kinds of pages that the site has, for a filter
    get kinds() { return [...now.index.kinds]; },
    async search(query, { limit = 10, filters } = {}) {
      const q = parse(String(query), filters), mine = now;
      const plain = !q.filters.size && !q.phrases.length && !q.without.length, answered = plain ? answers(String(query)) : [];
      let lost = new Set(), r = await mine.run(q, limit, lost);
      if ([...lost].some((p) => !mine.failed.has(p))) {
        for (const p of lost) mine.failed.add(p);
        await refresh().catch(() => {}); // perhaps the site is a newer one by now
        if (now !== mine) { lost = new Set(); r = await now.run(q, limit, lost); }
      }
      if (lost.size) r.notice = `Some results may be missing: ${lost.size === 1 ? 'a part' : `${lost.size} parts`} of the search index could not be read.`;
      r.answers = await answered;
      return r;
    },
  };
}

// searcher answers queries from one state of the index.
function searcher(index, get) {
  const cache = new Map();

  // load reads a file once. One that cannot be read is noted in lost, and is tried again by the next search.
  function load(path, read, lost) {
    let p = cache.get(path);
    if (!p) { p = get(path).then(read); cache.set(path, p); }
    return p.catch(() => { cache.delete(path); lost.add(path); return null; });
  }
  const shard = (i, lost) => (i < 0 ? null : load(index.terms[i].path, readTerms, lost));
  async function lookup(w, lost, hop = true) {
    const s = await shard(find(index.terms, w), lost);
    const g = s?.forms.get(w);
    if (g || !hop || !s?.aliases.has(w)) return g;
    const there = await lookup(s.aliases.get(w), lost, false);
    return there?.forms.includes(w) ? there : undefined;
  }
  const heads = async (files, w, lost) => { const i = find(files, w); return (i < 0 ? null : await load(files[i].path, readHeads, lost)) ?? []; };
  async function record(page, lost) {
    const all = await load(`p/${index.list}/${Math.floor(page / index.per)}.bin`, readRecords, lost);
    const r = all?.[page % index.per];
    if (!r) lost.add(`p/${page}`);
    return r;
  }

  // expand finds the groups that a word of the query may mean: Map(group -> { weight, how, as }).
  async function expand(w, typing, quoted, lost) {
    const out = new Map();
    const add = (g, weight, how, as) => { if (g && !(out.get(g)?.weight >= weight)) out.set(g, { weight, how, as }); };
    const at = find(index.terms, w), own = await shard(at, lost);
    add(await lookup(w, lost), 1, 'exact', w);
    if (quoted) return out;
    const single = new RegExp(`^${PAIR}$`, 'u').test(w);
    if (!out.size && w.length >= 5 && own) {
      let best = Math.max(4, w.length - 3), near = [];
      const least = best, start = w.slice(0, best);
      for (const [f, g] of own.forms) {
        if (!f.startsWith(start) || Math.abs(f.length - w.length) > 3) continue;
        let n = least;
        while (n < w.length && f[n] === w[n]) n++;
        if (n > best) { best = n; near = []; }
        if (n === best) near.push([f, g]);
      }
      for (const [f, g] of near) add(g, Math.min(0.9, 0.75 + 0.05 * (best - least)), typing && f.startsWith(w) ? 'prefix' : 'form', f);
    }
    const guessing = ![...out.values()].some((x) => x.how === 'exact');
    if (single || typing && w.length >= 2) for (const [f, g] of await complete(w, at, lost)) add(g, W.prefix * 0.97 ** (f.length - w.length), 'prefix', f);
    if (guessing && w.length >= 4) {
      for (const [f, far] of await spell(w, typing && !out.size, own, lost)) {
        add(own?.forms.get(f) ?? await lookup(f, lost), (far < 2 ? W.slip : W.slips) * (f[0] === w[0] ? 1 : 0.8) * (f.length === w.length ? 1 : 0.95), 'spelling', f);
      }
    }
    return out;
  }

  // complete gives the commonest words that begin with w: [[form, group]]. A
  // short beginning stands in many files: then the words of headings say which to read.
  async function complete(w, at, lost) {
    let last = at;
    while (last + 1 < index.terms.length && index.terms[last + 1].from.startsWith(w)) last++;
    const found = new Map();
    const see = (s) => { for (const g of s?.groups ?? []) if (!g.key.includes(':')) for (const f of g.forms) if (f.startsWith(w) && !found.has(g)) found.set(g, f); };
    if (last - at < RANGE) {
      for (const s of await Promise.all(Array.from({ length: last - at + 1 }, (_, i) => shard(at + i, lost)))) see(s);
    } else {
      const some = (await heads(index.forward, w, lost)).filter((f) => f.startsWith(w)).sort((a, b) => a.length - b.length || (less(a, b) ? -1 : 1));
      const files = new Set([at]);
      for (const f of some) { if (files.size >= RANGE) break; files.add(find(index.terms, f)); }
      for (const s of await Promise.all([...files].sort((a, b) => a - b).map((i) => shard(i, lost)))) see(s);
    }
    return [...found].sort(([a], [b]) => b.pages - a.pages || (less(a.key, b.key) ? -1 : 1)).slice(0, COMPLETIONS).map(([g, f]) => [f, g]);
  }

  // spell gives the nearest words that w may be a slip of: [[form, distance]].
  async function spell(w, typing, own, lost) {
    const words = new Set();
    for (const f of own?.forms.keys() ?? []) if (!f.includes(':')) words.add(f);
    const back = (x) => [...x].reverse().join('');
    const [a, b] = await Promise.all([heads(index.forward, w, lost), heads(index.backward, back(w), lost)]);
    for (const f of a) words.add(f);
    for (const f of b) words.add(back(f));
    const max = w.length >= 8 ? 2 : 1;
    let near = [];
    for (const f of words) { const d = distance(w, f, max); if (d <= max) near.push([f, d]); }
    if (typing && !near.length && w.length >= 5) {
      for (const f of words) if (f.length > w.length) { const d = distance(w, f.slice(0, w.length), 1); if (d <= 1) near.push([f, d + 0.5]); }
    }
    const best = Math.min(...near.map((x) => x[1]));
    const cost = (f) => (f[0] === w[0] ? 0 : 2) + (f.length === w.length ? 0 : 1);
    near = near.filter((x) => x[1] === best).sort(([x], [y]) => cost(x) - cost(y) || (less(x, y) ? -1 : 1));
    const far = near.filter(([f]) => !own?.forms.has(f)).slice(0, GUESSES);
    return near.filter((x) => own?.forms.has(x[0]) || far.includes(x));
  }

  // score adds up what the postings say. It gives the pages, best first: [{ page, x, section }].
  function score(terms, lost) {
    const n = terms.length, all = 2 ** n - 1, pages = new Map();
    let total = 0;
    for (const t of terms) {
      let df = 0;
      for (const [g, e] of t.groups) df = Math.max(df, g.pages * (e.weight === 1 ? 1 : 0.8));
      df = Math.min(df, index.pages);
      total += t.idf = t.groups.size ? Math.log(1 + (index.pages - df + 0.5) / (df + 0.5)) : 1;
    }
    const z = (b, words, mean) => 1 - b + b * words / mean;
    const slot = (map, key, make) => { let v = map.get(key); if (!v) map.set(key, v = make()); return v; };
    terms.forEach((t, i) => {
      const bit = 1 << i;
      for (const [g, e] of t.groups) {
        const one = (p) => {
          const a = slot(pages, p.page, () => ({ x: new Float64Array(n), title: 0, name: 0, path: 0, prior: 0, titleWords: 1, nameWords: 1, front: 0, sections: new Map() }));
          let f = W.body * BODY[p.weight] + W.heading * (p.heads.length >> 1);
          if (p.flags & TITLE) { f += W.title / z(0.3, p.title, index.title); a.title |= bit; }
          if (p.flags & NAME) { f += W.name / z(0.3, p.name, index.name); a.name |= bit; }
          if (p.flags & (TITLE | NAME)) { a.titleWords = p.title; a.nameWords = p.name; a.front |= p.front; }
          if (p.flags & PATH) { f += W.path; a.path |= bit; }
          if (p.flags & TAG) f += W.tag;
          a.prior = Math.max(a.prior, p.prior);
          a.x[i] = Math.max(a.x[i], e.weight * f / (W.k + f));
          const inSection = (id, v) => {
            const s = slot(a.sections, id, () => ({ x: new Float64Array(n), heading: 0, words: 1 }));
            s.x[i] = Math.max(s.x[i], e.weight * v / (W.ks + v));
            return s;
          };
          for (let j = 0; j < p.body.length; j += 2) inSection(p.body[j], W.sectionBody * SECTION_BODY[p.body[j + 1]]);
          for (let j = 0; j < p.heads.length; j += 2) {
            const words = HEADING_WORDS[p.heads[j + 1]], s = inSection(p.heads[j], W.sectionHeading / z(0.4, words, index.heading));
            s.heading |= bit; s.words = words;
          }
        };
        try { eachPosting(g, one); } catch { lost.add(`t/${g.key}`); }
      }
    });
    const sum = (x) => { let v = 0, hit = 0; for (let i = 0; i < n; i++) if (x[i]) { v += terms[i].idf * x[i]; hit += terms[i].idf; } return v * (hit / total) ** W.cover; };
    const out = [];
    for (const [page, a] of pages) {
      if (page >= index.pages) continue; // damaged
      let x = sum(a.x), best = 0, section, exact = 0;
      if (a.title === all) x += total * (W.allTitle + W.exactTitle * n / Math.max(n, a.titleWords));
      else if (a.name === all) x += total * (W.allTitle + W.exactTitle * 0.8 * n / Math.max(n, a.nameWords));
      else if ((a.title | a.name | a.path) === all) x += total * W.allTitle * 0.7;
      if (a.front && (a.title | a.name) === all) x += total * W.front;
      for (const [id, s] of a.sections) {
        let v = sum(s.x), e = 0;
        if (s.heading === all) { e = W.exactHeading * total * n / Math.max(n, s.words); v += W.allHeading * total + e; }
        if (v > best) { best = v; section = id; exact = e; }
      }
      const prior = 1 + W.incoming * Math.LN2 * a.prior;
      out.push({ page, x: (x + W.section * best) * prior, section, exact: exact * W.section * prior, titled: a.title === all || a.name === all, mask: a.x });
    }
    return { found: out.sort((a, b) => b.x - a.x || a.page - b.page), total };
  }

  // closest says how close together the words of the query stand in a page, 0 to 1, and in which section.
  function closest(rec, n, forms) {
    let best = { q: 0 };
    rec.sections.forEach((s, section) => {
      const hits = scan(s.text, forms);
      for (let a = 0; a < hits.length; a++) {
        let seen = 0, count = 0;
        for (let b = a; b < hits.length && hits[b].at - hits[a].at < n * 3 + 2; b++) {
          const bit = 1 << hits[b].term;
          if (!(seen & bit)) { seen |= bit; count++; }
          const q = (count / n) ** 2 * Math.min(1, (count + 2) / (hits[b].at - hits[a].at + 3));
          if (count > 1 && q > best.q) best = { q, section };
        }
      }
    });
    return best;
  }

  // together says whether the words of the query stand in the heading side by side, small words aside.
  function together(heading, terms, stops) {
    const words = tokens(heading).filter((w) => stops || !STOP.has(w));
    return words.some((_, i) => terms.every((t, j) => t.forms.has(words[i + j])));
  }

  function hasPhrase(rec, phrase) {
    return [rec.title, ...rec.sections.flatMap((s) => [s.heading, s.text])].some((text) => {
      const words = tokens(text);
      return words.some((_, i) => phrase.every((w, j) => words[i + j] === w));
    });
  }

  function show(r, forms) {
    const rec = r.record;
    let s = rec.sections[r.section];
    const about = s;
    if (!s?.text) s = rec.sections.find((x) => x.text) ?? { text: '' };
    const named = about?.heading && (!r.titled || r.exact) ? about : { anchor: '', heading: '' };
    return { url: rec.url, anchor: named.anchor, title: rec.title, heading: named.heading, ...snippet(s.text, scan(s.text, forms)), kind: rec.kind, tags: rec.tags };
  }

  async function run(q, limit, lost) {
    const quoted = new Set(q.phrases.flat());
    const [terms, kept, without] = await Promise.all([
      Promise.all(q.words.map(async (word, i) => ({ word, groups: await expand(word, q.typing && i === q.words.length - 1, quoted.has(word), lost) }))),
      Promise.all([...q.filters.values()].map((any) => Promise.all(any.map((f) => lookup(f, lost))))),
      Promise.all(q.without.map((w) => lookup(w, lost))),
    ]);
    const pagesOf = (groups) => { const s = new Set(); for (const g of groups) if (g) try { eachPosting(g, (p) => s.add(p.page)); } catch { lost.add(`t/${g.key}`); } return s; };
    const forms = new Map();
    terms.forEach((t, i) => {
      t.forms = new Map();
      for (const [g, e] of t.groups) for (const f of e.how === 'prefix' ? g.forms.filter((x) => x.startsWith(t.word)) : g.forms) { t.forms.set(f, e); if (!forms.has(f)) forms.set(f, i); }
    });
    let { found, total } = score(terms, lost);
    const sets = kept.map(pagesOf), not = pagesOf(without);
    if (!terms.length && sets.length) found = [...sets[0]].filter((p) => p < index.pages).map((page) => ({ page, x: 0, exact: 0 }));
    found = found.filter((r) => sets.every((s) => s.has(r.page)) && !not.has(r.page) && terms.every((t, i) => !quoted.has(t.word) || r.mask[i]));
    const fill = async (list) => { await Promise.all(list.map(async (r) => { r.record ??= await record(r.page, lost); })); };
    if (q.phrases.length) {
      found = found.slice(0, PHRASE_PAGES);
      await fill(found);
      found = found.filter((r) => r.record && q.phrases.every((p) => hasPhrase(r.record, p)));
    }
    if (terms.length > 1) {
      // Only the pages are read that closeness can still bring among those shown.
      const bonus = W.close * (terms.length > 2 ? 1 : W.close2) * total;
      const top = found.slice(0, RERANK), bar = top.map((r) => r.x - r.exact).sort((a, b) => b - a)[limit - 1] ?? 0;
      const near = top.filter((r, i) => i < limit || r.x + bonus >= bar);
      await fill(near);
      for (const r of near) {
        if (!r.record) continue;
        if (r.exact && !together(r.record.sections[r.section]?.heading ?? '', terms, q.stops)) { r.x -= r.exact; r.exact = 0; }
        const c = closest(r.record, terms.length, forms);
        r.x += bonus * c.q;
        if (c.q > 0.6 && r.section === undefined) r.section = c.section;
      }
      found = [...top.sort((a, b) => b.x - a.x || a.page - b.page), ...found.slice(RERANK)];
    }
    const shown = found.slice(0, limit);
    await fill(shown);
    return {
      results: shown.filter((r) => r.record).map((r) => show(r, forms)),
      total: found.length,
      terms: terms.map((t) => {
        const best = [...t.groups.values()].reduce((a, b) => (b.weight > a.weight ? b : a), { weight: 0, how: '', as: '' });
        return { word: t.word, how: best.how, as: best.as };
      }),
    };
  }

  return { index, run, failed: new Set() };
}

// snippet cuts the part of a text that has most of the query: { snippet, marks }.
function snippet(text, hits) {
  let from = 0, best = 0;
  for (let a = 0; a < hits.length; a++) {
    const seen = new Set();
    for (let b = a; b < hits.length && hits[b].to - hits[a].from < SNIPPET - 40; b++) seen.add(hits[b].term);
    if (seen.size > best) { best = seen.size; from = hits[a].from; }
  }
  if (from > 60) {
    const near = text.lastIndexOf(' ', from - 30);
    from = near > from - 60 ? near + 1 : from;
  } else from = 0;
  let to = Math.min(text.length, from + SNIPPET);
  if (to < text.length) { const near = text.lastIndexOf(' ', to); if (near > to - 30 && near > from) to = near; }
  const whole = (i) => (i > 0 && i < text.length && /[\uDC00-\uDFFF]/.test(text[i]) ? i - 1 : i);
  from = whole(from); to = whole(to);
  const before = from > 0 ? '… ' : '';
  const marks = [];
  for (const h of hits) {
    if (h.from < from || h.to > to) continue;
    const m = [h.from - from + before.length, h.to - from + before.length], last = marks.at(-1);
    if (last && m[0] <= last[1]) last[1] = Math.max(last[1], m[1]); else marks.push(m);
  }
  return { snippet: before + text.slice(from, to) + (to < text.length ? ' …' : ''), marks };
}
