// The page of eventsnn live. Talks to the server over one WebSocket; the layout of its messages is told in LiveConnection.cs.
import { Surface } from './surface.js';
import { History, colourOf } from './history.js';
import { Webcam } from './webcam.js';

const $ = id => document.getElementById(id);
const surface = new Surface($('picture'));
const history = new History($('history'));
const webcam = new Webcam($('video'), frame => socket?.readyState === 1 && socket.bufferedAmount < 400000 && socket.send(frame));
let socket;
let status = { classes: [], source: {} };
let decision = { kind: 'untaught', scores: [] };
let holding = null;
let kept = false;
let toastTimer;

function connect() {
  socket = new WebSocket(`${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/live${location.search}`);
  socket.binaryType = 'arraybuffer';
  socket.onopen = () => link('open', 'connected');
  socket.onclose = () => { link('closed', 'not connected'); holding = null; setTimeout(connect, 1000); };
  socket.onmessage = ({ data }) => {
    if (typeof data !== 'string') { surface.take(data); return; }
    const message = JSON.parse(data);
    if (message.type === 'decision') { takeDecision(message); }
    else if (message.type === 'status') { takeStatus(message); }
    else if (message.type === 'refused') { toast(message.text); }
  };
}

function link(state, text) {
  $('link').dataset.state = state;
  $('link').textContent = text;
}

const tell = (what, more = {}) => socket?.readyState === 1 && socket.send(JSON.stringify({ do: what, ...more }));

function toast(text) {
  $('toast').textContent = text;
  $('toast').hidden = false;
  clearTimeout(toastTimer);
  toastTimer = setTimeout(() => { $('toast').hidden = true; }, 4000);
}

const words = { untaught: 'Teach me a gesture', noGesture: 'no gesture', unknown: 'unknown' };
const readable = name => name.replaceAll('_', ' ');

function takeDecision(message) {
  decision = message;
  const gesture = message.kind === 'gesture';
  $('verdict').dataset.kind = message.kind;
  $('name').textContent = gesture ? readable(message.name) : words[message.kind];
  $('confidence').style.width = gesture ? `${100 * message.confidence}%` : '0';
  $('sure').textContent = gesture ? `${Math.round(100 * message.confidence)} %` : '';
  history.add(message.scores);
  drawScores();
}

function takeStatus(message) {
  const before = status.classes.map(c => c.name).join('\n');
  status = message;
  $('source').textContent = status.source.name;
  surface.mirror(status.source.webcam);
  $('webcam').setAttribute('aria-pressed', webcam.running && status.source.webcam);
  $('webcam').textContent = webcam.running && status.source.webcam ? (status.source.hasOther ? 'Back to the camera' : 'Stop my webcam') : 'Use my webcam';
  $('pause').setAttribute('aria-pressed', status.paused);
  $('pause').textContent = status.paused ? 'Go on' : 'Pause';
  $('undo').disabled = status.undo === 0;
  $('restore').disabled = !kept;
  $('recording').hidden = !status.teach;
  if (status.teach) { $('held').textContent = `${readable(status.teach.name)} · ${status.teach.seconds.toFixed(1)} s`; }
  if (before !== status.classes.map(c => c.name).join('\n')) { rebuildClasses(); }
  drawScores();
  $('rate').textContent = status.rate >= 1e6 ? `${(status.rate / 1e6).toFixed(1)} M/s` : status.rate >= 1e3 ? `${(status.rate / 1e3).toFixed(1)} k/s` : `${Math.round(status.rate)} /s`;
  const l = status.latency;
  $('p50').textContent = l.count ? `${l.p50.toFixed(1)} ms` : '–';
  $('p99').textContent = l.count ? `${l.p99.toFixed(1)} ms` : '–';
  $('factor').textContent = `${status.realTime.toFixed(2)} ×`;
  $('fps').textContent = `${surface.fps} fps`;
  const d = status.drops;
  const dropped = d.queue + d.late + d.outside + d.datagrams + d.frames;
  $('drops').textContent = dropped.toLocaleString('en');
  $('drops').title = `queue ${d.queue}, late ${d.late}, outside the sensor ${d.outside}, datagrams ${d.datagrams}, webcam frames ${d.frames}`;
  $('drops').className = dropped > 0 ? 'bad' : '';
  const s = status.skipped;
  $('skipped').textContent = s.share > 0 ? `${(100 * s.share).toFixed(s.share < .1 ? 1 : 0)} %` : '0';
  $('skipped').title = `The machine could not follow: ${s.seconds.toFixed(1)} s of the camera's time were passed over, ${s.unlearned} labelled steps were not learned from.`;
  $('skipped').className = s.share > 0 ? 'bad' : '';
  drawModel();
  $('notices').replaceChildren(...status.notices.slice(-3).reverse().map(n => element('li', n.detail)));
}

