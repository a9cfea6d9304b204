# ruff: noqa: INP001
"""Draw the pictures of the demo site: topic banners and article leads.

Every motif is a function returning SVG; headless Chromium renders it at twice
the size, Pillow scales it down and saves a JPEG. The output is the same on
every run. Usage: python pictures.py [--out FOLDER] [key ...]
"""

import argparse
import math
import os
import random
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from pathlib import Path

from PIL import Image, ImageFilter

HERE = Path(__file__).resolve().parent
BANNER, LEAD = (2000, 1000), (1600, 1000)
QUALITY, MAX_BYTES = 70, 136_000

INK, NIGHT, BLUE = "#1b2036", "#27315a", "#3a5a8c"
TEAL, JADE = "#2a6b69", "#86b29a"
CREAM, SAND, OCHRE = "#f4e8d0", "#e5c88f", "#e4a22f"
RED, WINE, ROSE = "#d33c29", "#84222f", "#efb7a0"

ids = count()


# --- drawing helpers -------------------------------------------------------


def fmt(value):
    """Format a coordinate shortly."""
    return f"{value:.1f}".rstrip("0").rstrip(".")


def attrs(extra):
    """Turn keyword arguments into SVG attributes."""
    return "".join(f' {k.replace("_", "-")}="{v}"' for k, v in extra.items())


def rect(x, y, w, h, fill, r=0, **extra):
    """Draw a rectangle, with rounded corners if asked."""
    return f'<rect x="{fmt(x)}" y="{fmt(y)}" width="{fmt(w)}" height="{fmt(h)}" rx="{r}" fill="{fill}"{attrs(extra)}/>'


def circ(x, y, r, fill, **extra):
    """Draw a disc."""
    return f'<circle cx="{fmt(x)}" cy="{fmt(y)}" r="{fmt(r)}" fill="{fill}"{attrs(extra)}/>'


def ell(x, y, rx, ry, fill, **extra):
    """Draw an ellipse."""
    return f'<ellipse cx="{fmt(x)}" cy="{fmt(y)}" rx="{fmt(rx)}" ry="{fmt(ry)}" fill="{fill}"{attrs(extra)}/>'


def path(d, fill, **extra):
    """Fill a path."""
    return f'<path d="{d}" fill="{fill}"{attrs(extra)}/>'


def line(d, stroke, w, **extra):
    """Stroke a path with round ends."""
    extra = {"stroke_linecap": "round", "stroke_linejoin": "round"} | extra
    return f'<path d="{d}" fill="none" stroke="{stroke}" stroke-width="{fmt(w)}"{attrs(extra)}/>'


def hull(points):
    """Return the path data of a polygon."""
    return "M" + "L".join(f"{fmt(x)} {fmt(y)}" for x, y in points) + "Z"


def poly(points, fill, **extra):
    """Fill a polygon."""
    return path(hull(points), fill, **extra)


def disc(x, y, rx, ry=None):
    """Return the path data of a circle or an ellipse."""
    ry = rx if ry is None else ry
    return (
        f"M{fmt(x - rx)} {fmt(y)}a{fmt(rx)} {fmt(ry)} 0 1 0 {fmt(2 * rx)} 0a{fmt(rx)} {fmt(ry)} 0 1 0 {fmt(-2 * rx)} 0Z"
    )


def box(x, y, w, h):
    """Return the path data of a rectangle."""
    return f"M{fmt(x)} {fmt(y)}h{fmt(w)}v{fmt(h)}h{fmt(-w)}Z"


def smooth(points, closed=True):
    """Return path data of a soft curve through the points."""
    size = len(points)

    def at(i):
        return points[i % size] if closed else points[max(0, min(size - 1, i))]

    d = f"M{fmt(points[0][0])} {fmt(points[0][1])}"
    for i in range(size if closed else size - 1):
        (x0, y0), (x1, y1), (x2, y2), (x3, y3) = (at(i + k) for k in (-1, 0, 1, 2))
        d += "C" + " ".join(
            fmt(v)
            for v in (
                x1 + (x2 - x0) / 6,
                y1 + (y2 - y0) / 6,
                x2 - (x3 - x1) / 6,
                y2 - (y3 - y1) / 6,
                x2,
                y2,
            )
        )
    return d + ("Z" if closed else "")


def blob(points, fill, **extra):
    """Fill a soft closed curve through the points."""
    return path(smooth(points), fill, **extra)


def sample(points, steps=14):
    """Sample a Catmull-Rom curve through the points."""
    out = []
    ends = [points[0], *points, points[-1]]
    for i in range(len(points) - 1):
        p0, p1, p2, p3 = ends[i : i + 4]
        for k in range(steps):
            t = k / steps
            out.append(
                tuple(
                    0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t * t + (3 * b - a - 3 * c + d) * t**3)
                    for a, b, c, d in zip(p0, p1, p2, p3, strict=True)
                )
            )
    return [*out, points[-1]]


def blade(points, w0, w1, fill, belly=0.0, **extra):
    """Draw a stroke along a curve whose width runs from w0 to w1."""
    curve = sample(points)
    left, right = [], []
    for i, (x, y) in enumerate(curve):
        (ax, ay), (bx, by) = curve[max(0, i - 1)], curve[min(len(curve) - 1, i + 1)]
        length = math.hypot(bx - ax, by - ay) or 1
        nx, ny = (ay - by) / length, (bx - ax) / length
        t = i / (len(curve) - 1)
        half = (w0 + (w1 - w0) * t + belly * math.sin(math.pi * t)) / 2
        left.append((x + nx * half, y + ny * half))
        right.append((x - nx * half, y - ny * half))
    return poly(left + right[::-1], fill, **extra)


def gouge(x, y, length, w, fill, angle=0.0, **extra):
    """Cut a lens-shaped mark centred on a point, as a chisel would."""
    turn = f"rotate({fmt(angle)} {fmt(x)} {fmt(y)})" if angle else None
    if turn:
        extra["transform"] = turn
    h = length / 2
    d = f"M{fmt(x - h)} {fmt(y)}Q{fmt(x)} {fmt(y - w)} {fmt(x + h)} {fmt(y)}"
    d += f"Q{fmt(x)} {fmt(y + w)} {fmt(x - h)} {fmt(y)}Z"
    return path(d, fill, **extra)


def drop(x, y, length, w, angle, fill, **extra):
    """Draw a petal that starts in a point and grows towards an angle."""
    d = (
        f"M0 0C{fmt(length * 0.35)} {fmt(-w)} {fmt(length)} {fmt(-w)} {fmt(length)} 0"
        f"C{fmt(length)} {fmt(w)} {fmt(length * 0.35)} {fmt(w)} 0 0Z"
    )
    move = f"translate({fmt(x)} {fmt(y)}) rotate({fmt(angle)})"
    return path(d, fill, transform=move, **extra)


def rosette(x, y, n, inner, outer, w, fill, start=-90.0):
    """Draw a ring of petals."""
    out = ""
    for i in range(n):
        angle = start + 360 * i / n
        a = math.radians(angle)
        out += drop(x + inner * math.cos(a), y + inner * math.sin(a), outer - inner, w, angle, fill)
    return out


def ripples(rng, area, n, length, w, fill, grow=1.0):
    """Scatter horizontal chisel marks; lower ones are larger."""
    x0, y0, x1, y1 = area
    out = ""
    for _ in range(n):
        t = rng.random()
        size = 1 + (grow - 1) * t
        out += gouge(
            rng.uniform(x0, x1),
            y0 + (y1 - y0) * t,
            rng.uniform(*length) * size,
            w * size * rng.uniform(0.6, 1.2),
            fill,
        )
    return out


def group(*parts, **extra):
    """Group parts under common attributes."""
    return f"<g{attrs(extra)}>{''.join(parts)}</g>"


def place(content, x=0.0, y=0.0, scale=1.0, turn=0.0, flip=False):
    """Move, turn, scale and mirror a part."""
    sx = -scale if flip else scale
    move = f"translate({fmt(x)} {fmt(y)}) rotate({fmt(turn)}) scale({sx:.3f} {scale:.3f})"
    return group(content, transform=move)


def inside(d, *parts):
    """Clip parts to a path."""
    name = f"c{next(ids)}"
    return f'<clipPath id="{name}"><path d="{d}"/></clipPath>' + group(*parts, clip_path=f"url(#{name})")


def outside(d, size, *parts):
    """Show parts only where the path is not."""
    name = f"m{next(ids)}"
    hole = rect(-50, -50, size[0] + 100, size[1] + 100, "#fff") + path(d, "#000")
    return (
        f'<mask id="{name}" maskUnits="userSpaceOnUse" x="-50" y="-50"'
        f' width="{size[0] + 100}" height="{size[1] + 100}">{hole}</mask>'
    ) + group(*parts, mask=f"url(#{name})")


def fade(d, colour, start, end, power=0.9, **extra):
    """Shade a path with a colour that fades from one point to another."""
    name = f"g{next(ids)}"
    (x1, y1), (x2, y2) = start, end
    return (
        f'<linearGradient id="{name}" gradientUnits="userSpaceOnUse" x1="{fmt(x1)}"'
        f' y1="{fmt(y1)}" x2="{fmt(x2)}" y2="{fmt(y2)}">'
        f'<stop stop-color="{colour}" stop-opacity="{power}"/>'
        f'<stop offset="1" stop-color="{colour}" stop-opacity="0"/></linearGradient>'
    ) + path(d, f"url(#{name})", **extra)


def spray(d, colour, start, end, power=0.9):
    """Shade a path with dots that thin out from one point to another."""
    return fade(d, colour, start, end, power, filter="url(#spray)")


def halo(x, y, r, colour, power=0.9, ry=None, **extra):
    """Draw a round glow that fades outwards."""
    name = f"g{next(ids)}"
    return (
        f'<radialGradient id="{name}"><stop stop-color="{colour}" stop-opacity="{power}"/>'
        f'<stop offset="1" stop-color="{colour}" stop-opacity="0"/></radialGradient>'
    ) + ell(x, y, r, ry or r, f"url(#{name})", **extra)


def tube(d, colour, w=14.0, lit=True, core="#fff3df"):
    """Draw a neon tube with its shadow on the wall and its glow."""
    shade = line(d, "#0d1020", w, transform="translate(9 13)", opacity=0.6)
    if not lit:
        return shade + line(d, "#5b6284", w) + line(d, "#8b91ad", w * 0.25)
    glow = line(d, colour, w * 4.2, opacity=0.34, filter="url(#far)")
    glow += line(d, colour, w * 2, opacity=0.6, filter="url(#near)")
    return shade + glow + line(d, colour, w) + line(d, core, w * 0.36)


def cloud(x, y, s, fill):
    """Stack rounded bars into a woodcut cloud."""
    bars = ((-60, 0, 190, 26), (-110, 22, 200, 26), (-30, -22, 110, 26), (0, 44, 170, 22))
    return "".join(rect(x + bx * s, y + by * s, w * s, h * s, fill, r=fmt(h * s / 2)) for bx, by, w, h in bars)


GLYPHS = {
    "A": "M0 140L50 0L100 140M20 92H80",
    "B": "M4 0V140H56Q96 138 96 104Q96 70 56 68H4M56 68Q90 66 90 34Q90 2 56 0H4",
    "D": "M4 0V140H40Q100 136 100 70Q100 4 40 0Z",
    "E": "M92 0H4V140H92M4 68H76",
    "K": "M4 0V140M94 0L6 84M38 54L98 140",
    "Ł": "M14 0V140H92M-8 88L56 50",
    "L": "M8 0V140H92",
    "M": "M0 140V0L54 86L108 0V140",
    "N": "M2 140V0L96 140V0",
    "O": "M50 0C-16 0 -16 140 50 140C116 140 116 0 50 0Z",
    "Ó": "M50 0C-16 0 -16 140 50 140C116 140 116 0 50 0ZM44 -22L66 -46",
    "R": "M4 140V0H52Q94 2 94 38Q94 74 52 76H4M50 76L96 140",
    "S": "M90 22Q76 0 48 0Q6 2 8 36Q10 62 50 70Q94 80 94 106Q90 140 48 140Q14 138 2 112",
    "T": "M0 0H100M50 0V140",
    "U": "M4 0V92Q6 140 50 140Q94 140 96 92V0",
    "W": "M-6 0L24 140L52 40L80 140L110 0",
    "Z": "M4 0H94L2 140H98",
    "Ż": "M4 0H94L2 140H98M48 -34V-30",
    "Ą": "M0 140L50 0L100 140M20 92H80M100 140Q72 166 100 178",
    "ę": "M6 84H90Q90 40 50 40Q4 42 4 90Q6 138 54 140Q78 140 88 122M70 138Q52 166 82 174",
    "a": "M12 60Q24 40 52 40Q88 42 88 78V140M88 88Q8 84 8 116Q12 142 44 140Q78 136 88 108",
    "Ж": "M60 0V140M4 0L56 68L2 140M116 0L64 68L118 140",
    "Ω": "M0 140H34V116Q0 96 0 60Q4 2 52 0Q100 2 104 60Q104 96 70 116V140H104",
    "文": "M64 2L78 24M6 38H134M104 42Q80 100 14 136M34 46Q66 104 128 134",
    "山": "M70 10V124M16 60V126H124V58",
    "水": "M70 6V118Q70 134 50 124M14 46H50Q40 90 10 112M122 34Q102 56 82 64M74 58Q96 100 132 118",
    "桥": "M32 6V134M6 42H60M32 46Q24 76 4 100M34 56L56 78M122 8Q104 18 78 22M68 48H136"
    "M100 20Q96 62 66 84M104 48Q112 70 136 82M88 86Q88 118 72 136M116 86V136",
    "人": "M70 8Q64 80 8 132M68 50Q90 104 134 132",
    "月": "M40 14H104V124Q104 136 86 128M40 14V70Q38 110 18 134M40 50H104M40 86H104",
    "言": "M60 2L80 16M10 34H130M34 58H106M34 80H106M36 104V134M36 104H104V134M36 132H104",
    "书": "M20 34H102V64M8 64H120Q120 106 106 112L92 106M62 6V136M106 10L124 26",
    "木": "M70 6V136M10 46H130M68 50Q50 92 8 112M72 50Q90 92 132 112",
    "中": "M20 36H120V88H20ZM70 6V136",
}


def glyph(char, x, y, s, colour, w=16.0, turn=0.0, **extra):
    """Draw a letter or character with strokes of even width."""
    wide = 140 if char > "一" else 100
    return group(
        line(GLYPHS[char], colour, w, **extra),
        transform=f"translate({fmt(x)} {fmt(y)}) rotate({fmt(turn)}) scale({s / 140:.3f}) translate({-wide / 2} -70)",
    )


# --- topic banners ---------------------------------------------------------


def neon_signs(rng):
    """Neon tubes glowing on a night wall."""
    art = rect(-50, -50, 2100, 1100, INK)
    for row in range(14):
        for col in range(16):
            x, y = col * 140 + (row % 2) * 70 - 60, row * 48 + 14
            if rng.random() < 0.42:
                art += gouge(x, y, 120, 3, NIGHT)
    for x in (90, 1730):
        art += rect(x, 110, 190, 400, NIGHT) + rect(x + 14, 126, 74, 176, INK)
        art += rect(x + 102, 126, 74, 176, INK) + rect(x + 14, 318, 74, 176, INK)
        art += rect(x + 102, 318, 74, 176, OCHRE if x > 1000 else INK)
        art += rect(x - 14, 510, 218, 16, NIGHT)
    art += halo(960, 330, 760, NIGHT, 0.95, 470)
    art += halo(960, 330, 420, WINE, 0.55, 300)
    art += tube(disc(960, 330, 236), OCHRE, 15)
    bird = (
        "M560 384L666 350Q690 300 746 314Q800 330 806 396Q830 430 880 440"
        "M806 396Q800 500 900 528Q1010 548 1110 486L1330 520L1236 452L1340 400L1120 424Q1080 440 1040 446"
        "M880 440Q980 330 960 60Q1060 110 1100 200Q1110 350 1040 446"
        "M934 430Q1000 330 1004 140M990 440Q1050 330 1052 200"
        "M880 440Q800 360 780 190Q720 230 716 312"
    )
    art += tube(bird, RED, 14)
    art += circ(726, 348, 9, CREAM)
    art += tube("M430 640Q500 590 570 640T710 640T850 640T990 640T1130 640T1270 640T1410 640", TEAL, 12)
    art += tube("M560 690Q630 645 700 690T840 690T980 690T1120 690T1260 690", TEAL, 8)
    for i, char in enumerate("NEON"):
        lit = i != 2
        d = GLYPHS[char]
        art += group(tube(d, ROSE, 17, lit=lit), transform=f"translate(1530 {70 + i * 138}) scale(0.74)")
    star = hull(
        (380 + r * math.cos(a), 240 + r * math.sin(a))
        for k in range(10)
        for r, a in [((92, 40)[k % 2], math.radians(k * 36 - 90))]
    )
    art += tube(star, ROSE, 10)
    art += tube("M330 420H440M400 380L442 420L400 460", OCHRE, 10, lit=False)
    art += fade(box(-50, 640, 2100, 420), "#10142a", (0, 1000), (0, 640), 1)
    return art


def vistula(rng):
    """A wide river with sandbanks and a bridge in evening light."""
    art = rect(-50, -50, 2100, 600, ROSE)
    art += fade(box(-50, -50, 2100, 480), RED, (0, -120), (0, 330), 0.75)
    art += fade(box(-50, 150, 2100, 300), CREAM, (0, 430), (0, 200), 0.8)
    art += circ(760, 396, 190, RED)
    art += spray(disc(760, 396, 190), OCHRE, (760, 440), (760, 230), 0.8)
    for x, y, s in ((330, 170, 0.9), (1180, 110, 1.1), (1760, 190, 0.8), (560, 250, 0.5)):
        art += cloud(x, y, s, CREAM)
    skyline = [(-50, 450), (-50, 392), (60, 384), (120, 396), (190, 360), (196, 396), (250, 396)]
    skyline += [(250, 330), (262, 330), (268, 280), (274, 330), (286, 330), (286, 396), (350, 396)]
    skyline += [(350, 352), (410, 352), (410, 396), (480, 388), (560, 400), (700, 404), (900, 408)]
    skyline += [(1100, 400), (1240, 392), (1420, 402), (1600, 388), (1800, 396), (2050, 380), (2050, 450)]
    art += poly(skyline, TEAL)
    for x in range(930, 2040, 46):
        art += ell(x, 404 + rng.uniform(-6, 6), 36, rng.uniform(14, 30), TEAL)
    art += rect(-50, 428, 2100, 640, BLUE)
    art += fade(box(-50, 428, 2100, 200), ROSE, (0, 420), (0, 640), 0.95)
    for k in range(19):
        y = 444 + k * 14 + k * k * 0.25
        w = (330 - k * 12) * rng.uniform(0.7, 1.15)
        art += gouge(760 + rng.uniform(-22, 22), y, w, 8, RED if k % 3 else OCHRE)
    art += ripples(rng, (0, 450, 2000, 680), 56, (60, 170), 4, CREAM, 1.6)
    art += path("M-60 560Q260 508 640 548Q760 562 690 576Q380 596 -60 618Z", SAND)
    art += spray("M-60 560Q260 508 640 548Q760 562 690 576Q380 596 -60 618Z", OCHRE, (0, 620), (0, 530))
    art += path("M980 604Q1260 556 1560 572Q1820 574 2060 548V630Q1700 654 1330 640Q1090 632 980 604Z", SAND)
    art += spray(
        "M980 604Q1260 556 1560 572Q1820 574 2060 548V630Q1700 654 1330 640Q1090 632 980 604Z",
        OCHRE,
        (0, 660),
        (0, 570),
    )
    for x, y in ((140, 548), (180, 540), (1640, 568), (1700, 562), (1880, 556)):
        for k in range(-3, 4):
            art += blade([(x + k * 4, y + 18), (x + k * 13, y - 34 + abs(k) * 7)], 7, 1, TEAL)
    # the bridge: deck, pylon and cables
    art += blade([(840, 398), (1300, 366), (2080, 330)], 14, 24, INK)
    art += poly([(1422, 70), (1440, 70), (1470, 460), (1444, 460), (1431, 170), (1418, 460), (1392, 460)], INK)
    for k in range(1, 10):
        art += line(f"M1431 {86 + k * 12}L{1431 - k * 60} {358 + k * 5.2}", INK, 3.5)
        art += line(f"M1431 {86 + k * 12}L{1431 + k * 68} {354 - k * 2.8}", INK, 3.5)
    art += rect(1930, 340, 34, 110, INK) + rect(1000, 392, 20, 50, INK)
    for k in range(9):
        art += gouge(1431 + rng.uniform(-16, 16), 474 + k * 17, 130 - k * 8, 6, INK)
    # a heron on the sandbank
    art += path(
        "M512 520Q560 500 604 532Q560 546 520 534Q500 500 520 470Q526 452 512 448L470 456L506 438"
        "Q536 436 534 462Q524 490 530 508Z",
        INK,
    )
    art += line("M556 536L552 580M566 536L570 578", INK, 4)
    art += fade(box(-50, 600, 2100, 460), INK, (0, 860), (0, 600), 1)
    art += ripples(rng, (0, 700, 2000, 980), 20, (140, 280), 5, BLUE, 1.5)
    return art


