// The search engine: finds pages in the index beside it. It touches no DOM and
// no global but what every browser, worker and node has, and knows nothing of
// how results are shown.
//
//   const engine = await open({ base: '/search/', fetch, load })   load imports a module by its address
//   const r = await engine.search('refund limits team:care', { limit: 10, filters: { kind: 'charter', year: ['2025', '2026'] }, facets: ['kind'], today: '2026-11-22' })
//
//   r.results  [{ url, anchor, href, title, heading, snippet, marks, kind, kindLabel, sort, who, tags, owner, status, statusLabel, day, due }]
//              url is below the site's root; href is url#anchor, where there is none with a text fragment that browsers mark;
//              sort and who tell what statement the heading is, and whose; labels are words to show
//   r.answers  what answers a question, to be shown first, in the form of results without heading, with
//              [{ sort, title, sentence, who, with, limit, source, note, more: { url, anchor, href } }]; see answers.js
//   r.total    pages found
//   r.facets   { kind: [{ value, label, count }] } for the keys asked for: pages found with each value, the commonest first;
//              a filter of the key itself is left aside, so that another value can be chosen
//   r.filters  { kind: [{ value, label }] } filters as they were understood
//   r.ignored  [{ key, value }] filters that no page meets: they were left aside
//   r.terms    [{ word, how, as }]  how: exact, form, prefix, spelling, or '' when nothing was found
//   r.lost     how many parts of the index could not be read: then results may be missing, and the reader is to be told
//
//   await engine.facets(['kind', 'team'])  all values of the site in the form of r.facets; of all keys when none is named
//
// Keys are kind (or type), team (or owner), tag, status and year; is:overdue stands for what is due before today.
//
// All strings are plain text from the site's authors: set them with textContent.
// marks are [from, to] in snippet. The same query gives the same answer, whatever
// was searched before. The format of the files stands in the Go package search.

const FORMAT = 2;
const TITLE = 1, NAME = 2, PATH = 4, TAG = 8, HEADING = 16; // fields of a posting

// Weights, found on queries made from real handbooks.
const W = {
  k: 5.3, title: 24, name: 10, path: 15, tag: 10, heading: 1.6, body: 0.2, // page
  ks: 0.3, sectionHeading: 17, sectionBody: 0.14, section: 0.6, // best section
  cover: 0.7, exactTitle: 1.4, allTitle: 0.2, exactHeading: 3.2, allHeading: 0.3, // all words of the query
  front: 1.1, incoming: 0.06, // page of a folder; links that lead here
  prefix: 0.3, slip: 0.83, slips: 0.65, // a word being typed; one and two wrong letters
  close: 0.63, close2: 0.3, // words that stand together, of three and of two words
};
// What the steps of a posting stand for.
const inPage = (weight) => weight && 2 ** (weight - 3), inSection = (count) => 0.45 * 2 ** count, wordsOf = (count) => [1, 2, 3, 7][count];
const COMPLETIONS = 40, RANGE = 4, GUESSES = 6; // words, files and words that one word of the query may load
const PHRASE_PAGES = 16, WORDS = 16, SNIPPET = 180;

// ---- words: the same as in Go

const HAN = '\\u{20000}-\\u{3fffd}'; // known to this Unicode or not
const WORD = '\\p{L}\\p{N}\\p{M}' + HAN;
const PAIR = `[ー${HAN}\\p{sc=Han}\\p{sc=Hira}\\p{sc=Kana}\\p{sc=Hang}\\p{sc=Thai}\\p{sc=Lao}\\p{sc=Khmr}\\p{sc=Mymr}]`;
const PAIRED = `(?:(?=${PAIR})[${WORD}])`;
const RUNS = new RegExp(`(${PAIRED}+)|(?:(?!${PAIR})[${WORD}])+`, 'gu');
const APOSTROPHE = new RegExp(`(?<=[${WORD}])['’](?=(?:s|t|d|m|re|ll|ve)(?![${WORD}]))`, 'gu');
const RAW = new RegExp(`(${PAIRED}+)|(?:(?!${PAIR})[${WORD}])+(?:['’][${WORD}]+)*`, 'gu');
const DROP = /(?=\p{M})(?![\u3099\u309A])[\p{sc=Zinh}\p{sc=Hebr}\p{sc=Arab}\p{sc=Cyrl}\p{sc=Syrc}]|[\u00AD\u0640\u200B-\u200D\u2060\uFEFF]/gu; // accents, points, and what shows nothing
const LETTERS = { ß: 'ss', æ: 'ae', œ: 'oe', þ: 'th', ø: 'o', ł: 'l', đ: 'd', ð: 'd', ı: 'i', ς: 'σ' };

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

