// What is measured inside a page. The article is what the page says; all else is there to get about.
({
  // The article's text, so that it can be compared with what is there without scripts.
  text: () => document.querySelector('article').innerText.replace(/\s+/g, ' ').trim().length,

  // Characters in a line, size and leading of running text, and where the first line of it stands.
  reading() {
    const article = document.querySelector('article');
    const running = [...article.querySelectorAll('p')].filter(p => !p.closest('aside, blockquote, .alert, table, nav') && p.innerText.length > 130 && p.getBoundingClientRect().width > 100);
    const lines = [];
    for (const p of running.slice(0, 6)) {
      const walker = document.createTreeWalker(p, NodeFilter.SHOW_TEXT);
      let last = null, count = 0;
      for (let node; (node = walker.nextNode());) for (let i = 0; i < node.length; i++) {
        const range = document.createRange();
        range.setStart(node, i);
        range.setEnd(node, i + 1);
        const box = range.getClientRects()[0];
        if (!box) continue;
        const y = Math.round(box.bottom / 8);
        if (last !== null && y > last + 1) { lines.push(count); count = 0; }
        last = y;
        count++;
      }
    }
    const style = running.length ? getComputedStyle(running[0]) : null;
    const size = style ? parseFloat(style.fontSize) : 0;
    const first = [...article.querySelectorAll('p')].find(p => p.innerText.trim().length > 20 && p.getBoundingClientRect().height > 0);
    return {
      characters: lines.length ? Math.round(lines.reduce((a, b) => a + b, 0) / lines.length) : 0,
      size, leading: style ? Math.round(parseFloat(style.lineHeight) / size * 100) / 100 : 0,
      top: first ? Math.round(first.getBoundingClientRect().top + scrollY) : 9999,
    };
  },

  // Contrast of running text and how light its ground is.
  contrast() {
    const p = [...document.querySelectorAll('article p')].find(p => p.innerText.length > 60 && !p.closest('blockquote, aside, .alert'));
    if (!p) return { ratio: 0, ground: 0 };
    const canvas = document.createElement('canvas');
    canvas.width = canvas.height = 1;
    const pen = canvas.getContext('2d', { willReadFrequently: true });
    const rgb = colour => { pen.fillStyle = colour; pen.fillRect(0, 0, 1, 1); return [...pen.getImageData(0, 0, 1, 1).data]; };
    let box = p;
    while (box && /rgba\(.*, 0\)|transparent|\/ 0\)/.test(getComputedStyle(box).backgroundColor)) box = box.parentElement;
    const luminance = c => { const [r, g, b] = c.slice(0, 3).map(v => { v /= 255; return v <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4; }); return .2126 * r + .7152 * g + .0722 * b; };
    const ground = luminance(rgb(box ? getComputedStyle(box).backgroundColor : 'Canvas')), text = luminance(rgb(getComputedStyle(p).color));
    return { ratio: Math.round((Math.max(ground, text) + .05) / (Math.min(ground, text) + .05) * 10) / 10, ground };
  },

  // One h1 that is seen, and no level left out.
  headings() {
    const levels = [...document.querySelectorAll('h1, h2, h3, h4, h5, h6')].filter(e => e.getClientRects().length).map(e => +e.tagName[1]);
    return levels.filter(l => l === 1).length === 1 && levels.every((l, i) => !i || l <= levels[i - 1] + 1);
  },

  // How far the page is wider than the screen.
  over: () => Math.max(0, document.documentElement.scrollWidth - innerWidth),

  // Sets a sheet that the policy of the page cannot refuse, or takes it away.
  sheet(text) {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(text);
    document.adoptedStyleSheets = text ? [sheet] : [];
    document.documentElement.getBoundingClientRect();
  },

  // What has the focus: whether that is seen, and whether anything lies over it.
  focus() {
    const e = document.activeElement;
    if (!e || e === document.body) return null;
    const look = x => { const c = getComputedStyle(x); return [c.outlineStyle !== 'none' && parseFloat(c.outlineWidth) > 0 ? c.outline : '', c.boxShadow, c.backgroundColor, c.borderColor, c.color, c.textDecorationLine, c.opacity].join('|'); };
    const marked = [e, e.parentElement, e.parentElement?.parentElement, ...(e.labels || [])].filter(Boolean);
    const box = e.getBoundingClientRect(), x = box.left + box.width / 2, y = box.top + Math.min(box.height, innerHeight) / 2;
    const top = document.elementFromPoint(Math.max(0, Math.min(innerWidth - 1, x)), Math.max(0, Math.min(innerHeight - 1, y)));
    const seen = box.width > 0 && y >= 0 && y <= innerHeight && !!top && (e.contains(top) || top.contains(e) || [...(e.labels || [])].some(l => l.contains(top)));
    const on = marked.map(look);
    e.blur();
    const off = marked.map(look);
    e.focus();
    return { words: (e.innerText || e.getAttribute('aria-label') || e.title || e.tagName).trim().slice(0, 40), marked: on.some((s, i) => s !== off[i]), seen, inside: !!document.querySelector('article')?.contains(e) };
  },

  // The id that a skip link with the focus leads to.
  skip() {
    const e = document.activeElement, href = e?.getAttribute('href') || '';
    return href.startsWith('#') && /skip/i.test(e.textContent) ? href.slice(1) : '';
  },
  reached(id) {
    const target = document.getElementById(id), e = document.activeElement;
    return !!target && !!e && (target.contains(e) || !!(target.compareDocumentPosition(e) & Node.DOCUMENT_POSITION_FOLLOWING));
  },

  // Targets below 24 x 24 px that do not stand in running text.
  small() {
    const words = e => (e.innerText ?? e.textContent).trim(); // what is drawn has no innerText
    return [...document.querySelectorAll('a[href], button, summary, input, select, label[for], [role=button], [role=tab]')].filter(e => {
      const box = e.getBoundingClientRect(), style = getComputedStyle(e);
      if (e.tagName === 'INPUT' && e.closest('label')) return false;
      if (!box.width || !box.height || style.visibility === 'hidden' || box.right < 0 || box.bottom < 0 || (box.width <= 2 && box.height <= 2)) return false;
      const running = style.display === 'inline' && ((e.closest('article') && e.closest('p, li, td, dd, h1, h2, h3, h4, h5, h6')) || words(e.parentElement).length > words(e).length + 10);
      return !running && (box.width < 24 || box.height < 24);
    }).map(e => e.outerHTML.slice(0, 80));
  },

  // What moves: longer than 10 ms, other than a change of colour.
  moving() {
    const long = times => Math.max(...times.split(',').map(t => parseFloat(t) * (/ms/.test(t) ? 1 : 1000))) > 10;
    const calm = /^(none|((color|background|background-color|border-color|opacity|fill|stroke|text-decoration-color|outline-color|--[\w-]+)(, ?|$))+)$/;
    const moves = [...document.querySelectorAll('*')].filter(e => { const c = getComputedStyle(e); return (long(c.transitionDuration) && !calm.test(c.transitionProperty)) || (c.animationName !== 'none' && long(c.animationDuration)); });
    return moves.length + (getComputedStyle(document.documentElement).scrollBehavior === 'smooth' ? 1 : 0);
  },

  // Whether each nav has a name of its own, and whether one says where we are.
  navs() {
    const navs = [...document.querySelectorAll('nav, [role=navigation]')].filter(e => e.getClientRects().length);
    const names = navs.map(e => (e.getAttribute('aria-label') || (e.getAttribute('aria-labelledby') || '').split(' ').map(id => document.getElementById(id)?.innerText || '').join(' ')).trim());
    return { named: navs.length < 2 || (names.every(Boolean) && new Set(names).size === names.length), current: !!document.querySelector('[aria-current]:not([aria-current=false])') };
  },

  // What is cut off, and how far the page scrolls sideways. The spacing of WCAG 1.4.12 is a sheet set before.
  cut() {
    const cut = [...document.querySelectorAll('article :is(p, li, h1, h2, h3, h4, dt, dd, th, td, a, span, summary)')].filter(e => { const c = getComputedStyle(e); return (c.overflowX === 'hidden' || c.overflowY === 'hidden') && (e.scrollWidth > e.clientWidth + 1 || e.scrollHeight > e.clientHeight + 1) && e.clientHeight > 4; });
    return cut.length + Math.max(0, document.documentElement.scrollWidth - innerWidth);
  },

  // The widest table: whether it stands in a box that scrolls, keeps the name of the row, and leaves dates whole.
  table() {
    const table = [...document.querySelectorAll('article table')].sort((a, b) => b.rows[0].cells.length - a.rows[0].cells.length)[0];
    if (!table) return null;
    let box = table;
    while (box && box !== document.body && !(box.scrollWidth > box.clientWidth + 1 && /(auto|scroll)/.test(getComputedStyle(box).overflowX))) box = box.parentElement;
    const scrolls = !!box && box !== document.body, stacked = getComputedStyle(table.rows[1].cells[0]).display !== 'table-cell' || !table.rows[0].getClientRects().length;
    let kept = false;
    if (scrolls) {
      box.scrollLeft = 99999;
      const cell = table.rows[1].cells[0].getBoundingClientRect(), around = box.getBoundingClientRect();
      kept = cell.right > around.left + 20 && cell.left < around.right;
      box.scrollLeft = 0;
    }
    const broken = [...table.querySelectorAll('td')].filter(d => /^\d{4}-\d\d-\d\d$/.test(d.innerText.trim())).filter(d => {
      const range = document.createRange();
      range.selectNodeContents(d);
      return new Set([...range.getClientRects()].map(r => Math.round(r.top / 4))).size > 1;
    }).length;
    return { inBox: stacked || (scrolls && box.tabIndex >= 0), kept: stacked || kept, broken, over: Math.round(Math.max(0, table.getBoundingClientRect().right - innerWidth, scrolls ? box.scrollWidth - box.clientWidth : 0)) };
  },

  // How far any table is cut off on paper.
  lost: () => Math.round(Math.max(0, document.documentElement.scrollWidth - innerWidth, ...[...document.querySelectorAll('main table')].filter(t => t.getClientRects().length).map(t => {
    let box = t.parentElement;
    while (box && getComputedStyle(box).overflowX === 'visible') box = box.parentElement;
    return Math.max(t.getBoundingClientRect().right - innerWidth, box && box !== document.documentElement ? t.getBoundingClientRect().right - box.getBoundingClientRect().right - 1 : 0);
  }))),

  // Whether links in running text are underlined.
  underlined: () => [...document.querySelectorAll('article :is(p, li) a[href]')].filter(e => e.closest('p, li').innerText.length > e.innerText.length + 15 && e.innerText.trim() && !e.closest('nav')).every(e => {
    const c = getComputedStyle(e);
    return /underline/.test(c.textDecorationLine) || (parseFloat(c.borderBottomWidth) > 0 && c.borderBottomStyle !== 'none');
  }),

  // The share of headings with an id and a link to themselves.
  anchored() {
    const headings = [...document.querySelectorAll('article :is(h2, h3)')].filter(e => e.getClientRects().length && !e.closest('nav'));
    const good = headings.filter(e => {
      const id = e.id || e.querySelector('[id]')?.id || e.closest('[id]')?.id;
      return id && [...e.querySelectorAll('a[href]'), ...e.parentElement.querySelectorAll('a[href]')].some(a => decodeURIComponent(a.hash.slice(1)) === id);
    });
    return headings.length ? Math.round(good.length / headings.length * 100) / 100 : 1;
  },

  // Contents of the page, and its place in the site.
  place: () => [...document.querySelectorAll('nav a[href*="#"], aside a[href*="#"]')].filter(e => e.getClientRects().length && e.hash.length > 1).length > 1
    && !!document.querySelector('[aria-label*=readcrumb], [class*=breadcrumb], nav [aria-current=page]'),

  // Owner, status and review, seen without scrolling.
  facts() {
    const seen = [...document.querySelectorAll('main dl, article dl, main header')].filter(e => { const r = e.getBoundingClientRect(); return r.height && r.bottom < innerHeight; }).map(e => e.innerText).join(' | ');
    return /\b(owner|owned by|steward|lead|accountable)\b/i.test(seen) && /\b(review|reviewed|valid until|next review|fresh)\b/i.test(seen) && /\d{4}|\d+ (day|week|month)/.test(seen)
      && /\b(active|draft|current|accepted|archived|in force|due|overdue|stable)\b/i.test(seen);
  },

  // Elements besides the article.
  besides: () => document.body.getElementsByTagName('*').length - (document.querySelector('article')?.getElementsByTagName('*').length || 0),

  // What stands in the page itself instead of a file.
  inline: () => ({
    css: [...document.querySelectorAll('style')].reduce((n, s) => n + s.textContent.length, 0),
    js: [...document.scripts].filter(s => !s.src && (!s.type || /javascript|module/.test(s.type))).reduce((n, s) => n + s.textContent.length, 0),
    scripts: [...document.scripts].filter(s => !s.src && !/^(application|speculationrules|importmap|text\/template)/.test(s.type)).length
      + [...document.querySelectorAll('*')].filter(e => [...e.attributes].some(a => /^on/.test(a.name))).length,
  }),

  // What leads about the site without scripts: links besides the article, or something that opens them.
  about() {
    const links = [...document.querySelectorAll('a[href]')].filter(e => e.getClientRects().length && !e.closest('article'));
    return links.length >= 4 || [...document.querySelectorAll('details > summary, label[for]')].some(e => e.getClientRects().length && !e.closest('article'));
  },

  // Chrome that would be printed.
  chrome: () => [...document.querySelectorAll('header, nav, aside, [class*=sidebar]')].filter(e => !e.closest('article') && !e.querySelector('article') && e.getClientRects().length && e.getBoundingClientRect().height > 4 && getComputedStyle(e).visibility !== 'hidden' && e.innerText.trim().length > 2).map(e => e.outerHTML.slice(0, 60)),

  printed() { return this.chrome().length; },

  // Whether the address of an outside link is printed after it.
  printsAddress() {
    const link = document.createElement('a');
    link.href = 'https://example.org/x';
    link.textContent = 'outside';
    (document.querySelector('article p') || document.querySelector('article')).append(link);
    const says = getComputedStyle(link, '::after').content;
    link.remove();
    return /example\.org|attr\(href\)/.test(says);
  },

  // A page for what is missing leads home and lets one search.
  wayHome: () => [...document.querySelectorAll('a[href]')].some(e => e.getClientRects().length && e.pathname === '/') && !!document.querySelector('input[type=search], [data-find]'),

  // Whether the cursor stands in a field.
  inField: () => { const e = document.activeElement; return !!e && /^(INPUT|TEXTAREA)$/.test(e.tagName) && e.getClientRects().length > 0; },
  hits: () => [...document.querySelectorAll('.hits a')].filter(e => e.getClientRects().length).length,
  announced: () => [...document.querySelectorAll('[aria-live], [role=status], [role=alert], output')].some(e => /\d|result|no /i.test(e.textContent) && e.getAttribute('aria-live') !== 'off'),

  // The middle of a link to an address, brought into view.
  linkTo(address) {
    const links = [...document.querySelectorAll('a[href]')].filter(e => e.host === location.host && e.pathname !== location.pathname && !e.hash && e.getBoundingClientRect().height > 4);
    const link = links.find(e => e.pathname === address) || links[0];
    if (!link) return null;
    link.scrollIntoView({ block: 'center' });
    const box = link.getClientRects()[0];
    return { x: box.left + box.width / 2, y: box.top + box.height / 2 };
  },

  drawn: () => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done(true)))),
})
