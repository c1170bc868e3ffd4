// One Vega view per element, kept alive. The model's store holds what Python sent; every view
// compares the store with its own rows and has Vega re-encode only what differs.

const GRAB = 8; // CSS pixels on either side of a line
const STILL = 3; // a pointer that moved less than this has clicked
const FITS = 3; // times a picture is fitted anew because fitting it changed its room
const KEY_REST = 400; // ms after the last arrow key until the move counts as released
const NOTHING = { dataset: "", row: -1 }; // beside every mark
const ARRAYS = { f4: Float32Array, i4: Int32Array, u1: Uint8Array };

// ---------------------------------------------------------------- the library

function library(model) {
  globalThis.workbenchVega ??= load(model).catch((fault) => {
    globalThis.workbenchVega = undefined;
    throw fault;
  });
  return globalThis.workbenchVega;
}

async function load(model) {
  const address = document.documentElement.dataset.wbVega; // our pages serve the file
  if (address) return (await import(new URL(address, document.baseURI).href)).default;
  const bytes = await new Promise((resolve) => {
    const listen = (message, buffers) => {
      if (message.kind !== "library") return;
      model.off("msg:custom", listen);
      resolve(buffers[0]);
    };
    model.on("msg:custom", listen);
    model.send({ kind: "library" });
  });
  const url = URL.createObjectURL(new Blob([bytes], { type: "text/javascript" }));
  try {
    return (await import(url)).default;
  } finally {
    URL.revokeObjectURL(url);
  }
}

// ---------------------------------------------------------------- what Python sent

class Store {
  constructor() {
    this.sets = new Map(); // name → { rows, columns: Map }
    this.signals = {};
    this.seq = 0;
    this.complete = false;
    this.views = new Set();
    this.count = 0;
  }

  take(message, buffers) {
    if (message.kind === "state") {
      this.complete = true;
      this.sets.clear();
    } else if (!this.complete) {
      return; // what is missing comes with the complete state
    }
    let next = 0;
    for (const { name, rows, fresh, columns } of message.sets) {
      const held = fresh ? undefined : this.sets.get(name);
      const set = { rows, columns: new Map(held?.columns) };
      for (const { name: column, code, text } of columns) {
        set.columns.set(column, text ?? typed(code, buffers[next++]));
      }
      this.sets.set(name, set);
    }
    Object.assign(this.signals, message.signals);
    this.seq = message.seq;
    for (const view of this.views) view.refresh();
  }

  number() {
    this.count = Math.max(this.count + 1, Date.now());
    return this.count;
  }
}

function typed(code, buffer) {
  const bytes = buffer.buffer ? buffer : new DataView(buffer);
  const copy = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
  return new ARRAYS[code](copy);
}

const stores = new WeakMap(); // model → Store

function storeOf(model) {
  let store = stores.get(model);
  if (!store) {
    store = new Store();
    stores.set(model, store);
    store.listen = (message, buffers) => {
      if (message.kind === "state" || message.kind === "update") store.take(message, buffers);
      if (message.kind === "export") [...store.views][0]?.export(message);
    };
    model.on("msg:custom", store.listen);
    model.send({ kind: "ready" });
  }
  return store;
}

// ---------------------------------------------------------------- one view

class Picture {
  constructor(model, el, store) {
    this.model = model;
    this.store = store;
    this.rows = new Map(); // dataset → row objects in Vega's hands
    this.shown = new Map(); // dataset → the columns they show
    this.held = new Map(); // line that is being dragged → its value here
    this.end = new AbortController();
    this.root = div("wb-chart");
    this.picture = div("wb-chart-picture");
    this.picture.setAttribute("role", "img");
    this.root.tabIndex = -1;
    this.root.append(this.picture);
    this.root.wbPicture = this; // for tests and the benchmark
    el.append(this.root);
    this.describe();
    this.observer = new ResizeObserver(() => this.resize());
    this.observer.observe(this.root);
    this.point();
    this.watchDensity();
  }

  describe() {
    this.picture.setAttribute("aria-label", this.model.get("description"));
  }