function drawModel() {
  $('model').hidden = status.layers.length === 0;
  $('learn').setAttribute('aria-pressed', status.learning);
  $('learn').textContent = status.learning ? 'learning on' : 'learning off';
  $('layers').replaceChildren(...status.layers.map((layer, i) => {
    const row = element('li');
    const bar = element('div', '', 'bar');
    const fill = element('i');
    fill.style.width = `${Math.min(100, 400 * layer.rate)}%`;
    bar.append(fill);
    row.append(element('span', `layer ${i + 1}`), bar, element('span', `${(100 * layer.rate).toFixed(1)} % · ${layer.error.toFixed(2)}`));
    row.title = 'share of neurons that spike · local error';
    return row;
  }));
}

function rebuildClasses() {
  $('known').replaceChildren(...status.classes.map(c => Object.assign(element('option'), { value: c.name })));
  if (status.classes.length === 0) {
    $('classes').replaceChildren(element('li', 'Nothing yet. Teach it something.', 'empty'));
    return;
  }
  $('classes').replaceChildren(...status.classes.map((c, i) => {
    const row = element('li');
    const name = element('span', readable(c.name));
    name.append(element('small'));
    const bar = element('div', '', 'bar');
    const fill = element('i');
    fill.style.background = colourOf(i);
    bar.append(fill);
    row.append(name, bar, element('em'));
    row.title = c.name;
    return row;
  }));
}

function drawScores() {
  const best = decision.scores.indexOf(Math.max(...decision.scores));
  $('classes').classList.toggle('doubted', decision.kind !== 'gesture'); // shares among what was taught, where it is none of them
  [...$('classes').children].forEach((row, i) => {
    const score = decision.scores[i] ?? 0;
    const bar = row.querySelector('i');
    if (!bar) { return; }
    bar.style.width = `${100 * score}%`;
    row.querySelector('em').textContent = `${Math.round(100 * score)} %`;
    const c = status.classes[i];
    row.querySelector('small').textContent = c?.seconds > 0 ? `${c.seconds.toFixed(1)} s` : '';
    row.classList.toggle('best', i === best && decision.kind === 'gesture');
  });
}

function element(kind, text = '', style = '') {
  const made = document.createElement(kind);
  if (text) { made.textContent = text; }
  if (style) { made.className = style; }
  return made;
}

// Teaching: a button or a key is held.
function begin() {
  const name = $('gesture').value.trim();
  if (holding || !name) { return; }
  holding = name;
  tell('teach', { on: true, name });
  $('hold').classList.add('holding');
}

function end() {
  if (!holding) { return; }
  holding = null;
  tell('teach', { on: false });
  $('hold').classList.remove('holding');
  $('hint').textContent = 'Done. Show it again without holding, and see whether it is known. Undo takes the last showing back.';
}

$('gesture').addEventListener('input', () => { $('hold').disabled = $('gesture').value.trim() === ''; });
$('gesture').addEventListener('keydown', e => { if (e.key === 'Enter' || e.key === 'Escape') { $('hold').disabled ? $('gesture').blur() : $('hold').focus(); } });
$('hold').addEventListener('pointerdown', e => { $('hold').setPointerCapture(e.pointerId); begin(); });
for (const type of ['pointerup', 'pointercancel', 'lostpointercapture']) { $('hold').addEventListener(type, end); }
$('hold').addEventListener('contextmenu', e => e.preventDefault());
$('hold').addEventListener('keydown', e => { if ((e.key === ' ' || e.key === 'Enter') && !e.repeat) { e.preventDefault(); begin(); } });
$('hold').addEventListener('keyup', e => { if (e.key === ' ' || e.key === 'Enter') { end(); } });
$('undo').addEventListener('click', () => tell('undo'));
$('snapshot').addEventListener('click', () => { kept = true; tell('snapshot'); toast('Kept. Restore comes back to this moment.'); });
$('restore').addEventListener('click', () => tell('restore'));
$('pause').addEventListener('click', () => tell('pause', { on: !status.paused }));
$('learn').addEventListener('click', () => tell('learn', { on: !status.learning }));
$('webcam').addEventListener('click', async () => {
  if (webcam.running) {
    webcam.stop();
    tell('webcam', { on: false });
    return;
  }
  try {
    await webcam.start();
    tell('webcam', { on: true });
  } catch (e) {
    toast(e.name === 'NotAllowedError' ? 'The browser did not allow the webcam.' : `No webcam: ${e.message}`);
  }
});

const typing = e => ['INPUT', 'TEXTAREA'].includes(e.target.tagName) || e.ctrlKey || e.metaKey || e.altKey;
addEventListener('keydown', e => {
  if (typing(e) || e.repeat) { return; }
  const press = id => { if (!$(id).disabled) { $(id).click(); } };
  switch (e.key.toLowerCase()) {
    case 't': $('gesture').value.trim() ? begin() : $('gesture').focus(); e.preventDefault(); break;
    case 'u': press('undo'); break;
    case 's': press('snapshot'); break;
    case 'r': press('restore'); break;
    case 'e': press('export'); break;
    case ' ': if (e.target.tagName !== 'BUTTON' && e.target.tagName !== 'A') { press('pause'); e.preventDefault(); } break;
    default: break;
  }
});
addEventListener('keyup', e => { if (e.key.toLowerCase() === 't') { end(); } });
addEventListener('blur', end);

rebuildClasses();
surface.run();
connect();
