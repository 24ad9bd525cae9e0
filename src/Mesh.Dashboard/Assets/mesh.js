// The page's own part: keys, times, copying, and what is said while the node is away. Everything else comes over the connection.
(() => {
  'use strict';
  const away = document.getElementById('components-reconnect-modal');
  const keys = document.getElementById('keys');
  const exact = new Map([['ms', 1], ['s', 1e3], ['min', 6e4], ['h', 36e5], ['d', 864e5]]);

  // Until the node is back: asked for, not reloaded blindly, so that the page stays readable.
  let isComingBack = false;
  const comeBack = async () => {
    if (isComingBack) return;
    isComingBack = true;
    for (;;) {
      try {
        const reply = await fetch(document.baseURI, { cache: 'no-store', redirect: 'manual' });
        if (reply.ok || reply.type === 'opaqueredirect') { location.reload(); return; }
      } catch { /* not yet */ }
      await new Promise(r => setTimeout(r, 500));
    }
  };

  // The same page at the nodes that this one knew last.
  const nameOthers = () => {
    const here = location.href.startsWith(document.baseURI) ? location.href.slice(document.baseURI.length) : '';
    const links = [...document.querySelectorAll('#other-nodes a')].map(known => {
      const [item, link] = [document.createElement('li'), document.createElement('a')];
      link.textContent = known.textContent;
      link.href = known.href + here;
      link.rel = 'noreferrer';
      item.append(link);
      return item;
    });
    document.getElementById('gone-nodes').replaceChildren(...links);
    document.getElementById('gone-elsewhere').hidden = links.length === 0;
  };

  const tellAway = isAway => {
    if (isAway === away.open) return;
    if (isAway) {
      const since = document.getElementById('gone-since');
      since.dateTime = new Date().toISOString();
      since.className = 'ago';
      since.textContent = 'now';
      nameOthers();
      away.show();
    } else away.close();
    document.documentElement.classList.toggle('away', isAway);
  };

  away.addEventListener('components-reconnect-state-changed', e => {
    const state = e.detail && e.detail.state;
    if (state === 'hide') tellAway(false);
    else tellAway(true);
    if (state === 'failed' || state === 'rejected') comeBack();
  });

  // Without an animation in between the node may be back within a second.
  // A node that is cut off closes nothing: its silence tells.
  Blazor.start({
    circuit: {
      reconnectionOptions: { maxRetries: 3, retryIntervalMilliseconds: n => n === 0 ? 0 : 400 },
      configureSignalR: builder => builder.withServerTimeout(10000).withKeepAliveInterval(3000),
    },
  });

  const age = ms => {
    if (ms < 1000) return 'now';
    let text = '';
    for (const [unit, size] of exact) if (ms >= size && (unit !== 'd' || ms >= 2 * size)) text = `${Math.floor(ms / size)} ${unit}`;
    return `${text} ago`;
  };

  // The text node is changed, not replaced: the connection knows it and may change it too.
  const tick = () => {
    const now = Date.now();
    for (const time of document.querySelectorAll('time.ago')) {
      const at = Date.parse(time.dateTime);
      const shown = Number.isNaN(at) ? '' : age(Math.max(0, now - at));
      if (shown && time.firstChild && time.firstChild.data !== shown) time.firstChild.data = shown;
    }
  };
  setInterval(tick, 1000);

  // A dialog that comes over the connection is modal; whoever opened it has the focus again afterwards.
  let shown = null, opener = null;
  const showDialogs = () => {
    const dialog = document.querySelector('dialog[data-modal]');
    if (dialog && !dialog.open) {
      if (dialog !== shown) opener = document.activeElement;
      shown = dialog;
      dialog.showModal();
    } else if (!dialog && shown) {
      shown = null;
      if (opener && opener.isConnected) opener.focus();
    }
  };
  document.addEventListener('cancel', e => {
    if (!e.target.matches('dialog[data-modal]')) return;
    e.preventDefault();
    e.target.querySelector('[data-cancel]:not(:disabled)')?.click();
  }, true);
  let isDue = false;
  new MutationObserver(() => {
    if (isDue) return;
    isDue = true;
    requestAnimationFrame(() => { isDue = false; tick(); showDialogs(); });
  }).observe(document.body, { childList: true, subtree: true });

  let isGoing = false;
  document.addEventListener('keydown', e => {
    if (e.ctrlKey || e.altKey || e.metaKey || e.target.closest('input, select, textarea')) return;
    const went = isGoing;
    isGoing = false;
    if (went) {
      const link = document.querySelector(`nav [data-key="${CSS.escape(e.key)}"]`);
      if (link) { e.preventDefault(); link.click(); }
    } else if (e.key === 'g') {
      isGoing = true;
      setTimeout(() => { isGoing = false; }, 2000);
    } else if (e.key === '/') {
      const search = document.querySelector('[data-search]');
      if (search) { e.preventDefault(); search.focus(); }
      else document.querySelector('nav [data-key="s"]')?.click();
    } else if (e.key === '?') keys.showModal();
  });

  document.addEventListener('click', async e => {
    if (e.target.closest('[data-keys]')) keys.showModal();
    const button = e.target.closest('[data-copy]');
    if (!button) return;
    try {
      await navigator.clipboard.writeText(button.dataset.copy);
      button.classList.add('done');
      setTimeout(() => button.classList.remove('done'), 1000);
    } catch { /* the browser does not let it; the text can be selected */ }
  });
})();
