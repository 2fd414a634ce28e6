// Opens the console's circuit by a web socket and nothing else, and says so on the page where it can't be opened.
// No negotiation: its second request may reach another instance behind a balancer that keeps nobody at one instance.
(() => {
  const WEB_SOCKETS = 1;             // HttpTransportType.WebSockets
  const SLOW_AFTER_MS = 15000;
  const trouble = document.getElementById("circuit-trouble");
  let isLive = false;

  const say = reason => {
    for (const part of trouble.querySelectorAll("[data-reason]")) part.hidden = part.dataset.reason !== reason;
    trouble.hidden = false;
  };

  /** The browser doesn't tell a script why a web socket failed; the server says what it would have answered to one. */
  const explain = async () => {
    try {
      const answer = await fetch("/_blazor", { method: "POST", credentials: "same-origin", cache: "no-store" });
      const reasons = { 403: "origin", 426: "upgrade", 429: "many" };
      say(reasons[answer.status] ?? "away");
    } catch {
      say("away");
    }
  };

  const slow = setTimeout(() => say("slow"), SLOW_AFTER_MS);
  const watch = connection => {
    const start = connection.start.bind(connection);
    connection.start = async () => {
      try {
        await start();
        isLive = true;
        trouble.hidden = true;
      } catch (failure) {
        // A circuit that was there and is lost has a dialog of its own.
        if (!isLive) await explain();
        throw failure;
      } finally {
        clearTimeout(slow);
      }
    };
    return connection;
  };

  document.getElementById("circuit-again").addEventListener("click", () => location.reload());
  Blazor.start({
    circuit: {
      configureSignalR: builder => {
        builder.withUrl("_blazor", { skipNegotiation: true, transport: WEB_SOCKETS });
        const build = builder.build.bind(builder);
        builder.build = () => watch(build());
      },
    },
  });
})();
