// Asks decision tables (DMN 1.3) about cases with dmn-moddle and feelin, which know nothing of who wrote the tables.
//
//   node ask.mjs NODE_MODULES < {"models": [{"xml": "…", "cases": [{"field": "07", …}]}]}
//
// prints for each model and case, by the decision's name, the outputs of every rule that holds: with the hit policy UNIQUE there has to be one.
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const npm = process.argv[2];
const { DmnModdle } = await import(pathToFileURL(join(npm, "dmn-moddle/dist/index.js")));
const { unaryTest, evaluate } = await import(pathToFileURL(join(npm, "feelin/dist/index.js")));

const checked = ({ value, warnings }, text) => {
  if (warnings.length) throw new Error(`${text}: ${warnings.map((w) => w.message).join(", ")}`);
  return value;
};

// Whether each rule's test of one input holds for a value. A value is looked at once a table: cases say the same of the same input many times.
function column(table, i) {
  const texts = table.rule.map((rule) => rule.inputEntry[i].text);
  const known = new Map();
  return (value) => {
    if (!known.has(value)) {
      const once = new Map();
      for (const text of new Set(texts)) once.set(text, checked(unaryTest(text, { "?": value }), text) === true);
      known.set(value, texts.map((text) => once.get(text)));
    }
    return known.get(value);
  };
}

// What a rule says does not depend on the case.
const literals = new Map();
function literal(text) {
  if (!literals.has(text)) literals.set(text, checked(evaluate(text, {}), text));
  return literals.get(text);
}

function reader(table) {
  if (table.hitPolicy !== "UNIQUE") throw new Error(`hit policy ${table.hitPolicy}`);
  const columns = table.input.map((_, i) => column(table, i));
  return (value) => {
    const held = table.input.map(({ inputExpression }, i) => columns[i](value(inputExpression.text)));
    return table.rule
      .filter((_, n) => held.every((rules) => rules[n]))
      .map((rule) => Object.fromEntries(table.output.map(({ name }, i) => [name, literal(rule.outputEntry[i].text)])));
  };
}

let input = "";
for await (const piece of process.stdin) input += piece;
const all = [];
for (const model of JSON.parse(input).models) {
  const { rootElement, warnings } = await new DmnModdle().fromXML(model.xml);
  if (warnings.length) throw new Error(warnings.map((w) => w.message).join(", "));
  const decisions = rootElement.drgElement.filter((element) => element.$type === "dmn:Decision");
  const readers = decisions.map((d) => [d.name, reader(d.decisionLogic)]);
  all.push(model.cases.map((facts) => {
    const values = new Map(); // of the inputs, which the decisions share
    const value = (text) => values.get(text) ?? values.set(text, checked(evaluate(text, facts), text)).get(text);
    return Object.fromEntries(readers.map(([name, read]) => [name, read(value)]));
  }));
}
process.stdout.write(JSON.stringify(all));
