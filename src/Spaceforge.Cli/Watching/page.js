const part = (name, className, text) => {
  const element = document.createElement(name);
  element.className = className;
  if (text !== undefined) element.textContent = text;
  return element;
};

const step = ({ name, outcome, seconds, note, lines }) => {
  const element = part('div', 'step');
  element.append(part('span', 'name', name), ' ', part('span', outcome, `${outcome}${seconds ? ` ${seconds} s` : ''}`));
  if (note) element.append(part('span', 'note', ` ${note}`));
  if (lines.length > 0) {
    const text = part('pre', 'lines');
    for (const [line, color] of lines) text.append(part('span', color ? `c${color}` : '', `${line}\n`));
    element.append(text);
  }
  return element;
};

const round = ({ number, time, cause, outcome, summary, steps }) => {
  const element = part('section', 'round');
  element.dataset.number = number;
  const title = part('h2', '');
  title.append(part('span', 'time', `${time} ${cause}: `), part('span', outcome, summary));
  element.append(title, ...steps.map(step));
  return element;
};

const show = state => {
  document.getElementById('head').textContent = state.head;
  document.getElementById('warning').textContent = state.warning;
  document.getElementById('rounds').replaceChildren(...state.rounds.map(round));
  const report = document.getElementById('report');
  document.getElementById('run').hidden = state.report === 0;
  document.querySelector('#run h2').textContent =
    state.report === state.rounds[0]?.number ? 'Simulated run' : 'Simulated run of an earlier round';
  if (state.report !== 0 && report.dataset.number !== String(state.report)) {
    report.dataset.number = state.report;
    report.src = `report?number=${state.report}`;
  }
};

let version = 0;
for (;;) {
  const connection = document.getElementById('connection');
  try {
    const answer = await fetch(`rounds?after=${version}`, { cache: 'no-store' });
    if (!answer.ok) throw new Error(`${answer.status}`);
    const state = await answer.json();
    if (state.version !== version) show(state);
    version = state.version;
    connection.textContent = '';
  } catch {
    // Perhaps it is started again.
    connection.textContent = 'spaceforge watch has ended.';
    await new Promise(resolve => setTimeout(resolve, 2000));
  }
}
