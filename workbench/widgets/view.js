// Draws a tree of plain values as native elements and reports what people do with them.
// Text only ever goes through textContent, and tags, attributes and links are listed here:
// this is the one place where a client's words meet the page.
const TAGS = new Set(
  ("div span p h1 h2 h3 h4 ul ol li dl dt dd table caption thead tbody tfoot tr th td strong em " +
    "small button label input select optgroup option textarea details summary a nav header main " +
    "section aside form fieldset datalist legend progress output mark svg rect line circle path title g text").split(" "),
);
const ATTRIBUTES = new Set(
  ("type min max step placeholder title for id name role tabindex rows cols colspan scope lang " +
    "maxlength autocomplete inputmode list low high pattern size dir accept " +
    "draggable width height viewBox x y x1 x2 y1 y2 r cx cy d rx fill stroke stroke-width points").split(" "),
);
const PROPERTIES = new Set(["value", "checked", "disabled", "selected", "open", "hidden", "readOnly"]);
const SVG = new Set(["svg", "rect", "line", "circle", "path", "g", "text"]);
const SAFE_LINK = /^(?!\/\/)[\w./?=&#%-]*$/;

function make(node) {
  const tag = TAGS.has(node.tag) ? node.tag : "span";
  const inSvg = SVG.has(tag);
  const element = inSvg
    ? document.createElementNS("http://www.w3.org/2000/svg", tag)
    : document.createElement(tag);
  element.wbTag = node.tag;
  return element;
}

function dress(element, node) {
  const before = element.wbNode || {};
  element.wbNode = node;
  const classes = node.classes || "";
  if ((before.classes || "") !== classes) element.setAttribute("class", classes);
  const now = node.attributes || {};
  for (const name of Object.keys(before.attributes || {})) {
    if (!(name in now)) element.removeAttribute(name);
  }
  for (const [name, value] of Object.entries(now)) {
    const blank = name === "target" && value === "_blank"; // a page beside this one
    const allowed = blank || ATTRIBUTES.has(name) || name.startsWith("aria-") || name.startsWith("data-");
    if (name === "href" ? SAFE_LINK.test(value) : allowed) {
      if (element.getAttribute(name) !== String(value)) element.setAttribute(name, value);
    }
  }
  const style = node.style || {};
  for (const [name, value] of Object.entries(style)) element.style.setProperty(name, value);
}

// What a person is typing or dragging right now is theirs: it is not overwritten.
function busy(element) {
  return element.wbHeld || (document.activeElement === element && element.wbTyping);
}

function settle(element, node) {
  for (const [name, value] of Object.entries(node.properties || {})) {
    if (!PROPERTIES.has(name) || (name === "value" && busy(element))) continue;
    if (name === "open" && element.wbOpen === value) continue;
    if (name === "open") element.wbOpen = value;
    if (element[name] !== value) element[name] = value;
  }
}

function morph(parent, nodes, listen) {
  const old = new Map();
  [...parent.childNodes].forEach((child, i) => old.set(child.wbKey ?? `#${i}`, child));
  nodes.forEach((node, i) => {
    if (typeof node === "string") node = { tag: "span", text: node };
    const key = node.key ?? `#${i}`;
    let element = old.get(key);
    if (!element || element.wbTag !== node.tag) {
      element = make(node);
      element.wbKey = node.key;
      listen(element);
    } else {
      old.delete(key);
    }
    fit(element, node, listen);
    if (parent.childNodes[i] !== element) parent.insertBefore(element, parent.childNodes[i] || null);
  });
  while (parent.childNodes.length > nodes.length) parent.lastChild.remove();
}

// Makes an element show its node, children included.
function fit(element, node, listen) {
  dress(element, node);
  if (node.text !== undefined && node.text !== null) {
    if (element.textContent !== node.text) element.textContent = node.text;
  } else {
    if (element.childNodes.length === 1 && element.firstChild.nodeType === 3) element.textContent = "";
    morph(element, node.children || [], listen);
  }
  settle(element, node);
}

const KEY_REST = 400; // ms after the last key until a slider's move counts as decided

// ---------------------------------------------------------------- patches

const parts = new WeakMap(); // model → the views that show it, and how often something was drawn

function partOf(model) {
  let part = parts.get(model);
  if (!part) {
    part = { views: new Set(), turn: model.get("turn") };
    parts.set(model, part);
    part.turned = () => (part.turn = model.get("turn"));
    part.told = (message) => {
      if (!message.patches || message.turn <= part.turn) return;
      if (message.turn !== part.turn + 1) return model.send({ again: true });
      part.turn = message.turn;
      for (const patch of message.patches) {
        const at = [...patch.at];
        const last = at.pop();
        const nodes = at.reduce((list, i) => list[i].children, model.get("tree"));
        nodes[last] = patch.kept ? { ...patch.node, children: nodes[last].children } : patch.node;
        for (const view of part.views) view.mend(patch, nodes[last]);
      }
      for (const view of part.views) view.settle();
    };
    model.on("change:turn", part.turned);
    model.on("msg:custom", part.told);
  }
  return part;
}

function valueOf(element) {
  if (element.type === "checkbox") return element.checked;
  if (element.type === "range" || element.type === "number") {
    return element.value === "" ? null : Number(element.value);
  }
  return element.value ?? null;
}

function render({ model, el }) {
  el.classList.add("wb", "wb-view");
  let n = 0;
  // Counted in time, so that a second view of this part does not start behind the first.
  const next = () => (n = Math.max(n + 1, Date.now()));
  const tell = (element, kind, value, extra = {}) => {
    const name = element.wbNode?.on?.[kind];
    if (!name) return false;
    const event = { name, key: element.wbNode.key ?? "", value, n: next(), ...extra };
    if (kind === "input") {
      // While something moves, only its newest value matters.
      model.set("moving", event);
      model.save_changes();
    } else {
      model.send({ event });
    }
    return true;
  };
  const listen = (element) => {
    element.addEventListener("click", (e) => {
      if (tell(element, "click", element.wbNode.properties?.value ?? null)) e.stopPropagation();
      if (element.wbTag === "a" && element.wbNode.on?.click) e.preventDefault();
    });
    element.addEventListener("input", () => {
      element.wbTyping = true;
      tell(element, "input", valueOf(element));
    });
    const decided = () => {
      clearTimeout(element.wbRest);
      element.wbRest = undefined;
      element.wbTyping = false;
      if (element.wbNode.store) localStorage.setItem(element.wbNode.store, element.value);
      tell(element, "change", valueOf(element));
    };
    element.addEventListener("change", (e) => {
      e.stopPropagation();
      clearTimeout(element.wbRest);
      // A slider moved by keys has a change at each: the move is over once the keys rest.
      if (element.type === "range" && element.wbKeyed) element.wbRest = setTimeout(decided, KEY_REST);
      else decided();
    });
    element.addEventListener("keydown", () => (element.wbKeyed = true));
    element.addEventListener("blur", () => element.wbRest && decided());
    element.addEventListener("pointerdown", () => {
      element.wbHeld = true;
      element.wbKeyed = false;
    });
    for (const end of ["pointerup", "pointercancel", "blur"]) {
      element.addEventListener(end, () => (element.wbHeld = false));
    }
    element.addEventListener("submit", (e) => {
      e.preventDefault();
      if (!element.elements) return; // it bubbles up from a form within
      const fields = Object.fromEntries(
        [...element.elements].filter((f) => f.name).map((f) => [f.name, valueOf(f)]),
      );
      for (const field of element.elements) field.wbTyping = false;
      tell(element, "submit", fields);
    });
    // What is draggable carries its key; where «drop» is listened to, that key arrives as the value.
    element.addEventListener("dragstart", (e) => {
      if (e.target === element) e.dataTransfer.setData("text/plain", element.wbNode.key ?? "");
    });
    const over = (e) => {
      if (!element.wbNode?.on?.drop) return;
      e.preventDefault();
      element.classList.toggle("wb-over", e.type === "dragover");
    };
    element.addEventListener("dragover", over);
    element.addEventListener("dragleave", over);
    element.addEventListener("drop", (e) => {
      over(e);
      tell(element, "drop", e.dataTransfer.getData("text/plain"));
    });
    element.addEventListener("toggle", () => (element.wbOpen = element.open));
    element.addEventListener("keydown", (e) => {
      const name = element.wbNode?.on?.[`key:${e.key}`];
      if (!name) return;
      e.preventDefault();
      e.stopPropagation(); // here it is no shortcut of the page
      model.send({ event: { name, key: element.wbNode.key ?? "", value: valueOf(element), n: next() } });
    });
  };
  const part = partOf(model);
  const paint = () => morph(el, model.get("tree"), listen);
  const mend = ({ at, kept }, node) => {
    const element = at.reduce((parent, i) => parent?.childNodes[i], el);
    if (!element || element.wbTag !== node.tag) return paint();
    if (!kept) return fit(element, node, listen);
    dress(element, node);
    settle(element, node);
  };
  // Controls show what was decided, also where a choice was refused and nothing differs.
  const settled = () => {
    for (const field of el.querySelectorAll("input, select, textarea")) settle(field, field.wbNode);
  };
  const view = { mend, settle: settled };
  part.views.add(view);
  const typing = (target) =>
    target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName) && target.type !== "range";
  const pressed = (e) => {
    const name = [e.ctrlKey || e.metaKey ? "ctrl" : "", e.shiftKey ? "shift" : "", e.key.toLowerCase()]
      .filter(Boolean)
      .join("+");
    const action = model.get("shortcuts")[name];
    if (!action || e.altKey || (typing(e.target) && e.key !== "Escape")) return;
    e.preventDefault();
    model.send({ event: { name: action, key: name, value: null, n: next() } });
  };
  const told = (message, buffers) => {
    if (message.download) {
      const link = document.createElement("a");
      link.href = URL.createObjectURL(new Blob(buffers, { type: message.download.kind }));
      link.download = message.download.name;
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 1000);
    }
    if (message.focus) el.querySelector(`[id="${CSS.escape(message.focus)}"]`)?.focus();
    if (message.go && SAFE_LINK.test(message.go)) location.assign(message.go);
    if (message.mode) document.documentElement.classList.toggle(message.mode.name, message.mode.on);
  };
  model.on("change:tree", paint);
  model.on("msg:custom", told);
  document.addEventListener("keydown", pressed);
  paint();
  for (const field of el.querySelectorAll("input")) {
    const kept = field.wbNode?.store && localStorage.getItem(field.wbNode.store);
    if (kept) {
      field.value = kept;
      tell(field, "change", kept);
    }
  }
  return () => {
    part.views.delete(view);
    model.off("change:tree", paint);
    model.off("msg:custom", told);
    document.removeEventListener("keydown", pressed);
  };
}

export default {
  initialize({ model }) {
    const part = partOf(model);
    return () => {
      model.off("change:turn", part.turned);
      model.off("msg:custom", part.told);
      parts.delete(model);
    };
  },
  render,
};
