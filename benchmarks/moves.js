// Moves a dividing line through its slider and times each move on the page's own clock: from the
// input event to the task after the frame that shows it, for a kept picture and a replaced one.
globalThis.bench = (() => {
  const STEPS = 1000;
  const LOST = 20000; // ms after which a move counts as lost

  const slider = () => document.querySelector('input.wb-range[aria-label^="Across"]');
  const living = () => document.querySelector(".wb-chart")?.wbPicture;

  // Where the line stands in the picture painted last, in the slider's steps.
  function painted() {
    const picture = living();
    if (picture?.view && picture.root.dataset.painted) {
      return Math.round(picture.view.signal("cut_x") * STEPS);
    }
    const svg = document.querySelector(".vega-embed svg.marks");
    const line = svg?.querySelector("g.mark-rule line[stroke-width='1.5']");
    const ground = svg?.querySelector("path.background");
    if (!line || !ground) return undefined;
    const at = line.closest("[transform]").transform.baseVal.consolidate().matrix.e;
    return Math.round((at / ground.getBBox().width) * STEPS);
  }

  const frame = () => new Promise(requestAnimationFrame);
  const task = () =>
    new Promise((done) => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => done(port1.close());
      port2.postMessage(0);
    });

  // Resolves once the picture shows the line there: told by the picture itself, whose mark is set
  // after its frame; a replaced picture is looked at until it is new, then its frame is awaited.
  function shows(step) {
    const picture = living();
    return new Promise((done, lost) => {
      const where = picture?.root ?? document.body;
      const watch = new MutationObserver(async () => {
        if (painted() !== step) return;
        watch.disconnect();
        if (!picture) await frame().then(task);
        clearTimeout(late);
        done();
      });
      const late = setTimeout(() => {
        watch.disconnect();
        lost(new Error(`asked for ${step}, painted ${painted()}`));
      }, LOST);
      if (picture) watch.observe(where, { attributes: true, attributeFilter: ["data-painted"] });
      else watch.observe(where, { childList: true, subtree: true });
    });
  }

  // Everything beside the picture follows too: the table counts whom the picture counts.
  async function follows() {
    const notes = living()?.store.sets.get("corners").columns.get("note");
    const cell = () => document.querySelector(".wb-below tbody td.wb-number");
    const late = performance.now() + LOST;
    while (notes && cell().textContent !== notes[0].split(" ")[0]) {
      if (performance.now() > late) throw new Error("the table has not followed");
      await task();
    }
    return !!notes;
  }

  async function move(step) {
    const control = slider();
    const shown = shows(step);
    const begun = performance.now();
    control.value = step;
    control.dispatchEvent(new Event("input", { bubbles: true }));
    await shown;
    const ended = performance.now();
    const made = { at: performance.timeOrigin + begun, ms: ended - begun, step, painted: painted() };
    const followed = await follows();
    return { ...made, followed, all: performance.now() - begun };
  }

  // A hand that goes up and down the middle of the axis, never twice to the same place.
  function* hand() {
    for (let i = 0; ; i++) {
      const turn = i % 140;
      yield 430 + (turn < 70 ? turn * 2 : 279 - turn * 2);
    }
  }
  const steps = hand();

  return {
    move,
    painted,
    slider,
    moves: async (count) => {
      const made = [];
      for (let i = 0; i < count; i++) {
        made.push(await move(steps.next().value));
        await frame();
      }
      return made;
    },
    // Moves until told to stop, for what happens meanwhile.
    begin: () => {
      globalThis.bench.going = true;
      globalThis.bench.made = (async () => {
        const made = [];
        while (globalThis.bench.going) {
          made.push(await move(steps.next().value));
          await frame();
        }
        return made;
      })();
    },
    end: () => {
      globalThis.bench.going = false;
      return globalThis.bench.made;
    },
  };
})();
