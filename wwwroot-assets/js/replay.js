// Plays a past sale again. Everything happens here: the server sent the film once, and a frame costs it nothing.
(() => {
  const STILL_MS = 1000;             // with reduced motion the picture changes once in this time, without a move in between
  const still = matchMedia("(prefers-reduced-motion: reduce)");

  customElements.define("rush-replay", class extends HTMLElement {
    #film;
    #place = 0;
    #last = 0;
    #drawn = 0;
    #frame = 0;

    connectedCallback() {
      this.addEventListener("click", event => { if (event.target.closest(".replay-press")) this.#turn(); });
      this.addEventListener("input", event => { if (event.target.matches(".replay-place")) this.#go(Number(event.target.value)); });
      this.addEventListener("keydown", event => {
        if (event.key !== " " || !event.target.matches(".replay-place")) return;
        event.preventDefault();
        this.#turn();
      });
      document.addEventListener("visibilitychange", this.#hide);
      this.#begin();
    }

    disconnectedCallback() {
      document.removeEventListener("visibilitychange", this.#hide);
      cancelAnimationFrame(this.#frame);
      this.#frame = 0;
    }

    // The element may stand in the page before its parts do. At first all is shown: the chart is read before it is played.
    #begin = () => {
      if (!this.isConnected) return;
      if (!this.querySelector(".replay-word")) {
        requestAnimationFrame(this.#begin);
        return;
      }
      this.#film = JSON.parse(this.dataset.film);
      this.#place = this.#end;
      this.#draw();
    };

    #hide = () => { if (document.hidden) this.#pause(); };

    get #end() { return this.#film.frames.length - 1; }

    get #press() { return this.querySelector(".replay-press"); }

    #turn() {
      if (!this.#film) return;
      if (this.#frame) {
        this.#pause();
        return;
      }
      if (this.#place >= this.#end) this.#place = 0;
      this.#press.textContent = this.dataset.pause;
      this.#last = this.#drawn = performance.now();
      this.#frame = requestAnimationFrame(this.#tick);
      this.#draw();
    }

    #pause() {
      cancelAnimationFrame(this.#frame);
      this.#frame = 0;
      if (this.#film) this.#press.textContent = this.dataset.play;
    }

    #tick = now => {
      const speed = Number(this.querySelector("select").value);
      const before = this.#place;
      this.#place = Math.min(this.#end, before + Math.max(0, now - this.#last) / 1000 * speed / this.#film.seconds * this.#end);
      this.#last = now;
      for (const [i, mark] of this.#film.marks.entries()) {
        if (mark > before && mark <= this.#place) this.#announce(this.#marks[i]?.textContent);
      }
      if (this.#place >= this.#end) {
        this.#pause();
        this.#draw();
        this.#announce(this.dataset.ended);
        return;
      }
      if (!still.matches || now - this.#drawn >= STILL_MS) {
        this.#drawn = now;
        this.#draw();
      }
      this.#frame = requestAnimationFrame(this.#tick);
    };

    #go(place) {
      if (!this.#film) return;
      this.#place = place;
      this.#draw();
    }

    get #marks() { return this.closest("section").querySelectorAll(".bucket-marks li"); }

    #draw() {
      const frame = this.#film.frames[Math.floor(this.#place)];
      const figures = this.querySelectorAll("dd");
      frame.forEach((text, i) => { if (figures[i].textContent !== text) figures[i].textContent = text; });
      const slider = this.querySelector(".replay-place");
      slider.value = Math.floor(this.#place);
      slider.setAttribute("aria-valuetext",
        [...this.querySelectorAll("dt")].map((name, i) => `${name.textContent} ${frame[i]}`).join(", "));
      const cover = this.closest("section").querySelector(".replay-cover i");
      cover.style.left = `${100 * this.#place / this.#end}%`;
      cover.hidden = this.#place >= this.#end;
      const marks = this.#marks;
      let word = this.dataset.before;
      this.#film.marks.forEach((mark, i) => {
        const isAhead = mark > this.#place;
        marks[i]?.classList.toggle("mark-ahead", isAhead);
        if (!isAhead && marks[i]) word = marks[i].textContent;
      });
      this.querySelector(".replay-word").textContent = this.#place >= this.#end ? this.dataset.ended : word;
    }

    #announce(text) {
      const place = document.getElementById("announcer");
      if (place && text) place.textContent = text;
    }
  });
})();
