// The browser's webcam: frames of brightness, cut to a square of 128x128, go to the server, where a simulated camera makes events of them.
const SIDE = 128;
const HEAD = 16;

export class Webcam {
  constructor(video, send) {
    this.video = video;
    this.send = send;
    this.running = false;
    this.canvas = document.createElement('canvas');
    this.canvas.width = SIDE;
    this.canvas.height = SIDE;
    this.context = this.canvas.getContext('2d', { willReadFrequently: true });
  }

  async start() {
    if (!navigator.mediaDevices) { throw new Error('a webcam needs https or this machine’s own address (127.0.0.1)'); }
    this.stream = await navigator.mediaDevices.getUserMedia({ video: { frameRate: { ideal: 60 }, width: { ideal: 320 } }, audio: false });
    this.video.srcObject = this.stream;
    await this.video.play();
    this.running = true;
    const next = () => {
      if (!this.running) { return; }
      this.frame();
      this.video.requestVideoFrameCallback ? this.video.requestVideoFrameCallback(next) : requestAnimationFrame(next);
    };
    this.video.requestVideoFrameCallback ? this.video.requestVideoFrameCallback(next) : requestAnimationFrame(next);
  }

  stop() {
    this.running = false;
    this.stream?.getTracks().forEach(track => track.stop());
  }

  frame() {
    const { videoWidth: w, videoHeight: h } = this.video;
    const side = Math.min(w, h);
    if (side === 0) { return; }
    this.context.drawImage(this.video, (w - side) / 2, (h - side) / 2, side, side, 0, 0, SIDE, SIDE);
    const pixels = this.context.getImageData(0, 0, SIDE, SIDE).data;
    const message = new ArrayBuffer(HEAD + SIDE * SIDE);
    const head = new DataView(message);
    head.setUint8(0, 2);
    head.setUint16(2, SIDE, true);
    head.setUint16(4, SIDE, true);
    head.setFloat64(8, performance.now(), true);
    const light = new Uint8Array(message, HEAD);
    for (let i = 0, at = 0; i < light.length; i++, at += 4) { light[i] = (77 * pixels[at] + 151 * pixels[at + 1] + 28 * pixels[at + 2]) >> 8; }
    this.send(message);
  }
}
