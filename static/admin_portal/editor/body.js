// The editor of a body: everything that a text may hold, its toolbar and its dialogs.

import { Extension, Plugin } from "django-prose-editor/editor"
import { element } from "portal/editor/dialog"
import { Figure, Gallery, GalleryCaption, Picture } from "portal/editor/figure"
import { Language } from "portal/editor/language"
import { Library } from "portal/editor/library"
import { Link } from "portal/editor/link"
import { Note } from "portal/editor/note"
import { Paste } from "portal/editor/paste"
import { Quotation, Source } from "portal/editor/quotation"
import { SourceView } from "portal/editor/source"
import { Survivors } from "portal/editor/survivors"
import { Table, TableCell, TableHeader } from "portal/editor/table"
import { toolbar } from "portal/editor/toolbar"

export const Body = Extension.create({
  name: "body",
  addOptions: () => ({ words: {}, addresses: {}, languages: [], language: "", tag: "", direction: "", maySeeSource: false, mayUpload: false }),
  addExtensions() {
    const { words, addresses, languages, language, tag, direction, maySeeSource, mayUpload } = this.options
    const link = Link.configure({ words, addresses, language })
    const spoken = { words, language: tag, direction, link }
    return [
      Figure.configure({ words, addresses, language }), Gallery, GalleryCaption, Picture.configure({ addresses }),
      link, Note.configure(spoken), Quotation, Source.configure({ words }),
      Table.configure(spoken), TableCell, TableHeader,
      Language.configure({ words, languages, tag }),
      Library.configure({ words, addresses, language, mayUpload }),
      Paste.configure({ words }),
      ...(maySeeSource ? [SourceView.configure({ words })] : []),
      Survivors,
    ]
  },

  // The text looks as on the public page, whose style sheet's name for it this is.
  addProseMirrorPlugins: () => [new Plugin({ props: { attributes: { class: "body", spellcheck: "true" } } })],

  onCreate() {
    const { editor } = this
    const holder = editor.view.dom.closest(".prose-editor")
    if (!holder) return
    const status = element("p", { class: "body-status", role: "status" })
    if (editor.isEditable) holder.prepend(element("div", { class: "body-bars" }, ...toolbar(editor, this.options)))
    holder.append(status)
  },

  addKeyboardShortcuts: () => ({
    "Alt-F10": ({ editor }) => {
      editor.view.dom.closest(".prose-editor")?.querySelector(".body-bar [tabindex='0']")?.focus()
      return true
    },
  }),
})
