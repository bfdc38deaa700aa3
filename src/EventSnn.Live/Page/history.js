// Scores over the last fifteen seconds, one line per class.
const SECONDS = 15;
const HUES = [174, 28, 262, 338, 205, 84, 48, 300, 12, 232, 130];

export const colourOf = i => `hsl(${HUES[i % HUES.length]} 62% ${matchMedia('(prefers-color-scheme: dark)').matches ? 62 : 42}%)`;

export class History {
  constructor(canvas) {
    this.canvas = canvas;
    this.moments = [];
  }

  add(scores) {
    const now = performance.now() / 1000;
    this.moments.push({ now, scores });
    while (this.moments.length > 0 && this.moments[0].now < now - SECONDS) { this.moments.shift(); }
    this.draw(now);
  }

  draw(now) {
    const scale = devicePixelRatio || 1;
    const width = this.canvas.clientWidth * scale;
    const height = this.canvas.clientHeight * scale;
    if (this.canvas.width !== width || this.canvas.height !== height) { this.canvas.width = width; this.canvas.height = height; }
    const context = this.canvas.getContext('2d');
    context.clearRect(0, 0, width, height);
    context.strokeStyle = getComputedStyle(document.documentElement).getPropertyValue('--line');
    context.lineWidth = scale;
    for (const part of [0, .5, 1]) {
      const y = scale + (height - 2 * scale) * part;
      context.beginPath();
      context.moveTo(0, y);
      context.lineTo(width, y);
      context.stroke();
    }
    const classes = this.moments.at(-1)?.scores.length ?? 0;
    context.lineWidth = 2 * scale;
    context.lineJoin = 'round';
    for (let c = 0; c < classes; c++) {
      context.strokeStyle = colourOf(c);
      context.beginPath();
      let started = false;
      for (const { now: at, scores } of this.moments) {
        if (c >= scores.length) { continue; }
        const x = width * (1 - (now - at) / SECONDS);
        const y = height - 2 * scale - (height - 4 * scale) * scores[c];
        started ? context.lineTo(x, y) : context.moveTo(x, y);
        started = true;
      }
      context.stroke();
    }
  }
}
