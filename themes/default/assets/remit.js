// Loaded in <head>, blocking and small: a stored colour scheme is set before the first paint, all else waits for the
// document. Pages are whole without it. Everything shown is made as text nodes, so that Trusted Types can be enforced.
(() => {
  const doc = document, root = doc.documentElement;
  const one = (query, within = doc) => within.querySelector(query), all = (query, within = doc) => [...within.querySelectorAll(query)];
  // Storage may be forbidden; nothing depends on it.
  const recall = key => { try { return localStorage.getItem(key); } catch { return null; } };
  const keep = (key, value) => { try { value ? localStorage.setItem(key, value) : localStorage.removeItem(key); } catch { /* not kept */ } };
  const make = (name, props, ...children) => { const e = Object.assign(doc.createElement(name), props); e.append(...children); return e; };
  const base = new URL(root.dataset.root || './', doc.baseURI);

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
  function boxes(words) {
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
    addEventListener('resize', fit, { passive: true });
  }

  // A page is read long after it was built, so what its dates mean is worked out now. They are days, as in the calendar
  // of whoever reads.
  function ages(words) {
    for (const old of all('.when')) { old.previousSibling.remove(); old.remove(); }
    const now = new Date(), today = Date.UTC(now.getFullYear(), now.getMonth(), now.getDate());
    for (const time of all('time[data-due]')) {
      const late = (today - Date.parse(time.dateTime)) / 864e5, n = Math.abs(late);
      if (!(late >= -30)) continue;
      const say = words[late > 0 ? n > 1 ? 'overMany' : 'overOne' : n > 1 ? 'soonMany' : n ? 'soonOne' : 'soonNow'];
      time.after(' ', make('span', { className: 'when tag ' + (late > 0 ? 'over' : 'due'), textContent: say.replace('{n}', n) }));
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
  function turning() {
    const close = () => all(':popover-open').forEach(e => e.hidePopover());
    for (const width of ['64rem', '80rem']) matchMedia(`(min-width: ${width})`).addEventListener('change', close);
  }

  // The contents list shows where the reader is, and closes on small screens once a heading is chosen.
  function contents() {
    const list = doc.getElementById('r:contents');
    if (!list) return;
    const links = all('a', list), targets = links.map(a => doc.getElementById(decodeURIComponent(a.hash.slice(1))));
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
    addEventListener('scroll', () => { if (!waiting) { waiting = true; requestAnimationFrame(mark); } }, { passive: true });
    mark();
  }

  // The engine and its index are fetched when a field is first used, once a page.
  let loading;
  const engine = () => loading ||= import(new URL('search/search.js', base).href).then(m => m.open({ base: new URL('search/', base).href, fetch: (...a) => fetch(...a) })).catch(e => { loading = undefined; throw e; });

  // Appends text with the stretches [from, to) of marks set off.
  function marked(into, text, marks) {
    let at = 0;
    for (const [from, to] of marks || []) {
      if (from < at || to > text.length) continue;
      into.append(text.slice(at, from), make('mark', { textContent: text.slice(from, to) }));
      at = to;
    }
    into.append(text.slice(at));
    return into;
  }

  function hit(r, kind) {
    const href = new URL((r.url || '') + (r.anchor ? '#' + r.anchor : ''), base);
    if (href.protocol !== base.protocol || href.host !== base.host) return '';
    const a = make('a', { href: href.href, className: kind }, make('b', { textContent: r.title || r.url }));
    if (r.heading && r.heading !== r.title) a.append(' › ', r.heading);
    if (r.kind && r.kind !== 'page') a.append(' ', make('span', { className: 'kind', textContent: r.kind }));
    if (r.snippet) a.append(marked(make('p', {}), r.snippet, r.marks));
    return make('li', {}, a);
  }

  // A search field with its list, in the dialog, on the search page and on the page for what is missing.
  function finder(box, words) {
    const field = one('input', box), status = one('[role=status]', box), list = one('.hits', box);
    const warm = () => engine().catch(() => {});
    const run = async () => {
      const query = field.value.trim();
      if (!query) { list.replaceChildren(); status.textContent = ''; return; }
      const slow = setTimeout(() => { status.textContent = words.wait; }, 300);
      try {
        const found = await (await engine()).search(query, { limit: 20 });
        if (query !== field.value.trim()) return;
        const answers = found.answers || [], total = found.total ?? found.results.length, n = total + answers.length;
        list.replaceChildren(...answers.map(r => hit(r, 'answer')), ...found.results.map(r => hit(r, '')));
        status.textContent = n === 0 ? words.none : n === 1 ? words.one : words.many.replace('{n}', n);
        if (found.notice) status.append(' ', found.notice);
      } catch {
        list.replaceChildren(make('li', {}, make('a', { href: new URL('search/', base).href, textContent: words.all })));
        status.textContent = words.fail;
      } finally {
        clearTimeout(slow);
      }
    };
    field.onfocus = warm;
    field.oninput = run;
    // Arrows move the real focus over real links; typing goes back to the field.
    box.addEventListener('keydown', e => {
      const items = [field, ...all('.hits a', box)], at = items.indexOf(doc.activeElement);
      if (at < 0 || e.isComposing) return;
      if (e.key === 'ArrowDown' || e.key === 'ArrowUp') {
        e.preventDefault();
        items[(at + (e.key === 'ArrowDown' ? 1 : items.length - 1)) % items.length].focus();
      } else if (e.key === 'Enter' && at === 0 && items[1]) {
        e.preventDefault();
        items[1].click();
      } else if (at > 0 && e.key.length === 1 && e.key !== ' ' && !e.ctrlKey && !e.metaKey && !e.altKey) {
        field.focus();
      }
    });
    return { field, run, warm };
  }

  function searching(dialog, words) {
    // Esc would first empty the field, and only then close.
    dialog.addEventListener('keydown', e => { if (e.key === 'Escape' && !e.isComposing) { e.preventDefault(); dialog.close(); } });
    const inside = finder(dialog, words), here = one('.find-here');
    let page;
    if (here) {
      page = finder(here, words);
      here.hidden = false;
      const asked = new URLSearchParams(location.search).get('q');
      // A page that is missing is looked for by the words of its address.
      const guess = doc.body.dataset.kind === 'missing' ? decodeURIComponent(location.pathname).split('/').filter(Boolean).pop()?.replace(/\.\w+$|[-_]+/g, ' ') : '';
      if (asked || guess) { page.field.value = asked || guess.trim(); page.run(); }
      if (doc.body.dataset.kind === 'search') {
        page.field.addEventListener('input', () => {
          const u = new URL(location.href), q = page.field.value.trim();
          if (q) u.searchParams.set('q', q); else u.searchParams.delete('q');
          history.replaceState(null, '', u);
        });
        page.field.focus();
      }
    }
    const open = e => {
      e?.preventDefault();
      if (page && doc.body.dataset.kind === 'search') { page.field.focus(); page.field.select(); return; }
      if (!dialog.open) dialog.showModal();
      inside.field.focus();
      inside.field.select();
    };
    for (const link of all('[data-find]')) {
      link.setAttribute('aria-haspopup', 'dialog');
      // A click with a modifier opens the search page in a tab, as on any link.
      link.onclick = e => { if (!e.ctrlKey && !e.metaKey && !e.shiftKey) open(e); };
      link.onpointerenter = inside.warm;
    }
    return open;
  }

  // Single keys can be switched off (WCAG 2.1.4); Ctrl K always works.
  function keys(help, find) {
    const on = () => recall('remit-keys') !== 'off', box = one('input', help);
    box.checked = on();
    box.onchange = () => keep('remit-keys', box.checked ? '' : 'off');
    for (const button of all('[data-keys]')) { button.closest('[hidden]')?.removeAttribute('hidden'); button.onclick = () => help.showModal(); }
    const go = path => { if (one(`.end a[href$="${path}"]`) || !path) location.href = new URL(path, base).href; };
    const after = { h: '', a: 'all/', t: 'tags/', s: 'search/' };
    const follow = query => one(query)?.click();
    let prefix = -1e9;
    addEventListener('keydown', e => {
      if ((e.ctrlKey || e.metaKey) && !e.altKey && !e.shiftKey && e.key.toLowerCase() === 'k') { find(e); return; }
      const t = e.target;
      if (!on() || e.ctrlKey || e.metaKey || e.altKey || e.isComposing || /^(INPUT|TEXTAREA|SELECT)$/.test(t.tagName) || t.isContentEditable || one('dialog[open]')) return;
      const recent = e.timeStamp - prefix < 1200;
      prefix = -1e9;
      if (recent && e.key in after) go(after[e.key]);
      else if (e.key === '/') find(e);
      else if (e.key === '?') help.showModal();
      else if (e.key === 'g') prefix = e.timeStamp;
      else if (e.key === 'e') follow('[data-edit]');
      else if (e.key === '[') follow('.beside [rel=prev]');
      else if (e.key === ']') follow('.beside [rel=next]');
    });
  }

  doc.addEventListener('DOMContentLoaded', () => {
    const dialog = doc.getElementById('r:search'), help = doc.getElementById('r:keys');
    const words = dialog ? { ...dialog.dataset, all: one('.hint a', dialog)?.textContent } : {};
    schemes();
    boxes(words);
    ages(words);
    doc.addEventListener('remit:changed', () => ages(words));
    copying(words);
    place();
    turning();
    contents();
    for (const d of all('dialog')) {
      for (const b of all('[data-close]', d)) b.onclick = () => d.close();
      d.addEventListener('click', e => { if (e.target === d) d.close(); });
    }
    if (dialog && help) keys(help, searching(dialog, words));
  });
})();
