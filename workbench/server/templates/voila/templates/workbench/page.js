// The page's own watch: shows it once it is drawn, and says what is wrong when something is.
globalThis.workbenchPage = (() => {
  "use strict";
  const ASK = 1000; // ms between questions
  const WAIT = 1500; // ms for an answer
  const BUSY = 3; // seconds without a sign of life from a busy kernel
  const SLOW = 15; // the same while the page is starting
  const STALE = 3; // unanswered questions in a row
  const WORDS = {
    busy: ["Still calculating.", "The page answers again as soon as it is done. What was saved is safe."],
    slow: ["Starting takes longer than usual.", "A large file may need a minute."],
    dead: ["The calculation behind this page has stopped.", "What was saved is safe. Reload to go on from there."],
    gone: ["The workbench doesn't answer.", "If it was closed, start it again and open the address it prints. What was saved is safe."],
    failed: ["This page could not be drawn.", "Reload to try again. If it happens again, the terminal says where it went wrong."],
  };
  const by = (id) => document.getElementById(id);
  const token = new URLSearchParams(location.search).get("token");
  const started = performance.now();
  let kernel;
  let state = "";
  let ready = false;
  let lost = 0;
  document.documentElement.classList.add("wb-starting");

  // The key is in a cookie by now: out of the address bar and the history with it.
  if (token) {
    const clean = new URL(location.href);
    clean.searchParams.delete("token");
    history.replaceState(history.state, "", clean);
  }

  function say(next) {
    if (next === state) return;
    if (["failed", "dead"].includes(state) && next !== "gone" && next !== "dead") return; // final
    state = next;
    document.documentElement.dataset.wbState = state || "well";
    const notice = by("wb-notice");
    notice.hidden = !state;
    if (state) [by("wb-notice-title").textContent, by("wb-notice-text").textContent] = WORDS[state];
    // Clicks on a page nobody answers would replay later, or never.
    for (const part of [by("rendered_cells"), by("main")]) {
      if (part) part.inert = state === "gone" || state === "dead" || state === "failed";
    }
  }

  async function ask() {
    const base = document.body.dataset.baseUrl.replace(/voila\/$/, "");
    try {
      const answer = await fetch(`${base}workbench/kernels/${kernel ?? "none"}`, {
        signal: AbortSignal.timeout(WAIT),
        cache: "no-store",
        redirect: "error",
      });
      if (!answer.ok) throw new Error(answer.status);
      const told = await answer.json();
      lost = 0;
      if (!kernel) say((performance.now() - started) / 1000 > SLOW ? "slow" : "");
      else if (told.kernel === "dead") say("dead");
      else if (told.kernel === "busy" && told.still >= (ready ? BUSY : SLOW)) say(ready ? "busy" : "slow");
      else say("");
    } catch {
      lost += 1;
      if (lost >= STALE || !navigator.onLine) say("gone");
    }
    setTimeout(ask, ASK);
  }

  function show() {
    if (ready) return;
    ready = true;
    document.documentElement.classList.remove("wb-starting");
    by("wb-skeleton")?.remove();
    const about = by("wb-about");
    if (about) document.body.append(about); // Voilà puts its panels at the end of the body
    performance.mark("wb-ready");
  }

  // Drawn: the first widget has something in it.
  const watch = new MutationObserver(() => {
    const drawn = document.querySelector(".wb-output .jupyter-widgets > *, .wb-output .jp-RenderedHTMLCommon > *");
    if (!drawn) return;
    watch.disconnect();
    requestAnimationFrame(show);
  });
  watch.observe(document.documentElement, { childList: true, subtree: true });

  addEventListener("DOMContentLoaded", () => {
    by("wb-notice-reload").addEventListener("click", () => location.reload());
    setTimeout(ask, ASK);
  });
  // A page taken back from the browser's memory has no kernel any more.
  addEventListener("pageshow", (event) => event.persisted && location.reload());
  // Left before Voilà's own farewell was in place: the kernel is told here.
  addEventListener("pagehide", () => {
    if (!kernel || ready) return;
    const farewell = new FormData();
    farewell.append("_xsrf", document.cookie.match(/\b_xsrf=([^;]*)/)?.[1] ?? "");
    navigator.sendBeacon(`${document.body.dataset.baseUrl}api/shutdown/${kernel}`, farewell);
  });
  window.voila_finish = () => {};
  window.voila_heartbeat = () => {};

  return {
    kernel: (id) => {
      kernel = id;
    },
    failed: () => {
      by("wb-skeleton")?.remove();
      say("failed");
    },
  };
})();
