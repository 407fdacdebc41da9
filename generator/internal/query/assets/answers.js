// Answers questions such as "who decides refunds above 500 EUR?" from the files
// beside it. The Go package query wrote them and gives the same answers; why it
// is done so stands there. search.js loads this only where there are answers.
//
//   const answers = await open({ get, tokens, fold, distance })
//   await answers.ask('who decides refunds?')   [{ url, anchor, title, snippet, kind }]

export async function open({ get, tokens, fold, distance }) {
  const read = async (path, init) => new Response(await get(path, init)).json();
  const root = await read('answers.json', { cache: 'no-cache' }), { ends, scales } = root, units = { __proto__: null, ...root.units };
  // at gives the part of a list in which a key stands; it is read once.
  const at = (parts, key, unpack) => {
    const p = parts.findLast((p) => p.from <= key);
    return p.read ??= Promise.resolve(p.data ?? read(p.file)).then(unpack).catch((e) => { p.read = null; throw e; });
  };
  const rows = async (entry) => (await at(root.rows, entry))[entry];
  const formsFor = (w) => at(root.words, [...w].slice(0, 2).join(''),
    (words) => new Map(words.flatMap(([common, ends, ...word]) => ends.split(' ').map((e) => [common + e, word]))));
  const roles = new Map(Object.entries(root.roles).flatMap(([role, words]) => words.split(' ').map((w) => [w, role])));
  const amounts = new RegExp(root.amount.replaceAll('@', () => root.figure), 'gu');

  // number gives NaN for what can be read in two ways.
  function number(s) {
    s = s.replace(/[ '’]|[.,](?=\d{3}[.,]\d)/g, '').replace(/,(?=\d{3}$)/, '').replace(',', '.');
    return /^\d{1,3}\.\d{3}$/.test(s) ? NaN : +s;
  }

  // figure reads the six parts of a figure.
  const figure = ([sign, n, scale, unit, by, often]) => [number(n ?? '') * (scales[scale] ?? 1), (units[unit ?? sign] ?? '') + (by ? '/' + units[by] : '') + (units[often] ?? '')];

  // amountIn finds the amounts in a folded question, [unit, from, to], and what is left of it.
  function amountIn(text, known) {
    for (const m of text.matchAll(amounts)) {
      const [n, unit] = figure(m.slice(3, 9)), [high, highUnit] = figure(m.slice(9, 15)), both = m[10], glued = m[16] ?? '';
      let end = ends[m[2]];
      if (glued && !(both ? highUnit : unit) || n && !both && !end && !unit && (known(m[4]) || n >= 1900 && n < 2100)) continue;
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
  function lookup(w, forms) {
    if (forms.has(w)) return [[forms.get(w), 10]];
    const slips = new Map(), n = w.length, put = (m, word, k) => m.set(word, Math.max(m.get(word) ?? 0, k));
    let like = new Map(), best = Math.max(4, n - 3);
    if (n > 3) {
      for (const [f, word] of forms) {
        if (distance(w, f, 1) < 2) put(slips, word, f[0] === w[0] ? 8 : 7);
        let k = 0;
        while (k < f.length && f[k] === w[k]) k++;
        if (n < 5 || k < best || Math.abs(f.length - n) > 3) continue;
        if (k > best) { best = k; like = new Map(); }
        put(like, word, 7);
      }
    }
    return [...slips.size ? slips : like];
  }

  async function ask(question) {
    const text = fold(question.slice(0, 500)).replace(/\s+/g, ' '), forms = {};
    await Promise.all(tokens(text).map(async (w) => { forms[w] = await formsFor(w); }));
    const known = (w) => forms[w]?.get(w), [limit, rest] = amountIn(text, known);
    const words = [], soft = [], paid = [], named = {};
    let what = '', any = limit, alone, money, subject = -1, person, free;
    for (const w of tokens(rest)) {
      named[units[w]?.replace('/', '')] = 1;
      let r = roles.get(w);
      if (!r && w.length > 4 && !lookup(w, forms[w]).length) r = roles.get([...roles.keys()].find((f) => f.length > 4 && distance(w, f, 1) < 2));
      if (!r) { if (!words.includes(w) && words.length < 16) words.push(w); }
      else if (r === 'w') person = any = true;
      else if (r === 'q') any = true;
      else if (r === 'm') { if (!person && subject < 0) subject = words.length; any ||= !words.length; }
      else if (r === 'x') free = true;
      else if (r !== '-') {
        const asks = 'doa'.includes(r);
        if (asks && free) { alone = true; free = false; continue; }
        if (asks) any = true;
        if (asks && (!what || what === 'a' && r === 'o')) what = r;
        if (r === 's') money = paid.push(w);
        if (r === 'l') alone = true;
        soft.push(w);
      }
    }
    if (!words.length && subject < 0) words.push(...paid);

    const hits = {}, each = ([weight, posts], f) => { for (let j = 0; j < posts.length; j += 2) f(posts[j], weight, posts[j + 1]); };
    const weights = words.map((w, i) => {
      const found = lookup(w, forms[w]);
      for (const [word, k] of found) {
        each(word, (key, weight, total) => {
          const h = hits[key] ??= { entry: key >> 14, kind: key >> 12 & 3, total, x: words.map(() => 0), soft: 0 };
          h.x[i] = Math.max(h.x[i], weight * k);
        });
      }
      return 10 * Math.max(...found.map(([f]) => f[0]), found.length ? 0 : root.unknown);
    });
    for (const w of soft) if (known(w)) each(known(w), (key, weight) => { if (hits[key]) hits[key].soft += weight * 10; });
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
        let score = have / (0.7 * want + 0.3 * h.total) * root.prior[what][h.kind];
        if (leave.length && !forced) score *= 0.95;
        const share = have / want, named = have / h.total;
        if (h.kind < 2 && (share > 0.99 ? any || named >= 0.6 : any && named >= 0.5 && share >= (named > 0.99 ? 0.5 : 0.6)) && !(best[h.entry]?.score >= score)) best[h.entry] = { ...h, score, team: leave.length };
      }
    }
    const top = Object.values(best).sort((a, b) => b.score - a.score).filter((c, _, [b]) => c.score >= 0.9 * b.score && c.kind === b.kind);
    const fits = ([,,,,,,,, units, from, to, base, by]) => !limit || !units
      || (units.includes(limit[0]) || limit[0] === base && named[by]) && Math.max(limit[1], from) <= Math.min(limit[2], to ?? Infinity);
    let told = [];
    if (team >= 0 && mask.length === words.length && (forced || !top.length) && any) {
      told = (await rows(team)).filter((a) => (a[0] === 'area') === (what === 'o') && fits(a) && (!money || a[8]?.[1] === ''));
    } else {
      for (const c of top) {
        const here = (await rows(c.entry)).filter((a) => fits(a) && (!a[7] || limit));
        told.push(...limit ? here.sort((a, b) => !!b[8] - !!a[8]) : here);
      }
      const own = told.filter((a) => (forced || top[0].team) && a[1].includes(team));
      if (own.length) told = own;
    }
    const unasked = told.filter((a) => a[2]);
    if (alone && unasked.some((a) => a[2] > 1)) told = unasked;
    return told.slice(0, 8).map(([kind, , , title, address, clause, why, , units]) => {
      const [url, anchor = ''] = address.split('#');
      const snippet = [clause, why, /^(\/|$)/.test(limit[0]) && units?.[0].replace('/', ' a ')].filter(Boolean).join(' · ');
      return { url, anchor, title, snippet, kind };
    });
  }
  return { ask };
}