// scan finds the words of a query in a text: [{ term, from, to }]. forms gives
// the query's words in all their forms. Most of a text is words of plain letters
// that begin with another letter: those cost nearly nothing.
function scan(text, forms) {
  const hits = [], first = new Uint8Array(256);
  for (const f of forms.keys()) first[f.charCodeAt(0) & 255] = 1;
  const see = (words, from, to) => { for (const w of words) if (forms.has(w)) hits.push({ term: forms.get(w), from, to }); };
  const letter = (c) => c > 96 && c < 123 || c > 64 && c < 91 || c > 47 && c < 58;
  for (let i = 0; i < text.length; i++) {
    const from = i;
    let c, plain = true, lower = false;
    for (; letter(c = text.charCodeAt(i)) || c === 39 || c > 127; i++) {
      if (c === 39 || c > 127 || lower && c < 91) plain = false;
      lower = c > 96;
    }
    if (plain) {
      if (i > from && first[text.charCodeAt(from) | 32]) see([text.slice(from, Math.min(i, from + 40)).toLowerCase()], from, i);
      continue;
    }
    for (const { 0: w, 1: paired, index } of text.slice(from, i).matchAll(RAW)) {
      const c = paired ? [...w] : [w];
      let at = from + index;
      if (!c[1]) see(tokens(w), at, at + w.length);
      for (let j = 1; j < c.length; at += c[j++ - 1].length) see(tokens(c[j - 1] + c[j]), at, at + c[j - 1].length + c[j].length);
    }
  }
  return hits;
}

// mark gives a word the number from 1 to 127 by which its neighbours know it.
function mark(w) {
  let h = 0;
  for (const c of [...w].slice(0, 4)) h = (h * 31 + c.codePointAt(0)) % 127;
  return h + 1;
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

const DAMAGED = new Error('a file of the index is damaged');

// Reader reads what Go packed. Whatever the bytes are, it ends: with a value or a throw.
class Reader {
  constructor(bytes) { this.b = bytes; this.i = this.n = 0; }
  byte() {
    if (this.i >= this.b.length) throw DAMAGED;
    return this.b[this.i++];
  }
  int() {
    let v = 0;
    for (let m = 1; m < 2 ** 42; m *= 128) {
      const c = this.byte();
      v += (c & 127) * m;
      if (c < 128) return v;
    }
    throw DAMAGED;
  }
  take(n) {
    if (n > this.b.length - this.i) throw DAMAGED;
    return this.b.subarray(this.i, this.i += n);
  }
  // front reads a word that shares its beginning with the one before.
  front() {
    const n = this.int(), rest = this.take(this.int()), end = n + rest.length, word = this.word ??= new Uint8Array(2048);
    if (n > this.n || end > word.length) throw DAMAGED;
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
  const m = { bytes, pages: r.int(), title: r.int() / 10, name: r.int() / 10, heading: r.int() / 10, list: r.front(), per: r.int(), stop: new Set(r.front().split(' ')) };
  const labels = () => new Map(r.list(() => [r.front(), r.front()]));
  m.kinds = labels(); m.statuses = labels();
  const names = (folder) => {
    const files = r.list(() => ({ from: r.front() }));
    for (const f of files) f.path = `${folder}/${Array.from(r.take(5), (b) => b.toString(16).padStart(2, '0')).join('')}.bin`;
    return files;
  };
  m.terms = names('t'); m.forward = names('h'); m.backward = names('h');
  m.columns = new Map(r.list(() => [r.front(), names('f')]));
  if (!(m.per > 0)) throw DAMAGED;
  m.asks = r.i < bytes.length ? r.list(() => r.front()) : []; // how words begin that ask
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
    sections: list(x[4]).map((y) => ({ anchor: s(y?.[0]), heading: s(y?.[1]), text: s(y?.[2]), sort: s(y?.[3]), who: s(y?.[4]) })),
    owner: s(x[5]), status: s(x[6]), day: s(x[7]), due: s(x[8]),
  }));
}

