// Three layers per attribute: points to earn (a handle to drag), points earned, the average.
// Rows are kept by key and only touched where they change, so that nothing jumps under a hand.

const KEY_REST = 400; // ms after the last key until a move counts as decided
const SVG = "http://www.w3.org/2000/svg";
const PICTURE = { width: 52, height: 26 };

const number = new Intl.NumberFormat("en", { maximumFractionDigits: 1 });
const say = (points) => number.format(points);

const make = (tag, name, parent) => {
  const element = document.createElement(tag);
  element.className = name;
  parent?.append(element);
  return element;
};
const text = (element, words) => {
  if (element.textContent !== words) element.textContent = words;
};

function earnedText(bar) {
  if (bar.earned_low === null) return null;
  const [low, high] = [say(bar.earned_low), say(bar.earned_high ?? bar.earned_low)];
  return low === high ? low : `${low}–${high}`;
}

function picture(svg, counts, at) {
  const drawn = JSON.stringify([counts, at]);
  if (svg.wbDrawn === drawn) return;
  svg.wbDrawn = drawn;
  svg.replaceChildren();
  const most = Math.max(...counts, 1);
  const width = PICTURE.width / Math.max(counts.length, 1);
  counts.forEach((count, i) => {
    if (!count && i !== at) return;
    const rect = document.createElementNS(SVG, "rect");
    // A few must stay visible beside many.
    const height = count ? Math.max((count / most) * PICTURE.height, 1.5) : 1.5;
    const box = { x: i * width, y: PICTURE.height - height, width: Math.max(width - 1, 1), height };
    for (const [name, value] of Object.entries(box)) rect.setAttribute(name, value.toFixed(2));
    if (i === at) rect.setAttribute("class", "wb-points-here");
    svg.append(rect);
  });
}

