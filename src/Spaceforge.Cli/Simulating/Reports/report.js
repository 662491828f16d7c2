'use strict';
// Text from the run is always inserted as text, never as markup.
const data = JSON.parse(document.getElementById('data').textContent);
const one = selector => document.querySelector(selector);
const seconds = value => value.toFixed(2) + ' s';

function make(tag, className, text) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (text !== undefined) element.textContent = text;
  return element;
}

function show(selector, items, add) {
  const section = one(selector);
  section.hidden = items.length === 0;
  items.forEach(item => add(section, item));
}

// Supports terminal colours; other sequences are removed.
function coloured(text, words) {
  const line = make('span', 'line');
  let classes = [];
  text.split(/\u001b\[([0-9;]*)m/).forEach((part, i) => {
    if (i % 2 === 1) {
      for (const code of (part || '0').split(';').map(Number)) {
        if (code === 0) classes = [];
        else if (code === 1) classes.push('b');
        else if ((code >= 30 && code <= 37) || (code >= 90 && code <= 97)) classes = [...classes.filter(name => name === 'b'), 'c' + (code >= 90 ? code - 60 : code)];
        else if (code === 39) classes = classes.filter(name => name === 'b');
      }
      return;
    }
    // eslint-disable-next-line no-control-regex
    const clean = part.replace(/\u001b\[[0-?]*[ -/]*[@-~]|[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, '');
    if (clean) line.append(found(clean, words, classes.join(' ')));
  });
  return line;
}

function found(text, words, className) {
  const span = make('span', className);
  let rest = text;
  let at;
  while (words && (at = rest.toLowerCase().indexOf(words)) >= 0) {
    span.append(rest.slice(0, at), make('mark', '', rest.slice(at, at + words.length)));
    rest = rest.slice(at + words.length);
  }
  span.append(rest);
  return span;
}

const steps = [];

function reveal(step) {
  step.open = true;
  step.scrollIntoView({ block: 'center' });
  step.querySelector('summary').focus();
}

function timelineRow(item, name, kind, target) {
  const row = make(target ? 'button' : 'div', 'row ' + kind);
  const total = data.seconds || 1;
  const bar = make('span', 'bar ' + (target ? (item.plugin ? '' : 'own ') : 'whole ') + item.state);
  bar.style.left = 100 * item.start / total + '%';
  bar.style.width = 100 * item.seconds / total + '%';
  const track = make('span', 'track');
  track.append(bar);
  const label = make('span', 'name', name);
  label.title = name;
  row.append(label, item.state === 'skipped' ? make('span', 'why', item.reason) : track, make('span', 'time', item.state === 'passed' || item.seconds > 0 ? seconds(item.seconds) : item.state));
  if (target) {
    row.type = 'button';
    row.addEventListener('click', () => reveal(target));
  }
  one('#timeline .rows').append(row);
}

function logOf(step, words) {
  const log = make('div', 'log');
  const lines = words ? step.log.filter(line => plain(line).includes(words)) : step.log;
  if (lines.length === 0) log.append(make('span', 'quiet', words ? 'No matches.' : 'No output.'));
  let launcher = null;
  lines.forEach(line => {
    if (words || !isOfLauncher(line)) {
      launcher = null;
      log.append(coloured(line, words));
      return;
    }
    if (!launcher) {
      launcher = make('details', 'launcher');
      launcher.append(make('summary', '', 'Launcher'));
      log.append(launcher);
    }
    launcher.append(coloured(line, words));
  });
  return log;
}

// Lines that say what Spaceforge's launcher does, or that are for the platform.
const isOfLauncher = line =>
  /^(::add-mask |\[SpaceForge\] (Running hook|Hook completed): |spaceforge: (building the plugin|installing |unpacking ))/.test(line);

const plain = line => line.replace(/\u001b\[[0-9;]*m/g, '').toLowerCase();

function stepElement(step) {
  const element = make('details', 'step ' + step.state.replace(' ', '-'));
  const summary = make('summary');
  summary.append(make('strong', '', step.name), ' ' + (step.plugin ? step.plugin + ' (' + step.context + ')' : ''));
  if (step.title) summary.append(make('span', 'quiet', ' ' + step.title));
  const code = step.state === 'failed' ? ' with exit code ' + step.exit_code : '';
  summary.append(make('span', 'verdict', step.state + code + (step.state === 'not run' ? '' : ', ' + seconds(step.seconds))));
  const command = make('pre', 'command', step.command);
  element.append(summary, step.title ? folded('launcher', 'Command', () => command) : command);
  const entry = { step, element, log: null, words: '' };
  entry.draw = words => {
    // Logs may be long, so they are rendered when opened.
    if (entry.log && entry.words === words) return;
    const log = logOf(step, words);
    if (entry.log) entry.log.replaceWith(log);
    else element.append(log);
    Object.assign(entry, { log, words });
  };
  element.addEventListener('toggle', () => { if (element.open) entry.draw(search.value.trim().toLowerCase()); });
  steps.push(entry);
  return element;
}

function tree(name, value) {
  if (value === null || typeof value !== 'object') {
    const leaf = make('div', 'leaf');
    leaf.append(make('span', 'key', name), ': ', make('span', typeof value === 'string' ? 'string' : 'other', JSON.stringify(value)));
    return leaf;
  }
  const entries = Object.entries(value);
  if (entries.length === 0) {
    const leaf = make('div', 'leaf');
    leaf.append(make('span', 'key', name), ': ', make('span', 'other', Array.isArray(value) ? '[]' : '{}'));
    return leaf;
  }
  const branch = make('details');
  branch.open = true;
  const summary = make('summary');
  summary.append(make('span', 'key', name), make('span', 'quiet', ' ' + (Array.isArray(value) ? '[' + entries.length + ']' : '{' + entries.length + '}')));
  branch.append(summary, ...entries.map(([key, item]) => tree(key, item)));
  return branch;
}

// Inputs may be long, so a folded part is rendered when opened.
function folded(className, title, draw) {
  const element = make('details', className);
  element.append(make('summary', '', title));
  element.addEventListener('toggle', () => {
    if (element.open && element.childElementCount === 1) element.append(draw());
  });
  return element;
}

function forest(name, value) {
  const element = make('div', 'tree');
  element.append(tree(name, value));
  return element;
}

function firedRule(fired, policy) {
  const item = make('div', 'fired');
  const value = fired.value === null ? '' : typeof fired.value === 'string' ? fired.value : JSON.stringify(fired.value);
  item.append(make('strong', '', fired.rule), ' ' + value + ' ', make('span', 'quiet', policy.file + ':' + fired.line + ':' + fired.column));
  const names = Object.keys(fired.values);
  if (names.length > 0) {
    item.append(folded('values', names.join(', '), () => {
      const values = make('div', 'tree');
      names.forEach(name => values.append(tree(name, fired.values[name])));
      return values;
    }));
  }
  return item;
}

function bodyOf(policy) {
  const code = make('div');
  code.append(make('p', 'quiet', 'Lines with a green mark held, those with a red one did not. Others hold no expression.'));
  const body = make('pre', 'body');
  code.append(body);
  policy.body.forEach((line, i) => {
    const state = line.covered === null ? '' : line.covered ? ' covered' : ' uncovered';
    const row = make('span', 'line' + state);
    row.append(make('span', 'number', String(i + 1)), make('span', '', line.text));
    body.append(row);
  });
  return code;
}

function policyElement(policy) {
  const element = make('div', 'policy');
  const title = make('h4', '', policy.name + ' ');
  title.append(make('span', 'outcome ' + policy.outcome, policy.outcome), ' ', make('span', 'quiet', policy.file));
  element.append(title);
  policy.errors.forEach(error => element.append(make('p', 'problem', error.code + ': ' + error.message)));
  policy.fired.forEach(fired => element.append(firedRule(fired, policy)));
  policy.printed.forEach(line => element.append(make('p', 'quiet', 'printed: ' + line)));
  element.append(folded('code', 'Body and coverage', () => bodyOf(policy)));
  return element;
}

function decisionElement(decision) {
  const element = make('details', 'decision ' + decision.outcome);
  const summary = make('summary');
  summary.append(make('strong', '', decision.type), ' in the state ' + decision.run_state + ': ', make('span', 'outcome ' + decision.outcome, decision.outcome));
  element.append(summary);
  const list = make('ul');
  decision.denials.forEach(text => list.append(make('li', 'denied', 'denied: ' + text)));
  decision.warnings.forEach(text => list.append(make('li', 'warned', 'warned: ' + text)));
  decision.effects.forEach(text => list.append(make('li', '', text)));
  decision.assumptions.forEach(text => list.append(make('li', 'quiet', text)));
  element.append(list);
  decision.sent.forEach(message => element.append(forest(message.channel + ' by ' + message.policy + ', not sent', message.content)));
  decision.policies.forEach(policy => element.append(policyElement(policy)));
  if (decision.input === null) element.append(make('p', 'quiet', 'The input has ' + decision.input_bytes + ' bytes, which are not shown.'));
  else element.append(folded('input', 'Input', () => forest('input', decision.input)));
  element.open = decision.type !== 'NOTIFICATION' || decision.sent.length > 0 || decision.outcome === 'error';
  return element;
}

const search = one('#search');
search.addEventListener('input', () => {
  const words = search.value.trim().toLowerCase();
  let hits = 0;
  steps.forEach(entry => {
    const count = words ? entry.step.log.filter(line => plain(line).includes(words)).length : 0;
    hits += count;
    entry.element.hidden = words !== '' && count === 0;
    entry.element.open = count > 0;
    if (entry.log || count > 0) entry.draw(words);
  });
  one('#hits').textContent = words ? hits + (hits === 1 ? ' line' : ' lines') : '';
});
one('#open').addEventListener('click', () => steps.forEach(entry => { entry.element.open = true; }));
one('#close').addEventListener('click', () => steps.forEach(entry => { entry.element.open = false; }));

function header() {
  const waits = data.final_state !== 'FINISHED' && data.final_state !== 'FAILED';
  one('#state').textContent = data.final_state;
  one('#state').classList.add(data.final_state);
  one('#state').classList.toggle('waits', waits);
  one('#plugins').textContent = data.plugins.join(', ');
  const date = data.date.replace('T', ' ').replace('Z', ' UTC');
  one('#about').textContent = 'Simulated ' + data.run_type + ' run of ' + date + ', ' + seconds(data.seconds) + '. ' + data.isolation;
  if (data.note) one('#about').append(' ' + (data.final_state === 'FAILED' ? 'The run was ' + data.note + '.' : data.note));
  if (!data.cause) return;

  const cause = one('#cause');
  cause.hidden = false;
  cause.classList.toggle('waits', waits);
  cause.querySelector('span').textContent = data.cause;
  const failed = steps.find(entry => entry.step.state === 'failed' || entry.step.state === 'killed');
  if (!failed) return;

  cause.querySelector('button').hidden = false;
  cause.querySelector('button').addEventListener('click', () => reveal(failed.element));
}

function phaseRows(phase) {
  timelineRow(phase, phase.name, 'phase', null);
  phase.steps.forEach(step => {
    const element = stepElement(step);
    one('#logs .steps').append(element);
    timelineRow(step, step.name + (step.plugin ? ' · ' + step.plugin : '') + (step.title ? ': ' + step.title : ''), 'step', element);
    element.open = step.state === 'failed' || step.state === 'killed';
  });
  if (phase.exported.length > 0) {
    one('#logs .steps').append(make('p', 'exported', 'Variables for later hooks: ' + phase.exported.join(', ')));
  }
  if (phase.reason && phase.state !== 'skipped') one('#logs .steps').append(make('p', 'problem', phase.reason));
}

function tableRow(section, ...cells) {
  const row = make('tr');
  row.append(...cells);
  section.querySelector('tbody').append(row);
}

function parameterRow(section, parameter) {
  const several = new Set(data.parameters.map(other => other.plugin)).size > 1;
  const value = parameter.sensitive ? (parameter.origin === 'not set' ? '' : '*****') : parameter.value ?? '';
  tableRow(section, make('td', '', several ? parameter.plugin + ': ' + parameter.id : parameter.id), make('td', '', value), make('td', 'origin', parameter.origin));
}

function size(bytes) {
  if (bytes < 1e4) return bytes + (bytes === 1 ? ' byte' : ' bytes');
  if (bytes < 1e6) return Math.round(bytes / 1e3) + ' KB';
  return bytes < 1e9 ? (bytes / 1e6).toFixed(1) + ' MB' : (bytes / 1e9).toFixed(1) + ' GB';
}

function fileRow(file) {
  const row = make('tr');
  row.append(make('td', '', file.path), make('td', 'size', size(file.size)));
  return row;
}

// What the launcher and Terraform write is folded.
function files() {
  show('#written', data.written, (section, file) => { if (!file.owner) section.querySelector('tbody').append(fileRow(file)); });
  one('#written table').hidden = data.written.every(file => file.owner);
  [['launcher', "the plugins' launcher"], ['terraform', 'Terraform and the plan']].forEach(([owner, name]) => {
    const own = data.written.filter(file => file.owner === owner);
    if (own.length === 0) return;

    const title = own.length + (own.length === 1 ? ' file' : ' files') + ' of ' + name + ', ' + size(own.reduce((sum, file) => sum + file.size, 0));
    one('#written .others').append(folded('launcher', title, () => {
      const table = make('table', 'facts');
      const body = make('tbody');
      own.forEach(file => body.append(fileRow(file)));
      table.append(body);
      return table;
    }));
  });
}

data.phases.forEach(phaseRows);
header();
show('#warnings', data.warnings, (section, warning) => section.querySelector('ul').append(make('li', '', warning)));
const programs = data.machine_programs || [];
one('#programs span').hidden = !programs.includes('dotnet');
show('#programs', programs, (section, program) => section.querySelector('ul').append(make('li', '', program)));
// A badge and its word stay on one line.
document.querySelectorAll('.output td').forEach(cell => cell.classList.toggle('short', cell.textContent.length <= 12));
one('#outputs').hidden = Object.keys(data.outputs).length === 0;
if (Object.keys(data.policy_input).length > 0) {
  one('#policy').hidden = false;
  one('#policy p').hidden = data.phases.some(phase => phase.name === 'plan' && phase.state === 'passed');
  one('#policy .tree').append(tree('input', { third_party_metadata: { custom: data.policy_input } }));
}
show('#policies', data.policies, (section, decision) => section.querySelector('.decisions').append(decisionElement(decision)));
show('#parameters', data.parameters, parameterRow);
show('#settings', data.runtime_config ? data.runtime_config.settings : [], (section, setting) =>
  tableRow(section, make('td', '', setting.key), make('td', '', setting.value), make('td', 'origin', setting.origin)));
files();
show('#api', data.api_calls, (section, call) => {
  section.querySelector('.calls').append(make('p', 'quiet', call.name + (call.answered ? '' : ' (no response)')), make('pre', '', call.query));
});
