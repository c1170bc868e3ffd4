// Moves the slider of an assumption and times each move on the page's own clock: from the input
// event to the task after the frame that shows other figures than before.
globalThis.assume = (() => {
  const LOST = 20000; // ms after which a move counts as lost

  const picture = () => document.querySelector(".wb-chart").wbPicture;
  const named = (control) =>
    control.getAttribute("aria-label") ?? control.labels?.[0]?.textContent ?? "";
  const slider = (label) =>
    [...document.querySelectorAll("input")].find((c) => named(c).startsWith(label));

  // A number that is another one once the picture holds other figures.
  function figures() {
    let sum = 0;
    for (const set of picture().store.sets.values()) {
      for (const column of set.columns.values()) {
        if (!ArrayBuffer.isView(column)) continue;
        for (let i = 0; i < column.length; i++) sum += column[i] * (1 + (i % 7));
      }
    }
    return sum;
  }

  function anew(before) {
    return new Promise((done, lost) => {
      const root = picture().root;
      const watch = new MutationObserver(() => {
        if (figures() === before) return;
        watch.disconnect();
        clearTimeout(late);
        done();
      });
      const late = setTimeout(() => {
        watch.disconnect();
        lost(new Error("the picture stayed as it was"));
      }, LOST);
      watch.observe(root, { attributes: true, attributeFilter: ["data-painted"] });
    });
  }

  // What the page says beside the slider must be what was set.
  async function said(label, value, words) {
    const told = () => slider(label).closest(".wb-label, .wb-slider").textContent;
    const asked = words.replace("#", value);
    const late = performance.now() + LOST;
    while (words && !told().includes(asked)) {
      if (performance.now() > late) throw new Error(`set to ${asked}, said ${told()}`);
      await new Promise(requestAnimationFrame);
    }
  }

  async function move(label, value, words) {
    const shown = anew(figures());
    const begun = performance.now();
    const control = slider(label);
    control.value = value;
    control.dispatchEvent(new Event("input", { bubbles: true }));
    await shown;
    const ms = performance.now() - begun;
    await said(label, value, words);
    return { ms, all: performance.now() - begun };
  }

  return {
    // Up and down between two values, never twice to the same.
    moves: async (label, least, most, words, count) => {
      const made = [];
      for (let i = 0; i < count; i++) {
        const turn = i % (2 * (most - least));
        const step = turn < most - least ? turn + 1 : 2 * (most - least) - turn - 1;
        made.push(await move(label, least + step, words));
        await new Promise(requestAnimationFrame);
      }
      return made;
    },
  };
})();
