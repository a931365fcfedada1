// The filter of the list of cases. The state stands in the address behind the #, so that a view can be shared, the back
// button works, and no server learns what somebody looked for. Text goes into the page as text only, never as markup.
"use strict";

const PAGE = 20;
const byId = (id) => document.getElementById(id);
const filter = byId("filter");
const form = filter.querySelector("form");
const box = form.elements.q;
const result = byId("result");
const chosen = byId("chosen");
const list = byId("cards");
const more = byId("more");
const pages = byId("pages");
const narrow = matchMedia("(max-width: 50rem)");
const written = { result: result.textContent, cards: [...list.children] };
const language = document.documentElement.lang;
const plural = new Intl.PluralRules(language);
const numbers = new Intl.NumberFormat(language, { useGrouping: false });

let known = null; // { facets, cases } once it is loaded
let index = null; // the search, once it is loaded
let shown = PAGE;

// Data comes as scripts that hand it over: a page that was opened from a folder may not fetch files.
const waiting = {};
globalThis.sanePlaybook = {
  cases: (data) => waiting.cases(data),
  texts: (data) => waiting.texts(data),
};

function script(path) {
  return new Promise((resolve, reject) => {
    const element = document.createElement("script");
    element.src = path;
    element.onload = resolve;
    element.onerror = () => reject(new Error(path));
    document.head.append(element);
  });
}

function once(make) {
  let promise = null;
  return () => (promise ??= make());
}

const loadCases = once(async () => {
  const data = new Promise((resolve) => { waiting.cases = resolve; });
  await script("data/cases.js");
  known = prepared(await data);
});

const loadSearch = once(async () => {
  const data = new Promise((resolve) => { waiting.texts = resolve; });
  await Promise.all([script("minisearch.js"), script("data/search.js")]);
  const texts = await data;
  index = new MiniSearch({
    fields: ["title", "summary", "words", "body"],
    tokenize: (text) => text.split(/[\s\p{P}\p{S}]+/u),
    processTerm: folded,
    searchOptions: { prefix: true, fuzzy: (term) => (term.length > 4 ? 0.2 : false), combineWith: "AND",
      boost: { title: 4, words: 3, summary: 2 } },
  });
  index.addAll(known.cases.map((one, id) => {
    const [summary, words, body] = texts[id];
    return { id, title: one.title, summary, words, body };
  }));
});

// Case and accents do not count; of Arabic neither do vowel signs, the forms of alef, yeh and teh, or the article.
function folded(term) {
  const plain = term.normalize("NFKD").replace(/[\p{M}\u0640]/gu, "").toLowerCase()
    .replace(/\u0671/g, "\u0627").replace(/[\u0649\u06cc]/g, "\u064a").replace(/\u0629/g, "\u0647");
  const bare = /^\u0627\u0644\p{L}{3,}/u.test(plain) ? plain.slice(2) : plain;
  return bare || null;
}

function prepared({ facets, cases }) {
  const named = facets.map(([name, title, values]) => ({
    name, title, values: values.map(([id, words, above]) => ({ id, words, above })),
    places: new Map(values.map(([id], place) => [id, place])),
  }));
  return {
    facets: named,
    cases: cases.map(([id, title, teaser, place, period, kind, state, lang, dir, own]) => ({
      id, title, teaser, place, period, kind, state, lang, dir, own,
      // a broader term is had by whoever has a narrower one
      all: own.map((places, at) => new Set(places.flatMap((p) => withAbove(named[at].values, p)))),
    })),
  };
}

function withAbove(values, place) {
  const above = values[place].above;
  return above < 0 ? [place] : [place, above];
}

// ---- state and address

function state() {
  const given = new URLSearchParams(location.hash.slice(1));
  const asked = new URLSearchParams(location.search); // from a form that was sent before the scripts had come
  const wanted = new Map();
  for (const facet of known?.facets ?? []) {
    const places = (given.get(facet.name) ?? "").split(",").map((id) => facet.places.get(id));
    const found = new Set(places.filter((place) => place !== undefined));
    if (found.size) wanted.set(facet.name, found);
  }
  return { words: (given.get("q") ?? asked.get("q") ?? "").trim(), wanted };
}

function address({ words, wanted }) {
  const parts = [];
  if (words) parts.push("q=" + encodeURIComponent(words));
  for (const facet of known.facets) {
    const places = wanted.get(facet.name);
    if (places?.size) {
      const ids = facet.values.flatMap((value, place) => (places.has(place) ? [value.id] : []));
      parts.push(facet.name + "=" + ids.map(encodeURIComponent).join(","));
    }
  }
  return "#" + parts.join("&");
}

function go(next) {
  const target = address(next);
  if (target === (location.hash || "#")) show();
  else location.hash = target; // and the answer to hashchange shows it
}

// ---- choosing

function answers(one, wanted, except) {
  return known.facets.every((facet, at) => {
    const places = wanted.get(facet.name);
    return !places || facet.name === except || [...places].some((place) => one.all[at].has(place));
  });
}

async function found(words) {
  if (!words) return null;
  await loadSearch();
  return index.search(words).map((hit) => hit.id);
}

let turn = 0;
async function show() {
  const mine = ++turn;
  const plain = !new URLSearchParams(location.hash.slice(1)).size && !new URLSearchParams(location.search).get("q");
  if (plain && !known) return;
  await loadCases();
  const now = state();
  const hits = await found(now.words);
  if (mine !== turn) return; // somebody typed on
  if (document.activeElement !== box) box.value = now.words;
  const order = hits ?? known.cases.map((_one, place) => place);
  const asked = order.filter((place) => answers(known.cases[place], now.wanted));
  counts(order, now.wanted);
  chips(now);
  const is_all = !now.words && !now.wanted.size;
  cards(asked, is_all);
}

