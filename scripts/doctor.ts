/**
 * `npm run doctor`, and `node doctor.js` in the image: checks the settings and the services that they name. Exit code 0
 * only if a conversation could start.
 */
import { checkBrain } from './doctor/brain/command';
import { examine, type Finding } from './doctor/examination';
import { thisMachine } from './doctor/machine';
import { conclusion, linesOf } from './doctor/report';
import { steps } from './doctor/steps';
import { loadEnvFiles } from './env-files';

const envFiles = loadEnvFiles();
const hasColour = process.stdout.isTTY && !process.env.NO_COLOR;
const [command, address] = process.argv.slice(2);
if (command === 'brain') process.exit(await checkBrain(address, hasColour));
const findings: Finding[] = [];
for await (const finding of examine(steps, thisMachine(process.env, envFiles))) {
  findings.push(finding);
  for (const line of linesOf(finding, hasColour)) console.log(line);
}
const { couldStart, sentence } = conclusion(findings);
console.log(`\n${sentence}`);
process.exitCode = couldStart ? 0 : 1;
