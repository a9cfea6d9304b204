// Sets the focal point by a click on the picture, and shows what each crop would keep.

const frame = document.querySelector(".focal")
const [x, y] = ["focal_x", "focal_y"].map((name) => document.querySelector(`input[name=${name}]`))

if (frame && x && y) {
  const whole = frame.querySelector("img")
  const crops = [...document.querySelectorAll(".crop-frame img")]
  const point = document.createElement("span")
  point.className = "focal-point"
  frame.append(point)
  frame.classList.add("is-ready")

  // The part begins half its length before the point, but within the picture: as library/shapes.py has it.
  const position = (focus, length, part) => {
    const room = length - part
    return room > 0 ? (Math.min(Math.max(focus * length - part / 2, 0), room) / room) * 100 : 50
  }

  function preview(crop) {
    const box = crop.parentElement.getBoundingClientRect()
    const [width, height] = [Number(whole.getAttribute("width")), Number(whole.getAttribute("height"))]
    const across = Math.min(width, (height * box.width) / box.height)
    const down = Math.min(height, (width * box.height) / box.width)
    crop.src = whole.src
    crop.style.objectPosition = `${position(x.value, width, across)}% ${position(y.value, height, down)}%`
  }

  const show = () => {
    point.style.left = `${x.value * 100}%`
    point.style.top = `${y.value * 100}%`
    for (const crop of crops) preview(crop)
  }
  frame.addEventListener("click", (event) => {
    const box = frame.getBoundingClientRect()
    x.value = Math.min(1, Math.max(0, (event.clientX - box.left) / box.width)).toFixed(2)
    y.value = Math.min(1, Math.max(0, (event.clientY - box.top) / box.height)).toFixed(2)
    for (const input of [x, y]) input.dispatchEvent(new Event("input", { bubbles: true }))
  })
  for (const input of [x, y]) input.addEventListener("input", show)
  show()
}
