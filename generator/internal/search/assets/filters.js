// Filters: which pages have which value of a facet, and how many. search.js
// loads this when a query filters, or when somebody asks for counts.
//
//   const filters = open({ index, load, Reader, fold, less })   tools of search.js
//   await filters.choose({ key: 'kind', value: 'charter' }, today, lost)   the values meant: [{ value, label, pages }]
//   await filters.count(['kind'], lost, passing)   { kind: [{ value, label, count }] }; passing(key) gives 1 for each page that counts
//   await filters.order(lost)   the numbers of all pages, by title
//
// What cannot be read is added to lost and left out.

const FACETS = ['kind', 'team', 'tag', 'status', 'year'];
const LAST = '\u{10ffff}'; // stands behind all words

export function open({ index, load, Reader, fold, less }) {
  // name is what a filter and a value have in common when they mean the same: the same as in Go.
  const name = (s) => fold(s.toLowerCase()).split(/[ _-]+/).filter(Boolean).join(' ');

  // readColumn reads the values of a facet and the pages that have them.
  function readColumn(bytes, pages) {
    const r = new Reader(bytes);
    return r.list(() => {
      const value = r.front(), v = { value, label: r.front() || value, pages: [] };
      v.names = [name(value), name(v.label)];
      for (let at = 0, count = r.int(); v.pages.length < count;) {
        at += r.int();
        for (let more = r.int(); more >= 0; more--) {
          if (at >= pages) throw new Error('page out of range');
          v.pages.push(at++);
        }
      }
      return v;
    });
  }

  // values gives those of a facet whose value or label lies between two names.
  async function values(key, lo, hi, lost) {
    const files = (index.columns.get(key) ?? []).filter((f, i, all) => !less(hi, f.from) && !(all[i + 1] && !less(lo, all[i + 1].from)));
    const parts = await Promise.all(files.map((f) => load(f.path, (b) => readColumn(b, index.pages), lost)));
    const found = parts.flat().filter((v) => v?.names.some((n) => !less(n, lo) && !less(hi, n)));
    return [...new Map(found.map((v) => [v.value, v])).values()];
  }

  // choose gives the values that a filter means: by value or label, else all that begin with it.
  async function choose({ key, value }, today, lost) {
    if (key === 'is') return value === 'overdue' ? (await values('due', '', name(today), lost)).filter((v) => v.value < today) : [];
    const w = FACETS.includes(key) && name(value), years = key === 'year' && /^(\d{4}) (\d{4})$/.exec(w);
    if (years) return values(key, years[1], years[2], lost);
    const all = w ? await values(key, w, w + LAST, lost) : [], exact = all.filter((v) => v.names.includes(w));
    return exact.length ? exact : all;
  }

  // count tells how many pages have each value of some facets, of all pages or of those that pass.
  async function count(keys, lost, passing) {
    const out = {};
    for (const key of (keys ?? FACETS).filter((k) => FACETS.includes(k))) {
      const pass = passing?.(key);
      out[key] = (await values(key, '', LAST, lost))
        .map((v) => ({ value: v.value, label: v.label, count: pass ? v.pages.reduce((n, p) => n + pass[p], 0) : v.pages.length }))
        .filter((v) => v.count).sort((a, b) => b.count - a.count || (less(a.value, b.value) ? -1 : 1));
    }
    return out;
  }

  async function order(lost) {
    const file = index.columns.get('title')?.[0], all = file && await load(file.path, (b) => { const r = new Reader(b); return r.list(() => r.int()); }, lost);
    return (all ?? Array.from({ length: index.pages }, (_, i) => i)).filter((p) => p < index.pages);
  }

  return { choose, count, order };
}
