// What the console does beyond plain pages: search key, copying, times that go on, live regions.
// Every page works without it.
"use strict";

(() => {
  const words = document.body.dataset;

  // "/" leads to the search box, Escape out of it.
  document.addEventListener("keydown", event => {
    const search = document.getElementById("search");
    const typing = event.target.closest("input, textarea, select, [contenteditable]");
    if (event.key === "/" && search && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      search.focus();
      search.select();
    } else if (event.key === "Escape" && event.target === search) {
      search.blur();
    }
  });

  // Identifiers are copied by a click; a drag selects as always.
  document.addEventListener("click", event => {
    const code = event.target.closest(".copy");
    if (!code || event.target.closest("a, button") || String(window.getSelection())) {
      return;
    }
    navigator.clipboard?.writeText(code.textContent.trim()).then(() => {
      code.classList.add("copied");
      code.title = words.copied;
      setTimeout(() => code.classList.remove("copied"), 1200);
    });
  });

  // A file may be dropped on its form.
  for (const form of document.querySelectorAll("form[data-drop]")) {
    const over = event => {
      event.preventDefault();
      form.classList.toggle("over", event.type === "dragover");
    };
    form.addEventListener("dragover", over);
    form.addEventListener("dragleave", over);
    form.addEventListener("drop", event => {
      over(event);
      if (event.dataTransfer.files.length > 0) {
        form.querySelector("input[type=file]").files = event.dataTransfer.files;
        form.requestSubmit();
      }
    });
  }

  // What cannot be undone asks first: <button data-confirm="...">.
  document.addEventListener("submit", event => {
    const question = event.submitter?.dataset.confirm ?? event.target.dataset.confirm;
    if (question && !window.confirm(question)) {
      event.preventDefault();
    }
  });

  // Relative times go on.
  const STEPS = [["Days", 86400], ["Hours", 3600], ["Minutes", 60], ["Seconds", 1]];
  const relative = when => {
    const seconds = Math.round((Date.now() - when) / 1000);
    const step = STEPS.find(([, size]) => Math.abs(seconds) >= size);
    return step
      ? seconds > 0
        ? words["ago" + step[0]].replace("%", Math.floor(seconds / step[1]))
        : words["ahead" + step[0]].replace("%", Math.round(-seconds / step[1]))
      : words.agoNow;
  };
  const tick = () => {
    for (const time of document.querySelectorAll("time[data-ago]")) {
      const text = relative(Date.parse(time.dateTime));
      if (time.textContent !== text) {
        time.textContent = text;
      }
    }
  };
  setInterval(tick, 5000);

  // Makes one element like another with as few changes as possible, so that nothing jumps.
  const become = (old, fresh) => {
    if (old.nodeType !== fresh.nodeType || old.nodeName !== fresh.nodeName || old.id !== fresh.id) {
      old.replaceWith(fresh.cloneNode(true));
      return;
    }
    if (old.nodeType !== Node.ELEMENT_NODE) {
      if (old.nodeValue !== fresh.nodeValue) {
        old.nodeValue = fresh.nodeValue;
      }
      return;
    }
    if (old.isEqualNode(fresh) || old.contains(document.activeElement) && old.matches("form")) {
      return;
    }
    for (const {name} of [...old.attributes]) {
      if (!fresh.hasAttribute(name) && !(old.matches("details") && name === "open")) {
        old.removeAttribute(name);
      }
    }
    for (const {name, value} of fresh.attributes) {
      if (old.getAttribute(name) !== value && !(old.matches("details") && name === "open")) {
        old.setAttribute(name, value);
      }
    }
    const before = [...old.childNodes];
    const after = [...fresh.childNodes];
    const named = new Map(before.filter(node => node.id).map(node => [node.id, node]));
    let place = old.firstChild;
    for (const node of after) {
      const same = node.id ? named.get(node.id) : place;
      if (!same || !node.id && place?.id) {
        old.insertBefore(node.cloneNode(true), place);
      } else {
        if (same !== place) {
          old.insertBefore(same, place);
        } else {
          place = place.nextSibling;
        }
        become(same, node);
      }
    }
    while (place) {
      const next = place.nextSibling;
      place.remove();
      place = next;
    }
  };

  // Live regions: <section id="rows" data-live="ASSOCIATIONS EDGES" data-live-url="/vsis?state=refused">.
  // Fetched again when one of their topics changed, at most once a second, only while looked at.
  const AT_MOST_EVERY_MS = 1000;
  const regions = () => [...document.querySelectorAll("[data-live]")];
  const topicsOf = region => region.dataset.live.split(/[\s,]+/).filter(Boolean);
  const due = new Set();
  let timer = 0;
  let busy = false;

  const refresh = async () => {
    timer = 0;
    // One after the other: an older answer that comes late must not replace a newer one.
    if (busy || String(window.getSelection())) {
      timer = setTimeout(refresh, AT_MOST_EVERY_MS);
      return;
    }
    const pages = new Map();
    for (const region of regions().filter(each => topicsOf(each).some(topic => due.has(topic)))) {
      const url = region.dataset.liveUrl || location.href;
      pages.set(url, [...(pages.get(url) ?? []), region]);
    }
    due.clear();
    busy = true;
    for (const [url, shown] of pages) {
      try {
        const answer = await fetch(url, {headers: {Accept: "text/html"}, credentials: "same-origin"});
        if (!answer.ok || answer.redirected) {
          continue;
        }
        const page = new DOMParser().parseFromString(await answer.text(), "text/html");
        for (const region of shown) {
          const fresh = page.getElementById(region.id);
          if (fresh) {
            become(region, fresh);
          }
        }
      } catch {
        // The manager is away; the stream says when it is back.
      }
    }
    busy = false;
    tick();
  };
  const changed = topic => {
    due.add(topic);
    timer ||= setTimeout(refresh, AT_MOST_EVERY_MS);
  };

  let stream = null;
  const listen = () => {
    const topics = [...new Set(regions().flatMap(topicsOf))];
    if (topics.length === 0 || stream || document.hidden) {
      return;
    }
    let broken = false;
    stream = new EventSource("/live?topics=" + encodeURIComponent(topics.join(",")) +
      "&seen=" + (document.body.dataset.seen || 0));
    stream.addEventListener("changed", event => changed(event.data));
    stream.addEventListener("error", () => {
      broken = true;
    });
    stream.addEventListener("open", () => {
      if (broken) {
        topics.forEach(changed);
      }
      broken = false;
    });
  };
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) {
      stream?.close();
      stream = null;
    } else if (!stream) {
      listen();
      regions().flatMap(topicsOf).forEach(changed);
    }
  });
  listen();
})();
