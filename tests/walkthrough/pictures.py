"""Pictures of pages as small files: few colours, and no more of the page than is spoken of."""

import base64
import struct
import zlib
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page

# Text in a few tints needs no more colours than a palette holds; the coarsest step that fits is taken.
_PALETTE = """async (png) => {
  const image = await createImageBitmap(await (await fetch(`data:image/png;base64,${png}`)).blob());
  const canvas = new OffscreenCanvas(image.width, image.height);
  const context = canvas.getContext("2d");
  context.drawImage(image, 0, 0);
  const { data } = context.getImageData(0, 0, image.width, image.height);
  for (const step of [1, 8, 16, 32, 64]) {
    const round = (value) => step === 1 ? value : Math.min(255, Math.round(value / step) * step);
    const places = new Map(), indexes = new Uint8Array(data.length / 4);
    for (let at = 0; at < data.length && places.size <= 256; at += 4) {
      const colour = (round(data[at]) << 16) | (round(data[at + 1]) << 8) | round(data[at + 2]);
      if (!places.has(colour)) places.set(colour, places.size);
      indexes[at / 4] = places.get(colour);
    }
    if (places.size > 256) continue;
    let bytes = "";
    for (let at = 0; at < indexes.length; at += 8192) {
      bytes += String.fromCharCode(...indexes.subarray(at, at + 8192));
    }
    return { width: image.width, height: image.height, colours: [...places.keys()], indexes: btoa(bytes) };
  }
}"""


@dataclass(frozen=True, slots=True)
class Album:
    """A folder of pictures; nothing is drawn where there is none."""

    folder: Path | None

    def take(self, page: Page, name: str, *, top: float = 0, height: float = 0) -> None:
        """Part of what somebody sees, from `top` on (in CSS pixels); all of the window unless told how much."""
        if self.folder is None:
            return
        page.mouse.move(0, 0)
        page.wait_for_timeout(400)  # what fades in has done so
        window = page.viewport_size
        assert window is not None
        part = {"x": 0, "y": top, "width": window["width"], "height": height or window["height"] - top}
        png = base64.b64encode(page.screenshot(clip=part)).decode()  # type: ignore[arg-type]
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / f"{name}.png").write_bytes(_with_few_colours(page, png))


def _with_few_colours(page: Page, png: str) -> bytes:
    """The same picture with a palette, as the PNG specification lays it out; drawn over on a page of its own."""
    apart = page.context.browser
    assert apart is not None
    desk = apart.new_page()
    found = desk.evaluate(_PALETTE, png)
    desk.close()
    width, height = found["width"], found["height"]
    indexes = base64.b64decode(found["indexes"])
    lines = b"".join(b"\0" + indexes[at : at + width] for at in range(0, len(indexes), width))
    palette = b"".join(colour.to_bytes(3, "big") for colour in found["colours"])
    header = struct.pack(">2I5B", width, height, 8, 3, 0, 0, 0)
    parts = [(b"IHDR", header), (b"PLTE", palette), (b"IDAT", zlib.compress(lines, 9)), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, body) for kind, body in parts)


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
