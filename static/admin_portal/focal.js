// Sets the focal point by a click on the picture.

const frame = document.querySelector(".focal")
const [x, y] = ["focal_x", "focal_y"].map((name) => document.querySelector(`input[name=${name}]`))

if (frame && x && y) {
  const point = document.createElement("span")
  point.className = "focal-point"
  frame.append(point)
  frame.classList.add("is-ready")
  const show = () => {
    point.style.left = `${x.value * 100}%`
    point.style.top = `${y.value * 100}%`
  }
  frame.addEventListener("click", (event) => {
    const box = frame.getBoundingClientRect()
    x.value = Math.min(1, Math.max(0, (event.clientX - box.left) / box.width)).toFixed(2)
    y.value = Math.min(1, Math.max(0, (event.clientY - box.top) / box.height)).toFixed(2)
    show()
  })
  for (const input of [x, y]) input.addEventListener("input", show)
  show()
}
