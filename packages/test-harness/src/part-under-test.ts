import {
  heapSettings,
  jarFolder,
  type StackLayout,
  type StackPart,
  type StackState,
} from '@orderflow/infra-local';
import { type ProcessUnderTest, processUnderTest } from './process-under-test.ts';

/** A part of the infrastructure as a thing to break and to mend. */
export type PartUnderTest = ProcessUnderTest;

export function partUnderTest(stack: StackLayout, state: StackState, part: StackPart): PartUnderTest {
  const layout = stack.part(part.name);
  return processUnderTest({
    title: part.title,
    layout,
    stopSignal: part.stopSignal,
    start: async () => {
      const jars = await jarFolder(() => process.stderr.write('fetching jars\n'));
      await part.start({ layout, state, jars, heaps: heapSettings(process.env), owner: 'test' });
    },
  });
}