  async draw() {
    const turn = (this.turn = (this.turn ?? 0) + 1);
    const embed = await library(this.model);
    if (this.end.signal.aborted || turn !== this.turn) return;
    this.drop();
    const spec = structuredClone(this.model.get("spec"));
    const { width, height } = spec;
    this.root.style.height = Number.isFinite(height) ? `${height}px` : "";
    this.root.style.width = Number.isFinite(width) ? `${width}px` : "";
    this.size = this.space();
    [spec.width, spec.height] = this.size;
    spec.autosize = { type: "fit", contains: "padding" };
    const done = await embed(this.picture, spec, {
      mode: "vega-lite",
      actions: false,
      renderer: this.model.get("renderer"),
      tooltip: { theme: "custom" },
      patch: untouched,
    });
    if (this.end.signal.aborted || turn !== this.turn) return done.finalize();
    this.done = done;
    this.view = done.view;
    for (const role of this.picture.querySelectorAll("[role]")) role.removeAttribute("role");
    const vega = done.vgSpec;
    this.datasets = new Set((vega.data ?? []).map((d) => d.name));
    this.fitted = new Map();
    this.params = new Set((vega.signals ?? []).map((s) => s.name));
    this.rows.clear();
    this.shown.clear();
    this.chosen = NOTHING;
    this.listen(this.view);
    this.handles();
    this.resize();
    this.refresh();
  }

  // Everything that waits is applied at once, one run at a time.
  refresh() {
    this.stale = true;
    if (this.view && this.store.complete && !this.running) this.running = this.run();
  }

  async run() {
    try {
      while (this.stale && this.view) {
        this.stale = false;
        const view = this.view;
        const seq = this.store.seq;
        for (const [name, set] of this.store.sets) this.feed(view, name, set);
        let refit = false;
        for (const [name, value] of Object.entries(this.store.signals)) {
          if (!this.params.has(name)) continue;
          view.signal(name, this.held.get(name) ?? value);
          refit = this.moves(name, value) || refit;
        }
        await view.runAsync();
        if (refit || this.unsettled) await this.fit(view);
        this.place();
        this.tellBox();
        this.painted(seq);
      }
    } finally {
      this.running = undefined;
    }
  }

  // Marks that stood out of the old plot may not stand out of the new one: what was fitted to them
  // is fitted once more with the next frame, until it stays, but not for ever.
  async fit(view) {
    const before = String(this.plot());
    await view.resize().runAsync();
    const stays = String(this.plot()) === before;
    this.unsettled = stays ? 0 : (this.unsettled ?? 0) + 1;
    if (this.unsettled > FITS) this.unsettled = 0;
    else if (this.unsettled) requestAnimationFrame(() => this.refresh());
  }

  // Whether a parameter changes how much room labels need: their texts do, and the type's size.
  moves(name, value) {
    const texts = Array.isArray(value) && value.some((each) => typeof each === "string");
    if (!texts && name !== "type") return false;
    const told = JSON.stringify(value);
    if (this.fitted.get(name) === told) return false;
    this.fitted.set(name, told);
    return true;
  }

