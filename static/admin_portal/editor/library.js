// Files of the library: chosen from it, or uploaded into it, from within the text.

import { Extension, Plugin } from "django-prose-editor/editor"
import { ask, element, open } from "portal/editor/dialog"
import { say } from "portal/editor/status"

const token = () => document.querySelector("input[name=csrfmiddlewaretoken]")?.value ?? ""

export async function upload(file, addresses, language) {
  const data = new FormData()
  data.append("file", file)
  data.append("language", language)
  const answer = await fetch(addresses.upload, { method: "POST", body: data, headers: { "X-CSRFToken": token() } }).catch(() => null)
  if (!answer) return { fault: "" }
  return answer.json().catch(() => ({ fault: `${file.name}: ${answer.status}` }))
}

// Lets somebody choose; gives the chosen files' {kind, key, name, alt, caption, picture}, several where asked.
function choose({ kind, several, title, words, addresses, language, mayUpload }) {
  const chosen = new Map()
  const search = element("input", { type: "search", id: "body-library-search", autocomplete: "off" })
  const grid = element("ul", { class: "body-library", "aria-label": title })
  const status = element("p", { class: "help", role: "status" })
  const further = element("button", { type: "button", class: "button quiet", onclick: () => load(true) }, words.showMore)
  let page = 1
  let asked = 0
  const item = (file) => {
    const button = element(
      "button",
      { type: "button", "aria-pressed": "false" },
      file.picture ? element("img", { src: file.picture, alt: "", loading: "lazy" }) : element("span", { class: "body-library-kind" }, file.format),
      element("span", {}, file.name),
      ...(file.alt ? [element("small", {}, file.alt)] : []),
    )
    button.addEventListener("click", () => {
      if (!several) return grid.closest("dialog").finish([file])
      if (chosen.delete(file.key)) button.setAttribute("aria-pressed", "false")
      else {
        chosen.set(file.key, file)
        button.setAttribute("aria-pressed", "true")
      }
    })
    return element("li", {}, button)
  }
  async function load(isMore = false) {
    const mine = ++asked
    page = isMore ? page + 1 : 1
    const query = new URLSearchParams({ kind, q: search.value.trim(), page, language })
    const answer = await fetch(`${addresses.files}?${query}`).catch(() => null)
    if (mine !== asked || !answer?.ok) return
    const { found, has_more: hasMore } = await answer.json()
    if (!isMore) grid.replaceChildren()
    grid.append(...found.map(item))
    further.hidden = !hasMore
    status.textContent = grid.children.length ? "" : words.nothingFound
  }
  let waiting
  search.addEventListener("input", () => {
    clearTimeout(waiting)
    waiting = setTimeout(load, 250)
  })
  search.addEventListener("keydown", (event) => event.key === "Enter" && event.preventDefault())
  const picker = element("input", {
    type: "file", id: "body-library-upload", multiple: several,
    accept: kind === "image" ? "image/jpeg,image/png,image/webp,image/avif,image/gif" : ".pdf,.mp3,.mp4,.m4a,.ogg,.oga,.opus,.webm,.vtt",
  })
  picker.addEventListener("change", async () => {
    const taken = []
    for (const file of picker.files) {
      status.textContent = words.uploading.replace("%s", file.name)
      const answer = await upload(file, addresses, language)
      if (answer.fault !== undefined) {
        status.textContent = answer.fault || words.notUploaded
        return
      }
      taken.push(answer)
    }
    if (taken.length) grid.closest("dialog").finish(taken)
  })
  load()
  return open({
    title, words, wide: true, submit: several ? words.insert : null,
    content: element(
      "div",
      {},
      element(
        "div",
        { class: "body-library-bar" },
        element("div", { class: "body-dialog-row" }, element("label", { for: search.id }, words.search), search),
        ...(mayUpload ? [element("div", { class: "body-dialog-row" }, element("label", { for: picker.id }, words.upload), picker)] : []),
      ),
      status, grid, further,
    ),
    read: () => {
      if (!chosen.size) status.textContent = words.chooseOne
      return chosen.size ? [...chosen.values()] : null
    },
  })
}

const asFigure = (file) => ({
  type: "figure",
  attrs: file.kind === "image" ? { image: String(file.key), alt: file.alt ?? "" } : { document: String(file.key) },
  content: file.caption ? [{ type: "text", text: file.caption }] : [],
})

