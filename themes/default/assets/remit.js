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
  // of whoever reads. tag says it of a day by which something is due, and nothing while that is far away.
  function tag(day, words) {
    const now = new Date(), late = (Date.UTC(now.getFullYear(), now.getMonth(), now.getDate()) - Date.parse(day)) / 864e5, n = Math.abs(late);
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

  // A service worker keeps what was opened for when there is no network. Trusted Types allow this one address.
  if ('worker' in doc.currentScript.dataset) addEventListener('load', () => {
    const address = () => at('sw.js'), rule = window.trustedTypes?.createPolicy('remit', { createScriptURL: address });
    navigator.serviceWorker?.register(rule ? rule.createScriptURL('') : address(), { updateViaCache: 'none' }).catch(() => {});
  });

  // A page on a disk can neither fetch nor import: search/folder.js brings what can.
  const { at, load, fetch } = window.remitFolder || {
    at: path => new URL(path, base).href, load: path => import(at(path)), fetch: (...asked) => window.fetch(...asked),
  };

  // What reading does not need is fetched when it is first used.
  let opened;
  const engine = () => opened ||= load('search/search.js').then(m => m.open({ base: new URL('search/', base).href, fetch, load })).catch(e => { opened = undefined; throw e; });

  function searching(dialog, words) {
    const here = one('.find-here'), kind = doc.body.dataset.kind, made = new Map();
    let code;
    // find.js comes with its words and its look, and the index beside them.
    function fetched() {
      if (!code) {
        const look = make('link', { rel: 'stylesheet', href: at(words.look) });
        const seen = new Promise(done => { look.onload = look.onerror = done; });
        doc.head.append(look);
        code = Promise.all([load(words.code), load(words.words), seen]).catch(e => { code = undefined; look.remove(); throw e; });
      }
      engine().catch(() => {});
      return code;
    }
    const finder = box => fetched().then(([m, said]) => {
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

  // Single keys can be switched off (WCAG 2.1.4); Ctrl K always works.
  function keys(help, find) {
    const on = () => recall('remit-keys') !== 'off', box = one('input', help);
    box.checked = on();
    box.onchange = () => keep('remit-keys', box.checked ? '' : 'off');
    for (const button of all('[data-keys]')) { button.closest('[hidden]')?.removeAttribute('hidden'); button.onclick = () => help.showModal(); }
    // Not every site has each of these pages.
    const go = async path => {
      if (await fetch(new URL(path, base).href, { method: 'HEAD' }).then(r => r.ok, () => true)) location.href = at(path);
    };
    const after = { h: '', a: 'all/', t: 'tags/', d: 'ask/who-decides/', s: 'ask/standards/', l: 'ask/lessons/', p: 'playbooks/', m: 'ask/works-with/' };
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
    const words = { ...dialog?.dataset };
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
