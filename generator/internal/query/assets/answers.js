// Answers questions such as "who decides refunds above 500 EUR?" from the files
// beside it. The Go package query wrote them and gives the same answers; why it
// is done so stands there. search.js loads this only where there are answers.
//
//   const answers = await open({ get, tokens, fold, distance })
//   await answers.ask('who decides refunds?')
//     [{ url, anchor, href, title, sentence, snippet, marks, sort, who, with, limit, source, kind, note, more }]
//
//   sort      decision, area, not-ours (another team's, as a charter tells), nobody (amounts that no charter decides)
//   title     the topic or area as written
//   sentence  who decides or owns it, whole and ready to show
//   who       name of the team or role; '' of nobody
//   with      names of those whom it asks or tells, or who hear of it; '' for none
//   limit     the amounts: 'up to 500 EUR'; '' for all
//   snippet   the line of the charter as written; marks is empty
//   source    title of the charter; kind its kind. url and anchor lead to the line in it
//   more      { url, anchor, href } of the page that shows all who decide it; null when there is none
//   note      who else claims it, or in which unit the question was read; '' as a rule

const FORMAT = 1;
const SORT = { o: 'area', b: 'bar', f: 'action', p: 'promise' }; // of a team's lines that are asked for; else decisions

export async function open({ get, tokens, fold, distance }) {
  const read = async (path, init) => new Response(await get(path, init)).json();
  const root = await read('answers.bin', { cache: 'no-cache' }), { ends, scales } = root, units = { __proto__: null, ...root.units };
  if (root.format !== FORMAT) throw new Error('answers of another format');
  // span reads the parts of a list in which the keys from one to another stand, each once.
  const span = (parts, unpack, from, to = from) => {
    const i = (key) => Math.max(0, parts.findLastIndex((p) => p.from <= key));
    return Promise.all(parts.slice(i(from), i(to) + 1).map((p) => p.read ??= Promise.resolve(p.data ?? read(p.file)).then(unpack).catch((e) => { p.read = null; throw e; })));
  };
  const rows = async (entry) => (await span(root.rows, (x) => x, entry))[0][entry];
  const back = (s) => [...s].reverse().join('');
  const here = new Map(Object.entries(root.here));
  const words = (from, to) => span(root.words, (list) => new Map(list.flatMap(([common, ends, ...word]) => ends.split(' ').map((e) => [common + e, word]))), from, to);
  const roles = new Map(Object.entries(root.roles).flatMap(([role, words]) => words.split(' ').map((w) => [w, role])));
  const bounds = [...new Set([...Object.keys(ends), ...Object.keys(root.units)].flatMap((s) => s.split(' ')))].filter((w) => [...w].length > 3).sort();
  const amounts = new RegExp(root.amount.replaceAll('@', () => root.figure), 'gu');

  // number gives NaN for what can be read in two ways.
  function number(s) {
    s = s.replace(/[ '’]|[.,](?=\d{3}[.,]\d)/g, '').replace(/,(?=\d{3}$)/, '').replace(',', '.');
    return /^\d{1,3}\.\d{3}$/.test(s) ? NaN : +s;
  }

  // figure reads the six parts of a figure.
  const figure = ([sign, n, scale, unit, by, often]) => [number(n ?? '') * (scales[scale] ?? 1), (units[unit ?? sign] ?? '') + (by ? '/' + units[by] : '') + (units[often] ?? '')];

  // amountIn finds the amounts in a folded question, [unit, from, to], and what is left of it.
  function amountIn(text) {
    for (const m of text.matchAll(amounts)) {
      const [n, unit] = figure(m.slice(3, 9)), [high, highUnit] = figure(m.slice(9, 15)), both = m[10], glued = m[16] ?? '';
      let end = ends[m[2]];
      if (glued && !(both ? highUnit : unit) || n && !both && !end && !unit && (here.has(m[4]) || n >= 1900 && n < 2100)) continue;
      end ??= ends[m[15]];
      const step = root.step * (1 + n); // what lies between an amount and the next
      return [isNaN(n) ? 0
        : both && high >= n && (!unit || !highUnit || unit === highUnit) ? [unit || highUnit, n, high]
          : end < 3 ? [unit, 0, end > 1 ? n - step : n] : end < 5 ? [unit, end < 4 ? n + step : n, Infinity] : [unit, n, n],
      text.slice(0, m.index) + ' ' + text.slice(m.index + m[0].length - glued.length)];
    }
    return [0, text];
  }

  // lookup finds the words that a word may mean: [[word, tenths]].
  async function lookup(w) {
    const same = await exact(w), letters = [...w], n = letters.length;
    if (same) return [[same, 10]];
    if (n < 4 || /^[0-9]/.test(w)) return [];
    const first = letters.slice(0, 2).join(''), last = letters.slice(-2).join(''), slips = new Map(), put = (m, word, k) => m.set(word, Math.max(m.get(word) ?? 0, k));
    const near = (await words(first, first + '\uffff')).flatMap((forms) => [...forms]);
    if (root.back.length) {
      for (const f of (await span(root.back, (s) => s.split(' ').map(back), back(last), back(last) + '\uffff')).flat()) {
        if (distance(w, f, 1) < 2) near.push([f, (await words(f))[0].get(f)]);
      }
    }
    let like = new Map(), best = Math.max(4, n - 3);
    for (const [f, word] of near) {
      if (distance(w, f, 1) < 2 && (f.startsWith(first) || f.endsWith(last))) put(slips, word, f[0] === w[0] ? 8 : 7);
      let k = 0;
      while (k < f.length && f[k] === w[k]) k++;
      if (n < 5 || k < best || Math.abs(f.length - n) > 3) continue;
      if (k > best) { best = k; like = new Map(); }
      put(like, word, 7);
    }
    return [...slips.size ? slips : like];
  }

  const exact = async (w) => here.get(w) ?? (await words(w))[0].get(w);

  // mended takes slips out of words that bound an amount or are units.
  async function mended(text) {
    const by = new Map();
    await Promise.all((text.match(/[\p{L}\p{M}]+/gu) ?? []).map(async (w) => {
      const bound = bounds.includes(w) || [...w].length < 4 || roles.has(w) ? '' : bounds.find((b) => distance(w, b, 1) < 2);
      if (bound && !await exact(w)) by.set(w, bound);
    }));
    return text.replace(/[\p{L}\p{M}]+/gu, (w) => by.get(w) ?? w);
  }

  async function ask(question) {
    let text = fold(question.slice(0, 500)).replace(/\s+/g, ' ').trim();
    if (/[0-9]/.test(text)) text = await mended(text);
    const [limit, rest] = amountIn(text), all = tokens(rest);
    const found = new Map(await Promise.all(all.filter((w) => !roles.has(w)).map(async (w) => [w, await lookup(w)])));
    const words = [], soft = [], instead = [], named = {};
    let what = '', any = limit, alone, money, subject = -1, person, free, last;
    for (const w of all) {
      named[units[w]?.replace('/', '')] = 1;
      let r = roles.get(w);
      const verb = last === 'w', mean = found.get(w);
      if (!r && (verb ? mean[0]?.[1] !== 10 : w.length > 4 && !mean.length)) {
        r = roles.get([...roles.keys()].find((f) => (f.length > 4 || verb && f.length > 3 && roles.get(f) === 'o') && distance(w, f, 1) < 2));
      }
      last = r;
      if (!r) { if (!words.includes(w) && words.length < 16) words.push(w); }
      else if (r === 'w') person = any = true;
      else if (r === 'q') any = true;
      else if (r === 'm') { if (!person && subject < 0) subject = words.length; any ||= !words.length; }
      else if (r === 'u') { person = true; if (subject === words.length) subject = -1; }
      else if (r === 'x') free = true;
      else if (r !== '-') {
        const asks = 'doabfp'.includes(r);
        if (asks && free) { alone = true; free = false; continue; }
        if (asks) any = true;
        if (asks && (!what || what === 'a' && r === 'o')) what = r;
        if (r === 's') money = true;
        if (r === 'l') alone = true;
        if (r === 's' || asks && r !== what) instead.push(w);
        soft.push(w);
      }
    }
    if (!words.length && subject < 0) {
      words.push(...instead.slice(0, 16));
      for (const w of words) found.set(w, await lookup(w));
    }

    const hits = {}, each = ([weight, posts], f) => { for (let j = 0, key = 0; j < posts.length; j += 2) f(key += posts[j], weight, posts[j + 1]); };
    const weights = words.map((w, i) => {
      const mean = found.get(w);
      for (const [word, k] of mean) {
        each(word, (key, weight, total) => {
          const h = hits[key] ??= { entry: key >> 14, kind: key >> 11 & 7, total, x: words.map(() => 0), soft: 0 };
          h.x[i] = Math.max(h.x[i], weight * k);
        });
      }
      return 10 * Math.max(...mean.map(([f]) => f[0]), mean.length ? 0 : root.unknown);
    });
    for (const w of soft) if (here.has(w)) each(here.get(w), (key, weight) => { if (hits[key]) hits[key].soft += weight * 10; });
    const sorted = Object.values(hits);

    // team is the one that neighbouring words name, and mask says which they are.
    let team = -1, mask = [];
    for (const h of sorted) {
      const its = [...words.keys()].filter((i) => h.x[i]);
      if (h.kind === 2 && its.length > mask.length && its.reduce((s, i) => s + h.x[i], 0) === h.total && its.at(-1) - its[0] < its.length) { team = h.entry; mask = its; }
    }
    const forced = team >= 0 && mask[0] === subject, best = {};
    for (const h of sorted) {
      for (const leave of [[], mask]) {
        let have = h.soft, want = have;
        weights.forEach((w, i) => { if (!leave.includes(i)) { have += h.x[i]; want += w; } });
        const said = h.kind > 2, share = have / want, named = have / h.total, prior = root.prior[what][h.kind];
        const good = said ? any && (what ? share >= 0.6 : share > 0.99 && named >= 0.4)
          : share > 0.99 ? any || named >= 0.6 : share >= 0.8 && named >= 0.8 || any && named >= 0.5 && share >= (named > 0.99 ? 0.5 : 0.6);
        let score = have / (0.7 * want + 0.3 * h.total) * prior;
        if (leave.length && !forced) score *= 0.95;
        if (prior && good && !(best[h.entry]?.score >= score)) best[h.entry] = { ...h, score, team: leave.length, last: said && !what };
      }
    }
    const top = Object.values(best).sort((a, b) => a.last - b.last || b.score - a.score).filter((c, _, [b]) => c.score >= 0.9 * b.score && c.kind === b.kind);
    const fits = ([units, from, to, base, by]) => !limit || !units
      || (units.includes(limit[0]) || limit[0] === base && named[by]) && Math.max(limit[1], from) <= Math.min(limit[2], to ?? Infinity);
    let told = [];
    if (team >= 0 && mask.length === words.length && (forced || !top.length) && any) {
      told = (await rows(team)).filter((a) => a[0] === (SORT[what] ?? 'decision') && fits(a.slice(15)) && (!money || a[15]?.[1] === ''));
    } else {
      for (const c of top) {
        const fitting = (await rows(c.entry)).filter((a) => fits(a.slice(15)) && (!a[3] || limit));
        told.push(...limit ? fitting.sort((a, b) => !!b[15] - !!a[15]) : fitting);
      }
      const own = told.filter((a) => (forced || top[0].team) && a[1].includes(team));
      if (own.length) told = own;
    }
    const unasked = told.filter((a) => a[2]);
    if (alone && unasked.some((a) => a[2] > 1)) told = unasked;
    const place = (address) => { const [url, id = ''] = address.split('#'); return { url, anchor: decodeURIComponent(id), href: address }; };
    return told.slice(0, 8).map(([sort, , , , sentence, address, snippet, why, who, having, amount, title, source, kind, more, units]) => ({
      ...place(address), title, sentence, snippet, marks: [], sort, who, with: having, limit: amount, source, kind, more: more ? place(more) : null,
      note: [why, units && /^(\/|$)/.test(limit[0]) && `The question names no unit; it is read as ${units[0].replace('/', ' a ')}.`].filter(Boolean).join(' '),
    }));
  }
  return { ask };
}
