// What the console does in the browser itself: remember light or dark, copy a text, go to the first wrong field.
(() => {
  const cookieName = "console-theme";
  const yearSeconds = 31536000;
  const system = matchMedia("(prefers-color-scheme: dark)");

  const remembered = () => document.cookie.split("; ").find(c => c.startsWith(cookieName + "="))?.slice(cookieName.length + 1) ?? "";

  const remember = value => {
    document.cookie = `${cookieName}=${value}; path=/; max-age=${yearSeconds}; samesite=lax`;
    document.documentElement.dataset.theme = value.replace("auto-", "");
  };

  // Without a choice of the reader's own, the server is told what the system says, so that the next page is drawn right from the start.
  const followSystem = () => {
    const value = remembered();
    if (value === "" || value.startsWith("auto-")) remember(system.matches ? "auto-dark" : "auto-light");
  };
  followSystem();
  system.addEventListener("change", followSystem);

  const announce = text => {
    const place = document.getElementById("announcer");
    if (place) place.textContent = text;
  };

  document.addEventListener("click", async event => {
    const button = event.target.closest?.("[data-copy]");
    if (!button) return;
    await navigator.clipboard.writeText(button.dataset.copy);
    button.classList.add("copy-done");
    announce(button.dataset.copied);
    setTimeout(() => { button.classList.remove("copy-done"); announce(""); }, 1500);
  });

  // A file that says how far it is and can be stopped. A new line ends each row, and no field holds one.
  const LINE_END = 10;
  const SHOWN_AFTER_MS = 300;
  const TOO_MANY = 429;
  const number = value => new Intl.NumberFormat(document.documentElement.lang).format(value);

  const receive = async (link, run, stop) => {
    const [bar, count] = [run.querySelector("progress"), run.querySelector("span")];
    bar.value = 0;
    count.textContent = "";
    const response = await fetch(link.href, { signal: stop.signal, credentials: "same-origin" });
    if (!response.ok) throw Object.assign(new Error(), { status: response.status });
    const parts = [];
    let lines = 0;
    for (const reader = response.body.getReader(); ;) {
      const { done, value } = await reader.read();
      if (done) return new Blob(parts, { type: "text/csv" });
      parts.push(value);
      for (let at = value.indexOf(LINE_END); at >= 0; at = value.indexOf(LINE_END, at + 1)) lines++;
      bar.value = Math.min(bar.max, lines - 1);
      count.textContent = `${number(Math.max(0, lines - 1))} / ${number(bar.max)}`;
    }
  };

  const save = (blob, name) => {
    const way = document.createElement("a");
    way.href = URL.createObjectURL(blob);
    way.download = name;
    way.click();
    setTimeout(() => URL.revokeObjectURL(way.href), 60000);
  };

  document.addEventListener("click", async event => {
    const link = event.target.closest?.("[data-export]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const place = link.closest(".export");
    const run = place.querySelector(".export-run");
    if (place.dataset.busy) return;
    place.dataset.busy = "true";
    const problem = place.querySelector(".export-problem");
    problem.textContent = "";
    const stop = new AbortController();
    const cancel = () => stop.abort();
    const button = run.querySelector("[data-export-cancel]");
    button.addEventListener("click", cancel);
    const showing = setTimeout(() => { run.hidden = false; }, SHOWN_AFTER_MS);
    try {
      save(await receive(link, run, stop), link.download);
      announce(place.dataset.done);
    } catch (error) {
      if (stop.signal.aborted) announce(place.dataset.cancelled);
      else problem.textContent = error.status === TOO_MANY ? place.dataset.limited : place.dataset.failed;
    } finally {
      clearTimeout(showing);
      button.removeEventListener("click", cancel);
      run.hidden = true;
      delete place.dataset.busy;
    }
  });

  window.couponConsole = {
    rememberTheme: isDark => remember(isDark ? "dark" : "light"),
    focusFirstError: () => document.querySelector("[aria-invalid=true]")?.focus(),
  };
})();
