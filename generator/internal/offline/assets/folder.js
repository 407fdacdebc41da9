// Lets a page that lies on a disk read the files beside it. Such a page can neither fetch nor import, so modules and
// files of the index are scripts that call remitFile(path, content); see the Go package offline.
(() => {
  const root = new URL('..', document.currentScript.src).href;
  const below = address => new URL(address, root).href.slice(root.length).replace(/[?#].*/, '');

  // Trusted Types allow nothing but scripts of these two folders.
  const address = path => {
    if (!/^(assets|search)(\/[\w-]+)+([.][\w-]+)*\.js$/.test(path)) throw new TypeError(path);
    return root + path;
  };
  const rule = window.trustedTypes?.createPolicy('remit', { createScriptURL: address }) ?? { createScriptURL: address };

  const given = new Map(); // path -> content, from the script that has just run
  window.remitFile = (path, content) => given.set(path, content);
  const read = (path, file) => new Promise((yes, no) => {
    const script = document.createElement('script');
    script.src = rule.createScriptURL(file);
    script.onerror = () => no(new Error(path));
    script.onload = () => {
      given.has(path) ? yes(given.get(path)) : no(new Error(path));
      given.delete(path);
    };
    document.head.append(script);
    script.remove(); // it loads all the same
  });

  // The ways of a page on a host: the address of a path below the root, a module, an answer.
  const at = path => root + path.replace(/^([^?#]*\/|)(?=$|[?#])/, '$1index.html');
  const load = async path => read(below(path), below(path));
  async function fetch(path) {
    const name = below(path);
    try {
      const text = atob(await read(name, name + '.js'));
      return new Response(Uint8Array.from(text, c => c.charCodeAt(0)));
    } catch {
      return new Response(null, { status: 404 });
    }
  }
  window.remitFolder = { at, load, fetch };

  // Links that scripts make lead to folders, where a browser would show a list of files.
  const mend = event => {
    const a = event.target.closest?.('a');
    if (a?.href.startsWith(root)) {
      const to = at(a.href.slice(root.length));
      if (to !== a.href) a.href = to;
    }
  };
  for (const name of ['click', 'auxclick', 'contextmenu']) addEventListener(name, mend, true);
})();
