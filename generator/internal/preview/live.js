// The client of the preview: follows its page, keeps the reader's place and shows problems below it. It writes
// text nodes, never HTML; a changed page comes as a document.
'use strict';
(() => {
	let version = document.currentScript.dataset.version; // of the page that is shown
	const root = document.documentElement;
	navigator.serviceWorker?.getRegistrations().then(all => all.forEach(w => w.unregister()));

	// ---- Following the page ----
	// base is the page as it was sent. Only what differs between it and a newer page is done to the live page: what
	// scripts and the reader did to that stays.
	let base = document.implementation.createHTMLDocument('').importNode(root, true), touched;
	const live = new WeakMap(); // node of base -> its node in the page
	pair(base, root);

	function pair(b, l) {
		live.set(b, l);
		for (b = b.firstChild, l = l.firstChild; b && l; b = b.nextSibling, l = l.nextSibling) pair(b, l);
	}

	function attributes(b, n, l) {
		for (const { name } of [...b.attributes, ...n.attributes]) {
			const value = n.getAttribute(name);
			if (b.getAttribute(name) === value || name === 'open') continue; // what is open is up to the reader
			value === null ? l.removeAttribute(name) : l.setAttribute(name, value);
			if (name === 'checked') l.checked = value !== null;
			touched.push(l);
		}
	}

	// text changes only what differs, so that a selection around it stays.
	function text(l, now) {
		const was = l.data, most = Math.min(was.length, now.length);
		let a = 0, z = 0;
		while (a < most && was[a] === now[a]) a++;
		while (z < most - a && was.at(~z) === now.at(~z)) z++;
		l.replaceData(a, was.length - a - z, now.slice(a, now.length - z));
		touched.push(l.parentNode);
	}

	function touch(node, where) {
		if (node.nodeType === 1 || node.data.trim()) touched.push(where); // not for space between blocks
	}

	function morph(b, n, l) {
		live.set(n, l);
		if (n.nodeType !== 1) return text(l, n.data);
		attributes(b, n, l);
		const B = [...b.childNodes], from = match(B, [...n.childNodes]);
		B.forEach((x, i) => {
			if (from.includes(i)) return;
			const gone = live.get(x);
			touch(gone, gone.previousElementSibling || l);
			gone.remove();
		});
		let last = null;
		[...n.childNodes].forEach((x, j) => {
			const old = B[from[j]];
			let node = live.get(old);
			if (!old) {
				node = document.importNode(x, true);
				pair(x, node);
				l.insertBefore(node, last ? last.nextSibling : l.firstChild);
				touch(node, node.nodeType === 1 ? node : l);
			} else if (old.isEqualNode(x)) x.replaceWith(old);
			else morph(old, x, node);
			if (node.parentNode === l) last = node;
		});
	}

	// match returns for each node of N which of B it continues, or -1; the order is kept.
	function match(B, N) {
		const from = N.map(() => -1);
		let s = 0, b = B.length, n = N.length;
		for (; s < b && s < n && B[s].isEqualNode(N[s]); s++) from[s] = s;
		while (b > s && n > s && B[b - 1].isEqualNode(N[n - 1])) from[--n] = --b;
		const key = x => x.nodeType !== 1 ? x.data?.trim() : x.id ? x.nodeName + '#' + x.id : x.outerHTML;
		const kb = B.slice(s, b).map(key), kn = N.slice(s, n).map(key), w = kn.length + 1;
		if (kb.length * w < 1e6) { // the longest common run
			const len = new Uint16Array((kb.length + 1) * w), like = (i, j) => kb[i] && kb[i] === kn[j];
			for (let i = kb.length - 1; i >= 0; i--) for (let j = w - 2, k; j >= 0; j--) {
				k = i * w + j;
				len[k] = like(i, j) ? len[k + w + 1] + 1 : Math.max(len[k + w], len[k + 1]);
			}
			for (let i = 0, j = 0; i < kb.length && j < w - 1;) {
				if (like(i, j)) from[s + j++] = s + i++;
				else len[(i + 1) * w + j] >= len[i * w + j + 1] ? i++ : j++;
			}
		}
		for (let j = s, next = s; j < n; j++) { // between them, what is of the same sort
			const end = from.slice(j, n).find(i => i >= 0) ?? b;
			for (let i = next; from[j] < 0 && i < end; i++) {
				if (B[i].nodeName === N[j].nodeName && (B[i].id || '') === (N[j].id || '')) from[j] = i;
			}
			if (from[j] >= 0) next = from[j] + 1;
		}
		return from;
	}

	// places returns what the reader sees, from the top down, and where.
	function places() {
		const seen = [];
		for (let y = 4; y < innerHeight; y += 30) {
			const e = document.elementFromPoint(innerWidth / 2, y);
			if (e && e !== root && e !== document.body && !ui.contains(e)) seen.push([e, e.getBoundingClientRect().top]);
		}
		return seen;
	}

	const scripts = d => [...d.querySelectorAll('script[src]')].map(s => s.getAttribute('src')).join();
	const styles = d => [...d.querySelectorAll('link[rel=stylesheet]')], address = l => l.getAttribute('href').split('?v=')[0];

	function follow(doc) {
		const own = doc.querySelector('script[data-version]'), next = doc.documentElement;
		if (!own || scripts(doc) !== scripts(base)) return location.reload(); // scripts cannot be exchanged
		version = own.dataset.version;
		const seen = scrollY > 0 ? places() : [], focus = document.activeElement;
		touched = [];
		document.title = doc.title;
		attributes(base, next, root);
		restyle(doc);
		morph(base.querySelector('body'), doc.body, document.body);
		base = next;
		const [e, top] = seen.find(([e]) => e.isConnected) || [];
		if (e) scrollTo({ top: scrollY + e.getBoundingClientRect().top - top, behavior: 'instant' });
		if (focus?.id && !focus.isConnected) document.getElementById(focus.id)?.focus({ preventScroll: true });
		point();
		document.dispatchEvent(new CustomEvent('remit:changed', { detail: touched }));
	}

	// swap takes stylesheets away when the new one is there: the page is never bare.
	function swap(link, olds) {
		link.onload = link.onerror = () => olds.forEach(o => o.remove());
		document.head.append(link);
	}
	function restyle(doc) {
		const without = (a, b) => styles(a).filter(l => !styles(b).some(m => address(l) === address(m)));
		const olds = without(document, doc), news = without(doc, document);
		if (!news.length) olds.forEach(o => o.remove());
		for (const l of news) swap(document.importNode(l), l === news.at(-1) ? olds : []);
	}
	function css({ path, version }) {
		for (const l of styles(document)) {
			if (decodeURI(new URL(l.href).pathname) !== path) continue;
			const fresh = l.cloneNode();
			fresh.removeAttribute('integrity'); // that of the old one
			fresh.href = address(l) + '?v=' + version;
			swap(fresh, [l]);
		}
	}

	let request;
	function fetchPage() {
		request?.abort();
		const x = request = new XMLHttpRequest();
		x.open('GET', location.pathname + location.search);
		x.responseType = 'document';
		x.onload = () => x.response && follow(x.response);
		x.send();
	}

	// ---- What the preview says ----
	function make(tag, name, words) {
		const e = document.createElement(tag);
		if (name) e.className = 'remit-' + name;
		if (words) e.textContent = words;
		return e;
	}
	function button(name, words, label, act) {
		const b = make('button', name, words);
		b.type = 'button';
		b.ariaLabel = label;
		b.onclick = act;
		return b;
	}
	const ui = make('div'), sheet = make('section', 'sheet');
	const chip = button('chip', '', null, jump), pill = button('pill', '', null, () => show(true));
	ui.id = 'remit-live';
	sheet.role = 'alert';
	sheet.hidden = chip.hidden = pill.hidden = true;
	ui.append(chip, pill, sheet);
	document.body.append(ui);

	// The chip leads to a change that is off the screen.
	let target;
	const near = new IntersectionObserver(es => es.some(e => e.isIntersecting) && (chip.hidden = true));
	function point() {
		near.disconnect();
		chip.hidden = true;
		const main = document.querySelector('main') || document.body, at = [];
		for (let e of touched) {
			while (e && !e.getClientRects().length) e = e.parentElement;
			if (e && main.contains(e)) at.push([e, e.getBoundingClientRect()]);
		}
		if (!at.length || at.some(([, r]) => r.bottom > 0 && r.top < innerHeight)) return;
		const below = at.find(([, r]) => r.top >= innerHeight);
		target = (below || at.at(-1))[0];
		chip.textContent = below ? 'Changed below ↓' : 'Changed above ↑';
		chip.hidden = false;
		near.observe(target);
	}
	function jump() {
		target.scrollIntoView({ block: 'center' });
		chip.hidden = true;
	}

	let report = { page: [], others: {} }, at = 0, folded, asked, lost, timer;
	const many = (n, word) => n + ' ' + word + (n > 1 ? 's' : '');
	const of = severity => report.page.filter(p => p.severity === severity).length;
	const join = words => words.filter(Boolean).join('. ');
	const others = () => ['error', 'warning'].filter(w => report.others[w + 's'])
		.map(w => many(report.others[w + 's'], w) + ' on other pages')[0];

	function problems(r) {
		report = r;
		at = Math.min(at, Math.max(r.page.length - 1, 0));
		clearTimeout(timer);
		if (of('error')) {
			if (sheet.hidden && !folded) timer = setTimeout(show, 300); // who saves while typing is not interrupted
		} else {
			folded = false;
			if (!asked || !r.page.length) show(false);
		}
		draw();
	}
	function show(wish) { // true: the reader asked; false: close; else of itself
		sheet.hidden = wish === false;
		asked = wish === true;
		draw();
	}
	function fold() {
		const focus = sheet.contains(document.activeElement);
		folded = true;
		show(false);
		if (focus) pill.focus();
	}
	addEventListener('keydown', e => {
		if (e.key === 'Escape' && !sheet.hidden && !document.querySelector('dialog[open]')) fold();
	});

	function draw() {
		const counts = ['error', 'warning', 'hint'].filter(of).map(w => many(of(w), w)).join(', ');
		pill.textContent = join([lost && 'The preview has stopped; waiting for it', report.held && 'Showing ' + report.held, counts, others()]);
		pill.classList.toggle('remit-bad', of('error') > 0);
		pill.hidden = !pill.textContent || !sheet.hidden;
		root.toggleAttribute('data-remit-sheet', !sheet.hidden);
		if (sheet.hidden) return sheet.replaceChildren();
		const p = report.page[at], head = make('div', 'head'), n = report.page.length;
		head.append(make('strong', p?.severity, p ? (p.severity === 'error' ? '▲ ' : '◐ ') + p.message : 'No problems on this page'));
		if (n > 1) head.append(make('span', '', at + 1 + ' of ' + n),
			button('', '‹', 'Previous problem', () => turn(n - 1)), button('', '›', 'Next problem', () => turn(1)));
		head.append(button('', 'Esc', 'Fold (Esc)', fold));
		sheet.replaceChildren(head);
		if (p) describe(p);
		sheet.append(make('p', 'foot', join([report.held && 'Showing the page as it was at ' + report.held, others()])));
	}
	function turn(by) {
		const { ariaLabel } = document.activeElement;
		at = (at + by) % report.page.length;
		draw();
		sheet.querySelector(`[aria-label="${ariaLabel}"]`)?.focus();
	}
	function describe(p) {
		const pre = make('pre'), say = (name, words) => words && sheet.append(make('p', name, words));
		say('place', p.place + (p.rule ? '  ' + p.rule : ''));
		for (const l of p.lines || []) {
			const row = make('span', l.here ? 'line remit-here' : 'line');
			row.append(make('span', 'number', l.number), l.before);
			if (l.here) row.append(make('mark', '', l.marked), l.after);
			pre.append(row);
		}
		if (p.lines) sheet.append(pre);
		say('', p.label);
		say('', p.why && 'why: ' + p.why);
		say('', p.fix && 'fix: ' + p.fix);
		for (const r of p.related || []) {
			say('', r.message);
			describe(r);
		}
	}

	// ---- The event stream ----
	// A browser opens six connections to a server, so a tab that nobody looks at lets go of its own after a while.
	let source, tries = 0, again, leave;
	function connect() {
		clearTimeout(again);
		if (source || document.hidden) return;
		const path = location.pathname.replace(/[&+;]/g, c => encodeURIComponent(c));
		source = new EventSource('/_remit/events?path=' + path + '&have=' + version);
		const on = (name, act) => source.addEventListener(name, e => act(JSON.parse(e.data)));
		on('hello', () => {
			tries = 0;
			lost = false;
			draw();
		});
		on('page', p => p.version !== version && fetchPage());
		on('problems', problems);
		on('css', css);
		source.onerror = () => {
			disconnect();
			lost = tries > 1;
			draw();
			again = setTimeout(connect, Math.min(200 * 2 ** tries++, 5000));
		};
	}
	function disconnect() {
		source?.close();
		source = null;
	}
	document.addEventListener('visibilitychange', () => {
		clearTimeout(leave);
		if (document.hidden) leave = setTimeout(disconnect, 20000);
		else connect();
	});
	connect();
})();
