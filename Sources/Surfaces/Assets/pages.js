// What makes pages live. They work without it: forms are sent, links are followed, figures stand.
"use strict";
(() => {
  const live = document.body.dataset.live;
  const state = document.getElementById("live-state");

  // Puts the newest version of a part in its place. What is open, focused or scrolled in it stays so; a field
  // that is being filled in is left alone.
  const stops = "a, button, summary, [tabindex]";
  const put = (id, html) => {
    const part = document.getElementById(id);
    if (!part) return;
    const focused = part.contains(document.activeElement) ? document.activeElement : null;
    if (focused && focused.matches("input, textarea, select")) return;
    const place = focused ? [...part.querySelectorAll(stops)].indexOf(focused) : -1;
    const open = [...part.querySelectorAll("details")].map((one) => one.open);
    const scrolled = [...part.querySelectorAll(".scroll")].map((one) => [one.scrollLeft, one.scrollTop]);
    const holder = document.createElement("template");
    holder.innerHTML = html;
    holder.content.querySelectorAll("details").forEach((one, index) => { one.open = open[index] || false; });
    part.replaceChildren(holder.content);
    part.querySelectorAll(".scroll").forEach((one, index) => {
      if (scrolled[index]) [one.scrollLeft, one.scrollTop] = scrolled[index];
    });
    if (place >= 0) part.querySelectorAll(stops)[place]?.focus({ preventScroll: true });
    part.classList.remove("fresh");
    void part.offsetWidth;
    part.classList.add("fresh");
  };

  // Open tables are no difference.
  const shape = (part) => part.innerHTML.replaceAll(' open=""', "");

  // Pages whose parts are not sent ask for themselves again, at most once in two seconds.
  let waiting = false, again = false;
  const refresh = async () => {
    if (waiting) { again = true; return; }
    waiting = true;
    try {
      const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
      if (answer.ok && !answer.redirected) {
        const page = new DOMParser().parseFromString(await answer.text(), "text/html");
        page.querySelectorAll("[data-part]").forEach((part) => {
          const old = document.getElementById(part.id);
          if (old && shape(old) !== shape(part)) put(part.id, part.innerHTML);
        });
      }
    } catch { /* the next event asks again */ }
    setTimeout(() => { waiting = false; if (again) { again = false; refresh(); } }, 2000);
  };

  // A screen that nobody reloads asks for itself now and then, for what the feed does not carry.
  const pause = Number(document.body.dataset.again);
  if (pause > 0) setInterval(refresh, pause * 1000);

  const same = (id, html) => {
    const part = document.getElementById(id), holder = document.createElement("template");
    holder.innerHTML = html;
    return part && holder.innerHTML === shape(part);
  };

  const say = (on) => {
    if (!state) return;
    state.classList.toggle("on", on);
    state.textContent = on ? "live" : "not live";
    state.title = on ? "This page shows new facts as they come." : "Reload to see new facts.";
  };

  if (live && window.EventSource) {
    const source = new EventSource(live);
    source.addEventListener("open", () => say(true));
    source.addEventListener("error", () => say(false));
    // The parts that changed, by id: the newest of each, put in place at once and then at most 25 times a
    // second. The first event says how things stood and changes nothing that is shown already.
    let first = true, newest = {}, timer = null, last = 0;
    const show = () => {
      timer = null;
      last = performance.now();
      for (const [id, html] of Object.entries(newest)) if (!same(id, html)) put(id, html);
      newest = {};
    };
    source.addEventListener("fragments", (event) => {
      const { changed, ...parts } = JSON.parse(event.data).fragments;
      if (changed && !first) refresh();
      first = false;
      Object.assign(newest, parts);
      timer ??= setTimeout(show, Math.max(0, 40 - (performance.now() - last)));
    });
    addEventListener("pagehide", () => source.close());
  }

  // Files are dropped on the field for files, and sent with a bar that tells how far they are.
  const bindUpload = (form) => {
    const drop = form.querySelector(".drop"), field = form.querySelector("input[type=file]");
    const bar = form.querySelector("progress"), told = form.querySelector("[role=status]");
    for (const kind of ["dragenter", "dragover"]) drop.addEventListener(kind, (event) => {
      event.preventDefault(); drop.classList.add("over");
    });
    for (const kind of ["dragleave", "drop"]) drop.addEventListener(kind, () => drop.classList.remove("over"));
    drop.addEventListener("drop", (event) => {
      event.preventDefault(); field.files = event.dataTransfer.files;
    });
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const request = new XMLHttpRequest();
      request.open("POST", form.action);
      request.setRequestHeader("Accept", "text/html");
      bar.hidden = false;
      request.upload.addEventListener("progress", (step) => {
        bar.max = step.total; bar.value = step.loaded;
        told.textContent = step.loaded < step.total
          ? `Sending: ${Math.floor(100 * step.loaded / step.total)} %` : "Sent; the rows are being read.";
      });
      request.addEventListener("load", () => {
        const page = new DOMParser().parseFromString(request.responseText, "text/html");
        const main = page.getElementById("main");
        if (!main) { told.textContent = "The server gave no answer that can be shown; try again."; return; }
        document.getElementById("main").replaceWith(main);
        bind(main);
        main.tabIndex = -1; main.focus();
      });
      request.addEventListener("error", () => {
        told.textContent = "The connection broke off; send it again: nothing counts twice.";
      });
      request.send(new FormData(form));
    });
  };

  // What cannot be undone is asked about.
  const bind = (root) => {
    root.querySelectorAll("form[data-upload]").forEach(bindUpload);
    root.querySelectorAll("button[data-ask]").forEach((button) => {
      button.addEventListener("click", (event) => {
        if (!confirm(button.dataset.ask)) event.preventDefault();
      });
    });
  };
  bind(document);

  // On a narrow screen the section that is shown comes into view.
  document.querySelector("nav [aria-current]")?.scrollIntoView({ inline: "center", block: "nearest" });
})();