  // The frame that shows it has left once a task runs after the next animation frame.
  painted(seq) {
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => {
        port1.close();
        this.root.dataset.painted = seq;
      };
      port2.postMessage(0);
    });
  }

  feed(view, name, set) {
    if (!this.datasets.has(name)) return;
    const rows = this.rows.get(name);
    const columns = [...set.columns];
    if (!rows || rows.length !== set.rows) {
      const made = Array.from({ length: set.rows }, (_, i) => {
        const row = { __set: name, __row: i };
        for (const [column, values] of columns) row[column] = values[i];
        return row;
      });
      if (!rows) view.resize(); // labels are known now: fit once more
      view.change(name, view.changeset().remove(() => true).insert(made));
      this.rows.set(name, made);
    } else {
      const shown = this.shown.get(name);
      const changes = view.changeset();
      let any = false;
      for (const [column, values] of columns) {
        if (shown.get(column) === values) continue;
        for (let i = 0; i < rows.length; i++) {
          if (!Object.is(rows[i][column], values[i])) {
            changes.modify(rows[i], column, values[i]);
            any = true;
          }
        }
      }
      if (any) view.change(name, changes);
    }
    this.shown.set(name, new Map(set.columns));
  }

  // ------------------------------------------------------------ size

  space() {
    return [Math.max(40, this.root.clientWidth), Math.max(40, this.root.clientHeight)];
  }

  resize() {
    if (!this.view || this.root.clientWidth === 0) return; // hidden: nothing to fit into
    const [width, height] = this.space();
    if (width === this.size[0] && height === this.size[1]) return;
    this.size = [width, height];
    this.view.width(width).height(height).resize();
    this.refresh();
  }

  watchDensity() {
    const media = matchMedia(`(resolution: ${devicePixelRatio}dppx)`);
    const again = () => {
      this.view?.resize();
      this.refresh();
      this.watchDensity();
    };
    media.addEventListener("change", again, { once: true, signal: this.end.signal });
  }

  tellBox() {
    const [width, height] = this.plot();
    const told = `${width}×${height}`;
    if (told === this.told || [...this.store.views][0] !== this) return;
    this.told = told;
    this.model.send({ kind: "box", width, height });
  }

  // Where the plot begins within the picture: the view's origin doesn't count its padding.
  origin() {
    const [x, y] = this.view.origin();
    const { left = 0, top = 0 } = this.view.padding();
    return [x + left, y + top];
  }

  plot() {
    return ["width", "height"].map((side) => Math.round(this.view.signal(side) ?? 0));
  }

  // ------------------------------------------------------------ lines

  line(param) {
    const line = this.model.get("lines")[param];
    let scale;
    try {
      scale = this.view?.scale(line.scale);
    } catch {
      return undefined; // the picture has no such scale now
    }
    if (!scale?.invert) return undefined;
    const range = scale.range();
    return { ...line, param, at: scale, low: Math.min(...range), high: Math.max(...range) };
  }

  lines() {
    if (!this.view) return [];
    return Object.keys(this.model.get("lines"))
      .filter((param) => this.params.has(param))
      .map((param) => this.line(param))
      .filter(Boolean);
  }

  across(line) {
    return line.scale.startsWith("x"); // the line stands upright and is moved across
  }

  position(line) {
    return line.at(this.view.signal(line.param));
  }

  grabbed([x, y]) {
    const [ox, oy] = this.origin();
    const [width, height] = this.plot();
    const inside = x >= ox - GRAB && x <= ox + width + GRAB && y >= oy - GRAB && y <= oy + height + GRAB;
    if (!inside) return undefined;
    const near = this.lines()
      .map((line) => [Math.abs(this.position(line) - (this.across(line) ? x - ox : y - oy)), line])
      .filter(([distance]) => distance <= GRAB)
      .sort(([a], [b]) => a - b);
    return near[0]?.[1];
  }

  move(line, pixel) {
    const value = line.at.invert(Math.min(line.high, Math.max(line.low, pixel)));
    this.shift(line, value);
  }

  // The line follows the hand at once; Python is told and counts it as said.
  shift(line, value) {
    this.held.set(line.param, value);
    this.store.signals[line.param] = value;
    for (const view of this.store.views) view.refresh();
    this.moving({ kind: "drag", param: line.param, value });
  }

  let(param) {
    if (!this.held.has(param)) return;
    const value = this.held.get(param);
    this.held.delete(param);
    this.store.signals[param] = value; // what Python said meanwhile is older than the hand
    this.tell({ kind: "release", param, value });
  }

  // One focusable handle per line: the keyboard's and the screen reader's way to it.
  handles() {
    for (const handle of this.root.querySelectorAll(".wb-chart-line")) handle.remove();
    const keys = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -10, PageUp: 10 };
    for (const { param } of this.lines()) {
      const handle = div("wb-chart-line");
      handle.tabIndex = 0;
      handle.dataset.param = param;
      handle.setAttribute("role", "slider");
      const rest = () => {
        clearTimeout(handle.timer);
        this.let(param);
      };
      this.on(handle, "keydown", (event) => {
        const line = this.line(param);
        if (!line || event.ctrlKey || event.metaKey || event.altKey) return;
        const here = this.position(line);
        const upright = this.across(line);
        const sense = upright ? 1 : -1; // y grows downwards
        if (event.key in keys) {
          const steps = keys[event.key] * (event.shiftKey ? 10 : 1);
          const rising = Math.sign(line.at.invert(line.high) - line.at.invert(line.low)) * sense;
          if (line.step) this.shift(line, this.clamp(line, this.view.signal(param) + steps * line.step * rising));
          else this.move(line, here + (steps * sense * (line.high - line.low)) / 100);
        } else if (event.key === "Home") this.move(line, upright ? line.low : line.high);
        else if (event.key === "End") this.move(line, upright ? line.high : line.low);
        else return;
        event.preventDefault();
        event.stopPropagation();
        clearTimeout(handle.timer);
        handle.timer = setTimeout(rest, KEY_REST);
      });
      this.on(handle, "blur", rest);
      this.root.append(handle);
    }
    this.place();
  }

  clamp(line, value) {
    const ends = [line.at.invert(line.low), line.at.invert(line.high)];
    return Math.min(Math.max(...ends), Math.max(Math.min(...ends), value));
  }

  place() {
    const [ox, oy] = this.origin();
    const [width, height] = this.plot();
    for (const handle of this.root.querySelectorAll(".wb-chart-line")) {
      const line = this.line(handle.dataset.param);
      handle.hidden = !line;
      if (!line) continue;
      const upright = this.across(line);
      const at = Math.round(this.position(line));
      const [left, top, wide, high] = upright
        ? [ox + at - GRAB / 2, oy, GRAB, height]
        : [ox, oy + at - GRAB / 2, width, GRAB];
      Object.assign(handle.style, { left: `${left}px`, top: `${top}px`, width: `${wide}px`, height: `${high}px` });
      const ends = [line.at.invert(line.low), line.at.invert(line.high)].map(Number);
      const value = Number(this.view.signal(line.param));
      const say = {
        "aria-label": line.label ?? line.param,
        "aria-orientation": upright ? "horizontal" : "vertical",
        "aria-valuemin": Math.min(...ends),
        "aria-valuemax": Math.max(...ends),
        "aria-valuenow": value,
        "aria-valuetext": value.toLocaleString("en", { maximumSignificantDigits: 4 }),
      };
      for (const [name, text] of Object.entries(say)) {
        if (handle.getAttribute(name) !== String(text)) handle.setAttribute(name, text);
      }
    }
  }

  // ------------------------------------------------------------ pointer and keys

  on(target, name, act, options = {}) {
    target.addEventListener(name, act, { signal: this.end.signal, ...options });
  }

  spot(event) {
    const box = this.picture.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  }

  mark(item) {
    const datum = item?.datum;
    if (!this.rows.has(datum?.__set)) return NOTHING;
    return { dataset: datum.__set, row: datum.__row };
  }

  // Vega knows the mark under the pointer; the wrapper hears moves before Vega's canvas does, so
  // that a drag shows no tooltips.
  point() {
    const first = { capture: true };
    this.on(this.root, "pointermove", (event) => {
      if (!this.view) return;
      const here = this.spot(event);
      const press = this.press;
      if (!press) {
        const line = this.picture.contains(event.target) && this.grabbed(here);
        this.root.style.cursor = line ? (this.across(line) ? "ew-resize" : "ns-resize") : "";
        return;
      }
      if (!press.moved && Math.hypot(here[0] - press.from[0], here[1] - press.from[1]) > STILL) {
        press.moved = true;
        this.root.setPointerCapture(event.pointerId);
      }
      if (!press.moved || !(press.line || press.movable)) return;
      event.stopPropagation();
      this.latest = here;
      this.frame ??= requestAnimationFrame(() => this.dragged());
    }, first);
    const up = () => {
      const press = this.press;
      if (this.frame) this.dragged();
      this.press = undefined;
      if (!press?.moved || !this.view) return;
      if (press.line) this.let(press.line.param);
      else if (press.at) this.tell({ kind: "release", ...press.movable, ...press.at });
    };
    this.on(this.root, "pointerup", up, first);
    this.on(this.root, "pointercancel", up, first);
    this.on(this.root, "keydown", (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.target !== this.root || !this.model.get("listens").includes(event.key)) return;
      event.preventDefault();
      this.tell({ kind: "key", key: event.key, ...this.chosen });
    });
  }

  // Vega drops these listeners itself when its view is finalized.
  listen(view) {
    view.addEventListener("pointerdown", (event, item) => {
      if (event.button !== 0) return;
      const from = this.spot(event);
      const mark = this.mark(item);
      const movable = mark.dataset && mark.dataset === this.model.get("movable") ? mark : undefined;
      this.press = { from, movable, line: movable ? undefined : this.grabbed(from), moved: false };
    });
    view.addEventListener("click", (event, item) => {
      this.chosen = this.mark(item ?? view._handler?.pickEvent(event)); // a finger has not moved
      this.root.focus({ preventScroll: true });
      const more = event.shiftKey || event.ctrlKey || event.metaKey;
      this.tell({ kind: "click", more, ...this.chosen });
    });
    view.addEventListener("dblclick", (event, item) => {
      this.tell({ kind: "double", ...this.mark(item) });
    });
    const hover = (item) => {
      const mark = this.mark(item);
      if (!this.model.get("hovers") || this.press) return;
      if (mark.dataset === this.under?.dataset && mark.row === this.under.row) return;
      this.under = mark;
      this.moving({ kind: "hover", ...mark });
    };
    view.addEventListener("pointermove", (event, item) => hover(item));
    view.addEventListener("pointerout", (event) => {
      if (!this.picture.contains(event.relatedTarget)) hover(undefined);
    });
  }

  dragged(press = this.press) {
    cancelAnimationFrame(this.frame);
    this.frame = undefined;
    if (!press || !this.view) return;
    const [ox, oy] = this.origin();
    const [x, y] = [this.latest[0] - ox, this.latest[1] - oy];
    if (press.line) {
      const line = this.line(press.line.param);
      if (line) this.move(line, this.across(line) ? x : y);
    } else {
      const at = (scale, pixel) => {
        const range = scale.range();
        return scale.invert?.(Math.min(Math.max(...range), Math.max(Math.min(...range), pixel)));
      };
      press.at = { x: at(this.view.scale("x"), x), y: at(this.view.scale("y"), y) };
      if (Number.isFinite(+press.at.x) && Number.isFinite(+press.at.y)) {
        this.moving({ kind: "drag", ...press.movable, ...press.at });
      }
    }
  }

  tell(event) {
    this.model.send({ ...event, n: this.store.number() });
  }

  moving(event) {
    this.model.set("_moving", { ...event, n: this.store.number() });
    this.model.save_changes(); // ipywidgets keeps the newest while the kernel is busy
  }

  // ------------------------------------------------------------ out

  async export({ format, name, to }) {
    const blob =
      format === "svg"
        ? new Blob([await this.view.toSVG()], { type: "image/svg+xml" })
        : await new Promise((done) => this.view.toCanvas(2).then((made) => made.toBlob(done, "image/png")));
    let how = "file";
    if (to === "clipboard") {
      try {
        const text = () => blob.text().then((svg) => new Blob([svg], { type: "text/plain" }));
        const item = format === "svg" ? { "text/plain": await text() } : { "image/png": blob };
        await navigator.clipboard.write([new ClipboardItem(item)]);
        how = "clipboard";
      } catch {
        how = "file"; // copying isn't allowed here: saving always is
      }
    }
    if (how === "file") {
      const url = URL.createObjectURL(blob);
      const link = document.createElement("a");
      Object.assign(link, { href: url, download: `${name}.${format}` });
      link.click();
      setTimeout(() => URL.revokeObjectURL(url), 10_000);
    }
    this.tell({ kind: "exported", how });
  }

  drop() {
    this.done?.finalize();
    this.done = this.view = undefined;
    this.picture.replaceChildren();
  }

  close() {
    this.end.abort();
    this.observer.disconnect();
    cancelAnimationFrame(this.frame);
    this.drop();
    this.root.remove();
  }
}

