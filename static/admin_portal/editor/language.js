// Passages in another language, and abbreviations: marks that a dialog asks for.

import { Extension } from "django-prose-editor/editor"
import { ask } from "portal/editor/dialog"

const TAG = /^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$/
const RIGHT_TO_LEFT = /^(ar|fa|he|ur|ps|sd|ug|yi|ckb|dv)(-|$)/i

export const Language = Extension.create({
  name: "language",
  addOptions: () => ({ words: {}, languages: [], tag: "" }),
  addCommands() {
    const { words, languages, tag } = this.options
    return {
      editLanguage: () => ({ editor }) => {
        const current = editor.getAttributes("spanMark").lang ?? ""
        const known = languages.some((language) => language.tag === current)
        ask({
          title: words.language, words, submit: words.apply,
          fields: {
            known: {
              label: words.languageOf, value: known || !current ? current : "other",
              choices: [
                ["", words.languageOfText],
                ...languages.filter((language) => language.tag !== tag).map(({ tag, name }) => [tag, name, { lang: tag }]),
                ["other", words.otherLanguage],
              ],
            },
            other: {
              label: words.languageTag, help: words.languageHelp, value: known ? "" : current,
              check: (value) => value && !TAG.test(value) && words.noLanguage,
            },
          },
        }).then((answer) => {
          if (!answer) return
          const lang = answer.known === "other" ? answer.other : answer.known
          const chain = editor.chain().focus().extendMarkRange("spanMark")
          if (!lang) return chain.unsetMark("spanMark").run()
          const isOther = RIGHT_TO_LEFT.test(lang) !== RIGHT_TO_LEFT.test(tag)
          chain.setMark("spanMark", { lang, dir: isOther ? (RIGHT_TO_LEFT.test(lang) ? "rtl" : "ltr") : null }).run()
        })
        return true
      },
      editAbbreviation: () => ({ editor }) => {
        ask({
          title: words.abbreviation, words, submit: words.apply,
          fields: { title: { label: words.standsFor, help: words.abbreviationHelp, value: editor.getAttributes("abbrMark").title } },
        }).then((answer) => {
          if (!answer) return
          const chain = editor.chain().focus().extendMarkRange("abbrMark")
          if (answer.title) chain.setMark("abbrMark", { title: answer.title }).run()
          else chain.unsetMark("abbrMark").run()
        })
        return true
      },
    }
  },
})
