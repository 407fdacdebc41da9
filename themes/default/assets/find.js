// What a search field does: results while typing, cards, filters, keys. remit.js fetches it when a field is first used.
// Everything shown is made as text nodes: titles and texts are what authors wrote.

const STEP = 8, LONGEST = 200, RECENT = 5, NEAR = 5;
const FILTERS = ['kind', 'team', 'tag', 'status', 'year'];
const doc = document;
const one = (query, within = doc) => within.querySelector(query), all = (query, within = doc) => [...within.querySelectorAll(query)];
const make = (name, props, ...children) => { const e = Object.assign(doc.createElement(name), props); e.append(...children); return e; };
const said = (text, values) => text.replace(/\{(\w+)\}/g, (_, key) => values[key]);
let ids = 0;

// finder makes a field work with what stands in its box: a status line and a place for results. It uses of remit.js
// engine(), words, base, at(path), the reader's storage (recall, keep) and tag(day), which tells what is due or overdue.
export function finder(box, { engine, words, base, at, recall, keep, tag }) {
  const field = one('input', box), status = one('[role=status]', box), hits = one('.hits', box);
  const page = box.matches('[data-address]'); // the search page keeps its state in the address
  const dialog = box.closest('dialog'), wider = one('[data-wider]', box);
  const chosen = new Map(); // filter -> its values
  const chips = make('div', { className: 'chips', role: 'group', ariaLabel: words.kinds, hidden: true }), selects = make('div', { className: 'selects', hidden: true });
  status.before(chips, selects);
  const kinds = new Map(); // their labels
  let turn = 0, shown = null, timer, quiet, slow; // shown is the wish whose results stand there
  const wish = () => JSON.stringify([asked(), ...chosen]);
  const asked = () => field.value.trim().slice(0, LONGEST);

  // What is said waits for a pause in typing, so that it can be heard.
  function say(text) {
    clearTimeout(quiet);
    quiet = setTimeout(() => { if (status.textContent !== text) status.textContent = text; }, 250);
  }

  // ---- results

  // place is the address of a result; null when it would lead away from the site.
  function place(r) {
    const path = r.href || r.url + (r.anchor ? '#' + r.anchor : ''), to = URL.canParse(path, base) && new URL(path, base);
    return to && to.protocol === base.protocol && to.host === base.host ? to : null;
  }

  // marked appends text with the stretches [from, to) of marks set off.
  function marked(into, text, marks = []) {
    let at = 0;
    for (const [from, to] of marks) {
      if (from < at || to > text.length) continue;
      into.append(text.slice(at, from), make('mark', { textContent: text.slice(from, to) }));
      at = to;
    }
    into.append(text.slice(at));
    return into;
  }

  const link = (to, text, className = '') => make('a', { href: to.href, className }, make('bdi', { textContent: text }));

  // line joins what there is of a few texts and nodes; null when there is nothing.
  function line(className, ...parts) {
    const p = make('p', { className });
    for (const part of parts.filter(Boolean)) p.append(p.firstChild ? ' · ' : '', part.nodeType ? part : make('bdi', { textContent: part }));
    return p.firstChild && p;
  }

  const strong = text => text && make('b', { textContent: text });

  // item puts a link and what tells more about it into a list. The link is heard with its second line.
  function item(a, className, ...lines) {
    const about = lines[0];
    if (about) { about.id = 'r:hit-' + ++ids; a.setAttribute('aria-describedby', about.id); }
    return make('li', { className }, a, ...lines.filter(Boolean));
  }

  function date(day) {
    const d = new Date(day);
    return /^\d{4}-\d\d-\d\d$/.test(day) && !isNaN(d) && new Intl.DateTimeFormat(doc.documentElement.lang.replace(/^en$/, 'en-GB'), { dateStyle: 'long', timeZone: 'UTC' }).format(d);
  }

  const sortOf = sort => sort && words['sort.' + sort] || '';

  // source says in what page a statement stands.
  const source = (r, title) => title && [r.kindLabel, title].filter(Boolean).join(': ');

  // A page is told by its title and its best section, a statement by itself.
  function hit(r) {
    const to = place(r);
    if (!to) return '';
    const sort = sortOf(r.sort), a = link(to, sort ? r.heading : r.title || r.url);
    if (!sort && r.heading && r.heading !== r.title) a.append(' ', make('span', { className: 'part' }, make('bdi', { textContent: r.heading })));
    return item(a, '', line('meta', strong(sort || r.kindLabel), sort ? r.who : r.owner, sort ? source(r, r.title) : date(r.day), tag(r.due)), r.snippet && marked(make('p', { dir: 'auto' }), r.snippet, r.marks));
  }

  // An answer is a card: who decides or owns, about what, and where that is written. The sentence says as a rule with
  // whom and up to what.
  function card(r) {
    const to = place(r), more = r.more && place(r.more), unsaid = (part, text) => part && !r.sentence.includes(part) && text;
    if (!to) return '';
    return item(link(to, r.sentence), 'answer',
      line('meta', strong(sortOf(r.sort)), r.title, unsaid(r.limit, r.limit), unsaid(r.with, said(words.with, { names: r.with })), r.note),
      line('meta', source({ kindLabel: kinds.get(r.kind) }, r.source)),
      more && line('meta', link(more, said(r.sort === 'decision' ? words.more : words['more.area'], { topic: r.title }))));
  }

  const list = (className, items) => make('ul', { className, role: 'list', ariaLabel: words[className] }, ...items);

  // again is a button that shows the next results. The reader goes on with the first of them.
  function again(found, count) {
    if (found.total <= count) return '';
    const button = make('button', { type: 'button', className: 'button', textContent: words.next });
    button.onclick = async () => {
      button.ariaBusy = 'true';
      const old = all('.results > li', hits).length;
      if (await run(count + STEP)) (all('.results > li > a', hits)[old] || all('.hits a', box).at(-1))?.focus();
    };
    return make('p', { className: 'again' }, button);
  }

  function show(found, count, near) {
    const { answers = [], results, terms = [], ignored = [] } = found, n = found.total + answers.length;
    const of = how => terms.filter(t => t.how === how), spelled = of('spelling').map(t => t.as);
    const missing = [...of('').map(t => t.word), ...ignored.map(f => `${f.key}:${f.value}`)];
    hits.replaceChildren(
      ...answers.length ? [list('answers', answers.map(card))] : [],
      ...n ? [list('results', results.map(hit)), again(found, count)] : nothing(near));
    if (count <= STEP) hits.scrollTop = 0;
    say([n === 0 ? words.none : n === 1 ? words.one : said(words.many, { n }),
      spelled.length && said(words.spelled, { words: spelled.join(' ') }),
      n && missing.length && said(words.missing, { words: missing.join(' ') }),
      found.lost && words.lost].filter(Boolean).join(' '));
  }

  // ---- nothing found, nothing asked

  // nearest looks for something else when nothing was found: the words alone, then the beginning of the longest.
  async function nearest(e, query) {
    const plain = query.replace(/(^|\s)-\S+|\b\w+:("[^"]*"|\S+)|"/gi, ' ').trim();
    const longest = plain.split(/\s+/).sort((a, b) => b.length - a.length)[0];
    for (const [q, title] of [[chosen.size || plain !== query ? plain : '', words.without], [longest.slice(0, Math.max(3, longest.length * 0.6)), words.near]]) {
      const found = q && await e.search(q, { limit: NEAR });
      if (found && found.results.length) return { title, results: found.results };
    }
  }

  // Ways on that every site has, with the words that the page has for them anyway.
  function ways() {
    const links = ['all/', 'ask/'].map(path => all('.end a, .side a').find(a => a.href === at(path))).filter(Boolean);
    return line('ways', ...links.map(a => link(a, a.textContent)));
  }

  function nothing(near) {
    const rest = [make('p', { textContent: words.nobody }), ways()];
    return near ? [make('h2', { textContent: near.title }), list('results', near.results.map(hit)), ...rest] : rest;
  }

  const recent = () => { try { return JSON.parse(recall('remit-recent') || '[]').filter(q => typeof q === 'string').slice(0, RECENT); } catch { return []; } };

  // rest is what an empty field shows: what was looked for before on this device, and how to ask for less.
  function rest() {
    shown = null;
    chips.hidden = true;
    const again = recent().map(q => {
      const b = make('button', { type: 'button', className: 'button' }, make('bdi', { textContent: q }));
      b.onclick = () => { field.value = q; field.focus(); run(); };
      return make('li', {}, b);
    });
    const clear = make('button', { type: 'button', className: 'plain', textContent: words.clear });
    clear.onclick = () => { keep('remit-recent', ''); field.focus(); rest(); };
    const ask = make('p', { className: 'narrow' }, words.narrow);
    for (const how of [...FILTERS.map(f => f + ':'), ...words.syntax.split(', ')]) ask.append(' ', make('code', { textContent: how }));
    hits.replaceChildren(...again.length ? [make('h2', { textContent: words.recent }), list('recent', again), clear] : [], ask);
    say('');
  }

  // ---- filters

  // typedOf matches what stands in the field of a filter.
  const typedOf = key => new RegExp(`(?<!\\S)(?:${key}${{ kind: '|type', team: '|owner' }[key] || ''}):(?:"([^"]*)"?|(\\S+))`, 'gi');

  // on gives those of a filter's values that hold: they were chosen, or typed by name.
  function on(key, values) {
    const names = [...asked().matchAll(typedOf(key))].map(m => (m[1] ?? m[2]).toLowerCase());
    return [...chosen.get(key) || [], ...values.filter(v => names.includes(v.value) || names.includes(v.label.toLowerCase())).map(v => v.value)];
  }

  // choose sets the values of a filter. What was typed of it goes: it says the same in the field.
  function choose(key, values) {
    set(key, values);
    field.value = field.value.replace(typedOf(key), ' ').trim();
    write(true);
    run();
  }

  const set = (key, values) => { values.length ? chosen.set(key, values) : chosen.delete(key); };

  // narrow shows how many pages each value of a filter would leave. What stands there stays: the reader may be on it.
  function narrow({ kind = [], ...rest } = {}) {
    const kinds = on('kind', kind), kept = [];
    const chip = (value, label, count, pressed, next) => {
      const old = all('button', chips).find(b => b.value === value), b = old || make('button', { type: 'button', value });
      b.replaceChildren(label, ...count ? [' ', make('span', { className: 'n', textContent: count })] : []);
      b.ariaPressed = pressed;
      b.onclick = () => choose('kind', next);
      kept.push(b);
      if (!old) chips.append(b);
    };
    chip('', words.every, 0, !kinds.length, []);
    for (const { value, label, count } of kind) chip(value, label, count, kinds.includes(value), kinds.includes(value) ? kinds.filter(k => k !== value) : [...kinds, value]);
    for (const b of all('button', chips)) b.hidden = !kept.includes(b);
    chips.hidden = kept.length < 3 && !kinds.length;
    for (const key of page ? FILTERS.slice(1) : []) {
      let select = one(`[name=${key}]`, selects);
      if (!select) {
        select = make('select', { name: key, onchange: () => choose(key, select.value ? [select.value] : []) });
        selects.append(make('label', {}, words[key], ' ', select));
      }
      const values = rest[key] || [], now = on(key, values)[0] || '';
      select.replaceChildren(new Option(words.any, ''), ...values.map(v => new Option(`${v.label} (${v.count})`, v.value)));
      if (now && !values.some(v => v.value === now)) select.append(new Option(now));
      select.value = now;
      select.parentElement.hidden = select.options.length < 2;
    }
    selects.hidden = all('label', selects).every(l => l.hidden);
  }

  function read() {
    const asked = new URLSearchParams(location.search);
    field.value = (asked.get('q') || '').slice(0, LONGEST);
    for (const key of FILTERS) set(key, asked.getAll(key));
  }

  // write keeps the search in the address; a step is one to which Back leads.
  function write(step) {
    const u = new URL(page ? location.href : new URL('search/', base));
    for (const key of ['q', ...FILTERS]) u.searchParams.delete(key);
    if (asked()) u.searchParams.set('q', asked());
    for (const [key, values] of chosen) for (const v of values) u.searchParams.append(key, v);
    if (wider) wider.href = u.href;
    if (page && u.href !== location.href) history[step ? 'pushState' : 'replaceState'](null, '', u);
  }

  // ---- searching

  // run shows what the field asks for; true when that is done. An answer that comes after a newer question is dropped,
  // and what stands there stays until the new is there.
  async function run(count = STEP) {
    clearTimeout(timer);
    clearTimeout(slow);
    const mine = ++turn, query = asked(), wanted = wish();
    for (const group of page ? all('main .group') : []) group.hidden = query || chosen.size;
    if (!query && !chosen.size) { hits.ariaBusy = null; rest(); return false; }
    hits.ariaBusy = 'true';
    slow = setTimeout(() => say(words.wait), 300);
    try {
      const e = await engine(), found = await e.search(query, { limit: count, filters: Object.fromEntries(chosen), facets: page ? FILTERS : ['kind'] });
      const near = mine === turn && !found.results.length && !found.answers?.length ? await nearest(e, query) : null;
      if (found.answers?.length && !kinds.size) for (const { value, label } of (await e.facets(['kind'])).kind) kinds.set(value, label);
      if (mine !== turn) return false;
      narrow(found.facets);
      show(found, count, near);
      shown = wanted;
      return true;
    } catch {
      if (mine !== turn) return false;
      hits.replaceChildren(ways());
      say(words.fail);
      return false;
    } finally {
      if (mine === turn) { clearTimeout(slow); hits.ariaBusy = null; }
    }
  }

  // Parts of the index are fetched from the third letter on; for a shorter word the reader has to pause.
  function typed(e) {
    if (e.isComposing) return;
    clearTimeout(timer);
    write();
    const n = [...asked()].length;
    timer = setTimeout(run, n === 0 || n > 2 ? 60 : 350);
  }
  field.maxLength = LONGEST;
  field.addEventListener('input', typed);
  field.addEventListener('compositionend', typed);

  // open follows the first link, of what is asked now: what stands there may belong to the words before.
  async function open({ ctrlKey, metaKey }) {
    if (shown === wish() || await run()) one('a', hits)?.dispatchEvent(new MouseEvent('click', { ctrlKey, metaKey, bubbles: true, cancelable: true }));
  }

  // Arrows move the real focus over real links; typing goes back to the field.
  box.addEventListener('keydown', e => {
    const here = doc.activeElement;
    if (e.isComposing || e.altKey || here.matches('select')) return;
    const items = all('a, button', hits), at = items.indexOf(here), inField = here === field, go = to => { e.preventDefault(); to?.focus(); };
    const row = all('button', chips).filter(b => !b.hidden), chip = row.indexOf(here), step = { ArrowRight: 1, ArrowLeft: -1 }[e.key] * (getComputedStyle(chips).direction === 'rtl' ? -1 : 1);
    if (e.key === 'ArrowDown') go(items[at + 1] || field);
    else if (e.key === 'ArrowUp') go(inField ? items.at(-1) : items[at - 1] || field);
    else if (at >= 0 && e.key === 'Home') go(items[0]);
    else if (at >= 0 && e.key === 'End') go(items.at(-1));
    else if (chip >= 0 && step) go(row[(chip + step + row.length) % row.length]);
    else if (inField && e.key === 'Enter') { e.preventDefault(); open(e); }
    else if (!inField && (e.key.length === 1 && e.key !== ' ' || e.key === 'Backspace') && !e.ctrlKey && !e.metaKey) field.focus();
  });

  // Not only the link of a result is to be seen, but all of it.
  hits.addEventListener('focusin', e => e.target.closest('li')?.scrollIntoView({ block: 'nearest' }));

  // A result that was opened was what the reader looked for. One on this very page is behind the dialog.
  hits.addEventListener('click', e => {
    const a = e.target.closest('a'), query = asked();
    if (!a) return;
    if (query) keep('remit-recent', JSON.stringify([query, ...recent().filter(q => q !== query)].slice(0, RECENT)));
    if (dialog && !e.ctrlKey && !e.metaKey && !e.shiftKey && a.pathname === location.pathname && a.host === location.host) dialog.close();
  });

  for (const [key, does] of wider ? [['↑ ↓', words.choose], ['↵', words.open], ['Esc', words.leave]] : []) wider.before(make('span', {}, make('kbd', { textContent: key }), ' ', does), ' ');
  if (page) {
    addEventListener('popstate', () => { if (box.isConnected) { read(); run(); } });
    if (!field.value) read();
  }
  write();
  run();
  return { run };
}
