"use strict";
// Finds and sorts the cards, and shows images large. Without it everything is there, in one order.
(function () {
  const byId = (id) => document.getElementById(id);
  const cards = byId("cards");
  if (!cards) {
    return;
  }
  const all = Array.from(cards.querySelectorAll(".card"));
  const homes = all.map((card) => card.parentNode);
  const words = all.map((card) =>
    (card.querySelector(".id").textContent + " " + card.querySelector(".prompt").textContent).toLowerCase());
  const keys = all.map((card) => card.dataset.keys.split(" ").map(Number));
  const found = document.createElement("div");
  found.className = "cards";
  found.id = "results";
  found.hidden = true;
  cards.parentNode.insertBefore(found, cards);

  const value = (id) => (byId(id) ? byId(id).value : "");

  function byKey(order) {
    // What has no key comes last.
    const key = (i) => (Number.isNaN(keys[i][order]) ? -Infinity : keys[i][order]);
    return (a, b) => (key(a) === key(b) ? a - b : key(a) < key(b) ? 1 : -1);
  }

  function arrange() {
    const text = value("text").toLowerCase().split(/\s+/).filter((word) => word !== "");
    const category = value("category");
    const order = value("order");
    const listed = text.length === 0 && category === "" && order === "";
    const shown = all.map((card, i) => i).filter((i) =>
      text.every((word) => words[i].includes(word)) &&
      (category === "" || all[i].dataset.category === category));
    if (order !== "") {
      shown.sort(byKey(Number(order)));
    }
    if (listed) {
      all.forEach((card, i) => homes[i].appendChild(card));
    } else {
      const shownAll = new Set(shown);
      all.forEach((card, i) => shownAll.has(i) || homes[i].appendChild(card));
      shown.forEach((i) => found.appendChild(all[i]));
    }
    found.hidden = listed;
    cards.hidden = !listed;
    byId("found").textContent = listed ? "" : shown.length + " of " + all.length;
  }

  const controls = ["text", "category", "order"].filter(byId);
  controls.forEach((id) => byId(id).addEventListener("input", arrange));
  byId("controls").hidden = false;

  // A link to a card that is not looked for ends the search; one that is folded away opens what it lies in.
  function reveal() {
    const target = byId(location.hash.slice(1));
    const hidden = target && cards.hidden && cards.contains(target);
    if (hidden) {
      controls.forEach((id) => { byId(id).value = ""; });
      arrange();
    }
    const folded = target && target.closest("details.more");
    if (folded) {
      folded.open = true;
    }
    if (hidden || folded) {
      target.scrollIntoView();
    }
  }
  window.addEventListener("hashchange", reveal);
  // To follow the same link once more changes nothing.
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    if (link && link.hash === location.hash) {
      reveal();
    }
  });
  reveal();

  const dialog = byId("large");
  const enlarged = byId("enlarged");
  let current = null;

  const images = () => Array.from(document.querySelectorAll("#results:not([hidden]) img, #cards:not([hidden]) img"));

  function enlarge(image) {
    const card = image.closest(".card");
    const large = document.createElement("img");
    large.src = image.src;
    large.alt = image.alt;
    large.className = image.className;
    const caption = document.createElement("figcaption");
    const what = document.createElement("strong");
    what.textContent = image.closest("figure").querySelector("figcaption").textContent;
    const prompt = document.createElement("p");
    prompt.dir = "auto";
    prompt.textContent = card.querySelector(".prompt").textContent;
    const name = document.createElement("p");
    name.className = "quiet";
    name.textContent = card.querySelector(".id").textContent;
    caption.append(what, prompt, name);
    const whole = image.closest("a");
    if (whole) {
      const link = document.createElement("a");
      link.href = whole.getAttribute("href");
      link.textContent = "the whole image";
      caption.appendChild(link);
    }
    enlarged.textContent = "";
    enlarged.append(large, caption);
    current = image;
    if (!dialog.open) {
      dialog.showModal();
    }
  }

  function step(by) {
    const shown = images();
    const next = shown[shown.indexOf(current) + by];
    if (next) {
      enlarge(next);
    }
  }

  Array.from(document.querySelectorAll(".card img")).forEach((image) => {
    // A link takes the focus and Enter by itself.
    const link = image.closest("a");
    if (!link) {
      image.tabIndex = 0;
      image.setAttribute("role", "button");
      image.addEventListener("keydown", (event) => {
        if (event.key === "Enter" || event.key === " ") {
          event.preventDefault();
          enlarge(image);
        }
      });
    }
    (link || image).addEventListener("click", (event) => {
      // Held down, these open a link elsewhere.
      if (!event.ctrlKey && !event.metaKey && !event.shiftKey) {
        event.preventDefault();
        enlarge(image);
      }
    });
  });
  byId("close").addEventListener("click", () => dialog.close());
  byId("previous").addEventListener("click", () => step(-1));
  byId("next").addEventListener("click", () => step(1));
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
  dialog.addEventListener("keydown", (event) => {
    if (event.key === "ArrowLeft") {
      step(-1);
    } else if (event.key === "ArrowRight") {
      step(1);
    }
  });
})();
