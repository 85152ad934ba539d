// 便民服务: small comforts. Every page works without this script; nothing here decides anything.
(() => {
  "use strict";
  const root = document.documentElement;
  root.classList.add("js");
  const all = (selector, from = document) => [...from.querySelectorAll(selector)];
  for (const button of all("button.noscript")) button.remove();

  // Questions that are asked only after a certain answer.
  const valueOf = (form, name) => {
    const named = all("[name]", form).filter((each) => each.name === name && !each.disabled);
    if (named.some((each) => each.type === "radio" || each.type === "checkbox")) {
      return named.find((each) => each.checked)?.value;
    }
    return named[0]?.value;
  };
  const decide = (form) => {
    for (const box of all("[data-when]", form)) {
      const when = JSON.parse(box.dataset.when);
      const name = "plain" in box.dataset ? when.field : "answers." + when.field;
      const isAsked = when.values.map(String).includes(valueOf(form, name));
      box.hidden = !isAsked;
      for (const input of all("input, select", box)) input.disabled = !isAsked;
    }
  };
  for (const form of document.forms) {
    if (!form.querySelector("[data-when]")) continue;
    decide(form);
    form.addEventListener("change", () => decide(form));
  }

  // Province, city, county: each list waits for the one above it.
  const fill = async (list, code, label) => {
    const box = list.closest("label");
    list.length = 1;
    box.hidden = true;
    if (!code) return;
    const answer = await fetch(`/regions/${code}/`);
    if (!answer.ok) return;
    const { places } = await answer.json();
    for (const [value, name] of places) list.add(new Option(name, value));
    box.hidden = !places.length;
  };
  for (const group of all("[data-regions]")) {
    const lists = all("select", group);
    lists.forEach((list, rank) => list.addEventListener("change", async () => {
      for (const later of lists.slice(rank + 1)) await fill(later, later === lists[rank + 1] ? list.value : "");
    }));
  }

  // What is typed is kept on the server a moment later.
  for (const form of all("form[data-draft]")) {
    let waiting = 0;
    const keep = () => {
      clearTimeout(waiting);
      waiting = 0;
      navigator.sendBeacon(form.dataset.draft, new FormData(form));
    };
    form.addEventListener("input", () => {
      clearTimeout(waiting);
      waiting = setTimeout(keep, 1500);
    });
    form.addEventListener("submit", () => {
      clearTimeout(waiting);
      waiting = 0;
    });
    addEventListener("pagehide", () => waiting && keep());
  }

  // A photo of a phone is larger than anybody needs: make it smaller before it is sent.
  const LONGEST_SIDE = 2400;
  const shrink = async (input) => {
    const file = input.files[0];
    if (!file || !file.type.startsWith("image/") || file.size < 1.5e6) return;
    const picture = await createImageBitmap(file);
    const scale = Math.min(1, LONGEST_SIDE / Math.max(picture.width, picture.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(picture.width * scale);
    canvas.height = Math.round(picture.height * scale);
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.85));
    if (!blob || blob.size >= file.size) return;
    const chosen = new DataTransfer();
    chosen.items.add(new File([blob], file.name.replace(/\.\w+$/, "") + ".jpg", { type: blob.type }));
    input.files = chosen.files;
  };
  for (const input of all("[data-photo]")) {
    input.addEventListener("change", () => shrink(input).catch(() => {}));
  }

  // A second click while the first is on its way does nothing (the server would answer it alike).
  for (const button of all("[data-once]")) {
    button.form.addEventListener("submit", (event) => {
      if (button.getAttribute("aria-disabled")) return event.preventDefault();
      button.setAttribute("aria-disabled", "true");
      button.textContent = "正在提交，请稍等";
    });
  }
  addEventListener("pageshow", (event) => event.persisted && location.reload());

  // Reading aloud, where the phone can.
  const voice = window.speechSynthesis;
  const start = (button, box) => {
    const stop = button.getAttribute("aria-pressed") === "true";
    voice.cancel();
    for (const each of all(".read")) {
      each.setAttribute("aria-pressed", "false");
      each.textContent = "朗读";
    }
    if (stop) return;
    const text = [...box.childNodes].filter((each) => each !== button).map((each) => each.innerText ?? each.textContent);
    const speech = new SpeechSynthesisUtterance(text.join("。"));
    speech.lang = "zh-CN";
    speech.rate = 0.85;
    speech.onend = () => { button.setAttribute("aria-pressed", "false"); button.textContent = "朗读"; };
    button.setAttribute("aria-pressed", "true");
    button.textContent = "停止朗读";
    voice.speak(speech);
  };
  if (voice) {
    const boxes = all("[data-read]");
    for (const box of root.classList.contains("elder") ? boxes : boxes.slice(0, 1)) {
      const button = document.createElement("button");
      const title = box.querySelector("h1, h2, h3");
      Object.assign(button, { type: "button", className: "read", textContent: "朗读" });
      button.setAttribute("aria-pressed", "false");
      if (title) button.setAttribute("aria-label", "朗读：" + title.innerText);
      button.addEventListener("click", () => start(button, box));
      box.prepend(button);
    }
  }

  document.getElementById("problems")?.focus();
})();
