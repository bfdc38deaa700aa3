// Events as they come: every pixel glows up in the colour of its polarity and fades.
const FADE = 90; // ms

export class Surface {
  constructor(canvas) {
    this.canvas = canvas;
    this.context = canvas.getContext('2d');
    this.fps = 0;
    this.frames = 0;
    this.counted = performance.now();
    this.resize(128, 128);
    const dark = matchMedia('(prefers-color-scheme: dark)');
    const colours = () => {
      const style = getComputedStyle(document.documentElement);
      const parse = name => style.getPropertyValue(name).trim().match(/[\da-f]{2}/gi).map(h => parseInt(h, 16));
      this.on = parse('--on');
      this.off = parse('--off');
      this.ground = parse('--stage');
    };
    dark.addEventListener('change', colours);
    colours();
  }

  resize(width, height) {
    this.width = width;
    this.height = height;
    this.canvas.width = width;
    this.canvas.height = height;
    this.canvas.style.aspectRatio = `${width} / ${height}`;
    this.image = this.context.createImageData(width, height);
    this.level = new Float32Array(width * height); // above 0: ON, below: OFF
  }

  mirror(on) { this.canvas.classList.toggle('mirrored', !!on); }

  take(buffer) {
    const head = new DataView(buffer);
    const width = head.getUint16(2, true);
    const height = head.getUint16(4, true);
    if (width !== this.width || height !== this.height) { this.resize(width, height); }
    for (const word of new Uint32Array(buffer, 8)) { this.level[word >>> 1] = word & 1 ? 1 : -1; }
  }

  run() {
    let last = performance.now();
    const draw = now => {
      const keep = Math.exp(-(now - last) / FADE);
      last = now;
      const { level, on, off, ground } = this;
      const data = this.image.data;
      for (let i = 0, at = 0; i < level.length; i++, at += 4) {
        const value = level[i];
        const strength = Math.abs(value);
        const colour = value > 0 ? on : off;
        data[at] = ground[0] + (colour[0] - ground[0]) * strength;
        data[at + 1] = ground[1] + (colour[1] - ground[1]) * strength;
        data[at + 2] = ground[2] + (colour[2] - ground[2]) * strength;
        data[at + 3] = 255;
        level[i] = strength < 0.02 ? 0 : value * keep;
      }
      this.context.putImageData(this.image, 0, 0);
      this.frames++;
      if (now - this.counted > 1000) {
        this.fps = Math.round(1000 * this.frames / (now - this.counted));
        this.frames = 0;
        this.counted = now;
      }
      requestAnimationFrame(draw);
    };
    requestAnimationFrame(draw);
  }
}
