// A native range control: at most one message per frame while it moves, a count when it rests.

const KEY_REST = 400; // ms after the last key until the move counts as decided

let made = 0;

function render({ model, el }) {
  const end = new AbortController();
  const on = (target, name, act) => target.addEventListener(name, act, { signal: end.signal });
  const id = `wb-slider-${++made}`;
  const root = document.createElement("div");
  root.className = "wb-slider";
  const label = document.createElement("label");
  label.className = "wb-slider-label";
  label.htmlFor = id;
  const input = document.createElement("input");
  Object.assign(input, { type: "range", id, className: "wb-slider-input" });
  const readout = document.createElement("span");
  readout.className = "wb-slider-readout";
  readout.setAttribute("aria-hidden", "true"); // the control says it itself
  root.append(label, input, readout);
  el.append(root);

  let held = false; // a hand is on it
  let decided = model.get("value");
  let frame;
  let timer;

  // The first move of a frame is told at once; of those that follow in it, the newest after it.
  const moved = () => {
    if (frame) return;
    model.set("value", input.valueAsNumber);
    model.save_changes();
    frame = requestAnimationFrame(() => {
      frame = undefined;
      if (held && input.valueAsNumber !== model.get("value")) moved();
    });
  };
  const release = () => {
    clearTimeout(timer);
    held = pressed = false;
    cancelAnimationFrame(frame);
    frame = undefined;
    const value = input.valueAsNumber;
    if (value === decided) return show();
    decided = value;
    model.set({ value, released: model.get("released") + 1 });
    model.save_changes();
  };
  let pressed = false; // by a pointer, which ends with a change even outside the control
  on(input, "pointerdown", () => {
    held = pressed = true;
  });
  on(input, "change", () => pressed && release());
  on(input, "input", () => {
    held = true;
    moved();
  });
  on(input, "keydown", () => clearTimeout(timer));
  on(input, "keyup", () => {
    if (!held) return;
    clearTimeout(timer);
    timer = setTimeout(release, KEY_REST);
  });
  on(input, "pointerup", () => setTimeout(release)); // after the last input event
  on(input, "pointercancel", release);
  on(input, "blur", release);

  const show = () => {
    const [min, max, step] = ["min", "max", "step"].map((name) => model.get(name));
    input.min = min;
    input.max = max;
    input.step = step > 0 ? step : (max - min) / 1000 || "any";
    input.disabled = model.get("disabled");
    if (!held) {
      input.value = model.get("value");
      decided = input.valueAsNumber;
    }
    const bare = model.get("bare");
    label.textContent = model.get("label");
    label.hidden = bare || !model.get("label");
    readout.textContent = model.get("readout");
    readout.hidden = bare;
    input.setAttribute("aria-label", model.get("label"));
    if (model.get("readout")) input.setAttribute("aria-valuetext", model.get("readout"));
    else input.removeAttribute("aria-valuetext");
  };
  const watched = ["value", "min", "max", "step", "label", "readout", "bare", "disabled"];
  for (const name of watched) model.on(`change:${name}`, show);
  show();
  return () => {
    end.abort();
    clearTimeout(timer);
    cancelAnimationFrame(frame);
    for (const name of watched) model.off(`change:${name}`, show);
    root.remove();
  };
}

export default { render };
