"use strict";
(() => {
  const list = document.getElementById("list");
  const form = document.getElementById("controls");

  // What a browser without scripts would show is parsed when it is looked at. It is this page's own markup.
  const unfold = (element) => {
    const folded = element && element.querySelector(":scope > noscript");
    if (!folded) return;
    const template = document.createElement("template");
    template.innerHTML = folded.textContent;
    folded.replaceWith(template.content);
  };
  const unfoldAll = () => {
    for (const folded of document.querySelectorAll("main noscript")) unfold(folded.parentElement);
  };
  document.addEventListener("toggle", (event) => event.target.open && unfold(event.target), true);
  addEventListener("beforeprint", unfoldAll);
  const near = new IntersectionObserver(
    (entries) => {
      for (const entry of entries) {
        if (!entry.isIntersecting) continue;
        near.unobserve(entry.target);
        unfold(entry.target);
      }
    },
    { rootMargin: "800px" },
  );
  for (const card of document.querySelectorAll(".card")) if (card.querySelector("noscript")) near.observe(card);

  const openTarget = () => {
    const target = location.hash.startsWith("#finding-") && document.getElementById(location.hash.slice(1));
    if (target) target.querySelector("details").open = true;
  };
  addEventListener("hashchange", openTarget);
  if (!list || !form) return;

  const get = (id) => document.getElementById(id);
  const items = Array.from(list.children, (element, index) => ({
    element,
    index,
    severity: element.classList[1],
    rank: Number(element.dataset.k),
    rule: element.dataset.r,
    file: element.dataset.f,
    line: Number(element.dataset.l),
    owner: element.dataset.o,
    accepted: "a" in element.dataset,
    text: null,
  }));
  const signs = { amp: "&", lt: "<", gt: ">", "#34": '"', "#39": "'" };
  const wordsOf = (element) => {
    const folded = element.querySelector("noscript");
    if (!folded) return element.textContent;
    const body = folded.textContent.replace(/<[^>]*>/g, " ").replace(/&(amp|lt|gt|#34|#39);/g, (_, name) => signs[name]);
    return element.querySelector("summary").textContent + " " + body;
  };
  const textOf = (item) => {
    if (item.text === null) {
      const owner = get("owner").options[Number(item.owner) + 1].text;
      item.text = (wordsOf(item.element) + " " + owner).toLowerCase();
    }
    return item.text;
  };
  const orders = {
    severity: (a, b) => a.index - b.index,
    file: (a, b) => a.file - b.file || a.line - b.line || a.index - b.index,
    rule: (a, b) => a.rule - b.rule || a.index - b.index,
    owner: (a, b) => a.owner - b.owner || a.index - b.index,
  };
  const count = new Intl.NumberFormat("en");
  let shown = items;
  let order = "severity";

  const filter = () => {
    const words = get("search").value.toLowerCase().split(/\s+/).filter(Boolean);
    const severities = new Set(Array.from(form.querySelectorAll("[name=severity]:checked"), (box) => box.value));
    const [rule, file, owner] = ["rule", "file", "owner"].map((id) => get(id).value);
    const accepted = get("accepted") ? get("accepted").value : "";
    shown = [];
    for (const item of items) {
      const kept =
        severities.has(item.severity) &&
        (rule === "" || item.rule === rule) &&
        (file === "" || item.file === file) &&
        (owner === "" || item.owner === owner) &&
        (accepted === "" || (accepted === "accepted") === item.accepted) &&
        words.every((word) => textOf(item).includes(word));
      if (item.element.hidden === kept) item.element.hidden = !kept;
      if (kept) shown.push(item);
    }
    get("none").hidden = shown.length > 0;
    const all = count.format(items.length) + (items.length === 1 ? " finding" : " findings");
    get("shown").value = shown.length === items.length ? all : count.format(shown.length) + " of " + all;
    nameToggle();
  };
  const sort = () => {
    if (get("sort").value === order) return;
    order = get("sort").value;
    list.replaceChildren(...items.slice().sort(orders[order]).map((item) => item.element));
  };
  const details = (item) => item.element.firstElementChild;
  const allOpen = () => shown.length > 0 && shown.every((item) => details(item).open);
  const nameToggle = () => {
    get("toggle").textContent = allOpen() ? "Close all" : "Open all";
  };
  let waiting = 0;
  const soon = () => {
    clearTimeout(waiting);
    waiting = setTimeout(filter, 80);
  };
  const clear = () => {
    form.reset();
    get("search").focus();
  };

  // A number of findings leads to them.
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-filter]");
    if (!link) return;
    form.reset();
    get(link.dataset.filter).value = link.dataset.value;
    sort();
    filter();
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(() => (sort(), filter())));
  form.addEventListener("change", () => (sort(), filter()));
  get("search").addEventListener("input", soon);
  get("clear").addEventListener("click", clear);
  get("toggle").addEventListener("click", () => {
    const open = !allOpen();
    for (const item of shown) details(item).open = open;
    nameToggle();
  });
  list.addEventListener("toggle", nameToggle, true);
  list.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step || event.target.tagName !== "SUMMARY") return;
    const visible = Array.from(list.children).filter((element) => !element.hidden);
    const next = visible[visible.indexOf(event.target.closest("li")) + step];
    if (!next) return;
    event.preventDefault();
    next.querySelector("summary").focus();
  });
  form.hidden = false;
  filter();
  openTarget();
})();
