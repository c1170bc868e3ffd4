// A zone for files: drop them, or press it and choose. They travel in pieces, the next one as soon
// as an earlier one arrived, so that the page stays quick and can be cancelled at any time.
// Names reach the page through textContent alone.
const AHEAD = 3;

function part(tag, classes, text) {
  const element = document.createElement(tag);
  if (classes) element.className = classes;
  if (text !== undefined) element.textContent = text;
  return element;
}

function size(bytes) {
  const mb = bytes / 2 ** 20;
  return mb >= 1 ? `${mb.toFixed(mb < 10 ? 1 : 0)} MB` : `${Math.max(1, Math.round(bytes / 1024))} kB`;
}

function render({ model, el }) {
  el.classList.add("wb", "wb-drop-box");
  const zone = part("label", "wb-drop");
  const input = part("input", "wb-drop-input");
  input.type = "file";
  input.multiple = true;
  const sign = part("span", "wb-drop-sign", "↓");
  sign.setAttribute("aria-hidden", "true");
  const label = part("span", "wb-drop-label");
  const hint = part("span", "wb-drop-hint");
  const way = part("div", "wb-drop-way");
  const words = part("span", "wb-drop-words");
  words.setAttribute("role", "status");
  const bar = part("progress", "wb-drop-progress");
  bar.setAttribute("aria-label", "Taking in the file");
  const cancel = part("button", "wb-drop-cancel", "Cancel");
  cancel.type = "button";
  zone.append(input, sign, label, hint);
  way.append(words, bar, cancel);
  el.append(zone, way);

  let now = null; // the delivery on its way
  const paint = () => {
    label.textContent = model.get("label");
    hint.textContent = model.get("hint");
    input.setAttribute("aria-label", `${model.get("label")}. ${model.get("hint")}`);
    zone.hidden = Boolean(now);
    way.hidden = !now;
    if (!now) return;
    const names = now.files.map((f) => f.name).join(", ");
    words.textContent = `Taking in ${names} · ${size(now.there)} of ${size(now.total)}`;
    bar.max = now.total;
    bar.value = now.there;
  };
  const finish = () => {
    now = null;
    input.value = "";
    paint();
  };

  const begin = (list) => {
    const files = [...list];
    if (!files.length || now) return;
    const total = files.reduce((sum, file) => sum + file.size, 0);
    now = { delivery: Date.now(), files, total, there: 0, flying: 0, file: 0, at: 0 };
    model.send({
      kind: "begin",
      delivery: now.delivery,
      files: files.map((file) => ({ name: file.name, size: file.size })),
    });
    paint();
  };
  const next = async (mine) => {
    while (now === mine && mine.flying < AHEAD && mine.file < mine.files.length) {
      const { file, at } = mine;
      const whole = mine.files[file];
      const end = Math.min(at + model.get("piece"), whole.size);
      [mine.file, mine.at] = end === whole.size ? [file + 1, 0] : [file, end];
      mine.flying += 1;
      // Pieces are read one behind the other, so that they arrive in order.
      mine.reading = (mine.reading ?? Promise.resolve()).then(async () => {
        try {
          const bytes = await whole.slice(at, end).arrayBuffer();
          if (now === mine) model.send({ kind: "piece", delivery: mine.delivery, file, at }, undefined, [bytes]);
        } catch {
          if (now === mine) stop("The browser could not read the file. Close it in other programs, then try again.");
        }
      });
    }
  };
  const stop = (sentence) => {
    model.send({ kind: "cancel", delivery: now.delivery });
    finish();
    hint.textContent = sentence ?? model.get("hint");
    input.focus();
  };
  const told = (message) => {
    if (!now || message.delivery !== now.delivery) return;
    if (message.kind === "refused") return finish();
    if (message.kind === "got") {
      now.there += message.bytes;
      now.flying -= 1;
      if (now.there >= now.total) return finish();
    }
    paint();
    next(now);
  };

  // The whole page takes a dropped file while the zone is shown, so that a near miss doesn't make
  // the browser open the file instead.
  const ours = (e) => {
    const page = el.closest(".wb-sheet");
    return el.isConnected && el.offsetParent && (page ? page.contains(e.target) : el.contains(e.target));
  };
  let over = 0;
  const light = (on) => zone.classList.toggle("wb-over", on);
  const dragged = (e) => {
    if (!ours(e) || !e.dataTransfer?.types?.includes("Files")) return;
    e.preventDefault();
    e.dataTransfer.dropEffect = "copy";
    light(true);
    clearTimeout(over);
    over = setTimeout(() => light(false), 200);
  };
  const dropped = (e) => {
    if (!ours(e) || !e.dataTransfer?.files?.length) return;
    e.preventDefault();
    light(false);
    begin(e.dataTransfer.files);
  };
  input.addEventListener("change", () => begin(input.files));
  cancel.addEventListener("click", () => stop());
  document.addEventListener("dragover", dragged);
  document.addEventListener("drop", dropped);
  model.on("change:label change:hint", paint);
  model.on("msg:custom", told);
  paint();
  return () => {
    clearTimeout(over);
    document.removeEventListener("dragover", dragged);
    document.removeEventListener("drop", dropped);
    model.off("change:label change:hint", paint);
    model.off("msg:custom", told);
  };
}

export default { render };
