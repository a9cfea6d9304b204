// The source of a body, for those who may see it.

import { Extension } from "django-prose-editor/editor"
import { element, open } from "portal/editor/dialog"

const BLOCKS = "p|h[2-4]|ul|ol|li|dl|dt|dd|blockquote|footer|figure|figcaption|table|caption|thead|tbody|tr|td|th|pre|hr"

// Gives every block a line of its own; between blocks white space means nothing.
const inLines = (markup) =>
  markup
    .split(/(<pre[\s\S]*?<\/pre>)/)
    .map((part, place) =>
      place % 2 ? part : part.replace(new RegExp(`(</(?:${BLOCKS})>|<hr>)(?=<)|(?<=>)(?=<(?:${BLOCKS})[ >])`, "g"), "$1\n"),
    )
    .join("")

export const SourceView = Extension.create({
  name: "sourceView",
  addOptions: () => ({ words: {} }),
  addCommands() {
    const { words } = this.options
    return {
      editSource: () => ({ editor }) => {
        const text = element("textarea", { id: "body-source", spellcheck: "false", dir: "ltr", rows: 24 })
        text.value = inLines(editor.getHTML())
        open({
          title: words.sourceView, words, submit: words.apply, wide: true,
          content: element(
            "div",
            { class: "body-dialog-row" },
            element("label", { for: text.id }, words.sourceLabel), text,
            element("p", { class: "help" }, words.sourceHelp),
          ),
          read: () => ({ markup: text.value }),
        }).then((answer) => {
          if (!answer) return
          const markup = answer.markup.replace(/>\n+</g, "><")
          editor.chain().focus().setContent(markup, { emitUpdate: true, parseOptions: { preserveWhitespace: false } }).run()
        })
        return true
      },
    }
  },
})
