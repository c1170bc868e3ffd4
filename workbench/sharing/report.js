// What the report does with scripts: search, and pictures that answer. Without them all is there.
const by = (selector, root = document) => root.querySelector(selector);
const every = (selector, root = document) => [...root.querySelectorAll(selector)];
const read = (id) => JSON.parse(by(`#${id}`)?.textContent ?? "null");

const rows = new Map(every("tr[data-id]").map((row) => [row.dataset.id, row]));

const box = by(".search");
box.hidden = false;
let opened; // the groups that were, before somebody was looked for
by("input", box).addEventListener("input", (event) => {
  const wanted = event.target.value.trim().toLowerCase();
  if (wanted) opened ??= every(".group[open]");
  let found = 0;
  for (const group of every(".group")) {
    let here = 0;
    for (const row of every("tbody tr", group)) {
      row.hidden = !by(".name", row).textContent.toLowerCase().includes(wanted);
      here += !row.hidden;
    }
    group.hidden = Boolean(wanted) && !here;
    if (wanted) group.open = here > 0;
    else if (opened) group.open = opened.includes(group);
    found += here;
  }
  if (!wanted) opened = undefined;
  by(".none").hidden = found > 0;
});

function tell(card, id) {
  const row = rows.get(id);
  card.replaceChildren();
  card.hidden = !row;
  if (!row) return;
  const name = document.createElement("strong");
  name.dir = "auto";
  name.textContent = by(".name", row).textContent;
  const facts = document.createElement("p");
  facts.textContent = every("td[data-label]", row).map((cell) => `${cell.dataset.label}: ${cell.textContent.trim()}`).join(" · ");
  const whys = [".reason", ".why"].map((selector) => {
    const why = document.createElement("p");
    why.dir = "auto";
    why.textContent = by(selector, row)?.textContent ?? "";
    return why;
  });
  const link = document.createElement("a");
  link.href = `#${row.id}`;
  link.textContent = "Show in the list";
  link.addEventListener("click", () => (row.closest(".group").open = true));
  card.append(name, facts, ...whys, link);
}

async function enliven(figure) {
  const section = figure.closest("section");
  const whose = read(`whose-${figure.dataset.picture}`);
  const spec = read(`spec-${figure.dataset.view}`);
  const place = document.createElement("div");
  place.ariaHidden = "true"; // the list says all of it
  // Without code made from text: expressions are read, not run, as the file's policy demands.
  const { view } = await vegaEmbed(place, spec, { ast: true, actions: false, renderer: "svg", tooltip: Boolean(whose.length) });
  view.addEventListener("click", (_, item) => {
    const row = item?.datum?.row;
    tell(by(".card", section), row === undefined ? undefined : whose[row]);
  });
  figure.replaceChildren(place);
  figure.dataset.alive = "";
  by(".hint", section).hidden = !whose.length;
}

for (const figure of every("figure")) {
  enliven(figure).catch(() => {}); // the picture that was drawn before stays
}

// Paper has no clicks: everything is opened for it.
addEventListener("beforeprint", () => every("details.group").forEach((group) => (group.open = true)));
