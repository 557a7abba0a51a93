"use strict";
(() => {
  const parse = id => JSON.parse(document.getElementById(id).textContent);
  const W = parse("words"), DATA = parse("lines");
  const PAGE = 100, MOST_PRINTED = 5000;
  const SEV = ["error", "warning", "note"];
  const $ = id => document.getElementById(id);
  const make = (tag, cls, text) => {
    const e = document.createElement(tag);
    if (cls) e.className = cls;
    if (text !== undefined) e.textContent = text;
    return e;
  };
  const fill = (text, facts) => text.replace(/\{(\w+)\}/g, (_, k) => facts[k]);

  // --- the findings: chunk after chunk, so that the page stands before all are read
  const strings = [""], findings = [];
  let chunk = 0;
  const chunks = document.querySelectorAll("script.chunk");
  const readChunk = () => {
    if (chunk >= chunks.length) return false;
    const c = JSON.parse(chunks[chunk].textContent);
    chunks[chunk++].textContent = "";
    for (const s of c.strings) strings.push(s);
    for (const r of c.rows) findings.push(r);
    return true;
  };
  const readAll = () => { while (readChunk()) { /* all of them */ } };
  const S = i => strings[i];
  // columns of a row
  const SEVERITY = 0, CODE = 1, UNIT = 2, SUBJECT = 3, FORM = 4, SHEET = 5, CELL = 6, ROW = 7, COLUMN = 8,
    VALUE = 9, MESSAGE = 10, REMEDY = 11, FILE = 12;

  const link = (file, href) => {
    if (!href) return make("span", "", file);
    const a = make("a", "", file);
    a.href = href;
    return a;
  };
  const pager = (node, page, pages, go) => {
    node.replaceChildren();
    if (pages < 2) return;
    const button = (text, to, off) => {
      const b = make("button", "", text);
      b.type = "button";
      b.disabled = off;
      b.addEventListener("click", () => go(to));
      node.append(b);
    };
    button(W.previous, page - 1, page === 0);
    node.append(make("span", "", fill(W.page, { page: page + 1, pages })));
    button(W.next, page + 1, page >= pages - 1);
  };

  // whoever works with the keyboard goes on where the list begins
  const toProblems = () => {
    $("problems").scrollIntoView();
    $("problems").querySelector("h2").focus({ preventScroll: true });
  };

  // --- the matrix unit × form
  let matrixPage = 0;
  const matrixLines = () => {
    const text = $("unit-search").value.trim().toLowerCase(), state = $("unit-state").value, group = $("unit-group").value;
    return DATA.lines.filter(l =>
      (!state || l.state === state) && (!group || l.group === group) &&
      (!text || (l.name + " " + l.unit + " " + l.like + " " + l.file).toLowerCase().includes(text)));
  };
  const countCell = (line, form, title, counts) => {
    const td = make("td", "cell");
    const [e, w, n] = counts || [0, 0, 0], there = form ? line.read.includes(form) : line.read.length;
    if (!["accepted", "rejected"].includes(line.state) || !(e || w || there)) {
      td.classList.add("none");
      td.textContent = "—";
      return td;
    }
    td.classList.add(e ? "bad" : w ? "doubt" : "ok");
    if (!e && !w) {
      td.textContent = "✓";
      td.title = n ? fill(W.notes_only, { n }) : "";
      return td;
    }
    const b = make("button", "", [e ? "✗" + e : "", w ? "!" + w : ""].filter(Boolean).join(" "));
    b.type = "button";
    b.title = fill(W.cell_title, { e, w, n });
    b.addEventListener("click", () => {
      clear();
      $("find-unit").value = line.name;
      $("find-form").value = title;
      show(0);
      toProblems();
    });
    td.append(b);
    return td;
  };
  const drawMatrix = page => {
    matrixPage = page;
    const lines = matrixLines(), body = $("matrix").tBodies[0];
    body.replaceChildren();
    for (const l of lines.slice(page * PAGE, printing ? undefined : (page + 1) * PAGE)) {
      const tr = make("tr");
      const name = make("th", "", (l.name || W.nobody) + (l.like ? fill(W.like, { unit: l.like }) : ""));
      name.scope = "row";
      tr.append(name, make("td", "state " + l.state, W[l.state]));
      DATA.forms.forEach(([id, title]) => tr.append(countCell(l, id, title, l.forms[id])));
      const td = make("td");
      td.append(link(l.file, l.link));
      if (l.modified) td.title = W.modified + l.modified;
      tr.append(td);
      body.append(tr);
    }
    pager($("matrix-pager"), page, Math.ceil(lines.length / PAGE), drawMatrix);
  };

  // --- the list of problems
  let printing = false, listPage = 0;
  const wanted = () => ({
    text: $("search").value.trim().toLowerCase(), unit: $("find-unit").value.trim(), form: $("find-form").value,
    code: $("find-code").value,
    severities: new Set([...document.querySelectorAll(".find-severity:checked")].map(c => SEV.indexOf(c.value))),
  });
  const matches = (r, q) =>
    q.severities.has(r[SEVERITY]) && (!q.code || S(r[CODE]) === q.code) && (!q.form || S(r[FORM]) === q.form) &&
    (!q.unit || S(r[UNIT]).includes(q.unit) || S(r[SUBJECT]).includes(q.unit)) &&
    (!q.text || [UNIT, SUBJECT, FORM, SHEET, CELL, ROW, COLUMN, VALUE, MESSAGE, REMEDY, FILE].some(i =>
      String(i === FILE ? (DATA.files[r[i]] || [""])[0] : S(r[i])).toLowerCase().includes(q.text)));
  const cellsOf = rows => {
    const places = rows.map(r => /^([A-Z]+)(\d+)$/.exec(S(r[CELL]))).filter(Boolean).map(m => [m[1], Number(m[2])]);
    const runs = [];
    for (const [c, n] of places) {
      const last = runs[runs.length - 1];
      if (last && last[0] === c && last[2] + 1 === n) last[2] = n; else if (!(last && last[0] === c && last[2] === n)) runs.push([c, n, n]);
    }
    return runs.map(([c, a, b]) => a === b ? c + a : `${c}${a}–${c}${b}`).join(W.and);
  };
  // like problems of one file are one entry, in the order of their first
  const grouped = rows => {
    const out = new Map();
    for (const r of rows) {
      const key = [r[FILE], r[SEVERITY], r[CODE], r[SHEET], r[COLUMN]].join();
      if (out.has(key)) out.get(key).push(r); else out.set(key, [r]);
    }
    return [...out.values()];
  };
  const drawProblem = rows => {
    const r = rows[0], box = make("div", "problem " + SEV[r[SEVERITY]]), head = make("p");
    head.append(make("span", "tag", `${W[SEV[r[SEVERITY]]]} ${S(r[CODE])}${rows.length > 1 ? " ×" + rows.length : ""}`));
    const place = [S(r[SHEET]), cellsOf(rows)].filter(Boolean).join("!");
    head.append(make("span", "place", [place, S(r[SUBJECT]) !== S(r[UNIT]) ? S(r[SUBJECT]) : ""].filter(Boolean).join(" · ")));
    box.append(head, make("p", "", S(r[MESSAGE])), make("p", "do", "→ " + S(r[REMEDY])));
    if (rows.length > 1) {
      const more = make("details"), list = make("ul");
      more.append(make("summary", "", fill(W.others, { count: rows.length - 1 })));
      rows.slice(1).forEach(o => list.append(make("li", "", `${S(o[CELL])} ${S(o[MESSAGE])}`)));
      more.append(list);
      box.append(more);
    }
    return box;
  };
  const show = page => {
    listPage = page;
    readAll();
    const q = wanted(), groups = grouped(findings.filter(r => matches(r, q)));
    const list = $("list"), total = groups.reduce((n, g) => n + g.length, 0);
    $("shown").textContent = fill(W.shown, { shown: total, all: findings.length });
    list.replaceChildren();
    const some = printing ? groups.slice(0, MOST_PRINTED) : groups.slice(page * PAGE, (page + 1) * PAGE);
    let before = null;
    for (const g of some) {
      const at = g[0][FILE];
      if (at !== before) {
        const h = make("h3", "file"), [name, href] = DATA.files[at] || ["", ""];
        h.append(make("span", "", (S(g[0][UNIT]) || (name ? W.nobody : W.across)) + " "), name ? link(name, href) : "");
        list.append(h);
        before = at;
      }
      list.append(drawProblem(g));
    }
    if (!some.length) list.append(make("p", "", W.nothing));
    pager($("list-pager"), page, Math.ceil(groups.length / PAGE), p => { show(p); toProblems(); });
  };
  const clear = () => {
    for (const id of ["search", "find-unit", "find-form", "find-code"]) $(id).value = "";
    document.querySelectorAll(".find-severity").forEach(c => { c.checked = true; });
  };

  // --- the wiring
  let timer = 0;
  const soon = f => () => { clearTimeout(timer); timer = setTimeout(f, 150); };
  DATA.forms.forEach(([, title]) => { const o = make("option", "", title); o.value = title; $("find-form").append(o); });
  for (const id of ["unit-search", "unit-state", "unit-group"]) $(id).addEventListener("input", soon(() => drawMatrix(0)));
  for (const id of ["search", "find-unit", "find-form", "find-code"]) $(id).addEventListener("input", soon(() => show(0)));
  document.querySelectorAll(".find-severity").forEach(c => c.addEventListener("change", () => show(0)));
  $("clear").addEventListener("click", () => { clear(); show(0); });
  document.querySelectorAll("#rule-table tbody tr").forEach(tr => tr.querySelector("button").addEventListener("click", () => {
    clear();
    $("find-code").value = tr.dataset.code;
    show(0);
    toProblems();
  }));
  addEventListener("beforeprint", () => { printing = true; drawMatrix(0); show(0); });
  addEventListener("afterprint", () => { printing = false; drawMatrix(matrixPage); show(listPage); });
  drawMatrix(0);
  // the list follows once the rest stands
  setTimeout(() => { show(0); document.documentElement.dataset.ready = "true"; }, 0);
})();
