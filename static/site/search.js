// Suggestions under the search form's field: queries that go on from what is typed, and articles of such titles.
// Follows the combobox pattern of the ARIA practices; without this script the form works as it is.

const box = document.querySelector("[data-suggestions]");
const field = box.querySelector("input[type=search]");
const list = document.createElement("ul");
const WAIT = 150; // milliseconds after the last key
let timer, request, shown = "", current = -1;

list.id = "suggestions";
list.setAttribute("role", "listbox");
list.setAttribute("aria-label", field.labels[0].textContent.trim());
list.hidden = true;
field.after(list);
for (const [name, value] of Object.entries({
  role: "combobox", autocomplete: "off", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id,
})) field.setAttribute(name, value);

function show(options) {
  list.replaceChildren(...options.map(({ text, url, title }, number) => {
    const option = document.createElement("li");
    option.id = `suggestion-${number}`;
    option.setAttribute("role", "option");
    option.setAttribute("aria-selected", "false");
    option.classList.toggle("suggestion-title", Boolean(title));
    option.textContent = text;
    option.addEventListener("pointerdown", (event) => event.preventDefault()); // the field keeps the focus
    option.addEventListener("click", () => choose(option));
    option.dataset.url = url ?? "";
    return option;
  }));
  current = -1;
  list.hidden = !options.length;
  field.setAttribute("aria-expanded", String(!list.hidden));
  field.removeAttribute("aria-activedescendant");
}

// Closes the list, and lets no answer that is still to come open it again.
function close() {
  clearTimeout(timer);
  request?.abort();
  show([]);
}

function choose(option) {
  if (option.dataset.url) {
    location.assign(option.dataset.url);
    return;
  }
  field.value = option.textContent;
  close();
  field.form.requestSubmit();
}

function move(step) {
  const options = [...list.children];
  options[current]?.setAttribute("aria-selected", "false");
  current = (current + step + options.length + 1) % (options.length + 1);
  if (current === options.length) { // beyond the last: back in what was typed
    field.removeAttribute("aria-activedescendant");
    return;
  }
  options[current].setAttribute("aria-selected", "true");
  options[current].scrollIntoView({ block: "nearest" });
  field.setAttribute("aria-activedescendant", options[current].id);
}

async function ask() {
  request?.abort();
  request = new AbortController();
  const typed = field.value;
  try {
    const answer = await fetch(`${box.dataset.suggestions}?${new URLSearchParams({ q: typed })}`, { signal: request.signal });
    const { queries, articles } = await answer.json();
    show([
      ...queries.filter((text) => text !== typed).map((text) => ({ text })),
      ...articles.map(({ title, url }) => ({ text: title, url, title: true })),
    ]);
  } catch (error) {
    if (error.name !== "AbortError") show([]); // the network failed
  }
}

field.addEventListener("input", () => {
  clearTimeout(timer);
  if (field.value.trim() === shown) return;
  shown = field.value.trim();
  if (shown) timer = setTimeout(ask, WAIT);
  else close();
});

field.addEventListener("keydown", (event) => {
  if (event.isComposing) return;
  if (list.hidden) {
    if (event.key === "Escape") close();
    return;
  }
  if (event.key === "ArrowDown") move(1);
  else if (event.key === "ArrowUp") move(current < 0 ? 0 : -1);
  else if (event.key === "Escape") close();
  else if (event.key === "Enter" && list.children[current]) choose(list.children[current]);
  else return;
  event.preventDefault();
});

field.addEventListener("blur", close);
