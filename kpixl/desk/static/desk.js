// The desk in the browser: files that are dropped, what is at work, and pages that follow. Pages read without it.
"use strict";
(() => {
  const words = document.getElementById("job-words").dataset;
  const jobsBox = document.getElementById("jobs");
  const stage = document.body.dataset.stage;
  let version = Number(document.body.dataset.version);
  let uploading = false;

  const make = (tag, className, text) => {
    const element = document.createElement(tag);
    if (className) element.className = className;
    if (text) element.textContent = text;
    return element;
  };

  // ---- what is at work ----
  const seen = new Map(); // jobs that are over, by number: when that was first heard
  const STAYS = 12000;
  let shownJobs = "", shownUpload = null;

  const jobCard = (job) => {
    const card = make("section", `job ${job.state}`);
    const head = make("header", "", job.title);
    const many = job.state === "running" && job.total > 1 ? ` ${job.done}/${job.total}` : "";
    head.append(make("span", "", job.state_words + many));
    card.append(head);
    if (job.state !== "waiting" && job.state !== "running") {
      card.append(make("p", "pre", job.said));
      if (job.state === "done") {
        const see = make("a", "", words.see);
        see.href = job.link;
        card.append(see);
      }
      return card;
    }
    const bar = make("progress");
    bar.max = job.total || 1;
    bar.value = job.done;
    card.append(bar, make("p", "", job.what));
    for (const line of job.lines.slice(-4)) {
      const told = line.errors ? words.errors.replace("{n}", line.errors) : words.clean;
      card.append(make("p", "hint", `${line.file} · ${line.unit || words.nobody} · ${told}`));
    }
    const form = make("form");
    form.method = "post";
    form.action = `/jobs/${job.number}/cancel`;
    form.append(make("button", "plain", words.cancel));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      fetch(form.action, { method: "POST", redirect: "manual" });
    });
    card.append(form);
    return card;
  };

  const showJobs = (jobs, first) => {
    const now = Date.now();
    const shown = jobs.filter((job) => {
      if (job.state === "waiting" || job.state === "running") return true;
      if (!seen.has(job.number)) seen.set(job.number, first ? 0 : now);
      return now - seen.get(job.number) < (job.state === "failed" ? 4 * STAYS : STAYS);
    });
    const told = JSON.stringify(shown);
    if (told === shownJobs && uploadCard === shownUpload) return; // what has the focus keeps it
    [shownJobs, shownUpload] = [told, uploadCard];
    const cards = shown.slice(-4).map(jobCard);
    jobsBox.replaceChildren(...(uploadCard ? [uploadCard] : []), ...cards);
  };

  // ---- pages that follow ----
  const isTouched = (region) =>
    region.contains(document.activeElement) && /^(INPUT|SELECT|TEXTAREA)$/.test(document.activeElement.tagName) ||
    [...region.querySelectorAll("input, select, textarea")].some((e) =>
      e.type === "hidden" || (e.form && e.form.method === "get") ? false : e.type === "checkbox" ? e.checked !== e.defaultChecked
        : e.type === "file" ? e.files.length > 0
          : e.tagName === "SELECT" ? [...e.options].some((o, i) => o.selected !== o.defaultSelected && !(i === 0 && ![...e.options].some((x) => x.defaultSelected)))
            : e.value !== e.defaultValue) ||
    region.querySelector("details[open]") !== null;

  const follow = () => {
    const region = document.querySelector("[data-live]");
    if (!region || uploading || isTouched(region)) return;
    const scrolled = [...region.querySelectorAll(".tall")].map((e) => e.scrollTop);
    htmx.ajax("GET", location.pathname + location.search, {
      target: "#live", select: "#live", swap: "outerHTML",
    }).then(() => {
      document.querySelectorAll("#live .tall").forEach((e, i) => { e.scrollTop = scrolled[i] || 0; });
    });
  };

  let heard = false;
  let last = { jobs: [] };
  const gone = make("div", "gone", words.gone);
  gone.setAttribute("role", "alert");
  let source = null;
  const listen = () => {
    source = new EventSource("/events");
    source.onmessage = (event) => {
      gone.remove();
      last = JSON.parse(event.data);
      showJobs(last.jobs, !heard);
      if (last.version !== version) {
        version = last.version;
        follow();
      }
      heard = true;
    };
    source.onerror = () => document.body.prepend(gone);
  };
  // A browser has six connections to one server: tabs that nobody looks at leave theirs to the others.
  const attend = () => {
    if (document.hidden && source) {
      source.close();
      source = null;
    } else if (!document.hidden && !source) {
      listen();
    }
  };
  document.addEventListener("visibilitychange", attend);
  attend();
  setInterval(() => showJobs(last.jobs, false), 3000);

  // ---- files ----
  const BATCH = 50;
  const BATCH_BYTES = 64 << 20;
  let uploadCard = null;

  const filesIn = async (entry) => {
    if (entry.isFile) return [await new Promise((done, failed) => entry.file(done, failed))];
    const reader = entry.createReader();
    const files = [];
    for (;;) {
      const some = await new Promise((done, failed) => reader.readEntries(done, failed));
      if (!some.length) return files;
      for (const each of some) files.push(...await filesIn(each));
    }
  };

  // What is dropped while other files are on their way waits for its turn.
  const waiting = [];
  const nextBatch = () => {
    const batch = [];
    let bytes = 0;
    while (waiting.length && batch.length < BATCH && (!batch.length || bytes + waiting[0].size <= BATCH_BYTES)) {
      bytes += waiting[0].size;
      batch.push(waiting.shift());
    }
    return batch;
  };

  const send = async (files) => {
    waiting.push(...files);
    if (!waiting.length || uploading) return;
    uploading = true;
    uploadCard = make("section", "job");
    const head = make("header", "", words.sending);
    const count = make("span");
    head.append(count);
    const bar = make("progress");
    const list = make("div");
    uploadCard.append(head, bar, list);
    let done = 0;
    const move = (some) => {
      done += some;
      bar.max = done + waiting.length;
      bar.value = done;
      count.textContent = `${done}/${bar.max}`;
    };
    move(0);
    showJobs(last.jobs, false);
    const told = (text, bad) => {
      list.append(make("p", bad ? "late" : "hint", text));
      while (list.children.length > 6) list.firstChild.remove();
    };
    for (let batch = nextBatch(); batch.length; batch = nextBatch()) {
      const body = new FormData();
      for (const file of batch) body.append("files", file, file.name);
      try {
        const answer = await fetch(`/returns?stage=${encodeURIComponent(stage)}`, {
          method: "POST", body, headers: { Accept: "application/json" },
        });
        const said = await answer.json();
        if (said.refused) told(said.refused, true);
        for (const file of said.files || []) told(`${file.name} · ${file.before ? words.before : words.kept}`, false);
      } catch (error) {
        told(words.gone, true);
        waiting.length = 0;
        break;
      }
      move(batch.length);
    }
    uploading = false;
    const card = uploadCard;
    setTimeout(() => { if (uploadCard === card) uploadCard = null; showJobs(last.jobs, false); }, STAYS);
    follow();
  };

  window.addEventListener("beforeunload", (event) => { if (uploading) event.preventDefault(); });

  const over = make("div", "over");
  over.append(make("span", "", words.drop));
  const holdsFiles = (event) => event.dataTransfer && [...event.dataTransfer.types].includes("Files");
  const taker = () => document.querySelector("form[data-takes] input[type=file]"); // of a page that wants files itself
  let depth = 0;
  document.addEventListener("dragenter", (event) => {
    if (!holdsFiles(event) || ++depth !== 1) return;
    over.firstChild.textContent = taker() ? taker().form.dataset.takes : words.drop;
    document.body.append(over);
  });
  document.addEventListener("dragleave", (event) => {
    if (holdsFiles(event) && --depth <= 0) { depth = 0; over.remove(); }
  });
  document.addEventListener("dragover", (event) => { if (holdsFiles(event)) event.preventDefault(); });
  document.addEventListener("drop", async (event) => {
    if (!holdsFiles(event)) return;
    event.preventDefault();
    depth = 0;
    over.remove();
    if (taker()) {
      taker().files = event.dataTransfer.files;
      taker().form.requestSubmit();
      return;
    }
    const entries = [...event.dataTransfer.items].map((item) => item.webkitGetAsEntry && item.webkitGetAsEntry()).filter(Boolean);
    const plain = [...event.dataTransfer.files];
    const files = entries.length ? (await Promise.all(entries.map(filesIn))).flat() : plain;
    await send(files);
  });
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("[data-upload]")) return;
    event.preventDefault();
    const chosen = form.querySelector("input[type=file]");
    send([...chosen.files]).then(() => form.reset());
  });

  // ---- tables, ticks, copies ----
  const valueOf = (row, index) => {
    const text = row.cells[index] ? row.cells[index].textContent.trim() : "";
    const number = text === "" ? NaN : Number(text.replace(/[,%]/g, ""));
    return Number.isNaN(number) ? text : number;
  };
  const compare = (a, b) => {
    if (a === "" || b === "") return (a === "") - (b === "");
    if (typeof a === "number" && typeof b === "number") return a - b;
    return String(a).localeCompare(String(b), "zh-CN", { numeric: true });
  };
  const sort = (head) => {
    const table = head.closest("table"), body = table.tBodies[0], index = head.cellIndex;
    const down = head.getAttribute("aria-sort") === "ascending";
    table.querySelectorAll("th[aria-sort]").forEach((each) => each.removeAttribute("aria-sort"));
    head.setAttribute("aria-sort", down ? "descending" : "ascending");
    const rows = [...body.rows].sort((a, b) => compare(valueOf(a, index), valueOf(b, index)));
    body.append(...(down ? rows.reverse() : rows));
  };
  const prepare = () => {
    document.querySelectorAll("table[data-sortable] thead th").forEach((head) => {
      if (head.querySelector(".sort") || !head.textContent.trim()) return;
      const button = make("button", "sort", head.textContent.trim());
      button.type = "button";
      button.addEventListener("click", () => sort(head));
      head.replaceChildren(button);
    });
  };
  document.addEventListener("change", (event) => {
    const name = event.target.dataset && event.target.dataset.all;
    if (!name) return;
    event.target.form.querySelectorAll(`input[name="${name}"]`).forEach((each) => { each.checked = event.target.checked; });
  });
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copy]");
    if (!button) return;
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent);
    const before = button.textContent;
    button.textContent = words.copied;
    setTimeout(() => { button.textContent = before; }, 1500);
  });
  // ---- a page that one clicks through stays where it was ----
  const keeper = document.querySelector("[data-keeps-place]");
  if (keeper) {
    const key = `place:${location.pathname}`, boxes = () => [...keeper.querySelectorAll(".tall, .wide")];
    const [top, ...places] = JSON.parse(sessionStorage.getItem(key) || "[0]");
    scrollTo(0, top);
    boxes().forEach((box, i) => { if (places[i]) box.scrollTo(...places[i]); });
    addEventListener("pagehide", () => {
      sessionStorage.setItem(key, JSON.stringify([scrollY, ...boxes().map((box) => [box.scrollLeft, box.scrollTop])]));
    });
  }
  document.addEventListener("htmx:afterSettle", prepare);
  prepare();
  document.documentElement.dataset.ready = "true";
})();