def folk_bird(main, wing, tails, cut, crest):
    """A folk-art bird looking right, standing on the point 0, 0."""
    art = ""
    for k, colour in enumerate(tails):
        a = k * 17
        tip = (-330 - 70 * math.sin(math.radians(a * 1.6)) + k * 34, -40 - k * 74)
        art += blade(
            [(-90, -90 - k * 6), (-220 + k * 14, -70 - k * 50), tip, (tip[0] + 36, tip[1] - 52)], 40, 8, colour, 34
        )
        art += gouge(-236 + k * 20, -74 - k * 53, 120, 13, cut, 8 + k * 15)
        art += circ(tip[0] + 28, tip[1] - 56, 17, colour)
    body = [
        (-120, -110),
        (-40, -170),
        (50, -210),
        (96, -290),
        (130, -330),
        (176, -322),
        (190, -280),
        (176, -200),
        (170, -120),
        (110, -48),
        (0, -24),
        (-90, -50),
    ]
    art += blob(body, main)
    art += poly([(184, -306), (252, -286), (186, -268)], crest)
    for k in range(4):
        art += drop(140 + k * 9, -324, 62, 15, -128 + k * 26, crest)
    art += circ(154, -292, 15, cut) + circ(154, -292, 7, main)
    art += drop(174, -262, 40, 14, 80, crest)
    art += blob([(-70, -120), (20, -186), (104, -160), (96, -110), (20, -70), (-60, -80)], cut)
    art += blob([(-58, -116), (20, -174), (94, -152), (86, -112), (18, -80), (-52, -86)], wing)
    for k in range(4):
        art += gouge(-20 + k * 28, -112 - k * 7, 44, 10, cut, -62)
    for k in range(5):
        art += drop(118 + k * 8, -226 + k * 28, 30, 8, 160, cut)
    for k in range(4):
        art += circ(-60 + k * 38, -50 + abs(k - 1.5) * -4, 7, cut)
    art += line("M20 -30L10 20M70 -36L74 20", crest, 11)
    return art


def sprig(x, y, length, angle, leaf, vein):
    """Draw a leaf with a cut vein."""
    a = math.radians(angle)
    mid = (x + length * 0.58 * math.cos(a), y + length * 0.58 * math.sin(a))
    return drop(x, y, length, length * 0.27, angle, leaf) + gouge(*mid, length * 0.55, 5, vein, angle)


def cut_paper(rng):
    """A paper-cut of two birds, one half red, one half in many colours."""

    def half(main, wing, tails, cut, crest, leaf, stem):
        art = place(folk_bird(main, wing, tails, cut, crest), -372, 566, 1.14)
        art += blade([(0, 640), (-160, 600), (-380, 600), (-560, 570), (-700, 600)], 26, 6, stem)
        art += rect(-11, 170, 12, 560, stem)
        for x, y, a in (
            (-640, 588, 118),
            (-540, 574, 112),
            (-460, 586, 64),
            (-300, 602, 58),
            (-200, 604, 112),
            (-110, 614, 70),
            (-700, 600, 170),
        ):
            art += sprig(x, y, 84, a, leaf, cut)
        for y, a, n in ((306, 208, 96), (392, 150, 92), (392, 208, 84), (490, 208, 90), (570, 152, 84)):
            art += sprig(-4, y, n, a, leaf, cut)
        return art

    def flower(outer, mid, core, cut):
        art = rosette(0, 150, 16, 40, 128, 20, outer) + rosette(0, 150, 16, 74, 112, 6, cut)
        art += circ(0, 150, 66, mid) + rosette(0, 150, 12, 20, 58, 9, cut) + circ(0, 150, 20, core)
        return art

    def fringe(fill, other):
        art = ""
        for k in range(12):
            x = -45 - k * 90
            art += poly([(x - 45, -50), (x + 45, -50), (x + 45, 34), (x, 84), (x - 45, 34)], fill)
            art += drop(x, 58, 50, 13, -90, other)
        return art

    left = half(RED, RED, [RED] * 5, CREAM, RED, RED, RED) + flower(RED, RED, CREAM, CREAM)
    right = half(OCHRE, RED, [RED, TEAL, OCHRE, ROSE, RED], INK, ROSE, TEAL, JADE)
    right += flower(ROSE, RED, OCHRE, INK)
    art = rect(-50, -50, 1050, 1100, CREAM) + rect(1000, -50, 1050, 1100, INK)
    art += inside(box(-60, -60, 1060, 1120), place(left + fringe(RED, CREAM), 1000, 0))
    art += inside(box(1000, -60, 1060, 1120), place(right + fringe(TEAL, INK), 1000, 0, flip=True))
    art += rect(-50, 740, 1050, 330, RED) + rect(1000, 740, 1050, 330, TEAL)
    for k in range(23):
        x = k * 90 - 10
        art += drop(x, 742, 62, 30, -90, RED if x < 1000 else TEAL)
    art += fade(box(-50, 740, 2100, 320), INK, (0, 1000), (0, 720), 0.7)
    return art


def poster_eye(ground, mark, white, iris):
    """A weeping eye, in a box of 300 by 420."""
    art = rect(0, 0, 300, 420, ground)
    lid = "M20 190Q150 50 280 190Q150 300 20 190Z"
    art += path("M10 150Q150 -6 290 150Q150 70 10 150Z", mark)
    art += path(lid, white) + inside(lid, circ(150, 176, 66, iris), circ(150, 176, 32, mark))
    art += circ(172, 156, 12, white)
    for k, x in enumerate((66, 108, 150, 192, 234)):
        art += drop(x, 268 + abs(k - 2) * -8, (64, 96, 130, 96, 64)[k], 15, 90, mark if k % 2 else iris)
    return art


def poster_mask(ground, dark, light, accent):
    """A face of two halves, in a box of 300 by 420."""
    art = rect(0, 0, 300, 420, ground)
    face = smooth([(150, 40), (240, 90), (256, 200), (216, 320), (150, 384), (84, 320), (44, 200), (60, 90)])
    art += path(face, light) + inside(face, rect(150, 0, 150, 420, dark))
    art += path("M150 120L196 262Q176 286 150 284Z", accent) + path("M150 284Q128 284 116 266L150 236Z", dark)
    art += path("M70 176Q102 140 136 176Q102 204 70 176Z", dark) + circ(103, 175, 13, accent)
    art += path("M168 176Q202 140 234 176Q202 204 168 176Z", light) + circ(200, 175, 13, dark)
    art += path("M96 322Q126 300 150 312Q176 300 204 322Q176 352 150 352Q124 352 96 322Z", accent)
    art += path("M96 322Q150 330 204 322", "none", stroke=ground, stroke_width=5)
    art += path("M64 140Q100 108 138 142L136 152Q100 124 64 140Z", accent)
    art += path("M164 142Q202 108 238 140Q202 124 166 152Z", accent)
    return art


def poster_moon(ground, moon, ladder, star):
    """A ladder leaning on a crescent, in a box of 300 by 420."""
    art = rect(0, 0, 300, 420, ground)
    art += path("M190 40A120 120 0 1 0 262 226A104 104 0 1 1 190 40Z", moon)
    art += poly([(84, 420), (98, 420), (190, 128), (178, 124)], ladder)
    art += poly([(146, 420), (160, 420), (234, 148), (222, 144)], ladder)
    for k in range(8):
        art += poly(
            [
                (102 + k * 10.4, 376 - k * 32),
                (160 + k * 8.4, 384 - k * 32),
                (158 + k * 8.4, 394 - k * 32),
                (100 + k * 10.4, 386 - k * 32),
            ],
            ladder,
        )
    for x, y, r in ((60, 60, 12), (262, 70, 9), (44, 250, 8), (250, 330, 10)):
        art += rosette(x, y, 4, 0, r * 2.6, r * 0.6, star)
    return art


def poster_mouth(ground, lips, dark, bird):
    """A mouth that sings a bird, in a box of 300 by 420."""
    art = rect(0, 0, 300, 420, ground)
    art += path("M14 240Q80 120 150 168Q220 120 286 240Q230 400 150 400Q70 400 14 240Z", lips)
    hollow = "M50 244Q150 186 250 244Q210 346 150 346Q90 346 50 244Z"
    art += path(hollow, dark) + inside(hollow, ell(150, 352, 74, 44, lips))
    art += path(
        "M96 150L40 96Q96 84 136 122Q160 30 250 30Q206 66 206 116Q240 112 262 128"
        "Q238 140 222 160Q200 220 140 214Q104 196 96 150Z",
        bird,
    )
    art += circ(226, 128, 5, dark) + gouge(160, 150, 70, 9, dark, -52) + gouge(140, 170, 60, 8, dark, -42)
    return art


def poster_head(ground, head, leaf, fruit):
    """A profile from which a tree grows, in a box of 300 by 420."""
    art = rect(0, 0, 300, 420, ground)
    art += path(
        "M92 420Q100 350 78 318Q50 270 66 220Q84 168 150 168Q222 170 226 232L256 282L230 292"
        "L234 316L224 324Q230 352 206 354L176 356L186 420Z",
        head,
    )
    for pts, w in (
        ([(140, 190), (146, 130), (132, 40)], 20),
        ([(144, 150), (200, 110), (238, 50)], 13),
        ([(142, 140), (96, 110), (50, 90)], 13),
        ([(138, 90), (170, 62), (178, 30)], 9),
    ):
        art += blade(pts, w, 4, head)
    for x, y, a in (
        (132, 44, -100),
        (238, 54, -50),
        (50, 92, 190),
        (178, 32, -70),
        (200, 110, -100),
        (96, 112, -110),
        (214, 92, 20),
        (80, 104, 130),
        (136, 80, 200),
    ):
        art += drop(x, y, 46, 15, a, leaf)
    art += circ(168, 90, 13, fruit) + circ(70, 70, 13, fruit) + circ(248, 104, 13, fruit)
    art += circ(196, 262, 9, ground)
    return art


def poster_fish(ground, fish, wave, eye):
    """A fish that is a boat, in a box of 300 by 420."""
    art = rect(0, 0, 300, 420, ground)
    art += path("M20 250Q90 190 180 230Q230 250 282 196Q276 256 282 318Q230 282 180 300Q90 330 20 250Z", fish)
    art += circ(76, 246, 17, eye) + circ(76, 246, 8, wave)
    for k in range(4):
        art += gouge(126 + k * 30, 262 + k * 2, 54, 8, ground, 82)
    art += rect(146, 40, 10, 190, wave) + path("M162 50Q262 110 250 206L162 214Z", wave)
    art += path("M140 70Q80 130 70 196L140 206Z", eye)
    for row in range(3):
        for k in range(5):
            art += gouge(20 + k * 70 + row * 30, 340 + row * 30, 64, 11, wave)
    return art


def poster_sheet(content, x, y, w, turn=0.0, peel=None):
    """Paste a poster on a wall, with a shadow and perhaps a loose corner."""
    s = w / 300
    art = rect(6, 9, 300, 420, INK, opacity=0.45) + inside(box(0, 0, 300, 420), content)
    if peel:
        art += poly([(302, 346), (302, 424), (226, 424)], peel) + poly([(300, 346), (226, 420), (238, 352)], CREAM)
    return place(art, x, y, s, turn)


def poster_school(rng):
    """Bold abstract posters on a wall."""
    art = rect(-50, -50, 2100, 1100, SAND)
    for row in range(16):
        for col in range(17):
            if rng.random() < 0.5:
                art += gouge(col * 130 + (row % 2) * 65, row * 48 + 10, 116, 4, OCHRE)
    art += fade(box(-50, -50, 2100, 400), OCHRE, (0, -50), (0, 300), 0.6)
    show = (
        (poster_moon(TEAL, OCHRE, CREAM, CREAM), -84, 96, 404, -1.2),
        (poster_mask(OCHRE, INK, CREAM, RED), 350, 70, 404, 0.8),
        (poster_eye(RED, INK, CREAM, TEAL), 782, 44, 440, -0.4),
        (poster_head(CREAM, INK, TEAL, RED), 1252, 84, 396, 1.0),
        (poster_mouth(INK, RED, WINE, CREAM), 1672, 60, 412, -0.8),
    )
    for content, x, y, w, turn in show:
        art += poster_sheet(content, x, y, w, turn, SAND if x == 1252 else None)
    art += rect(-50, 730, 2100, 330, INK) + rect(-50, 722, 2100, 18, WINE)
    art += fade(box(-50, 740, 2100, 200), WINE, (0, 730), (0, 930), 0.55)
    for x, colour in ((120, TEAL), (560, OCHRE), (1004, RED), (1450, CREAM), (1880, RED)):
        for k in range(5):
            art += gouge(x + rng.uniform(-50, 50), 762 + k * 26, 240 - k * 34, 4, colour, opacity=0.5)
    return art


def open_book(cover, page, ink, upright=False):
    """An open book seen from the front, its spine at 0, 0 and 600 wide."""
    art = path("M0 44Q-130 -6 -316 30L-324 -120L324 -120L316 30Q130 -6 0 44Z", cover)
    art += path("M0 24Q-130 -34 -296 2L-306 -150Q-140 -196 0 -130Z", page)
    art += path("M0 24Q130 -34 296 2L306 -150Q140 -196 0 -130Z", page)
    art += spray("M0 24Q-60 -4 -130 -16V-168Q-50 -160 0 -130Z", ink, (10, 0), (-110, 0), 0.55)
    for side in (-1, 1):
        for k in range(6):
            if upright:
                x = side * (56 + k * 40)
                art += gouge(x, -78 - 8 * math.sin(k / 2), 92, 5, ink, 90)
            else:
                y = -126 + k * 22
                art += gouge(side * 160, y - 16, 196 - (k % 3) * 26, 5, ink, side * -1.5)
    return art + path("M-5 30L0 -134L5 30Z", ink)


def year_of_the_translator(rng):
    """Two open books and letters that cross between them like a bridge."""
    art = rect(-50, -50, 2100, 1100, OCHRE)
    art += circ(1000, 560, 500, CREAM)
    art += fade(disc(1000, 560, 500), ROSE, (1000, 660), (1000, 200), 0.9)
    for k in range(44):
        a = math.radians(180 + k * 180 / 43)
        r = 580 + (k % 2) * 26
        art += gouge(1000 + r * math.cos(a), 560 + r * math.sin(a), 100 - (k % 2) * 44, 7, RED, math.degrees(a))
    art += rect(-50, 640, 2100, 420, INK)
    art += place(open_book(RED, CREAM, INK), 380, 640, 1.02, -4)
    art += place(open_book(TEAL, CREAM, INK, True), 1620, 640, 1.02, 4)
    for letters, first, rise, colours in (("ŻaKŁMęRÓA", 0.07, 420, (RED, INK)), ("文ЖΩ桥书言", 0.29, 200, (TEAL, INK))):
        for k, char in enumerate(letters):
            t = first + (1 - 2 * first) * k / (len(letters) - 1)
            x, y = 400 + 1200 * t, 520 - rise * (1 - (2 * t - 1) ** 2)
            slope = math.degrees(math.atan(rise * 4 * (2 * t - 1) / 1200))
            art += glyph(
                char, x, y, 96 + 30 * math.sin(math.pi * t), colours[k % 2], 21, slope * 0.8 + rng.uniform(-8, 8)
            )
    art += blade([(380, 700), (700, 690), (1000, 696), (1300, 690), (1620, 700)], 3, 3, OCHRE, 5)
    art += fade(box(-50, 640, 2100, 200), WINE, (0, 640), (0, 840), 0.6)
    return art


def pierog(fill, mark):
    """A half-moon dumpling with a crimped rim, centred on 0, 0 and 160 wide."""
    rim = ""
    for k in range(11):
        a = math.radians(180 + k * 18)
        rim += circ(76 * math.cos(a), 24 + 70 * math.sin(a), 13, fill)
    art = rim + path("M-82 22Q-80 -50 0 -54Q80 -50 82 22Q40 48 0 48Q-40 48 -82 22Z", fill)
    art += spray("M-76 26Q-40 48 0 48Q40 48 76 26Q60 -6 0 -2Q-60 -6 -76 26Z", mark, (0, 60), (0, 0), 0.75)
    for k in range(1, 10):
        a = math.radians(180 + k * 18)
        art += gouge(68 * math.cos(a), 22 + 62 * math.sin(a), 24, 4, mark, k * 18)
    return art


def jiaozi(fill, mark):
    """A pleated crescent dumpling, centred on 0, 0 and 170 wide."""
    art = path("M-88 26Q-70 -44 0 -48Q70 -44 88 26Q84 40 66 34Q30 56 0 56Q-30 56 -66 34Q-84 40 -88 26Z", fill)
    art += spray("M-80 30Q-40 56 0 56Q40 56 80 30Q40 20 0 22Q-40 20 -80 30Z", mark, (0, 70), (0, 14), 0.8)
    for k in range(-3, 4):
        art += path(f"M{k * 20} -44Q{k * 25 + 9} -22 {k * 17} 4Q{k * 19 - 4} -20 {k * 20} -44Z", mark)
    art += path("M-74 -8Q-40 -46 0 -48Q40 -46 74 -8Q40 -34 0 -36Q-40 -34 -74 -8Z", fill)
    return art


def plate(x, y, r, outer, rim, inner):
    """A plate from above."""
    art = circ(x + 10, y + 16, r, INK, opacity=0.35) + circ(x, y, r, outer)
    return art + circ(x, y, r * 0.9, rim) + circ(x, y, r * 0.86, outer) + circ(x, y, r * 0.68, inner)


def teapot(x, y, s, body, lid, knob):
    """A teapot from above."""
    art = path("M-90 -30Q-150 -34 -196 -78L-214 -58Q-180 -4 -90 30Z", body)
    art += path("M84 -40Q190 -60 190 0Q190 60 84 40L84 18Q160 30 160 0Q160 -30 84 -18Z", body)
    art += circ(0, 0, 112, body) + spray(disc(0, 0, 112), INK, (60, 110), (-30, -40), 0.7)
    art += circ(0, 0, 64, lid) + circ(0, 0, 54, body) + circ(0, 0, 46, lid) + circ(0, 0, 17, knob)
    return place(circ(10, 16, 112, INK, opacity=0.35) + art, x, y, s)


def steamer(x, y, r, rim, weave, mark):
    """A bamboo steamer from above."""
    art = circ(x + 10, y + 16, r, INK, opacity=0.35) + circ(x, y, r, rim) + circ(x, y, r * 0.93, mark)
    art += circ(x, y, r * 0.9, rim) + circ(x, y, r * 0.82, mark) + circ(x, y, r * 0.8, weave)
    strips = "".join(rect(x - r, y - r + k * r / 6, r * 2, r / 26, mark) for k in range(12))
    return art + inside(disc(x, y, r * 0.8), strips)


def chopsticks(x, y, length, turn, fill, tip):
    """A pair of chopsticks."""
    art = ""
    for dy in (-11, 11):
        art += blade([(-length / 2, dy * 0.5), (length / 2, dy * 1.4)], 7, 15, fill)
        art += blade([(length * 0.3, dy * 1.25), (length / 2, dy * 1.4)], 13.5, 15, tip)
    return place(art, x, y, 1, turn)


def fork(x, y, s, turn, fill):
    """A fork."""
    art = blade([(0, -40), (0, 260)], 14, 26, fill)
    art += path("M-40 -170V-70Q-38 -20 0 -20Q38 -20 40 -70V-170H28V-84H19V-170H8V-84H-8V-170H-19V-84H-28V-170Z", fill)
    return place(art, x, y, s, turn)


