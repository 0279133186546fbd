// What makes pages live. They work without it: forms are sent, links are followed, figures stand.
"use strict";
(() => {
  const live = document.body.dataset.live;
  const state = document.getElementById("live-state");

  // Puts the newest version of each part in its place; parts that did not change are left alone, so that
  // whatever is open or focused stays so.
  const put = (id, html) => {
    const part = document.getElementById(id);
    if (!part || part.contains(document.activeElement)) return;
    const open = [...part.querySelectorAll("details")].map((one) => one.open);
    const holder = document.createElement("template");
    holder.innerHTML = html;
    holder.content.querySelectorAll("details").forEach((one, index) => { one.open = open[index] || false; });
    part.replaceChildren(holder.content);
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
    // The parts that changed, by id; the first event says how things stood and changes nothing that is
    // shown already.
    let first = true;
    source.addEventListener("fragments", (event) => {
      const parts = JSON.parse(event.data).fragments;
      for (const [id, html] of Object.entries(parts)) {
        if (id === "changed") { if (!first) refresh(); } else if (!same(id, html)) put(id, html);
      }
      first = false;
    });
    addEventListener("pagehide", () => source.close());
  }

  // Files are dropped on the field for files, and sent with a bar that tells how far they are.
  for (const form of document.querySelectorAll("form[data-upload]")) {
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
        const where = request.responseURL || form.action;
        const page = new DOMParser().parseFromString(request.responseText, "text/html");
        const main = page.getElementById("main");
        if (!main) { told.textContent = "The server gave no answer that can be shown; try again."; return; }
        document.getElementById("main").replaceWith(main);
        history.replaceState(null, "", where);
        main.tabIndex = -1; main.focus();
      });
      request.addEventListener("error", () => { told.textContent = "The connection broke off; send it again: nothing counts twice."; });
      request.send(new FormData(form));
    });
  }

  // On a narrow screen the section that is shown comes into view.
  document.querySelector("nav [aria-current]")?.scrollIntoView({ inline: "center", block: "nearest" });

  // What cannot be undone is asked about.
  for (const button of document.querySelectorAll("button[data-ask]")) {
    button.addEventListener("click", (event) => { if (!confirm(button.dataset.ask)) event.preventDefault(); });
  }
})();