// eachPosting calls f(posting) for the pages of a group. The posting is the
// same object each time; body and heads say where its places are, 0 for none.
function eachPosting(g, f) {
  const r = new Reader(g.postings), p = { page: 0 };
  const skip = () => {
    const start = r.i;
    p.places = 0;
    for (let v = 1; v & 1; p.places++) { v = r.int(); while (r.byte() & 1); }
    return start;
  };
  while (r.i < r.b.length) {
    const v = r.int();
    p.page += v >> 4; p.weight = v >> 1 & 7;
    p.flags = p.prior = p.front = p.heads = p.places = 0;
    p.body = p.weight && !g.whole ? skip() : 0;
    if (v & 1) {
      const c = r.byte();
      p.flags = c & 31; p.prior = c >> 5;
      if (c & (TITLE | NAME)) { const n = r.byte(); p.title = (n & 7) + 1; p.name = (n >> 3 & 7) + 1; p.front = n >> 6; }
      if (c & HEADING) p.heads = skip();
    }
    f(p);
  }
}

// eachPlace calls f(section, count, next) for the places that stand at i. next
// is what table says of the words that come next.
function eachPlace(g, i, table, f) {
  const r = new Reader(g.postings);
  r.i = i;
  for (let section = 0, v = 1; v & 1;) {
    v = r.int(); section += v >> 3;
    let next = 0, c = 1;
    while (c & 1) { c = r.byte(); next |= table[c >> 1]; }
    f(section, v >> 1 & 3, next);
  }
}

// less orders strings as their UTF-8 bytes are ordered: what UTF-16 writes in two halves comes last.
const bytewise = (s) => s.replace(/[\ud800-\udfff]/g, '\uffff$&');
const less = (a, b) => bytewise(a) < bytewise(b);

// find gives the number of the file in which w stands, -1 if there is none.
function find(files, w) {
  let lo = 0, hi = files.length;
  while (lo < hi) { const mid = lo + hi >> 1; if (less(w, files[mid].from)) hi = mid; else lo = mid + 1; }
  return lo - 1;
}

// ---- the query

const KEYS = { __proto__: null, kind: 'kind', type: 'kind', team: 'team', owner: 'team', tag: 'tag', status: 'status', year: 'year', is: 'is' };

// parse takes a query apart, with the small words that it can do without: words, "phrases", -without, and filters such as kind:charter or -tag:"Front line".
export function parse(query, filters = {}, stop = new Set()) {
  const q = { words: [], phrases: [], without: [], filters: [], camels: [], typing: false };
  const filter = (key, value, not) => { if (value) q.filters.push({ key: KEYS[key] ?? key, value: String(value).slice(0, 200), not }); };
  for (const [key, values] of Object.entries(filters)) for (const v of [values].flat()) filter(key, v, false);
  for (const [, minus, key, phrase, word] of query.matchAll(/(-?)(?:(kind|type|team|owner|tag|status|year|is):(?=\S))?(?:"([^"]*)"?|([^\s"]+))/gi)) {
    const text = phrase ?? word, words = key ? [] : tokens(text);
    q.typing = !minus && phrase === undefined && words.length > 0 && /\S$/.test(query);
    if (key) filter(key.toLowerCase(), text, !!minus);
    else if (minus) q.without.push(...words);
    else q.words.push(...words);
    if (word && words.length > 1 && tokens(word.toLowerCase()).length === 1) q.camels.push([words, word.toLowerCase()]);
    if (!minus && phrase && words.length) q.phrases.push(words);
  }
  const quoted = new Set(q.phrases.flat());
  const meaning = q.words.filter((w) => !stop.has(w) || quoted.has(w));
  q.stops = !meaning.length; // nothing but small words: then they count
  q.words = [...new Set(q.stops ? q.words : meaning)].slice(0, WORDS);
  return q;
}