def at_the_table(rng):
    """A table from above with dumplings, tea and bowls."""
    art = rect(-50, -50, 2100, 1100, TEAL)
    art += rect(-50, -60, 2100, 190, RED) + rect(-50, 138, 2100, 12, RED)
    for k in range(17):
        art += rosette(k * 126 - 10, 60, 8, 10, 46, 11, CREAM if k % 2 else OCHRE)
    art += plate(820, 372, 276, CREAM, RED, INK)
    for k in range(7):
        a = math.radians(k * 360 / 7 - 90)
        art += place(pierog(CREAM, OCHRE), 820 + 126 * math.cos(a), 372 + 126 * math.sin(a), 0.8, k * 360 / 7)
    art += circ(820, 372, 50, RED) + circ(820, 372, 40, CREAM)
    for k in range(9):
        art += drop(820, 372, rng.uniform(18, 36), 7, k * 40, JADE)
    art += steamer(1330, 330, 224, OCHRE, TEAL, INK)
    for dx, dy, a in ((-86, -56, -20), (70, -84, 16), (-12, 22, 4), (-96, 86, -28), (92, 72, 22)):
        art += place(jiaozi(CREAM, OCHRE), 1330 + dx, 330 + dy, 0.78, a)
    art += teapot(1760, 260, 1.12, RED, WINE, OCHRE)
    art += circ(1664, 520, 74, CREAM) + circ(1664, 520, 60, OCHRE)
    art += spray(disc(1664, 520, 60), WINE, (1690, 580), (1640, 480), 0.8)
    art += circ(1862, 520, 74, CREAM) + circ(1862, 520, 60, OCHRE)
    art += spray(disc(1862, 520, 60), WINE, (1880, 580), (1840, 480), 0.8)
    art += plate(310, 330, 200, INK, OCHRE, INK) + circ(310, 330, 158, RED)
    art += fade(disc(310, 330, 158), WINE, (360, 500), (270, 230), 0.95)
    for dx, dy, a in ((-50, -30, 10), (46, 30, 50), (30, -74, -20), (-46, 66, -60)):
        art += place(pierog(CREAM, SAND), 310 + dx, 330 + dy, 0.44, a)
    for _ in range(14):
        a, r = rng.uniform(0, 6.3), rng.uniform(20, 140)
        art += gouge(310 + r * math.cos(a), 330 + r * math.sin(a), 24, 6, JADE, rng.uniform(0, 180))
    art += fork(540, 560, 0.62, 84, SAND)
    art += chopsticks(1290, 606, 500, -6, INK, RED)
    art += circ(1072, 560, 62, CREAM) + circ(1072, 560, 48, INK) + circ(1060, 546, 9, SAND)
    art += rect(-50, 700, 2100, 400, INK)
    for k in range(22):
        art += drop(k * 98 - 20, 704, 60, 30, -90, INK)
    art += fade(box(-50, 690, 2100, 200), TEAL, (0, 660), (0, 900), 0.6)
    return art


def piano(rng):
    """Keys and strings that run to one point."""
    vx, vy = 1320, 300
    art = rect(-50, -50, 2100, 1100, WINE)
    art += halo(vx, vy, 1000, RED, 1.0, 700)
    art += circ(vx, vy, 210, OCHRE)
    art += spray(disc(vx, vy, 210), RED, (vx + 100, vy + 210), (vx - 80, vy - 120), 0.8)

    def ray(x, y, far):
        return (x + (vx - x) * far, y + (vy - y) * far)

    # the strings and the iron frame
    for k in range(20):
        a = math.radians(194 + k * 152 / 19)
        far = (vx + 1700 * math.cos(a), vy + 1700 * math.sin(a))
        near = (vx + 30 * math.cos(a), vy + 30 * math.sin(a))
        art += blade([near, far], 3, 19, CREAM if k % 3 else OCHRE)
    frame = "M-60 -60H260Q400 190 720 236Q960 262 1130 330L1130 380H-60Z"
    art += path(frame, INK) + fade(frame, NIGHT, (-50, 0), (620, 330), 0.9)
    for x, y, r in ((110, 66, 40), (236, 178, 34), (420, 246, 25), (600, 282, 17), (740, 304, 11)):
        art += circ(x, y, r, OCHRE) + circ(x, y, r * 0.5, INK)
    # the keyboard, a fan of white keys with black ones between
    edge, wide = 706, 300
    art += poly([ray(-2600, edge, 0), ray(-2600, edge, 0.8), ray(5200, edge, 0.8), ray(5200, edge, 0)], INK)
    for k in range(21):
        x0, x1 = -2300 + k * wide + 8, -2300 + (k + 1) * wide - 8
        quad = [ray(x0, edge, 0), ray(x1, edge, 0), ray(x1, edge, 0.79), ray(x0, edge, 0.79)]
        art += poly(quad, CREAM)
        art += fade(hull(quad), SAND, (0, edge), (0, 480), 0.9)
    for k in range(21):
        x1 = -2300 + (k + 1) * wide
        if k % 7 not in (2, 6):
            b0, b1 = x1 - 100, x1 + 100
            art += poly([ray(b0, edge, 0.27), ray(b1, edge, 0.27), ray(b1, edge, 0.8), ray(b0, edge, 0.8)], INK)
            art += poly(
                [
                    ray(b0 + 34, edge, 0.34),
                    ray(b1 - 34, edge, 0.34),
                    ray(b1 - 34, edge, 0.79),
                    ray(b0 + 34, edge, 0.79),
                ],
                NIGHT,
            )
    art += rect(-50, edge, 2100, 400, INK) + rect(-50, edge + 4, 2100, 26, RED)
    art += fade(box(-50, edge + 30, 2100, 200), WINE, (0, edge), (0, edge + 230), 0.7)
    return art


def willow(rng, x, y, h, trunk, leaf, spread=1.0):
    """A weeping willow with hanging branches."""
    art = blade([(x, y), (x - 16, y - h * 0.4), (x + 10, y - h * 0.8), (x + 40 * spread, y - h)], 40, 12, trunk)
    for k in range(17):
        t = (k - 8) / 8
        top = (x + 20 + t * 60 * spread, y - h * (1.02 - 0.1 * abs(t)))
        out = (x + 20 + t * 190 * spread, y - h * (0.96 - 0.2 * abs(t)))
        low = (x + 20 + t * 230 * spread + rng.uniform(-10, 10), y - h * rng.uniform(0.16, 0.44))
        art += blade([top, out, low], 9, 2, leaf, 7)
    return art


def lotus(x, y, s, leaf, vein):
    """A lotus leaf on water."""
    art = path("M0 0L96 -14A100 34 0 1 0 90 18Z", leaf)
    for a in range(30, 340, 44):
        r = math.radians(a)
        art += gouge(
            46 * math.cos(r),
            15 * math.sin(r),
            56,
            2.6,
            vein,
            math.degrees(math.atan2(15 * math.sin(r), 46 * math.cos(r))),
        )
    return place(art, x, y, s)


def peony(x, y, s, outer, mid, core, seed):
    """A round many-petalled flower."""
    art = ""
    for n, r, w, colour in ((9, 100, 46, outer), (8, 78, 36, mid), (7, 56, 26, outer), (6, 34, 16, core)):
        art += rosette(x, y, n, r * 0.1 * s, r * s, w * s, colour, start=r)
    return art + circ(x, y, 11 * s, seed)


