"use strict";
/**
 * The part of node-canvas 3 that chartjs-node-canvas calls, over @napi-rs/canvas.
 *
 *   createCanvas(width, height, "image" | "svg")   registerFont(path, { family })   Image, loadImage
 *   canvas.toBuffer(mime) or (callback, mime)      canvas.toDataURL(mime) or (mime, callback)
 *   canvas.createPNGStream(), createJPEGStream()
 *
 * With no system fonts no text is drawn: register a font file before the first chart.
 */
const { Readable } = require("node:stream");
const skia = require("@napi-rs/canvas");

const svgMime = "image/svg+xml";

/** Replaces node-canvas's two calling styles: with a callback (asynchronous), without (synchronous). */
function addNodeCanvasMethods(canvas, { encode, encodeSync, defaultMime }) {
  const dataUrl = (mime, bytes) => `data:${mime};base64,${bytes.toString("base64")}`;

  canvas.toBuffer = (first, second) => {
    if (typeof first !== "function") return encodeSync(first ?? defaultMime);
    encode(second ?? defaultMime).then((bytes) => first(null, bytes), first);
  };
  canvas.toDataURL = (mime = defaultMime, callback) => {
    if (typeof callback !== "function") return dataUrl(mime, encodeSync(mime));
    encode(mime).then((bytes) => callback(null, dataUrl(mime, bytes)), callback);
  };
  const stream = (mime) =>
    Readable.from(
      (async function* () {
        yield await encode(mime);
      })(),
    );
  canvas.createPNGStream = () => stream("image/png");
  canvas.createJPEGStream = () => stream("image/jpeg");
  return canvas;
}

/** Ids (`cl_7`, `cl_a`) count up within a process; numbered anew, the same chart gives the same bytes. */
function numberedFromOne(svg) {
  const text = svg.toString();
  const names = new Map();
  for (const [, name, kind] of text.matchAll(/ id="(([a-z]+_)[0-9a-f]+)"/g)) {
    if (!names.has(name)) names.set(name, `${kind}${names.size + 1}`);
  }
  return Buffer.from(
    text.replace(/(?<= id="|href="#|url\(#)[a-z]+_[0-9a-f]+(?=["')])/g, (name) => names.get(name) ?? name),
  );
}

function createCanvas(width, height, type = "image") {
  if (type === "svg") {
    const canvas = skia.createCanvas(width, height, skia.SvgExportFlag.ConvertTextToPaths);
    const encodeSync = (mime) => {
      if (mime !== svgMime) throw new TypeError(`canvas: an svg canvas gives ${svgMime}, not ${mime}`);
      return numberedFromOne(canvas.getContent());
    };
    return addNodeCanvasMethods(canvas, { encode: async (mime) => encodeSync(mime), encodeSync, defaultMime: svgMime });
  }
  if (type !== "image") throw new TypeError(`canvas: type is "${type}"; expected image or svg`);

  const canvas = skia.createCanvas(width, height);
  const toBuffer = canvas.toBuffer.bind(canvas);
  const encodeNow = canvas.encode.bind(canvas);
  const formats = { "image/png": "png", "image/jpeg": "jpeg" };
  const format = (mime) => {
    if (!Object.hasOwn(formats, mime))
      throw new TypeError(`canvas: cannot write "${mime}"; expected image/png or image/jpeg`);
    return formats[mime];
  };
  return addNodeCanvasMethods(canvas, {
    encode: async (mime) => encodeNow(format(mime)),
    encodeSync: (mime) => {
      format(mime);
      return toBuffer(mime);
    },
    defaultMime: "image/png",
  });
}

/** Weight and style are read from the file, so that one family name may be given to several files. */
function registerFont(path, { family }) {
  if (!skia.GlobalFonts.registerFromPath(path, family))
    throw new Error(`canvas: ${path} is not a font that can be read`);
}

module.exports = {
  createCanvas,
  registerFont,
  loadImage: skia.loadImage,
  Image: skia.Image,
  ImageData: skia.ImageData,
  DOMMatrix: skia.DOMMatrix,
  DOMPoint: skia.DOMPoint,
  Path2D: skia.Path2D,
};