// open opens the index whose files stand under base. It rejects when there is none that can be read.
export async function open({ base, fetch = globalThis.fetch, load = (url) => import('./' + url.slice(url.lastIndexOf('/') + 1)) }) {
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
    if (m.bytes.length !== old?.length || m.bytes.some((b, i) => b !== old[i])) now = searcher(m, get, (name, tools) => load(root + name).then((m) => m.open(tools)));
  }
  await refresh();
  // steadily asks one state of the index, and a newer one when parts are lost and there is one: [answer, parts lost].
  async function steadily(ask) {
    const mine = now;
    let lost = new Set(), r = await ask(mine, lost);
    if ([...lost].some((p) => !mine.failed.has(p))) {
      for (const p of lost) mine.failed.add(p);
      await refresh().catch(() => {}); // perhaps the site is a newer one by now
      if (now !== mine) { lost = new Set(); r = await ask(now, lost); }
    }
    return [r, lost.size];
  }
  // answers asks the module that knows what charters decide; null when it cannot be read.
  let module;
  async function answers(query) {
    for (let again = true; ; again = false) {
      try {
        return await (await (module ??= load(root + 'answers.js').then((m) => m.open({ get, tokens, fold, distance })))).ask(query);
      } catch { module = undefined; if (!again) return null; }
    }
  }
  return {
    facets: async (keys) => (await steadily((s, lost) => s.count(keys, lost)))[0],
    async search(query, { limit = 10, filters, facets = [], today = new Date().toLocaleDateString('sv') } = {}) {
      const q = parse(String(query), filters, now.index.stop);
      const { asks } = now.index, plain = asks.length && !q.filters.length && !q.phrases.length && !q.without.length, text = String(query);
      let answered = plain && tokens(text).some((w) => asks.some((a) => `${w} `.startsWith(a))) && answers(text);
      let [r, lost] = await steadily((s, lost) => s.run(q, limit, lost, facets, today));
      answered ||= plain && r.results.slice(0, 3).some((x) => x.sort === 'decision' || x.sort === 'area') && answers(text);
      r.answers = await answered || [];
      if (await answered === null) lost++;
      const left = r.results.filter((x) => !r.answers.some((a) => a.url === x.url && a.anchor === x.anchor));
      r.total -= r.results.length - left.length; r.results = left;
      return { ...r, lost };
    },
  };
}

