// The card of a link, which remit.js shows: what something is called, its facts, its first sentence, as text.

const one = (query, within) => within.querySelector(query), all = (query, within) => [...within.querySelectorAll(query)];
const make = (name, props, ...children) => { const e = Object.assign(document.createElement(name), props); e.append(...children); return e; };
const text = e => e?.textContent.replace(/\s+/g, ' ').replace(/ ?#$/, '').trim() || '';

// first gives the first sentence of a text, as far as it is not too long.
const first = (words, language) => [...new Intl.Segmenter(language, { granularity: 'sentence' }).segment(words)][0]?.segment.slice(0, 300).trim();

// cardOf makes the card of a page or of a part of it; null when there is nothing to tell. Of the page that is read only
// its parts have one.
export function cardOf(page, part, here) {
  if (!page || !part && here || !CSS.supports('anchor-name: --a')) return null;
  const title = text(one('h1', page)), next = part?.nextElementSibling, sentence = e => first(text(e), page.documentElement.lang);
  let lines;
  if (!part) {
    const facts = all(':scope > div', one('.facts', page) || page.head).map(fact => [...fact.children].map(text).join(' '));
    lines = [title, facts.join(' · '), first(one('[name=description]', page)?.content || '', page.documentElement.lang)];
  } else if (part.matches('tr')) lines = [text(part.cells[0]), sentence(part.cells[1])];
  else if (part.matches('h1, h2, h3, h4, h5, h6')) lines = [part.matches('h1') ? title : title + ' › ' + text(part), sentence(next && one('li', next) || next)];
  else lines = [title, sentence(part)];
  return make('div', { id: 'r:card', role: 'tooltip' }, ...lines.filter(Boolean).map((textContent, i) => make(i ? 'p' : 'b', { dir: 'auto', textContent })));
}