function counts(order, wanted) {
  known.facets.forEach((facet, at) => {
    const tally = new Map();
    for (const place of order) {
      const one = known.cases[place];
      // a facet's own choice stays open: its values are alternatives
      if (answers(one, wanted, facet.name)) for (const value of one.all[at]) tally.set(value, (tally.get(value) ?? 0) + 1);
    }
    for (const item of filter.querySelectorAll(`details[data-facet="${CSS.escape(facet.name)}"] li`)) {
      const place = facet.places.get(item.dataset.value);
      const count = tally.get(place) ?? 0;
      const tick = item.querySelector("input");
      tick.checked = wanted.get(facet.name)?.has(place) ?? false;
      item.querySelector(".count").textContent = numbers.format(count);
      item.hidden = !count && !tick.checked;
    }
    const box = filter.querySelector(`details[data-facet="${CSS.escape(facet.name)}"]`);
    if (box) box.hidden = !box.querySelector("li:not([hidden])");
    if (box && wanted.has(facet.name) && !narrow.matches) box.open = true; // what is chosen is seen
  });
}

function chips({ words, wanted }) {
  const made = [];
  if (words) made.push(chip("“" + words + "”", () => go({ words: "", wanted })));
  for (const facet of known.facets) {
    for (const place of wanted.get(facet.name) ?? []) {
      const rest = new Map(wanted).set(facet.name, new Set([...wanted.get(facet.name)].filter((p) => p !== place)));
      made.push(chip(facet.values[place].words, () => go({ words, wanted: rest })));
    }
  }
  if (made.length > 1) {
    const all = made_of("li", made_of("button", chosen.dataset.clear));
    all.firstChild.className = "clear";
    all.firstChild.addEventListener("click", () => go({ words: "", wanted: new Map() }));
    made.push(all);
  }
  const had = chosen.contains(document.activeElement);
  chosen.replaceChildren(...made);
  chosen.hidden = !made.length;
  if (had) (chosen.querySelector("button") ?? box).focus(); // the focus must not fall out of the page
}

function chip(words, remove) {
  const button = made_of("button", words + " ×");
  button.setAttribute("aria-label", chosen.dataset.remove.replace("{filter}", words));
  button.addEventListener("click", remove);
  return made_of("li", button);
}

function cards(places, is_all) {
  const template = plural.select(places.length) === "one" ? result.dataset.one : result.dataset.many;
  const words = places.length ? template.replace("{count}", numbers.format(places.length)) : result.dataset.none;
  if (result.textContent !== words) result.textContent = words;
  list.replaceChildren(...places.slice(0, shown).map((place) => card(known.cases[place])));
  more.hidden = places.length <= shown;
  if (pages) pages.hidden = true;
  if (is_all && location.hash === "" && shown === PAGE) {
    result.textContent = written.result;
    list.replaceChildren(...written.cards);
    if (pages) { pages.hidden = false; more.hidden = true; }
  }
}

function made_of(name, ...children) {
  const element = document.createElement(name);
  element.append(...children);
  return element;
}

function card(one) {
  const link = made_of("a", one.title);
  link.href = "cases/" + one.id + ".html";
  const where = made_of("p", [one.place, one.period].filter(Boolean).join(" · "));
  where.className = "where";
  if (one.state) {
    const state = made_of("span", one.state);
    state.className = "state";
    where.append(" ", state);
  }
  const heading = made_of("h2", link);
  const teaser = made_of("p", one.teaser);
  teaser.className = "teaser";
  for (const told of [heading, teaser]) if (one.lang !== language) { told.lang = one.lang; told.dir = one.dir; }
  const kind = made_of("p", one.kind);
  kind.className = "kind";
  const terms = document.createElement("ul");
  terms.className = "chips";
  terms.setAttribute("aria-label", chosen.dataset.chips);
  known.facets.forEach((facet, at) => {
    if (facet.name !== "threats" && facet.name !== "mechanisms") return;
    for (const place of one.own[at]) {
      const term = made_of("a", facet.values[place].words);
      const now = state();
      const wanted = new Map(now.wanted).set(facet.name, new Set([...(now.wanted.get(facet.name) ?? []), place]));
      term.href = address({ words: now.words, wanted });
      const item = made_of("li", term);
      item.className = facet.name;
      terms.append(item);
    }
  });
  const item = made_of("li", heading, where, teaser, kind, terms);
  item.className = "card";
  return item;
}

// ---- the page becomes a filter: each link to a value becomes a box to tick

for (const item of filter.querySelectorAll("details[data-facet] li")) {
  const tick = document.createElement("input");
  tick.type = "checkbox";
  const link = item.querySelector("a");
  const label = made_of("label", tick, " ", made_of("span", link.textContent));
  link.replaceWith(label);
  tick.addEventListener("change", async () => {
    await loadCases();
    const now = state();
    const name = item.closest("details").dataset.facet;
    const place = known.facets.find((facet) => facet.name === name).places.get(item.dataset.value);
    const places = new Set(now.wanted.get(name) ?? []);
    if (tick.checked) places.add(place); else places.delete(place);
    go({ words: now.words, wanted: new Map(now.wanted).set(name, places) });
  });
}

// on a phone the filters would stand before every case: all closed, the reader opens what they need
if (narrow.matches) for (const facet of filter.querySelectorAll("details")) facet.open = false;

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  await loadCases();
  go({ ...state(), words: box.value.trim() });
});
more.querySelector("button").addEventListener("click", () => {
  const at = shown;
  shown += PAGE;
  show().then(() => list.children[at]?.querySelector("a")?.focus());
});
addEventListener("hashchange", () => { shown = PAGE; show(); });
show();
