// What runs inside a letter's page; each function gives a list of sentences, empty when all is well.
(() => {
  const WIDER_BY = 1; // pixel that rounding may add

  const shown = (element) => element.checkVisibility({ visibilityProperty: true }) && element.getClientRects().length > 0;

  const named = (element) => {
    const words = (element.alt || element.textContent).trim().replace(/\s+/g, " ").slice(0, 40);
    return `<${element.localName}${element.className ? ` class="${element.className}"` : ""}> “${words}”`;
  };

  // -- overflow -----------------------------------------------------------------------------------------------------
  function overflow() {
    const width = document.documentElement.clientWidth;
    const wider = document.documentElement.scrollWidth - width;
    const found = wider > 0 ? [`the page is ${wider} px too wide`] : [];
    // to the left of a page that runs from left to right nothing can be scrolled: it is cut
    for (const element of document.querySelectorAll("body *")) {
      if (!shown(element)) continue;
      const { left, right } = element.getBoundingClientRect();
      const by = Math.max(right - width, -left);
      if (by > WIDER_BY && found.length < 4) found.push(`${named(element)} stands out by ${Math.round(by)} px`);
    }
    return found;
  }

  // -- contrast -----------------------------------------------------------------------------------------------------
  const canvas = Object.assign(document.createElement("canvas"), { width: 1, height: 1 });
  const pen = canvas.getContext("2d", { willReadFrequently: true });

  function rgba(colour) {
    pen.clearRect(0, 0, 1, 1);
    pen.fillStyle = colour;
    pen.fillRect(0, 0, 1, 1);
    const [r, g, b, a] = pen.getImageData(0, 0, 1, 1).data;
    return [r, g, b, a / 255];
  }

  const over = ([r, g, b, a], below) => [...[r, g, b].map((channel, i) => channel * a + below[i] * (1 - a)), 1];

  const luminance = ([r, g, b]) => {
    const linear = (c) => (c / 255 <= 0.04045 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4);
    return 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
  };

  const ratio = (one, other) => {
    const [darker, lighter] = [luminance(one), luminance(other)].sort((a, b) => a - b);
    return (lighter + 0.05) / (darker + 0.05);
  };

  // the same hue and saturation (HSL), light for dark
  const turned = ([r, g, b, a]) => {
    const sum = Math.max(r, g, b) + Math.min(r, g, b);
    return [...[r, g, b].map((channel) => channel + 255 - sum), a];
  };
  const isLight = (colour) => luminance(colour) > 0.18;

  // How programs recolour a letter whose own dark colours they do not read.
  const RECOLOURINGS = {
    none: { text: (colour) => colour, behind: (colour) => colour, base: null },
    // Gmail on the iPhone turns both
    turned: { text: turned, behind: turned, base: [0, 0, 0, 1] },
    // Outlook turns what is light behind and dark in front, and leaves the rest
    outlook: {
      text: (colour) => (isLight(colour) ? colour : turned(colour)),
      behind: (colour) => (isLight(colour) ? turned(colour) : colour),
      base: [0, 0, 0, 1],
    },
  };

  function behind(element, recolour) {
    const layers = [];
    for (let at = element; at; at = at.parentElement) {
      const colour = recolour.behind(rgba(getComputedStyle(at).backgroundColor));
      if (colour[3] > 0) layers.unshift(colour);
      if (colour[3] === 1) break;
    }
    return layers.reduce((below, layer) => over(layer, below), recolour.base ?? rgba("Canvas"));
  }

  const hasOwnWords = (element, areImagesShown) =>
    element.localName === "img"
      ? !areImagesShown && element.alt.trim()
      : [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim());

  function contrast({ recolouring = "none", areImagesShown = false } = {}) {
    const recolour = RECOLOURINGS[recolouring];
    const found = [];
    let judged = 0;
    for (const element of document.querySelectorAll("body *")) {
      if (!hasOwnWords(element, areImagesShown) || !shown(element)) continue;
      judged += 1;
      const style = getComputedStyle(element);
      const paper = behind(element, recolour);
      const ink = over(recolour.text(rgba(style.color)), paper);
      const size = parseFloat(style.fontSize);
      const isLarge = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
      const reached = ratio(ink, paper);
      if (reached < (isLarge ? 3 : 4.5)) found.push(`${reached.toFixed(2)}: ${named(element)}`);
    }
    return judged ? found : ["found no words at all"];
  }

  // -- styles -------------------------------------------------------------------------------------------------------
  const everything = () => [...document.querySelectorAll("body, body *")];

  // every property that anything here declares: no other can differ, and to read all 400 takes minutes
  function declared() {
    const names = new Set();
    const add = ({ style, cssRules }) => {
      for (const name of style ?? []) names.add(name);
      for (const rule of cssRules ?? []) add(rule);
    };
    [...document.styleSheets, ...everything()].forEach(add);
    return [...names].sort();
  }

  const held = (element, names) => {
    const style = getComputedStyle(element);
    return names.map((name) => `${name}: ${style.getPropertyValue(name)}`);
  };

  // FNV-1a: the whole of all styles would be megabytes
  const digest = (text) => {
    let hash = 0x811c9dc5;
    for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
    return hash;
  };

  const digests = (names) => everything().map((element) => digest(held(element, names).join("\n")));
  const style = ([place, names]) => ({ name: named(everything()[place]), held: held(everything()[place], names) });

  Object.assign(window, { judges: { overflow, contrast, declared, digests, style } });
})();
