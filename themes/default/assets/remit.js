// Loaded in <head>, blocking and small: a stored colour scheme is set before the first paint, all else waits for the
// document. Pages are whole without it. Everything shown is made as text nodes, so that Trusted Types can be enforced.
//
// page() is called for each page; what is to be done there stands in its list, as functions that get the words of the
// page and a signal, which ends what they have added to the window or the document. once() is for what outlasts pages.
(() => {
  const doc = document, root = doc.documentElement;
  const one = (query, within = doc) => within.querySelector(query), all = (query, within = doc) => [...within.querySelectorAll(query)];
  // Storage may be forbidden; nothing depends on it.
  const recall = key => { try { return localStorage.getItem(key); } catch { return null; } };
  const keep = (key, value) => { try { value ? localStorage.setItem(key, value) : localStorage.removeItem(key); } catch { /* not kept */ } };
  const make = (name, props, ...children) => { const e = Object.assign(doc.createElement(name), props); e.append(...children); return e; };
  // target gives the element that the end of an address names.
  const target = (hash, page = doc) => { try { return page.getElementById(decodeURIComponent(hash.slice(1))); } catch { return null; } };
  const own = doc.currentScript.src, keeps = 'worker' in doc.currentScript.dataset, base = new URL(root.dataset.root || './', doc.baseURI);

  const stored = recall('remit-theme');
  if (stored) root.dataset.theme = stored;

  function schemes() {
    const cycle = ['system', 'light', 'dark'];
    for (const button of all('[data-scheme]')) {
      const now = () => root.dataset.theme || 'system';
      const say = () => { button.textContent = button.dataset.scheme + ': ' + button.dataset[now()]; };
      button.onclick = () => {
        const next = cycle[(cycle.indexOf(now()) + 1) % 3];
        if (next === 'system') delete root.dataset.theme; else root.dataset.theme = next;
        keep('remit-theme', next === 'system' ? '' : next);
        say();
      };
      button.hidden = false;
      say();
    }
  }

  // A box takes focus only while it really scrolls; otherwise it would be an empty Tab stop.
  function boxes(words, signal) {
    const names = new Map();
    let heading = '';
    for (const e of all('main :is(h1, h2, h3, h4, h5, h6, .tbl)')) {
      if (!e.matches('.tbl')) { heading = e.textContent.replace(/#$/, '').trim(); continue; }
      // Two tables under one heading get a number: landmarks of one name cannot be told apart.
      let name = (e.querySelector('caption')?.textContent || heading) + ': ' + words.scrolls, n = 1;
      while ([...names.values()].includes(n > 1 ? `${name} (${n})` : name)) n++;
      names.set(e, n > 1 ? `${name} (${n})` : name);
    }
    const fit = () => {
      const wide = all('.tbl').map(box => [box, box.scrollWidth > box.clientWidth + 1]);
      for (const [box, scrolls] of wide) {
        if (scrolls) { box.tabIndex = 0; box.setAttribute('role', 'region'); box.setAttribute('aria-label', names.get(box) || words.scrolls); }
        else { box.removeAttribute('tabindex'); box.removeAttribute('role'); box.removeAttribute('aria-label'); }
      }
    };
    fit();
    addEventListener('resize', fit, { passive: true, signal });
  }

  // A page is read long after it was built, so what its dates mean is worked out now. They are days, as in the calendar
  // of whoever reads.
  const lateBy = day => { const now = new Date(); return (Date.UTC(now.getFullYear(), now.getMonth(), now.getDate()) - Date.parse(day)) / 864e5; };

  // tag says it of a day by which something is due, and nothing while that is far away.
  function tag(day, words) {
    const late = lateBy(day), n = Math.abs(late);
    if (!(late >= -30)) return null;
    const say = words[late > 0 ? n > 1 ? 'overMany' : 'overOne' : n > 1 ? 'soonMany' : n ? 'soonOne' : 'soonNow'];
    return make('span', { className: 'when tag ' + (late > 0 ? 'over' : 'due'), textContent: say.replace('{n}', n) });
  }

  function ages(words) {
    for (const old of all('time + .when')) { old.previousSibling.remove(); old.remove(); }
    for (const time of all('time[data-due]')) {
      const when = tag(time.dateTime, words);
      if (when) time.after(' ', when);
    }
  }

  function copying(words) {
    if (!navigator.clipboard) return;
    for (const pre of all('article pre')) {
      const button = make('button', { type: 'button', className: 'button copy', textContent: words.copy });
      button.onclick = async () => {
        await navigator.clipboard.writeText(pre.textContent);
        button.textContent = words.copied;
        setTimeout(() => { button.textContent = words.copy; }, 2000);
      };
      let box = pre.closest('.code');
      if (!box) { box = make('div', { className: 'code' }); pre.replaceWith(box); box.append(pre); }
      box.append(button);
    }
  }

  // A list longer than its column shows the reader's place. Only the list scrolls, never the page.
  function reveal(list, item) {
    const top = item.offsetTop - list.scrollTop;
    if (top < 0 || top + item.offsetHeight > list.clientHeight - 32) list.scrollTop = item.offsetTop - list.clientHeight / 3;
  }

  function place() {
    const menu = doc.getElementById('r:menu'), here = menu && one('[aria-current]', menu);
    if (!here) return;
    reveal(menu, here);
    menu.addEventListener('toggle', () => reveal(menu, here));
  }

  // A list that was opened over the page has its own column once the screen is wide enough, as after a turn of a tablet.
  function widths() {
    const close = () => all(':popover-open').forEach(e => e.hidePopover());
    for (const width of ['64rem', '80rem']) matchMedia(`(min-width: ${width})`).addEventListener('change', close);
  }

  // The contents list shows where the reader is, and closes on small screens once a heading is chosen.
  function contents(words, signal) {
    const list = doc.getElementById('r:contents');
    if (!list) return;
    const links = all('a', list), targets = links.map(a => target(a.hash));
    list.addEventListener('click', e => { if (e.target.closest('a') && list.matches(':popover-open')) list.hidePopover(); });
    let waiting = false, last = -1;
    const mark = () => {
      waiting = false;
      let at = -1;
      targets.forEach((t, i) => { if (t && t.getBoundingClientRect().top < 120) at = i; });
      if (at === last) return;
      last = at;
      links.forEach((a, i) => { i === at ? a.setAttribute('aria-current', 'location') : a.removeAttribute('aria-current'); });
      if (at >= 0) reveal(list, links[at]);
      else list.scrollTop = 0;
    };
    addEventListener('scroll', () => { if (!waiting) { waiting = true; requestAnimationFrame(mark); } }, { passive: true, signal });
    mark();
  }

  // ---- Derived pages: filters, facets that combine, and what is new since the last visit. Without them the lists are
  // whole and each facet is a page of its own.

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
    for (const old of all('.filtered')) old.remove();
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

  // How near a day is depends on the day of reading, so that days are chosen here. A box without a row left is hidden too.
  function days() {
    const nav = one('[data-days]');
    if (!nav) return;
    const rows = all('article tbody tr'), buttons = all('button', nav);
    const has = (row, days) => { const late = lateBy(row.dataset.due); return days < 0 ? late > 0 : late <= 0 && -late <= days; };
    const mark = chosen => {
      for (const row of rows) row.hidden = chosen && !has(row, chosen);
      for (const box of all('article section')) box.hidden = chosen && !one('tbody tr:not([hidden])', box);
      for (const b of buttons) b.ariaPressed = b.value === chosen;
      nav.hidden = false;
    };
    for (const b of buttons) {
      b.lastChild.textContent = rows.filter(row => has(row, b.value)).length;
      b.onclick = () => { const to = b.ariaPressed === 'true' ? '' : b.value; remember('days', to ? [to] : []); mark(to); };
    }
    mark(new URLSearchParams(location.search).get('days'));
  }

  // The day of the last visit is kept on this device alone.
  function news() {
    for (const list of all('[data-since]')) {
      const key = 'remit-since-' + list.dataset.since, today = new Date().toISOString().slice(0, 10);
      let [last, before] = (recall(key) || '|').split('|');
      if (last !== today) keep(key, today + '|' + (before = last));
      if (!before) continue;
      for (const time of all('h2 > time[datetime]', list)) {
        if (time.dateTime < before || time.nextElementSibling?.matches('.fresh')) continue;
        time.after(' ', make('span', { className: 'tag info fresh', textContent: list.dataset.new }));
      }
    }
  }

  // A link to a row inside a closed box opens the box.
  function opened() {
    const at = target(location.hash);
    let closed = false;
    for (let e = at; e; e = e.parentElement) if (e.matches('details:not([open])')) closed = e.open = true;
    if (closed) at.scrollIntoView();
  }

  // The steps of a playbook can be ticked off: its numbered headings, or else its numbered list, and its tasks. Ticks are
  // kept on this device by a hash of each step's text, so a step that was changed comes back without one.
  function ticks() {
    const bar = one('.ticks');
    if (!bar) return;
    const key = 'remit-ticks ' + location.pathname, had = (recall(key) || '').split(' '), said = one('span', bar), times = {};
    for (const old of all('.tick')) old.remove();
    // A step that is a heading goes on to the next heading of its rank: H2 to H2.
    const hash = e => {
      const text = make('div', {}, e.cloneNode(true));
      for (let n = e; (n = n.nextElementSibling) && !(n.tagName[1] <= e.tagName[1]);) text.append(n.cloneNode(true));
      for (const made of all('button, .when', text)) made.remove();
      let n = 0;
      for (const c of text.textContent.replace(/\s+/g, '')) n = Math.imul(n ^ c.codePointAt(), 16777619);
      return n + '.' + (times[n] = -~times[n]);
    };
    let steps = all('article > :is(h2, h3, h4)').filter(h => /^((step|schritt) \d|\d\d?[.):]+ )/i.test(h.textContent));
    if (!steps.length) steps = all('article ol:not(li ol, .tasks, .footnotes ol) > li');
    const boxes = [...steps, ...all('article .tasks input')].map((e, i) => {
      const step = e.closest('h2, h3, h4, li'), value = hash(step), box = e === step ? make('input', { type: 'checkbox', className: 'tick' }) : e;
      if (e === step) {
        e.id ||= 'r:step-' + i;
        box.setAttribute('aria-labelledby', e.id);
        e.prepend(box);
      }
      return Object.assign(box, { value, disabled: false, checked: had.includes(value), onchange: () => keep(key, say()) });
    });
    const say = () => {
      const done = boxes.filter(box => box.checked);
      said.textContent = said.dataset.words.replace('{n}', done.length).replace('{all}', boxes.length);
      return done.map(box => box.value).join(' ');
    };
    one('[data-clear]', bar).onclick = () => { keep(key); ticks(); };
    one('[data-print]', bar).onclick = () => print();
    bar.hidden = !boxes.length;
    say();
  }

  // ---- Search and keys

  // A page on a disk can neither fetch nor import: search/folder.js brings what can.
  const { at, load, fetch } = window.remitFolder || {
    at: path => new URL(path, base).href, load: path => import(at(path)), fetch: (...asked) => window.fetch(...asked),
  };

  // What reading does not need is fetched when it is first used. bring fetches a script with its look.
  function bring(code, look, more) {
    const link = make('link', { rel: 'stylesheet', href: at(look) }), seen = new Promise(done => { link.onload = link.onerror = done; });
    doc.head.append(link);
    return Promise.all([load(code), seen, more]).catch(e => { link.remove(); throw e; });
  }

  let index;
  const engine = () => index ||= load('search/search.js').then(m => m.open({ base: new URL('search/', base).href, fetch, load })).catch(e => { index = undefined; throw e; });

  let code;
  function searching(dialog, words) {
    const here = one('.find-here'), kind = doc.body.dataset.kind, made = new Map();
    // find.js comes with its words and its look, and the index beside them.
    function fetched() {
      code ||= bring(words.code, words.look, load(words.words)).catch(e => { code = undefined; throw e; });
      engine().catch(() => {});
      return code;
    }
    const finder = box => fetched().then(([m, , said]) => {
      if (!made.has(box)) made.set(box, m.finder(box, { engine, words: said.words, base, at, recall, keep, tag: day => tag(day, words) }));
    }).catch(() => { one('[role=status]', box).textContent = words.fail; });
    // Esc would first empty the field, and only then close.
    dialog.addEventListener('keydown', e => { if (e.key === 'Escape' && !e.isComposing) { e.preventDefault(); dialog.close(); } });
    const field = here && one('input', here);
    if (here) {
      here.hidden = false;
      field.onfocus = () => finder(here);
      if (kind === 'search') { field.focus(); finder(here); }
      // A page that is missing is looked for by the words of its address.
      if (kind === 'missing' && (field.value = addressed())) finder(here);
    }
    const open = e => {
      e?.preventDefault();
      const at = kind === 'search' ? field : one('input', dialog);
      if (at !== field) { if (!dialog.open) dialog.showModal(); finder(dialog); }
      at.focus();
      at.select();
    };
    for (const link of all('[data-find]')) {
      link.setAttribute('aria-haspopup', 'dialog');
      // A click with a modifier opens the search page in a tab, as on any link.
      link.onclick = e => { if (!e.ctrlKey && !e.metaKey && !e.shiftKey) open(e); };
      link.onpointerenter = () => fetched().catch(() => {});
    }
    return open;
  }

  // addressed gives the words at the end of the page's address, which may be nothing that can be read.
  function addressed() {
    const last = location.pathname.split('/').filter(Boolean).pop() || '';
    try { return decodeURIComponent(last).replace(/\.\w+$|[-_+]+/g, ' ').trim(); } catch { return ''; }
  }

  // Single keys, and cards, can be switched off (WCAG 2.1.4 and 1.4.13); Ctrl K always works.
  const single = () => recall('remit-keys') !== 'off';

  function keys(help, find, signal) {
    const box = one('input', help);
    box.checked = single();
    box.onchange = () => keep('remit-keys', box.checked ? '' : 'off');
    for (const button of all('[data-keys]')) { button.closest('[hidden]')?.removeAttribute('hidden'); button.onclick = () => help.showModal(); }
    const follow = query => one(query)?.click();
    const plainly = { '/': find, '?': () => help.showModal(), e: () => follow('[data-edit]'), '[': () => follow('.beside [rel=prev]'), ']': () => follow('.beside [rel=next]'),
      p: () => { const a = doc.activeElement; if (a.matches('a[href]') && shown && pageOf(a)) tell(a, () => a === doc.activeElement); } };
    let prefix = -1e9;
    addEventListener('keydown', e => {
      if ((e.ctrlKey || e.metaKey) && !e.altKey && !e.shiftKey && e.key.toLowerCase() === 'k') { find(e); return; }
      const t = e.target;
      if (!single() || e.ctrlKey || e.metaKey || e.altKey || e.isComposing || /^(INPUT|TEXTAREA|SELECT)$/.test(t.tagName) || t.isContentEditable || one('dialog[open]')) return;
      const recent = e.timeStamp - prefix < 1200;
      prefix = !recent && e.key === 'g' ? e.timeStamp : -1e9;
      // Where g leads stands in the dialog: no site has all of these pages.
      if (recent) follow(`[data-go="${CSS.escape(e.key)}"]`);
      else if (Object.hasOwn(plainly, e.key)) plainly[e.key](e);
    }, { signal });
  }

  function dialogs() {
    for (const d of all('dialog')) {
      for (const b of all('[data-close]', d)) b.onclick = () => d.close();
      d.addEventListener('click', e => { if (e.target === d) d.close(); });
    }
  }

  // ---- From page to page

  // A page to which the reader is about to go is fetched, and put in the place of the one that is read. The browser keeps
  // history, scroll and :target itself (the Navigation API). Where it cannot, and for all that is out of the ordinary, it
  // loads pages as ever.
  const asked = new Map(); // address of a page, without ? and # -> { at, request, page, ready }
  const sheets = new Map(); // address -> { link, there }, of the stylesheets that came with pages
  let shown, leaving;

  const addressIn = url => url.origin + url.pathname;

  // pageOf gives the address of the page of this site to which a link leads in this tab, or nothing.
  function pageOf(a) {
    const to = new URL(a.getAttribute('href'), doc.baseURI);
    return to.origin === base.origin && to.pathname.startsWith(base.pathname) && /(\/|\.html)$/.test(to.pathname) && !a.hasAttribute('target') && !a.hasAttribute('download') ? addressIn(to) : '';
  }

  // fits tells whether an answer may take the place of a page: it is one of the site as it is built now, and neither leads
  // on at once nor brings scripts of others. That keeps a page alone in the preview too, whose script follows one page.
  function fits({ status, responseURL, response }, address) {
    const scripts = response?.scripts;
    return status === 200 && responseURL === address && scripts?.length === 1 && scripts[0].src === own && response.getElementById('r:main') && !one('[http-equiv=refresh]', response);
  }

  const stylesOf = page => all('link[rel=stylesheet]', page);

  // dressed resolves to a page when its stylesheets are there too; they wait without being applied.
  const dressed = page => Promise.all(stylesOf(page).map(({ href, integrity }) => {
    if (!sheets.has(href)) {
      const link = make('link', { rel: 'stylesheet', media: 'not all', integrity, href });
      const there = new Promise((done, fail) => { link.onload = done; link.onerror = fail; });
      there.catch(() => { sheets.delete(href); link.remove(); });
      sheets.set(href, { link, there });
      stylesOf(doc)[0].before(link); // a look that is fetched for search stays the last
    }
    return sheets.get(href).there;
  })).then(() => page);

  function ask(address) {
    const old = asked.get(address);
    if (old && Date.now() - old.at < 6e4) return old;
    // A request whose response is a document runs no scripts and needs no Trusted Types.
    const request = new XMLHttpRequest(), is = { at: Date.now(), request };
    is.page = new Promise(done => { request.onloadend = done; })
      .then(() => fits(request, address) ? dressed(request.response) : null).catch(() => null)
      .then(page => { is.ready = !!page; if (!page) drop(address, is); return page; });
    request.open('GET', address);
    request.responseType = 'document';
    request.send();
    asked.delete(address);
    asked.set(address, is);
    if (asked.size > 6) drop(asked.keys().next().value);
    return is;
  }

  function drop(address, only) {
    const is = asked.get(address);
    if (!is || only && is !== only) return;
    asked.delete(address);
    if (!is.ready) is.request.abort();
  }

  // soon resolves to the page, or to nothing once there was no answer for too long: then the browser's own progress says
  // more than a page that does not move. Steps back and forth have it anyway.
  const soon = is => Promise.race([is.page, new Promise(done => setTimeout(() => { if (is.request.readyState < 2) done(); }, 300))]);

  // put shows a page. A reader who goes back finds the link that was followed, others the beginning, by its title.
  function put(next, address, back) {
    const from = shown, styles = stylesOf(next).map(l => l.href);
    const turns = page => [...page.head.children].filter(e => e.matches('title, [name], [rel]:not([rel=stylesheet])'));
    leaving.abort();
    untell();
    asked.delete(address); // what was fetched is used up
    shown = address;
    for (const { name, value } of next.documentElement.attributes) root.setAttribute(name, value);
    const old = turns(doc), fresh = turns(next), same = (e, list) => list.some(o => o.isEqualNode(e));
    doc.head.append(...fresh.filter(e => !same(e, old)));
    for (const e of old) if (!same(e, fresh)) e.remove();
    for (const [href, { link }] of sheets) if (link.sheet) link.sheet.media.mediaText = styles.includes(href) ? 'all' : 'not all';
    doc.body.replaceWith(next.body);
    navigator.serviceWorker?.controller?.postMessage(address); // it keeps what was opened
    begin();
    if (doc.activeElement !== doc.body) return; // a page of search takes the focus itself
    const main = doc.getElementById('r:main');
    main.ariaLabel = doc.title;
    main.onblur = () => { main.ariaLabel = null; };
    (back && all('main a[href]').find(a => pageOf(a) === from) || main).focus({ preventScroll: true });
  }

  function turning(e) {
    const to = new URL(e.destination.url), address = addressIn(to), back = e.navigationType === 'traverse';
    wanted = null;
    // Steps back and forth among pages that took each other's place stay in this document; a click never does.
    if (!e.canIntercept || e.hashChange || e.formData || e.downloadRequest || e.navigationType === 'reload' || back !== e.destination.sameDocument || address === shown) return;
    const is = back ? ask(address) : asked.get(address);
    if (!is) return;
    if (!back && !is.ready) {
      if (!e.cancelable) return;
      e.preventDefault();
      wanted = is;
      soon(is).then(page => {
        if (wanted !== is) return; // the reader went elsewhere
        if (!page) drop(address);
        navigation.navigate(to.href, { history: e.navigationType });
      });
      return;
    }
    away = back; // until the page is there, its address is that of another, from which links would lead astray
    e.intercept({ focusReset: 'manual', handler: async () => {
      const page = await is.page;
      if (e.signal.aborted) return;
      away = false;
      try { put(page, address, back); } catch { location.reload(); }
    } });
  }
  let wanted, away;

  // linkAt gives the link in which something happened, when it leads to a page of this site.
  const linkAt = e => { const a = e.target.closest?.('a[href]'); return a && here(a) && pageOf(a) ? a : null; };

  // here tells whether a link is on the page whose address the browser shows.
  const here = a => !away && a.isConnected;

  function foresee() {
    let over = null, address, timer, telling;
    const near = a => { if (here(a) && pageOf(a) !== shown) ask(pageOf(a)); };
    const soonNear = a => { clearTimeout(timer); if (a && !navigator.connection?.saveData) timer = setTimeout(near, 65, a); };
    doc.addEventListener('pointerover', e => {
      const a = e.pointerType === 'touch' ? null : linkAt(e);
      if (card && (card.contains(e.target) || card.link === a)) closing = clearTimeout(closing);
      else if (card && card.link !== doc.activeElement) closing ||= setTimeout(untell, 300); // time to move onto the card
      if (a === over) return;
      if (address && asked.get(address) !== wanted && !asked.get(address)?.ready) drop(address);
      over = a;
      address = a && pageOf(a);
      soonNear(a);
      clearTimeout(telling);
      if (a && !navigator.connection?.saveData) telling = setTimeout(tell, 350, a, () => a === over);
    });
    doc.addEventListener('focusin', e => soonNear(linkAt(e)));
    doc.addEventListener('focusout', e => { if (card?.link === e.target && over !== e.target) untell(); });
    doc.addEventListener('pointerdown', e => { const a = linkAt(e); if (a && !e.button) near(a); });
    addEventListener('keydown', e => { if (e.key === 'Escape') untell(); });
  }

  // ---- The card of a link: what the page, section or row is that it leads to. The page was fetched to be shown, so no
  // file is needed for it; card.js and card.css come with the first card.

  let card = null, closing, maker;

  function untell() {
    closing = clearTimeout(closing);
    card?.link.removeAttribute('aria-describedby');
    card?.remove();
    card = null;
  }

  async function tell(a, still) {
    const address = pageOf(a), from = doc.getElementById('r:search')?.dataset;
    if (!here(a) || !single() || !from?.card || card?.link === a || !a.closest('main') || a.closest('nav, .self')) return;
    const page = address === shown ? doc : await ask(address).page;
    maker ||= bring(from.card, from.cardLook).catch(() => { maker = null; });
    const made = (await maker)?.[0].cardOf(page, target(new URL(a.getAttribute('href'), doc.baseURI).hash, page || doc), page === doc);
    if (!made || !still() || !here(a)) return;
    untell();
    card = Object.assign(made, { link: a });
    doc.body.append(card);
    a.setAttribute('aria-describedby', card.id);
  }

  // A service worker keeps what was opened for when there is no network. Trusted Types allow this one address.
  function worker() {
    const address = () => at('sw.js'), rule = window.trustedTypes?.createPolicy('remit', { createScriptURL: address });
    navigator.serviceWorker?.register(rule ? rule.createScriptURL('') : address(), { updateViaCache: 'none' }).catch(() => {});
  }

  function page(signal) {
    const dialog = doc.getElementById('r:search'), help = doc.getElementById('r:keys'), words = { ...dialog?.dataset };
    for (const ready of [schemes, boxes, ages, copying, place, contents, dialogs, lists, days, news, ticks, opened]) ready(words, signal);
    if (dialog && help) keys(help, searching(dialog, words), signal);
    // An edit may bring new rows, dates and fields; what was chosen is in the address.
    doc.addEventListener('remit:changed', () => { for (const again of [ages, lists, days, news, ticks]) again(words); }, { signal });
  }

  // begin readies the page that is there now.
  function begin() {
    leaving = new AbortController();
    page(leaving.signal);
  }

  function once() {
    widths();
    addEventListener('hashchange', opened);
    if (keeps) addEventListener('load', worker);
    if (window.navigation && doc.scripts.length === 1) {
      shown = addressIn(location);
      for (const link of stylesOf(doc)) sheets.set(link.href, { link });
      navigation.addEventListener('navigate', turning);
      foresee();
    }
  }

  doc.addEventListener('DOMContentLoaded', () => { once(); begin(); });
})();
