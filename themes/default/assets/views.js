// For derived pages alone: filters, facets that combine, and what is new since the last visit. Without it the lists are
// whole and each facet is a page of its own.
(() => {
  const doc = document;
  const all = (query, within = doc) => [...within.querySelectorAll(query)];
  const make = (name, props, ...children) => { const e = Object.assign(doc.createElement(name), props); e.append(...children); return e; };
  const plain = text => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  const rowsOf = list => all(':scope > tbody > tr, :scope > li', list);
  const remember = (name, values) => {
    const u = new URL(location.href);
    u.searchParams.delete(name);
    for (const v of values) u.searchParams.append(name, v);
    history.replaceState(null, '', u);
  };

  // A row is shown when it has all words of the filter and, of each sort of facet that is chosen, one.
  function lists() {
    const kept = new Map(); // list -> { words, facets, say }
    const state = list => {
      if (!kept.has(list)) {
        const say = make('p', { className: 'filtered' });
        say.setAttribute('role', 'status');
        (list.closest('.tbl') || list).before(say);
        kept.set(list, { words: [], facets: new Set(), say });
      }
      return kept.get(list);
    };
    const show = list => {
      const { words, facets, say } = state(list), sorts = Map.groupBy(facets, f => f.split(':')[0]), rows = rowsOf(list);
      let n = 0;
      for (const row of rows) {
        const text = words.length ? plain(row.textContent) : '', has = (row.dataset.facets || '').split(' ');
        row.hidden = !(words.every(w => text.includes(w)) && [...sorts.values()].every(any => any.some(f => has.includes(f))));
        if (!row.hidden) n++;
      }
      say.textContent = words.length + facets.size ? `${n} / ${rows.length}` : '';
    };
    for (const field of all('[data-filter]')) {
      const list = doc.getElementById(field.dataset.filter);
      if (!list) continue;
      const run = () => { state(list).words = plain(field.value).split(/\s+/).filter(Boolean); show(list); };
      field.hidden = false;
      field.placeholder ||= field.getAttribute('aria-label');
      field.oninput = () => { run(); remember('q', field.value.trim() ? [field.value.trim()] : []); };
      field.value = new URLSearchParams(location.search).get('q') || field.value;
      if (field.value) run();
    }
    for (const nav of all('[data-facets-of]')) {
      const list = doc.getElementById(nav.dataset.facetsOf);
      if (!list) continue;
      const links = all('[data-facet]', nav), { facets } = state(list);
      const mark = () => { for (const a of links) a.setAttribute('aria-pressed', facets.has(a.dataset.facet)); show(list); };
      for (const f of new URLSearchParams(location.search).getAll('facet')) if (links.some(a => a.dataset.facet === f)) facets.add(f);
      for (const a of links) {
        a.setAttribute('role', 'button');
        a.onclick = e => {
          if (e.ctrlKey || e.metaKey || e.shiftKey) return; // opens the page of the facet in a tab, as any link
          e.preventDefault();
          facets.delete(a.dataset.facet) || facets.add(a.dataset.facet);
          remember('facet', facets);
          mark();
        };
        a.onkeydown = e => { if (e.key === ' ') { e.preventDefault(); a.click(); } };
      }
      mark();
    }
  }

  // The day of the last visit is kept on this device alone.
  function news() {
    for (const list of all('[data-since]')) {
      const key = 'remit-since-' + list.dataset.since, today = new Date().toISOString().slice(0, 10);
      let last = '', before = '';
      try {
        [last, before] = (localStorage.getItem(key) || '|').split('|');
        if (last !== today) localStorage.setItem(key, today + '|' + (before = last));
      } catch { /* nothing is marked */ }
      if (!before) continue;
      for (const time of all('h2 > time[datetime]', list)) {
        if (time.dateTime < before || time.nextElementSibling?.matches('.fresh')) continue;
        time.after(' ', make('span', { className: 'tag info fresh', textContent: list.dataset.new }));
      }
    }
  }

  // A link to a row inside a closed box opens the box.
  function open() {
    const id = decodeURIComponent(location.hash.slice(1)), at = id && doc.getElementById(id);
    for (let e = at; e; e = e.parentElement) if (e.tagName === 'DETAILS') e.open = true;
    if (at) at.scrollIntoView();
  }

  lists();
  news();
  if (location.hash) open();
  addEventListener('hashchange', open);
  // An edit may bring new rows, and a new field; what was chosen is in the address.
  doc.addEventListener('remit:changed', () => { for (const old of all('.filtered')) old.remove(); lists(); news(); });
})();
