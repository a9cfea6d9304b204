// One line below the text that tells what happened, also to those who do not see it.

export function say(editor, text) {
  const line = editor.view.dom.closest(".prose-editor")?.querySelector(".body-status")
  if (line) line.textContent = text
}