def bamboo(rng, x, y, joints, lean, stem, leaf):
    """A bamboo cane with hanging clusters of leaves."""
    art, step = "", 116
    for k in range(joints):
        at = y - k * step
        left = x + lean * k / 3
        art += blade([(left, at), (left + lean / 3 * 0.92, at - step + 9)], 25 - k, 24 - k, stem)
        if k > 1:
            side = 1 if (k + x // 10) % 2 else -1
            tip = (left + side * 74, at - 44)
            art += blade([(left, at), tip], 6, 3, stem)
            for a in (34, 66, 98, 128):
                r = math.radians(90 - side * (a - 84) + rng.uniform(-6, 6))
                long = rng.uniform(96, 136)
                art += gouge(
                    tip[0] + long / 2 * math.cos(r), tip[1] + long / 2 * math.sin(r), long, 19, leaf, math.degrees(r)
                )
    return art


def gardens(rng):
    """A moon gate with a pond and trees behind it."""
    art = rect(-50, -50, 2100, 1100, ROSE)
    gate = disc(1000, 386, 330)
    art += rect(600, -50, 800, 460, CREAM) + fade(box(600, -50, 800, 460), ROSE, (0, -50), (0, 400), 1)
    art += circ(1130, 230, 84, RED)
    art += path("M600 392Q760 250 900 330Q980 372 1080 330Q1220 260 1400 392V440H600Z", JADE)
    art += rect(600, 404, 800, 360, TEAL) + fade(box(600, 404, 800, 200), JADE, (0, 400), (0, 560), 0.9)
    art += poly([(1014, 330), (1020, 420), (1034, 420), (1034, 330)], INK) + rect(1142, 330, 14, 90, INK)
    art += rect(1076, 340, 10, 76, INK) + rect(1000, 404, 176, 16, INK)
    art += path("M966 338Q1030 318 1086 252Q1142 318 1208 338L1200 352Q1140 336 1086 336Q1030 336 974 352Z", INK)
    art += circ(1086, 248, 10, INK) + path("M960 420Q1090 404 1230 424L1260 444H940Z", SAND)
    art += ripples(rng, (690, 470, 1310, 640), 30, (50, 110), 4, CREAM, 1.4)
    art += gouge(1086, 470, 190, 9, INK) + gouge(1086, 492, 130, 8, INK) + gouge(1130, 520, 150, 7, RED)
    art += gouge(1130, 542, 100, 6, RED)
    art += willow(rng, 756, 470, 330, INK, TEAL, 0.9)
    for x, y, s in ((880, 610, 0.9), (1010, 656, 1.1), (1160, 618, 0.8), (1090, 580, 0.6), (800, 560, 0.6)):
        art += lotus(x, y, s, JADE, TEAL)
    art += rosette(940, 600, 7, 0, 50, 13, CREAM, -170) + rosette(1190, 600, 7, 0, 40, 11, RED, -170)
    # the wall
    wall = rect(-50, -50, 2100, 810, CREAM)
    wall += fade(box(-50, -50, 2100, 810), SAND, (0, 760), (0, 200), 0.9)
    wall += circ(1000, 386, 362, TEAL) + circ(1000, 386, 350, CREAM)
    for k in range(40):
        a = k * 9
        r = math.radians(a)
        wall += gouge(1000 + 341 * math.cos(r), 386 + 341 * math.sin(r), 20, 3, TEAL, a)
    art += outside(gate, BANNER, wall)
    for k in range(30):
        x = k * 72 - 60
        art += rect(x, -30, 40, 92, INK, r=20) + circ(x + 20, 52, 26, INK) + circ(x + 20, 52, 13, TEAL)
    art += rect(-50, -50, 2100, 62, INK)
    # bamboo on the left, an oak branch on the right
    for x, lean in ((130, 40), (250, -10), (392, 30)):
        art += bamboo(rng, x, 740, 7, lean, TEAL, JADE if x == 250 else TEAL)
    art += blade([(2060, 180), (1860, 220), (1700, 190), (1540, 236)], 54, 10, INK)
    art += blade([(1820, 214), (1740, 310), (1640, 350)], 24, 6, INK)
    for x, y, a in (
        (1540, 236, 160),
        (1600, 214, 220),
        (1600, 222, 110),
        (1690, 192, 250),
        (1700, 200, 100),
        (1640, 350, 170),
        (1690, 330, 110),
        (1740, 306, 60),
        (1800, 220, 260),
        (1860, 226, 80),
        (1920, 214, 250),
        (1950, 206, 100),
    ):
        art += place(oak_leaf(RED if (x + y) % 3 else OCHRE, WINE), x, y, 1.1, a)
    art += rect(-50, 736, 2100, 330, TEAL) + fade(box(-50, 736, 2100, 320), INK, (0, 1000), (0, 700), 1)
    art += path("M690 736Q1000 690 1310 736Z", SAND) + rect(680, 734, 640, 12, SAND)
    return art


def oak_leaf(fill, vein):
    """An oak leaf that grows to the right."""
    pts = [(0, 0), (24, -14), (34, -30), (54, -22), (66, -38), (88, -24), (104, -26), (116, 0)]
    return blob(pts + [(x, -y) for x, y in pts[-2:0:-1]], fill) + gouge(54, 0, 96, 4, vein)


def drawer_front(x, y, w, h, face, frame, label, dark):
    """The front of an archive drawer."""
    art = rect(x, y, w, h, face) + rect(x + w * 0.28, y + h * 0.2, w * 0.44, h * 0.32, frame)
    art += rect(x + w * 0.31, y + h * 0.25, w * 0.38, h * 0.22, label)
    art += gouge(x + w * 0.48, y + h * 0.36, w * 0.24, 4, dark)
    art += path(
        f"M{x + w * 0.38} {y + h * 0.68}h{w * 0.24}q0 {h * 0.2} {-w * 0.12} {h * 0.2}t{-w * 0.12} {-h * 0.2}Z", frame
    )
    return art


def open_archive_week(rng):
    """A wall of archive drawers, some of them open, cards flying out."""
    art = rect(-50, -50, 2100, 1100, INK)
    w, h = 236, 170
    opened = {(1, 1), (4, 2), (6, 1), (3, 0)}
    for row in range(6):
        for col in range(9):
            x, y = col * (w + 14) - 118, row * (h + 14) - 40
            face = TEAL if (row * 5 + col * 3) % 7 else BLUE
            if (col, row) not in opened:
                art += drawer_front(x, y, w, h, face, OCHRE, CREAM, INK)
                art += fade(box(x, y, w, h), INK, (x, y + h), (x, y + h * 0.5), 0.4)
    for col, row in sorted(opened, key=lambda p: p[1]):
        x, y = col * (w + 14) - 118, row * (h + 14) - 40
        art += rect(x, y, w, h, "#10142a")
        colours = (CREAM, ROSE, SAND, CREAM, OCHRE)
        for k in range(5):
            inset = 26 - k * 6
            top = y + 26 + k * 18
            art += rect(x + inset, top, w - inset * 2, 150, colours[k])
            art += rect(x + inset + 20 + k * 34, top - 18, 54, 24, colours[k], r=6)
            art += rect(x + inset, top + 16, w - inset * 2, 4, INK, opacity=0.3)
        art += poly([(x - 26, y + 250), (x, y + 20), (x, y + 120)], WINE)
        art += poly([(x + w + 26, y + 250), (x + w, y + 20), (x + w, y + 120)], WINE)
        art += rect(x - 18, y + 278, w + 44, 26, INK, opacity=0.45)
        art += drawer_front(x - 26, y + 118, w + 52, 170, RED, OCHRE, CREAM, INK)
    for x, y, s, a in (
        (1010, 210, 1.5, -20),
        (1230, 130, 1.9, 10),
        (700, 250, 1.1, -30),
        (1380, 300, 1.1, 16),
        (890, 90, 1.0, 8),
    ):
        card = path("M0 0L-96 -64Q-50 -70 0 -24Q50 -70 96 -64Z", CREAM)
        card += path("M0 0L-96 -64Q-40 -40 0 0Z", ROSE)
        art += place(card + gouge(30, -34, 50, 4, INK, -26), x, y, s, a)
    art += fade(box(-50, 560, 2100, 500), INK, (0, 760), (0, 560), 0.94)
    return art


def lamp(x, y, s, shade, stem):
    """A reading lamp whose foot stands at x, y."""
    art = ell(0, -8, 96, 18, stem) + rect(-9, -420, 18, 410, stem)
    art += path("M-150 -360Q-128 -470 -70 -540H70Q128 -470 150 -360Z", shade)
    art += spray("M-150 -360Q-128 -470 -70 -540H70Q128 -470 150 -360Z", INK, (150, -400), (-60, -460), 0.75)
    art += ell(0, -360, 150, 20, CREAM) + rect(-76, -550, 152, 14, stem)
    return place(art, x, y, s)


def nocne_czytanie(rng):
    """A reading lamp, books and a window at night."""
    art = rect(-50, -50, 2100, 1100, WINE)
    for k in range(24):
        for j in range(8):
            art += rosette(k * 90 + (j % 2) * 45, j * 92, 4, 5, 20, 6, RED, 45)
    art += fade(box(-50, -50, 2100, 800), INK, (0, 0), (1250, 300), 0.75)
    # window
    art += rect(286, 36, 668, 608, INK) + rect(310, 60, 620, 560, NIGHT)
    view = circ(740, 200, 92, CREAM) + spray(disc(740, 200, 92), OCHRE, (790, 290), (700, 150), 0.8)
    view += cloud(640, 226, 0.8, BLUE) + cloud(850, 140, 0.7, BLUE)
    for _ in range(26):
        view += circ(rng.uniform(310, 930), rng.uniform(60, 380), rng.uniform(2, 4.5), CREAM)
    x = 300
    while x < 930:
        w, h = rng.randrange(56, 110), rng.randrange(100, 230)
        view += rect(x, 620 - h, w, h, BLUE)
        if rng.random() < 0.5:
            view += poly([(x, 621 - h), (x + w / 2, 580 - h), (x + w, 621 - h)], BLUE)
        for wy in range(620 - h + 18, 610, 34):
            for wx in range(x + 10, x + w - 16, 24):
                if rng.random() < 0.22:
                    view += rect(wx, wy, 12, 17, CREAM)
        x += w
    art += inside(box(310, 60, 620, 560), view)
    art += rect(612, 60, 16, 560, INK) + rect(310, 296, 620, 14, INK)
    art += rect(256, 630, 728, 26, INK)
    # cat
    art += path(
        "M404 632Q380 540 430 486Q410 440 424 396L446 420Q464 412 482 420L504 396Q518 444 496 486"
        "Q540 560 520 632Q590 640 600 590Q606 560 590 552Q630 556 622 604Q606 660 540 650L404 650Z",
        INK,
    )
    art += gouge(440, 446, 20, 8, OCHRE) + gouge(482, 446, 20, 8, OCHRE) + gouge(461, 462, 14, 5, ROSE)
    # lamp light
    art += fade("M1312 330L1588 330L1920 720H980Z", OCHRE, (1450, 300), (1450, 760), 0.95)
    art += halo(1450, 330, 330, OCHRE, 0.55)
    art += rect(-50, 700, 2100, 400, INK)
    art += fade(disc(1450, 716, 560, 60), OCHRE, (1450, 690), (1450, 800), 0.8)
    art += rect(-50, 770, 2100, 400, INK) + fade(box(-50, 770, 2100, 200), WINE, (0, 770), (0, 960), 0.6)
    for k, (w, colour, dx) in enumerate(((330, TEAL, 0), (290, CREAM, 20), (310, RED, -6), (250, OCHRE, 16))):
        y = 700 - k * 42
        art += rect(1020 + dx, y - 40, w, 42, colour, r=5) + rect(1050 + dx, y - 40, 14, 42, INK)
        art += rect(1020 + dx + w - 60, y - 40, 10, 42, INK)
    art += lamp(1450, 716, 1, RED, INK)
    art += place(open_book(TEAL, CREAM, INK), 1700, 716, 0.66)
    return art


# --- article pictures ------------------------------------------------------


def hand(fill, mark, sleeve):
    """A flat hand whose fingers point up, its wrist at 0, 0."""
    art = path("M-120 300L-74 -20H74L120 300Z", sleeve) + rect(-84, -36, 168, 30, CREAM, r=8)
    art += path("M-66 -30Q-96 -140 -84 -230Q0 -270 84 -226Q92 -120 66 -30Z", fill)
    for x, top, lean in ((-62, -390, -30), (-20, -430, -10), (24, -420, 10), (64, -366, 26)):
        art += blade([(x, -210), (x + lean, top)], 46, 34, fill) + circ(x + lean, top, 17, fill)
        art += ell(x + lean, top - 2, 9, 11, mark)
    art += blade([(-60, -90), (-126, -170), (-160, -250)], 52, 34, fill) + circ(-160, -250, 17, fill)
    for x in (-40, 2, 44):
        art += gouge(x, -236, 34, 3, mark, 84)
    return art


def grip(fill, mark, sleeve):
    """A fist closed round a bar that lies along the x axis, arm downwards."""
    art = path("M-110 620L-62 100H62L118 620Z", sleeve) + rect(-74, 92, 148, 32, CREAM, r=8)
    art += path("M-60 108Q-110 40 -92 -20H92Q108 50 62 108Z", fill)
    for k in range(4):
        art += rect(-94 + k * 47, -46, 44, 100, fill, r=21)
        art += gouge(-72 + k * 47, 26, 30, 4, mark)
    for k in range(1, 4):
        art += gouge(-95 + k * 47, 2, 80, 3, mark, 90)
    return art + blade([(70, 86), (20, 62), (-34, 66)], 46, 36, fill) + gouge(-2, 88, 80, 4, mark, -8)


def scissors(x, y, s, turn, spread, steel, handle):
    """Scissors whose blades point up from the pivot at x, y."""
    art = ""
    for side in (-1, 1):
        half = path("M-16 30L-22 -60L4 -330L22 20Z", steel) + gouge(-4, -140, 240, 4, INK, 92)
        half += blade([(6, 10), (34, 110), (50, 160)], 34, 26, handle)
        half += path(disc(66, 226, 60, 76) + disc(66, 226, 34, 50), handle, fill_rule="evenodd")
        art += place(half, 0, 0, 1, -spread if side > 0 else spread, flip=side < 0)
    return place(art + circ(0, 0, 13, CREAM) + circ(0, 0, 5, INK), x, y, s, turn)


def facade(rng, near, far, lit, dark, pane, rows=4, cols=5):
    """A house front in perspective between two upright edges."""
    (x0, t0, b0), (x1, t1, b1) = near, far
    art = poly([(x0, t0), (x1, t1), (x1, b1), (x0, b0)], dark)

    def at(u, v):
        return (x0 + (x1 - x0) * u, t0 + (t1 - t0) * u + ((b0 - t0) + ((b1 - t1) - (b0 - t0)) * u) * v)

    for row in range(rows):
        for col in range(cols):
            u, v = (col + 0.22) / cols, (row + 0.24) / (rows + 0.6)
            du, dv = 0.54 / cols, 0.62 / (rows + 0.6)
            fill = lit if rng.random() < 0.2 else pane
            art += poly([at(u, v), at(u + du, v), at(u + du, v + dv), at(u, v + dv)], fill)
    return art


def walker(s, coat, umbrella, rib):
    """A person with an umbrella, the feet at 0, 0."""
    art = path("M-30 0L-22 -96H24L34 0H14L4 -60L-8 0Z", INK)
    art += path("M-46 -70Q-50 -190 -20 -214H22Q50 -190 48 -70Z", coat)
    art += circ(2, -236, 26, INK)
    art += line("M34 -170V-330", INK, 7)
    art += path(
        "M-130 -262Q-110 -390 34 -400Q178 -390 198 -262Q166 -286 144 -264Q120 -288 90 -264Q62 -288 34 -264"
        "Q6 -288 -22 -264Q-52 -288 -76 -264Q-98 -286 -130 -262Z",
        umbrella,
    )
    for x in (-76, -22, 90, 144):
        art += line(f"M34 -398Q{(x + 34) / 2 + (x - 34) * 0.3} -350 {x} -266", rib, 3)
    return place(art, 0, 0, s)


def neon_night_walk(rng):
    """Neon signs over a wet street at night."""
    art = rect(-50, -50, 1700, 1100, BLUE) + fade(box(-50, -50, 1700, 700), INK, (0, 0), (0, 640), 0.95)
    art += halo(800, 600, 420, ROSE, 0.8, 260)
    for x, w, h in ((640, 70, 120), (712, 60, 190), (776, 74, 90), (852, 50, 230), (904, 70, 140)):
        art += rect(x, 640 - h, w, h + 10, NIGHT)
        for _ in range(5):
            art += rect(x + rng.uniform(6, w - 14), 640 - rng.uniform(20, h - 10), 7, 10, OCHRE)
    art += facade(rng, (-60, -420, 900), (650, 300, 664), OCHRE, INK, NIGHT)
    art += facade(rng, (1660, -420, 900), (960, 290, 664), OCHRE, INK, NIGHT)
    street = "M640 650H966L1660 880V1060H-60V880Z"
    art += path(street, "#141830")
    wet = ""
    for x, colour, y0, y1, w in (
        (250, RED, 760, 1010, 150),
        (520, TEAL, 700, 900, 80),
        (800, ROSE, 650, 860, 110),
        (1040, ROSE, 700, 880, 70),
        (1320, OCHRE, 760, 1010, 160),
        (650, OCHRE, 670, 760, 40),
    ):
        wet += halo(x, (y0 + y1) / 2, w, colour, 0.6, (y1 - y0) * 0.75)
        for k in range(15):
            wet += gouge(x + rng.uniform(-w, w) * 0.45, y0 + (y1 - y0) * k / 14, w * rng.uniform(0.5, 1.3), 5, colour)
    art += inside(street, wet)
    for x, y, h in ((196, 90, 470), (1090, 250, 260)):
        art += rect(x, y, 110 if x < 900 else 66, h, "#10142a")
    for k, char in enumerate("BAR"):
        art += place(tube(GLYPHS[char], RED, 16), 214, 110 + k * 152, 0.76)
    for k, char in enumerate("KAWA"):
        art += place(tube(GLYPHS[char], ROSE, 20), 1104, 264 + k * 61, 0.34)
    art += tube("M1380 60A118 118 0 1 0 1448 262A96 96 0 1 1 1380 60Z", OCHRE, 14)
    art += tube(
        "M420 386H540L524 470Q520 488 500 488H460Q440 488 436 470ZM540 404Q580 404 568 440Q560 460 532 452"
        "M454 350Q440 330 458 312T454 272M500 350Q486 330 504 312T500 272",
        TEAL,
        10,
    )
    art += tube(
        hull(
            (1014 + r * math.cos(a), 200 + r * math.sin(a))
            for k in range(10)
            for r, a in [((42, 18)[k % 2], math.radians(k * 36 - 90))]
        ),
        TEAL,
        7,
    )
    art += place(walker(0.94, TEAL, RED, WINE), 760, 850)
    mirror = group(walker(0.94, TEAL, RED, WINE), transform="translate(760 856) scale(1 -0.62)", opacity=0.5)
    art += mirror + ripples(rng, (560, 870, 1000, 1000), 16, (60, 200), 4, "#141830")
    return art + ripples(rng, (60, 780, 1540, 1000), 20, (60, 160), 3, BLUE, 1.5)


def how_a_neon_is_repaired(rng):
    """A glass tube bent over a flame."""
    art = rect(-50, -50, 1700, 1100, INK) + halo(800, 560, 820, WINE, 1, 640)
    art += halo(800, 560, 420, RED, 0.7, 400)
    for k in range(28):
        a = math.radians(k * 360 / 28 + 4)
        r = 470 + (k % 3) * 36
        art += gouge(
            800 + r * math.cos(a), 560 + r * 0.94 * math.sin(a), 110, 8, RED if k % 2 else OCHRE, math.degrees(a)
        )
    art += rect(706, 830, 188, 300, NIGHT) + rect(676, 800, 248, 44, BLUE, r=10) + rect(706, 890, 188, 14, BLUE)
    for x, h, w, colour in (
        (800, 470, 230, RED),
        (716, 300, 120, RED),
        (888, 310, 120, RED),
        (800, 390, 160, OCHRE),
        (734, 220, 74, OCHRE),
        (868, 226, 74, OCHRE),
        (800, 280, 96, CREAM),
    ):
        art += path(
            f"M{x} {806 - h}C{x + w * 0.16} {806 - h * 0.62} {x + w * 0.62} {806 - h * 0.34} {x + w * 0.3} 806"
            f"H{x - w * 0.3}C{x - w * 0.62} {806 - h * 0.34} {x - w * 0.12} {806 - h * 0.62} {x} {806 - h}Z",
            colour,
        )
    art += drop(800, 690, 110, 28, 90, BLUE)
    glass = "M-60 470H560Q690 470 720 392Q760 300 800 300Q840 300 880 392Q910 470 1040 470H1660"
    art += line(glass, ROSE, 50) + line(glass, CREAM, 34)
    art += tube("M640 452Q700 430 720 392Q760 300 800 300Q840 300 880 392Q900 430 960 452", OCHRE, 46)
    art += line("M-60 460H560", "#fff", 7) + line("M1040 460H1660", "#fff", 7)
    for x, flip in ((300, False), (1300, True)):
        art += place(grip(ROSE, WINE, TEAL), x, 474, 1.34, 14 if flip else -14, flip)
    for x, y, char in ((150, 150, "N"), (1450, 150, "O")):
        art += place(tube(GLYPHS[char], TEAL, 15, lit=char == "O"), x - 50, y - 70, 1)
    return art


def letters_from_the_rooftops(rng):
    """A line of roofs with big letters at dusk."""
    art = rect(-50, -50, 1700, 1100, BLUE) + fade(box(-50, -50, 1700, 800), ROSE, (0, 640), (0, 60), 1)
    art += fade(box(-50, -50, 1700, 400), NIGHT, (0, -50), (0, 330), 0.95)
    for x, y in ((150, 90), (320, 160), (620, 70), (980, 110), (1330, 60), (1500, 170), (1180, 180)):
        art += rosette(x, y, 4, 0, 13, 3, CREAM)
    art += circ(730, 560, 250, OCHRE) + spray(disc(730, 560, 250), RED, (730, 740), (730, 360), 0.95)
    for x, y, s in ((240, 420, 1.2), (1330, 350, 1.3), (1060, 480, 0.8)):
        art += cloud(x, y, s, ROSE)
    for k, char in enumerate("MOST"):
        x = 286 + k * 290
        for dx in (0, 76, 152):
            art += rect(x + dx + 16, 290, 7, 420, INK)
        for j in range(5):
            art += line(
                f"M{x + 18} {700 - j * 84}L{x + 172} {616 - j * 84}M{x + 172} {700 - j * 84}L{x + 18} {616 - j * 84}",
                INK,
                4,
            )
        art += place(line(GLYPHS[char], INK, 46), x + 8, 264, 1.9)
        art += place(line(GLYPHS[char], RED, 40), x, 256, 1.9)
        art += place(line(GLYPHS[char], CREAM, 8), x, 256, 1.9)
    art += rect(220, 580, 1180, 12, INK)
    art += path("M-60 780L120 640H1500L1660 760V1060H-60Z", INK)
    tiles = ""
    for row in range(4):
        for col in range(30):
            tiles += path(f"M{col * 60 - 60 + (row % 2) * 30} {704 + row * 46}q27 44 54 0Z", NIGHT if row % 2 else WINE)
    art += inside("M-60 780L120 640H1500L1660 760V1060H-60Z", tiles)
    art += rect(90, 480, 120, 260, WINE) + rect(76, 466, 148, 26, INK)
    art += rect(112, 424, 26, 46, INK) + rect(160, 424, 26, 46, INK)
    art += rect(1430, 520, 90, 230, WINE) + rect(1418, 506, 114, 24, INK)
    art += line("M1360 640V330M1310 350H1410M1320 384H1400M1332 418H1388", INK, 6)
    art += rect(-50, 880, 1700, 200, INK) + rect(-50, 874, 1700, 12, RED)
    for k in range(12):
        art += rect(60 + k * 132, 920, 54, 90, OCHRE if k in (2, 3, 7) else NIGHT)
    for x, y in ((520, 160), (590, 130), (650, 176), (470, 214), (1240, 260)):
        art += path(f"M{x} {y}q20 -26 40 -4q20 -22 42 0q-24 -8 -40 12q-16 -18 -42 -8Z", INK)
    return art


def deck_chair(s, one, two, wood):
    """A striped deck chair seen from the side."""
    art = line("M20 0L190 -230M84 -18L254 -248", wood, 13)
    for k in range(6):
        dx, dy = k * 13, k * -3.6
        art += blade([(194 + dx, -228 + dy), (120 + dx, -96 + dy), (20 + dx, -76 + dy)], 17, 17, two if k % 2 else one)
    art += line("M200 0L4 -86M264 -18L70 -104", wood, 13)
    art += line("M186 -232L262 -252M2 -84L74 -104", wood, 13)
    return place(art, 0, 0, s)


def arch_bridge(y, spans, x0, step, depth, fill):
    """A bridge of steel arches seen from the bank."""
    art = rect(-60, y - 16, 1720, 22, fill)
    for k in range(spans):
        x = x0 + k * step
        art += path(
            f"M{x} {y}Q{x + step / 2} {y - depth} {x + step} {y}L{x + step - 20} {y}"
            f"Q{x + step / 2} {y - depth + 34} {x + 20} {y}Z",
            fill,
        )
        for j in range(1, 10):
            t = j / 10
            art += rect(x + step * t - 2, y - depth * 2 * t * (1 - t), 5, depth * 2 * t * (1 - t), fill)
        art += poly([(x - 22, y), (x + 22, y), (x + 16, y + 80), (x - 16, y + 80)], fill)
    return art


def season_on_the_river_bank(rng):
    """A sandy bank with deck chairs and a bridge."""
    art = rect(-50, -50, 1700, 600, JADE) + fade(box(-50, -50, 1700, 470), CREAM, (0, 420), (0, 0), 1)
    art += circ(1180, 200, 120, RED) + spray(disc(1180, 200, 120), OCHRE, (1180, 310), (1180, 120), 0.8)
    for x, y, s in ((300, 110, 1.2), (860, 180, 0.9), (1450, 90, 0.9)):
        art += cloud(x, y, s, CREAM)
    for k in range(34):
        art += ell(k * 50 - 20, 432, 40, rng.uniform(22, 46), TEAL)
    art += rect(-50, 440, 1700, 200, BLUE) + fade(box(-50, 440, 1700, 160), INK, (0, 440), (0, 600), 0.4)
    art += arch_bridge(384, 5, -170, 420, 210, INK)
    art += ripples(rng, (0, 470, 1600, 590), 46, (60, 150), 4, CREAM, 1.5)
    for k in range(9):
        art += gouge(1180 + rng.uniform(-14, 14), 466 + k * 15, 180 - k * 13, 5, RED)
    sand = "M-60 640Q200 560 560 604Q900 650 1180 590Q1420 548 1660 600V1060H-60Z"
    art += path(sand, SAND) + fade(sand, OCHRE, (0, 1060), (0, 640), 0.95)
    art += line("M-60 640Q200 560 560 604Q900 650 1180 590Q1420 548 1660 600", CREAM, 12)
    # parasol
    art += poly([(792, 400), (806, 396), (850, 850), (836, 852)], INK)
    for k in range(6):
        a, b = -250 + k * 84, -250 + (k + 1) * 84
        art += path(
            f"M796 318Q{796 + a * 0.9} 330 {796 + a} {476 + abs(a) * 0.05}"
            f"Q{796 + (a + b) / 2} {446 + abs(a + b) * 0.02} {796 + b} {476 + abs(b) * 0.05}"
            f"Q{796 + b * 0.9} 330 796 318Z",
            RED if k % 2 else CREAM,
        )
    art += circ(796, 316, 12, INK)
    for x, y in ((330, 860), (1000, 880), (1290, 800)):
        art += ell(x + 130, y + 2, 170, 16, WINE, opacity=0.4)
    art += place(deck_chair(1.18, RED, CREAM, INK), 300, 856)
    art += place(deck_chair(1.3, TEAL, CREAM, INK), 960, 880)
    art += place(deck_chair(0.95, OCHRE, RED, INK), 1290, 796)
    art += place(deck_chair(0.84, INK, CREAM, WINE), 130, 740)
    art += circ(640, 856, 40, RED) + path("M640 816Q668 856 640 896Q612 856 640 816Z", CREAM)
    for x, y in ((70, 960), (140, 990), (1520, 940), (1450, 990)):
        for k in range(-3, 4):
            art += blade([(x + k * 5, y + 30), (x + k * 18, y - 50 + abs(k) * 9)], 9, 1, TEAL)
    for x, y in ((520, 940), (560, 960), (600, 934), (740, 950), (780, 972)):
        art += gouge(x, y, 30, 8, OCHRE)
    return art


def passenger(x, y, coat, head, s=1.0):
    """A standing passenger, a small shape."""
    return place(path("M-24 0Q-28 -84 0 -90Q28 -84 24 0Z", coat) + circ(0, -108, 18, head), x, y, s)


def river_ferry(rng):
    """A small ferry that crosses the river."""
    art = rect(-50, -50, 1700, 1100, TEAL)
    art += rect(-50, -50, 1700, 330, CREAM) + fade(box(-50, -50, 1700, 330), OCHRE, (0, -50), (0, 260), 0.8)
    art += circ(430, 230, 130, RED)
    for x in range(-20, 1660, 58):
        h = rng.uniform(50, 120)
        art += ell(x, 280, rng.uniform(34, 56), h, INK)
    for x in range(-20, 1660, 110):
        art += ell(x + 20, 296, 70, 40, TEAL)
    art += rect(-50, 290, 1700, 20, SAND) + rect(-50, 306, 1700, 800, TEAL)
    art += fade(box(-50, 306, 1700, 700), JADE, (0, 306), (0, 640), 1)
    for k in range(8):
        art += gouge(430 + rng.uniform(-16, 16), 330 + k * 22, 220 - k * 14, 7, RED)
    for row in range(15):
        y = 350 + row * 46
        for _ in range(3):
            x = rng.uniform(-40, 1640)
            art += gouge(x, y + rng.uniform(-14, 14), rng.uniform(120, 240), 6, CREAM if rng.random() < 0.6 else INK)
    art += ell(830, 704, 520, 26, INK, opacity=0.45)
    art += rect(560, 360, 450, 22, RED, r=8) + rect(580, 382, 14, 160, INK) + rect(976, 382, 14, 160, INK)
    art += rect(690, 400, 180, 140, CREAM) + rect(712, 420, 60, 60, BLUE) + rect(790, 420, 60, 60, BLUE)
    art += circ(742, 452, 16, INK) + path("M722 480Q724 462 742 462Q760 462 762 480Z", INK)
    art += line("M1060 560V270", INK, 9) + path("M1060 276Q1120 250 1190 280V330Q1120 300 1060 330Z", CREAM)
    art += path("M1060 304Q1120 276 1190 306V334Q1120 302 1060 332Z", RED)
    for x, coat, head in (
        (440, RED, INK),
        (500, INK, ROSE),
        (622, OCHRE, INK),
        (920, INK, ROSE),
        (1120, RED, INK),
        (1176, CREAM, INK),
    ):
        art += passenger(x, 570, coat, head, 1.05)
    for x in (1270, 1372):
        art += circ(x, 498, 40, "none", stroke=INK, stroke_width=6)
    art += line(
        "M1270 498L1296 440H1356L1318 498H1270M1296 440L1318 498M1372 498L1350 422L1370 414M1284 428H1310", INK, 6
    )
    hull_d = "M330 540H1450Q1420 690 1290 706H460Q370 690 330 540Z"
    art += path(hull_d, RED) + spray(hull_d, INK, (800, 730), (800, 570), 0.85)
    art += rect(322, 536, 1140, 22, CREAM, r=8)
    for k in range(7):
        art += circ(500 + k * 130, 612, 20, CREAM) + circ(500 + k * 130, 612, 12, INK)
    for k in range(6):
        art += gouge(250 - k * 24, 690 + k * 16, 190, 7, CREAM, 4) + gouge(1500 + k * 20, 700 + k * 18, 140, 6, CREAM)
    art += ripples(rng, (380, 716, 1350, 800), 22, (100, 260), 6, RED) + ripples(
        rng, (380, 720, 1350, 830), 16, (100, 240), 6, INK
    )
    return art


def bridges_of_warsaw(rng):
    """The inside of a steel bridge at sunrise."""
    vx, vy = 800, 520
    art = rect(-50, -50, 1700, 1100, ROSE) + halo(vx, vy, 900, CREAM, 1)
    art += fade(box(-50, -50, 1700, 500), BLUE, (0, -50), (0, 420), 0.9)
    art += circ(vx, 470, 190, RED) + spray(disc(vx, 470, 190), OCHRE, (vx, 560), (vx, 300), 0.9)

    def at(x, y, z):
        return (vx + x / z, vy + y / z)

    road = [at(-620, 330, 0.55), at(620, 330, 0.55), at(620, 330, 14), at(-620, 330, 14)]
    art += rect(-50, 540, 1700, 600, TEAL) + fade(box(-50, 540, 1700, 300), ROSE, (0, 540), (0, 760), 0.9)
    art += ripples(rng, (0, 570, 1600, 760), 30, (50, 160), 4, CREAM, 1.8)
    art += poly(road, INK)
    for side in (-1, 1):
        art += poly(
            [
                at(side * 150 - 14, 330, 0.5),
                at(side * 150 + 14, 330, 0.5),
                at(side * 150 + 14, 330, 14),
                at(side * 150 - 14, 330, 14),
            ],
            OCHRE,
        )
        art += poly(
            [
                at(side * 320 - 14, 330, 0.5),
                at(side * 320 + 14, 330, 0.5),
                at(side * 320 + 14, 330, 14),
                at(side * 320 - 14, 330, 14),
            ],
            OCHRE,
        )
    for k in range(16):
        z = 0.62 * 1.24**k
        art += poly([at(-360, 330, z), at(360, 330, z), at(360, 330, z * 1.07), at(-360, 330, z * 1.07)], WINE)
    depths = [0.62 * 1.42**k for k in range(9)]
    for k in range(8, -1, -1):
        z = depths[k]
        colour = WINE if k > 5 else (NIGHT if k > 2 else INK)
        thick = 46 / z
        if k:
            near = depths[k - 1]
            for side in (-1, 1):
                a, b, c, d = (
                    at(side * 620, -430, near),
                    at(side * 620, 330, z),
                    at(side * 620, 330, near),
                    at(side * 620, -430, z),
                )
                art += line(
                    f"M{fmt(a[0])} {fmt(a[1])}L{fmt(b[0])} {fmt(b[1])}M{fmt(c[0])} {fmt(c[1])}L{fmt(d[0])} {fmt(d[1])}",
                    colour,
                    thick * 0.44,
                    stroke_linecap="butt",
                )
            a, b, c, d = at(-620, -430, near), at(620, -430, z), at(620, -430, near), at(-620, -430, z)
            art += line(
                f"M{fmt(a[0])} {fmt(a[1])}L{fmt(b[0])} {fmt(b[1])}M{fmt(c[0])} {fmt(c[1])}L{fmt(d[0])} {fmt(d[1])}",
                colour,
                thick * 0.3,
                stroke_linecap="butt",
            )
        (lx, ty), (rx, by) = at(-620, -430, z), at(620, 340, z)
        art += line(
            f"M{fmt(lx)} {fmt(by)}V{fmt(ty)}H{fmt(rx)}V{fmt(by)}",
            colour,
            thick,
            stroke_linecap="butt",
            stroke_linejoin="miter",
        )
        (_, ay) = at(0, -330, z)
        art += line(
            f"M{fmt(lx)} {fmt(ay + 90 / z)}Q{fmt(vx)} {fmt(ay - 60 / z)} {fmt(rx)} {fmt(ay + 90 / z)}",
            colour,
            thick * 0.5,
        )
    for side in (-1, 1):
        for y in (-430, 330):
            art += poly(
                [
                    at(side * 620, y - 24, 0.5),
                    at(side * 620, y + 24, 0.5),
                    at(side * 620, y + 24, 11),
                    at(side * 620, y - 24, 11),
                ],
                INK,
            )
    for x, y in ((640, 300), (700, 260), (930, 290), (980, 250)):
        art += path(f"M{x} {y}q14 -18 28 -3q14 -16 30 0q-17 -6 -28 9q-11 -13 -30 -6Z", INK)
    art += rect(736, 520, 128, 172, RED, r=12) + rect(750, 540, 100, 70, CREAM, r=6)
    art += rect(797, 540, 6, 70, INK) + rect(736, 628, 128, 10, CREAM) + rect(768, 504, 64, 20, OCHRE, r=5)
    art += circ(762, 662, 11, CREAM) + circ(838, 662, 11, CREAM) + rect(750, 692, 100, 14, INK)
    art += line("M800 504L774 470L800 452L826 470Z", INK, 4)
    return art


def scissors_and_paper(rng):
    """A symmetrical paper-cut of two roosters, with scissors."""
    art = ""
    for k in range(36):
        a = math.radians(k * 10)
        art += circ(800 + 470 * math.cos(a), 480 + 470 * math.sin(a), 46, RED)
    art += circ(800, 480, 474, RED)
    for k in range(36):
        a = math.radians(k * 10)
        art += circ(800 + 472 * math.cos(a), 480 + 472 * math.sin(a), 15, CREAM)
        art += drop(800 + 404 * math.cos(a + 0.087), 480 + 404 * math.sin(a + 0.087), 44, 12, k * 10 + 5, CREAM)
    art += circ(800, 480, 388, CREAM)
    half = rect(-9, -250, 18, 640, INK)
    for k, colour in enumerate((RED, OCHRE, TEAL, RED, INK)):
        half += blade(
            [(-120, 60), (-70 - k * 26, -90 + k * 14), (-40 - k * 34, -250 + k * 38), (-86 - k * 42, -300 + k * 62)],
            34,
            22,
            colour,
            20,
        )
        half += circ(-92 - k * 42, -300 + k * 62, 20, colour) + circ(-92 - k * 42, -300 + k * 62, 8, CREAM)
        half += gouge(-62 - k * 30, -150 + k * 24, 120, 9, CREAM, 96 + k * 8)
    body = [
        (-70, 60),
        (-110, 140),
        (-190, 176),
        (-262, 130),
        (-290, 40),
        (-306, -60),
        (-334, -110),
        (-316, -156),
        (-270, -150),
        (-240, -80),
        (-190, 0),
        (-120, 10),
    ]
    half += blob(body, RED)
    half += blob([(-110, 60), (-160, 120), (-220, 120), (-236, 76), (-190, 50)], CREAM)
    half += blob([(-122, 66), (-162, 110), (-212, 112), (-224, 80), (-188, 60)], OCHRE)
    for k in range(3):
        half += gouge(-150 - k * 24, 86 + k * 3, 36, 8, INK, 60)
    for k in range(4):
        half += drop(-256 - k * 12, 40 - k * 34, 34, 9, 200 - k * 10, CREAM)
        half += drop(-312 + k * 14, -148, 58, 14, -128 + k * 22, TEAL)
    half += circ(-306, -118, 15, CREAM) + circ(-306, -118, 7, INK)
    half += poly([(-330, -126), (-378, -104), (-326, -98)], OCHRE) + drop(-318, -92, 44, 14, 100, TEAL)
    half += line(
        "M-170 168L-160 262M-222 160L-226 262M-160 262H-192M-160 262H-136M-226 262H-258M-226 262H-204", INK, 11
    )
    for y, a, n in ((150, 220, 80), (230, 200, 96), (300, 170, 120), (320, 205, 170)):
        half += sprig(-6, y, n, a, TEAL if n != 96 else RED, CREAM)
    art += place(half, 800, 470) + place(half, 800, 470, flip=True)
    art += rosette(800, 226, 12, 26, 84, 19, RED) + circ(800, 226, 42, OCHRE) + circ(800, 226, 17, INK)
    art += rosette(800, 800, 10, 14, 52, 14, OCHRE) + circ(800, 800, 22, RED)
    art = rect(-50, -50, 1700, 1100, CREAM) + place(art, 20, 76, 0.88)
    art += scissors(1350, 560, 1.1, -40, 15, TEAL, INK)
    for _ in range(26):
        side = rng.choice((-1, 1))
        x, y = 750 + side * rng.uniform(510, 780), rng.uniform(40, 960)
        colour = rng.choice((RED, RED, OCHRE, TEAL))
        if not (x > 1060 and 160 < y < 900):
            art += gouge(x, y, rng.uniform(24, 60), 9, colour, rng.uniform(0, 180))
    return art


def paper_cut_workshop(rng):
    """Hands, scissors and coloured paper."""
    art = rect(-50, -50, 1700, 1100, OCHRE)
    for k in range(16):
        art += gouge(rng.uniform(0, 1600), k * 66 + 10, rng.uniform(300, 700), 4, SAND)
    for x, y, w, h, a, colour in (
        (60, 40, 520, 400, -10, TEAL),
        (1080, 40, 500, 420, 9, CREAM),
        (80, 620, 440, 420, 8, ROSE),
        (1180, 640, 420, 360, -14, INK),
    ):
        art += place(rect(8, 12, w, h, WINE, opacity=0.35) + rect(0, 0, w, h, colour), x, y, 1, a)
    art += place(
        rosette(0, 0, 12, 30, 150, 26, CREAM) + circ(0, 0, 46, RED) + rosette(0, 0, 12, 80, 140, 7, TEAL),
        300,
        210,
        1,
        8,
    )
    sheet_d = "M480 180H1010V300Q940 330 960 400Q990 470 900 500Q960 560 900 640Q850 690 880 760H480Z"
    art += path(sheet_d, WINE, transform="translate(12 16)", opacity=0.4) + path(sheet_d, RED)
    art += rect(480, 180, 22, 580, WINE)
    for x, y, a in ((620, 280, 20), (620, 280, 80), (620, 280, 140), (620, 280, 200), (620, 280, 260), (620, 280, 320)):
        art += drop(x, y, 84, 22, a, OCHRE)
    for k in range(5):
        art += drop(560 + k * 70, 690, 80, 18, -90 + k * 4, OCHRE)
        art += circ(820, 250 + k * 70, 17, OCHRE)
    for k in range(4):
        art += gouge(740, 420 + k * 44, 120, 14, OCHRE, -20)
    art += scissors(1040, 640, 1.1, -44, 16, CREAM, INK)
    # the right hand holds the scissors
    arm = path("M60 30L560 330L460 520L-10 160Z", TEAL) + poly([(60, 30), (96, 52), (24, 186), (-10, 160)], CREAM)
    arm += blob([(60, 30), (20, -60), (-70, -110), (-130, -80), (-150, -10), (-120, 80), (-40, 140), (0, 160)], ROSE)
    arm += blade([(10, -40), (-70, -130), (-150, -150)], 54, 36, ROSE) + circ(-150, -150, 18, ROSE)
    for k in range(3):
        arm += blade(
            [(-60 + k * 20, 40 + k * 34), (-150 + k * 16, 30 + k * 40), (-196 + k * 26, -4 + k * 46)], 50, 38, ROSE
        )
        arm += circ(-196 + k * 26, -4 + k * 46, 19, ROSE)
        arm += gouge(-110 + k * 18, 66 + k * 38, 120, 3, WINE, 20)
    art += place(arm, 1290, 850)
    art += place(hand(CREAM, ROSE, INK), 560, 1080, 1.24, 14)
    for _ in range(30):
        x, y = rng.uniform(900, 1500), rng.uniform(300, 700)
        if y < 560 and x > 1030:
            art += gouge(x, y, rng.uniform(20, 54), 9, rng.choice((RED, RED, WINE, TEAL)), rng.uniform(0, 180))
    return art


def poster_school_introduction(rng):
    """Posters with an abstract face and an eye, a ladder before them."""
    art = rect(-50, -50, 1700, 1100, INK)
    for row in range(16):
        for col in range(13):
            if rng.random() < 0.4:
                art += gouge(col * 130 + (row % 2) * 65, row * 66 + 10, 116, 4, NIGHT)
    art += poster_sheet(poster_eye(TEAL, INK, CREAM, OCHRE), -60, 60, 560, -1.5)
    art += poster_sheet(poster_fish(OCHRE, INK, RED, CREAM), 1120, 90, 560, 1.2)
    art += poster_sheet(poster_mask(RED, INK, CREAM, OCHRE), 470, 20, 664, -0.3)
    art += rect(-50, 950, 1700, 120, WINE)
    art += poly([(1290, 1000), (1322, 1000), (1452, 190), (1432, 190)], CREAM)
    art += poly([(1470, 1000), (1502, 1000), (1540, 190), (1520, 190)], CREAM)
    for k in range(9):
        t = k / 9.4 + 0.06
        x0, x1, y = 1306 + 136 * t, 1486 + 44 * t, 1000 - 810 * t
        art += rect(x0, y - 10, x1 - x0, 18, SAND)
    art += path("M1140 850H1270L1254 984H1156Z", JADE) + ell(1205, 850, 65, 16, CREAM)
    art += line("M1142 846Q1205 700 1268 846", INK, 6)
    art += poly([(1196, 850), (1214, 848), (1160, 620), (1144, 626)], SAND) + rect(
        1106, 590, 90, 44, OCHRE, transform="rotate(-14 1150 612)"
    )
    return art


def plane_tree(rng, x, y, h, lean, bark, patch):
    """The mottled trunk of a plane tree with two forks."""
    trunk = [(x, y), (x + lean * 0.2, y - h * 0.4), (x + lean * 0.5, y - h * 0.7), (x + lean, y - h)]
    art = blade(trunk, 104, 44, bark) + blade([trunk[2], (x - lean * 0.3, y - h * 1.05)], 48, 20, bark)
    for _ in range(22):
        t = rng.random()
        px = x + lean * t * t + rng.uniform(-34, 34) * (1 - t * 0.5)
        art += blob(
            [(px - 16, y - h * t), (px, y - h * t - 26), (px + 14, y - h * t - 6), (px + 4, y - h * t + 24)],
            rng.choice(patch),
        )
    return art


def poster_column(content, x, y, s, dark, cap):
    """A round advertising column standing at x, y."""
    art = ell(0, 0, 150, 22, INK, opacity=0.5)
    art += rect(-130, -640, 260, 636, dark)
    art += inside(box(-122, -560, 244, 420), place(content, -150, -560))
    art += rect(-138, -130, 276, 126, cap) + rect(-148, -20, 296, 24, dark)
    art += rect(-152, -606, 304, 44, cap) + path("M-140 -606Q-120 -700 0 -716Q120 -700 140 -606Z", dark)
    art += circ(0, -724, 17, cap)
    art += fade(box(-130, -560, 130, 556), INK, (-130, 0), (-20, 0), 0.6)
    art += fade(box(0, -560, 130, 556), INK, (130, 0), (30, 0), 0.75)
    return place(art, x, y, s)


def posters_in_shanghai(rng):
    """Poster columns in a street with plane trees."""
    art = rect(-50, -50, 1700, 1100, CREAM) + fade(box(-50, -50, 1700, 700), SAND, (0, -50), (0, 500), 0.9)
    for x, w in ((-40, 430), (400, 400), (810, 400), (1220, 430)):
        art += rect(x, 330, w, 470, WINE)
        art += path(f"M{x} 332V250H{x + 60}V190H{x + 110}V150H{x + w - 110}V190H{x + w - 60}V250H{x + w}V332Z", WINE)
        art += circ(x + w / 2, 236, 30, CREAM) + circ(x + w / 2, 236, 17, TEAL)
        for row in range(9):
            for _ in range(3):
                art += gouge(x + rng.uniform(30, w - 30), 350 + row * 48, 50, 4, RED)
        art += path(f"M{x + w / 2 - 80} 800V540A80 80 0 0 1 {x + w / 2 + 80} 540V800Z", SAND)
        art += path(f"M{x + w / 2 - 56} 800V544A56 56 0 0 1 {x + w / 2 + 56} 544V800Z", INK)
        for dx in (-140, 96):
            art += rect(x + w / 2 + dx, 380, 50, 90, SAND) + rect(x + w / 2 + dx + 7, 388, 36, 76, INK)
    art += rect(-50, 790, 1700, 280, SAND) + rect(-50, 786, 1700, 14, INK)
    art += fade(box(-50, 800, 1700, 260), OCHRE, (0, 1040), (0, 790), 0.9)
    for _ in range(26):
        art += ell(
            rng.uniform(0, 1600), rng.uniform(850, 1000), rng.uniform(40, 110), rng.uniform(7, 15), WINE, opacity=0.25
        )
    art += poster_column(poster_mask(RED, INK, CREAM, OCHRE), 560, 900, 1.02, TEAL, OCHRE)
    art += poster_column(poster_eye(OCHRE, INK, CREAM, RED), 1120, 860, 0.82, TEAL, OCHRE)
    art += plane_tree(rng, 150, 960, 820, 170, CREAM, (JADE, SAND, TEAL))
    art += plane_tree(rng, 1460, 980, 840, -190, CREAM, (JADE, SAND, TEAL))
    for _ in range(190):
        t = rng.random()
        x = t * 1700 - 50
        y = rng.uniform(-60, 120 + 190 * abs(2 * t - 1) ** 2)
        art += place(
            oak_leaf(rng.choice((OCHRE, OCHRE, RED, TEAL, JADE)), WINE),
            x,
            y,
            rng.uniform(0.6, 0.95),
            rng.uniform(0, 360),
        )
    for x, y, a in (
        (320, 940, 20),
        (860, 960, 80),
        (1260, 930, 200),
        (760, 900, 140),
        (1340, 970, 10),
        (420, 980, 300),
    ):
        art += place(oak_leaf(RED, WINE), x, y, 0.5, a)
    for x in (794, 926):
        art += circ(x, 874, 50, "none", stroke=INK, stroke_width=7)
    return art + line("M794 874L826 800H904L856 874H794M826 800L856 874M926 874L898 776L924 766M810 786H846", INK, 8)


def how_to_look_at_a_poster(rng):
    """One big poster and a small viewer."""
    art = rect(-50, -50, 1700, 1100, OCHRE)
    for row in range(13):
        for col in range(14):
            if rng.random() < 0.4:
                art += gouge(col * 130 + (row % 2) * 65, row * 66 + 10, 116, 4, SAND)
    art += rect(-50, 850, 1700, 220, INK) + rect(-50, 842, 1700, 12, WINE)
    art += rect(270, -46, 742, 860, WINE, opacity=0.6) + rect(250, -60, 742, 856, RED)
    art += path(
        "M640 -60Q500 90 470 250Q420 420 540 500Q500 560 548 574Q520 620 566 636"
        "Q540 690 600 700Q560 796 640 796H992V-60Z",
        INK,
    )
    art += spray("M640 -60Q500 90 470 250Q420 420 540 500H992V-60Z", BLUE, (992, 0), (700, 260), 0.7)
    lid = "M560 300Q720 130 940 300Q740 460 560 300Z"
    art += path(lid, CREAM) + inside(
        lid, circ(800, 336, 86, TEAL) + circ(806, 352, 44, INK) + circ(826, 332, 15, CREAM)
    )
    art += path("M520 230Q700 30 990 210L980 250Q720 110 540 270Z", RED)
    for k in range(5):
        art += gouge(640 + k * 64, 458 + abs(k - 2) * -4 + 14, 70, 9, CREAM, 76 + k * 6)
    art += circ(360, 110, 66, CREAM) + path("M392 52A66 66 0 1 1 330 168A80 80 0 0 0 392 52Z", OCHRE)
    for x, y in ((320, 300), (400, 420), (310, 560), (430, 690), (330, 730)):
        art += rosette(x, y, 4, 0, 26, 6, CREAM)
    art += poly([(992, 690), (992, 798), (880, 798)], CREAM)
    # the viewer and a long shadow
    art += poly([(1236, 952), (1284, 952), (1660, 1030), (1660, 1066), (1560, 1066)], "#0d1020")
    art += path("M1216 950L1226 800H1290L1302 950H1270L1258 850L1248 950Z", WINE)
    art += path("M1200 830Q1196 680 1240 664H1276Q1320 680 1316 830Q1258 850 1200 830Z", TEAL)
    art += blade([(1212, 700), (1184, 770), (1216, 816)], 26, 20, TEAL)
    art += circ(1256, 628, 34, CREAM) + path(
        "M1214 620Q1216 580 1258 580Q1304 582 1300 650Q1280 664 1262 640Q1240 640 1238 618Z", INK
    )
    art += rect(1196, 606, 96, 10, WINE) + path("M1216 608Q1220 566 1258 566Q1292 568 1292 608Z", WINE)
    return art


def glass_of_tea(s, metal, tea, shine):
    """A glass of tea in a metal holder, standing at 0, 0."""
    art = ell(6, 4, 130, 20, INK, opacity=0.4) + path("M-92 -300L-78 -8H78L92 -300Z", CREAM, opacity=0.55)
    art += path("M-88 -250L-76 -10H76L88 -250Z", tea)
    art += fade("M-88 -250L-76 -10H76L88 -250Z", WINE, (60, -10), (-40, -230), 0.9) + ell(0, -250, 88, 14, OCHRE)
    art += gouge(-58, -200, 150, 9, shine, 86)
    holder = "M-90 -170H90L80 0H-80Z"
    art += path(holder, metal)
    for k in range(5):
        art += drop(-60 + k * 30, -24, 112, 15, -90, tea)
    art += rect(-96, -180, 192, 16, metal, r=8) + rect(-92, -16, 184, 20, metal, r=8)
    return place(
        art + path("M84 -160Q190 -170 180 -90Q170 -20 80 -30V-50Q146 -50 152 -96Q154 -140 86 -138Z", metal), 0, 0, s
    )


def translators_at_work(rng):
    """A desk from above with two manuscripts."""
    art = rect(-50, -50, 1700, 1100, TEAL)
    for k in range(22):
        art += gouge(rng.uniform(0, 1600), k * 50, rng.uniform(300, 800), 4, INK, opacity=0.45)
    art += halo(800, 420, 820, JADE, 0.8, 640)
    left, right = "", ""
    left += rect(10, 14, 520, 700, INK, opacity=0.4) + rect(0, 0, 520, 700, CREAM)
    left += glyph("M", 92, 96, 70, RED, 26)
    for k in range(14):
        left += gouge(
            (330 if k < 2 else 260) + rng.uniform(-10, 10),
            82 + k * 42,
            (280 if k < 2 else 420) - rng.uniform(0, 90),
            5,
            INK,
        )
    left += line("M70 372Q250 350 440 374", RED, 7) + line("M300 440C340 410 380 470 330 482S290 452 330 448", RED, 6)
    right += rect(10, 14, 520, 700, INK, opacity=0.4) + rect(0, 0, 520, 700, SAND)
    for k in range(8):
        right += rect(40 + k * 55, 50, 3, 600, RED)
    for k in range(8):
        for j in range(rng.choice((9, 11, 12))):
            cx, cy = 67 + k * 55, 84 + j * 48
            if k == 7 and j < 2:
                continue
            for _ in range(3):
                right += gouge(
                    cx + rng.uniform(-6, 6), cy + rng.uniform(-11, 11), 28, 4, INK, rng.choice((0, 90, 40, -40, 0))
                )
    right += glyph("桥", 452, 108, 62, RED, 26)
    art += place(left, 210, 190, 1, -7) + place(right, 840, 130, 1, 6)
    # two pens that meet between the pages
    pen = (
        blade([(0, 0), (0, 330)], 30, 30, RED)
        + poly([(-15, 0), (15, 0), (0, -54)], SAND)
        + poly([(-5, -36), (5, -36), (0, -54)], INK)
    )
    art += place(pen + rect(-15, 300, 30, 34, INK), 800, 470, 1.1, 152)
    brush = blade([(0, 0), (0, 380)], 26, 20, OCHRE) + path("M-14 4H14Q20 -40 0 -96Q-20 -40 -14 4Z", INK)
    art += place(brush + rect(-15, 0, 30, 26, WINE), 806, 560, 1.1, 26)
    art += plate(1470, 800, 130, CREAM, RED, OCHRE) + fade(disc(1470, 800, 88), WINE, (1520, 890), (1430, 730), 0.9)
    art += rect(1368, 168, 250, 330, WINE, transform="rotate(12 1490 330)") + rect(
        1390, 190, 206, 286, RED, transform="rotate(12 1490 330)"
    )
    art += glyph("书", 1492, 334, 120, CREAM, 15, 12)
    for x in (96, 214):
        art += circ(x, 800, 52, CREAM, fill_opacity=0.35, stroke=INK, stroke_width=13)
    art += line("M144 786Q155 774 166 786M50 776L-20 700M262 780L330 720", INK, 12)
    art += ell(120, 140, 110, 70, INK) + ell(120, 134, 74, 44, NIGHT) + ell(134, 128, 30, 14, BLUE)
    return art


def translating_silence(rng):
    """An empty page with one comma and much space."""
    art = rect(-50, -50, 1700, 1100, INK)
    page = "M250 -60H1660V880Q1300 900 980 878T250 890Z"
    art += path(page, NIGHT, transform="translate(-26 34)") + path(page, CREAM)
    art += spray("M250 -60H420Q390 400 420 886L250 890Z", SAND, (250, 0), (440, 0), 1)
    comma = "M1100 400A84 84 0 1 1 1262 432Q1250 560 1120 640L1106 620Q1184 552 1178 486A84 84 0 0 1 1100 400Z"
    shadow = path("M1106 634Q1020 760 780 890H1000Q1150 780 1150 640Z", ROSE)
    art += inside(
        page, shadow, spray("M1106 634Q1020 760 780 890H1000Q1150 780 1150 640Z", CREAM, (880, 890), (1100, 660), 1)
    )
    art += path(comma, RED) + spray(comma, WINE, (1230, 640), (1150, 380), 0.9)
    for k in range(5):
        art += gouge(560, 130 + k * 64, 200 - k * 40, 4, SAND)
    # a reader sits on the edge of the page
    art += circ(506, 786, 24, INK) + path(
        "M478 888Q472 816 506 812Q540 816 536 868L590 876V960H570L566 900L480 902Z", INK
    )
    art += poly([(536, 838), (580, 820), (590, 850), (548, 866)], OCHRE)
    return art


def suitcase(w, h, body, trim, strap):
    """A suitcase seen from the front, its foot at 0, 0."""
    art = line(f"M{w / 2 - 60} {-h}V{-h - 34}H{w / 2 + 60}V{-h}", trim, 20) + rect(0, -h, w, h, body, r=22)
    art += spray(box(8, -h * 0.5, w - 16, h * 0.48), INK, (0, 10), (0, -h * 0.5), 0.8)
    for x in (w * 0.15, w * 0.8):
        art += rect(x, -h, 30, h, strap) + rect(x - 5, -h * 0.62, 40, 26, trim)
    for x, y in ((0, -h), (w - 40, -h), (0, -40), (w - 40, -40)):
        art += rect(x, y, 40, 40, trim, r=14)
    return art


def words_that_do_not_travel(rng):
    """Suitcases with letters."""
    art = rect(-50, -50, 1700, 1100, ROSE) + fade(box(-50, -50, 1700, 800), CREAM, (0, -50), (0, 600), 0.9)
    art += circ(1080, 380, 330, OCHRE) + spray(disc(1080, 380, 330), RED, (1080, 720), (1080, 240), 0.7)
    art += rect(-50, 800, 1700, 280, INK) + rect(-50, 794, 1700, 14, OCHRE)
    for _ in range(14):
        art += gouge(rng.uniform(0, 1600), 860 + rng.uniform(0, 120), rng.uniform(140, 300), 5, NIGHT)
    art += place(suitcase(560, 300, TEAL, OCHRE, INK), 120, 880)
    art += place(suitcase(460, 240, RED, INK, WINE), 180, 580, 1, -2)
    art += place(suitcase(330, 170, CREAM, WINE, OCHRE), 250, 318, 1, 3)
    art += (
        glyph("Ż", 400, 740, 160, CREAM, 24) + glyph("文", 410, 468, 130, CREAM, 20) + glyph("ę", 414, 246, 80, RED, 22)
    )
    # the open one, from which letters escape
    art += rect(800, 560, 620, 320, WINE, r=22)
    art += poly([(800, 560), (1420, 560), (1500, 330), (720, 330)], RED) + poly(
        [(824, 544), (1396, 544), (1466, 350), (754, 350)], WINE
    )
    art += rect(800, 550, 620, 40, OCHRE, r=10)
    art += spray(box(806, 700, 608, 172), INK, (0, 890), (0, 720), 0.8)
    for x in (800, 1374):
        art += rect(x, 834, 46, 46, OCHRE, r=14)
    art += rect(930, 590, 34, 290, INK) + rect(1256, 590, 34, 290, INK) + rect(1064, 596, 92, 30, INK, r=8)
    for char, x, y, s, a, c in (
        ("桥", 940, 430, 150, -14, CREAM),
        ("Ł", 1110, 440, 130, 8, OCHRE),
        ("Ω", 1290, 440, 130, 18, CREAM),
        ("Ж", 1010, 230, 130, -20, INK),
        ("Ą", 1200, 220, 140, 12, RED),
        ("山", 1360, 190, 110, 26, TEAL),
        ("Ó", 1090, 80, 100, -8, TEAL),
        ("人", 880, 120, 96, -30, RED),
        ("a", 1490, 70, 80, 34, INK),
        ("月", 1280, 60, 84, 16, INK),
    ):
        art += glyph(char, x, y, s, c, 24 if s > 110 else 20, a)
    return art


def dumplings_two_traditions(rng):
    """Pierogi and jiaozi on two plates."""
    art = rect(-50, -50, 850, 1100, OCHRE) + rect(800, -50, 850, 1100, RED)
    for j in range(9):
        for k in range(7):
            art += (
                rosette(30 + k * 120 + (j % 2) * 60, 50 + j * 116, 4, 4, 22, 7, SAND, 45)
                if k * 120 + (j % 2) * 60 < 740
                else ""
            )
            x, y = 860 + k * 120 + (j % 2) * 60, 50 + j * 116
            art += line(f"M{x - 20} {y}a20 20 0 0 1 40 0M{x - 10} {y}a10 10 0 0 1 20 0", WINE, 4)
    art += plate(474, 480, 348, CREAM, RED, INK)
    for k in range(24):
        a = math.radians(k * 15)
        art += rosette(474 + 272 * math.cos(a), 480 + 272 * math.sin(a), 5, 3, 22, 6, TEAL if k % 2 else RED)
    for dx, dy, a in (
        (-110, -120, -24),
        (90, -140, 14),
        (-150, 30, -80),
        (10, -10, 8),
        (150, 20, 62),
        (-70, 150, 204),
        (90, 150, 160),
    ):
        art += place(pierog(CREAM, OCHRE), 474 + dx * 0.9, 480 + dy * 0.9, 0.96, a)
    for _ in range(16):
        art += gouge(474 + rng.uniform(-190, 190), 480 + rng.uniform(-190, 190), 26, 7, JADE, rng.uniform(0, 180))
    art += steamer(1150, 520, 384, OCHRE, INK, TEAL)
    for dx, dy, a in (
        (-150, -130, -18),
        (40, -180, 8),
        (190, -70, 30),
        (-170, 60, -34),
        (10, 10, 2),
        (170, 120, 24),
        (-30, 190, -8),
    ):
        art += place(jiaozi(CREAM, OCHRE), 1150 + dx, 520 + dy, 1.08, a)
    art += fork(64, 470, 1.2, 0, INK)
    art += chopsticks(1466, 210, 620, 58, INK, OCHRE)
    art += circ(800, 900, 96, INK, opacity=0.3) + circ(794, 886, 96, CREAM) + circ(794, 886, 76, INK)
    art += path("M794 810a38 38 0 0 1 0 76a38 38 0 0 0 0 76a76 76 0 0 1 0 -152Z", CREAM)
    return art


def milk_bar(rng):
    """A milk-bar counter with its menu board."""
    art = rect(-50, -50, 1700, 1100, JADE)
    for row in range(9):
        for col in range(21):
            art += rect(col * 82 - 40, row * 82 - 50, 76, 76, CREAM if (row + col) % 2 else JADE, opacity=0.55)
    art += rect(96, 60, 660, 500, WINE) + rect(116, 80, 620, 460, INK)
    for col in range(2):
        for row in range(8):
            x, y = 150 + col * 300, 150 + row * 48
            w = rng.uniform(100, 170)
            art += rect(x, y, w, 15, CREAM, r=4) + rect(x + 216, y, 40, 15, OCHRE, r=4)
            for k in range(int((206 - w) / 14)):
                art += circ(x + w + 12 + k * 14, y + 11, 2.4, CREAM)
    art += rect(150, 104, 180, 22, RED, r=4) + rect(450, 104, 140, 22, RED, r=4)
    # the hatch
    art += rect(880, 130, 560, 440, WINE) + rect(904, 154, 512, 400, OCHRE)
    art += halo(1160, 240, 320, CREAM, 0.9)
    art += path("M1040 560Q1030 400 1120 380H1200Q1290 400 1280 560Z", CREAM) + path("M1100 560V430H1220V560Z", TEAL)
    art += circ(1160, 316, 62, ROSE) + path("M1084 300Q1070 210 1160 206Q1250 210 1236 300Q1160 262 1084 300Z", CREAM)
    art += path("M1100 306Q1160 272 1220 306L1224 330Q1160 290 1096 330Z", WINE)
    art += line("M1130 322q10 8 20 0M1172 322q10 8 20 0M1142 352q18 14 38 0", INK, 5)
    art += blade([(1250, 420), (1330, 470), (1350, 540)], 54, 40, CREAM)
    art += line("M1352 540V400", INK, 10) + ell(1352, 392, 36, 18, INK)
    art += path("M962 430H1072L1060 560H974Z", BLUE) + rect(950, 420, 134, 22, INK, r=8)
    for x in (990, 1030):
        art += line(f"M{x} 400q-20 -26 0 -50t0 -50", CREAM, 8)
    art += rect(858, 552, 604, 26, INK)
    for x in (330, 820, 1510):
        art += rect(x - 4, -50, 8, 90, INK) + path(f"M{x - 80} 90Q{x - 70} 24 {x} 20Q{x + 70} 24 {x + 80} 90Z", RED)
        art += circ(x, 92, 22, CREAM)
    # the counter
    art += rect(-50, 690, 1700, 400, RED) + rect(-50, 676, 1700, 40, CREAM) + rect(-50, 716, 1700, 10, INK)
    for k in range(15):
        art += rect(k * 116 - 40, 760, 92, 260, WINE, r=8) + rect(k * 116 - 32, 768, 76, 244, RED, r=6)
    art += fade(box(-50, 726, 1700, 330), INK, (0, 1040), (0, 780), 0.7)
    for k in range(7):
        art += ell(190, 668 - k * 15, 120 - k * 0.5, 15, CREAM if k % 2 else BLUE)
    for x in (420, 510, 600):
        art += path(
            f"M{x - 34} 678V570Q{x - 32} 530 {x - 16} 510V470H{x + 16}V510Q{x + 32} 530 {x + 34} 570V678Z", CREAM
        )
        art += rect(x - 21, 456, 42, 22, RED, r=6) + path(f"M{x - 34} 590H{x + 34}V630H{x - 34}Z", BLUE)
    art += (
        ell(770, 664, 120, 18, CREAM)
        + path("M676 624Q690 676 770 676Q850 676 864 624Z", BLUE)
        + ell(770, 624, 94, 18, OCHRE)
    )
    for dx in (-40, 4, 44):
        art += place(pierog(CREAM, SAND), 770 + dx, 612, 0.36, dx / 3)
    art += place(glass_of_tea(0.5, INK, OCHRE, CREAM), 1250, 678)
    art += rect(1400, 560, 120, 118, OCHRE) + rect(1412, 574, 96, 40, INK) + rect(1380, 660, 160, 20, INK)
    return art


def camel(s, fill, load):
    """A two-humped camel walking right, the feet at 0, 0."""
    art = path(
        "M-96 0L-84 -70Q-110 -120 -86 -160Q-60 -172 -50 -186Q-34 -230 -14 -186Q6 -176 20 -190Q38 -232 56 -186"
        "Q76 -160 96 -150Q124 -150 130 -200Q132 -232 150 -236Q186 -240 198 -214Q180 -204 164 -206Q160 -120 108 -110"
        "Q96 -90 92 0H78L70 -80Q20 -64 -40 -78L-62 -70L-68 0H-80L-74 -60L-84 0Z",
        fill,
    )
    art += path("M-40 -186H50L60 -110H-52Z", load) + gouge(4, -150, 96, 6, CREAM)
    return place(art, 0, 0, s)


def tea_and_its_roads(rng):
    """A road map with a tea caravan and a glass of tea."""
    art = rect(-50, -50, 1700, 1100, SAND)
    for k in range(9):
        art += line(
            f"M-60 {k * 120 + 30}Q400 {k * 120 - 20} 800 {k * 120 + 20}T1660 {k * 120 + 20}", OCHRE, 2.5, opacity=0.7
        )
        art += line(f"M{k * 200 + 20} -60Q{k * 200 - 20} 500 {k * 200 + 20} 1060", OCHRE, 2.5, opacity=0.7)
    art += circ(210, 190, 110, RED)
    for x, y, s in ((60, 420, 1.2), (210, 360, 1.5), (380, 420, 1.1), (520, 300, 0.9), (120, 520, 0.9)):
        art += poly([(x - 130 * s, y), (x, y - 190 * s), (x + 130 * s, y)], TEAL)
        art += poly(
            [
                (x - 38 * s, y - 134 * s),
                (x, y - 190 * s),
                (x + 38 * s, y - 134 * s),
                (x + 14 * s, y - 116 * s),
                (x - 6 * s, y - 142 * s),
                (x - 20 * s, y - 114 * s),
            ],
            CREAM,
        )
        art += spray(
            hull([(x, y - 190 * s), (x + 130 * s, y), (x, y)]), INK, (x + 130 * s, y), (x - 20 * s, y - 60 * s), 0.9
        )
    road = [
        (-60, 660),
        (150, 600),
        (330, 690),
        (560, 640),
        (640, 480),
        (820, 380),
        (1000, 470),
        (1010, 640),
        (1140, 700),
        (1330, 620),
        (1390, 470),
        (1310, 350),
        (1360, 250),
        (1300, 150),
        (1350, 40),
        (1320, -60),
    ]
    art += blade(road, 110, 40, INK) + blade(road, 92, 30, CREAM)
    art += line(smooth(road, closed=False), RED, 7, stroke_dasharray="4 24")
    for pts in (
        [(560, -60), (640, 120), (860, 160), (980, 60), (1140, 90), (1180, -60)],
        [(-60, 900), (240, 860), (500, 960), (760, 900), (960, 1060)],
    ):
        art += blade(pts, 40, 30, BLUE) + blade(pts, 4, 3, CREAM)
    for x, y, s in (
        (760, 250, 1),
        (860, 230, 0.8),
        (1100, 250, 1.1),
        (640, 800, 1),
        (1030, 830, 0.8),
        (1180, 200, 0.8),
        (360, 800, 0.9),
    ):
        art += rect(x - 5, y - 20, 10, 40, INK) + drop(x, y - 120 * s, 120 * s, 30 * s, 90, TEAL if s != 0.8 else JADE)
    for x, y, s in ((310, 640, 0.74), (500, 610, 0.78), (686, 420, 0.62), (136, 570, 0.66)):
        art += place(camel(s, WINE, OCHRE if s > 0.7 else RED), x, y + 10)
    for x, y in ((860, 330), (1000, 590)):
        art += path(f"M{x - 60} {y}Q{x - 50} {y - 50} {x} {y - 70}Q{x + 50} {y - 50} {x + 60} {y}Z", CREAM)
        art += rect(x - 56, y - 6, 112, 14, RED) + rect(x - 14, y - 30, 28, 38, INK)
    art += place(glass_of_tea(1.5, INK, RED, CREAM), 1330, 940)
    art += ell(1330, 950, 220, 26, WINE) + ell(1330, 942, 200, 18, CREAM)
    art += place(glass_of_tea(1.5, INK, RED, CREAM), 1330, 936)
    x, y = 120, 850
    art += (
        circ(x, y, 84, CREAM)
        + rosette(x, y, 4, 8, 110, 14, RED)
        + rosette(x, y, 4, 8, 66, 10, INK, -45)
        + circ(x, y, 14, OCHRE)
    )
    return art


def piano_that_crossed_a_continent(rng):
    """An upright piano on a railway wagon, the sleepers like keys."""
    art = rect(-50, -50, 1700, 1100, OCHRE) + fade(box(-50, -50, 1700, 700), CREAM, (0, 640), (0, 0), 0.8)
    art += circ(1120, 360, 250, RED) + spray(disc(1120, 360, 250), OCHRE, (1120, 620), (1120, 200), 0.9)
    for x, y, s in ((250, 150, 1.4), (760, 110, 1), (1420, 200, 1.3)):
        art += cloud(x, y, s, CREAM)
    art += path("M-60 600Q200 520 460 570T960 560T1660 540V760H-60Z", JADE) + path(
        "M-60 660Q300 600 700 640T1660 620V800H-60Z", TEAL
    )
    for x, h in ((60, 520), (150, 600), (262, 480), (1380, 560), (1490, 640), (1570, 500)):
        art += blade([(x, 790), (x + 6, 790 - h * 0.5), (x - 4, 790 - h)], 30, 12, CREAM)
        for k in range(9):
            art += gouge(x + rng.uniform(-6, 6), 770 - k * h / 10, rng.uniform(12, 24), 6, INK)
        for _ in range(26):
            side = rng.choice((-1, 1))
            art += drop(
                x + rng.uniform(-20, 20),
                790 - h * rng.uniform(0.5, 1),
                rng.uniform(34, 60),
                10,
                90 - side * rng.uniform(20, 70),
                rng.choice((TEAL, TEAL, JADE)),
            )
    # the wagon
    art += rect(300, 690, 1000, 50, INK) + rect(262, 704, 44, 20, INK) + rect(1294, 704, 60, 20, INK)
    art += rect(300, 690, 1000, 12, RED)
    for k in range(9):
        art += rect(330 + k * 116, 740, 60, 26, WINE)
    for x in (400, 540, 1060, 1200):
        art += circ(x, 790, 58, INK) + circ(x, 790, 42, RED) + circ(x, 790, 13, CREAM)
        for a in (0, 60, 120):
            art += gouge(x, 790, 84, 5, INK, a)
    for x in (318, 1262):
        art += rect(x, 600, 20, 96, WINE)
    # the piano
    art += rect(520, 250, 560, 30, INK, r=6) + rect(540, 276, 520, 250, INK) + rect(510, 610, 580, 80, INK)
    art += rect(560, 296, 230, 200, WINE) + rect(810, 296, 230, 200, WINE)
    for x in (675, 925):
        art += rosette(x, 396, 8, 18, 80, 17, OCHRE) + circ(x, 396, 17, RED)
    art += rect(484, 516, 632, 30, INK) + rect(500, 546, 600, 56, CREAM) + rect(484, 596, 632, 30, INK)
    for k in range(30):
        art += rect(500 + k * 20, 546, 3, 52, INK)
        if k % 7 not in (2, 6):
            art += rect(512 + k * 20, 546, 12, 32, INK)
    art += rect(506, 620, 34, 72, WINE) + rect(1060, 620, 34, 72, WINE) + rect(580, 630, 440, 56, WINE)
    for x in (560, 1040):
        art += rect(x - 5, 190, 10, 64, OCHRE) + rect(x - 30, 244, 60, 10, OCHRE) + drop(x, 196, 50, 13, -90, CREAM)
    art += line("M330 690L540 300M1270 690L1060 300", SAND, 9)
    # rails and sleepers as a keyboard
    art += rect(-50, 846, 1700, 220, INK) + rect(-50, 842, 1700, 14, SAND)
    for k in range(24):
        art += rect(k * 74 - 40, 868, 68, 190, CREAM, r=6)
        if k % 7 not in (2, 6):
            art += rect(k * 74 + 10, 860, 42, 100, INK, r=5)
    art += fade(box(-50, 860, 1700, 200), WINE, (0, 1060), (0, 860), 0.5)
    return art


def note_dancer(s, body, skirt, head, man=False):
    """A note that dances, the feet at 0, 0."""
    if man:
        art = path("M-10 -140Q-60 -80 -70 -10L-92 0H-50L-10 -90L40 -50L60 0H98L76 -16Q80 -80 30 -130Z", INK)
        art += path("M-44 -130Q-50 -280 0 -300Q56 -290 50 -130Z", body)
        art += line("M40 -270Q100 -300 150 -380M-34 -270Q-90 -240 -60 -180", body, 26)
    else:
        art = path("M-20 -40L-34 0H-6L4 -50L40 -50L50 -4H76L58 -60Z", INK)
        art += path("M-20 -190Q-120 -120 -150 -30Q-60 10 20 -24Q110 10 170 -50Q110 -130 40 -190Z", skirt)
        for k in range(5):
            art += gouge(-86 + k * 50, -76 + abs(k - 2) * 4, 110, 7, body, 112 - k * 12)
        art += path("M-30 -180Q-30 -290 8 -300Q50 -290 44 -180Z", body)
        art += line("M-20 -270Q-80 -300 -120 -370M36 -270Q90 -250 110 -200", body, 22)
    art += ell(12, -356, 58, 42, head, transform="rotate(-24 12 -356)")
    art += rect(50, -580, 12, 220, head)
    art += path("M62 -580Q80 -520 130 -500Q150 -460 118 -420Q120 -480 62 -500Z", head)
    return place(art, 0, 0, s)


def mazurka_for_beginners(rng):
    """Notes as dancing figures on a stave."""
    art = rect(-50, -50, 1700, 1100, CREAM) + circ(800, 560, 420, OCHRE)
    art += spray(disc(800, 560, 420), RED, (800, 990), (800, 620), 0.8)
    for k in range(5):
        y = 330 + k * 92
        art += line(f"M-60 {y + 90}C300 {y - 150} 560 {y + 190} 860 {y + 20}S1400 {y - 130} 1660 {y + 60}", INK, 6)
    art += path("M-60 850Q400 770 800 830T1660 800V1060H-60Z", RED)
    art += fade("M-60 850Q400 770 800 830T1660 800V1060H-60Z", WINE, (0, 1060), (0, 820), 0.95)
    for k in range(22):
        art += rosette(k * 78 - 20, 960 + 14 * math.sin(k), 6, 6, 30, 8, CREAM if k % 2 else OCHRE)
    for x, y, s, kind, turn in (
        (330, 850, 0.86, 0, -6),
        (510, 850, 0.86, 1, 6),
        (730, 880, 1.2, 1, -8),
        (1010, 880, 1.2, 0, 8),
        (1290, 840, 0.86, 0, -8),
        (1480, 840, 0.86, 1, 4),
    ):
        figure = note_dancer(s, TEAL, INK, INK, True) if kind else note_dancer(s, RED, CREAM, INK)
        if kind == 0:
            figure = note_dancer(s, TEAL if x > 1100 else RED, CREAM if x != 1010 else TEAL, INK)
        art += place(figure, x, y, 1, turn, flip=x in (510, 1480))
    art += line(
        "M120 560C30 520 60 400 150 420C240 450 200 580 110 570C0 550 10 390 110 320C200 250 200 140 150 130"
        "C90 130 100 260 130 420L160 640C164 710 90 720 86 670",
        WINE,
        17,
    )
    return art


def competition_diary(rng):
    """An empty concert hall with one lit piano."""
    art = rect(-50, -50, 1700, 1100, INK)
    for k in range(9):
        x = 220 + k * 130
        art += rect(x, -50, 96, 520, NIGHT) + rect(x + 10, -50, 10, 520, BLUE, opacity=0.5)
    for side in (0, 1):
        for k in range(3):
            pts = [
                (-60, 60 + k * 190),
                (230 - k * 26, 110 + k * 160),
                (230 - k * 26, 170 + k * 160),
                (-60, 150 + k * 190),
            ]
            art += poly([(1600 - x if side else x, y) for x, y in pts], WINE)
            pts = [(x, y - 6) for x, y in pts[:2]] + [(x, y + 8) for x, y in pts[1::-1]]
            art += poly([(1600 - x if side else x, y) for x, y in pts], OCHRE)
    art += path("M190 560H1410L1560 690H40Z", OCHRE) + fade("M190 560H1410L1560 690H40Z", WINE, (0, 560), (0, 720), 0.7)
    for k in range(13):
        art += line(f"M{260 + k * 90} 560L{140 + k * 110} 690", WINE, 3)
    art += rect(40, 688, 1520, 40, WINE)
    art += fade("M720 -60H880L1180 640H420Z", CREAM, (800, -60), (800, 660), 0.62)
    art += ell(800, 622, 400, 54, CREAM) + spray(disc(800, 622, 400, 54), OCHRE, (1200, 660), (700, 620), 0.9)
    # the piano
    art += ell(800, 640, 270, 20, WINE, opacity=0.7)
    art += path("M560 470H1010Q1060 470 1064 500V524H548V490Z", INK)
    art += path("M600 470Q600 300 760 286Q880 276 920 360Q950 424 1040 440L1010 470Z", INK)
    art += path("M624 462Q626 320 764 304Q866 296 900 372Q928 430 1000 450Z", RED)
    art += line("M900 470L852 330", INK, 8)
    for x in (590, 800, 1030):
        art += poly([(x - 14, 520), (x + 14, 520), (x + 8, 640), (x - 8, 640)], INK)
    art += (
        rect(540, 492, 60, 14, CREAM)
        + rect(420, 560, 110, 20, INK, r=8)
        + rect(434, 576, 10, 64, INK)
        + rect(506, 576, 10, 64, INK)
    )
    # rows of seats
    for row in range(5):
        y, w = 776 + row * 62, 86 + row * 16
        n = int(1750 / w) + 2
        for k in range(n):
            x = 800 + (k - n / 2 + (0.5 if row % 2 else 0)) * w
            sag = 30 * ((x - 800) / 800) ** 2 * -1
            art += path(
                f"M{x} {y + 80 + sag}V{y + 22 + sag}"
                f"Q{x + w / 2} {y - 26 + sag} {x + w - 8} {y + 22 + sag}V{y + 80 + sag}Z",
                (RED, RED, WINE, WINE, "#5a1a2a")[row],
            )
            art += gouge(x + w / 2 - 4, y + 10 + sag, w * 0.6, 4, (ROSE, OCHRE, RED, RED, WINE)[row])
    return art


def a_garden_for_scholars(rng):
    """A scholar's rock, bamboo and a lattice window."""
    art = rect(-50, -50, 1700, 1100, CREAM) + fade(box(-50, -50, 1700, 900), SAND, (0, 860), (0, 200), 0.9)
    # lattice window in the shape of a begonia
    frame = (
        "M1010 130A150 150 0 0 1 1270 130A150 150 0 0 1 1400 390"
        "A150 150 0 0 1 1270 640A150 150 0 0 1 1010 640A150 150 0 0 1 880 390A150 150 0 0 1 1010 130Z"
    )
    view = rect(800, -50, 700, 900, JADE) + circ(1196, 330, 84, RED)
    view += path("M800 500Q960 390 1120 470T1460 420V760H800Z", TEAL)
    lattice = ""
    for k in range(-8, 15):
        lattice += line(f"M{700 + k * 92} -40L{1300 + k * 92} 800M{1600 - k * 92} -40L{1000 - k * 92} 800", INK, 10)
    art += inside(frame, view, lattice)
    art += inside(disc(1140, 388, 150), view) + line(disc(1140, 388, 150), INK, 18)
    art += line(frame, INK, 30) + line(frame, OCHRE, 6)
    for k in range(24):
        x = k * 72 - 60
        art += rect(x, -34, 40, 70, INK, r=20) + circ(x + 20, 30, 24, INK) + circ(x + 20, 30, 12, TEAL)
    art += rect(-50, -50, 1700, 54, INK)
    art += bamboo(rng, 1476, 900, 8, 30, TEAL, TEAL) + bamboo(rng, 1560, 930, 8, -20, TEAL, JADE)
    art += bamboo(rng, 110, 900, 8, 20, TEAL, JADE)
    # the rock
    rock = [
        (440, 905),
        (410, 840),
        (452, 780),
        (400, 700),
        (330, 660),
        (350, 580),
        (286, 520),
        (330, 420),
        (280, 340),
        (350, 250),
        (440, 262),
        (470, 170),
        (570, 120),
        (640, 170),
        (730, 150),
        (790, 240),
        (752, 320),
        (830, 400),
        (780, 480),
        (720, 500),
        (740, 590),
        (660, 640),
        (690, 730),
        (640, 790),
        (690, 850),
        (660, 905),
        (550, 915),
    ]
    d = smooth(rock)
    holes = "".join(
        smooth(p)
        for p in (
            [(380, 340), (440, 310), (480, 370), (430, 440), (384, 410)],
            [(590, 210), (650, 230), (640, 300), (570, 290)],
            [(600, 390), (690, 360), (730, 420), (650, 490), (590, 460)],
            [(430, 540), (520, 500), (560, 590), (500, 650), (440, 620)],
            [(540, 710), (590, 690), (610, 760), (560, 800)],
            [(500, 250), (526, 230), (532, 268), (508, 280)],
        )
    )
    art += ell(550, 912, 320, 30, INK, opacity=0.4)
    art += path(d + holes, INK, fill_rule="evenodd")
    art += fade(d + holes, BLUE, (300, 200), (700, 600), 0.9, fill_rule="evenodd")
    for x, y, a, n in (
        (340, 480, 80, 110),
        (520, 330, 70, 130),
        (700, 250, 50, 120),
        (560, 440, 110, 90),
        (780, 410, 100, 80),
        (400, 600, 60, 110),
        (600, 560, 120, 120),
        (480, 740, 80, 150),
        (620, 850, 60, 90),
        (500, 200, 130, 80),
    ):
        art += gouge(x, y, n, 6, JADE, a)
    art += rect(-50, 900, 1700, 170, TEAL) + fade(box(-50, 900, 1700, 170), INK, (0, 1060), (0, 890), 0.8)
    art += rect(280, 886, 560, 40, SAND, r=8) + rect(250, 918, 620, 34, OCHRE, r=8)
    for x, y, s, c in ((930, 880, 1.0, RED), (1040, 900, 0.8, ROSE), (240, 880, 0.7, RED)):
        for a in (-150, -30, -90, 200, -10):
            art += drop(x, y + 40 * s, 120 * s, 24 * s, a, JADE)
        art += peony(x, y - 20, 0.8 * s, c, WINE if c == RED else RED, CREAM, OCHRE)
    return art


def park_in_four_seasons(rng):
    """The same tree in four seasons."""
    art = ""
    looks = (
        (JADE, CREAM, TEAL, (ROSE, CREAM, ROSE)),
        (OCHRE, RED, TEAL, (TEAL, TEAL, JADE)),
        (ROSE, CREAM, WINE, (RED, OCHRE, RED)),
        (NIGHT, CREAM, CREAM, ()),
    )
    spots = [(max(-178, min(178, rng.gauss(0, 96))), rng.gauss(-500, 88), rng.uniform(0, 360)) for _ in range(150)]
    for k, (sky, orb, ground, leaves) in enumerate(looks):
        x0 = k * 400
        part = rect(x0 - 50, -50, 500, 1100, sky)
        part += circ(x0 + (290, 300, 110, 120)[k], (260, 150, 200, 150)[k], (70, 90, 76, 62)[k], orb)
        hill = f"M{x0 - 60} 780Q{x0 + 200} 700 {x0 + 460} 790V1060H{x0 - 60}Z"
        part += path(
            f"M{x0 - 60} 700Q{x0 + 100} 640 {x0 + 460} 720V900H{x0 - 60}Z", (TEAL, JADE, OCHRE, BLUE)[k]
        ) + path(hill, ground)
        part += fade(hill, (INK, INK, INK, BLUE)[k], (x0, 1060), (x0, 760), 0.7)
        tree = blade([(0, 0), (-8, -160), (6, -330)], 66, 34, INK)
        for pts, w in (
            ([(0, -220), (-70, -340), (-130, -470)], 30),
            ([(2, -260), (70, -370), (140, -460)], 28),
            ([(4, -320), (-20, -460), (-40, -600)], 26),
            ([(4, -320), (50, -450), (60, -580)], 22),
            ([(-80, -360), (-140, -390), (-180, -400)], 14),
            ([(78, -380), (130, -390), (184, -390)], 14),
            ([(-110, -430), (-90, -510), (-104, -560)], 12),
            ([(110, -420), (110, -500), (130, -540)], 12),
        ):
            tree += blade(pts, w, 4, INK)
        if k == 1:
            tree += blob(
                [
                    (-190, -400),
                    (-180, -560),
                    (-60, -670),
                    (80, -670),
                    (180, -560),
                    (190, -410),
                    (90, -350),
                    (-80, -350),
                ],
                TEAL,
            )
            tree += spray(
                smooth(
                    [
                        (-190, -400),
                        (-180, -560),
                        (-60, -670),
                        (80, -670),
                        (180, -560),
                        (190, -410),
                        (90, -350),
                        (-80, -350),
                    ]
                ),
                INK,
                (120, -330),
                (-20, -520),
                0.8,
            )
        if leaves:
            for i, (dx, dy, a) in enumerate(spots):
                colour = leaves[i % 3] if k != 1 else (JADE if i % 2 else OCHRE if i % 9 == 0 else TEAL)
                tree += rosette(dx, dy, 5, 0, 20, 6, colour, a) if k == 0 else gouge(dx, dy, 50, 13, colour, a)
        else:
            for pts in (
                [(-4, -228), (-74, -348), (-134, -474)],
                [(2, -268), (66, -380), (136, -466)],
                [(78, -386), (130, -396), (184, -396)],
                [(-80, -366), (-140, -396), (-180, -406)],
            ):
                tree += blade(pts, 4, 7, CREAM, 6)
            for _ in range(60):
                part += circ(x0 + rng.uniform(0, 400), rng.uniform(0, 1000), rng.uniform(3, 7), CREAM)
        part += place(tree, x0 + 200, 850)
        if k == 0:
            for _ in range(9):
                part += rosette(
                    x0 + rng.uniform(30, 370), rng.uniform(870, 980), 5, 0, 18, 5, rng.choice((CREAM, ROSE))
                )
        if k == 2:
            for _ in range(22):
                part += gouge(
                    x0 + rng.uniform(20, 380),
                    rng.uniform(700, 980),
                    44,
                    11,
                    rng.choice((RED, OCHRE)),
                    rng.uniform(0, 180),
                )
        if k == 1:
            part += (
                rect(x0 + 30, 850, 130, 12, CREAM)
                + rect(x0 + 30, 820, 130, 12, CREAM)
                + rect(x0 + 40, 820, 10, 76, CREAM)
                + rect(x0 + 140, 820, 10, 76, CREAM)
            )
        if k == 3:
            part += poly([(x0 + 300, 900), (x0 + 312, 860), (x0 + 324, 900)], RED) + circ(x0 + 312, 850, 10, OCHRE)
            for j in range(6):
                part += gouge(x0 + 120 + j * 32, 930 + (j % 2) * 14, 18, 5, BLUE, -20)
        art += inside(box(x0 + (4 if k else -60), -60, 392 if k and k < 3 else 456, 1120), part)
    return rect(-50, -50, 1700, 1100, INK) + art


def planting_a_peony(rng):
    """A peony, close."""
    art = rect(-50, -50, 1700, 1100, TEAL) + fade(box(-50, -50, 1700, 1100), INK, (0, 1060), (600, 200), 0.8)

    def leaf(x, y, length, w, a, fill, vein):
        out = gouge(
            x + length / 2 * math.cos(math.radians(a)), y + length / 2 * math.sin(math.radians(a)), length, w, fill, a
        )
        mid = gouge(
            x + length / 2 * math.cos(math.radians(a)),
            y + length / 2 * math.sin(math.radians(a)),
            length * 0.86,
            7,
            vein,
            a,
        )
        return out + mid

    for a, n in ((150, 640), (118, 560), (195, 600), (228, 560), (-20, 640), (22, 660), (58, 560), (-58, 520)):
        art += leaf(780, 500, n + 150, 130, a, JADE, TEAL)
    art += blade([(790, 560), (820, 800), (780, 1080)], 46, 56, JADE)

    def petal(cx, cy, r, a, fill, shade, width):
        """A heart-edged petal with a sprayed base and cut veins."""
        w = r * width
        d = (
            f"M0 0C{fmt(r * 0.2)} {fmt(-w)} {fmt(r * 0.7)} {fmt(-w * 1.25)} {fmt(r * 0.96)} {fmt(-w * 0.62)}"
            f"Q{fmt(r * 1.1)} {fmt(-w * 0.25)} {fmt(r * 0.98)} 0"
            f"Q{fmt(r * 1.12)} {fmt(w * 0.25)} {fmt(r * 0.96)} {fmt(w * 0.62)}"
            f"C{fmt(r * 0.7)} {fmt(w * 1.25)} {fmt(r * 0.2)} {fmt(w)} 0 0Z"
        )
        out = path(d, fill, stroke=shade, stroke_width=5) + fade(d, shade, (r * 0.2, 0), (r * 0.86, 0), 0.9)
        for k in (-2, -1, 0, 1, 2):
            out += gouge(r * 0.72, k * w * 0.26, r * 0.34, 4, shade, k * 9)
        return place(out, cx, cy, 1, a)

    for n, r, width, fill, shade, start in (
        (9, 440, 0.5, ROSE, RED, 10),
        (8, 350, 0.5, RED, WINE, 32),
        (8, 270, 0.5, ROSE, RED, 5),
        (7, 200, 0.52, RED, WINE, 20),
        (6, 130, 0.55, CREAM, ROSE, 0),
    ):
        for k in range(n):
            art += petal(780, 460, r, start + 360 * k / n, fill, shade, width)
    for k in range(22):
        a, r = math.radians(k * 137.5), 12 * math.sqrt(k)
        art += circ(780 + r * math.cos(a), 460 + r * math.sin(a), 10, OCHRE)
    art += blade([(1290, 1080), (1330, 860), (1380, 740)], 26, 20, JADE) + circ(1390, 680, 92, RED)
    for a, n in ((-100, 120), (-70, 126), (-130, 110)):
        art += drop(1388, 764, n + 60, 52, a, ROSE if n == 126 else RED)
    for a in (-160, -20, 150, 30):
        art += drop(1384, 770, 110, 26, a, JADE)
    # a bee
    art += drop(1270, 150, 80, 26, -130, CREAM) + drop(1280, 150, 80, 26, -80, CREAM)
    art += (
        ell(1300, 170, 54, 34, OCHRE)
        + rect(1284, 138, 13, 64, INK)
        + rect(1312, 140, 13, 60, INK)
        + circ(1350, 170, 20, INK)
    )
    return art


def archive_opens_its_drawers(rng):
    """A drawer with index cards, pulled out towards the viewer."""
    art = rect(-50, -50, 1700, 1100, INK)
    for row in range(3):
        for col in range(5):
            x, y = col * 350 - 76, row * 208 - 60
            if (row, col) != (1, 2):
                art += drawer_front(x, y, 330, 190, TEAL if (row + col) % 3 else BLUE, OCHRE, CREAM, INK)
    art += fade(box(-50, 300, 1700, 760), INK, (0, 620), (0, 260), 0.95)
    art += poly([(624, 148), (954, 148), (954, 338), (624, 338)], "#0d1020")
    art += poly([(630, 200), (948, 200), (1330, 780), (270, 780)], WINE)
    tabs = (RED, CREAM, OCHRE, ROSE, JADE)
    for k in range(17):
        t = (k / 16) ** 1.5
        left, right, y = 640 - 338 * t, 940 + 358 * t, 220 + 520 * t
        s = 1 + 2.2 * t
        colour = (CREAM, SAND, CREAM, ROSE)[k % 4]
        tab = left + (right - left) * (0.06 + 0.19 * ((k * 2) % 5))
        art += rect(tab, y - 78 * s * 0.6, (right - left) * 0.16, 50 * s * 0.6, tabs[k % 5], r=6)
        art += rect(left, y - 40 * s * 0.6, right - left, 200 * s * 0.5, colour)
        art += rect(left, y - 40 * s * 0.6, right - left, 3 * s, INK, opacity=0.55)
        if k == 16:
            for j in range(3):
                art += gouge(760 + j * 20, y + 4 + j * 34, 560 - j * 90, 6, INK)
            art += rect(left + 60, y - 20, 120, 90, TEAL)
    art += poly([(630, 200), (612, 196), (224, 790), (284, 800)], RED) + poly(
        [(948, 200), (966, 196), (1376, 790), (1316, 800)], RED
    )
    art += rect(200, 740, 1200, 320, RED) + spray(box(200, 740, 1200, 320), WINE, (0, 1060), (0, 760), 0.95)
    art += rect(200, 740, 1200, 16, OCHRE)
    art += (
        rect(560, 800, 480, 110, OCHRE)
        + rect(580, 818, 440, 74, CREAM)
        + gouge(800, 846, 320, 7, INK)
        + gouge(760, 872, 200, 6, INK)
    )
    art += path("M680 940H920Q910 1010 800 1010Q690 1010 680 940Z", OCHRE)
    # a card becomes a bird
    bird = path("M0 0L-230 -150Q-110 -170 0 -60Q70 -190 230 -210Q190 -70 60 10L150 60L30 50Q-10 40 0 0Z", CREAM)
    bird += (
        path("M0 0L-230 -150Q-90 -90 0 0Z", ROSE)
        + gouge(110, -120, 150, 6, INK, -36)
        + gouge(110, -90, 130, 6, INK, -36)
    )
    art += place(bird, 1150, 330, 1.05, -6)
    return art + place(bird, 480, 220, 0.56, 10, flip=True)


def portrait(hair, coat, skin, collar, kind):
    """A sitter whose face is left blank, in a box of 300 by 380."""
    art = path("M10 380Q16 250 110 236H190Q284 250 290 380Z", coat) + rect(122, 190, 56, 70, skin)
    art += poly([(112, 234), (150, 262), (188, 234), (204, 256), (166, 292), (150, 270), (134, 292), (96, 256)], collar)
    if kind == 0:
        art += path("M70 190Q50 50 150 44Q250 50 230 190Q240 240 214 236L206 130H94L86 236Q60 240 70 190Z", hair)
    elif kind == 1:
        art += circ(150, 40, 34, hair) + path("M78 160Q70 50 150 48Q230 50 222 160Z", hair)
    elif kind == 2:
        art += path("M60 118H240L226 100H216Q210 34 150 34Q90 34 84 100H74Z", hair)
    else:
        art += path("M84 150Q70 60 150 54Q230 60 216 150L204 110Q150 90 96 110Z", hair)
    return art + ell(150, 144, 60, 78, "#fbf5e6")


def old_photo(content, x, y, s, turn, ground):
    """A photograph with a deckle edge and a sprayed background."""
    edge = [(-24 + k * 18, -24 + (k % 2) * 6) for k in range(20)] + [
        (324 - (k % 2) * 6, -24 + k * 18) for k in range(25)
    ]
    edge += [(324 - k * 18, 414 - (k % 2) * 6) for k in range(20)] + [
        (-24 + (k % 2) * 6, 414 - k * 18) for k in range(25)
    ]
    art = poly(edge, INK, opacity=0.4, transform="translate(10 14)") + poly(edge, CREAM)
    art += inside(
        box(0, 0, 300, 380),
        rect(-10, -10, 320, 400, ground),
        fade(box(0, 0, 300, 380), WINE, (300, 380), (100, 60), 0.55),
        content,
    )
    return place(art, x, y, s, turn)


def photographs_without_names(rng):
    """Old photographs whose faces are left blank."""
    art = rect(-50, -50, 1700, 1100, TEAL)
    for j in range(11):
        for k in range(17):
            art += gouge(k * 104 + (j % 2) * 52, j * 100, 30, 4, INK, 45, opacity=0.5)
    sky = SAND
    group_photo = "".join(
        place(portrait(INK, c, sky, CREAM, n), x, 150 + dy, 0.46)
        for x, c, n, dy in ((-8, WINE, 2, 0), (80, INK, 1, -24), (170, TEAL, 3, 0))
    )
    house = poly([(40, 120), (150, 30), (260, 120)], WINE) + rect(56, 116, 190, 200, OCHRE) + group_photo
    for content, x, y, s, turn, ground in (
        (portrait(INK, WINE, sky, CREAM, 0), 60, 60, 1.0, -9, OCHRE),
        (portrait(WINE, INK, sky, CREAM, 2), 1220, 40, 1.0, 8, ROSE),
        (portrait(INK, BLUE, sky, OCHRE, 3), 90, 590, 0.94, 7, SAND),
        (portrait(WINE, TEAL, sky, CREAM, 1), 1230, 560, 0.96, -7, OCHRE),
        (house, 420, 40, 0.98, 4, JADE),
        (portrait(INK, INK, sky, CREAM, 1), 840, 60, 0.92, -5, OCHRE),
        (portrait(WINE, BLUE, sky, CREAM, 0), 470, 600, 0.9, -12, ROSE),
        (portrait(INK, WINE, sky, OCHRE, 3), 880, 600, 0.86, 10, SAND),
        (portrait(INK, RED, sky, CREAM, 2), 612, 250, 1.24, -2, OCHRE),
    ):
        art += old_photo(content, x, y, s, turn, ground)
    art += place(
        rect(8, 10, 300, 110, INK, opacity=0.4) + path("M0 0H300V110H0L-44 55Z", CREAM) + circ(-12, 55, 11, TEAL),
        680,
        830,
        1,
        -5,
    )
    art += line("M668 886Q560 900 520 990T380 1040", RED, 6)
    return art


def summer_concert(rng):
    """A garden stage with lanterns."""
    art = rect(-50, -50, 1700, 1100, NIGHT) + fade(box(-50, -50, 1700, 800), TEAL, (0, 760), (0, 60), 0.95)
    for _ in range(46):
        art += circ(rng.uniform(0, 1600), rng.uniform(0, 420), rng.uniform(2, 4.5), CREAM)
    for x, y, r, c in (
        (60, 520, 260, INK),
        (300, 560, 180, TEAL),
        (1540, 520, 280, INK),
        (1290, 570, 180, TEAL),
        (-30, 330, 200, INK),
        (1640, 320, 210, INK),
    ):
        art += circ(x, y, r, c)
        for _ in range(16):
            a, q = rng.uniform(0, 6.3), r * math.sqrt(rng.random()) * 0.9
            art += gouge(
                x + q * math.cos(a), y + q * math.sin(a), 50, 10, TEAL if c == INK else JADE, rng.uniform(0, 180)
            )
    # the shell
    for r, c in ((430, RED), (380, OCHRE), (330, RED), (280, OCHRE), (232, CREAM)):
        art += path(f"M{800 - r} 740V560A{r} {r} 0 0 1 {800 + r} 560V740Z", c)
    art += spray("M568 740V560A232 232 0 0 1 1032 560V740Z", OCHRE, (800, 760), (800, 460), 0.9)
    for k in range(-4, 5):
        art += gouge(800 + k * 48, 460 + abs(k) * 14, 190, 5, ROSE, 90 + k * 8)
    art += rect(300, 738, 1000, 60, WINE) + rect(300, 730, 1000, 16, OCHRE)
    for k in range(14):
        art += drop(336 + k * 72, 746, 52, 26, 90, RED)
    # piano and player
    art += place(
        path("M560 470H1010Q1060 470 1064 500V524H548V490Z", INK)
        + path("M600 470Q600 300 760 286Q880 276 920 360Q950 424 1040 440L1010 470Z", INK)
        + "".join(poly([(x - 14, 520), (x + 14, 520), (x + 8, 640), (x - 8, 640)], INK) for x in (590, 800, 1030)),
        420,
        338,
        0.61,
    )
    art += path("M690 730V660Q680 590 712 578Q742 584 740 640L790 640V656L752 664L756 730Z", WINE) + circ(
        716, 552, 24, INK
    )
    # lanterns on three strings
    for y0, sag, n, x0 in ((60, 190, 9, 0), (230, 150, 4, 0), (230, 150, 4, 1)):
        a, b = (-60, 1660) if n == 9 else ((-60, 420) if x0 == 0 else (1180, 1660))
        mid = (a + b) / 2
        art += line(f"M{a} {y0}Q{mid} {y0 + sag * 2} {b} {y0}", CREAM, 4)
        for k in range(n):
            t = (k + 0.5) / n
            x, y = a + (b - a) * t, y0 + 4 * sag * t * (1 - t)
            c = (RED, OCHRE, CREAM)[(k + (n == 4)) % 3]
            s = 1.0 if n == 9 else 0.74
            lantern = circ(0, 58, 92, c, opacity=0.35, filter="url(#near)") + rect(-3, 0, 6, 20, INK)
            lantern += rect(-24, 16, 48, 12, INK, r=4) + ell(0, 66, 54, 44, c) + rect(-24, 104, 48, 12, INK, r=4)
            for q in (-30, 0, 30):
                lantern += gouge(q, 66, 80, 4, WINE if c != RED else OCHRE, 90)
            lantern += line("M-8 116V146M8 116V146M0 116V154", RED, 4)
            art += place(lantern, x, y, s)
    # the audience
    art += rect(-50, 850, 1700, 220, INK) + fade(box(-50, 798, 1700, 120), INK, (0, 860), (0, 798), 1)
    for row in range(2):
        for k in range(17):
            x, y = k * 104 - 40 + row * 52 + rng.uniform(-10, 10), 890 + row * 84
            c = rng.choice((WINE, TEAL, BLUE, WINE)) if row == 0 else rng.choice(("#10142a", INK))
            art += path(
                f"M{x - 46} {y + 120}Q{x - 44} {y + 28} {x} {y + 24}Q{x + 44} {y + 28} {x + 46} {y + 120}Z", c
            ) + circ(x, y, 27, c)
    return art


PICTURES = {
    "01-neon-signs": ("topics", neon_signs),
    "02-vistula": ("topics", vistula),
    "03-cut-paper": ("topics", cut_paper),
    "04-poster-school": ("topics", poster_school),
    "05-year-of-the-translator": ("topics", year_of_the_translator),
    "06-at-the-table": ("topics", at_the_table),
    "07-piano": ("topics", piano),
    "08-gardens": ("topics", gardens),
    "09-open-archive-week": ("topics", open_archive_week),
    "10-nocne-czytanie": ("topics", nocne_czytanie),
    "neon-night-walk": ("articles", neon_night_walk),
    "how-a-neon-is-repaired": ("articles", how_a_neon_is_repaired),
    "letters-from-the-rooftops": ("articles", letters_from_the_rooftops),
    "season-on-the-river-bank": ("articles", season_on_the_river_bank),
    "river-ferry": ("articles", river_ferry),
    "bridges-of-warsaw": ("articles", bridges_of_warsaw),
    "scissors-and-paper": ("articles", scissors_and_paper),
    "paper-cut-workshop": ("articles", paper_cut_workshop),
    "poster-school-introduction": ("articles", poster_school_introduction),
    "posters-in-shanghai": ("articles", posters_in_shanghai),
    "how-to-look-at-a-poster": ("articles", how_to_look_at_a_poster),
    "translators-at-work": ("articles", translators_at_work),
    "translating-silence": ("articles", translating_silence),
    "words-that-do-not-travel": ("articles", words_that_do_not_travel),
    "dumplings-two-traditions": ("articles", dumplings_two_traditions),
    "milk-bar": ("articles", milk_bar),
    "tea-and-its-roads": ("articles", tea_and_its_roads),
    "piano-that-crossed-a-continent": ("articles", piano_that_crossed_a_continent),
    "mazurka-for-beginners": ("articles", mazurka_for_beginners),
    "competition-diary": ("articles", competition_diary),
    "a-garden-for-scholars": ("articles", a_garden_for_scholars),
    "park-in-four-seasons": ("articles", park_in_four_seasons),
    "planting-a-peony": ("articles", planting_a_peony),
    "archive-opens-its-drawers": ("articles", archive_opens_its_drawers),
    "photographs-without-names": ("articles", photographs_without_names),
    "summer-concert": ("articles", summer_concert),
}

# where the eye rests, as fractions from the left and the top
FOCAL = {
    "01-neon-signs": (0.46, 0.33),
    "02-vistula": (0.55, 0.36),
    "03-cut-paper": (0.5, 0.36),
    "04-poster-school": (0.5, 0.36),
    "05-year-of-the-translator": (0.5, 0.36),
    "06-at-the-table": (0.52, 0.36),
    "07-piano": (0.62, 0.4),
    "08-gardens": (0.5, 0.38),
    "09-open-archive-week": (0.52, 0.4),
    "10-nocne-czytanie": (0.55, 0.45),
    "neon-night-walk": (0.5, 0.55),
    "how-a-neon-is-repaired": (0.5, 0.46),
    "letters-from-the-rooftops": (0.5, 0.4),
    "season-on-the-river-bank": (0.5, 0.6),
    "river-ferry": (0.52, 0.52),
    "bridges-of-warsaw": (0.5, 0.55),
    "scissors-and-paper": (0.5, 0.5),
    "paper-cut-workshop": (0.56, 0.52),
    "poster-school-introduction": (0.5, 0.44),
    "posters-in-shanghai": (0.45, 0.52),
    "how-to-look-at-a-poster": (0.6, 0.45),
    "translators-at-work": (0.5, 0.48),
    "translating-silence": (0.7, 0.5),
    "words-that-do-not-travel": (0.52, 0.55),
    "dumplings-two-traditions": (0.5, 0.5),
    "milk-bar": (0.6, 0.46),
    "tea-and-its-roads": (0.6, 0.5),
    "piano-that-crossed-a-continent": (0.5, 0.5),
    "mazurka-for-beginners": (0.53, 0.55),
    "competition-diary": (0.5, 0.46),
    "a-garden-for-scholars": (0.55, 0.48),
    "park-in-four-seasons": (0.5, 0.5),
    "planting-a-peony": (0.49, 0.46),
    "archive-opens-its-drawers": (0.52, 0.5),
    "photographs-without-names": (0.5, 0.46),
    "summer-concert": (0.5, 0.55),
}


# --- rendering -------------------------------------------------------------


def sheet(art, size):
    """Wrap a motif in a page with its filters, hand-cut edges and paper grain."""
    w, h = size
    area = f'filterUnits="userSpaceOnUse" x="-60" y="-60" width="{w + 120}" height="{h + 120}"'
    wide = f'filterUnits="userSpaceOnUse" x="{-2 * w}" y="{-2 * h}" width="{5 * w}" height="{5 * h}"'
    rgb = 'color-interpolation-filters="sRGB"'
    defs = f"""
    <filter id="cut" {area} {rgb}>
      <feTurbulence type="fractalNoise" baseFrequency="0.011" numOctaves="2" seed="7"/>
      <feDisplacementMap in="SourceGraphic" scale="7" xChannelSelector="R"
        yChannelSelector="G" result="bent"/>
      <feTurbulence type="fractalNoise" baseFrequency="0.09" numOctaves="1" seed="3"/>
      <feDisplacementMap in="bent" scale="2.2" xChannelSelector="G" yChannelSelector="R"/>
    </filter>
    <filter id="spray" x="-5%" y="-5%" width="110%" height="110%" {rgb}>
      <feTurbulence type="fractalNoise" baseFrequency="0.24" numOctaves="1" seed="11"/>
      <feColorMatrix values="0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 2.6 -0.8" result="noise"/>
      <feComposite in="SourceAlpha" in2="noise" operator="arithmetic" k2="1" k3="1" k4="-1"/>
      <feComponentTransfer result="dots"><feFuncA type="linear" slope="3.5"/></feComponentTransfer>
      <feComponentTransfer in="SourceGraphic">
        <feFuncA type="linear" slope="200"/></feComponentTransfer>
      <feComposite in2="dots" operator="in"/>
    </filter>
    <filter id="near" {wide}><feGaussianBlur stdDeviation="9"/></filter>
    <filter id="far" {wide}><feGaussianBlur stdDeviation="34"/></filter>
    <filter id="grain" {area} {rgb}>
      <feTurbulence type="fractalNoise" baseFrequency="0.25" numOctaves="1" seed="5"/>
      <feColorMatrix values="0 0 0 1.4 -0.2 0 0 0 1.4 -0.2 0 0 0 1.4 -0.2 0 0 0 0 1"/>
    </filter>
    <filter id="mottle" {area} {rgb}>
      <feTurbulence type="fractalNoise" baseFrequency="0.006 0.009" numOctaves="3" seed="9"/>
      <feColorMatrix values="0 0 0 2.4 -0.7 0 0 0 2.4 -0.7 0 0 0 2.4 -0.7 0 0 0 0 1"/>
    </filter>"""
    full = f'x="0" y="0" width="{w}" height="{h}"'
    return (
        f'<!doctype html><meta charset="utf-8"><style>html,body{{margin:0;background:{INK}}}'
        f'svg{{display:block}}</style><svg xmlns="http://www.w3.org/2000/svg" width="{w}"'
        f' height="{h}" viewBox="0 0 {w} {h}"><defs>{defs}</defs>'
        f'<g filter="url(#cut)">{art}</g>'
        f'<rect {full} filter="url(#mottle)" opacity="0.16" style="mix-blend-mode:soft-light"/>'
        f'<rect {full} filter="url(#grain)" opacity="0.05" style="mix-blend-mode:soft-light"/>'
        "</svg>"
    )


def render(key, page, out):
    """Render one picture into its folder."""
    kind, _ = PICTURES[key]
    size, name = (BANNER, "banner.jpg") if kind == "topics" else (LEAD, "lead.jpg")
    target = out / kind / key / name
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        html, shot = Path(folder, "page.html"), Path(folder, "shot.png")
        html.write_text(page, encoding="utf-8")
        subprocess.run(  # noqa: S603
            [
                shutil.which("chromium") or "chromium",
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--hide-scrollbars",
                "--force-device-scale-factor=2",
                f"--user-data-dir={folder}/profile",
                f"--screenshot={shot}",
                f"--window-size={size[0]},{size[1] + 200}",
                html.as_uri(),
            ],
            check=True,
            capture_output=True,
            timeout=180,
        )
        with Image.open(shot) as raw:
            image = raw.convert("RGB").crop((0, 0, size[0] * 2, size[1] * 2))
            image = image.filter(ImageFilter.GaussianBlur(1.2))
            image = image.resize(size, Image.Resampling.LANCZOS)
    for quality in range(QUALITY, 40, -2):
        image.save(target, quality=quality, optimize=True, progressive=True)
        if target.stat().st_size <= MAX_BYTES:
            break
    return target, quality


def main():
    """Draw the pictures named on the command line, or all of them."""
    parser = argparse.ArgumentParser(description="Draw the pictures of the demo site.")
    parser.add_argument("keys", nargs="*", metavar="key", help="topics or articles to draw")
    parser.add_argument("--out", type=Path, default=HERE, help="folder to write to")
    options = parser.parse_args()
    pages = {}
    for key in options.keys or PICTURES:
        kind, draw = PICTURES[key]
        pages[key] = sheet(draw(random.Random(key)), BANNER if kind == "topics" else LEAD)  # noqa: S311
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        jobs = [pool.submit(render, key, page, options.out) for key, page in pages.items()]
        for target, quality in (job.result() for job in jobs):
            size = target.stat().st_size // 1000
            sys.stdout.write(f"{target.parent.name}: {size} kB, quality {quality}\n")


if __name__ == "__main__":
    main()