function render({ model, el }) {
  const end = new AbortController();
  const on = (target, name, act) => target.addEventListener(name, act, { signal: end.signal });
  const root = make("div", "wb-points", el);
  const legend = make("div", "wb-points-legend", root);
  const keys = ["earn", "chosen", "average", "ideal"].map((name) => {
    const item = make("span", "wb-points-key", legend);
    make("i", `wb-points-swatch wb-points-swatch-${name}`, item).setAttribute("aria-hidden", "true");
    return [name, item, make("span", "", item)];
  });
  const heading = make("span", "wb-points-heading", legend);
  const list = make("ul", "wb-points-rows", root);
  const empty = make("p", "wb-points-empty", root);
  const rows = new Map();
  let n = 0;
  // Counted in time, so that a second view of these bars does not start behind the first.
  const next = () => (n = Math.max(n + 1, Date.now()));
  let held = null; // {key, points, start}: the handle a hand is on
  let frame;
  let rest;

  const barOf = (key) => model.get("bars").find((bar) => bar.key === key);
  const sendMove = () => {
    frame = undefined;
    if (!held) return;
    model.set("_moving", { key: held.key, points: held.points, n: next() });
    model.save_changes();
  };
  const hold = (key) => {
    clearTimeout(rest);
    if (held?.key === key) return;
    release();
    const { points } = barOf(key);
    held = { key, points, start: points };
  };
  const moveTo = (wanted) => {
    const bar = barOf(held.key);
    const limit = Math.min(bar.limit ?? bar.maximum, bar.maximum);
    const points = Math.min(Math.max(wanted, 0), limit);
    if (points === held.points) return;
    held.points = points;
    paintRow(bar);
    frame ??= requestAnimationFrame(sendMove);
  };
  const release = () => {
    clearTimeout(rest);
    cancelAnimationFrame(frame);
    frame = undefined;
    if (!held) return;
    const { key, points, start } = held;
    held = null;
    if (points !== start) model.send({ kind: "released", key, points, n: next() });
  };
  const cancel = () => {
    if (!held) return;
    held.points = held.start;
    sendMove();
    cancelAnimationFrame(frame);
    clearTimeout(rest);
    frame = undefined;
    const bar = barOf(held.key);
    held = null;
    if (bar) paintRow(bar);
  };
  const wish = (kind, key) => {
    release();
    model.send({ kind, key, n: next() });
  };

  const build = (key) => {
    const row = make("li", "wb-points-row");
    const about = make("div", "wb-points-about", row);
    const open = make("button", "wb-points-label", about);
    const detail = make("div", "wb-points-detail", about);
    const svg = document.createElementNS(SVG, "svg");
    svg.setAttribute("class", "wb-points-picture");
    svg.setAttribute("viewBox", `0 0 ${PICTURE.width} ${PICTURE.height}`);
    svg.setAttribute("aria-hidden", "true");
    row.append(svg);
    const track = make("div", "wb-points-track", row);
    const layers = {};
    for (const name of ["ground", "earn", "range", "sure", "average", "ideal"]) {
      layers[name] = make("div", `wb-points-${name}`, track);
    }
    const handle = make("div", "wb-points-handle", track);
    handle.setAttribute("role", "slider");
    handle.setAttribute("aria-valuemin", "0");
    const value = make("div", "wb-points-value", row);
    const earned = make("strong", "", value);
    const of = make("span", "", value);
    const note = make("div", "wb-points-note", row);
    const tools = make("div", "wb-points-tools", row);
    const tool = {};
    for (const [kind, sign] of [["up", "▲"], ["down", "▼"], ["remove", "×"]]) {
      tool[kind] = make("button", `wb-points-tool wb-points-tool-${kind}`, tools);
      tool[kind].textContent = sign;
      on(tool[kind], "click", () => wish(kind, key));
    }
    for (const button of [open, ...Object.values(tool)]) button.type = "button";
    on(open, "click", () => wish("open", key));

    const pointsAt = (event) => {
      const box = track.getBoundingClientRect();
      const step = model.get("step");
      const points = ((event.clientX - box.left) / box.width) * barOf(key).maximum;
      // Toward the end of the track the whole scale must be reachable, whatever the step.
      return event.clientX >= box.right ? Infinity : Math.round(points / step) * step;
    };
    on(track, "pointerdown", (event) => {
      if (model.get("disabled") || event.button > 0) return;
      event.preventDefault();
      track.setPointerCapture(event.pointerId);
      handle.focus({ preventScroll: true, focusVisible: false });
      hold(key);
      row.classList.add("wb-points-moving");
      if (event.target !== handle) moveTo(pointsAt(event));
    });
    on(track, "pointermove", (event) => {
      if (held?.key === key && track.hasPointerCapture(event.pointerId)) moveTo(pointsAt(event));
    });
    const letGo = () => {
      row.classList.remove("wb-points-moving");
      if (held?.key === key) release();
    };
    on(track, "pointerup", letGo);
    on(track, "pointercancel", letGo);
    on(handle, "blur", () => held?.key === key && release());
    on(handle, "keydown", (event) => {
      if (model.get("disabled") || event.ctrlKey || event.metaKey) return;
      if (event.key === "Escape" && held) {
        event.preventDefault();
        event.stopPropagation();
        return cancel();
      }
      if (event.altKey) {
        const kind = { ArrowUp: "up", ArrowDown: "down" }[event.key];
        if (!kind) return;
        event.preventDefault();
        return wish(kind, key);
      }
      if (event.key === "Delete") return wish("remove", key);
      const now = held?.key === key ? held.points : barOf(key).points;
      const [step, maximum] = [model.get("step"), barOf(key).maximum];
      const above = Math.floor(now / step + 1e-6) + 1;
      const below = Math.ceil(now / step - 1e-6) - 1;
      const wanted = {
        ArrowRight: above * step,
        ArrowUp: above * step,
        ArrowLeft: below * step,
        ArrowDown: below * step,
        PageUp: now + maximum / 5,
        PageDown: now - maximum / 5,
        Home: 0,
        End: maximum,
      }[event.key];
      if (wanted === undefined) return;
      event.preventDefault();
      hold(key);
      moveTo(wanted);
      rest = setTimeout(release, KEY_REST);
    });
    return { row, open, detail, svg, track, layers, handle, value, earned, of, note, tool };
  };

  const place = (element, from, to, maximum) => {
    const [start, width] = [(from / maximum) * 100, ((to - from) / maximum) * 100];
    element.style.left = `${start}%`;
    element.style.width = `${Math.max(width, 0)}%`;
  };
  const mark = (element, points, maximum) => {
    element.hidden = points === null;
    if (points !== null) element.style.left = `${(points / maximum) * 100}%`;
  };

  const paintRow = (bar) => {
    const parts = rows.get(bar.key);
    if (!parts) return;
    const { layers, handle } = parts;
    const { maximum } = bar;
    const points = held?.key === bar.key ? held.points : bar.points;
    const off = model.get("disabled");
    text(parts.open, bar.label);
    parts.open.title = bar.label;
    parts.open.disabled = off;
    text(parts.detail, bar.detail);
    parts.detail.title = bar.detail;
    picture(parts.svg, bar.picture, bar.picture_at);
    place(layers.earn, 0, points, maximum);
    const low = bar.earned_low;
    const high = bar.earned_high ?? low;
    layers.sure.hidden = layers.range.hidden = low === null;
    if (low !== null) {
      place(layers.sure, 0, low, maximum);
      place(layers.range, low, high, maximum);
    }
    mark(layers.average, bar.average, maximum);
    mark(layers.ideal, bar.ideal, maximum);
    handle.style.left = `${(points / maximum) * 100}%`;
    handle.tabIndex = off ? -1 : 0;
    const earned = earnedText(bar);
    text(parts.earned, earned ?? say(points));
    text(parts.of, earned === null ? ` ${points === 1 ? "point" : "points"}` : ` of ${say(points)}`);
    text(parts.note, bar.note);
    parts.note.title = bar.note_title || bar.note;
    const who = earned === null ? "" : `; ${model.get("chosen") || "chosen"} earns ${earned}`;
    const said = {
      "aria-label": `Points for ${bar.label}`,
      "aria-valuemax": maximum,
      "aria-valuenow": points,
      "aria-valuetext": `${say(points)} of ${say(maximum)} points${who}`,
      "aria-disabled": off,
    };
    for (const [name, words] of Object.entries(said)) {
      if (handle.getAttribute(name) !== String(words)) handle.setAttribute(name, words);
    }
    const bars = model.get("bars");
    parts.tool.up.disabled = off || bars[0].key === bar.key;
    parts.tool.down.disabled = off || bars.at(-1).key === bar.key;
    parts.tool.remove.disabled = off;
    for (const [kind, words] of Object.entries({ up: "Move up", down: "Move down", remove: "Remove" })) {
      parts.tool[kind].title = `${words}: ${bar.label}`;
      parts.tool[kind].setAttribute("aria-label", `${words}: ${bar.label}`);
    }
  };

  const paint = () => {
    const bars = model.get("bars");
    const chosen = model.get("chosen");
    const names = {
      earn: "points to earn (drag)",
      chosen,
      average: "average customer",
      ideal: "ideal",
    };
    for (const [name, item, words] of keys) {
      item.hidden = !names[name] || (name === "ideal" && bars.every((bar) => bar.ideal === null));
      text(words, names[name]);
    }
    text(heading, model.get("heading"));
    legend.hidden = !bars.length;
    text(empty, model.get("empty"));
    empty.hidden = bars.length > 0;
    root.classList.toggle("wb-points-off", model.get("disabled"));
    const current = new Set(bars.map((bar) => bar.key));
    if (held && !current.has(held.key)) held = null;
    for (const [key, parts] of rows) {
      if (current.has(key)) continue;
      parts.row.remove();
      rows.delete(key);
    }
    const focused = document.activeElement;
    bars.forEach((bar, i) => {
      if (!rows.has(bar.key)) rows.set(bar.key, build(bar.key));
      const { row } = rows.get(bar.key);
      if (list.children[i] !== row) list.insertBefore(row, list.children[i] ?? null);
    });
    // A row that changes its place must not lose the keyboard.
    if (focused !== document.activeElement && list.contains(focused)) focused.focus();
    bars.forEach(paintRow);
  };

  const watched = ["bars", "chosen", "heading", "empty", "step", "disabled"];
  for (const name of watched) model.on(`change:${name}`, paint);
  paint();
  return () => {
    end.abort();
    clearTimeout(rest);
    cancelAnimationFrame(frame);
    for (const name of watched) model.off(`change:${name}`, paint);
    root.remove();
  };
}

export default { render };
