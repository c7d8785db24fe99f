// The search of the guides. Runs in the reader's browser as a plain script, from a disk or a server, and asks nobody.
(() => {
  const { MiniSearch, parlanceSearch } = globalThis;
  const field = document.querySelector('input[type=search]');
  const list = document.querySelector('#results');
  const up = document.documentElement.dataset.up ?? '';
  // On a narrow screen the menu would stand before every text.
  if (matchMedia('(max-width: 60rem)').matches) document.querySelector('.menu')?.removeAttribute('open');
  document.querySelector('.menu [aria-current]')?.scrollIntoView({ block: 'nearest' });
  if (!MiniSearch || !parlanceSearch || !field || !list) return;
  field.hidden = false;
  let index;
  let chosen = -1;

  function show() {
    index ??= MiniSearch.loadJSON(parlanceSearch.index, parlanceSearch.options);
    const words = field.value.trim();
    const found = words === '' ? [] : index.search(words).slice(0, 12);
    list.replaceChildren(...(found.length > 0 || words === '' ? found.map(row) : [nothing()]));
    list.hidden = words === '';
    field.setAttribute('aria-expanded', String(!list.hidden));
    choose(found.length > 0 ? 0 : -1);
  }

  function row(hit, at) {
    const item = document.createElement('li');
    item.id = `result-${at}`;
    item.role = 'option';
    const link = document.createElement('a');
    link.href = up + hit.id;
    link.tabIndex = -1;
    for (const [tag, text] of [
      ['strong', hit.heading],
      ['small', hit.page],
      ['span', around(hit)],
    ]) {
      const part = document.createElement(tag);
      part.textContent = text;
      link.append(part);
    }
    item.append(link);
    return item;
  }

  function nothing() {
    const item = document.createElement('li');
    item.textContent = 'Nothing found';
    return item;
  }

  /** The words where the first one that was asked for stands. */
  function around({ words, terms }) {
    const at = Math.max(0, words.toLowerCase().indexOf(terms[0] ?? ''));
    const from = at < 50 ? 0 : words.indexOf(' ', at - 50) + 1;
    return `${from > 0 ? '… ' : ''}${words.slice(from, from + 140)}`;
  }

  function choose(next) {
    const rows = [...list.querySelectorAll('[role=option]')];
    chosen = rows.length === 0 ? -1 : (next + rows.length) % rows.length;
    rows.forEach((each, at) => each.setAttribute('aria-selected', String(at === chosen)));
    if (chosen < 0) return field.removeAttribute('aria-activedescendant');
    field.setAttribute('aria-activedescendant', rows[chosen].id);
    rows[chosen].scrollIntoView({ block: 'nearest' });
  }

  function close() {
    list.hidden = true;
    field.setAttribute('aria-expanded', 'false');
  }

  field.addEventListener('input', show);
  field.addEventListener('focus', () => field.value !== '' && show());
  field.addEventListener('keydown', (event) => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      choose(chosen + (event.key === 'ArrowDown' ? 1 : -1));
    } else if (event.key === 'Escape') close();
  });
  field.form.addEventListener('submit', (event) => {
    event.preventDefault();
    list.querySelector('[aria-selected=true] a')?.click();
  });
  list.addEventListener('click', close);
  document.addEventListener('click', (event) => {
    if (!field.form.contains(event.target)) close();
  });
  document.addEventListener('keydown', (event) => {
    if (event.key !== '/' || event.ctrlKey || event.metaKey || document.activeElement === field) return;
    event.preventDefault();
    field.focus();
  });
})();
