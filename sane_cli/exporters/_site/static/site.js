// For every page: what needs a script is shown only where there is one, and a search goes on in the list of cases.
"use strict";
for (const form of document.querySelectorAll("form.search")) {
  form.hidden = false;
  form.addEventListener("submit", (event) => {
    const list = document.getElementById("filter");
    if (list) return; // filter.js answers there
    event.preventDefault();
    // behind the # it never leaves the browser
    location.href = form.getAttribute("action") + "#q=" + encodeURIComponent(form.elements.q.value.trim());
  });
}
for (const item of document.querySelectorAll("[data-print]")) {
  item.hidden = false;
  item.firstElementChild.addEventListener("click", () => print());
}