// Marks of the style «untouched» are seen and not felt: what lies beneath them is clicked.
function untouched(spec) {
  for (const mark of spec.marks ?? []) {
    if ([mark.style].flat().includes("untouched")) mark.interactive = false;
    untouched(mark);
  }
  return spec;
}

function div(name) {
  const made = document.createElement("div");
  made.className = name;
  return made;
}

export default {
  initialize({ model }) {
    const store = storeOf(model);
    return () => {
      model.off("msg:custom", store.listen);
      stores.delete(model);
    };
  },

  render({ model, el }) {
    const store = storeOf(model);
    const picture = new Picture(model, el, store);
    store.views.add(picture);
    const draw = () =>
      picture.draw().catch((fault) => {
        console.error(fault);
        const note = div("wb-chart-fault");
        note.setAttribute("role", "alert");
        note.textContent = "The picture could not be drawn. Reload the page.";
        picture.picture.replaceChildren(note);
      });
    const describe = () => picture.describe();
    const relined = () => picture.view && picture.handles();
    const watched = { "change:spec": draw, "change:renderer": draw, "change:description": describe, "change:lines": relined };
    for (const [name, act] of Object.entries(watched)) model.on(name, act);
    draw();
    return () => {
      for (const [name, act] of Object.entries(watched)) model.off(name, act);
      store.views.delete(picture);
      picture.close();
    };
  },
};
