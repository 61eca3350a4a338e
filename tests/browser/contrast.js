// Texts in the window that are too small (below 12 px) or too faint (WCAG 2.2, 1.4.3: 4.5, of large text 3).
(() => {
  const canvas = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
  const rgba = (color) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = color;
    canvas.fillRect(0, 0, 1, 1);
    const [r, g, b, a] = canvas.getImageData(0, 0, 1, 1).data;
    return [r, g, b, a / 255];
  };
  const luminance = ([r, g, b]) => {
    const [x, y, z] = [r, g, b].map((each) => {
      const part = each / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * x + 0.7152 * y + 0.0722 * z;
  };
  const backgroundOf = (element) => {
    for (let each = element; each; each = each.parentElement) {
      const color = rgba(getComputedStyle(each).backgroundColor);
      if (color[3] > 0.99) return color;
    }
    return rgba("Canvas");
  };
  const boxes = new Map(); // what is skipped until it is near must not be laid out to be measured
  const near = (block) => {
    if (!block) return true;
    if (!boxes.has(block)) {
      const box = block.getBoundingClientRect();
      boxes.set(block, box.bottom > 0 && box.top < innerHeight);
    }
    return boxes.get(block);
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const bad = [];
  const seen = new Set();
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    if (seen.has(element) || !walker.currentNode.data.trim() || element.closest("script, style, noscript, title, desc, option")) continue;
    seen.add(element);
    if (!near(element.closest("li, article, tr, section, header"))) continue;
    if (!element.checkVisibility()) continue;
    const box = element.getBoundingClientRect();
    if (box.bottom < 0 || box.top > innerHeight || !box.width) continue;
    const style = getComputedStyle(element);
    const size = parseFloat(style.fontSize);
    const ink = rgba(element instanceof SVGElement ? style.fill : style.color);
    const [lighter, darker] = [luminance(ink), luminance(backgroundOf(element))].sort((a, b) => b - a);
    const contrast = (lighter + 0.05) / (darker + 0.05);
    const enough = size >= 24 || (size >= 18.66 && style.fontWeight >= 700) ? 3 : 4.5;
    if (size < 11.9 || contrast < enough) {
      bad.push(`${element.tagName}.${element.getAttribute("class")} ${size}px ${contrast.toFixed(2)} ${element.textContent.slice(0, 40)}`);
    }
  }
  return bad;
})();
