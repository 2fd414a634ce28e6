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

  window.couponConsole = {
    rememberTheme: isDark => remember(isDark ? "dark" : "light"),
    focusFirstError: () => document.querySelector("[aria-invalid=true]")?.focus(),
  };
})();