// searcher answers queries from one state of the index.
function searcher(index, get, plug) {
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

  // filters gives what knows the pages of each value; undefined when it cannot be read.
  let module;
  const filters = async (lost) => (module ??= plug('filters.js', { index, load, Reader, fold, less })).catch(() => { module = undefined; lost.add('filters.js'); });
  const count = async (keys, lost, passing) => (keys?.length === 0 ? {} : (await filters(lost))?.count(keys, lost, passing) ?? {});

  // expand finds the groups that a word of the query may mean: Map(group -> { weight, how, as }).
  async function expand(w, typing, quoted, lost) {
    const out = new Map();
    const add = (g, weight, how, as) => { if (g && !(out.get(g)?.weight >= weight)) out.set(g, { weight, how, as }); };
    const at = find(index.terms, w), own = await shard(at, lost);
    add(await lookup(w, lost), 1, 'exact', w);
    if (quoted) return out;
    const single = new RegExp(`^${PAIR}$`, 'u').test(w);
    if (!out.size && w.length >= 5 && own) {
      const least = Math.max(4, w.length - 3), shared = (f) => { let n = 0; while (n < w.length && f[n] === w[n]) n++; return n; };
      const near = [...own.forms].filter(([f]) => f.startsWith(w.slice(0, least)) && Math.abs(f.length - w.length) < 4), best = Math.max(...near.map(([f]) => shared(f)));
      for (const [f, g] of near) if (shared(f) === best) add(g, Math.min(0.7, 0.55 + 0.05 * (best - least)), typing && f.startsWith(w) ? 'prefix' : 'form', f);
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
    let files = [at];
    while (index.terms[files.at(-1) + 1]?.from.startsWith(w)) files.push(files.at(-1) + 1);
    if (files.length > RANGE) {
      const some = (await heads(index.forward, w, lost)).filter((f) => f.startsWith(w)).sort((a, b) => a.length - b.length || (a < b ? -1 : 1));
      files = new Set([at]);
      for (const f of some) if (files.size < RANGE) files.add(find(index.terms, f));
    }
    const found = new Map();
    for (const s of await Promise.all([...files].map((i) => shard(i, lost)))) for (const g of s?.groups ?? []) for (const f of g.forms) if (f.startsWith(w) && !found.has(g)) found.set(g, f);
    return [...found].sort(([a], [b]) => b.pages - a.pages || (a.key < b.key ? -1 : 1)).slice(0, COMPLETIONS).map(([g, f]) => [f, g]);
  }

  // spell gives the nearest words that w may be a slip of: [[form, distance]].
  async function spell(w, typing, own, lost) {
    const back = (x) => [...x].reverse().join('');
    const [a, b] = await Promise.all([heads(index.forward, w, lost), heads(index.backward, back(w), lost)]);
    const words = new Set([...own?.forms.keys() ?? [], ...a, ...b.map(back)]);
    const max = w.length >= 8 ? 2 : 1;
    const near = [];
    for (const f of words) { const d = distance(w, f, max); if (d <= max) near.push([f, d]); }
    if (typing && !near.length && w.length >= 5) {
      for (const f of words) if (f.length > w.length) { const d = distance(w, f.slice(0, w.length), 1); if (d <= 1) near.push([f, d + 0.5]); }
    }
    const best = Math.min(...near.map((x) => x[1]));
    const cost = (f) => (f[0] === w[0] ? 0 : 2) + (f.length === w.length ? 0 : 1);
    let far = 0;
    return near.filter((x) => x[1] === best).sort(([x], [y]) => cost(x) - cost(y) || (x < y ? -1 : 1)).filter(([f]) => own?.forms.has(f) || far++ < GUESSES);
  }

  // halve takes a word that nobody wrote apart into two that somebody did, with a German s or n between them perhaps.
  async function halve(word, lost) {
    for (let i = word.length - 3; i > 3 && find(index.terms, word) - find(index.terms, word.slice(0, i)) < 2; i--) {
      const start = word.slice(0, i), first = await lookup(start, lost) ?? await lookup(start.replace(/[sn]$/, ''), lost), second = first && await lookup(word.slice(i), lost);
      if (second) return [first, second].map((g) => ({ word, groups: new Map([[g, { weight: 1, how: 'form', as: g.key }]]) }));
    }
  }

  // score adds up what the postings say of each page, its sections aside. It
  // gives the pages, [{ page, mask, most }], and rank(pages, n), which gives the
  // best n of them in order, with sections: [{ page, x, section, exact, titled }].
  function score(terms, stops, lost) {
    const n = terms.length, all = 2 ** n - 1, pages = [], table = new Uint16Array(128);
    let total = 0;
    terms.forEach((t, i) => {
      let df = 0;
      for (const [g, e] of t.groups) df = Math.max(df, g.pages * (e.weight === 1 ? 1 : 0.8));
      df = Math.min(df, index.pages);
      total += t.idf = t.groups.size ? Math.log(1 + (index.pages - df + 0.5) / (df + 0.5)) : 1;
      for (const f of t.forms.keys()) table[mark(f)] |= 1 << i;
    });
    const z = (b, words, mean) => 1 - b + b * words / mean;
    const inText = (count) => W.sectionBody * inSection(count);
    const inHeading = (words) => W.sectionHeading / z(0.4, words, index.heading);
    const some = () => new Array(n).fill(0);
    const better = (x, i, weight, f, k) => { x[i] = Math.max(x[i], weight * f / (k + f)); };
    const sum = (x) => { let v = 0, hit = 0; for (let i = 0; i < n; i++) if (x[i]) { v += terms[i].idf * x[i]; hit += terms[i].idf; } return hit === total ? v : v * (hit / total) ** W.cover; };
    // run counts the words that stand as they were typed, one behind the other; bit i of pairs: word i is followed by the next.
    const run = (pairs) => { let words = 1; for (; pairs; pairs &= pairs >> 1) words++; return words; };
    const close = (words) => words > 1 ? W.close * (n > 2 ? 1 : W.close2) * total * (words / n) ** 2 : 0;
    const named = (words) => W.section * total * (W.allHeading + W.exactHeading * n / Math.max(n, words));
    terms.forEach((t, i) => {
      const bit = 1 << i;
      for (const [g, e] of t.groups) {
        const one = (p) => {
          if (p.page >= index.pages) return; // damaged
          const a = pages[p.page] ??= { page: p.page, mask: some(), most: some(), text: 0, heading: 0, title: 0, name: 0, path: 0, prior: 0, titleWords: 1, nameWords: 1, front: 0, run: 0, postings: [] };
          let f = W.body * inPage(p.weight);
          if (p.flags & TITLE) { f += W.title / z(0.3, p.title, index.title); a.title |= bit; }
          if (p.flags & NAME) { f += W.name / z(0.3, p.name, index.name); a.name |= bit; }
          if (p.flags & (TITLE | NAME)) { a.titleWords = p.title; a.nameWords = p.name; a.front |= p.front; }
          if (p.flags & PATH) { f += W.path; a.path |= bit; }
          if (p.flags & TAG) f += W.tag;
          if (p.body) { better(a.most, i, e.weight, inText(3), W.ks); a.text |= bit; }
          if (p.heads) { f += W.heading * p.places; better(a.most, i, e.weight, inHeading(1), W.ks); a.heading |= bit; }
          better(a.mask, i, e.weight, f, W.k);
          a.prior = Math.max(a.prior, p.prior);
          if (p.body || p.heads) a.postings.push(i, g, e.weight, p.body, p.heads);
        };
        try { eachPosting(g, one); } catch { lost.add(`t/${g.key}`); }
      }
    });
    const found = pages.filter(Boolean);
    for (const a of found) {
      a.start = sum(a.mask);
      a.titled = a.title === all || a.name === all;
      if (a.titled) a.start += total * (W.allTitle + W.exactTitle * n * Math.max((a.title === all) / Math.max(n, a.titleWords), (a.name === all) / Math.max(n, a.nameWords)));
      else if ((a.title | a.name | a.path) === all) a.start += total * W.allTitle * 0.7;
      if (a.front && (a.title | a.name) === all) a.start += total * W.front;
      a.factor = 1 + W.incoming * a.prior;
      // No section can add more than this: words that are in the text may stand together, those of headings in one of them.
      let words = 0;
      for (let m = a.text; m; m &= m - 1) words++;
      a.most = (a.start + W.section * sum(a.most) + close(words) + (a.heading === all ? named(1) : 0)) * a.factor;
    }
    function sections(a) {
      const found = new Map(), list = a.postings;
      let best = 0;
      for (let j = 0; j < list.length; j += 5) {
        const [i, g, weight, body, heads] = list.slice(j, j + 5), bit = 1 << i;
        const section = (id) => { let s = found.get(id); if (!s) found.set(id, s = { x: some(), heading: 0, words: 1, pairs: 0, headPairs: 0 }); return s; };
        if (body) eachPlace(g, body, table, (id, count, next) => { const s = section(id); better(s.x, i, weight, inText(count), W.ks); s.pairs |= next >> 1 & bit; });
        if (heads) eachPlace(g, heads, table, (id, count, next) => { const s = section(id); s.words = wordsOf(count); better(s.x, i, weight, inHeading(s.words), W.ks); s.heading |= bit; s.headPairs |= next >> 1 & bit; });
      }
      for (const [id, s] of found) {
        const exact = s.heading === all && (stops || s.headPairs === all >> 1);
        const words = run(s.pairs), v = W.section * sum(s.x) + close(words) + (exact ? named(s.words) : s.heading === all ? W.section * total * W.allHeading : 0);
        if (words > a.run) a.run = words;
        if (v > best) { best = v; a.section = id; a.exact = exact; }
      }
      a.x = (a.start + best) * a.factor;
    }
    const inOrder = (a, b) => b.x - a.x || a.page - b.page;
    function rank(list, n) {
      const top = [];
      for (const a of list.sort((a, b) => b.most - a.most || a.page - b.page)) {
        if (top.length && top.length % n === 0 && a.most < top.sort(inOrder)[n - 1].x) break;
        sections(a);
        top.push(a);
      }
      return top.sort(inOrder).slice(0, n);
    }
    return { found, rank };
  }

  // hasPhrase looks into the texts of a page; of what is cut off there, its postings tell.
  function hasPhrase(r, phrase) {
    const beyond = r.run > 1 && r.run >= phrase.filter((w) => !index.stop.has(w)).length;
    return [r.record.title, ...r.record.sections.flatMap((s) => [s.heading, s.text])].some((text) => {
      const words = tokens(text);
      return beyond && text.endsWith('…') || words.some((_, i) => phrase.every((w, j) => words[i + j] === w));
    });
  }

  function show(r, forms) {
    const { sections, ...page } = r.record, about = sections[r.section];
    const s = about?.text || about?.sort ? about : sections.find((x) => x.text) ?? { text: '' };
    const { anchor, heading, sort, who } = about?.heading && (!r.titled || r.exact) ? about : { anchor: '', heading: '', sort: '', who: '' };
    const hits = scan(s.text, forms), { at, ...part } = snippet(s.text, hits);
    const hash = anchor.replace(/[%"<> ]/g, encodeURIComponent) + (sort || r.exact || anchor && s !== about ? '' : quote(s.text, at));
    return { ...page, anchor, href: page.url + (hash && '#' + hash), heading, ...part, sort, who, kindLabel: index.kinds.get(page.kind) || page.kind, statusLabel: index.statuses.get(page.status) || page.status };
  }

  async function run(q, limit, lost, facets, today) {
    const quoted = new Set(q.phrases.flat());
    const meant = (word) => expand(word, q.typing && word === q.words.at(-1), quoted.has(word), lost);
    const [terms, wishes, without] = await Promise.all([
      Promise.all(q.words.map(async (word) => {
        const groups = await meant(word);
        return !groups.size && !quoted.has(word) && await halve(word, lost) || { word, groups };
      })).then((list) => list.flat().slice(0, WORDS)),
      Promise.all(q.filters.map(async (f) => ({ ...f, values: await (await filters(lost))?.choose(f, today, lost) }))),
      Promise.all(q.without.map((w) => lookup(w, lost))),
    ]);
    // A slip with the shift key parts a word: what nobody wrote in parts is taken as a whole.
    for (const [parts, word] of q.camels) {
      const at = terms.findIndex((t) => t.word === parts[0]), known = (t) => [...t.groups.values()].some((e) => e.how !== 'spelling');
      if (terms.slice(at, at + parts.length).every(known)) continue;
      const groups = await meant(word);
      if (at >= 0 && groups.size) terms.splice(at, parts.length, { word, groups });
    }
    const pagesOf = (groups) => { const s = new Set(); for (const g of groups) if (g) try { eachPosting(g, (p) => s.add(p.page)); } catch { lost.add(`t/${g.key}`); } return s; };
    const forms = new Map();
    terms.forEach((t, i) => {
      t.forms = new Map();
      for (const [g, e] of t.groups) for (const f of e.how === 'prefix' ? g.forms.filter((x) => x.startsWith(t.word)) : g.forms) { t.forms.set(f, e); if (!forms.has(f)) forms.set(f, i); }
    });
    let { found, rank } = score(terms, q.stops, lost);
    const not = pagesOf(without), chosen = {}, kept = {}; // kept: the pages that one key leaves
    for (const w of wishes) {
      for (const { value, label, pages } of w.values ?? []) {
        if (!w.not) (chosen[w.key] ??= []).push({ value, label });
        for (const p of pages) (w.not ? not : kept[w.key] ??= new Set()).add(p);
      }
    }
    const sets = Object.entries(kept), pass = (page, but) => sets.every(([key, pages]) => key === but || pages.has(page));
    if (!terms.length && wishes.some((w) => w.values?.length)) {
      found = (await (await filters(lost)).order(lost)).map((page) => ({ page }));
      rank = (list, n) => list.slice(0, n);
    }
    let open = found.filter((r) => !not.has(r.page) && terms.every((t, i) => !quoted.has(t.word) || r.mask[i]));
    found = sets.length ? open.filter((r) => pass(r.page)) : open;
    const fill = async (list) => { await Promise.all(list.map(async (r) => { r.record ??= await record(r.page, lost); })); };
    if (q.phrases.length) {
      found = rank(found, PHRASE_PAGES);
      await fill(found);
      open = found = found.filter((r) => r.record && q.phrases.every((p) => hasPhrase(r, p)));
    }
    const shown = q.phrases.length ? found.slice(0, limit) : rank(found, limit);
    await fill(shown);
    return {
      results: shown.filter((r) => r.record).map((r) => show(r, forms)),
      total: found.length,
      filters: chosen,
      ignored: wishes.filter((w) => w.values && !w.values.length).map(({ key, value }) => ({ key, value })),
      facets: await count(facets, lost, (key) => {
        const marks = new Uint8Array(index.pages);
        for (const r of open) if (pass(r.page, key)) marks[r.page] = 1;
        return marks;
      }),
      terms: terms.map((t) => {
        const best = [...t.groups.values()].reduce((a, b) => (b.weight > a.weight ? b : a), { weight: 0, how: '', as: '' });
        return { word: t.word, how: best.how, as: best.as };
      }),
    };
  }

  return { index, run, count, failed: new Set() };
}

// quote is a text fragment for some words around a place: whole words within one block, as browsers want them.
function quote(text, at) {
  if (at === undefined) return '';
  const words = /(?:\S+ ){0,2}\S*$/.exec(text.slice(Math.max(0, at - 121), at))[0] + /^\S+(?: \S+){0,4}/.exec(text.slice(at))[0];
  return words.length > 120 || /\p{Cs}/u.test(words) ? '' : ':~:text=' + encodeURIComponent(words).replace(/-/g, '%2D');
}

// snippet cuts the part of a text that has most of the query: { snippet, marks, at }, at is the first word marked.
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
  let at;
  for (const h of hits) {
    if (h.from < from || h.to > to) continue;
    at ??= h.from;
    const m = [h.from - from + before.length, h.to - from + before.length], last = marks.at(-1);
    if (last && m[0] <= last[1]) last[1] = Math.max(last[1], m[1]); else marks.push(m);
  }
  return { snippet: before + text.slice(from, to) + (to < text.length ? ' …' : ''), marks, at };
}
