// Conveniences only: every page works without this file.
(() => {
  "use strict";

  // j and k walk through the worklist, Enter opens, / goes to the search box.
  const rows = [...document.querySelectorAll("tr[data-open]")];
  let here = -1;
  const show = (index) => {
    if (!rows.length) return;
    here = Math.max(0, Math.min(rows.length - 1, index));
    rows.forEach((row, number) => row.classList.toggle("here", number === here));
    rows[here].querySelector("a").focus();
    rows[here].scrollIntoView({ block: "nearest" });
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    if (/^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName)) return;
    if (event.key === "j") show(here + 1);
    else if (event.key === "k") show(here - 1);
    else if (event.key === "n") document.getElementById("take-next")?.click();
    else if (event.key === "/") {
      event.preventDefault();
      document.getElementById("find-text")?.focus();
    }
  });

  // A form is sent once: a second click would only meet the newer version of the row.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "1";
    setTimeout(() => { delete form.dataset.sent; }, 8000);
  });
  window.addEventListener("pageshow", () => {
    document.querySelectorAll("form[data-sent]").forEach((form) => { delete form.dataset.sent; });
  });

  // Questions that are asked in some situations only.
  const asked = [...document.querySelectorAll("[data-condition]")].map((element) => ({
    element, condition: JSON.parse(element.dataset.condition),
  }));
  const refresh = () => {
    for (const { element, condition } of asked) {
      const field = document.querySelector(`[name="answers.${condition.field}"]`);
      if (!field) continue;
      const holds = condition.values.map(String).includes(field.value);
      element.hidden = !holds;
      element.querySelectorAll("input, select, textarea").forEach((input) => { input.disabled = !holds; });
    }
  };
  if (asked.length) {
    document.addEventListener("change", refresh);
    refresh();
  }
})();