export const Library = Extension.create({
  name: "library",
  addOptions: () => ({ words: {}, addresses: {}, language: "", mayUpload: false }),

  addCommands() {
    const { words, addresses, language, mayUpload } = this.options
    const asked = { words, addresses, language, mayUpload }
    return {
      insertPicture: () => ({ editor }) => {
        choose({ ...asked, kind: "image", several: false, title: words.choosePicture }).then((files) => {
          if (files) editor.chain().focus().insertContent(files.map(asFigure)).run()
        })
        return true
      },
      insertGallery: () => ({ editor }) => {
        choose({ ...asked, kind: "image", several: true, title: words.chooseGallery }).then((files) => {
          if (!files) return
          if (editor.isActive("gallery")) {
            const { $from } = editor.state.selection
            const depth = [...Array($from.depth + 1).keys()].find((each) => $from.node(each).type.name === "gallery")
            let end = $from.start(depth)
            $from.node(depth).forEach((child) => {
              if (child.type.name === "figure") end += child.nodeSize
            })
            return editor.chain().focus().insertContentAt(end, files.map(asFigure)).run()
          }
          editor.chain().focus().insertContent({ type: "gallery", content: files.map(asFigure) }).run()
        })
        return true
      },
      insertFile: () => ({ editor }) => {
        choose({ ...asked, kind: "document", several: false, title: words.chooseFile }).then((files) => {
          if (!files) return
          const [file] = files
          if (editor.state.selection.empty) editor.chain().focus().insertContent(asFigure(file)).run()
          else editor.chain().focus().setMark("link", { document: String(file.key), href: null, article: null }).run()
        })
        return true
      },
      insertVideo: () => ({ editor }) => {
        ask({
          title: words.video, words, submit: words.insert,
          fields: {
            address: {
              label: words.videoAddress, help: words.videoHelp, attributes: { type: "url", required: true },
              check: (value) => !/^https?:\/\/\S+\/\S+$/.test(value) && words.noAddress,
            },
          },
        }).then(async (answer) => {
          if (!answer) return
          const known = await fetch(`${addresses.video}?${new URLSearchParams({ address: answer.address })}`)
          const { address } = await known.json()
          if (!address) return say(editor, words.noVideo)
          const files = await choose({ ...asked, kind: "image", several: false, title: words.videoPicture })
          const picture = files ? { image: String(files[0].key), alt: files[0].alt ?? "" } : {}
          editor.chain().focus().insertContent({ type: "figure", attrs: { video: address, ...picture } }).run()
        })
        return true
      },
      describeFigure: () => ({ editor }) => {
        const current = editor.getAttributes("figure")
        const isPicture = !current.document && !current.video
        const fields = {}
        if (current.image || current.src) fields.alt = { label: words.alternative, help: words.alternativeHelp, kind: "text", value: current.alt }
        if (isPicture && !editor.isActive("gallery")) {
          fields.size = { label: words.size, value: current.size ?? "", choices: [["", words.sizeText], ["wide", words.sizeWide], ["small", words.sizeSmall]] }
          fields.align = { label: words.side, value: current.align ?? "", help: words.sideHelp, choices: [["", words.sideNone], ["start", words.sideStart], ["end", words.sideEnd]] }
        }
        if (!Object.keys(fields).length) return false
        ask({ title: words.figure, words, submit: words.apply, fields }).then((answer) => {
          if (!answer) return
          const changes = { ...answer }
          for (const name of ["size", "align"]) if (name in changes) changes[name] ||= null
          editor.chain().focus().updateAttributes("figure", changes).run()
        })
        return true
      },
      replacePicture: () => ({ editor }) => {
        choose({ ...asked, kind: "image", several: false, title: words.choosePicture }).then((files) => {
          if (files) editor.chain().focus().updateAttributes("figure", { image: String(files[0].key), src: null, alt: files[0].alt ?? "" }).run()
        })
        return true
      },
    }
  },

  addKeyboardShortcuts: () => ({ "Mod-Alt-p": ({ editor }) => editor.commands.insertPicture() }),

  // Pictures dropped on the text, or pasted into it, go into the library and stand where they were dropped.
  addProseMirrorPlugins() {
    const { editor } = this
    const { words, addresses, language, mayUpload } = this.options
    const take = async (files, position) => {
      const figures = []
      for (const file of files) {
        say(editor, words.uploading.replace("%s", file.name))
        const answer = await upload(file, addresses, language)
        if (answer.fault === undefined) figures.push(asFigure(answer))
        else say(editor, answer.fault || words.notUploaded)
      }
      if (!figures.length) return
      say(editor, "")
      const $at = editor.state.doc.resolve(Math.min(position, editor.state.doc.content.size))
      const at = $at.depth ? $at.after(1) : position
      editor.chain().focus().insertContentAt(at, figures).run()
    }
    const pictures = (transfer) => [...(transfer?.files ?? [])].filter((file) => /^image\//.test(file.type))
    return [
      new Plugin({
        props: {
          handleDrop: (view, event, _slice, isMoved) => {
            const files = isMoved ? [] : pictures(event.dataTransfer)
            if (!files.length) return false
            event.preventDefault()
            if (!mayUpload) say(editor, words.mayNotUpload)
            else take(files, view.posAtCoords({ left: event.clientX, top: event.clientY })?.pos ?? view.state.doc.content.size)
            return true
          },
          handlePaste: (view, event) => {
            const files = pictures(event.clipboardData)
            if (!files.length || event.clipboardData.types.includes("text/html")) return false
            if (!mayUpload) say(editor, words.mayNotUpload)
            else take(files, view.state.selection.from)
            return true
          },
        },
      }),
    ]
  },
})
